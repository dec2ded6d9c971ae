"""“เลื่อน”, “หยุดเตือน”, “เตือนต่อ” and “ทำไมได้ข้อความนี้”: each about one's own reminders."""

from datetime import UTC, date, datetime, timedelta

import pytest
from phones import ANAN, MALI, NOW, WICHAI, Desk
from sqlalchemy import select

from handlers.texts import t
from models.duties import Deadline, Reminder
from models.people import LineAccount
from models.reminder_pauses import ReminderPause
from models.scopes import find_scope
from models.sending_words import Audience, ReminderState
from models.vocabulary import RuleSource, ScopeKind, SubjectKind

TITLE = "ส่งรายชื่อผู้รับผิดชอบ"
DUE = date(2026, 11, 27)


def person(desk: Desk, who: str) -> int:
    found = desk.session.get_one(LineAccount, who).person_id
    assert found is not None
    return found


def letter(desk: Desk) -> int:
    query = select(Deadline.id).where(Deadline.code == "SANDBOX-STAFF-2570")
    return desk.session.scalars(query).one()


def reminded(desk: Desk, who: str, *stages: int, audience: Audience = Audience.CONTACT) -> None:
    """This person was reminded of the letter of STN this morning."""
    office = find_scope(desk.session, ScopeKind.OFFICE, "STN")
    assert office is not None
    for stage in stages:
        desk.session.add(
            Reminder(
                source=RuleSource.DEADLINE,
                rule_id=letter(desk),
                subject_kind=SubjectKind.OFFICE,
                subject_id=office.id,
                due_on=DUE,
                stage=stage,
                recipient_person_id=person(desk, who),
                audience=audience,
                state=ReminderState.SENT,
                reason="-",
                planned_at=NOW - timedelta(hours=1),
                sent_at=NOW - timedelta(hours=1),
            )
        )
    desk.session.flush()


def pauses(desk: Desk) -> list[tuple[int, int | None, date | None, bool]]:
    """(person, rule, until, whether it holds) of every pause."""
    query = select(ReminderPause).order_by(ReminderPause.id)
    return [
        (one.person_id, one.rule_id, one.until, one.ended_at is None)
        for one in desk.session.scalars(query)
    ]


# --- putting off ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [("เลื่อน 3 วัน", date(2026, 11, 23)), ("เลื่อน ๗ วันค่ะ", DUE), ("เลื่อนไปพรุ่งนี้", date(2026, 11, 21))],
)
def test_all_of_ones_reminders_are_put_off_by_what_is_typed(
    desk: Desk, text: str, day: date
) -> None:
    shown = desk.phone(ANAN).say(text)
    assert "เลื่อนแล้ว: การเตือนทุกเรื่อง" in shown
    assert pauses(desk) == [(person(desk, ANAN), None, day, True)]


def test_alone_it_asks_how_long_and_a_tap_answers(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    assert t("pausing.how_long") in anan.say("เลื่อน")
    assert pauses(desk) == []
    assert "วันจันทร์ที่ 23 พฤศจิกายน 2569" in anan.tap("อีก 3 วัน")
    assert pauses(desk) == [(person(desk, ANAN), None, date(2026, 11, 23), True)]


def test_the_button_of_a_card_puts_off_what_the_card_was_about(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    anan = desk.phone(ANAN)
    assert TITLE in anan.data(f"v=1&do=g&s=snooze&x=deadline.{letter(desk)}")
    anan.tap("อีก 7 วัน")
    assert TITLE in anan.shown
    assert pauses(desk) == [(person(desk, ANAN), letter(desk), DUE, True)]


def test_a_day_that_comes_before_the_reminders_do_is_said(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    assert "กำหนดมาถึงก่อนวันนั้น: ส่งรายชื่อ" in desk.phone(ANAN).say("เลื่อน 10 วัน")
    assert "กำหนดมาถึงก่อน" not in desk.phone(ANAN).say("เลื่อน 3 วัน")


def test_putting_off_anew_replaces_what_was_before(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("เลื่อน 3 วัน", "เลื่อน 1 วัน")
    assert [(until, holds) for _, _, until, holds in pauses(desk)] == [
        (date(2026, 11, 23), False),
        (date(2026, 11, 21), True),
    ]


def test_too_long_is_refused_with_the_way_to_stop(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    assert t("pausing.too_long", most=30) in anan.say("เลื่อน 3 เดือน")
    assert "หยุดเตือนทุกเรื่อง" in anan.labels
    assert pauses(desk) == []


def test_what_is_read_as_no_time_is_asked_again(desk: Desk) -> None:
    assert t("pausing.unread") in desk.phone(ANAN).say("เลื่อน 1 ภาคเรียน")
    assert pauses(desk) == []


@pytest.mark.parametrize("value", ["deadline.99999", "deadline.1%2B3", "obligation.1"])
def test_a_button_about_what_one_is_not_reminded_of_changes_nothing(desk: Desk, value: str) -> None:
    reminded(desk, ANAN, -7)
    assert t("pausing.not_told_of") in desk.phone(MALI).data(f"v=1&do=g&s=snooze&x={value}")
    assert pauses(desk) == []


# --- stopping and going on -----------------------------------------------------------------------


def test_what_to_stop_is_chosen_and_what_is_owed_stays(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    anan = desk.phone(ANAN)
    assert TITLE in anan.say("หยุดเตือน")
    anan.tap("หยุดเตือนเรื่องนี้")
    assert t("pausing.still_owed") in anan.shown
    assert pauses(desk) == [(person(desk, ANAN), letter(desk), None, True)]
    assert TITLE in anan.say("กำหนดส่ง")


def test_everything_goes_on_with_one_word(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    anan = desk.phone(ANAN)
    anan.say("หยุดเตือน")
    anan.tap("หยุดเตือนทุกเรื่อง")
    anan.say("เลื่อน 3 วัน")
    assert t("pausing.going_on") in anan.say("เตือนต่อ")
    assert not any(holds for *_, holds in pauses(desk))
    assert t("pausing.nothing_paused") in anan.say("เตือนต่อ")


def test_ones_own_pauses_are_nobody_elses(desk: Desk) -> None:
    desk.phone(ANAN).say("เลื่อน 3 วัน")
    desk.phone(WICHAI).say("เตือนต่อ")
    assert [holds for *_, holds in pauses(desk)] == [True]


# --- why -----------------------------------------------------------------------------------------


def test_why_says_what_by_when_which_step_and_why_this_person(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    shown = desk.phone(ANAN).say("ทำไมได้ข้อความนี้")
    for words in ("วันศุกร์ที่ 20 พฤศจิกายน 2569", TITLE, "27 พ.ย. 2569", "ก่อนกำหนด 7 วัน", "สพป.สตูล"):
        assert words in shown
    assert "ผู้รับการเตือน" in shown
    assert shown == desk.phone(ANAN).data("v=1&do=g&s=why_reminded&x=2026-11-20")


def test_why_is_another_for_whoever_looks_after_it(desk: Desk) -> None:
    reminded(desk, WICHAI, 3, audience=Audience.SUPERVISOR)
    shown = desk.phone(WICHAI).say("ทำไมได้ข้อความนี้")
    assert "หลังกำหนด 3 วัน" in shown
    assert "เพราะเป็นผู้ดูแลสพป.สตูล" in shown


def test_nobody_is_told_of_somebody_elses_reminders(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    assert desk.phone(MALI).say("ทำไมได้ข้อความนี้").startswith(t("why_reminded.never"))
    assert TITLE not in desk.phone(MALI).data("v=1&do=g&s=why_reminded&x=2026-11-20")


def test_a_day_without_any_says_so(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    shown = desk.phone(ANAN).data("v=1&do=g&s=why_reminded&x=2026-11-19")
    assert "ไม่มีข้อความเตือนถึงท่าน" in shown


def test_the_day_is_one_of_bangkok(desk: Desk) -> None:
    reminded(desk, ANAN, -7)
    for row in desk.session.scalars(select(Reminder)):
        row.sent_at = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # the 21st, 1 o'clock at night
    desk.session.flush()
    assert TITLE in desk.phone(ANAN).data("v=1&do=g&s=why_reminded&x=2026-11-21")
    assert TITLE not in desk.phone(ANAN).data("v=1&do=g&s=why_reminded&x=2026-11-20")
