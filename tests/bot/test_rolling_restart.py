"""A key is changed while some processes have the new one already and others have not: what those
cannot open they leave as it is, for one that can."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.answers import Answer, Outcome
from bot.app import create_app, runtime_of
from bot.database import reading, transaction
from bot.delivery import deliver
from bot.fetching import PATIENCE
from bot.inbox import Received, receive
from bot.queued import Queued
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import cast, settle
from handlers.texts import t
from models.conversations import conversations, effects
from models.locked_json import UNREADABLE
from models.sending_words import EffectKind, EffectState

OLD, NEW = "the-old-key-of-this-test", "the-new-key-of-this-test"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MALI = next(member.line_user_id for member in cast() if member.key == "mali")


@dataclass
class Line:
    """LINE, as far as it is answered to."""

    calls: list[Any] = field(default_factory=list)

    def reply(self, _token: str, messages: list[Any]) -> Answer:
        self.calls.append(messages)
        return Answer(Outcome.SENT)

    def push(self, _to: str, messages: list[Any], _key: str) -> Answer:
        return self.reply("", messages)


class Process:
    """One process of the bot, with keys of its own."""

    def __init__(self, url: str, keys: str):
        environment = {
            "LINE_CHANNEL_SECRET": "s",
            "LINE_CHANNEL_ACCESS_TOKEN": "t",
            "SIGNING_SECRET": "a-long-signing-secret",
            "DATA_KEY": keys,
            "DATABASE_URL": url,
        }
        self.runtime: Runtime = runtime_of(create_app(load_settings(environment)))
        self.line = Line()
        self.runtime.line = self.line  # type: ignore[assignment]

    def hears(self, number: int, **more: Any) -> Received:
        common = {"timestamp": int(NOW.timestamp() * 1000), "mode": "active"}
        whose = {"source": {"type": "user", "userId": MALI}, "replyToken": f"token-{number}"}
        return receive(self.runtime, {"webhookEventId": f"E{number}", **common, **whose, **more})

    def says(self, number: int, words: str) -> Received:
        message = {"id": f"m{number}", "type": "text", "text": words}
        return self.hears(number, type="message", message=message)

    def drafts(self) -> tuple[Any, list[Any]]:
        query = select(conversations.c.draft, conversations.c.parked)
        with reading(self.runtime.engine) as session:
            row = session.execute(query.where(conversations.c.line_user_id == MALI)).one()
        return row.draft, row.parked

    def notes(self, queued: Queued, state: EffectState) -> None:
        with transaction(self.runtime.engine) as session:
            which = effects.update().where(effects.c.id == queued.id)
            session.execute(which.values(state=state))

    def as_read(self, queued: Queued) -> Queued:
        """An effect as this process reads it."""
        with reading(self.runtime.engine) as session:
            query = select(effects.c.payload).where(effects.c.id == queued.id)
            return replace(queued, payload=session.scalars(query).one())


@pytest.fixture
def both(stocked_url: str) -> Iterator[tuple[Process, Process]]:
    """One process with the old key alone, and one that has the new one too."""
    old, new = Process(stocked_url, OLD), Process(stocked_url, f"{NEW},{OLD}")
    with transaction(old.runtime.engine) as session:
        for member in cast():
            settle(session, member, NOW, NOW.date())
    yield old, new
    for process in (old, new):
        process.runtime.engine.dispose()


def test_a_draft_that_an_older_process_cannot_open_is_found_again(
    both: tuple[Process, Process],
) -> None:
    old, new = both
    new.says(1, "บันทึกนิเทศ")
    new.says(2, "1")
    begun, _ = new.drafts()
    assert begun["answers"]
    for number, words in ((3, "เมนู"), (4, "บันทึกแลกเปลี่ยน"), (5, "พัก")):
        old.says(number, words)
    _, parked = new.drafts()
    assert begun in parked
    assert not any(UNREADABLE in draft for draft in parked)


def test_words_taken_back_do_not_stay_in_what_cannot_be_opened(
    both: tuple[Process, Process],
) -> None:
    old, new = both
    new.says(1, "บันทึกนิเทศ")
    new.says(2, "1")
    old.hears(3, type="unsend", unsend={"messageId": "m2"})
    assert new.drafts() == (None, [])


def test_an_answer_that_an_older_process_cannot_open_waits_for_one_that_can(
    both: tuple[Process, Process],
) -> None:
    old, new = both
    (stored,) = new.says(1, "เมนู").in_hand
    queued = old.as_read(stored)
    assert UNREADABLE in queued.payload
    tried = deliver(old.runtime, queued)
    assert (tried.outcome, tried.columns["error"]) == ("again", "no key opens it")
    assert not tried.columns["unsure"]
    assert old.line.calls == []
    assert deliver(new.runtime, new.as_read(stored)).outcome == "sent"
    assert len(new.line.calls) == 1
    # Once it is too late for a reply it is to come with the next one, of a process that can.
    late = deliver(old.runtime, replace(queued, token_until=queued.created_at))
    assert late.columns["state"] is EffectState.UNSHOWN
    assert old.line.calls == []
    old.notes(stored, EffectState.UNSHOWN)
    (answer,) = old.says(2, "ทำต่อ").in_hand
    old.notes(answer, EffectState.SENT)
    missed = {"type": "text", "text": t("common.missed_reply")}
    assert missed not in answer.payload["messages"]
    (answer,) = new.says(3, "ทำต่อ").in_hand
    assert answer.payload["messages"][0] == missed
    assert len(answer.payload["messages"]) > 2


def test_what_no_process_has_opened_for_a_while_is_given_up_and_not_sent_empty(
    both: tuple[Process, Process],
) -> None:
    old, new = both
    (stored,) = new.says(1, "เมนู").in_hand
    none: dict[str, Any] = {"reply_token": None, "token_until": None, "retry_key": "key"}
    push = replace(old.as_read(stored), kind=EffectKind.PUSH, **none)
    assert deliver(old.runtime, push).outcome == "again"
    waited = replace(push, created_at=push.created_at - PATIENCE - timedelta(seconds=1))
    given_up = deliver(old.runtime, waited)
    assert given_up.columns["state"] is EffectState.REJECTED
    assert old.line.calls == []
