"""What operators use: health, readiness, metrics, the demo's clock, the command line."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from street import Street, open_street

from bot.app import create_app
from bot.settings import load_settings
from bot.spreadsheets import cell
from models.roster import SHIPPED


def test_health_and_readiness_are_plain_words(quick_street: Street) -> None:
    assert quick_street.get("/healthz").data == b"ok\n"
    assert quick_street.get("/readyz").status == 200


def test_a_database_without_the_newest_schema_is_not_ready(quick_street: Street) -> None:
    with quick_street.runtime.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
        connection.commit()
    assert quick_street.get("/readyz").status == 503
    assert quick_street.get("/healthz").status == 200


def test_metrics_are_there_for_who_has_the_token_alone(street: Street) -> None:
    street.phone("mali").say("เมนู")
    street.until("SELECT state FROM effects", [("sent",)])
    assert street.get("/metrics").status == 404
    assert street.get("/metrics", Authorization="Bearer wrong").status == 404
    told = street.get("/metrics", Authorization="Bearer street-metrics").data.decode()
    assert 'philiang_outbox_effects{kind="reply",state="sent"} 1.0' in told
    assert "philiang_outbox_lag_seconds 0.0" in told


def test_the_demos_clock_moves_what_people_call_today(street: Street) -> None:
    moved = street.pool.request(
        "POST", f"{street.url}/demo/clock", json={"at": "2026-12-05T09:00+07:00"}
    )
    assert moved.json()["now"].startswith("2026-12-05T02:00")
    assert street.get("/demo/clock").json()["now"].startswith("2026-12-05T02:00")
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    assert "5 ธ.ค. 2569" in mali.tap("โรงเรียนบ้านลำพยา").text


@pytest.mark.parametrize("bad", ["", "null", '{"at": "soon"}', '{"at": "2026-12-05"}', "[1]", "{}"])
def test_the_demos_clock_says_what_it_wants(quick_street: Street, bad: str) -> None:
    headers = {"Content-Type": "application/json"}
    url = f"{quick_street.url}/demo/clock"
    assert quick_street.pool.request("POST", url, body=bad, headers=headers).status == 400


def test_outside_the_demo_there_is_no_clock_to_move(sqlite_url: str, tmp_path: Path) -> None:
    with open_street(
        sqlite_url, str(tmp_path), BOT_DEMO="", SIGNING_SECRET="s" * 40, CONTROLLER_NAME="สพฐ."
    ) as street:
        assert street.pool.request("POST", f"{street.url}/demo/clock", json={}).status == 404


def test_the_command_line_makes_a_schema_imports_invites_and_exports(
    bare_database_url: str, tmp_path: Path
) -> None:
    run = Runner(bare_database_url)
    assert run("db", "upgrade") == "The schema is current.\n"
    files = [str(file) for file in SHIPPED]
    assert "nothing kept" in run("roster", "import", "--dry-run", "--quiet", *files)
    assert ": 0 created" not in run("roster", "import", "--quiet", *files)
    second = run("roster", "import", "--quiet", *files)
    assert second.count("0 created, 0 changed") == len(files)
    broken = tmp_path / "broken.json"
    broken.write_text('{"schools": [{"code": 5}]}', "utf-8")
    assert "nothing kept" in run("roster", "import", str(broken), fails=True)
    code = run("invite", "--role", "area_coordinator", "--scope", "NPT1").strip()
    assert len(code) == 9
    assert "no school" in run("invite", "--role", "teacher", "--scope", "X-9", fails=True)
    assert "school" in run("invite", "--role", "teacher", "--scope", "NPT1", fails=True)
    assert run("export", "visits") == ""


def test_exports_are_safe_in_a_spreadsheet_and_readable_in_excel(street: Street) -> None:
    mali = street.phone("mali")
    for words in ("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", '=HYPERLINK("http://x")'):
        mali.say(words)
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    # The runner catches all that is printed meanwhile, the sender's log lines too.
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])
    run = Runner(str(street.runtime.settings.database_url))
    out = run("export", "visits", "--format", "csv")
    assert out.startswith("\ufeff")
    [row] = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert row["topic"] == '\'=HYPERLINK("http://x")'
    [line] = run("export", "visits", "--format", "json").splitlines()
    assert json.loads(line)["topic"] == '=HYPERLINK("http://x")'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert cell(f"{start}1") == f"'{start}1"


def test_an_empty_environment_is_told_all_its_faults_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in list(os.environ):
        if name.startswith(("LINE_", "BOT_", "SIGNING")):
            monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as told:
        create_app()
    for name in ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "SIGNING_SECRET"):
        assert name in str(told.value)


class Runner:
    """`flask --app bot.app …` on one database."""

    def __init__(self, database_url: str):
        self._url = database_url

    def __call__(self, *arguments: str, fails: bool = False) -> str:
        app = create_app(
            load_settings(
                {
                    "BOT_DEMO": "1",
                    "LINE_API_BASE": "http://127.0.0.1:9",
                    "DATABASE_URL": self._url,
                }
            )
        )
        result = app.test_cli_runner().invoke(args=list(arguments))
        app.extensions["philiang"].engine.dispose()
        assert (result.exit_code != 0) is fails, result.output
        return result.output
