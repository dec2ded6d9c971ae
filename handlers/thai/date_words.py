"""The words dates are made of, as people type them, and the patterns built from them.

Everything here is matched on folded text (handlers.thai.fold): Arabic digits, single spaces.
"""

import re

from handlers.thai.calendar_th import MONTHS, SHORT_MONTHS

LETTER = "ก-๎"
# A word that ends here: "ก่อน" of "2 วันก่อน", not of "2 วันก่อนประชุม".
WORD_END = f"(?![{LETTER}])|(?=ครับ|คับ|ค่ะ|คะ|นะ|จ้า|นี้|ได้|ผม|ดิฉัน|หนู|เรา|หรือ|และ|กับ|ถึง)"

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
    "พฤษภา|พฤกษภา|พฤศภา",
    "มิถุนา",
    "กรกฎา|กรกฏา",
    "สิงหา",
    "กันยา",
    "ตุลา",
    "พฤศจิกา|พฤษจิกา|พฤศจิ|พฤษจิ",
    "ธันวา",
)
_COMMON_SLIPS = {"กรกฏาคม": 7, "พฤษจิกายน": 11, "กุมภาพันธุ์": 2, "กุมภาพัน": 2, "เม.ษ.": 4, "พฤศภาคม": 5}

# What may follow a month without a space: "8กพปี 65", "9 ตคพ.ศ. 2567".
_GOES_ON = r"ปี|ที่|ถึง|และ|พ\.?ศ|ค\.ศ"


def _month_patterns() -> tuple[str, dict[str, int]]:
    numbers: dict[str, int] = dict(_COMMON_SLIPS)
    patterns: list[str] = [rf"{re.escape(slip)}(?![{LETTER}])" for slip in _COMMON_SLIPS]
    for number in range(1, 13):
        full, short = MONTHS[number - 1], SHORT_MONTHS[number - 1]
        spoken = _SPOKEN_MONTHS[number - 1]
        english = _ENGLISH_MONTHS[number - 1]
        first, second, _ = short.split(".")
        # A spoken form ends there: "20 กันยายณ 65" must not lose its year behind a slip.
        patterns += [
            full,
            rf"(?:{spoken})(?:{WORD_END}|(?={_GOES_ON}))",
            rf"(?:{english})(?![a-z])\.?",
            # ม.ค. ม.ค ม. ค. มค. มค, ม ค; without dots only where no word goes on (27 พยาบาล).
            rf"{first} ?\. ?{second}(?: ?\.)?",
            rf"{first} ?{second}(?:\.|(?![{LETTER}])|(?={_GOES_ON}))",
        ]
        for word in (full, first + second, *spoken.split("|"), *english.split("|")):
            numbers[word] = number
    # Full names first: มีนาคม before มีนา.
    patterns.sort(key=lambda pattern: pattern not in MONTHS)
    return "|".join(patterns), {_plain(word): number for word, number in numbers.items()}


def _plain(word: str) -> str:
    return word.replace(".", "").replace(" ", "")


MONTH, MONTH_NUMBERS = _month_patterns()
ENGLISH_MONTH = f"(?:{'|'.join(_ENGLISH_MONTHS)})(?![a-z])"

DAY = "(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
ALONE = r"(?<![0-9])(?<![0-9][./:])"  # before a number that is no end of another
TO = "-{1,3}|จนถึง|ถึง|to"
AND = "และ|กับ|หรือ|,|&|\\+"
OR = "หรือ"


def month_number(word: str) -> int:
    """1 to 12 of a piece that the MONTH pattern has matched."""
    return MONTH_NUMBERS[_plain(word)]


def ends_in(pattern: re.Pattern[str], text: str, end: int) -> bool:
    """Whether the words right before `end` match a pattern that closes with "$"."""
    return pattern.search(text, max(0, end - _LOOK_BACK), end) is not None


_LOOK_BACK = 20  # characters; longer than any word that changes what the next one means

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
# Read only with their dot, in front of a day ("จ. 27 พ.ย.") or of ที่แล้ว and the like.
SHORT_WEEKDAY = "จ|อ|พฤ|พ|ศ|ส|อา"
DOTTED_WEEKDAY = rf"(?<![{LETTER}.])(?:{SHORT_WEEKDAY})\."
_SHORT_WEEKDAYS = {"จ": 0, "อ": 1, "พ": 2, "พฤ": 3, "ศ": 4, "ส": 5, "อา": 6}


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 of a piece that WEEKDAY, SHORT_WEEKDAY or DOTTED_WEEKDAY has matched."""
    word = word.rstrip(".")
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
    "เมื่อวานชืน": -2,
    "วานชืน": -2,
    "วานซืนนี้": -2,
    "วานซืน": -2,
    "เช้าวาน": -1,
    "บ่ายวาน": -1,
    "เย็นวาน": -1,
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
LAST = "ที่แล้ว|ที่ผ่านมา|ก่อนหน้านี้|ก่อนหน้า|ก่อน"
NEXT = "หน้า|ถัดไป|ที่จะถึงนี้|ที่จะถึง|ข้างหน้า"
# "ศุกร์ก่อน" is a day and "ศุกร์ก่อนประชุม" none; "จันทร์หน้า" is one and "จันทร์หน้าเสาธง" none.
LAST_OR_NEXT = (
    f"(?:ที่แล้ว|ที่ผ่านมา|ก่อนหน้านี้|ก่อนหน้า|ถัดไป|ที่จะถึงนี้|ที่จะถึง|ข้างหน้า)|ก่อน(?:{WORD_END})"
    "|หน้า(?!เสาธง|ห้อง|โรง|อาคาร|ที่)"
)
WHICH = f"{THIS}|{LAST_OR_NEXT}"


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
    rf"(?:คน|(?:ท่าน|ราย)(?![{LETTER}])|นาฬิกา|น\.|น(?![{LETTER}])|โมง|ชั่วโมง|ชม\.))"
)
