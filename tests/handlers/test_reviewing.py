"""A supervisor passes a report or asks for a change; what passed is locked until it is reopened."""

from datetime import timedelta
from uuid import uuid4

import pytest
from phones import ANAN, MALI, PRANEE, SOMSRI, WICHAI, Desk, report
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import t
from models.co_reporting import add_co_reporter, object_to
from models.people import load_actor
from models.places import School
from models.record_reviews import count_to_review, may_review, review_record, to_review
from models.review_flags import MANY, SCHOOLS_A_DAY, Flag, flags_of
from models.visits import MentoringVisit, Photo
from models.vocabulary import PhotoState, RecordKind, ReviewState


@pytest.fixture
def visit(desk: Desk) -> MentoringVisit:
    """What Mali reported of a school in Wichai's area."""
    report(desk.phone(MALI))
    [made] = desk.visits()
    return made


def number(visit: MentoringVisit) -> str:
    return f"V-{visit.id}"


def test_what_waits_is_listed_and_passed_with_two_taps(desk: Desk, visit: MentoringVisit) -> None:
    wichai = desk.phone(WICHAI)
    assert t("reviewing.title", count=1) in wichai.say("รอตรวจ")
    wichai.tap(t("history.open", receipt=number(visit)))
    said = wichai.tap(t("reviewing.button.pass", number=number(visit)))
    assert t("reviewing.passed", number=number(visit)) in said
    desk.session.refresh(visit)
    assert visit.review_state is ReviewState.PASSED
    assert wichai.say("รอตรวจ").startswith(t("reviewing.none"))


def test_what_passed_is_changed_by_nobody_until_it_is_reopened(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai, mali = desk.phone(WICHAI), desk.phone(MALI)
    wichai.say(f"ตรวจผ่าน {number(visit)}")
    locked = t("changing.cannot.reviewed", number=number(visit))
    assert locked in mali.say(f"แก้ไขรายงาน {number(visit)}")
    wichai.say(f"เปิดให้แก้ไข {number(visit)}")
    assert locked not in mali.say(f"แก้ไขรายงาน {number(visit)}")


def test_what_is_sent_back_reaches_the_reporter_with_its_sentence(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say(f"ขอแก้ไขรายงาน {number(visit)}", "ขอรูปเพิ่ม")
    wichai.tap(t("returning.send"))
    desk.session.refresh(visit)
    assert (visit.review_state, visit.review_note) == (ReviewState.RETURNED, "ขอรูปเพิ่ม")
    assert t("reviewing.note", sentence="ขอรูปเพิ่ม") in desk.phone(MALI).say(
        f"รายงาน {number(visit)}"
    )


@pytest.mark.parametrize("who", [MALI, SOMSRI, ANAN])
def test_nobody_else_reviews_it(desk: Desk, visit: MentoringVisit, who: str) -> None:
    """Neither its reporter, nor the school that was visited, nor an office elsewhere."""
    for command in ("ตรวจผ่าน", "ขอแก้ไขรายงาน", "เปิดให้แก้ไข"):
        desk.phone(who).say(f"{command} {number(visit)}")
    desk.session.refresh(visit)
    assert visit.review_state is ReviewState.NEW
    actor = load_actor(desk.session, who, desk.now.date())
    assert to_review(desk.session, actor) == []
    assert not may_review(desk.session, actor, RecordKind.VISIT, visit.id)


def test_nobody_reviews_what_they_reported_themselves(desk: Desk) -> None:
    report(desk.phone(ANAN))
    [made] = desk.visits()
    actor = load_actor(desk.session, ANAN, desk.now.date())
    assert to_review(desk.session, actor) == []
    assert not may_review(desk.session, actor, RecordKind.VISIT, made.id)


def test_two_reviewers_at_once_do_not_overwrite_each_other(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai, pranee = desk.phone(WICHAI), desk.phone(PRANEE)
    pranee.say(f"ขอแก้ไขรายงาน {number(visit)}", "ขอรูปเพิ่ม")
    wichai.say(f"ตรวจผ่าน {number(visit)}")
    said = pranee.tap(t("returning.send"))
    state = t("changing.state.passed")
    assert t("reviewing.done_before", number=number(visit), state=state) in said
    desk.session.refresh(visit)
    assert visit.review_state is ReviewState.PASSED


def test_sending_back_wants_a_sentence(desk: Desk, visit: MentoringVisit) -> None:
    with pytest.raises(ValueError, match="sentence"):
        review_record(
            desk.session,
            RecordKind.VISIT,
            visit.id,
            by=1,
            at=desk.now,
            state=ReviewState.RETURNED,
            since=ReviewState.NEW,
        )


def test_the_count_is_that_of_the_list(desk: Desk, visit: MentoringVisit) -> None:
    actor = load_actor(desk.session, WICHAI, desk.now.date())
    _copies(desk.session, visit, 11)
    listed = to_review(desk.session, actor, most=100)
    assert count_to_review(desk.session, actor) == len(listed) == 12
    assert to_review(desk.session, actor, skip=8, most=9) == listed[8:]


def test_many_reports_within_minutes_are_a_sign_and_stop_nothing(
    desk: Desk, visit: MentoringVisit
) -> None:
    _copies(desk.session, visit, MANY - 2)
    assert flags_of(desk.session, visit) == []
    _copies(desk.session, visit, 1)
    assert flags_of(desk.session, visit) == [Flag.MANY_AT_ONCE]
    said = desk.phone(WICHAI).say(f"รายงาน {number(visit)}")
    assert t("reviewing.flag.many_at_once") in said
    assert t("reviewing.flag.many_at_once") not in desk.phone(MALI).say(f"รายงาน {number(visit)}")


def test_more_schools_than_one_can_visit_in_a_day_are_a_sign(
    desk: Desk, visit: MentoringVisit
) -> None:
    schools = list(desk.session.scalars(select(School.id).limit(SCHOOLS_A_DAY + 1)))
    others = [school for school in schools if school != visit.mentee_school_id]
    for school in others[: SCHOOLS_A_DAY - 1]:
        _copies(desk.session, visit, 1, mentee_school_id=school)
    assert flags_of(desk.session, visit) == []
    _copies(desk.session, visit, 1, mentee_school_id=others[SCHOOLS_A_DAY - 1])
    assert flags_of(desk.session, visit) == [Flag.MANY_SCHOOLS]


def test_the_same_photo_in_another_report_is_a_sign(desk: Desk, visit: MentoringVisit) -> None:
    _copies(desk.session, visit, 1)
    first, second = desk.visits()
    for place, one in enumerate((first, second)):
        desk.session.add(
            Photo(
                line_message_id=f"photo-{place}",
                line_user_id=MALI,
                draft_id=one.draft_id,
                visit_id=one.id,
                state=PhotoState.STORED,
                media_key=f"key-{place}",
                sha256="same",
                size_bytes=1,
                width=1,
                height=1,
                received_at=desk.now,
            )
        )
    desk.session.flush()
    assert flags_of(desk.session, visit) == [Flag.PHOTO_USED_BEFORE]


def test_a_day_before_the_school_was_a_member_is_a_sign(desk: Desk, visit: MentoringVisit) -> None:
    visit.visited_on -= timedelta(days=365 * 40)
    desk.session.flush()
    assert flags_of(desk.session, visit) == [Flag.NOT_A_MEMBER]


def _copies(session: Session, visit: MentoringVisit, count: int, **changed: int) -> None:
    """So many more visits like this one, reported at the same moment."""
    for _ in range(count):
        values = {
            column.key: getattr(visit, column.key)
            for column in MentoringVisit.__table__.columns
            if column.key not in ("id", "draft_id")
        }
        session.add(MentoringVisit(**values | changed, draft_id=str(uuid4())))
    session.flush()


def test_what_was_changed_after_it_was_opened_is_not_passed_unread(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai, mali = desk.phone(WICHAI), desk.phone(MALI)
    wichai.say(f"รายงาน {number(visit)}")
    button = wichai.data_of(t("reviewing.button.pass", number=number(visit)))
    mali.say(f"แก้ไขรายงาน {number(visit)}", "แก้ไข หัวข้อ", "เรื่องใหม่ที่ผู้ตรวจยังไม่เห็น")
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    desk.session.refresh(visit)
    assert visit.topic == "เรื่องใหม่ที่ผู้ตรวจยังไม่เห็น"
    assert t("reviewing.changed", number=number(visit)) in wichai.data(button)
    wichai.tap(t("changing.open", number=number(visit)))
    wichai.tap(t("reviewing.button.pass", number=number(visit)))
    desk.session.refresh(visit)
    assert visit.review_state is ReviewState.PASSED


def test_who_reports_it_with_others_does_not_review_it(desk: Desk, visit: MentoringVisit) -> None:
    wichai = load_actor(desk.session, WICHAI, desk.now.date())
    assert wichai.person_id is not None
    named = (desk.session, RecordKind.VISIT, visit.id, wichai.person_id)
    add_co_reporter(*named, added_by=visit.reporter_person_id, now=desk.now)
    assert to_review(desk.session, wichai) == []
    assert not may_review(desk.session, wichai, RecordKind.VISIT, visit.id)
    object_to(*named, desk.now, "ไม่ได้ไป")
    assert may_review(desk.session, wichai, RecordKind.VISIT, visit.id)


def test_reopened_long_after_it_is_sent_back_so_that_its_reporter_can_change_it(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai, mali = desk.phone(WICHAI), desk.phone(MALI)
    wichai.say(f"ตรวจผ่าน {number(visit)}")
    desk.now += timedelta(days=40)
    wichai.say(f"เปิดให้แก้ไข {number(visit)}", "ขอแก้จำนวนครู")
    wichai.tap(t("returning.send"))
    desk.session.refresh(visit)
    assert visit.review_state is ReviewState.RETURNED
    mali.say(f"แก้ไขรายงาน {number(visit)}")
    assert mali.draft is not None
    assert mali.draft["record"] == f"visit:{visit.id}"
