"""A roster file all the way over HTTP: the template is fetched, filled in, sent in the chat,
checked, confirmed, and given back with a result for each row.
"""

import base64
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from street import Phone, Shown, Street
from test_operations import Runner

from demo.people import cast
from handlers.texts import t
from models.roster import SHIPPED

NETWORKS, SCHOOLS = t("roster_sheet.part.networks"), t("roster_sheet.part.schools")
OF_ROSTER = "SELECT (SELECT count(*) FROM schools), (SELECT count(*) FROM network_memberships)"
SUDA = next(member.line_user_id for member in cast() if member.key == "suda")
LEAD, PARTNER = "แกนนำ", "ร่วมพัฒนา"


def send(phone: Phone, raw: bytes, name: str = "roster.xlsx") -> Shown:
    """Send a file in the chat; what the bot then shows."""
    body = {"kind": "file", "file": base64.b64encode(raw).decode(), "name": name}
    return phone._do("media", body)


def fetched(street: Street, card: Shown) -> urllib3.BaseHTTPResponse:
    """The file behind the card's first button that leads to a page."""
    path = urlsplit(card.uris[0]).path
    assert street.get(path).status == 200
    return street.pool.request("POST", f"{street.url}{path}")


def template_of(street: Street, who: str) -> Workbook:
    answer = fetched(street, street.phone(who).say("แม่แบบรายชื่อ"))
    assert answer.status == 200
    return load_workbook(io.BytesIO(answer.data))


def packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    heads, *rows = book[sheet].iter_rows(values_only=True)
    names = [str(head).removesuffix(" *") for head in heads]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_file_is_checked_first_and_taken_over_when_it_is_confirmed(street: Street) -> None:
    pranee = street.phone("pranee")
    book = template_of(street, "pranee")
    assert "โรงเรียนบ้านลำพยา" in {row["ชื่อสถานศึกษา"] for row in rows_of(book, SCHOOLS)}
    ((schools, members),) = street.rows(OF_ROSTER)
    book[NETWORKS].append(["เครือข่าย โรงเรียนวัดใหม่สุวรรณ", "QIN"])
    book[SCHOOLS].append(["โรงเรียนวัดใหม่สุวรรณ", "เครือข่าย โรงเรียนวัดใหม่สุวรรณ", LEAD])
    book[SCHOOLS].append(["โรงเรียนบ้านดอนยอ", "เครือข่าย โรงเรียนวัดใหม่สุวรรณ", PARTNER])
    raw = packed(book)

    card = send(pranee, raw)
    assert t("roster_file.checked_title") in card.text
    assert street.rows(OF_ROSTER) == [(schools, members)]  # nothing yet
    card = pranee.tap("นำเข้าทั้งหมด 3 แถว")
    assert t("roster_file.applied_title") in card.text
    assert street.rows(OF_ROSTER) == [(schools + 2, members + 2)]
    assert street.rows("SELECT count(*) FROM audit_entries WHERE action = 'roster.imported'") == [
        (1,)
    ]
    # The same file once more is the same roster.
    assert t("roster_file.same_title") in send(pranee, raw).text
    assert street.rows(OF_ROSTER) == [(schools + 2, members + 2)]
    names = {row["ชื่อสถานศึกษา"] for row in rows_of(template_of(street, "pranee"), SCHOOLS)}
    assert {"โรงเรียนบ้านดอนยอ", "โรงเรียนวัดใหม่สุวรรณ"} <= names


def test_what_is_refused_is_written_into_the_file_and_the_rest_may_be_taken(
    street: Street,
) -> None:
    pranee = street.phone("pranee")
    book = template_of(street, "pranee")
    ((schools, members),) = street.rows(OF_ROSTER)
    network = rows_of(book, SCHOOLS)[1]["เครือข่าย"]
    book[SCHOOLS].append(["โรงเรียนบ้านลำพญา", network, PARTNER])  # nearly บ้านลำพยา
    book[SCHOOLS].append(["โรงเรียนบ้านดอนยอ", network, PARTNER, "1/11/2569"])
    card = send(pranee, packed(book))
    assert "โรงเรียนบ้านลำพยา (NPT1-" in card.text
    result = load_workbook(io.BytesIO(fetched(street, card).data))
    *_, wrong, right = rows_of(result, SCHOOLS)
    assert wrong["ผลการตรวจ"] == "ไม่ผ่าน"
    assert wrong["รายละเอียด"].startswith("ชื่อสถานศึกษา: อาจเป็น โรงเรียนบ้านลำพยา")
    assert right["ผลการตรวจ"] == "เพิ่มใหม่"
    assert street.rows(OF_ROSTER) == [(schools, members)]
    card = pranee.tap("นำเข้าเฉพาะที่ผ่าน 1 แถว")
    assert t("roster_file.applied_title") in card.text
    assert street.rows(OF_ROSTER) == [(schools + 1, members + 1)]
    # Both buttons are stale now, and say so kindly.
    assert t("roster_file.applied_title") in pranee.tap("ไม่นำเข้า").text
    assert street.rows(OF_ROSTER) == [(schools + 1, members + 1)]


def test_a_broken_file_is_answered_and_changes_nothing(street: Street) -> None:
    pranee = street.phone("pranee")
    before = street.rows(OF_ROSTER)
    wrong_sheet = Workbook()
    for raw, name, key in (
        (b"PK\x03\x04 nothing of the kind", "a.xlsx", "broken"),
        (packed(wrong_sheet), "a.xlsx", "no_sheet"),
        (b"PK\x03\x04", "a.xlsm", "macro"),
        ("ชื่อ,ที่อยู่\n".encode(), "a.csv", "no_columns"),
    ):
        card = send(pranee, raw, name)
        words = t(
            f"roster_file.unread.{key}",
            wanted=SCHOOLS,
            found="Sheet",
            sheet="CSV",
            columns="ชื่อสถานศึกษา, เครือข่าย, บทบาท",
        )
        assert words in card.text, (key, card.text)
        assert t("roster_file.nothing_changed") in card.text
    assert street.rows(OF_ROSTER) == before


def test_a_file_whose_check_fails_is_given_up_and_told(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("something nobody thought of")

    monkeypatch.setattr("bot.delivery.PATIENCE", timedelta(0))
    monkeypatch.setattr("bot.roster_file_work.write_results", fails)
    pranee = quick_street.phone("pranee")
    card = send(pranee, packed(template_of(quick_street, "pranee")))
    assert t("roster_file.unread.failed") in card.text
    assert quick_street.rows("SELECT state FROM roster_files") == [("unread",)]


def test_a_file_of_somebody_who_keeps_no_roster_is_not_even_fetched(quick_street: Street) -> None:
    card = send(quick_street.phone("mali"), b"PK", "roster.xlsx")
    assert t("common.other_message") in card.text
    assert quick_street.count("roster_files") == 0


def test_another_office_can_neither_see_nor_change_what_is_not_its_own(street: Street) -> None:
    book = template_of(street, "pranee")
    before = street.rows(OF_ROSTER)
    network = rows_of(book, SCHOOLS)[1]["เครือข่าย"]
    book[SCHOOLS].append(["โรงเรียนบ้านดอนยอ", network, PARTNER])
    card = send(street.phone("anan"), packed(book))  # of another office
    assert "นำเข้า" not in " ".join(card.labels).replace("ไม่นำเข้า", "")
    result = load_workbook(io.BytesIO(fetched(street, card).data))
    said = {row["ผลการตรวจ"] for row in rows_of(result, SCHOOLS)[1:]}
    assert said == {"ไม่ผ่าน"}
    assert street.rows(OF_ROSTER) == before
    own = {row["สำนักงานเขต"] for row in rows_of(template_of(street, "anan"), SCHOOLS)[1:]}
    assert own == {"สพป.สตูล"}
    links = street.runtime.links
    stranger = links.sign("roster_result", "1", "U0000000000000000000000000000a004")
    assert street.get(urlsplit(stranger).path).status == 404


def test_an_area_office_is_set_up_from_nothing(quick_street: Street) -> None:
    """A national coordinator sets up the office and hands on a code; whoever gets it brings the
    networks and schools with one file, and can make codes for the people there."""
    street = quick_street
    with street.runtime.engine.begin() as connection:
        who = f"SELECT person_id FROM line_accounts WHERE line_user_id = '{SUDA}'"
        post = "role = 'national_coordinator', scope_kind = 'country', office_id = NULL"
        connection.exec_driver_sql(f"UPDATE appointments SET {post} WHERE person_id = ({who})")
    national = street.phone("suda")
    national.say("ตั้งสำนักงานใหม่ สพป.เชียงใหม่ เขต 3")
    national.say("QIN")
    card = national.tap("ตั้งสำนักงาน")
    assert t("office_setup.made") in card.text
    code = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}", national.tap("ออกรหัสผู้ประสานงานเขต").text)[0]

    kanda = street.phone("kanda")
    kanda.say(code)
    book = template_of(street, "kanda")
    assert rows_of(book, SCHOOLS)[1:] == []
    book[NETWORKS].append(["เครือข่าย โรงเรียนบ้านฝาง"])
    book[SCHOOLS].append(["โรงเรียนบ้านฝาง", "เครือข่าย โรงเรียนบ้านฝาง", LEAD])
    for name in ("โรงเรียนบ้านแม่อาย", "โรงเรียนบ้านไชยปราการ"):
        book[SCHOOLS].append([name, "เครือข่าย โรงเรียนบ้านฝาง", PARTNER])
    book[NETWORKS]["B3"] = "QIN"
    send(kanda, packed(book))
    assert t("roster_file.applied_title") in kanda.tap("นำเข้าทั้งหมด 4 แถว").text
    card = national.tap("ดูความคืบหน้า")
    assert t("office_setup.next_codes") in card.text
    assert t("office_setup.missing") not in card.text
    kanda.say("ออกรหัส")
    assert "โรงเรียนบ้านฝาง" in kanda.say("ครู").text + kanda.say("บ้านฝาง").text


def test_the_command_line_checks_the_same_way(database_url: str, tmp_path: Path) -> None:
    run = Runner(database_url)
    run("roster", "import", *map(str, SHIPPED), "--quiet")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SCHOOLS
    sheet.append(["ชื่อสถานศึกษา", "เครือข่าย", "บทบาท", "สำนักงานเขต"])
    sheet.append(["โรงเรียนบ้านดอนยอ", "QIN-NPT1-A", PARTNER, "NPT1"])
    sheet.append(["โรงเรียนบ้านลำพญา", "QIN-NPT1-A", PARTNER, "NPT1"])
    file, told = tmp_path / "roster.xlsx", tmp_path / "told.xlsx"
    file.write_bytes(packed(book))
    whole = ("roster", "import", str(file))
    assert "1 refused (nothing kept)" in run(*whole, fails=True)
    assert "(nothing kept)" in run(*whole, "--row-by-row", "--dry-run", fails=True)
    said = run(*whole, "--row-by-row", "--results", str(told), fails=True)
    assert "1 created, 0 changed, 0 unchanged, 1 refused (kept)" in said
    assert [row["ผลการตรวจ"] for row in rows_of(load_workbook(told), SCHOOLS)] == [
        "เพิ่มใหม่",
        "ไม่ผ่าน",
    ]
    assert "0 created, 0 changed, 1 unchanged, 1 refused" in run(*whole, "--quiet", fails=True)
