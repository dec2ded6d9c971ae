"""What can be somebody's name: letters of Thai or of Europe, no figures, nothing of a record."""

import re

_NAME = re.compile(r"[A-Za-zÀ-ɏก-ฮะ-ฺเ-๎ .'’()-]{2,100}")
_LETTERS = re.compile(r"[A-Za-zÀ-ɏก-ฮ]")
#: What else has a name that people ask to have corrected.
_OF_SOMETHING_ELSE = re.compile(
    "โรงเรียน|สถานศึกษา|เครือข่าย|เขต|เรื่อง|หัวข้อ|กิจกรรม|รายงาน|ผลงาน|นวัตกรรม|แผน|ไฟล์|เอกสาร|โครงการ|กลุ่ม"
)


def read_person_name(text: str) -> str | None:
    """The name in `text` with single spaces, or None for what can hardly be one."""
    name = " ".join(text.split())
    if not _NAME.fullmatch(name) or len(_LETTERS.findall(name)) < 2:
        return None
    return None if _OF_SOMETHING_ELSE.match(name) else name
