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
from handlers.thai.date_explicit import explicit_dates
from handlers.thai.date_relative import (
    days_ago,
    days_of_a_month,
    named_days,
    parts_of_a_month,
    vague_times,
    weekdays,
)
from handlers.thai.date_types import (
    MOST_ASKED,
    Ask,
    Found,
    Lean,
    Mention,
    Moment,
    Reading,
    Refused,
    Span,
    WhyNot,
)
from handlers.thai.date_whole import READERS as WHOLE_READERS
from handlers.thai.date_words import with_months_respelt
from handlers.thai.fold import fold, without_particles

__all__ = [
    "Ask",
    "Found",
    "Lean",
    "Reading",
    "Refused",
    "Span",
    "WhyNot",
    "long_date",
    "read_date",
    "short_date",
    "short_date_with_weekday",
]

Reader = Callable[[str, Moment], list[Mention]]
# In this order: what is most surely a date first.
READERS: tuple[Reader, ...] = (
    explicit_dates,
    days_of_a_month,
    days_ago,
    weekdays,
    parts_of_a_month,
    named_days,
)

_LONGEST = 1000  # nobody answers "which day?" in more
_SHOWN = 60
_DASHES = re.compile("[‐‑‒–—―−~]|\\.\\.+")
_TAKEN = "\x00"  # stands where a reader has found something, so that no other finds it again


def read_date(text: str, today: date, *, lean: Lean) -> Reading:
    """The day or days that `text` names.

    `today` is the day in Bangkok; `lean` tells whether a date without a year lies behind us (a
    report) or ahead (an appointment). Two-digit years are พ.ศ., four digits 2400-2700 พ.ศ. and
    1900-2100 ค.ศ.; years over 15 away are refused. Never raises. Rules: domain.md 4.
    """
    moment = Moment(today, lean)
    folded = _DASHES.sub("-", without_particles(fold(text[:_LONGEST])))
    mentions = _mentions(folded, moment) or _mentions(with_months_respelt(folded), moment)
    if mentions:
        return _together(mentions)
    for whole in WHOLE_READERS:
        reading = whole(folded, moment)
        if reading is not None:
            return reading
    vague = vague_times(folded, moment)
    if vague:
        return vague[0].reading
    return Refused(WhyNot.NOT_A_DATE, folded[:_SHOWN])


def _mentions(text: str, moment: Moment) -> list[Mention]:
    mentions: list[Mention] = []
    for reader in READERS:
        for mention in reader(text, moment):
            if _TAKEN not in text[mention.start : mention.end]:
                mentions.append(mention)
                length = mention.end - mention.start
                text = text[: mention.start] + _TAKEN * length + text[mention.end :]
    return mentions


def _together(mentions: list[Mention]) -> Reading:
    """What all of them say: the one day they agree on, else the days to ask about."""
    if len(mentions) == 1:
        return mentions[0].reading
    readings = list(dict.fromkeys(mention.reading for mention in mentions))
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
