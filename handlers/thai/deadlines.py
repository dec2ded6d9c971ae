"""What is to be sent by when, in one line: "แผนปฏิบัติการ ภายใน 30 พ.ย. 69"."""

import re
from datetime import date

from handlers.thai.dates import Found, Lean, spot

_UNTIL = re.compile(r"(?:ภายใน|ไม่เกิน|ก่อน|ให้ส่ง|กำหนด(?:ส่ง)?|ส่ง|ถึง|วันที่|วัน|เดดไลน์|deadline|:|-| )+$")


def read_deadline(folded: str, today: date) -> dict[str, str]:
    """`title` and `due` (ISO), as far as the line says them; a day only if it is the one in it and
    has not passed."""
    spots = spot(folded, today, Lean.FUTURE)
    if len(spots) != 1:
        return {"title": folded}
    found = spots[0]
    before = _UNTIL.sub("", folded[: found.start])
    title = " ".join(f"{before} {folded[found.end :]}".split())
    said = {"title": title} if title else {}
    if isinstance(found.reading, Found) and found.reading.day >= today:
        said["due"] = found.reading.day.isoformat()
    return said
