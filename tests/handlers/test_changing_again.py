"""Changing what was sent after something else has changed: the post, the year, the colleagues."""

from datetime import UTC, date, datetime

import pytest
from phones import ANAN, MALI, NOW, SOMSRI, Desk, Phone, report
from reports_told import send, the_report
from sqlalchemy import select

from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.co_reporting import co_reporters_of
from models.exchange_parts import codes_of
from models.exchanges import ExchangeActivity
from models.people import load_actor
from models.people_tables import Appointment
from models.shown import note_shown
from models.versions import versions_of
from models.visits import MentoringVisit, Photo
from models.vocabulary import PhotoState, RecordKind, ReportKind, Role, StepsState

SUDA = "U" + "7" * 32


@pytest.fixture
def mali(desk: Desk) -> Phone:
    return desk.phone(MALI)


def own_school(desk: Desk, who: str) -> str:
    return load_actor(desk.session, who, desk.now.date()).posts[0].scope.code


def person_of(desk: Desk, who: str) -> int:
    person_id = load_actor(desk.session, who, desk.now.date()).person_id
    assert person_id is not None
    return person_id


def leave(desk: Desk, who: str) -> None:
    """All their posts ended yesterday."""
    mine = Appointment.person_id == person_of(desk, who)
    for post in desk.session.scalars(select(Appointment).where(mine)):
        post.ends_on = date(2026, 11, 19)
    desk.session.flush()


def move_to_a_partner(desk: Desk) -> None:
    """Mali is now at a school that mentors nobody."""
    leave(desk, MALI)
    desk.appoint(MALI, Role.TEACHER, own_school(desk, SOMSRI))


def send_change(phone: Phone) -> str:
    assert phone.draft is not None
    phone.press(Press(Do.SEND, phone.draft["id"]))
    return phone.say("ข้าม")


def only_visit(desk: Desk) -> MentoringVisit:
    [visit] = desk.visits()
    desk.session.refresh(visit)
    return visit


# --- the post has changed ------------------------------------------------------------------------


def test_who_has_moved_to_another_school_still_changes_the_words_of_a_visit(
    desk: Desk, mali: Phone
) -> None:
    report(mali)
    move_to_a_partner(desk)
    mali.say(f"แก้ไขรายงาน V-{only_visit(desk).id}", "แก้ไข เรื่อง", "การอ่าน")
    assert "บันทึกการแก้ไข" in send_change(mali)
    assert only_visit(desk).topic == "การอ่าน"


def test_a_change_that_cannot_be_written_says_so_keeps_no_version_and_waits(
    desk: Desk, mali: Phone
) -> None:
    report(mali)
    visit = only_visit(desk)
    school = visit.mentee_school_id
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข สถานศึกษา", "2")
    mali.tap(t("dialog.change.send"))
    leave(desk, MALI)
    desk.appoint(MALI, Role.TEACHER, "STN-P1")
    assert t("changing.cannot.place_gone", number=f"V-{visit.id}") in mali.say("ข้าม")
    assert only_visit(desk).mentee_school_id == school
    assert versions_of(desk.session, RecordKind.VISIT, visit.id) == []
    assert [kept["record"] for kept in mali.parked] == [f"visit:{visit.id}"]
    assert "แก้ไขรายงาน V-" in mali.tap("ทำต่อ")


def test_who_has_moved_still_changes_an_exchange_and_who_took_part_stays(
    desk: Desk, mali: Phone
) -> None:
    mali.say("เมื่อวานจัดแลกเปลี่ยนเรียนรู้ในเครือข่าย 40 คน เรื่องสื่อการสอน ออนไลน์")
    send(mali)
    exchange = desk.session.scalars(select(ExchangeActivity)).one()
    before = codes_of(desk.session, exchange.id)
    leave(desk, MALI)
    desk.appoint(MALI, Role.TEACHER, "STN-P1")
    shown = mali.say(f"แก้ไขรายงาน E-{exchange.id}")
    assert not any(code in shown for code in before[0]), "networks are shown by their names"
    mali.say("แก้ไข ผู้ร่วม", "55")
    assert "บันทึกการแก้ไข" in send_change(mali)
    desk.session.refresh(exchange)
    assert (exchange.people, codes_of(desk.session, exchange.id)) == (55, before)


def test_an_evaluation_of_last_year_is_changed_after_the_new_year_has_begun(
    desk: Desk, mali: Phone
) -> None:
    desk.now = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
    mali.say("ประเมินสถานศึกษา")
    while mali.draft and mali.draft["stage"] == "asking" and mali.at != "evidence":
        mali.say("2" if mali.at == "year" else "1")
    send(mali)
    made = the_report(desk, ReportKind.EVALUATION)
    desk.now = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
    mali.say(f"แก้ไขรายงาน R-{made.id}", "แก้ไข หลักฐาน", "แฟ้มงาน")
    assert "บันทึกการแก้ไข" in send_change(mali)
    desk.session.refresh(made)
    assert made.answers["evidence"] == "แฟ้มงาน"


def test_a_report_that_cannot_be_saved_any_more_waits_with_its_photos(
    desk: Desk, mali: Phone
) -> None:
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "เรื่องสำคัญ")
    mali.image("p1")
    mali.tap("ข้ามไปหน้าสรุป")
    move_to_a_partner(desk)
    mali.tap("ส่งรายงาน")
    if mali.draft is not None:
        mali.tap("ข้ามไปหน้าสรุป")
        mali.tap("ส่งรายงาน")
    assert t("common.put_aside", title=t("visit.title")) in mali.shown
    assert [kept["answers"]["topic"] for kept in mali.parked] == ["เรื่องสำคัญ"]
    [photo] = desk.session.scalars(select(Photo))
    assert photo.state is not PhotoState.WITHDRAWN


# --- the people with one -------------------------------------------------------------------------


def with_others(desk: Desk) -> list[int]:
    named = co_reporters_of(desk.session, RecordKind.VISIT, only_visit(desk).id)
    return [row.person_id for row, _ in named]


def test_who_joins_while_a_change_is_open_stays_when_it_is_sent(desk: Desk, mali: Phone) -> None:
    suda = desk.appoint(SUDA, Role.TEACHER, own_school(desk, MALI))
    report(mali)
    mali.say(f"แก้ไขรายงาน V-{only_visit(desk).id}", "แก้ไข เรื่อง", "การอ่าน")
    suda.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1")
    shown = send_change(mali)
    assert "คนตัวอย่าง" not in shown, "that somebody joined is no part of this change"
    assert with_others(desk) == [person_of(desk, SUDA)]


def test_a_co_reporter_who_left_the_school_stays_and_is_shown_by_name(
    desk: Desk, mali: Phone
) -> None:
    suda = desk.appoint(SUDA, Role.TEACHER, own_school(desk, MALI))
    report(mali)
    suda.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1")
    someone = person_of(desk, SUDA)
    leave(desk, SUDA)
    assert "ผู้ร่วมรายงาน: คนตัวอย่าง" in mali.say(f"แก้ไขรายงาน V-{only_visit(desk).id}")
    mali.say("แก้ไข เรื่อง", "การอ่าน")
    send_change(mali)
    assert with_others(desk) == [someone]


def test_a_co_reporter_is_taken_out_by_the_change_that_takes_them_out(
    desk: Desk, mali: Phone
) -> None:
    suda = desk.appoint(SUDA, Role.TEACHER, own_school(desk, MALI))
    report(mali)
    suda.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1")
    mali.say(f"แก้ไขรายงาน V-{only_visit(desk).id}", "แก้ไข ผู้ร่วมรายงาน", "ข้าม")
    send_change(mali)
    assert with_others(desk) == []


def test_who_joins_a_visit_is_told_that_the_photos_are_not_part_of_it(
    desk: Desk, mali: Phone
) -> None:
    suda = desk.appoint(SUDA, Role.TEACHER, own_school(desk, MALI))
    report(mali)
    suda.say("บันทึกนิเทศ", "1")
    suda.image("p1")
    number = f"V-{only_visit(desk).id}"
    told = t("visit.photos_not_added", count=1, receipt=number)
    assert told in suda.say("เมื่อวาน", "1")


# --- what was agreed last time, and what was typed -----------------------------------------------


def second_visit(desk: Desk, mali: Phone) -> MentoringVisit:
    """A visit at which the steps agreed at the one before were asked about, and done."""
    mali.say("บันทึกนิเทศ", "1", "10 พ.ย.", "1", "1", "เรื่องหนึ่ง")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.say("แก้ไข ข้อตกลง", "ทำแผน")
    mali.tap("ส่งรายงาน")
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "1", "เรื่องสอง")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    visit = desk.visits()[-1]
    assert visit.previous_steps is StepsState.DONE
    return visit


def test_the_answer_about_the_steps_agreed_last_time_can_be_taken_back(
    desk: Desk, mali: Phone
) -> None:
    visit = second_visit(desk, mali)
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข ผลจากครั้งก่อน", "ข้าม")
    send_change(mali)
    desk.session.refresh(visit)
    assert visit.previous_steps is None


def test_a_visit_that_was_to_another_school_says_nothing_of_the_steps_agreed_at_the_first(
    desk: Desk, mali: Phone
) -> None:
    visit = second_visit(desk, mali)
    shown = mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข สถานศึกษา", "2")
    assert "ผลจากครั้งก่อน" not in shown
    send_change(mali)
    desk.session.refresh(visit)
    assert (visit.previous_steps, visit.previous_visit_id) == (None, None)


def test_what_was_typed_for_an_answer_that_is_another_now_is_not_kept(
    desk: Desk, mali: Phone
) -> None:
    report(mali, day="10 พ.ย.")
    visit = only_visit(desk)
    assert visit.raw_texts["date"] == "10 พ.ย."
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข วันที่")
    assert mali.draft is not None
    mali.press(Press(Do.ANSWER, mali.draft["id"], "date"), day="2026-11-12")
    send_change(mali)
    visit = only_visit(desk)
    assert (visit.visited_on, "date" in visit.raw_texts) == (date(2026, 11, 12), False)


# --- who sees it ---------------------------------------------------------------------------------


def test_what_an_innovation_said_before_it_was_public_stays_with_those_whom_it_reached(
    desk: Desk, mali: Phone
) -> None:
    mali.say("บันทึกนวัตกรรม", "สื่อเก่า", "เนื้อหาเดิม", "ครู", "2")
    send(mali)
    made = the_report(desk, ReportKind.INNOVATION)
    mali.say(f"แก้ไขรายงาน R-{made.id}")
    assert mali.draft is not None
    draft_id = mali.draft["id"]
    mali.press(Press(Do.EDIT, draft_id, "what"))
    mali.say("เนื้อหาใหม่")
    mali.press(Press(Do.EDIT, draft_id, "public"))
    mali.say("1")
    send_change(mali)
    anan = desk.phone(ANAN)
    assert "เนื้อหาใหม่" in anan.say(f"รายงาน R-{made.id}")
    assert t("changing.see_versions", count=1) not in anan.labels
    assert "เนื้อหาเดิม" not in anan.say(f"ประวัติการแก้ไข R-{made.id}")
    assert "เนื้อหาเดิม" in mali.say(f"ประวัติการแก้ไข R-{made.id}")


def test_quoting_in_the_middle_of_a_form_says_that_the_form_waits(desk: Desk, mali: Phone) -> None:
    report(mali)
    visit = only_visit(desk)
    note_shown(desk.session, "m-receipt", MALI, RecordKind.VISIT, visit.id, NOW)
    mali.say("บันทึกนิเทศ", "2")
    message = {"type": "text", "text": "แก้วันที่เป็น 17", "quotedMessageId": "m-receipt"}
    assert t("common.put_aside", title=t("visit.title")) in mali._message(**message)


# --- twice ---------------------------------------------------------------------------------------


def test_a_second_tap_on_save_or_withdraw_says_that_it_is_done(desk: Desk, mali: Phone) -> None:
    report(mali)
    number = f"V-{only_visit(desk).id}"
    mali.say(f"แก้ไขรายงาน {number}", "แก้ไข เรื่อง", "การอ่าน")
    save = mali.data_of(t("dialog.change.send"))
    mali.data(save)
    mali.say("ข้าม")
    assert f"{number} ที่จบไปแล้ว" in mali.data(save)
    mali.say(f"ถอนรายงาน {number}", "บันทึกซ้ำ")
    withdraw = mali.data_of(t("withdrawal.send"))
    mali.data(withdraw)
    assert f"ตอนนี้ {number}: ถอนแล้ว" in mali.data(withdraw)
