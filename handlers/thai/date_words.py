"""The words dates are made of, as people type them, and the patterns built from them.

Everything here is matched on folded text (handlers.thai.fold): Arabic digits, single spaces.
"""

import re

from rapidfuzz import fuzz, process

from handlers.thai.calendar_th import MONTHS, SHORT_MONTHS

_LETTER = "ก-๎"
# A word that ends here: "ก่อน" of "2 วันก่อน", not of "2 วันก่อนประชุม".
WORD_END = f"(?![{_LETTER}])|(?=ครับ|คับ|ค่ะ|คะ|นะ|จ้า|นี้)"

_ENGLISH_MONTHS = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
# Without the last syllable, as spoken; and spellings met so often that they need no guessing.
_SPOKEN_MONTHS = (
    "มกรา",
    "กุมภา",
    "มีนา",
    "เมษา",
    "พฤษภา",
    "มิถุนา",
    "กรกฎา|กรกฏา",
    "สิงหา",
    "กันยา",
    "ตุลา",
    "พฤศจิกา|พฤษจิกา",
    "ธันวา",
)
_COMMON_SLIPS = {"กรกฏาคม": 7, "พฤษจิกายน": 11, "กุมภาพันธุ์": 2, "กุมภาพัน": 2, "เม.ษ.": 4, "พฤศภาคม": 5}


def _month_patterns() -> tuple[str, dict[str, int]]:
    numbers: dict[str, int] = dict(_COMMON_SLIPS)
    patterns: list[str] = [re.escape(slip) for slip in _COMMON_SLIPS]
    for number in range(1, 13):
        full, short = MONTHS[number - 1], SHORT_MONTHS[number - 1]
        spoken = _SPOKEN_MONTHS[number - 1]
        english = _ENGLISH_MONTHS[number - 1]
        first, second, _ = short.split(".")
        # A spoken form ends there: "20 กันยายณ 65" must not lose its year behind a slip.
        patterns += [full, rf"(?:{spoken})(?:{WORD_END})", rf"(?:{english})(?![a-z])\.?"]
        # ม.ค. ม.ค ม. ค. มค. มค; without dots only where no word goes on (27 พยาบาล).
        patterns.append(rf"{first} ?\. ?{second}\.?|{first}{second}(?:\.|(?![{_LETTER}]))")
        for word in (full, first + second, *spoken.split("|"), *english.split("|")):
            numbers[word] = number
    # Full names first: มีนาคม before มีนา.
    patterns.sort(key=lambda pattern: pattern not in MONTHS)
    return "|".join(patterns), {_plain(word): number for word, number in numbers.items()}


def _plain(word: str) -> str:
    return word.replace(".", "").replace(" ", "")


MONTH, _MONTH_NUMBERS = _month_patterns()


def month_number(word: str) -> int:
    """1 to 12 of a piece that the MONTH pattern has matched."""
    return _MONTH_NUMBERS[_plain(word)]


_WEEKDAY_SPELLINGS = (
    "จันทร์?",
    "อังคาร",
    "พุธ",
    "พฤหัสบดี|พฤหัส(?:ฯ)?",
    "ศุกร์?|สุกร์",
    "เสาร์?",
    "อาทิตย์?",
)
WEEKDAY = "|".join(_WEEKDAY_SPELLINGS)
_WEEKDAYS = tuple(re.compile(spelling) for spelling in _WEEKDAY_SPELLINGS)
# Dotted ones are read only in front of a day: "จ. 27 พ.ย.".
SHORT_WEEKDAY = "จ|อ|พฤ|พ|ศ|ส|อา"
_SHORT_WEEKDAYS = {"จ": 0, "อ": 1, "พ": 2, "พฤ": 3, "ศ": 4, "ส": 5, "อา": 6}


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 of a piece that WEEKDAY or SHORT_WEEKDAY has matched."""
    if word in _SHORT_WEEKDAYS:
        return _SHORT_WEEKDAYS[word]
    return next(i for i, spelling in enumerate(_WEEKDAYS) if spelling.fullmatch(word))


# Days from today. Misspellings stand beside the word they are of.
RELATIVE_DAYS = {
    "วันนี้": 0,
    "วันนี่": 0,
    "เมื่อวานนี้": -1,
    "เมื่อวาน": -1,
    "เมือวาน": -1,
    "วานนี้": -1,
    "เมื่อวานซืนนี้": -2,
    "เมื่อวานซืน": -2,
    "เมือวานซืน": -2,
    "เมื่อวานซึน": -2,
    "วานซืนนี้": -2,
    "วานซืน": -2,
    "พรุ่งนี้": 1,
    "พรุ้งนี้": 1,
    "พรุงนี้": 1,
    "พุ่งนี้": 1,
    "มะรืนนี้": 2,
    "มะรืน": 2,
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
}
# A time of today, unless the message names another day beside it (เมื่อเช้าวันที่ 20).
PARTS_OF_TODAY = ("เมื่อเช้านี้", "เมื่อเช้า", "เช้านี้", "บ่ายนี้", "เย็นนี้", "เมื่อกี้", "เมื่อสักครู่", "ตอนนี้")

THIS = "นี้"
LAST = "ที่แล้ว|ที่ผ่านมา|ก่อน|ที่เเล้ว"
NEXT = "หน้า|ถัดไป|ที่จะถึง|ข้างหน้า"
WHICH = f"{THIS}|(?:{LAST}|{NEXT})(?:{WORD_END})"


def steps(which: str) -> int:
    """-1 for last, 0 for this, 1 for next, of a piece that WHICH has matched."""
    if which == THIS:
        return 0
    return -1 if which in LAST.split("|") else 1


def any_of(words: dict[str, int] | tuple[str, ...]) -> str:
    """A pattern of the words, the longest first, so that เมื่อวานซืน is not read as เมื่อวาน."""
    return "|".join(sorted(words, key=len, reverse=True))


# Two digits before these are a count or a time of day, not a year. Not ครู or โรง: "27 พ.ย. 66
# ครู 5 คน" and "27 พ.ย. 66 โรงเรียน…" go on after the year.
NOT_A_YEAR = (
    r"(?![.:][0-9])(?! ?(?:- ?[0-9]+ ?)?"
    rf"(?:คน|(?:ท่าน|ราย)(?![{_LETTER}])|นาฬิกา|น\.|น(?![{_LETTER}])|โมง|ชั่วโมง|ชม\.))"
)

_ODD_MONTH = re.compile(f"(?<![0-9])([0-9]{{1,2}} ?)([{_LETTER}]{{5,14}})")
_MONTH_CHOICES = {word: number for word, number in _MONTH_NUMBERS.items() if len(word) >= 5}
_SPELT_WELL_ENOUGH = 80.0
_CLEARLY_AHEAD = 8.0


def with_months_respelt(text: str) -> str:
    """The text with misspelt months after a day ("27 พฤษจิกายน") set right, where it is sure."""
    return _ODD_MONTH.sub(_respelt, text)


def _respelt(found: re.Match[str]) -> str:
    scores: dict[int, float] = {}
    for word, score, _ in process.extract(found[2], _MONTH_CHOICES.keys(), scorer=fuzz.ratio):
        number = _MONTH_CHOICES[word]
        scores[number] = max(score, scores.get(number, 0.0))
    (number, best), *others = sorted(scores.items(), key=lambda item: -item[1])
    second = others[0][1] if others else 0.0
    if best < _SPELT_WELL_ENOUGH or best - second < _CLEARLY_AHEAD:
        return found[0]
    return f"{found[1]}{MONTHS[number - 1]}"
