"""After sending: changed and withdrawn within the window, with every version kept."""

from datetime import timedelta

import pytest
from phones import MALI, NOW, SOMSRI, WICHAI, Desk, Phone, report
from sqlalchemy import select

from handlers.call import EDIT_DAYS
from handlers.effects import Say
from handlers.texts import t
from models.places import School
from models.shown import note_shown
from models.versions import versions_of
from models.visits import MentoringVisit
from models.vocabulary import ChangeWay, RecordKind, ReviewState


@pytest.fixture
def visit(desk: Desk) -> MentoringVisit:
    """A visit of Mali's, made yesterday at her first partner school."""
    report(desk.phone(MALI))
    [made] = desk.visits()
    return made


def change_topic(phone: Phone, visit: MentoringVisit, topic: str, why: str = "ข้าม") -> str:
    phone.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข เรื่อง", topic)
    phone.tap(t("dialog.change.send"))
    return phone.say(why)


def versions(desk: Desk, visit: MentoringVisit) -> list[tuple[ChangeWay, str, str]]:
    kept = versions_of(desk.session, RecordKind.VISIT, visit.id)
    return [(one.way, one.answers["topic"], one.reason) for one in kept]


def test_a_sent_visit_is_changed_and_the_version_before_is_kept_with_its_reason(
    desk: Desk, visit: MentoringVisit
) -> None:
    before = visit.topic
    shown = change_topic(desk.phone(MALI), visit, "การอ่านคล่อง", "พิมพ์ผิด")
    assert before in shown
    assert "การอ่านคล่อง" in shown
    assert desk.visits() == [visit]
    assert (visit.topic, visit.changed_at) == ("การอ่านคล่อง", NOW)
    assert versions(desk, visit) == [(ChangeWay.EDIT, before, "พิมพ์ผิด")]


def test_the_report_says_how_often_it_was_changed_and_shows_what(
    desk: Desk, visit: MentoringVisit
) -> None:
    before = visit.topic
    mali = desk.phone(MALI)
    change_topic(mali, visit, "หนึ่งเดียว")
    change_topic(mali, visit, "สองครั้ง")
    desk.phone(WICHAI).say(f"รายงาน V-{visit.id}")
    wichai = desk.phone(WICHAI)
    wichai.say(f"รายงาน V-{visit.id}")
    shown = wichai.tap(t("changing.see_versions", count=2))
    for words in (before, "หนึ่งเดียว", "สองครั้ง", "แก้ไข"):
        assert words in shown


def test_nothing_is_kept_where_nothing_was_changed(desk: Desk, visit: MentoringVisit) -> None:
    mali = desk.phone(MALI)
    mali.say(f"แก้ไขรายงาน V-{visit.id}")
    mali.say("ยกเลิก")
    assert versions(desk, visit) == []
    assert visit.changed_at is None


def test_somebody_elses_report_cannot_be_changed_or_withdrawn(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai = desk.phone(WICHAI)
    refusal = t("changing.cannot.not_yours", number=f"V-{visit.id}")
    assert refusal in wichai.say(f"แก้ไขรายงาน V-{visit.id}")
    assert refusal in wichai.say(f"ถอนรายงาน V-{visit.id}")
    assert "แก้ไข V" not in " ".join(wichai.labels)


def test_a_report_out_of_ones_scope_is_not_even_found(desk: Desk, visit: MentoringVisit) -> None:
    somsri = desk.phone(SOMSRI)
    visit.mentee_school_id, visit.network_id = _elsewhere(desk), None
    desk.session.flush()
    assert t("changing.which") in somsri.say(f"แก้ไขรายงาน V-{visit.id}")


def _elsewhere(desk: Desk) -> int:
    found = desk.session.scalar(select(School.id).where(School.code == "STN-P1"))
    assert found is not None
    return found


def test_the_window_closes_and_says_until_when_it_was_open(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    desk.now = NOW + timedelta(days=EDIT_DAYS)
    assert "แก้ไข V" in mali.say(f"รายงาน V-{visit.id}") + " ".join(mali.labels)
    desk.now += timedelta(days=1)
    assert "ซึ่งผ่านไปแล้ว" in mali.say(f"แก้ไขรายงาน V-{visit.id}")
    assert versions(desk, visit) == []


def test_a_change_begun_in_time_is_judged_again_when_it_is_sent(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข เรื่อง", "สายไปแล้ว")
    visit.review_state, visit.reviewed_at = ReviewState.PASSED, NOW
    desk.session.flush()
    mali.tap(t("dialog.change.send"))
    assert t("changing.cannot.reviewed", number=f"V-{visit.id}") in mali.say("ข้าม")
    assert versions(desk, visit) == []


def test_what_a_reviewer_sent_back_can_be_changed_however_late_and_waits_for_review_again(
    desk: Desk, visit: MentoringVisit
) -> None:
    visit.review_state, visit.reviewed_at, visit.review_note = ReviewState.RETURNED, NOW, "เพิ่มผล"
    desk.session.flush()
    desk.now = NOW + timedelta(days=EDIT_DAYS + 5)
    change_topic(desk.phone(MALI), visit, "เพิ่มแล้ว")
    assert visit.topic == "เพิ่มแล้ว"
    assert visit.review_state is ReviewState.NEW


def test_a_withdrawn_visit_counts_nowhere_and_can_be_taken_back_in(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    mali.say(f"รายงาน V-{visit.id}")
    mali.tap(t("changing.withdraw", number=f"V-{visit.id}"))
    mali.say("บันทึกซ้ำ")
    assert t("withdrawal.done", number=f"V-{visit.id}") in mali.tap(t("withdrawal.send"))
    assert visit.withdrawn_at == NOW
    assert "นิเทศที่นี่แล้ว 1 ครั้ง" in report(mali), "the withdrawn one is not counted"
    assert t("history.mark.withdrawn") in mali.say("ประวัติของฉัน")
    mali.say(f"รายงาน V-{visit.id}")
    assert "ถูกนับตามเดิม" in mali.tap(t("withdrawal.restore", number=f"V-{visit.id}"))
    assert visit.withdrawn_at is None
    ways = [one.way for one in versions_of(desk.session, RecordKind.VISIT, visit.id)]
    assert ways == [ChangeWay.WITHDRAW, ChangeWay.RESTORE]


def test_a_withdrawn_visit_is_changed_only_after_it_is_taken_back_in(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    mali.say(f"ถอนรายงาน V-{visit.id}", "ข้าม")
    mali.tap(t("withdrawal.send"))
    refusal = t("changing.cannot.withdrawn", number=f"V-{visit.id}")
    assert refusal in mali.say(f"แก้ไขรายงาน V-{visit.id}")


# --- by quoting ----------------------------------------------------------------------------------


def quote(desk: Desk, phone: Phone, visit: MentoringVisit, text: str) -> str:
    """Reply to the message that showed the visit."""
    note_shown(desk.session, "m-receipt", phone.who, RecordKind.VISIT, visit.id, desk.now)
    message = {"type": "text", "text": text, "quotedMessageId": "m-receipt"}
    return phone._message(**message)


def test_quoting_the_receipt_with_a_new_value_shows_the_change_to_be_confirmed(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    before = visit.visited_on
    assert "17 พฤศจิกายน 2569" in quote(desk, mali, visit, "แก้วันที่เป็น 17")
    mali.tap(t("dialog.change.send"))
    mali.tap(t("dialog.change.skip_why"))
    assert visit.visited_on == before.replace(day=17)


def test_quoting_the_receipt_without_a_correction_offers_what_can_be_done(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    assert t("changing.quoted.title", number=f"V-{visit.id}") in quote(desk, mali, visit, "อันนี้")
    assert t("changing.change", number=f"V-{visit.id}") in mali.labels


def test_quoting_the_receipt_with_cancel_means_to_withdraw_that_report(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    assert t("withdrawal.ask.reason") in quote(desk, mali, visit, "ยกเลิก")


def test_a_quoted_message_of_somebody_else_means_nothing(desk: Desk, visit: MentoringVisit) -> None:
    note_shown(desk.session, "m-1", MALI, RecordKind.VISIT, visit.id, desk.now)
    wichai = desk.phone(WICHAI)
    message = {"type": "text", "text": "แก้วันที่เป็น 17", "quotedMessageId": "m-1"}
    assert "V-" not in wichai._message(**message)


def test_the_receipt_says_which_record_it_is_about(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    [visit] = desk.visits()
    assert [e.about for e in mali.effects if isinstance(e, Say)] == [f"visit:{visit.id}"]


# --- without quoting ------------------------------------------------------------------------------


def test_words_of_changing_right_after_the_receipt_mean_its_report(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    note_shown(desk.session, "m-receipt", MALI, RecordKind.VISIT, visit.id, desk.now)
    desk.now += timedelta(minutes=59)
    assert "17 พฤศจิกายน 2569" in mali.say("แก้วันที่เป็น 17")
    mali.tap(t("dialog.change.send"))
    mali.tap(t("dialog.change.skip_why"))
    assert visit.visited_on.day == 17


@pytest.mark.parametrize(
    ("who", "minutes", "words"),
    [
        (MALI, 61, "แก้วันที่เป็น 17"),  # too long ago
        (MALI, 1, "แก้ปัญหาการอ่านให้เป็น"),  # no row of the report
        (WICHAI, 1, "แก้วันที่เป็น 17"),  # shown to somebody else
    ],
)
def test_otherwise_they_mean_no_report(
    desk: Desk, visit: MentoringVisit, who: str, minutes: int, words: str
) -> None:
    note_shown(desk.session, "m-receipt", MALI, RecordKind.VISIT, visit.id, desk.now)
    desk.now += timedelta(minutes=minutes)
    desk.phone(who).say(words)
    assert desk.phone(who).draft is None
