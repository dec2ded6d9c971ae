"""What may stand behind a command's words: "สถานะ นครปฐม เขต 1", "เลื่อน 3 วัน", "รายงาน V-12".

Decided for each kind by its shape, so that a sentence that only begins like a command is none:
"เลื่อนประชุม", "รายงานการประชุมผู้ปกครอง", "สถานะการเงิน".
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto

from handlers.thai.numbers import NUMBER_WORDS
from handlers.thai.offices import read_office
from handlers.thai.periods import without_period
from handlers.thai.person_names import read_person_name


class After(Enum):
    """The kinds of what may follow a command."""

    NUMBER = auto()  # 12
    NUMBER_OR_NAME = auto()  # 12; or what it is called, if that is no sentence and stands apart
    RECEIPT = auto()  # V-12, 12; or the year of a report: ปี 2566
    CODE = auto()  # a one-time code
    AREA = auto()  # an area office or a province; as those two below also of a year: … ปีงบ 2566
    PLACE = auto()  # a network or a school, by name
    ANY_PLACE = auto()  # any of these, or all of a sort: ทุกโรงเรียน
    WHOLE = auto()  # a programme, the country; or a year alone: ปีก่อน
    DURATION = auto()  # 3 วัน, พรุ่งนี้
    SLOT = auto()  # the label of a question: วันที่
    EXPORT = auto()  # what, of when, of whom, in what form: นิเทศ ปี 2566
    DAY = auto()  # a day, and what it is called: 31 ธ.ค. 69 วันหยุดพิเศษ
    PERSON = auto()  # what somebody is called
    FREE = auto()  # anything that does not read on as a sentence
    TEXT = auto()  # anything at all, as long as it stands apart
    SOUGHT = auto()  # words to look for; run together with the command, no sentence


_Fits = Callable[[str, bool], bool]

_LONGEST = 120  # the full name of a network is long
_LONGEST_UNKNOWN = 40  # what begins like no place must be short to be one

_YEAR = (
    r"(?:(?:ประจำ)?(?:ปีงบประมาณ|ปีงบ|ปีการศึกษา|ปีปฏิทิน|ปี|พ\.?ศ\.?) ?(?:ที่ ?)?(?:25|20)?\d\d"
    r"|(?:25|20)\d\d|(?:ภาคเรียน|เทอม)(?:ที่)? ?[12](?: ?/ ?(?:25)?\d\d)?"
    r"|ปีนี้|ปีก่อน|ปีที่แล้ว|ปีหน้า|เดือนนี้|เดือนที่แล้ว|เทอมนี้|เทอมที่แล้ว|ภาคเรียนนี้)"
)
_NUMBER = re.compile(r"#?\d{1,12}")
_RECEIPT = re.compile(rf"[a-z]? ?[-–]? ?\d{{1,12}}|{_YEAR}")
_CODE = re.compile(r"(?=.*[0-9a-z])[0-9a-z][0-9a-z -]{3,19}")

_AREA = re.compile(r"เขต(?:พื้นที่(?:การศึกษา)?)? ?[ก-ฮเ-ไ].*\d|ศธจ|สำนักงานเขต|สำนักบริหาร|จังหวัด|จ\.")
_ENDS_IN_ZONE = re.compile(r"\S.*เขต ?\d{1,2}")
_PLACE = re.compile(
    r"(?:โรงเรียน|ร\.? ?ร\.|รร|เครือข่าย|บ้าน|วัด|อนุบาล|ชุมชน|หนอง|ศูนย์|สถานศึกษา"
    r"|วิทยาลัย|ราชประชา|ไทยรัฐ|เตรียม|สวนกุหลาบ)"
)
_WHOLE = re.compile(r"(?:โครงการ|ทั้งประเทศ|ประเทศ|ทั้งหมด|ภาพรวม|นำร่อง).*|[a-z][a-z0-9:_ -]*")
_EVERYBODY = re.compile(
    r"(?:ทุก(?:คน|โรงเรียน|โรง|เครือข่าย|เขต|แห่ง)|(?:ทั้ง|ที่)?(?:คน|ผู้|โรงเรียน|เครือข่าย|เขต)?(?=ที่))"
    r"(?: ?ที่ ?(?:ยัง)?(?:ไม่(?:ได้)?ส่ง|ค้าง(?:ส่ง)?(?:อยู่)?|ขาด))?"
)
# What is said in sentences and stands in hardly any name.
_SENTENCE = re.compile(
    "เรื่อง|ประชุม|ผู้ปกครอง|นักเรียน|เพื่อน|ทุกคน|ยังไง|อย่างไร|ไหม|หรือ|ว่า|ให้|ได้|แล้ว|ไม่|ยัง|"
    "จะ|เป็น|และ|กับ|จาก|ถึง|เพราะ|แต่|มาก|อะไร|ทำ|วันนี้|พรุ่งนี้|เมื่อ|เงิน|งบ|สุขภาพ|โควิด|ความ|"
    "ห้อง|เอกสาร|ข้อมูล|กิจกรรม|งาน|สอน|เรียนรู้|ครู|เด็ก|ไฟฟ้า|น้ำท่วม|ระบบ|อินเทอร์เน็ต|อบรม|^การ|^ผล|^ที่|^วัน|กำลัง|ดำเนิน|ขาด|ปกติ|พร้อม|โสด|เน็ต|ล่ม"
)
_SURELY_SENTENCE = re.compile(
    "ประชุม|ผู้ปกครอง|นักเรียน|ยังไง|อย่างไร|ไหม|หรือเปล่า|แล้ว|เป็น|ให้|เรื่อง|ทำ|อบรม|พรุ่งนี้|วันนี้|เมื่อ|และ|เน็ต|ล่ม|สังคม"
)

_UNIT = "นาที|ชั่วโมง|ชม\\.?|วัน|สัปดาห์|อาทิตย์|เดือน|ภาคเรียน|เทอม"
_WEEKDAY = "(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)"
_MONTH = r"[ก-ฮ]{1,2}\.? ?[ก-ฮ]\.?|[ก-ฮ][ก-ู]*(?:คม|ยน|พันธ์)"
_DURATION = re.compile(
    r"(?:วันที่ ?)?(?:"
    rf"(?:\d{{1,3}}|{NUMBER_WORDS}|ครึ่ง) ?(?:{_UNIT})(?:เดียว|ก่อน|ข้างหน้า)?"
    rf"|พรุ่งนี้(?:เช้า)?|มะรืน(?:นี้)?|(?:{_UNIT}|วัน)(?:หน้า|ถัดไป)|ก่อน|ที่หลัง|ทีหลัง"
    rf"|(?:ต้น|กลาง|สิ้น|ปลาย)เดือน(?:นี้|หน้า)?|{_WEEKDAY} ?(?:นี้|หน้า|ถัดไป)?"
    rf"|\d{{1,2}} ?(?:{_MONTH})(?: ?(?:25)?\d\d)?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)"
)

_DAY = re.compile(rf"(?:วัน)?(?:ที่ ?)?(?:\d{{1,2}}(?!\d)|พรุ่งนี้|มะรืน|{_WEEKDAY}).*|\d{{4}}-\d\d-\d\d")

_SLOT_ENDS = re.compile(r"(?: ?(?:ใหม่|เป็น|ให้เป็น|:|=).{0,60}|)")
_SLOT_BEGINS = re.compile(r"(?:ช่อง|คำตอบ(?:ข้อ)?|ข้อมูล|หัวข้อ|ตรง|ที่) ?")
_QUESTION = re.compile(r"(?:ข้อ ?(?:ที่ ?)?)?\d{1,2}")

_EXPORTED = re.compile(
    r"(?:(?:ข้อมูล|รายการ|บันทึก|รายงาน|ผล)?(?:การ)?(?:นิเทศ|แลกเปลี่ยน(?:เรียนรู้)?|ประเมิน|เยี่ยม)"
    r"|ข้อมูล|รายงาน|สถานะ|กิจกรรม|นวัตกรรม|แผน|ทั้งหมด|รายชื่อ|visits?|exchanges?"
    r"|(?:เป็น|แบบ|ไฟล์) ?(?:ไฟล์)?|csv|excel|xlsx|json|pdf|เอ็กเซล|เอกเซล"
    r"|(?:รายงาน)?(?:เรื่อง)?อื่น ?ๆ?|คณะทำงาน|ข้อเสนอแนะ|ค้างส่ง|ความคืบหน้า"
    r"|ทะเบียน(?:ผู้รับผิดชอบ|กำหนดส่ง)?"
    r"|(?:ปีงบประมาณ|ปีงบ|ปีการศึกษา|ปี|ภาคเรียน|เทอม)(?:นี้|ก่อน|ที่แล้ว|ที่ผ่านมา|ปัจจุบัน)"
    rf"|{_YEAR}|เดือน ?|{_MONTH} ?(?:25)?\d\d|ของ ?)(?![ะ-ฺ็-๎])"
)


def argument_in(after: After, rest: str, *, apart: bool, labels: frozenset[str]) -> str | None:
    """The argument that `rest` (folded, not empty) is to a command of this kind, or None.

    Small words before it ("ไป 3 วัน", "ของบ้านลำพยา") are no part of it. apart: whether a space or
    a colon stands between the command and it; a name that begins like no place must stand apart.
    labels: the folded labels of questions, without spaces, for SLOT.
    """
    if len(rest) > _LONGEST:
        return None
    if after is After.SLOT:
        return rest if _is_slot(rest, labels) else None
    begins = _SMALL_WORDS[after].match(rest) if after in _SMALL_WORDS else None
    argument = rest[begins.end() :] if begins else rest
    return argument if argument and _KINDS[after](argument, apart) else None


def is_everybody(argument: str) -> bool:
    """Whether an argument of the kind ANY_PLACE means all of them: "ทุกคนที่ค้าง"."""
    return _EVERYBODY.match(argument) is not None


def _is_area(rest: str, apart: bool) -> bool:
    if _SURELY_SENTENCE.search(rest):
        return False
    if read_office(rest) is not None or _AREA.match(rest):
        return True
    return bool(_ENDS_IN_ZONE.fullmatch(rest) and not _PLACE.match(rest))


def _is_place(rest: str, apart: bool) -> bool:
    if _is_area(rest, apart):
        return False
    if named := _PLACE.match(rest):
        return len(rest) > named.end() + 1 and not _SURELY_SENTENCE.search(rest)
    if not apart or len(rest) > _LONGEST_UNKNOWN or rest.count(" ") > 3:
        return False
    return not _SENTENCE.search(rest) and not rest.isdecimal() and len(rest) > 1


def _is_any_place(rest: str, apart: bool) -> bool:
    return _is_area(rest, apart) or _is_place(rest, apart) or bool(_EVERYBODY.fullmatch(rest))


def _in_time(fits: _Fits) -> _Fits:
    """The same with a year or semester around it, or nothing but that."""

    def fits_in_time(rest: str, apart: bool) -> bool:
        place, timed = without_period(rest)
        return fits(place, apart) if place else bool(timed)

    return fits_in_time


def _is_free(rest: str, apart: bool) -> bool:
    return apart and not _SURELY_SENTENCE.search(rest)


def _is_text(rest: str, apart: bool) -> bool:
    return apart


def _is_sought(rest: str, apart: bool) -> bool:
    return apart or not (rest.startswith("ไม่") or _SURELY_SENTENCE.search(rest))


def _is_person(rest: str, apart: bool) -> bool:
    return apart and not _SURELY_SENTENCE.search(rest) and read_person_name(rest) is not None


def _is_slot(rest: str, labels: frozenset[str]) -> bool:
    if _QUESTION.fullmatch(rest):
        return True
    begins = _SLOT_BEGINS.match(rest)
    for words in {rest, rest[begins.end() :] if begins else rest}:
        tight = words.replace(" ", "")
        for label in labels:
            if tight.startswith(label) and _SLOT_ENDS.fullmatch(tight[len(label) :]):
                return True
    return False


def _is_export(rest: str, apart: bool) -> bool:
    """What is exported comes first; a place may come last."""
    place = rest
    while place and (part := _EXPORTED.match(place)):
        place = place[part.end() :].lstrip()
    if place == rest:
        return _is_place(rest, apart=False) or _is_area(rest, apart)
    return not place or _is_area(place, True) or _is_place(place, rest[-len(place) - 1] == " ")


def _fits(pattern: re.Pattern[str]) -> _Fits:
    return lambda rest, apart: pattern.fullmatch(rest) is not None


_OF = re.compile("(?:ของ|ที่) ?")
_SMALL_WORDS: Mapping[After, re.Pattern[str]] = {
    After.RECEIPT: re.compile(r"(?:เลขที่|หมายเลข|ที่|no\.?|#) ?"),
    After.AREA: _OF,
    After.PLACE: _OF,
    After.ANY_PLACE: re.compile("(?:ของ|ไปยัง|ไปที่|ให้|ถึง) ?"),
    After.DURATION: re.compile("(?:การเตือน ?)?(?:ออกไป|ไป|ให้)? ?(?:อีก|เป็น|ถึง)? ?"),
}
_KINDS: Mapping[After, Callable[[str, bool], bool]] = {
    After.NUMBER: _fits(_NUMBER),
    After.NUMBER_OR_NAME: lambda rest, apart: _fits(_NUMBER)(rest, apart) or _is_free(rest, apart),
    After.RECEIPT: _fits(_RECEIPT),
    After.CODE: _fits(_CODE),
    After.AREA: _in_time(_is_area),
    After.PLACE: _in_time(_is_place),
    After.ANY_PLACE: _is_any_place,
    After.WHOLE: _in_time(_fits(_WHOLE)),
    After.DURATION: _fits(_DURATION),
    After.EXPORT: _is_export,
    After.PERSON: _is_person,
    After.FREE: _is_free,
    After.DAY: _fits(_DAY),
    After.TEXT: _is_text,
    After.SOUGHT: _is_sought,
}
