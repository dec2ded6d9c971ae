"""Spellings set right before dates are looked for, with every place traced back to the text given.

One kind of dash; numbers in words before a month ("ยี่สิบ พ.ย.") in digits; misspelt months ("27
พฤษจิกายณ") in our spelling, where it is sure which one is meant.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from handlers.thai.calendar_th import MONTHS
from handlers.thai.date_words import LETTER, MONTH, MONTH_NUMBERS, ends_in
from handlers.thai.numbers import NUMBER_WORDS, spelt_number


@dataclass(frozen=True, slots=True)
class Traced:
    """A text made from another; `places[i]` is where its i-th character stood, the last its end."""

    text: str
    places: Sequence[int]

    def sub(self, pattern: re.Pattern[str], respell: Callable[[re.Match[str]], str]) -> "Traced":
        """The text with `respell` of every match; its letters are taken to stand as the old did."""
        pieces: list[str] = []
        places: list[int] = []
        done = 0
        for found in pattern.finditer(self.text):
            new = respell(found)
            if new == found[0]:
                continue
            pieces += [self.text[done : found.start()], new]
            places += self.places[done : found.start()]
            last = found.end() - 1
            places += [self.places[min(found.start() + i, last)] for i in range(len(new))]
            done = found.end()
        if not done:
            return self
        pieces.append(self.text[done:])
        return Traced("".join(pieces), [*places, *self.places[done:]])


_DASHES = re.compile("[‐‑‒–—―−~]|\\.\\.+")
_DAY_IN_WORDS = re.compile(rf"(?:{NUMBER_WORDS})(?= ?(?:เดือน ?)?(?:{MONTH}))")
_MONTH_IN_WORDS = re.compile(rf"(?<=เดือน)( ?)({NUMBER_WORDS})")
_AFTER_A_DAY = re.compile("[0-9] ?เดือน$")
_ODD_MONTH = re.compile(
    rf"(?<![0-9])(?P<day>[0-9]{{1,2}} ?[/-]? ?(?:เดือน ?)?)(?!{MONTH})"
    # Every letter a month begins with, and those it is confused with.
    rf"(?P<word>[มกเพสตธทศซณ][{LETTER}.]{{4,}})"
)
_NAMES = tuple((name, number) for name, number in MONTH_NUMBERS.items() if len(name) >= 5)
_SPELT_WELL_ENOUGH = 80.0
_CLEARLY_AHEAD = 8.0
_WORTH_COMPARING = _SPELT_WELL_ENOUGH - _CLEARLY_AHEAD


def set_right(folded: str) -> Traced:
    """The folded text as the date readers want it."""
    text = Traced(folded, range(len(folded) + 1)).sub(_DASHES, lambda found: "-")
    text = text.sub(_DAY_IN_WORDS, _day_in_digits).sub(_MONTH_IN_WORDS, _month_in_digits)
    return text.sub(_ODD_MONTH, _respelt)


def _day_in_digits(found: re.Match[str]) -> str:
    number = spelt_number(found[0])
    return str(number) if number and number <= 31 else found[0]


def _month_in_digits(found: re.Match[str]) -> str:
    number = spelt_number(found[2])
    if number is None or number > 12 or not ends_in(_AFTER_A_DAY, found.string, found.start()):
        return found[0]  # "อีกสองเดือน สองคน"
    return f"{found[1]}{number}"


def _respelt(found: re.Match[str]) -> str:
    day, word = found["day"], found["word"]
    closest = _closest_month(word)
    if closest is None:
        return found[0]
    number, length = closest
    if len(word) - length == 1:
        length += 1  # "ธันวาคน": a letter too much or a wrong one, not another word
    return day + MONTHS[number - 1] + word[length:]


def _closest_month(word: str) -> tuple[int, int] | None:
    """The month that `word` begins with and with how many letters; None if none is clearly it."""
    best: dict[
        int, tuple[int, float, int]
    ] = {}  # (letters of the name, score, letters of the word)
    for name, number in _NAMES:
        for length in range(len(name) - 1, min(len(name) + 1, len(word)) + 1):
            score = fuzz.ratio(
                name, word[:length], score_cutoff=_SPELT_WELL_ENOUGH - _CLEARLY_AHEAD
            )
            if score:
                # A whole name that nearly fits says more than its first syllables that fit.
                known = (len(name) if score >= _SPELT_WELL_ENOUGH else 0, score, length)
                best[number] = max(best.get(number, known), known)
    ranked = sorted(best.items(), key=lambda item: item[1][1], reverse=True)
    if not ranked:
        return None
    number, (_, score, length) = ranked[0]
    second = ranked[1][1][1] if len(ranked) > 1 else 0.0
    if score < _SPELT_WELL_ENOUGH or score - second < _CLEARLY_AHEAD:
        return None
    return number, length
