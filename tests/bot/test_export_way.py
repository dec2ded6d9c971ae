"""Records as a file all the way over HTTP: asked for in chat, offered by a page, fetched once."""

import csv
import io
import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser
from street import Shown, Street
from test_operations import Runner

from bot.spreadsheets import BOM
from demo.people import cast
from handlers.texts import t

CHROMIUM = shutil.which("chromium")
ACCOUNTS = {member.key: member.line_user_id for member in cast()}
ASK = "ส่งออก นิเทศ ทั้งหมด"
OF_EXPORTS = "FROM audit_entries WHERE action LIKE '%exported'"
AUDIT = f"SELECT action, subject_kind, subject_id, details {OF_EXPORTS}"
FETCHED = "SELECT fetched_at IS NOT NULL FROM exports"


def reported(street: Street, topic: str = "=2+3") -> None:
    """ครูมะลิ reports a visit to a school of สพป.นครปฐม เขต 1."""
    mali = street.phone("mali")
    for words in ("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", topic):
        mali.say(words)
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")


def link(card: Shown) -> str:
    """The address behind the card's one button that leads to a page."""
    (address,) = card.uris
    return address


def path(address: str) -> str:
    return urlsplit(address).path


def fetch(street: Street, where: str, form: str = "") -> urllib3.BaseHTTPResponse:
    fields = {"form": form} if form else {}
    address = f"{street.url}{path(where)}"
    return street.pool.request("POST", address, fields=fields, encode_multipart=False)


def later(street: Street, by: timedelta) -> None:
    """The demo's clock goes on."""
    there = street.runtime.clock.now() + by
    street.pool.request("POST", f"{street.url}/demo/clock", json={"at": there.isoformat()})


def test_the_workbook_of_an_office_is_fetched_with_a_button(street: Street) -> None:
    reported(street)
    card = street.phone("pranee").say(ASK)
    assert t("export.ready.title", what="การนิเทศ", count="1") in card.text
    assert "http" not in card.text
    address = link(card)
    assert parse_qs(urlsplit(address).query) == {"openExternalBrowser": ["1"]}
    for _ in range(3):  # whoever looks, looks in vain: a preview, a scanner
        page = street.get(path(address))
        assert page.status == 200
        assert "สพป.นครปฐม เขต 1" in page.data.decode()
        assert "โรงเรียน" not in page.data.decode()
    assert street.rows(FETCHED) == [(False,)]  # 0 on SQLite
    assert street.rows(AUDIT) == []

    file = fetch(street, address)
    assert file.status == 200
    assert file.headers["Content-Disposition"] == 'attachment; filename="visits-NPT1-all.xlsx"'
    assert file.headers["Cache-Control"] == "no-store"
    book = load_workbook(io.BytesIO(file.data))
    headings, row = book[t("export.sheet.data")].iter_rows(values_only=True)
    found = dict(zip(headings, row, strict=True))
    assert found["เลขที่"] == "V-1"
    assert found["เรื่อง"] == "=2+3"
    assert isinstance(found["วันที่นิเทศ (ISO)"], datetime)
    told = dict(book[t("export.sheet.meaning")].iter_rows(values_only=True))
    assert told[t("export.sheet.place")] == "สพป.นครปฐม เขต 1"

    ((action, kind, code, details),) = street.rows(AUDIT)
    assert (action, kind, code) == ("visits.exported", "office", "NPT1")
    details = details if isinstance(details, dict) else json.loads(details)
    assert details == {"export": 1, "period": "all", "rows": 1, "format": "xlsx"}
    ((person,),) = street.rows(f"SELECT person_id {OF_EXPORTS}")
    assert [(person,)] == street.rows("SELECT person_id FROM exports")


def test_the_same_may_be_had_as_csv_that_excel_reads(quick_street: Street) -> None:
    reported(quick_street)
    file = fetch(quick_street, link(quick_street.phone("wichai").say(ASK)), "csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    text = file.data.decode()
    assert text.startswith(BOM)
    [row] = csv.DictReader(io.StringIO(text.removeprefix(BOM)))
    assert row["เรื่อง"] == "'=2+3"
    assert row["วันที่นิเทศ (พ.ศ.)"].endswith(str(int(row["วันที่นิเทศ (ISO)"][:4]) + 543))


def test_another_office_gets_its_own_records_alone(quick_street: Street) -> None:
    street = quick_street
    reported(street)
    assert street.phone("anan").say(ASK).uris == []
    assert t("common.not_allowed") in street.phone("mali").say(ASK).text
    assert street.count("exports") == 1


def test_a_link_works_once_and_for_a_minute_again(street: Street) -> None:
    reported(street)
    address = link(street.phone("pranee").say(ASK))
    assert fetch(street, address).status == 200
    assert fetch(street, address, "csv").status == 200  # a second tap, another form
    later(street, timedelta(minutes=2))
    for answer in (fetch(street, address), street.get(path(address))):
        assert answer.status == 410
        assert t("export.page.used", command="ส่งออก") in answer.data.decode()
        assert "<form" not in answer.data.decode()
    assert len(street.rows(AUDIT)) == 2


def test_a_link_is_too_old_after_a_quarter_of_an_hour(quick_street: Street) -> None:
    street = quick_street
    reported(street)
    address = link(street.phone("pranee").say(ASK))
    later(street, timedelta(minutes=14))
    assert street.get(path(address)).status == 200
    later(street, timedelta(minutes=1, seconds=2))
    for answer in (fetch(street, address), street.get(path(address))):
        assert answer.status == 410
        assert t("export.page.expired", minutes=15, command="ส่งออก") in answer.data.decode()
    later(street, timedelta(days=8))
    assert fetch(street, address).status == 410
    assert street.rows(AUDIT) == []


def test_a_link_of_somebody_else_opens_nothing(quick_street: Street) -> None:
    street = quick_street
    reported(street)
    street.phone("pranee").say(ASK)
    links = street.runtime.links
    for page, subject, viewer in (
        ("export", "1", ACCOUNTS["wichai"]),  # of the same office, and still not theirs
        ("export", "1", ACCOUNTS["mali"]),
        ("export", "1", ACCOUNTS["anan"]),
        ("export", "2", ACCOUNTS["pranee"]),
        ("export", "x", ACCOUNTS["pranee"]),
        ("export", "1", "U" + "9" * 32),
    ):
        where = links.sign(page, subject, viewer)
        assert street.get(path(where)).status == 404
        assert fetch(street, where).status == 404
    assert street.rows(AUDIT) == []


def test_the_register_of_one_deadline_holds_that_one_alone(quick_street: Street) -> None:
    street = quick_street
    [(number, title)] = street.rows(
        "SELECT id, title_th FROM deadlines WHERE code = 'SANDBOX-STAFF-2570'"
    )
    address = link(street.phone("anan").say(f"ไฟล์ทะเบียน {number}"))
    page = street.get(path(address)).data.decode()
    assert title in page
    assert t("export.page.row.deadline") in page
    file = fetch(street, address)
    assert f'filename="register-STN-deadline-{number}.xlsx"' in file.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(file.data))
    headings, *rows = book[t("export.sheet.data")].iter_rows(values_only=True)
    assert {row[headings.index(t("export.column.deadline"))] for row in rows} == {number}
    told = dict(book[t("export.sheet.meaning")].iter_rows(values_only=True))
    assert title in str(told[t("export.page.row.deadline")])
    later(street, timedelta(minutes=16))
    assert f"ไฟล์ทะเบียน {number}" in street.get(path(address)).data.decode()


def test_whose_post_ended_since_gets_nothing_any_more(quick_street: Street) -> None:
    street = quick_street
    reported(street)
    address = link(street.phone("pranee").say(ASK))
    with street.runtime.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM appointments")
    assert street.get(path(address)).status == 404
    assert fetch(street, address).status == 404


def test_while_another_file_is_written_people_are_asked_to_come_back(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = quick_street
    reported(street)
    address = link(street.phone("pranee").say(ASK))
    monkeypatch.setattr("bot.export_file.TURN_SECONDS", 0.01)
    with street.runtime.files["export"]._turn:
        answer = fetch(street, address)
    assert answer.status == 503
    assert t("pages.unavailable.title") in answer.data.decode()
    assert fetch(street, address).status == 200


def test_the_command_line_writes_the_same_columns(street: Street, tmp_path: Path) -> None:
    reported(street)
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])
    run = Runner(str(street.runtime.settings.database_url))
    for what in ("visits", "exchanges", "reports", "status"):
        file = tmp_path / f"{what}.xlsx"
        run("export", what, "--format", "xlsx", "--output", str(file))
        rows = list(load_workbook(file)[t("export.sheet.data")].iter_rows(values_only=True))
        lines = run("export", what, "--format", "json").splitlines()
        table = run("export", what, "--format", "csv").removeprefix(BOM).splitlines()
        assert len(rows) - 1 == len(lines)
        if lines:
            assert list(json.loads(lines[0])) == next(csv.reader(table[:1]))
    (audited,) = street.rows(f"SELECT count(*) {OF_EXPORTS}")
    assert audited == (12,)


# --- in a real browser ---------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_hands_the_file_over_in_a_browser_without_script(
    quick_street: Street, browser: Browser, tmp_path: Path, width: int
) -> None:
    street = quick_street
    reported(street)
    address = f"{street.url}{path(link(street.phone('pranee').say(ASK)))}"
    refused: list[str] = []  # by the page's own policy
    seen = browser.new_context(
        viewport={"width": width, "height": 740}, java_script_enabled=False, locale="th-TH"
    )
    page = seen.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else None)
    page.goto(address)
    assert page.get_by_role("heading", level=1).inner_text() == "ดาวน์โหลดการนิเทศ"
    first, second = page.get_by_role("button").all()
    assert [first.inner_text(), second.inner_text()] == [
        t("export.page.xlsx"),
        t("export.page.csv"),
    ]
    for button in (first, second):
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44  # large enough for a thumb
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    assert first.evaluate("node => node === document.activeElement")
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    kept = tmp_path / started.value.suggested_filename
    started.value.save_as(kept)
    seen.close()
    assert kept.name == "visits-NPT1-all.xlsx"
    assert load_workbook(kept)[t("export.sheet.data")]["A2"].value == "V-1"
    assert refused == []


def test_the_annual_report_is_fetched_as_a_word_file(quick_street: Street) -> None:
    reported(quick_street, "แผนพัฒนา")
    card = quick_street.phone("pranee").say("รายงานประจำปี ปีงบ 2570")
    address = link(card)
    for form, first in (("", "1."), ("thai", "๑.")):
        answer = fetch(quick_street, address, form)
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].endswith('.docx"')
        paper = Document(io.BytesIO(answer.data))
        headings = [p.text for p in paper.paragraphs if p.style and p.style.name == "Heading 1"]
        assert headings[0].startswith(first)
    assert ("annual.exported",) in quick_street.rows("SELECT action FROM audit_entries")
