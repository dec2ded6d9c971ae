"""The free parts of a report: labelled lines, the next appointment, the advice, the topic.

They come before the facts, so that words inside a topic ("เรื่องการประเมินผลออนไลน์") fill nothing
else.
"""

import re
from datetime import date

from handlers.thai import dates
from handlers.thai.date_types import Spot
from handlers.thai.dates import Ask, Found, Lean
from handlers.thai.fold import without_particles
from handlers.thai.names import NoMatch
from handlers.thai.numbers import CountSpot, read_count
from handlers.thai.report_facts import day_slots, school_slots, surely_took_part
from handlers.thai.report_sheet import BLOT, Sheet
from handlers.thai.report_types import Setting, Taken, Value
from handlers.thai.report_words import ADVICE, CLOSING, FOLLOW_UP, MANNER, TOPIC

# --- labelled lines -----------------------------------------------------------------------------
_LABELS = {
    "schools": r"(?:ชื่อ)?(?:โรงเรียน|สถานศึกษา|รร\.?)(?:ที่(?:ไป)?(?:นิเทศ|รับการนิเทศ))?|หน่วยรับการนิเทศ",
    "date": (
        r"วัน(?:ที่)?(?:นิเทศ|จัด(?:กิจกรรม)?|ไปนิเทศ)?|วัน ?/? ?เดือน ?/? ?ปี|ว\.?/?ด\.?/?ป\.?"
        r"|เมื่อ(?:วันที่)?"
    ),
    "topic": (
        r"เรื่อง(?:ที่นิเทศ)?|(?:ชื่อ)?กิจกรรม|ชื่อเรื่อง|หัวข้อ(?:การนิเทศ|ที่นิเทศ|กิจกรรม)?"
        r"|ประเด็น(?:การนิเทศ|ที่นิเทศ)?"
    ),
    "advice": r"ข้อ(?:เสนอ)?แนะ(?:นำ)?|(?:ให้)?คำแนะนำ|แนะนำ|สิ่งที่แนะนำ",
    "headcount": (
        r"(?:จำนวน)?(?:ผู้เข้าร่วม(?:ประชุม|กิจกรรม)?|ผู้ร่วม(?:กิจกรรม)?)|จำนวน(?:คน"
        r"|ครู)?|จำนวนผู้รับการนิเทศ"
    ),
    "follow_up_date": (
        r"(?:วัน)?นัด(?:หมาย)?(?:ติดตาม)?(?:ครั้ง(?:ต่อไป|หน้า))?|(?:วัน)?ติดตาม(?:ครั้งต่อไป"
        r"|ผล)?|ครั้ง(?:ต่อไป|หน้า)"
    ),
    # Their values are read as those of any sentence are.
    "": r"รูปแบบ(?:การนิเทศ)?|วิธี(?:การ|นิเทศ)?|ช่องทาง|วัตถุประสงค์|จุดประสงค์|ระดับ|มาตรฐาน(?:ที่)?|สถานที่",
    # These have no slot, and their values must fill none.
    "other": r"ผู้(?:นิเทศ|รายงาน|บันทึก|รับการนิเทศ)|เวลา|จุดเด่น|จุด(?:ที่)?ควรพัฒนา|ปัญหา(?:ที่พบ)?"
    r"|ผล(?:การนิเทศ|ที่ได้)?|สิ่งที่พบ|ข้อตกลง"
    r"|เบอร์(?:โทร)?|โทร\.?|หมายเหตุ|ครูพี่เลี้ยง|บทเรียน|นวัตกรรม|เครือข่าย|วาระ|พี่เลี้ยง",
}
_LABEL = re.compile(
    r"(?:^|(?<=[\n ]))(?:[-•*·]|[0-9]{1,2}[.)])? ?(?P<label>"
    + "|".join(words for words in _LABELS.values())
    + r") ?[:：=] ?",
    re.MULTILINE,
)
_LABEL_OF = {slot: re.compile(words) for slot, words in _LABELS.items()}
_BULLET = re.compile(r"\n(?=(?:[-•*·]|[0-9]{1,2}[.)]) ?[^\n]*)")


def labelled(sheet: Sheet, setting: Setting) -> Taken:
    """Lines as "วันที่: …", "โรงเรียน: …": what is behind a label is of that slot alone."""
    spans: list[tuple[int, int]] = []
    slots: dict[str, Value] = {}
    asks: dict[str, tuple[Value, ...]] = {}
    slotless: list[tuple[int, int]] = []
    labels = list(_LABEL.finditer(sheet.text))
    for place, label in enumerate(labels):
        slot = next(s for s, words in _LABEL_OF.items() if words.fullmatch(label["label"]))
        limit = labels[place + 1].start() if place + 1 < len(labels) else len(sheet.text)
        start, end = label.end(), _end_of_value(sheet.text, label.end(), limit)
        spans.append((label.start(), start if not slot else end))
        if slot == "other" or slot in slots:
            slotless.append((label.start(), end))
        if slot in ("", "other") or slot in slots or not sheet.text[start:end].strip():
            continue
        if not sheet.is_whole(end):
            continue
        filled, open_ = _behind_label(slot, sheet, (start, end), setting)
        slots |= filled
        asks |= open_
    return Taken(tuple(spans), slots, asks, labels=len(slots | asks), slotless=tuple(slotless))


def _end_of_value(text: str, start: int, limit: int) -> int:
    """The end of the line; of the list below it, where it goes on with bullets or is empty."""
    end = text.find("\n", start, limit)
    while 0 <= end < limit and (not text[start:end].strip() or _BULLET.match(text, end, limit)):
        end = text.find("\n", end + 1, limit)
    return limit if end < 0 else end


def _behind_label(
    slot: str, sheet: Sheet, span: tuple[int, int], setting: Setting
) -> tuple[dict[str, Value], dict[str, tuple[Value, ...]]]:
    value = sheet.as_typed(*span).strip()
    match slot:
        case "schools":
            inside = [s.found for s in sheet.schools if span[0] <= s.start and s.end <= span[1]]
            return school_slots(inside or [setting.around.find(value)])
        case "date":
            return day_slots(dates.read_date(value, setting.today, lean=Lean.PAST), setting.today)
        case "follow_up_date":
            reading = dates.read_date(value, setting.today, lean=Lean.FUTURE)
            return _appointment(reading, setting)
        case "headcount":
            inside_counts = [c for c in sheet.counts if span[0] <= c.start and c.end <= span[1]]
            several = tuple(dict.fromkeys(n for c in inside_counts for n in (c.low, c.high)))
            whole = read_count(value)
            if whole is not None:
                return {"headcount": whole}, {}
            if len(several) == 1:
                return {"headcount": several[0]}, {}
            return {}, {"headcount": several} if several else {}
    words = cleaned(value)
    return ({slot: words}, {}) if words else ({}, {})


# --- the next appointment -------------------------------------------------------------------------
_FAR = 60  # characters between "นัดติดตาม" and its day


def follow_up(sheet: Sheet, setting: Setting) -> Taken:
    """The appointment, "นัดติดตาม 15 ธ.ค.": a day ahead behind words of an appointment."""
    for marker in FOLLOW_UP.finditer(sheet.text):
        line_end = sheet.text.find("\n", marker.end())
        stop = len(sheet.text) if line_end < 0 else line_end
        said = sheet.text[marker.end() : min(stop, marker.end() + 3 * _FAR)]
        ahead = _first_ahead(dates.spot(said, setting.today, Lean.FUTURE), setting)
        if ahead is not None and ahead.start <= _FAR:
            # "นัดติดตาม 4 ธ.ค. ทางโทรศัพท์": by which way is of that day, not of the visit.
            manner = MANNER.match(sheet.text, marker.end() + ahead.end)
            span = (marker.start(), manner.end() if manner else marker.end() + ahead.end)
            return Taken((span,), *_appointment(ahead.reading, setting))
        word_end = re.compile(r"[\s\x00]|$").search(sheet.text, marker.end())
        end = word_end.start() if word_end else marker.end()
        return Taken(((marker.start(), end),), asks={"follow_up_date": ()})
    return Taken()


def _first_ahead(spots: list[Spot], setting: Setting) -> Spot | None:
    return next((spot for spot in spots if _ahead(spot.reading, setting)), None)


def _ahead(reading: dates.Reading, setting: Setting) -> tuple[Value, ...]:
    named: tuple[date, ...] = ()
    match reading:
        case Found(day):
            named = (day,)
        case dates.Span(start, _):
            named = (start,)
        case Ask(asked):
            named = asked
    return tuple(day.isoformat() for day in named if day > setting.today)


def _appointment(
    reading: dates.Reading, setting: Setting
) -> tuple[dict[str, Value], dict[str, tuple[Value, ...]]]:
    coming = _ahead(reading, setting)
    if isinstance(reading, Found) and coming:
        return {"follow_up_date": coming[0]}, {}
    return {}, {"follow_up_date": coming}


# --- advice and topic -----------------------------------------------------------------------------
def advice(sheet: Sheet, setting: Setting) -> Taken:
    """What was advised: from "แนะนำให้" on."""
    del setting
    return _free_part(sheet, "advice", ADVICE)


def topic(sheet: Sheet, setting: Setting) -> Taken:
    """What it was about: from "เรื่อง" on."""
    del setting
    return _free_part(sheet, "topic", TOPIC)


def _free_part(sheet: Sheet, slot: str, marker: re.Pattern[str]) -> Taken:
    found = marker.search(sheet.text)
    while found and any(c.start <= found.start() < c.end for c in sheet.counts):
        found = marker.search(sheet.text, found.end())  # "2 เรื่อง" counts, it does not open
    if not found:
        return Taken()
    start = found.end()
    end = _where_it_closes(sheet, found.start(), start)
    words = cleaned(sheet.as_typed(start, end))
    if not words:
        return Taken(((found.start(), start),))
    return Taken(((found.start(), end),), {slot: words} if sheet.is_whole(end) else {})


def _where_it_closes(sheet: Sheet, marker: int, start: int) -> int:
    """Where other words begin: what another reader took, a closing phrase, or a fact.

    A day, a school or a number of people closes the part only where there is no other outside of
    it: "วันนี้นิเทศ … เรื่องเตรียมงาน 5 ธันวาคม" is about the fifth.
    """
    ends = [len(sheet.text)]
    blot = sheet.text.find(BLOT, start)
    if blot >= 0:
        ends.append(blot)
    closing = CLOSING.search(sheet.text, start + 1)
    if closing:
        ends.append(closing.start())
    schools = [spot for spot in sheet.schools if not isinstance(spot.found, NoMatch)]
    counts = [count for count in sheet.counts if _tells_who_came(sheet, count, start)]
    for spots in (sheet.days, schools, counts):
        if not any(spot.start < marker for spot in spots):
            leads = (_lead(sheet.text, spot.start) for spot in spots if spot.start > start)
            ends += [lead for lead in leads if lead is not None and lead > start]
    return min(ends)


_LEAD = re.compile(
    r"(?:[\s]|(?<=.)(?=(?:ของ|ให้กับ|กับ|ที่|ณ) ))(?:และ)?(?:เมื่อ|ใน|ที่|ณ|ให้"
    r"|กับ|แก่|ของ|มี|คณะ|คุณ|วันที่|วัน|ครู|ผู้เข้าร่วม|บุคลากร|จำนวน|ประมาณ|ทั้งหมด"
    r"|รวม|เข้าร่วม|และ| )*$"
)


def _tells_who_came(sheet: Sheet, count: CountSpot, start: int) -> bool:
    """Whether a number is of those who took part: it says so, or it is the first behind `start`."""
    first = all(other.start >= count.start for other in sheet.counts if other.start > start)
    return surely_took_part(sheet, count) and (first or bool(count.of))


def _lead(text: str, start: int) -> int | None:
    """Where the small words before a fact begin; None where it is one word with those before it."""
    found = _LEAD.search(text, max(0, start - 30), start)
    return found.start() if found else None


_EDGES = " \n\t:;,.-–—•*"
_PAIRS = {'"': '"', "'": "'", "“": "”", "(": ")"}
_TAIL = re.compile(
    r"(?:(?<!\s)\s+(?:แล้ว|ด้วย|และ|โดย|ใน|ที่|เมื่อ|กับ)|เรียบร้อยแล้ว|เสร็จแล้ว|เรียบร้อย"
    r"|(?<!คุณ)(?<!มูล)(?<!มี)(?<!หา)ค่า)+$"
)


def cleaned(words: str) -> str:
    """The words without signs at their ends, and without the polite and linking ones behind."""
    text = words.strip(_EDGES)
    for _ in range(3):  # "… แล้ว ค่ะ"
        text = _TAIL.sub("", without_particles(text)).strip(_EDGES)
    if text and _PAIRS.get(text[0]) == text[-1]:
        inside = text[1:-1]
        text = text if text[0] in inside or text[-1] in inside else inside.strip()
    return text if re.search("[0-9a-zA-Zก-๎]{2}", text) else ""
