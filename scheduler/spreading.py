"""In a large deployment the people of a morning are told over its first half hour. Pure.

Everybody has a minute of their own, always the same one, so no two schedulers and no two rounds
need to agree on it, and the phones of a country do not ring in one second. Who is told late by
another (a form in hand) is told as soon as may be.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from scheduler.workdays import OPENS

#: The morning over which people are spread, in minutes.
MINUTES = 30
#: So few people can be told at once.
FEW = 300
#: Neighbouring numbers, which one import gave to one school, lie far apart: Knuth's multiplier.
_SCATTER = 2_654_435_761


def whose_minute_has_come(people: Sequence[int], now: datetime, timezone: tzinfo) -> list[int]:
    """Those of these people (their ids) that may be told at this moment (aware), in their order;
    all of them, if they are few."""
    local = now.astimezone(timezone)
    opened = local.replace(hour=OPENS.hour, minute=OPENS.minute, second=0, microsecond=0)
    minute = (local - opened) // timedelta(minutes=1)
    if len(people) <= FEW or minute >= MINUTES:
        return list(people)
    return [person_id for person_id in people if minute_of(person_id) <= minute]


def minute_of(person_id: int) -> int:
    """The minute after opening in which this person is told, from 0."""
    return (person_id * _SCATTER % 2**32) * MINUTES >> 32
