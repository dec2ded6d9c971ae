"""Days of months told from today or by their place: วันที่ 5 เดือนหน้า, สิ้นเดือนนี้, กลางเดือน ธ.ค."""

import re
from datetime import date

from handlers.thai.date_said import Said, resolve
from handlers.thai.date_types import (
    Ask,
    Found,
    Moment,
    Reading,
    Refused,
    Span,
    Spot,
    WhyNot,
    calendar_day,
    each,
    month_away,
    one_of,
)
from handlers.thai.date_words import (
    ALONE,
    AND,
    LAST,
    MONTH,
    NEXT,
    THIS,
    TO,
    WHICH,
    month_number,
    steps,
)

_DAYS = (
    rf"(?P<earlier>(?:{ALONE}[0-9]{{1,2}} ?(?:{TO}|{AND}) ?(?:วันที่ ?)?){{0,3}})"
    rf"{ALONE}(?P<day>[0-9]{{1,2}})"
)
_DAY_OF_MONTH = re.compile(rf"(?P<named>วันที่ ?)?{_DAYS} ?(?:ของ ?)?เดือน ?(?P<which>{WHICH})")
_MONTH_THEN_DAY = re.compile(
    rf"เดือน ?(?P<which>{THIS}|{LAST}|{NEXT}) ?,? ?(?P<named>วันที่) ?{_DAYS}(?![0-9]|[/.:-][0-9])"
)
_PART = re.compile(
    r"(?P<part>ต้น|กลาง|ปลาย|สิ้น|วันสุดท้ายของ) ?(?:"
    rf"(?:เดือน ?)?(?P<month>{MONTH})"
    r"(?: ?(?:ปี ?)?(?:พ\.?ศ\.? ?)?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]))?"
    rf"|เดือน ?(?P<which>{WHICH})?)"
)


def days_of_a_month(text: str, moment: Moment) -> list[Spot]:
    """วันที่ 5 เดือนหน้า, 1-3 เดือนนี้. Without วันที่, "3 เดือนที่แล้ว" may also be three months ago."""

    def read(found: re.Match[str]) -> Reading:
        step = steps(found["which"])
        month = month_away(moment.today, step)
        numbers = [int(digits) for digits in re.findall("[0-9]+", found["earlier"])]
        numbers.append(int(found["day"]))
        days = [day for number in numbers if (day := calendar_day(*month, number))]
        if len(days) < len(numbers):
            return Refused(WhyNot.NO_SUCH_DAY, found[0])
        if len(days) == 2 and re.search(TO, found["earlier"]) and days[0] < days[1]:
            return Span(days[0], days[1])
        if found["named"] or step == 0 or len(days) > 1:
            return one_of(days) or Refused(WhyNot.NO_SUCH_DAY, found[0])
        months_off = calendar_day(*month_away(moment.today, step * numbers[0]), moment.today.day)
        return one_of([*days, months_off]) or Refused(WhyNot.NO_SUCH_DAY, found[0])

    return each(_DAY_OF_MONTH, text, read) + each(_MONTH_THEN_DAY, text, read)


def parts_of_a_month(text: str, moment: Moment) -> list[Spot]:
    """สิ้นเดือนนี้ and สิ้นเดือน ธ.ค. are days; ต้นเดือน, กลางเดือน and ปลายเดือน are asked about."""

    def read(found: re.Match[str]) -> Reading:
        if found["month"]:
            lasts = _lasts_of_named(found, moment)
        else:
            months = [steps(found["which"])] if found["which"] else [0, -1]
            lasts = [last for step in months if (last := last_of(*month_away(moment.today, step)))]
            lasts = moment.nearest_first(lasts) if _is_end(found["part"]) else lasts
        if not lasts:
            return Refused(WhyNot.VAGUE, found[0])
        if _is_end(found["part"]):
            return one_of(lasts) or Refused(WhyNot.VAGUE, found[0])
        last = lasts[0]
        chosen = {"ต้น": (1, 2, 3, 4), "กลาง": (15, 14, 16)}.get(
            found["part"], tuple(range(last.day, last.day - 4, -1))
        )
        return Ask(tuple(last.replace(day=day) for day in chosen))

    return each(_PART, text, read)


def _is_end(part: str) -> bool:
    return part not in ("ต้น", "กลาง", "ปลาย")


def _lasts_of_named(found: re.Match[str], moment: Moment) -> list[date]:
    """The last day of the month named, in each year that may be meant."""
    said = Said(
        start=found.start(),
        end=found.end(),
        text=found[0],
        days=(28,),
        is_range=False,
        month=month_number(found["month"]),
        year=found["year"],
    )
    match resolve(said, moment):
        case Found(day):
            days: tuple[date, ...] = (day,)
        case Ask(asked):
            days = asked
        case _:
            days = ()
    return [last for day in days if (last := last_of(day.year, day.month))]


def last_of(year: int, month: int) -> date | None:
    """The last day of a month, or None beyond the calendar's ends."""
    return next((day for n in (31, 30, 29, 28) if (day := calendar_day(year, month, n))), None)
