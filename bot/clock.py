"""What time it is: the machine's, or the demo's, which people may move."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from sqlalchemy import Engine

from bot.database import reading
from models.demo_clock import offset_seconds


class Clock:
    """The one source of the present moment; everything inside gets it handed in.

    In the demo the clock is ahead by the seconds in the row of `demo_clock`, read each time, so
    that all processes move together at once. Outside the demo the database is never asked.
    """

    def __init__(self, engine: Engine | None, demo: bool):
        self._engine = engine if demo else None

    def now(self) -> datetime:
        """The present moment, aware, in UTC.

        In the demo raises one of `bot.database.STORE_FAULTS` if the database is away; call it
        before a transaction, not within one.
        """
        moment = datetime.now(UTC)
        if self._engine is None:
            return moment
        with reading(self._engine) as session:
            return moment + timedelta(seconds=offset_seconds(session))


def today(now: datetime, timezone: tzinfo) -> date:
    """The date at the moment `now` (aware) in this time zone."""
    return now.astimezone(timezone).date()
