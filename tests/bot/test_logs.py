"""Logs: what happened and where, never what was said."""

import json
import logging

import pytest
import structlog

from bot import logs


@pytest.fixture
def lines(capsys):
    """Gives the JSON lines logged since the last look."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure(demo=False)
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_an_event_is_one_line_of_json_with_its_time_in_utc(lines):
    structlog.get_logger().info("visit_saved", visit_id=12)
    (line,) = lines()
    assert (line["event"], line["visit_id"], line["level"]) == ("visit_saved", 12, "info")
    assert line["timestamp"].endswith("Z")


def test_what_could_hold_a_sentence_or_a_secret_is_masked(lines):
    structlog.get_logger().info("x", text="ความลับ", token="ความลับ", full_name="ความลับ", id=1)
    (line,) = lines()
    assert line["text"] == line["token"] == line["full_name"] == "(private)"
    assert line["id"] == 1


def test_an_exception_tells_its_kind_and_place_and_not_its_text(lines):
    try:
        try:
            raise KeyError("ความลับ")
        except KeyError as cause:
            raise ValueError("ความลับ") from cause
    except ValueError:
        structlog.get_logger().exception("handler_failed", event_id="01H")
    (line,) = lines()
    assert line["error"] == "ValueError <- KeyError"
    assert "test_logs.py" in line["where"][-1]
    assert "ความลับ" not in json.dumps(line, ensure_ascii=False)


def test_libraries_speak_through_the_same_door_and_only_to_warn(lines):
    logging.getLogger("urllib3").info("a whole body")
    logging.getLogger("linebot").debug("a whole body")
    logging.getLogger("apscheduler").warning("late by %s", "2 s")
    (line,) = lines()
    assert (line["event"], line["level"]) == ("late by 2 s", "warning")


def test_an_exception_of_a_library_keeps_its_text_to_itself_too(lines):
    try:
        raise ValueError("ความลับ")
    except ValueError:
        logging.getLogger("gunicorn").exception("worker failed")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert "ความลับ" not in json.dumps(line, ensure_ascii=False)


def test_setting_up_twice_does_not_double_the_lines(lines):
    logs.configure(demo=False)
    logging.getLogger("x").warning("once")
    assert len(lines()) == 1


def test_the_demo_prints_plain_lines(lines, capsys):
    logs.configure(demo=True)
    structlog.get_logger().info("visit_saved", visit_id=12)
    printed = capsys.readouterr().out
    assert "visit_saved" in printed
    assert "visit_id=12" in printed
