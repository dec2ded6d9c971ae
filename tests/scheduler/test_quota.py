"""The month's messages: read from LINE, foreseen, and spent by urgency."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import CENTRAL, Office, a_runtime, environment

from bot.telling import leave
from demo.people import Member
from handlers.cards.card import Card
from models.quota import spent_since, standing
from models.sending_words import PushReason
from models.vocabulary import Role, ScopeKind
from scheduler.quota import Budget
from simulator.server import Simulator

FRIDAY, MONDAY = "2023-11-24", "2023-11-27"
REASONS = list(PushReason)

OPERATOR = Member(
    "keeper", "คุณผู้ดูแล ระบบ", "U" + "e" * 32, Role.OPERATOR, ScopeKind.COUNTRY, "TH", True, None
)
OF_ONE_PROGRAMME = Member(
    "sandbox",
    "คุณแซนด์บ็อกซ์",
    "U" + "f" * 32,
    Role.NATIONAL_COORDINATOR,
    ScopeKind.PROGRAMME,
    "SANDBOX",
    True,
    None,
)


@pytest.fixture
def line(quick_office: Office) -> Iterator[Simulator]:
    """LINE on the desk, with the people of `quick_office` on their phones."""
    url = quick_office.runtime.settings.database_url
    people = [
        {"key": key, "name": key, "line_user_id": member.line_user_id, "joined": True}
        for key, member in quick_office.people.items()
    ]
    keys = environment(url)
    with Simulator(
        cast=people,
        channel_secret=keys["LINE_CHANNEL_SECRET"],
        access_token=keys["LINE_CHANNEL_ACCESS_TOKEN"],
    ) as opened:
        quick_office.runtime = a_runtime(url, opened.base_url)
        yield opened


def left_of(office: Office) -> dict[str, str]:
    """Who has something waiting for a free reply, with its key."""
    keys = {member.line_user_id: key for key, member in office.people.items()}
    rows = office.rows(
        "SELECT line_user_id, turn_key FROM effects WHERE state = 'unshown' ORDER BY id"
    )
    return {keys[account]: key for account, key in rows}


def pushed(office: Office) -> list[tuple[str, str]]:
    """(to whom, why) of each push in the outbox, in order."""
    keys = {member.line_user_id: key for key, member in office.people.items()}
    query = "SELECT line_user_id, push_reason FROM effects WHERE kind = 'push' ORDER BY id"
    return [(keys[account], why) for account, why in office.rows(query)]


def readings(office: Office) -> list[tuple[int, int]]:
    return [tuple(row) for row in office.rows("SELECT allowed, used FROM quota_readings")]


@pytest.mark.parametrize("left", range(len(REASONS) + 1))
def test_when_the_month_runs_short_the_last_reason_goes_without_first(left: int) -> None:
    budget = Budget(left, dict.fromkeys(REASONS, 1))
    assert [reason for reason in REASONS if budget.allows(reason)] == REASONS[:left]


@settings(max_examples=60)
@given(
    left=st.integers(0, 12),
    needed=st.dictionaries(st.sampled_from(REASONS), st.integers(0, 5)),
    asked=st.lists(st.sampled_from(REASONS), max_size=25),
)
def test_whatever_is_asked_for_no_reason_takes_what_a_more_urgent_one_needs(
    left: int, needed: dict[PushReason, int], asked: list[PushReason]
) -> None:
    budget = Budget(left, needed)
    spent = 0
    for reason in (one for one in asked if one is not PushReason.DEADLINE):
        if budget.allows(reason):
            budget.spend(reason)
            spent += 1
    for _ in range(min(left, needed.get(PushReason.DEADLINE, 0))):
        assert budget.allows(PushReason.DEADLINE)
        budget.spend(PushReason.DEADLINE)
        spent += 1
    assert spent <= left


def test_without_a_limit_everything_may_go_out() -> None:
    budget = Budget(None, {PushReason.DEADLINE: 1000})
    budget.spend(PushReason.OTHER, 500)
    assert budget.allows(PushReason.OTHER, 500)
    assert budget.left is None


def test_line_is_asked_before_the_first_push_of_a_day_and_after_a_round_that_pushed(
    quick_office: Office, line: Simulator
) -> None:
    quick_office.round(f"{FRIDAY}T08:30")
    assert readings(quick_office) == [(300, 0)]
    _deliver(quick_office)
    quick_office.round(f"{FRIDAY}T08:31")
    quick_office.round(f"{FRIDAY}T08:32")
    assert readings(quick_office) == [(300, 0), (300, 2)]
    quick_office.round(f"{MONDAY}T08:30")
    assert readings(quick_office) == [(300, 0), (300, 2), (300, 2)]


def test_what_the_ladders_hold_until_the_month_ends_is_foreseen(
    quick_office: Office, line: Simulator
) -> None:
    quick_office.round("2023-11-21T08:30")
    # Two contacts on the 24th, 27th and 28th; on the 30th those above the two offices.
    [(needed,)] = quick_office.rows("SELECT needed FROM quota_readings")
    assert needed[PushReason.DEADLINE.value] >= 6
    quick_office.days(date(2023, 11, 22), date(2023, 11, 30), "08:30", "15:31")
    told = [why for _, why in pushed(quick_office)[2:]]
    for reason in (PushReason.DEADLINE, PushReason.ESCALATION):
        assert told.count(reason.value) <= needed.get(reason.value, 0)


@pytest.mark.parametrize(
    # With 5 left the last is kept for the days to come: both are told again on the 27th and 28th.
    ("left", "told"),
    [(100, 3), (5, 2), (2, 2), (1, 1), (0, 0)],
)
def test_what_is_left_of_the_month_goes_to_whom_it_presses_most(
    quick_office: Office, line: Simulator, left: int, told: int
) -> None:
    line.platform.quota.used = 300 - left
    _nudge(quick_office, "mali")
    quick_office.round(f"{FRIDAY}T08:30")
    in_order = [("anan", "deadline"), ("ratree", "deadline"), ("mali", "nudge")]
    assert pushed(quick_office) == in_order[:told]
    waits = {who for who, key in left_of(quick_office).items() if "quota" not in key}
    assert waits == {who for who, _ in in_order[told:]}


def test_what_was_over_quota_is_a_row_with_its_reason_and_gives_way_to_the_next_step(
    quick_office: Office, line: Simulator
) -> None:
    line.platform.quota.used = 300
    quick_office.round(f"{FRIDAY}T08:30")
    assert quick_office.states() == {"left": 4}
    assert all("over quota for deadline" in why for why in quick_office.reasons("left"))
    line.platform.quota.used = 0
    quick_office.round(f"{MONDAY}T08:30")
    assert [who for who, _ in pushed(quick_office)] == ["anan", "ratree"]
    assert quick_office.states() == {"dropped": 4, "sent": 2}
    assert all(why.endswith("told by a later step") for why in quick_office.reasons("dropped"))


def test_who_keeps_the_bot_is_told_once_a_month_that_it_nears_its_end(
    quick_office: Office, line: Simulator
) -> None:
    for member in (CENTRAL, OPERATOR, OF_ONE_PROGRAMME):
        quick_office.joins(member)
    line.platform.quota.used = 239
    quick_office.round("2023-11-20T08:30")
    assert _warned(quick_office) == []
    line.platform.quota.used = 240
    quick_office.round("2023-11-21T08:30")
    quick_office.round("2023-11-22T08:30")
    assert _warned(quick_office) == ["central", "keeper"]


def test_the_books_of_the_month_add_up(office: Office) -> None:
    now = office.runtime.machine_time()
    office.round(f"{FRIDAY}T08:30")
    with office.runtime.reading() as session:
        month = standing(session, now, office.runtime.settings.timezone)
    assert (month.allowed, month.left, month.used) == (None, None, 2)  # on their way
    done = now + timedelta(minutes=1)
    with office.writing() as session:
        session.connection().exec_driver_sql(
            f"UPDATE effects SET state = 'sent', done_at = '{done:%Y-%m-%d %H:%M:%S+00}' "
            "WHERE kind = 'push'"
        )
        assert spent_since(session, now) == {PushReason.DEADLINE: 2}
        assert spent_since(session, done + timedelta(minutes=1)) == {}


def _warned(office: Office) -> list[str]:
    keys = {member.line_user_id: key for key, member in office.people.items()}
    query = "SELECT line_user_id FROM effects WHERE turn_key LIKE 'soon:quota:soft:%'"
    return sorted(keys[account] for (account,) in office.rows(query))


def _nudge(office: Office, who: str) -> None:
    runtime, account = office.runtime, office.people[who].line_user_id
    with office.writing() as session:
        leave(runtime, session, account, Card("เตือน"), "n", runtime.machine_time(), soon=True)


def _deliver(office: Office) -> None:
    """Send what waits in the outbox."""
    office.runtime.start()
    try:
        _until_nothing_waits(office)
    finally:
        office.runtime.stop()


def _until_nothing_waits(office: Office) -> None:
    pause = threading.Event()
    for _ in range(400):
        if office.rows("SELECT count(*) FROM effects WHERE state = 'waiting'") == [(0,)]:
            return
        pause.wait(0.02)
    raise AssertionError("the outbox does not empty")
