"""What somebody may have wanted whose message fits nothing: by likeness, and by its words."""

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz, process

from handlers.thai.commands import Table
from handlers.thai.dates import Lean, spot
from handlers.thai.fold import bare, fold

#: How much a word of the message speaks for each of these commands.
_HINTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(words), commands)
    for words, commands in (
        ("นิเทศ|เยี่ยม|ลงพื้นที่|พี่เลี้ยง|กำกับติดตาม", ("log_visit", "received")),
        ("โรงเรียน|ร\\.ร\\.|รร\\.|บ้าน|วัด|อนุบาล|สถานศึกษา", ("log_visit", "status")),
        ("แลกเปลี่ยน|plc|เวที|ดูงาน|อบรม|ประชุม", ("log_exchange", "exchanges")),
        ("ส่ง", ("submitted", "deadlines")),
        ("ค้าง|ยังไม่|ใครบ้าง|ตาม", ("outstanding", "status")),
        ("กำหนด|เมื่อไ|วันไหน|เตือน|เลื่อน|ทัน", ("deadlines", "status")),
        ("สถานะ|ครบ|ขาด|กี่ครั้ง|คืบหน้า|ก้าวหน้า|เครือข่าย|เขต", ("status", "outstanding")),
        ("รายงาน|ประวัติ|เคย|ที่ผ่านมา|แก้", ("my_history", "log_visit")),
        ("รหัส|สมัคร|เข้าร่วม|เชิญ|ครูใหม่", ("invite", "help")),
        ("รับผิดชอบ|แต่งตั้ง|รายชื่อ|มอบหมาย", ("nominate", "set_contact")),
        ("นวัตกรรม|แนวปฏิบัติ|best ?practice", ("log_innovation", "innovations")),
        ("แผน|เป้าหมาย|ตัวชี้วัด", ("log_plan", "log_progress")),
        ("ประเมิน|คุณภาพ|มาตรฐาน", ("log_evaluation", "log_visit")),
        ("เสนอแนะ|ปัญหา", ("log_suggestion", "ask_coordinator")),
        ("ไม่มีกิจกรรม|งด|ปิดเทอม", ("log_zero", "deadlines")),
        ("ยังไง|อย่างไร|ทำไม|ไหม|มั้ย|ช่วย|เข้าใจ|\\?", ("help", "ask_coordinator")),
    )
)
_FIRST, _SECOND = 60.0, 30.0
_DATED = 40.0
_LIKE_FROM = 60.0
_LONGEST = 200


def likely_commands(text: str, table: Table, today: date, among: Sequence[str]) -> list[str]:
    """The names `among` these (of the table), the likeliest wanted first; else in their order.

    today: the day in Bangkok. Never raises.
    """
    folded = fold(text[:_LONGEST])
    points = dict.fromkeys(among, 0.0)
    for words, (first, second) in _HINTS:
        if words.search(folded):
            _add(points, first, _FIRST)
            _add(points, second, _SECOND)
    if spot(folded, today, Lean.PAST):
        _add(points, "log_visit", _DATED)
    for name, likeness in _alike(bare(text[:_LONGEST]), table).items():
        _add(points, name, likeness)
    return sorted(among, key=lambda name: -points[name])


def _add(points: dict[str, float], name: str, more: float) -> None:
    if name in points:
        points[name] += more


def _alike(whole: str, table: Table) -> dict[str, float]:
    """The commands whose words are somewhat like the whole message, and how much."""
    best: dict[str, float] = {}
    for key, likeness, _ in process.extract(
        whole, table.keys, scorer=fuzz.ratio, score_cutoff=_LIKE_FROM, limit=None
    ):
        name = table.by_key[key]
        best[name] = max(likeness, best.get(name, 0.0))
    return best
