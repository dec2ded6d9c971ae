"""What is asked to be exported: "นิเทศ ปีงบ 2566 ของ สพป.นครปฐม เขต 1". What, of when, of whom."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.thai.fold import fold
from handlers.thai.periods import Now, spot_period
from models.vocabulary import ExportKind

_WHAT: Mapping[ExportKind, str] = {
    ExportKind.REGISTER: "ทะเบียน(?:ผู้รับผิดชอบ|กำหนดส่ง)?|registers?",
    ExportKind.ANNUAL: "(?:รายงาน)?ประจำปี|รายงานผลการดำเนินงาน|word|เวิร์ด",
    ExportKind.VISITS: "นิเทศ|เยี่ยม|พี่เลี้ยง|visits?",
    ExportKind.EXCHANGES: "แลกเปลี่ยน(?:เรียนรู้)?|exchanges?|plc",
    ExportKind.STATUS: "สถานะ|ค้างส่ง|ความคืบหน้า|status",
    ExportKind.REPORTS: "(?:รายงาน)?(?:เรื่อง)?อื่น ?ๆ?|นวัตกรรม|แผน(?:เครือข่าย)?|ประเมิน|คณะทำงาน"
    "|ข้อเสนอแนะ|reports?",
}
#: Small words around them, which say nothing that the form asks.
_AROUND = re.compile(
    r"(?:ข้อมูล|รายการ|บันทึก|รายงาน|ผล|การ|กิจกรรม|ของ|ใน|เป็น|แบบ|ไฟล์|เฉพาะ|ให้|หน่อย|ที่"
    r"|csv|excel|xlsx|pdf|json|เอ็กเซล|เอกเซล| )*"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said: the kind, the periods it may mean, and the words that may name a place."""

    what: ExportKind | None
    periods: tuple[str, ...]
    place: str


def read_export(argument: str, now: Now) -> Asked:
    """What stands behind the command; what is not said is None or empty."""
    rest = fold(argument)
    when = spot_period(rest, now)
    if when:
        rest = f"{rest[: when.start]} {rest[when.end :]}"
    what, rest = _what(rest)
    place = rest[_around(rest) :].strip()
    return Asked(what, when.values if when else (), place)


def _what(rest: str) -> tuple[ExportKind | None, str]:
    """The kind that is named first, in front of all but small words, and the rest."""
    start = _around(rest)
    for kind, words in _WHAT.items():
        found = re.compile(f"(?:{words})(?![ะ-ฺ็-๎])").match(rest, start)
        if found:
            return kind, rest[found.end() :]
    # "รายงานอื่น" begins with a small word.
    found = re.compile(_WHAT[ExportKind.REPORTS]).match(rest.strip())
    return (ExportKind.REPORTS, rest.strip()[found.end() :]) if found else (None, rest)


def _around(rest: str) -> int:
    found = _AROUND.match(rest)
    return found.end() if found else 0
