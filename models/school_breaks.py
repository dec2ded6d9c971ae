"""When schools are left in peace, pure: the breaks between semesters, as each programme says.

The regulation of 2549 has semester 1 from 16 May to 11 October and semester 2 from 1 November to
1 April (domain notes, 2); what lies between is a break. A programme may have others, or none.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from models.duty_facts import SchoolBreak

#: Half a year: what waits for a break to end, or comes before it, must not wait for ever.
MOST_DAYS = 183
#: Where a programme says nothing else.
DEFAULT: tuple[SchoolBreak, ...] = (((4, 2), (5, 15)), ((10, 12), (10, 31)))

_WRITTEN = re.compile(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)")


def read_breaks(written: Iterable[str] | None) -> tuple[SchoolBreak, ...]:
    """Breaks as they are stored ("04-02/05-15"), None being those of the regulation. Raises
    ValueError for what is no such pair of days.
    """
    if written is None:
        return DEFAULT
    breaks = tuple(_read(one) for one in written)
    year = (date(2024, 1, 1) + timedelta(days=n) for n in range(366))
    if sum(in_break(breaks, day) for day in year) > MOST_DAYS:
        raise ValueError(f"breaks of more than {MOST_DAYS} days a year")
    return breaks


def in_break(breaks: Sequence[SchoolBreak], day: date) -> bool:
    """Whether a day lies in one of these breaks; one may go over New Year."""
    return any(_has(first, last, (day.month, day.day)) for first, last in breaks)


def _has(first: tuple[int, int], last: tuple[int, int], day: tuple[int, int]) -> bool:
    if first <= last:
        return first <= day <= last
    return day >= first or day <= last


def _read(written: str) -> SchoolBreak:
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no break like 04-02/05-15")
    month, day, last_month, last_day = map(int, found.groups())
    for each in ((month, day), (last_month, last_day)):
        date(2024, *each)  # a leap year: every day of any year
    return (month, day), (last_month, last_day)
