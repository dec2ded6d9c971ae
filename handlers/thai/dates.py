"""Reading Thai dates as people type them; showing them is calendar_th's, passed on from here.

No library does it (domain.md 4). A list of small readers looks for dates anywhere in the text,
each in what the ones before it have left; only if none finds one, a second list takes the whole
message ("27", "27/11", "จันทร์"). A wrong guess is worse than a question: whatever leaves two days
open is asked.
"""

import re
from collections.abc import Callable
from datetime import date

from handlers.thai.calendar_th import long_date, short_date, short_date_with_weekday
from handlers.thai.date_bare import days_without_month
from handlers.thai.date_explicit import explicit_dates
from handlers.thai.date_months import days_of_a_month, parts_of_a_month
from handlers.thai.date_relative import days_ago, loose_times, named_days
from handlers.thai.date_slips import set_right
from handlers.thai.date_types import (
    MOST_ASKED,
    Ask,
    Found,
    Lean,
    Moment,
    Reading,
    Refused,
    Span,
    Spot,
    WhyNot,
)
from handlers.thai.date_weekdays import weekdays, weekdays_alone
from handlers.thai.date_whole import READERS as WHOLE_READERS
from handlers.thai.date_words import NOT_A_YEAR, TO, ends_in
from handlers.thai.fold import fold, without_particles
from handlers.thai.links import spot_links

__all__ = [
    "Ask",
    "Found",
    "Lean",
    "Reading",
    "Refused",
    "Span",
    "Spot",
    "WhyNot",
    "long_date",
    "read_date",
    "short_date",
    "short_date_with_weekday",
    "spot",
]

Reader = Callable[[str, Moment], list[Spot]]
# In this order: what is most surely a date first.
READERS: tuple[Reader, ...] = (
    explicit_dates,
    days_of_a_month,
    days_ago,
    weekdays,
    parts_of_a_month,
    named_days,
    days_without_month,
    weekdays_alone,
)

_LONGEST = 1000  # characters; nobody answers "which day?" in more
_LONGEST_MESSAGE = 2000  # nor reports a visit
_SHOWN = 60
_TAKEN = "\x00"  # stands where a reader has found something, so that no other finds it again
_JOINED = re.compile(rf" ?(?:{TO}) ?")
# A day, a word and a year: what looks like a date though its month is none we know.
_UNREAD = (
    r"[0-9]{1,2} ?[ก-๎]{4,14} ?(?:ปี ?|พ\.?ศ\.? ?)?"
    rf"(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9]){NOT_A_YEAR}"
)
_UNREAD_AFTER = re.compile(rf" ?(?:{TO}) ?(?:[ก-๎.]{{1,14}} ?)?{_UNREAD}")
_UNREAD_BEFORE = re.compile(rf"{_UNREAD} ?(?:{TO}) ?(?:วันที่ ?)?$")
_TO_BEFORE = re.compile(rf"(?:{TO}) ?(?:วันที่ ?)?$")
_FARTHEST_END = 40  # characters
_DENIED = re.compile("(?:ไม่ใช่|มิใช่|ไม่ได้ไป|ไม่ได้มา) ?(?:เมื่อ ?)?$")


def read_date(text: str, today: date, *, lean: Lean) -> Reading:
    """The day or days that `text` names.

    `today` is the day in Bangkok; `lean` tells whether a date without a year lies behind us (a
    report) or ahead (an appointment). Two-digit years are พ.ศ., four digits 2400-2700 พ.ศ. and
    1900-2100 ค.ศ.; years over 15 away are refused. Never raises. Rules: domain.md 4.
    """
    moment = Moment(today, lean)
    folded = set_right(_without_links(without_particles(fold(text[:_LONGEST])))).text
    spots = _spots(folded, moment)
    affirmed = [spot for spot in spots if not ends_in(_DENIED, folded, spot.start)]
    if spots:
        return _together(affirmed) if affirmed else Refused(WhyNot.NOT_A_DATE, folded[:_SHOWN])
    for whole in WHOLE_READERS:
        reading = whole(folded, moment)
        if reading is not None:
            return reading
    loose = loose_times(folded, moment)
    if loose:
        return loose[0].reading
    return Refused(WhyNot.NOT_A_DATE, folded[:_SHOWN])


def spot(folded: str, today: date, lean: Lean) -> list[Spot]:
    """Every date in a folded text, in order and apart, with its place and how it reads.

    `today` and `lean` as for `read_date`. Ranges are one spot. What only a whole answer can mean
    ("27", "จันทร์") is no spot, nor what stands behind the first 2,000 characters; สัปดาห์ที่แล้ว and
    ปีที่แล้ว are, if no day stands in the text.
    """
    moment = Moment(today, lean)
    traced = set_right(_without_links(folded[:_LONGEST_MESSAGE]))
    spots = _spots(traced.text, moment) or loose_times(traced.text, moment)
    return [
        Spot(traced.places[spot.start], traced.places[spot.end], spot.reading)
        for spot in spots
        if not ends_in(_DENIED, traced.text, spot.start)
    ]


def _without_links(folded: str) -> str:
    """Addresses are full of figures (…/2566/11/14); what they fill is taken already."""
    for link in spot_links(folded):
        folded = folded[: link.start] + _TAKEN * (link.end - link.start) + folded[link.end :]
    return folded


def _spots(text: str, moment: Moment) -> list[Spot]:
    spots: list[Spot] = []
    left = text
    for reader in READERS:
        for spot in reader(left, moment):
            if _TAKEN not in left[spot.start : spot.end]:
                spots.append(spot)
                length = spot.end - spot.start
                left = left[: spot.start] + _TAKEN * length + left[spot.end :]
    return _joined(sorted(spots, key=lambda spot: spot.start), text)


def _joined(spots: list[Spot], text: str) -> list[Spot]:
    """Two days with "to" between them, of whatever kind, are one range: วันนี้ถึง 25 พ.ย."""
    joined: list[Spot] = []
    for spot in spots:
        last = joined[-1] if joined else None
        if last and _JOINED.fullmatch(text, last.end, spot.start):
            start, end = last.reading, spot.reading
            if isinstance(start, Found) and isinstance(end, Found) and start.day < end.day:
                joined[-1] = Spot(last.start, spot.end, Span(start.day, end.day))
                continue
        joined.append(spot)
    return [_doubted(spot) if _has_an_unread_end(spot, text) else spot for spot in joined]


def _has_an_unread_end(spot: Spot, text: str) -> bool:
    """Whether a range's other end stands beside the spot in a spelling we cannot read."""
    if _UNREAD_AFTER.match(text, spot.end):
        return True
    return (
        ends_in(_TO_BEFORE, text, spot.start)
        and _UNREAD_BEFORE.search(text, max(0, spot.start - _FARTHEST_END), spot.start) is not None
    )


def _doubted(spot: Spot) -> Spot:
    days = _days(spot.reading)
    return Spot(spot.start, spot.end, Ask(days) if days else spot.reading)


def _together(spots: list[Spot]) -> Reading:
    """What all of them say: the one day they agree on, else the days to ask about."""
    if len(spots) == 1:
        return spots[0].reading
    readings = list(dict.fromkeys(spot.reading for spot in spots))
    if len(readings) == 1:
        return readings[0]
    days = [_days(reading) for reading in readings]
    common = set(days[0]).intersection(*days[1:])
    if len(common) == 1:
        return Found(common.pop())
    every = tuple(dict.fromkeys(day for some in days for day in some))
    return Ask(every[:MOST_ASKED]) if every else readings[0]


def _days(reading: Reading) -> tuple[date, ...]:
    match reading:
        case Found(day):
            return (day,)
        case Span(start, end):
            return (start, end)
        case Ask(days):
            return days
        case Refused():
            return ()
