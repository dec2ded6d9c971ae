"""What somebody says they sent is confirmed by a coordinator, or sent back with a sentence."""

from datetime import UTC, datetime

import pytest
from phones import ANAN, KANDA, MALI, PRANEE, WICHAI, Desk, Phone
from sqlalchemy import select

from handlers.effects import Leave
from handlers.submission_view import submission_page
from handlers.texts import t
from models.duties import Submission
from models.people import load_actor
from models.submissions import review_submission
from models.vocabulary import ReviewState, Role


@pytest.fixture
def coordinator(desk: Desk) -> Phone:
    """Somebody over all of the country, on the day on which Anan says that his list was sent."""
    desk.now = datetime(2023, 11, 22, 3, 0, tzinfo=UTC)
    desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    anan = desk.phone(ANAN)
    anan.say("เพิ่มผู้รับผิดชอบ", "ครูตัวอย่าง หนึ่งเดียว", "ศึกษานิเทศก์", "0800000000")
    anan.tap(t("staff.send"))
    say_sent(desk)
    return desk.phone(KANDA)


def say_sent(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("ส่งแล้ว", "วันนี้")
    anan.image("receipt")
    anan.tap(t("dialog.finish"))
    anan.tap(t("submission.send"))


def submission(desk: Desk) -> Submission:
    [made] = desk.session.scalars(select(Submission))
    desk.session.refresh(made)
    return made


def left_by(phone: Phone) -> list[str]:
    return [effect.line_user_id for effect in phone.effects if isinstance(effect, Leave)]


def test_what_waits_is_listed_and_confirmed_with_a_tap(desk: Desk, coordinator: Phone) -> None:
    assert t("confirming.title", count=1) in coordinator.say("รอยืนยัน")
    coordinator.tap(t("confirming.button.open"))
    coordinator.tap(t("confirming.button.confirm"))
    assert submission(desk).review_state is ReviewState.PASSED
    assert left_by(coordinator) == [ANAN]
    assert t("confirming.none") in coordinator.say("รอยืนยัน")


def test_what_is_sent_back_is_open_again_until_it_is_said_anew(
    desk: Desk, coordinator: Phone
) -> None:
    coordinator.say("รอยืนยัน")
    coordinator.tap(t("confirming.button.open"))
    coordinator.tap(t("confirming.button.send_back"))
    coordinator.say("ยังไม่พบรายชื่อในแบบฟอร์ม")
    coordinator.tap(t("sending_back.send"))
    returned = submission(desk)
    assert (returned.review_state, returned.review_note) == (
        ReviewState.RETURNED,
        "ยังไม่พบรายชื่อในแบบฟอร์ม",
    )
    assert left_by(coordinator) == [ANAN]
    say_sent(desk)
    assert submission(desk).review_state is ReviewState.NEW
    assert t("confirming.title", count=1) in coordinator.say("รอยืนยัน")


def test_the_picture_of_the_receipt_can_be_opened_by_those_concerned_alone(
    desk: Desk, coordinator: Phone
) -> None:
    number, day = submission(desk).id, desk.now.date()
    for who in (ANAN, KANDA):
        page = submission_page(desk.session, number, who, day)
        assert page is not None
        assert len(page.photos) == 1
    for who in (MALI, WICHAI):
        assert submission_page(desk.session, number, who, day) is None


def test_nobody_confirms_what_is_beyond_their_scope_or_their_own_word(
    desk: Desk, coordinator: Phone
) -> None:
    other = desk.appoint(MALI, Role.AREA_COORDINATOR, "NPT1")
    assert t("confirming.none") in other.say("รอยืนยัน")
    assert t("confirming.gone") in other.say(f"รับรองการส่ง {submission(desk).id}")
    anan = desk.appoint(ANAN, Role.NATIONAL_COORDINATOR, "TH")
    assert t("confirming.gone") in anan.say(f"รับรองการส่ง {submission(desk).id}")
    assert submission(desk).review_state is ReviewState.NEW


def test_an_old_button_does_not_undo_the_word_that_was_given(
    desk: Desk, coordinator: Phone
) -> None:
    coordinator.say("รอยืนยัน")
    coordinator.tap(t("confirming.button.open"))
    coordinator.tap(t("confirming.button.confirm"))
    coordinator.tap(t("confirming.button.send_back"))
    assert t("confirming.state.passed") in coordinator.shown
    assert left_by(coordinator) == []
    assert submission(desk).review_state is ReviewState.PASSED


def test_of_two_coordinators_at_once_the_first_word_stands(desk: Desk, coordinator: Phone) -> None:
    pranee = desk.appoint(PRANEE, Role.NATIONAL_COORDINATOR, "TH")
    pranee.say(f"ส่งกลับให้ตรวจสอบ {submission(desk).id}", "ยังไม่พบรายชื่อ")
    coordinator.say(f"รับรองการส่ง {submission(desk).id}")
    pranee.tap(t("sending_back.send"))
    assert t("confirming.state.passed") in pranee.shown
    assert left_by(pranee) == []
    made = submission(desk)
    assert (made.review_state, made.review_note) == (ReviewState.PASSED, "")


def test_a_word_that_comes_second_is_not_written(desk: Desk, coordinator: Phone) -> None:
    number = submission(desk).id
    anyone = load_actor(desk.session, KANDA, desk.now.date()).person_id
    assert anyone is not None
    said = [
        review_submission(
            desk.session, number, by=anyone, at=desk.now, passed=passed, note="ขาดหนึ่งชื่อ"
        )
        for passed in (True, False)
    ]
    assert said == [True, False]
    assert submission(desk).review_state is ReviewState.PASSED
