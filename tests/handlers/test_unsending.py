"""Messages that are taken back: before, in and after a report."""

import json

import pytest
from phones import MALI, NOW, SOMSRI, WICHAI, Desk, report
from sqlalchemy import select

from handlers.call import MOST_UNSENT
from handlers.effects import DeleteMedia, Say
from handlers.texts import t
from models.audit import AuditEntry
from models.inbox_queries import record_event
from models.versions import versions_of
from models.visits import MentoringVisit, Photo
from models.vocabulary import ChangeWay, PhotoState, RecordKind, ReviewState


def sent_with_photos(desk: Desk, *photos: str) -> MentoringVisit:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    for photo in photos:
        mali.image(photo)
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    [visit] = desk.visits()
    return visit


def last_message(desk: Desk) -> str:
    return f"m{desk.events - 1}"


def test_a_photo_taken_back_leaves_the_sent_report_and_a_version_keeps_what_was(desk: Desk) -> None:
    visit = sent_with_photos(desk, "p1", "p2")
    mali = desk.phone(MALI)
    assert t("common.unsent_photo_of", number=f"V-{visit.id}") in mali.unsend("p1")
    states = dict(desk.session.execute(select(Photo.line_message_id, Photo.state)).all())
    assert states == {"p1": PhotoState.WITHDRAWN, "p2": PhotoState.WAITING}
    [version] = versions_of(desk.session, RecordKind.VISIT, visit.id)
    assert (version.way, version.answers["photos"]) == (ChangeWay.UNSEND, "p1,p2")
    assert version.changed_by_person_id == visit.reporter_person_id
    noted = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "visit.unsend"))
    assert [entry.subject_id for entry in noted] == [str(visit.id)]
    assert visit.changed_at == NOW
    assert "รูป" in mali.say(f"ประวัติการแก้ไข V-{visit.id}")


def test_what_was_stored_of_the_photo_is_deleted(desk: Desk) -> None:
    sent_with_photos(desk, "p1")
    [photo] = desk.session.scalars(select(Photo))
    photo.media_key = "2026/p1"
    mali = desk.phone(MALI)
    mali.unsend("p1")
    assert DeleteMedia("2026/p1") in mali.effects


def test_a_photo_taken_back_twice_makes_one_version(desk: Desk) -> None:
    visit = sent_with_photos(desk, "p1")
    for _ in range(2):
        desk.phone(MALI).unsend("p1")
    assert len(versions_of(desk.session, RecordKind.VISIT, visit.id)) == 1


@pytest.mark.parametrize("state", [ReviewState.PASSED, ReviewState.RETURNED])
def test_a_photo_taken_back_does_not_reopen_what_was_reviewed(
    desk: Desk, state: ReviewState
) -> None:
    visit = sent_with_photos(desk, "p1")
    visit.review_state, visit.review_note = state, "ดีมาก"
    visit.reviewed_at, visit.reviewed_by_person_id = desk.now, visit.reporter_person_id
    desk.session.flush()
    desk.phone(MALI).unsend("p1")
    desk.session.refresh(visit)
    assert (visit.review_state, visit.review_note, visit.changed_at) == (state, "ดีมาก", desk.now)
    [version] = versions_of(desk.session, RecordKind.VISIT, visit.id)
    assert version.way is ChangeWay.UNSEND


def test_words_that_went_into_a_sent_report_stay_there_and_it_says_so(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่านของเด็กชายคนหนึ่ง")
    message = last_message(desk)
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    [visit] = desk.visits()
    shown = mali.unsend(message)
    assert f"V-{visit.id}" in shown
    assert "รายงานยังเก็บคำตอบนั้นไว้" in shown
    assert visit.topic == "การอ่านของเด็กชายคนหนึ่ง"
    mali.tap(t("changing.change", number=f"V-{visit.id}"))
    assert mali.draft is not None
    assert mali.draft["record"] == f"visit:{visit.id}"


def test_the_same_holds_for_words_of_a_later_change(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    [visit] = desk.visits()
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข เรื่อง", "การเขียน")
    message = last_message(desk)
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    assert visit.topic == "การเขียน"
    assert f"V-{visit.id}" in mali.unsend(message)


def test_it_can_be_withdrawn_from_there(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    message = last_message(desk)
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    [visit] = desk.visits()
    mali.unsend(message)
    mali.tap(t("changing.withdraw", number=f"V-{visit.id}"))
    assert mali.draft is not None
    assert mali.draft["form"] == "withdrawal"


def test_nobody_elses_unsend_tells_of_the_report(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    message = last_message(desk)
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    for other in (SOMSRI, WICHAI):
        assert desk.phone(other).unsend(message) == ""


def test_words_of_no_report_are_taken_back_in_silence(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("เมนู")
    mali.unsend(last_message(desk))
    assert not [effect for effect in mali.effects if isinstance(effect, Say)]


# --- the news before the message -----------------------------------------------------------------


@pytest.mark.parametrize("who", [MALI, "U" + "9" * 32])
def test_a_message_that_was_taken_back_before_it_came_is_not_taken(desk: Desk, who: str) -> None:
    phone = desk.phone(who)
    phone.unsend(f"m{desk.events + 1}")
    assert phone.say("บันทึกนิเทศ") == ""
    assert phone.draft is None


def test_neither_is_a_photo(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.unsend("p1")
    assert mali.image("p1") == ""
    assert "photos" not in mali.answers
    assert desk.records()["photos"] == 0


def test_what_somebody_else_took_back_is_taken(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    desk.phone(WICHAI).unsend("p1")
    mali.image("p1")
    assert mali.answers["photos"] == "p1"


def test_it_is_not_taken_however_much_is_said_in_between(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.unsend("p1")
    mali.say(*["เมนู"] * 40)
    assert mali.image("p1") == ""


def test_only_the_newest_of_many_taken_back_early_are_remembered(desk: Desk) -> None:
    mali = desk.phone(MALI)
    for number in range(MOST_UNSENT + 1):
        mali.unsend(f"p{number}")
    assert mali.image(f"p{MOST_UNSENT}") == ""
    assert len(json.loads(desk.conversations[MALI])["unsent"]) == MOST_UNSENT


def test_what_had_come_needs_no_remembering(desk: Desk) -> None:
    mali = desk.phone(MALI)
    record_event(
        desk.session,
        event_id="the one with p1",
        line_user_id=MALI,
        kind="message",
        occurred_at=desk.now,
        received_at=desk.now,
        payload={"type": "message", "message": {"type": "image", "id": "p1"}},
    )
    mali.unsend("p1")
    assert json.loads(desk.conversations[MALI])["unsent"] == []
