"""The clock: the machine's, or the demo's."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock, today
from bot.database import make_engine, reading, transaction
from models.base import Base
from models.demo_clock import set_offset

NEARLY = timedelta(seconds=5)


@pytest.fixture
def engine():
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def move(engine, by: timedelta) -> None:
    with transaction(engine) as session:
        set_offset(session, int(by.total_seconds()))


def test_the_time_is_aware_and_in_utc(engine):
    assert Clock(engine, demo=False).now().tzinfo is UTC
    assert Clock(engine, demo=True).now().tzinfo is UTC


def test_outside_the_demo_nobody_moves_the_clock(engine):
    move(engine, timedelta(days=30))
    assert abs(Clock(engine, demo=False).now() - datetime.now(UTC)) < NEARLY


def test_outside_the_demo_the_database_is_never_asked():
    without_tables = make_engine("sqlite://")
    assert abs(Clock(without_tables, demo=False).now() - datetime.now(UTC)) < NEARLY
    without_tables.dispose()


@pytest.mark.parametrize("by", [timedelta(days=30), timedelta(days=-400)])
def test_moving_the_demo_s_clock_moves_it_at_once_for_all(engine, by):
    one, other = Clock(engine, demo=True), Clock(engine, demo=True)
    assert abs(one.now() - datetime.now(UTC)) < NEARLY
    move(engine, by)
    for clock in (one, other):
        assert abs(clock.now() - (datetime.now(UTC) + by)) < NEARLY


def test_reading_the_clock_holds_nothing(engine):
    Clock(engine, demo=True).now()
    with reading(engine) as session:
        assert session is not None
    move(engine, timedelta(0))


def test_today_is_the_date_in_bangkok():
    just_past_midnight = datetime(2023, 11, 26, 17, 0, tzinfo=UTC)
    assert today(just_past_midnight, ZoneInfo("Asia/Bangkok")) == date(2023, 11, 27)
    assert today(just_past_midnight - timedelta(seconds=1), ZoneInfo("Asia/Bangkok")) == date(
        2023, 11, 26
    )
