"""Several that push, and people who write meanwhile: nothing said twice, spent twice or lost."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from crowd import enrol
from office import SUDA, Office, at
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from benchmarks.world import text_event
from bot import inbox, riding
from bot.database import again_if_thrown_out
from bot.telling import leave, push_messages
from handlers.cards.card import Card
from models.actors import load_actor
from models.digests import leave_digest, not_to_push, state_of, to_push_on
from models.inbox_queries import save_conversation
from models.outbox_queries import mark_merged, people_with_something_left
from models.quota import add_reading
from models.record_reviews import count_to_review
from scheduler import leftovers
from scheduler.digests import Digests
from scheduler.jobs import run_round
from scheduler.leftovers import Leftovers
from scheduler.moment import Moment
from scheduler.planning import Planning
from scheduler.sending import Sending

MORNING, AFTERNOON = "2023-11-24T08:30", "2023-11-24T15:45"
CARD = "การ์ดที่ฝากไว้ใบเดียว"
#: Enough for the other to come as far as the row that the first one holds.
A_WHILE = 0.3


@pytest.fixture
def large(postgresql_url: str) -> Iterator[Office]:
    """An office on PostgreSQL, where several write at once."""
    opened = Office(postgresql_url, SUDA)
    yield opened
    opened.runtime.engine.dispose()


def a_card_for(office: Office, key: str) -> str:
    """A card is left for this person; their LINE account."""
    account = office.people[key].line_user_id
    with office.writing() as session:
        leave(
            office.runtime,
            session,
            account,
            Card(text=CARD),
            "once-1",
            office.runtime.machine_time(),
        )
    return account


def quota(office: Office, left: int) -> None:
    read_at = office.runtime.machine_time()
    with office.writing() as session:
        day = at(MORNING).date()
        add_reading(session, read_at=read_at, day=day, allowed=left, used=0, needed={})


def test_what_the_database_threw_out_is_done_again(large: Office) -> None:
    one, other, days = large.person_id("suda"), large.person_id("anan"), []
    with large.writing() as session:
        for who in (one, other):
            state_of(session, who, date(2023, 11, 24))
    both = threading.Barrier(2)

    def crosswise(first: int, second: int) -> None:
        tries: list[int] = []

        def attempt() -> None:
            tries.append(1)
            with large.writing() as session:
                not_to_push(session, first)
                if len(tries) == 1:
                    both.wait(5)
                not_to_push(session, second)

        again_if_thrown_out(attempt)
        days.append(len(tries))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(crosswise, one, other), pool.submit(crosswise, other, one)]:
            done.result()
    assert min(days) == 1
    assert max(days) > 1


def test_a_message_whose_transaction_was_thrown_out_is_taken_all_the_same(
    large: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def thrown_out_once(session: Session, *args: Any, **columns: Any) -> None:
        save_conversation(session, *args, **columns)
        tries.append(1)
        if len(tries) == 1:
            session.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$"))

    monkeypatch.setattr(inbox, "save_conversation", thrown_out_once)
    received = inbox.receive(large.runtime, text_event(SUDA.line_user_id, "เมนู"))
    assert len(tries) == 2
    assert len(received.in_hand) == 1
    assert large.rows("SELECT count(*) FROM effects WHERE kind = 'reply'") == [(1,)]


def test_a_turn_takes_its_digest_before_its_cards_as_a_round_does(
    large: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the other order one of the two would be thrown out: the round holds what was told last
    when the turn has marked the card."""
    account, who = a_card_for(large, "suda"), large.person_id("suda")
    with large.writing() as session:
        leave_digest(session, [account], who, date(2023, 11, 24), large.runtime.machine_time())
        state_of(session, who, date(2023, 10, 2))  # so long ago that all is told
    marked, holding, turns = threading.Event(), threading.Event(), []
    left, take = Digests._left, inbox._take

    def slow_left(self: Digests, *args: Any) -> Any:
        holding.set()
        marked.wait(A_WHILE)
        return left(self, *args)

    def seen_mark(*args: Any) -> None:
        mark_merged(*args)
        marked.set()

    def counted(*args: Any) -> Any:
        turns.append(1)
        return take(*args)

    monkeypatch.setattr(Digests, "_left", slow_left)
    monkeypatch.setattr(riding, "mark_merged", seen_mark)
    monkeypatch.setattr(inbox, "_take", counted)
    digests = Digests(Moment(large.runtime, at("2023-11-24T12:00")))
    monkeypatch.setattr(digests, "_to_push", [who])
    rounds: list[Session] = []
    push = Digests._push

    def seen_push(self: Digests, session: Session, *args: Any) -> bool:
        rounds.append(session)
        return push(self, session, *args)

    monkeypatch.setattr(Digests, "_push", seen_push)
    beside = threading.Thread(target=digests.push_some)
    beside.start()
    assert holding.wait(10)
    inbox.receive(large.runtime, text_event(account, "เมนู"))
    beside.join()
    assert (len(turns), len(rounds)) == (1, 1), "neither was thrown out"
    assert _shown(large) == 1


def test_a_card_that_is_being_pushed_is_not_shown_under_an_answer_too(
    large: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = a_card_for(large, "suda")
    turns: list[threading.Thread] = []

    def slow(*args: Any, **more: Any) -> bool:
        queued = push_messages(*args, **more)
        writes = [large.runtime, text_event(account, "เมนู")]
        turns.append(threading.Thread(target=inbox.receive, args=writes))
        turns[0].start()
        turns[0].join(A_WHILE)
        return queued

    monkeypatch.setattr(leftovers, "push_messages", slow)
    while Leftovers(Moment(large.runtime, at(AFTERNOON))).push_one() and not turns:
        pass
    turns[0].join()
    assert _shown(large) == 1


def _shown(office: Office) -> int:
    """How often the card is on its way to somebody."""
    rows = office.rows("SELECT payload FROM effects WHERE state = 'waiting'")
    return sum(str(payload).count(CARD) for (payload,) in rows)


def test_several_schedulers_spend_no_more_than_the_month_has(large: Office) -> None:
    enrol(large.runtime.engine, 60)
    quota(large, 20)
    first, *others = (Moment(large.runtime, at(MORNING)) for _ in range(3))
    planning = Planning(first)
    while planning.plan_one():
        pass
    sending = [Sending(moment) for moment in (first, *others)]
    before = [moment.budget.left for moment in (first, *others)]
    assert before == [20, 20, 20], "each has looked before anybody pushed"

    def send(one: Sending) -> None:
        while one.send_one():
            pass

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(send, one) for one in sending]:
            done.result()
    assert len(large.pushes()) == 20


def test_what_each_minute_asks_for_has_an_index(office: Office) -> None:
    def ask(session: Session) -> None:
        people_with_something_left(session, "", 50, soon=False)
        people_with_something_left(session, "", 50, soon=True)
        to_push_on(session, date(2023, 11, 24))
        count_to_review(session, load_actor(session, SUDA.line_user_id, date(2023, 11, 24)))

    plans = "\n".join(_plans(office, ask))
    for index in (
        "ix_effects_left_to_push",
        "ix_digest_states_push_on",
        "ix_mentoring_visits_to_review",
        "ix_exchange_activities_to_review",
    ):
        assert index in plans
    assert plans.count("ix_effects_left_to_push") == 2


def _plans(office: Office, ask: Any) -> list[str]:
    """How the database answers each SELECT of this, without its leave to read whole tables."""
    asked: list[tuple[str, Any]] = []
    engine = office.runtime.engine
    sqlite = engine.dialect.name == "sqlite"
    with office.writing() as session:
        hear = lambda _c, _k, statement, values, *_: asked.append((statement, values))  # noqa: E731
        event.listen(engine, "before_cursor_execute", hear)
        ask(session)
        event.remove(engine, "before_cursor_execute", hear)
        cursor = session.connection().connection.cursor()
        if not sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        plans = []
        for statement, values in asked:
            cursor.execute(explain + statement, values)
            plans += [str(row) for row in cursor.fetchall()]
    return plans


def test_a_minute_in_which_nothing_is_to_be_done_writes_only_that_it_was(
    quick_office: Office,
) -> None:
    quick_office.round("2023-11-20T08:30")
    asked: list[str] = []
    event.listen(
        quick_office.runtime.engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_: asked.append(statement),
    )
    run_round(quick_office.runtime, at("2023-11-20T08:31"))
    written = [one for one in asked if not one.startswith(("SELECT", "BEGIN"))]
    assert [one.split()[:2] for one in written] == [["UPDATE", "scheduler_state"]]
    assert asked.count("BEGIN IMMEDIATE") == 1
