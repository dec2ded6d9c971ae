"""`make demo`: what it puts into the database, and what its people find there."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

import demo.__main__ as make_demo
from bot.app import create_app, runtime_of
from bot.database import reading, transaction
from bot.inbox import receive
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import Member, cast
from handlers.texts import t
from models.conversations import effects
from models.demo_clock import set_offset
from models.sending_words import EffectKind
from models.tables import metadata

JOINED = [member for member in cast() if member.joined]
DAY = 24 * 60 * 60


@pytest.fixture
def runtime(bare_database_url: str, tmp_path: Path) -> Iterator[Runtime]:
    settings = load_settings(
        {
            "BOT_DEMO": "1",
            "LINE_API_BASE": "http://127.0.0.1:1",
            "DATABASE_URL": bare_database_url,
            "MEDIA_URL": str(tmp_path),
        }
    )
    made = runtime_of(create_app(settings))
    yield made
    made.engine.dispose()


def everything(runtime: Runtime) -> dict[str, list[str]]:
    """Every row of every table but the clock's."""
    tables = [table.name for table in metadata.sorted_tables if table.name != "demo_clock"]
    with runtime.engine.connect() as connection:
        return {
            name: sorted(
                str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {name}"))
            )
            for name in tables
        }


def said(runtime: Runtime, member: Member, words: str) -> str:
    """What the bot answers this person, as JSON; it is queued and not sent."""
    event: dict[str, Any] = {
        "type": "message",
        "webhookEventId": f"{member.key} {words}",
        "source": {"type": "user", "userId": member.line_user_id},
        "replyToken": "a-token",
        "message": {"id": "1", "type": "text", "text": words},
    }
    receive(runtime, event)
    answers = select(effects.c.payload).where(
        effects.c.event_id == event["webhookEventId"], effects.c.kind == EffectKind.REPLY
    )
    with reading(runtime.engine) as session:
        return json.dumps(session.scalars(answers).one(), ensure_ascii=False)


def test_a_second_start_changes_nothing_not_even_weeks_later(runtime: Runtime) -> None:
    make_demo.prepare(runtime)
    first = everything(runtime)
    assert len(first["mentoring_visits"]) > 5
    assert len(first["appointments"]) == len(JOINED)

    make_demo.prepare(runtime)
    assert everything(runtime) == first

    with transaction(runtime.engine) as session:
        set_offset(session, 40 * DAY)
    make_demo.prepare(runtime)
    assert everything(runtime) == first


def test_everybody_who_has_joined_finds_a_menu(runtime: Runtime) -> None:
    make_demo.prepare(runtime)
    for member in JOINED:
        answer = said(runtime, member, t("commands.menu").split("|")[0].strip())
        assert t("menu.title") in answer, member.key
        assert t(f"words.role.{member.role}") in answer, member.key


def test_who_has_not_joined_joins_with_the_code_of_the_cast(runtime: Runtime) -> None:
    make_demo.prepare(runtime)
    newcomers = [member for member in cast() if not member.joined]
    assert newcomers
    for member in newcomers:
        assert t("menu.title") not in said(runtime, member, "menu")
        assert member.code is not None
        said(runtime, member, member.code)
        assert t("menu.title") in said(runtime, member, "Menu")


def test_taken_ports_are_told_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["demo"])
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        for name in make_demo.PORTS:
            monkeypatch.setenv(name, str(port))
        with pytest.raises(SystemExit) as told:
            make_demo.main()
    for name in make_demo.PORTS:
        assert f"{name}: port {port}" in str(told.value)
        assert f"{name}={port + 1}" in str(told.value)
