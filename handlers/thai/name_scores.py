"""How well the names of places fit what was typed."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from handlers.thai.name_index import Entry, Gazetteer
from handlers.thai.name_keys import sound_of
from handlers.thai.name_typed import Way, shortened, ways
from handlers.thai.names import ASK_FROM, TAKE_FROM

# What sounds the same is as good as taken; what only sounds alike is asked about.
_SAME_SOUND = 95.0
_LESS_BY_SOUND = 5.0
_MOST_BY_SOUND = TAKE_FROM - 1
# Never taken, however near: another number, another head, another office than was said.
_OTHER_NUMBER = 80.0
_OTHER_HEAD = 85.0
_OTHER_OFFICE = 85.0
# Of a short name one other letter makes another word.
_SHORT = 4
_ASK_SHORT_FROM = 80.0
_MOST_ALIKE = 80
# Names of which only the beginning was typed: with ฯ, and without.
_CUT_SHORT = 92.0
_BEGINS_SO = 80.0
# … and those of which an ending is missing that many names have.
_BUT_FOR_ENDING = 88.0
_COMMON_ENDING = re.compile("(?:พิท|วิท)ยา(?:คม|คาร|ลัย|สรรค)?|ศึกษา|ราษฎรบำรุง|สามัคคี|อุปถัมภ")
_SHORTEST_BEGINNING = 4
_MOST_BEGINNING_SO = 40
# A last word that tells one school from its neighbour.
_TELLING = re.compile("(?:ใต|เหนือ|ใหม|เกา|นอก|ใน|นอย|ใหญ|กลาง|บน|ลาง|ตะวันออก|ตะวันตก)$")

Fits = dict[str, tuple[float, bool]]


def scores(text: str, gazetteer: Gazetteer, near: Sequence[Entry], own: Collection[str]) -> Fits:
    """By code: the score (0 to 100) of the name that fits best, and whether only slips lie between.

    near: the entries that are always compared; own: the codes of the own offices.
    """
    fits: Fits = {}
    for way in ways(text, gazetteer.offices, own):
        for entry, score in (
            *_alike(way, [*near, *gazetteer.candidates(way.key.sound)]),
            *_begun(way.key.letters, "", _BEGINS_SO, gazetteer),
        ):
            _keep(way, entry, score, gazetteer, fits)
    if cut := shortened(text):
        way, beginning, rest = cut
        for entry, score in _begun(beginning, rest, _CUT_SHORT, gazetteer):
            _keep(way, entry, score, gazetteer, fits)
    return fits


def _alike(way: Way, entries: Sequence[Entry]) -> Iterator[tuple[Entry, float]]:
    """The names that sound or look alike enough to be asked about."""
    short = len(way.key.letters) <= _SHORT
    least = _ASK_SHORT_FROM if short else ASK_FROM
    for _, sound, at in process.extract(
        way.key.sound,
        [entry.key.sound for entry in entries],
        scorer=fuzz.ratio,
        score_cutoff=least - _LESS_BY_SOUND,
        limit=_MOST_ALIKE,
    ):
        entry = entries[at]
        if way.key.sound == entry.key.sound:
            heard = _SAME_SOUND
        else:
            heard = min(sound - _LESS_BY_SOUND, _MOST_BY_SOUND)
        score = max(heard, fuzz.ratio(way.key.letters, entry.key.letters))
        if score >= least:
            yield entry, score - 100.0 + entry.worth


def _begun(
    beginning: str, rest: str, worth: float, gazetteer: Gazetteer
) -> list[tuple[Entry, float]]:
    """Names that begin so and hold the rest further on, where few enough do to be meant."""
    if len(beginning) < _SHORTEST_BEGINNING:
        return []
    at = len(beginning)
    begun = list(islice(gazetteer.beginning_with(beginning), _MOST_BEGINNING_SO + 1))
    if len(begun) > _MOST_BEGINNING_SO:
        return []
    held = [entry for entry in begun if entry.key.letters.find(rest, at) >= 0]
    return [
        (entry, _BUT_FOR_ENDING if _COMMON_ENDING.fullmatch(entry.key.letters, at) else worth)
        for entry in held
    ]


def _keep(way: Way, entry: Entry, score: float, gazetteer: Gazetteer, fits: Fits) -> None:
    if way.key.numbers != entry.key.numbers:
        score = min(score, _OTHER_NUMBER)
    if way.key.head and entry.key.head and way.key.head != entry.key.head:
        score = min(score, _OTHER_HEAD)
    sure = score >= TAKE_FROM and _only_slips(way, entry)
    for code in entry.codes:
        office = gazetteer.by_code[code].office
        if way.within is not None and office not in way.within:
            continue
        elsewhere = way.outside is not None and office not in way.outside
        fit = (min(score, _OTHER_OFFICE), False) if elsewhere and score < 100 else (score, sure)
        fits[code] = max(fit, fits.get(code, fit))


def _only_slips(way: Way, entry: Entry) -> bool:
    """Whether letters are merely missing, doubled or written for one that sounds the same."""
    typed, name = way.key.letters, entry.key.letters
    if way.cut or way.key.sound == entry.key.sound:
        return True
    if _ending(typed) != _ending(name):
        return False
    return all(
        edit.tag != "replace" or sound_of(typed[edit.src_pos]) == sound_of(name[edit.dest_pos])
        for edit in Levenshtein.editops(typed, name)
    )


def _ending(letters: str) -> str:
    telling = _TELLING.search(letters)
    return telling[0] if telling else ""
