"""Working groups: names and posts with the report, contacts only locked."""

from datetime import date

import phones
import pytest
from phones import ANAN, CIPHER, MALI, SOMSRI, WICHAI, Desk
from reports_told import reports, send, the_report

from bot.cipher import Cipher
from handlers.dialog.kind_lists import people_in
from handlers.report_view import report_page
from handlers.texts import t
from models.report_queries import members_of_group
from models.vocabulary import ReportKind, SubjectKind

PEOPLE = "มะลิ ใจดี / ประธาน / 081-234-5678\nสมศรี รักเรียน / เลขานุการ"


def test_people_are_kept_in_order_with_their_contacts_locked(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", PEOPLE, "15/2569", "17 พ.ย. 69")
    shown = send(mali)
    told = the_report(desk, ReportKind.WORKING_GROUP)
    chair, secretary = members_of_group(desk.session, told.id)
    assert (chair.full_name, chair.post) == ("มะลิ ใจดี", "ประธาน")
    assert (secretary.full_name, secretary.post, secretary.contact) == (
        "สมศรี รักเรียน",
        "เลขานุการ",
        "",
    )
    assert "5678" not in chair.contact
    assert CIPHER.unlock(chair.contact) == "081-234-5678"
    assert told.answers["order"] == "15/2569"
    assert told.happened_on == date(2026, 11, 17)
    assert t("working_group.locked") in shown


def test_no_contact_stands_in_the_clear_anywhere_in_the_report(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", PEOPLE)
    send(mali)
    told = the_report(desk, ReportKind.WORKING_GROUP)
    assert "5678" not in f"{told.answers} {told.raw_texts} {told.title}"


def test_without_a_key_contacts_are_not_kept_and_it_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "CIPHER", Cipher(()))
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", PEOPLE)
    shown = send(mali)
    told = the_report(desk, ReportKind.WORKING_GROUP)
    assert [member.contact for member in members_of_group(desk.session, told.id)] == ["", ""]
    assert t("working_group.no_key") in shown


def test_a_sandbox_office_names_its_committee_with_taps_and_skips(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("คณะทำงาน", "กขน.", "อนันต์ ทะเลงาม")
    anan.tap("ข้ามไปหน้าสรุป")
    anan.tap("ส่งรายงาน")
    told = the_report(desk, ReportKind.WORKING_GROUP)
    assert told.subject_kind is SubjectKind.OFFICE
    assert told.title == "กขน."


def test_contacts_are_shown_to_those_who_answer_for_it_alone(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", PEOPLE)
    send(mali)
    told = the_report(desk, ReportKind.WORKING_GROUP)
    number = f"รายงาน R-{told.id}"
    assert "081-234-5678" in desk.phone(WICHAI).say(number)
    partner = desk.phone(SOMSRI).say(number)
    assert "ประธาน" in partner
    assert "5678" not in partner
    page = report_page(desk.session, told.id, WICHAI, desk.now.date())
    assert page is not None
    assert "5678" not in str(page.rows)


def test_a_partner_school_names_no_working_group_of_the_network(desk: Desk) -> None:
    assert t("reporting.cannot.no_place") in desk.phone(SOMSRI).say("คณะทำงาน")
    assert reports(desk, ReportKind.WORKING_GROUP) == []


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("มะลิ ใจดี ประธาน โทร 0812345678", ("มะลิ ใจดี ประธาน", "", "0812345678")),
        ("สุดา / suda@example.com", ("สุดา", "", "suda@example.com")),
        (
            "วิชัย / กรรมการ 089-111-2222 / ไลน์ wichai",
            ("วิชัย", "กรรมการ", "089-111-2222 ไลน์ wichai"),
        ),
        ("ปราณี (Line: pranee.9) / เลขานุการ", ("ปราณี", "เลขานุการ", "Line: pranee.9")),
        ("อนันต์ ๐๘๑ ๒๓๔ ๕๖๗ / กรรมการ", ("อนันต์", "กรรมการ", "๐๘๑ ๒๓๔ ๕๖๗")),
        ("กานดา / รองประธาน คนที่ 2", ("กานดา", "รองประธาน คนที่ 2", "")),
        ("สมศรี / ฝ่ายออนไลน์ / -", ("สมศรี", "ฝ่ายออนไลน์", "-")),
    ],
)
def test_a_contact_is_told_from_name_and_post_wherever_it_stands(
    desk: Desk, line: str, person: tuple[str, str, str]
) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "กขน.", line)
    assert people_in(mali.answers["people"]) == [person]
    send(mali)
    told = the_report(desk, ReportKind.WORKING_GROUP)
    [member] = members_of_group(desk.session, told.id)
    assert (member.full_name, member.post) == person[:2]
    kept = CIPHER.unlock(member.contact) if member.contact else "-"
    assert kept == (person[2] or "-")


def contacts(desk: Desk) -> list[str | None]:
    told = the_report(desk, ReportKind.WORKING_GROUP)
    members = members_of_group(desk.session, told.id)
    return [CIPHER.unlock(member.contact) if member.contact else None for member in members]


def change(desk: Desk, row: str, value: str) -> None:
    mali = desk.phone(MALI)
    mali.say(f"แก้ไขรายงาน R-{the_report(desk, ReportKind.WORKING_GROUP).id}")
    mali.say(f"แก้ไข {row}", value)
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")


def test_namesakes_keep_their_own_numbers_when_another_row_is_changed(desk: Desk) -> None:
    mali = desk.phone(MALI)
    both = "มะลิ / ประธาน / 0811111111\nมะลิ / กรรมการ / 0822222222"
    mali.say("คณะทำงาน", "กขน.", f"{both}\nสุดา / กรรมการ / 0833333333")
    send(mali)
    change(desk, "คำสั่งที่", "1/2569")
    assert contacts(desk) == ["0811111111", "0822222222", "0833333333"]
    change(desk, "รายชื่อ", "สุดา / เลขานุการ\nมะลิ / กรรมการ\nมะลิ / ที่ปรึกษา")
    assert contacts(desk) == ["0833333333", "0822222222", None]


def test_a_contact_goes_when_a_dash_stands_for_it(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "กขน.", PEOPLE)
    send(mali)
    change(desk, "รายชื่อ", "มะลิ ใจดี / ประธาน / -\nสมศรี รักเรียน / เลขานุการ")
    assert contacts(desk) == [None, None]
