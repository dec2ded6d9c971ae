"""JSON that lies locked: nobody reads it in the rows, all of it comes back with the key."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text, update

from bot.cipher import Cipher
from bot.database import transaction
from handlers.dialog.form import Draft
from handlers.drafts_kept import all_taken_up, taken_up, unopened
from models.conversations import conversations, effects, inbound_events
from models.locked_columns import BODIES, Relocked, relock_busy, relock_some
from models.locked_json import LockedJson, lock_with
from models.sending_words import EffectKind

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PHONE = "081-234-5678"
OLD, NEW, BOTH = Cipher(("old",)), Cipher(("new",)), Cipher(("new", "old"))
DRAFT = Draft("d1", "visit", 1, {"topic": f"โทร {PHONE}"}, touched_on="2026-11-20")
SAID = {"message": {"text": f"โทรหา {PHONE} ครึ่งตัว \ud83d"}}
SHOWN = {"messages": [{"type": "text", "text": f"โทร {PHONE}"}], "left": True}
FETCHED = {"sent_file": 3, "message_id": "m3"}


def stored(engine: Engine) -> None:
    """One conversation, one event, one card, and two effects that say nothing."""
    with transaction(engine) as session:
        whose: dict[str, Any] = {"line_user_id": "Umali"}
        drafts = {"draft": DRAFT.to_json(), "parked": [DRAFT.to_json()]}
        session.execute(insert(conversations).values(**whose, **drafts, touched_at=NOW))
        event = {"id": "E1", "kind": "message", "received_at": NOW, "payload": SAID}
        session.execute(insert(inbound_events).values(**whose, **event))
        for payload in (SHOWN, {"key": "photos/1"}, FETCHED):
            effect = {"lane": "l", "kind": EffectKind.REPLY, "payload": payload}
            session.execute(insert(effects).values(**effect, not_before=NOW, created_at=NOW))


def raw(engine: Engine) -> str:
    """Everything in these rows, as it lies there."""
    queries = (
        "SELECT draft, parked FROM conversations",
        "SELECT payload FROM inbound_events",
        "SELECT payload FROM effects ORDER BY id",
    )
    with engine.connect() as connection:
        rows = [tuple(row) for query in queries for row in connection.execute(text(query))]
    return json.dumps(rows)


def read(engine: Engine) -> tuple[Any, ...]:
    with engine.connect() as connection:
        draft, parked = connection.execute(
            select(conversations.c.draft, conversations.c.parked)
        ).one()
        said = connection.execute(select(inbound_events.c.payload)).scalar_one()
        shown = connection.execute(select(effects.c.payload).order_by(effects.c.id)).scalars()
        return draft, parked, said, *shown


def relocked(engine: Engine, keys: Cipher) -> dict[str, Relocked]:
    """All columns under the newest of these keys, a row at a time."""
    found = {}
    for table, column in BODIES:
        done = found[f"{table}.{column}"] = Relocked()
        with transaction(engine) as session:
            while relock_some(session, table, column, keys, done, 1):
                pass
            while relock_busy(session, table, column, keys, done):
                pass
    return found


def test_all_that_was_said_and_shown_is_among_what_is_locked() -> None:
    assert set(BODIES) == {
        ("conversations", "draft"),
        ("conversations", "parked"),
        ("inbound_events", "payload"),
        ("effects", "payload"),
    }


def test_nothing_of_it_can_be_read_and_all_of_it_comes_back(engine: Engine) -> None:
    lock_with(engine, OLD)
    stored(engine)
    lies = raw(engine)
    for part in (PHONE, json.dumps("โทร").strip('"'), "messages", "topic", "answers"):
        assert part not in lies
    whole = DRAFT.to_json()
    assert read(engine) == (whole, [whole], SAID, SHOWN, {"key": "photos/1"}, FETCHED)


def test_what_no_key_opens_still_says_what_becomes_of_it(engine: Engine) -> None:
    lock_with(engine, OLD)
    stored(engine)
    lock_with(engine, NEW)
    draft, parked, said, shown, *others = read(engine)
    assert taken_up(draft) is None
    assert all_taken_up(parked) == []
    assert (draft["id"], draft["touched_on"]) == ("d1", "2026-11-20")
    assert said.get("message") is None
    assert (shown["left"], shown["messages"]) == (True, [])
    assert others == [{"key": "photos/1"}, FETCHED]


def test_what_no_key_opens_is_written_back_as_it_lay(engine: Engine) -> None:
    lock_with(engine, OLD)
    stored(engine)
    lock_with(engine, NEW)
    draft, parked, *_ = read(engine)
    before = raw(engine)
    with transaction(engine) as session:
        session.execute(update(conversations).values(draft=draft, parked=parked))
    assert raw(engine) == before
    assert unopened([None, *parked, draft, DRAFT.to_json()]) == [*parked, draft]
    lock_with(engine, OLD)
    assert read(engine)[0] == DRAFT.to_json()


def test_a_rotation_keeps_everything_and_a_second_one_changes_nothing(engine: Engine) -> None:
    lock_with(engine, OLD)
    stored(engine)
    first = relocked(engine, BOTH)
    assert {(done.renewed, done.unreadable) for done in first.values()} == {(1, 0)}
    lock_with(engine, NEW)
    whole = DRAFT.to_json()
    assert read(engine)[:4] == (whole, [whole], SAID, SHOWN)
    before = raw(engine)
    again = relocked(engine, BOTH)
    assert {done.renewed for done in again.values()} == {0}
    assert raw(engine) == before
    assert {done.unreadable for done in relocked(engine, Cipher(("third",))).values()} == {1}
    assert raw(engine) == before


def test_a_rotation_locks_what_lies_open_from_before(engine: Engine) -> None:
    stored(engine)
    assert PHONE in raw(engine)
    assert {done.renewed for done in relocked(engine, NEW).values()} == {1}
    assert PHONE not in raw(engine)
    lock_with(engine, NEW)
    assert read(engine)[2:4] == (SAID, SHOWN)


_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text().filter(lambda name: name != "locked"), _plain, max_size=5))
def test_any_object_comes_back_as_it_was(value: dict[str, Any]) -> None:
    column = LockedJson(stays_open=("id",))
    shut = json.loads(json.dumps(column._locked(value, NEW)))
    assert column._opened(shut, NEW) == value


@pytest.mark.parametrize("rubbish", ["", "x1", "x1!!", "x1AAAA", "gAAAAA", "ก"])
def test_what_is_no_token_opens_as_nothing(rubbish: str) -> None:
    assert NEW.unlock(rubbish) is None
    assert NEW.renew(rubbish) is None
