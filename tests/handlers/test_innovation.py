"""Innovations and good practices: told by a school or an office, and found again."""

from phones import ANAN, MALI, NOW, SOMSRI, STRANGER, WICHAI, Desk, Phone
from reports_told import reports, send, the_report

from handlers.report_view import report_page
from handlers.texts import t
from models.report_queries import report_photos
from models.vocabulary import ReportKind, Role, SubjectKind


def tell(phone: Phone, title: str = "บันไดอ่าน", *, public: str = "1") -> str:
    phone.say("บันทึกนวัตกรรม", title, "ฝึกอ่านวันละหน้า", "ป.1", public)
    return send(phone)


def test_an_innovation_of_the_own_school_is_kept_as_it_was_typed(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนวัตกรรม", "บันไดหกขั้น", "ฝึกอ่านวันละหน้า", "ป.1–3", "ทุกคนในโครงการ")
    mali.say("https://example.org/six")
    mali.image("p1")
    mali.tap("พอแล้ว")
    shown = mali.tap("ส่งรายงาน")
    told = the_report(desk, ReportKind.INNOVATION)
    assert f"R-{told.id}" in shown
    assert "แก้ไข" in shown
    assert (told.title, told.public) == ("บันไดหกขั้น", True)
    assert (told.subject_kind, told.happened_on) == (SubjectKind.SCHOOL, NOW.date())
    assert told.answers == {
        "title": "บันไดหกขั้น",
        "what": "ฝึกอ่านวันละหน้า",
        "for_whom": "ป.1–3",
        "public": "public",
        "link": "https://example.org/six",
    }
    assert [p.line_message_id for p in report_photos(desk.session, told.id)] == ["p1"]
    assert mali.draft is None


def test_with_taps_and_skips_an_innovation_takes_six_gestures(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    somsri.say("บันทึกนวัตกรรม", "คลินิกหมอภาษา", "ซ่อมเสริมหลังเลิกเรียน", "ป.2")
    somsri.tap("เฉพาะเครือข่าย")
    somsri.tap("ข้ามไปหน้าสรุป")
    somsri.tap("ส่งรายงาน")
    assert not the_report(desk, ReportKind.INNOVATION).public


def test_an_office_tells_of_its_own(desk: Desk) -> None:
    tell(desk.phone(WICHAI))
    assert the_report(desk, ReportKind.INNOVATION).subject_kind is SubjectKind.OFFICE


def test_a_sandbox_office_tells_of_its_own_too(desk: Desk) -> None:
    tell(desk.phone(ANAN))
    assert the_report(desk, ReportKind.INNOVATION).subject_kind is SubjectKind.OFFICE


def test_who_keeps_a_programme_has_no_school_to_tell_of(desk: Desk) -> None:
    phone = desk.appoint(STRANGER, Role.NATIONAL_COORDINATOR, "QIN")
    assert phone.say("บันทึกนวัตกรรม").startswith(t("common.not_allowed"))
    assert phone.draft is None
    assert reports(desk, ReportKind.INNOVATION) == []


def test_an_expert_without_a_school_is_told_why_not(desk: Desk) -> None:
    phone = desk.appoint(STRANGER, Role.EXPERT, "QIN")
    assert phone.say("บันทึกนวัตกรรม").startswith(t("reporting.cannot.no_place"))


def test_public_ones_are_listed_for_all_and_others_within_the_scope(desk: Desk) -> None:
    tell(desk.phone(MALI), "เปิดให้ทุกคน", public="1")
    tell(desk.phone(MALI), "ดูกันในเครือข่าย", public="2")
    near, far = desk.phone(WICHAI).say("นวัตกรรม"), desk.phone(ANAN).say("นวัตกรรม")
    assert "เปิดให้ทุกคน" in near
    assert "ดูกันในเครือข่าย" in near
    assert "เปิดให้ทุกคน" in far
    assert "ดูกันในเครือข่าย" not in far


def test_nothing_listed_says_so(desk: Desk) -> None:
    assert t("innovation.none") in desk.phone(MALI).say("นวัตกรรม")


def test_the_list_is_paged_and_each_opens_by_its_number(desk: Desk) -> None:
    mali = desk.phone(MALI)
    for number in range(1, 10):
        tell(mali, f"เรื่องที่ {number}")
    first = mali.say("นวัตกรรม")
    assert "เรื่องที่ 9" in first
    assert "เรื่องที่ 1\n" not in f"{first}\n"
    assert "เรื่องที่ 1" in mali.tap(t("history.older"))
    oldest = reports(desk, ReportKind.INNOVATION)[0]
    shown = desk.phone(ANAN).say(f"รายงาน R-{oldest.id}")
    assert "ฝึกอ่านวันละหน้า" in shown


def test_its_page_opens_for_those_who_may_see_it_alone(desk: Desk) -> None:
    tell(desk.phone(MALI), public="2")
    told = the_report(desk, ReportKind.INNOVATION)
    page = report_page(desk.session, told.id, WICHAI, NOW.date())
    assert page is not None
    assert f"R-{told.id}" in page.title
    assert (t("innovation.label.what"), "ฝึกอ่านวันละหน้า") in page.rows
    assert report_page(desk.session, told.id, ANAN, NOW.date()) is None
