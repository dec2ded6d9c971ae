"""Roster files when something goes wrong, or takes long: nothing is half done, nothing stays under
way for ever, and the sender is told and can try again."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from street import Street
from test_operations import Runner
from test_roster_way import OF_ROSTER, PARTNER, SCHOOLS, fetched, packed, rows_of, send

from bot import roster_file_work
from handlers import roster_plan
from handlers.roster_schools import plan_school
from handlers.texts import t
from models.roster import SHIPPED
from models.roster.sheet_writes import write_sheet

TAKE = "นำเข้าทั้งหมด"
STATE = "SELECT state FROM roster_files ORDER BY id DESC LIMIT 1"
A = "QIN-NPT1-A"


def roster(rows: int = 1) -> bytes:
    """New partners of a network."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SCHOOLS
    sheet.append(["ชื่อสถานศึกษา", "เครือข่าย", "บทบาท", "สำนักงานเขต"])
    for number in range(rows):
        sheet.append([f"โรงเรียนบ้านใหม่ {number}", A, PARTNER, "NPT1"])
    return packed(book)


class Died(BaseException):
    """As if the process had been killed: nobody catches it, no result is written, and the lease of
    the work runs out."""


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dead process held is free again at once."""
    monkeypatch.setattr("bot.queued.FETCH_LEASE", timedelta(milliseconds=500))


def dies(times: int) -> Callable[..., None]:
    """Writes, and then is killed before it could commit; the first so many times."""
    write, left = write_sheet, [times]

    def killed(*arguments: Any) -> None:
        write(*arguments)
        left[0] -= 1
        if left[0] >= 0:
            raise Died

    return killed


def test_a_process_that_dies_while_it_writes_leaves_nothing_and_the_next_finishes(
    street: Street, monkeypatch: pytest.MonkeyPatch, short_leases: None
) -> None:
    pranee = street.phone("pranee")
    ((schools, members),) = street.rows(OF_ROSTER)
    send(pranee, roster(2))
    monkeypatch.setattr(roster_file_work, "write_sheet", dies(1))
    card = pranee.tap(TAKE)
    assert t("roster_file.applied_title") in card.text
    assert street.rows(OF_ROSTER) == [(schools + 2, members + 2)]
    result = load_workbook(io.BytesIO(fetched(street, card).data))
    assert [row["ผลการตรวจ"] for row in rows_of(result, SCHOOLS)] == ["เพิ่มใหม่"] * 2


def test_a_file_that_no_process_survives_is_given_up_and_can_be_tried_again(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch, short_leases: None
) -> None:
    street, pranee = quick_street, quick_street.phone("pranee")
    before = street.rows(OF_ROSTER)
    monkeypatch.setattr(roster_file_work, "_MOST_TRIES", 2)
    send(pranee, roster())
    monkeypatch.setattr(roster_file_work, "write_sheet", dies(2))
    card = pranee.tap(TAKE)
    assert t("roster_file.note.failed") in card.text
    assert street.rows(OF_ROSTER) == before
    assert street.rows(STATE) == [("checked",)]
    assert t("roster_file.applied_title") in pranee.tap(TAKE).text
    assert street.rows(OF_ROSTER) != before


def test_what_fails_at_every_try_is_told_and_can_be_tried_again(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("something nobody thought of")

    street, pranee = quick_street, quick_street.phone("pranee")
    before = street.rows(OF_ROSTER)
    send(pranee, roster())
    with monkeypatch.context() as broken:
        broken.setattr("bot.delivery.PATIENCE", timedelta(0))
        broken.setattr(roster_file_work, "write_sheet", fails)
        card = pranee.tap(TAKE)
    assert t("roster_file.note.failed") in card.text
    assert street.rows(OF_ROSTER) == before
    assert t("roster_file.applied_title") in pranee.tap(TAKE).text


# --- what takes long -----------------------------------------------------------------------------


class Gate:
    """Stops the planning at a row, until it is opened."""

    def __init__(self, at: int):
        self.at, self.reached, self.opened = at, Event(), Event()
        self._plan, self._seen = plan_school, 0

    def __call__(self, *arguments: Any) -> Any:
        self._seen += 1
        if self._seen == self.at:
            self.reached.set()
            assert self.opened.wait(20)
        return self._plan(*arguments)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Answers do not wait for the work, which stops at row 250."""
    made = Gate(250)
    monkeypatch.setattr("bot.queue.WORK_WAIT", timedelta(0))
    monkeypatch.setattr(roster_plan, "STEP", 100)
    monkeypatch.setattr(roster_plan, "plan_school", made)
    yield made
    made.opened.set()


def test_how_far_a_long_file_has_come_is_told_when_it_is_asked(
    quick_street: Street, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    street, pranee = quick_street, quick_street.phone("pranee")
    progress = t("roster_file.progress", done="200", total="300")
    card = send(pranee, roster(300))
    assert t("roster_file.look") in card.labels
    assert gate.reached.wait(20)
    assert progress in pranee.tap(t("roster_file.look")).text
    gate.opened.set()
    street.until(STATE, [("checked",)])
    pranee.say("ผลไฟล์รายชื่อ")
    again = Gate(250)
    monkeypatch.setattr(roster_plan, "plan_school", again)
    pranee.tap(TAKE)
    assert again.reached.wait(20)
    card = pranee.say("ผลไฟล์รายชื่อ")
    assert t("roster_file.taking", name="roster.xlsx") in card.text
    assert progress in card.text
    again.opened.set()
    street.until(STATE, [("applied",)])


def test_a_result_that_comes_late_is_shown_with_the_next_answer_and_once(
    quick_street: Street, gate: Gate
) -> None:
    street, pranee = quick_street, quick_street.phone("pranee")
    send(pranee, roster(300))
    gate.opened.set()
    street.until(STATE, [("checked",)])
    street.until("SELECT count(*) FROM effects WHERE lane LIKE 'left:%'", [(1,)])
    seen = len(pranee.history())
    pranee.say("สวัสดี")
    told = "\n".join(shown.text for shown in pranee.history()[seen:])
    assert told.count(t("roster_file.checked_title")) == 1
    seen = len(pranee.history())
    pranee.say("ผลไฟล์รายชื่อ")
    told = "\n".join(shown.text for shown in pranee.history()[seen:])
    assert told.count(t("roster_file.checked_title")) == 1


# --- the command line ----------------------------------------------------------------------------

_KILLED = """
import os, signal, sys
from models.roster import sheet_writes
sheet_writes.bump_roster_version = lambda session: os.kill(os.getpid(), signal.SIGKILL)
from bot.app import create_app
from bot.settings import load_settings
app = create_app(load_settings({
    "BOT_DEMO": "1", "LINE_API_BASE": "http://127.0.0.1:9", "DATABASE_URL": sys.argv[1],
}))
app.test_cli_runner().invoke(args=["roster", "import", sys.argv[2]])
"""


def test_kill_9_in_the_middle_of_an_import_changes_nothing_and_it_can_be_run_again(
    database_url: str, tmp_path: Path
) -> None:
    run = Runner(database_url)
    run("roster", "import", *map(str, SHIPPED), "--quiet")
    file = tmp_path / "roster.xlsx"
    file.write_bytes(roster(3))
    whole = ("roster", "import", "--quiet", str(file))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, database_url, str(file)], env=environment, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL
    assert "3 created, 0 changed, 0 unchanged, 0 refused (kept)" in run(*whole)
    assert "0 created, 0 changed, 3 unchanged, 0 refused (kept)" in run(*whole)
