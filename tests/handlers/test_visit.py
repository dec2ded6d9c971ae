"""Reporting a visit on the real networks: who may, what is offered, what is saved, who sees it."""

from datetime import date, timedelta

from phones import ANAN, MALI, NOW, PRANEE, SOMSRI, STRANGER, WICHAI, Desk, report
from sqlalchemy import select

from handlers.texts import t
from handlers.visit_view import visit_page
from models.audit import AuditEntry
from models.people import Appointment, load_actor
from models.visit_queries import photos_of
from models.vocabulary import Purpose, Role, VisitKind, VisitMode

TODAY = NOW.date()


def test_a_teacher_of_a_lead_school_is_offered_the_partners_of_the_own_network(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ")
    offered = [label for label in mali.labels if "โรงเรียน" in label]
    assert len(offered) == 3
    assert not any("อนุบาลนครปฐม" in label for label in offered), "one does not mentor oneself"


def test_a_visit_is_saved_with_everything_that_was_said(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "17 พ.ย. 69", "2", "1,2", "การอ่าน", "1,3", "ครูร่วมมือดี", "ข้าม")
    mali.say("ฝึกอ่านทุกวัน", "ส่งร่างแผน", "อีก 1 สัปดาห์", "12 คน")
    mali.image("p1")
    mali.image("p2")
    mali.tap("พอแล้ว")
    shown = mali.tap("ส่งรายงาน")
    [visit] = desk.visits()
    assert f"V-{visit.id}" in shown
    assert (visit.visited_on, visit.mode) == (date(2026, 11, 17), VisitMode.ONLINE)
    assert visit.purposes == [Purpose.MENTORING, Purpose.ADVICE]
    assert (visit.topic, visit.strengths, visit.improvements) == ("การอ่าน", "ครูร่วมมือดี", "")
    assert visit.advice == "ฝึกอ่านทุกวัน"
    assert (visit.agreed_actions, visit.follow_up_on) == ("ส่งร่างแผน", TODAY + timedelta(days=7))
    assert (visit.participants, visit.kind) == (12, VisitKind.MENTORING)
    assert visit.network_id is not None
    assert visit.mentor_school_id is not None
    assert [photo.line_message_id for photo in photos_of(desk.session, visit.id)] == ["p1", "p2"]
    assert mali.draft is None
    [entry] = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "visit.saved"))
    assert entry.subject_id == str(visit.id)


def test_the_receipt_counts_the_visits_of_the_fiscal_year(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert "ปีงบ 2569: นิเทศที่นี่แล้ว 1 ครั้ง" in report(mali, day="30 ก.ย. 69")
    assert "ปีงบ 2570: นิเทศที่นี่แล้ว 1 ครั้ง" in report(mali, day="เมื่อวาน")
    assert "ปีงบ 2570: นิเทศที่นี่แล้ว 2 ครั้ง" in report(mali, day="วันนี้")
    assert "ปีงบ 2570: นิเทศที่นี่แล้ว 1 ครั้ง" in report(mali, school="2")


def test_a_school_outside_the_network_is_asked_about_and_saved_as_outside(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "นำร่องตัวอย่าง 1 สตูล")
    mali.tap("สตูล")
    mali.say("เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    [visit] = desk.visits()
    assert visit.network_id is None
    assert "นอกเครือข่าย" in mali.say(f"รายงาน V-{visit.id}")


def test_a_school_from_afar_can_be_confirmed_by_typing_too(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "โรงเรียนนำร่องตัวอย่าง 1 สตูล", "1")
    assert mali.answers == {"school": "STN-P1"}


def test_a_sandbox_office_mentors_its_pilot_schools_for_the_programmes_purposes(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("บันทึกนิเทศ")
    assert len([label for label in anan.labels if "สตูล" in label]) == 2
    anan.say("1", "เมื่อวาน", "1")
    assert any("แผนปฏิบัติการ" in label for label in anan.labels)
    anan.say("1", "แผนปฏิบัติการ")
    anan.tap("ข้ามไปหน้าสรุป")
    anan.tap("ส่งรายงาน")
    [visit] = desk.visits()
    assert visit.kind is VisitKind.MENTORING
    assert visit.mentor_office_id is not None
    assert visit.mentor_school_id is None


def test_a_supervisor_supervises_the_networks_of_the_office(desk: Desk) -> None:
    report(desk.phone(WICHAI))
    [visit] = desk.visits()
    assert visit.kind is VisitKind.SUPERVISION


def test_a_teacher_of_a_partner_school_is_told_whose_task_it_is(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    assert somsri.say("บันทึกนิเทศ") == f"{t('visit.cannot.no_mentees')}\nเมนู"
    assert somsri.draft is None


def test_where_the_programme_has_ended_it_says_which_and_when(desk: Desk) -> None:
    desk.now = NOW.replace(year=2028)
    shown = desk.phone(MALI).say("บันทึกนิเทศ")
    assert "โครงการส่งเสริมเครือข่ายนวัตกรรมคุณภาพสถานศึกษา" in shown
    assert "30 กันยายน 2570" in shown


def test_a_programme_that_ends_before_the_report_is_sent_saves_nothing(desk: Desk) -> None:
    desk.now = NOW.replace(year=2027, month=9, day=29)
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    desk.now = NOW.replace(year=2027, month=10, day=2)
    assert "30 กันยายน 2570" in mali.tap("ส่งรายงาน")
    assert desk.visits() == []


# --- once ----------------------------------------------------------------------------------------


def test_a_double_tap_on_send_makes_one_record(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    [visit] = desk.visits()
    shown = mali.tap("ส่งรายงาน")
    assert shown.startswith(t("visit.saved.already", receipt=f"V-{visit.id}"))
    assert desk.visits() == [visit]


def test_any_old_button_of_a_sent_report_says_that_it_was_sent(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    [visit] = desk.visits()
    assert f"V-{visit.id}" in mali.tap("แก้ไข เรื่อง")
    assert [page.subject for page in mali.pages] == [str(visit.id)]


def test_nobody_else_can_use_the_buttons_of_a_report(desk: Desk) -> None:
    mali, wichai = desk.phone(MALI), desk.phone(WICHAI)
    report(mali)
    assert wichai.data(mali.data_of("ส่งรายงาน")).startswith(t("common.old_button"))


def test_the_same_school_and_day_again_is_asked_about(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    [visit] = desk.visits()
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน")
    assert f"V-{visit.id}" in mali.shown
    assert f"V-{visit.id}" in mali.tap("ครั้งเดียวกัน")
    assert desk.visits() == [visit]
    assert mali.draft is None


def test_two_visits_on_one_day_are_two_records_if_the_person_says_so(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    report(mali, "เรื่องที่สอง")
    assert [visit.topic for visit in desk.visits()] == ["แผนพัฒนา", "เรื่องที่สอง"]


def test_a_visit_that_somebody_recorded_meanwhile_is_asked_about_before_sending(desk: Desk) -> None:
    mali, wichai = desk.phone(MALI), desk.phone(WICHAI)
    mali.say("บันทึกนิเทศ", "บ้านลำพยา", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    report(wichai, school="บ้านลำพยา")
    assert t("dialog.one_more") in mali.tap("ส่งรายงาน")
    assert len(desk.visits()) == 1
    mali.say("คนละครั้ง")
    mali.tap("ส่งรายงาน")
    assert len(desk.visits()) == 2


def test_a_send_that_is_taken_a_second_time_finds_the_first(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    before = desk.conversations[MALI]
    mali.tap("ส่งรายงาน")
    desk.conversations[MALI] = before  # as if another process had read it a moment earlier
    visits = desk.visits()
    assert t("dialog.one_more") in mali.tap("ส่งรายงาน")
    mali.say("คนละครั้ง")
    assert t("visit.saved.already", receipt=f"V-{visits[0].id}") in mali.tap("ส่งรายงาน")
    assert desk.visits() == visits


def test_a_school_changed_to_one_that_was_visited_that_day_is_asked_about(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali, school="2")
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    assert t("visit.ask.again") in mali.say("แก้ไข สถานศึกษา", "2")


def test_a_visit_recorded_while_the_draft_waited_is_asked_about_on_going_on(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.say("พัก")
    report(mali)
    assert t("visit.ask.again") in mali.say("ทำต่อ")


# --- who sees it ---------------------------------------------------------------------------------


def test_a_report_is_opened_by_those_in_whose_scope_it_lies(desk: Desk) -> None:
    report(desk.phone(MALI), "เรื่องลับเฉพาะ")
    [visit] = desk.visits()
    other = desk.appoint(STRANGER, Role.SUPERVISOR, "STN")
    for who in (MALI, SOMSRI, WICHAI, PRANEE):
        assert "เรื่องลับเฉพาะ" in desk.phone(who).say(f"รายงาน V-{visit.id}"), who
        assert visit_page(desk.session, visit.id, who, TODAY) is not None
    for phone in (other, desk.phone(ANAN)):
        shown = phone.say(f"รายงาน V-{visit.id}")
        assert shown.startswith(t("history.not_found", receipt=f"V-{visit.id}"))
        assert visit_page(desk.session, visit.id, phone.who, TODAY) is None


def test_a_page_no_longer_opens_once_the_post_has_ended(desk: Desk) -> None:
    report(desk.phone(MALI))
    [visit] = desk.visits()
    assert visit_page(desk.session, visit.id, WICHAI, TODAY) is not None
    person_id = load_actor(desk.session, WICHAI, TODAY).person_id
    for post in desk.session.scalars(select(Appointment).where(Appointment.person_id == person_id)):
        post.ends_on = TODAY - timedelta(days=1)
    desk.session.flush()
    assert visit_page(desk.session, visit.id, WICHAI, TODAY) is None
