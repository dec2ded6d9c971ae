"""`keys rotate` while people are being answered: nobody loses a word, and the old key can go."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from bot.app import create_app, runtime_of
from bot.database import reading, transaction
from bot.inbox import receive
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import cast, settle
from models.conversations import conversations, effects, inbound_events
from models.locked_json import UNREADABLE

OLD, NEW = "the-old-key-of-this-test", "the-new-key-of-this-test"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TALKING = ("mali", "somsri", "wichai", "pranee")
#: Fewer than a minute allows; the last of them leaves a report in hand.
WORDS = ("เมนู", "บันทึกนิเทศ", "พัก", "ทำต่อ", "พัก", "บันทึกแลกเปลี่ยน", "พัก", "ทำต่อ") * 3
ACCOUNTS = {member.key: member.line_user_id for member in cast()}


def runtime_with(url: str, key: str) -> Runtime:
    environment = {
        "LINE_CHANNEL_SECRET": "s",
        "LINE_CHANNEL_ACCESS_TOKEN": "t",
        "SIGNING_SECRET": "a-long-signing-secret",
        "DATA_KEY": key,
        "DATABASE_URL": url,
    }
    return runtime_of(create_app(load_settings(environment)))


@pytest.fixture
def url(stocked_url: str) -> str:
    """A database in which all four have begun a report under the old key."""
    before = runtime_with(stocked_url, OLD)
    with transaction(before.engine) as session:
        for member in cast():
            settle(session, member, NOW, NOW.date())
    for who in TALKING:
        say(before, who, "before", "สวัสดี")
    before.engine.dispose()
    return stocked_url


def say(runtime: Runtime, who: str, event: str, words: str) -> None:
    account = ACCOUNTS[who]
    receive(
        runtime,
        {
            "type": "message",
            "webhookEventId": f"{who}-{event}",
            "timestamp": int(NOW.timestamp() * 1000),
            "mode": "active",
            "replyToken": f"token-{who}-{event}",
            "source": {"type": "user", "userId": account},
            "message": {"id": f"{who}-{event}", "type": "text", "text": words},
        },
    )


def rotate(url: str) -> str:
    """The command, in an app of its own, as it is in a process of its own."""
    runtime = runtime_with(url, f"{NEW},{OLD}")
    app = create_app(runtime.settings)
    told = app.test_cli_runner().invoke(args=["keys", "rotate"])
    runtime_of(app).engine.dispose()
    runtime.engine.dispose()
    assert told.exit_code == 0, told.output
    return told.output


def test_a_rotation_while_people_talk_keeps_all_of_it(url: str) -> None:
    runtime = runtime_with(url, f"{NEW},{OLD}")
    faults: list[BaseException] = []
    begun = threading.Barrier(len(TALKING) + 1)

    def talk(who: str) -> None:
        begun.wait()
        try:
            for number, words in enumerate(WORDS):
                say(runtime, who, str(number), words)
        except BaseException as fault:
            faults.append(fault)

    talking = [threading.Thread(target=talk, args=(who,)) for who in TALKING]
    for one in talking:
        one.start()
    begun.wait()
    turning = 0
    while any(one.is_alive() for one in talking) or turning < 2:
        assert "0 unreadable" in rotate(url)
        turning += 1
    for one in talking:
        one.join()
    runtime.engine.dispose()
    assert faults == []
    rotate(url)
    again = rotate(url)
    assert " 0 locked anew" in again.replace("\t", " ")
    assert {line.split("\t")[1].split()[0] for line in again.splitlines() if "\t" in line} == {"0"}

    after = runtime_with(url, NEW)
    with reading(after.engine) as session:
        failed = session.execute(
            text("SELECT id FROM inbound_events WHERE error IS NOT NULL")
        ).all()
        assert failed == []
        said = session.scalars(select(inbound_events.c.payload)).all()
        assert sorted(one["message"]["text"] for one in said) == sorted(
            (*WORDS, "สวัสดี") * len(TALKING)
        )
        shown = session.scalars(select(effects.c.payload)).all()
        assert not any(UNREADABLE in one for one in shown)
        for row in session.execute(select(conversations.c.draft, conversations.c.parked)):
            assert not any(UNREADABLE in draft for draft in (row.draft, *row.parked) if draft)
    after.engine.dispose()
