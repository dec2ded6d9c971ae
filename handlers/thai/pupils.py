"""Whether a text names a pupil: ด.ช. or ด.ญ., เด็กชาย or เด็กหญิง, and a name behind it.

Only a gentle warning hangs on it, so it rather overlooks a name than scolds for a plain word.
"""

import re

from handlers.thai.fold import fold

# "เด็กหญิงและเด็กชาย", "เด็กชายชั้น ป.3", "ด.ช. 5 คน" name nobody.
_PLAIN = (
    "และ|กับ|หรือ|ทุก|ทั้ง|ที่|ใน|ชั้น|ชาย|หญิง|คน|จำนวน|มี|ไม่|ได้|จะ|ต้อง|อ่าน|เขียน|เรียน|กลุ่ม|อายุ|ส่วน|"
    "ซึ่ง|ของ|เป็น|นักเรียน|ป\\.|ม\\.|อ\\.|อนุบาล|ประถม|มัธยม|ด\\.|เด็ก|แต่|มาก|น้อย|ร้อยละ|บาง|หลาย"
)
_PUPIL = re.compile(
    rf"(?:(?<![ก-ฮ])ด\.? ?[ชญ]\.|เด็กชาย|เด็กหญิง) ?(?!{_PLAIN})[เแโใไ]?[ก-ฮ][ก-ฮะ-ฺเ-๎]+"
)


def names_a_pupil(text: str) -> bool:
    """Whether a pupil seems to be named in `text` (of any length; never raises)."""
    return _PUPIL.search(fold(text)) is not None
