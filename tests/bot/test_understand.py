"""`flask --app bot.app understand`: one answer a line, whatever the line is."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from bot.app import create_app
from bot.database import make_engine, transaction
from bot.settings import load_settings
from models.demo_clock import set_offset
from models.roster import SHIPPED, import_files, refusals

OWN = "QIN-NPT1-A"
CLOCK = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    """A bot on a database with the rosters that ship."""
    engine = make_engine(sqlite_url)
    with transaction(engine) as session:
        assert refusals(import_files(session, SHIPPED)) == []
        # The clock of the demo says about half past midnight in Bangkok; in UTC it is yesterday.
        set_offset(session, int((CLOCK - datetime.now(UTC)).total_seconds()))
    engine.dispose()
    settings = {
        "BOT_DEMO": "1",
        "LINE_API_BASE": "http://127.0.0.1:9",
        "DATABASE_URL": sqlite_url,
    }
    made = create_app(load_settings(settings))
    yield made
    made.extensions["philiang"].engine.dispose()


def invoke(app: Flask, kind: str, given: bytes, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["understand", "--kind", kind, *options], input=given)


def answers(app: Flask, kind: str, *lines: object, options: tuple[str, ...] = ()) -> list[Any]:
    """What is understood of these lines, in their order."""
    given = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    result = invoke(app, kind, given.encode(), *options)
    assert result.exit_code == 0, result.output
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["id"] for each in told] == [
        line.get("id") if isinstance(line, dict) else None for line in lines
    ]
    return [each["got"] for each in told]


def text(words: object, **more: object) -> dict[str, object]:
    return {"id": "1", "text": words, **more}


def test_dates_are_days_ranges_questions_or_refused(app: Flask) -> None:
    assert answers(
        app,
        "date",
        text("27 พ.ย. 66"),
        text("1-4 กรกฎาคม 2565"),
        text("31/2/66"),
        text("สวัสดี"),
        options=("--today", "2023-11-21"),
    ) == [
        {"kind": "date", "date": "2023-11-27"},
        {"kind": "range", "start": "2022-07-01", "end": "2022-07-04"},
        {"kind": "reject"},
        {"kind": "reject"},
    ]


def test_without_a_day_it_is_today_in_bangkok_and_a_lines_own_day_wins(app: Flask) -> None:
    got = answers(app, "date", text("เมื่อวาน"), text("เมื่อวาน", today="2023-11-21"))
    assert [each["date"] for each in got] == ["2026-11-19", "2023-11-20"]
    options = ("--today", "2025-01-01")
    got = answers(app, "date", text("วันนี้"), text("วันนี้", today="2023-11-21"), options=options)
    assert [each["date"] for each in got] == ["2025-01-01", "2023-11-21"]


def test_a_school_is_taken_in_the_own_network_and_asked_about_from_afar(app: Flask) -> None:
    lines = [
        text("รร.บ้านลำพยา", asker_network=OWN),
        text("โรงเรียนนำร่องตัวอย่าง 1 สตูล", asker_network=OWN),
        text("ประชุมผู้ปกครอง", asker_network=OWN),
        text("รร.บ้านลำพยา", asker_network=None),
        text("รร.บ้านลำพยา", asker_network="NO-SUCH-NETWORK"),
    ]
    near, far, none, nobody, unknown = answers(app, "school", *lines, options=("--network", OWN))
    assert near == {"kind": "match", "code": "NPT1-02"}
    assert far["kind"] == "ask"
    assert none == {"kind": "none"}
    assert nobody["kind"] == unknown["kind"] == "ask"
    assert "NPT1-02" in nobody["candidates"]


def test_a_network_that_is_over_still_has_its_schools(app: Flask) -> None:
    options = ("--network", OWN, "--today", "2035-01-01")
    assert answers(app, "school", text("บ้านลำพยา"), options=options) == [
        {"kind": "match", "code": "NPT1-02"}
    ]


def test_a_report_is_read_into_its_slots(app: Flask) -> None:
    words = "เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค."
    options = ("--today", "2023-11-21", "--network", OWN, "--role", "teacher")
    report, none = answers(app, "report", text(words), text("ขอบคุณค่ะ"), options=options)
    assert report["form"] == "visit"
    assert report["slots"] == {
        "school": "NPT1-02",
        "date": "2023-11-20",
        "headcount": 5,
        "topic": "แผนพัฒนาคุณภาพ",
        "follow_up_date": "2023-12-15",
    }
    assert set(report["must_ask"]) <= {"mode", "purposes"}
    assert none == {"form": None, "slots": {}, "must_ask": []}


def test_commands_have_their_names_and_what_follows(app: Flask) -> None:
    lines = [text(words) for words in ("สถานะ นครปฐม เขต 1", "เมนูค่ะ", "ขอยกเลิกประชุม", "แก้ไข วันที่")]
    assert answers(app, "command", *lines) == [
        {"command": "status_area", "arg": "นครปฐม เขต 1"},
        {"command": "menu", "arg": None},
        {"command": "none", "arg": None},
        {"command": "edit", "arg": "วันที่"},
    ]


def test_fields_that_nobody_knows_are_left_alone(app: Flask) -> None:
    line = text("เมนู", expect={"command": "menu"}, sender="U1", role="teacher", mood="good")
    assert answers(app, "command", line) == [{"command": "menu", "arg": None}]


def test_a_bad_line_is_told_and_the_others_go_on(app: Flask) -> None:
    bad = [
        text(7),
        {"id": 2},
        text("เมนู", today="tomorrow"),
        text("เมนู", today=5),
        text("เมนู", asker_network=["x"]),
        [1, 2],
        "เมนู",
    ]
    got = answers(app, "command", *bad, text("เมนู"))
    assert all("error" in each for each in got[:-1])
    assert got[-1] == {"command": "menu", "arg": None}


@pytest.mark.parametrize(
    "line", [b"not json", b"\xff\xfe", b"{" * 10, b'{"id": "1"', b"[" * 100_000]
)
def test_what_is_no_json_at_all_stops_nothing(app: Flask, line: bytes) -> None:
    good = '{"id": "2", "text": "เมนู"}'.encode()
    result = invoke(app, "command", b"\n".join([line, b"", b"  ", good]))
    assert result.exit_code == 0
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["id"] is None
    assert "error" in first["got"]
    assert second == {"id": "2", "got": {"command": "menu", "arg": None}}


def test_thai_is_printed_as_thai_and_what_cannot_be_printed_is_replaced(app: Flask) -> None:
    lines = b'{"id": "\xe0\xb8\x81", "text": "x"}\n{"id": "\\ud800", "text": "\\ud800"}'
    result = invoke(app, "command", lines)
    assert result.exit_code == 0
    assert '"id": "ก"' in result.stdout
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "options", [("--today", "27/11/2566"), ("--network", "NONE"), ("--role", "king")]
)
def test_an_option_that_means_nothing_is_refused(app: Flask, options: tuple[str, str]) -> None:
    result = invoke(app, "school", b"", *options)
    assert result.exit_code == 2
