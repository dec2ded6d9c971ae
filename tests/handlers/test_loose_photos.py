"""Photos out of the blue: kept for a while, and taken along by the report that follows."""

from datetime import timedelta

from phones import KANDA, MALI, Desk
from sqlalchemy import select

from handlers.dialog.form import Stage
from handlers.dialog.press import Do, Press
from handlers.effects import DeleteMedia, FetchContent
from handlers.loose_photos import LOOSE_FOR
from handlers.texts import t
from models.visits import Photo
from models.vocabulary import PhotoState, Role


def states(desk: Desk) -> dict[str, PhotoState]:
    return {photo.line_message_id: photo.state for photo in desk.session.scalars(select(Photo))}


def test_a_photo_out_of_the_blue_is_fetched_and_asks_which_report_it_is_for(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert t("common.loose_photos.title", count=1) in mali.image("p1")
    assert FetchContent("p1") in mali.effects
    assert t("common.loose_photos.title", count=2) in mali.image("p2")
    assert {"บันทึกนิเทศ", "บันทึกแลกเปลี่ยน"} <= set(mali.labels)


def test_the_report_begun_next_takes_the_photos_along_and_says_so(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.image("p1")
    mali.image("p2")
    assert t("common.photos_adopted", count=2) in mali.tap("บันทึกนิเทศ")
    assert mali.answers["photos"] == "p1,p2"
    assert mali.at == "school"
    assert mali.draft is not None
    assert {photo.draft_id for photo in desk.session.scalars(select(Photo))} == {mali.draft["id"]}


def test_a_report_that_waited_takes_the_photos_along_too(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "พัก")
    mali.image("p1")
    mali.tap(t("common.waiting_list.go_on_with", title="บันทึกนิเทศ"))
    assert mali.answers["photos"] == "p1"
    assert mali.at == "date"


def test_no_more_photos_are_taken_along_than_a_report_holds(desk: Desk) -> None:
    mali = desk.phone(MALI)
    for number in range(12):
        mali.image(f"p{number}")
    mali.say("บันทึกนิเทศ")
    assert len(mali.answers["photos"].split(",")) == 10


def test_a_photo_that_nobody_wanted_in_time_is_not_kept(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.image("p1")
    desk.session.scalars(select(Photo)).one().media_key = "kept"
    desk.now += LOOSE_FOR + timedelta(minutes=1)
    mali.say("บันทึกนิเทศ")
    assert "photos" not in mali.answers
    mali.say("ยกเลิก")
    mali.image("p2")
    assert DeleteMedia("kept") in mali.effects
    assert states(desk) == {"p1": PhotoState.WITHDRAWN, "p2": PhotoState.WAITING}


def test_who_reports_nothing_is_offered_no_report_for_a_photo(desk: Desk) -> None:
    suda = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    suda.image("p1")
    assert suda.labels == ["เมนู"]


def test_taking_photos_along_swallows_no_question(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "พัก")
    draft_id = mali.parked[0]["id"]
    mali.image("p1")
    mali.press(Press(Do.CANCEL, draft_id))
    assert t("common.photos_adopted", count=1) in mali.shown
    assert mali.draft is not None
    assert mali.draft["stage"] == Stage.LEAVING
    assert "ลบร่างนี้" in "".join(mali.labels)


def test_a_record_says_which_of_its_photos_are_missing(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.image("p1")
    mali.image("p2")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap(t("visit.send"))
    desk.session.scalars(
        select(Photo).where(Photo.line_message_id == "p1")
    ).one().state = PhotoState.GONE
    desk.session.flush()
    [visit] = desk.visits()
    missing = t("dialog.photos_missing", there=1, count=2, lost=1)
    assert missing in mali.say(f"รายงาน V-{visit.id}")
