"""“กำหนดส่ง” and “ค้างส่ง”: what is coming, what is owed, and to whom it is told."""

from datetime import UTC, datetime

import pytest
from phones import ANAN, MALI, PRANEE, WICHAI, Desk

from handlers.cards.card import Button, Card, Tap
from handlers.cards.render import alt_text
from handlers.texts import t
from models.vocabulary import Role

NATE = f"U{701:032d}"
DEADLINE = "ส่งรายชื่อผู้รับผิดชอบ"


def ask(desk: Desk, who: str, text: str) -> Card:
    phone = desk.phone(who)
    phone.say(text)
    return phone.seen[-1]


def tap(desk: Desk, who: str, button: Button) -> Card:
    assert isinstance(button.action, Tap)
    phone = desk.phone(who)
    phone.data(button.action.data)
    return phone.seen[-1]


def pages(desk: Desk, who: str, text: str, more: str) -> list[Card]:
    cards = [ask(desk, who, text)]
    while on := [button for button in cards[-1].buttons if button.label == more]:
        cards.append(tap(desk, who, on[0]))
    return cards


# --- what is coming ------------------------------------------------------------------------------


def test_the_nearest_day_comes_first_with_the_days_that_are_left(desk: Desk) -> None:
    card = ask(desk, ANAN, "กำหนดส่ง")
    assert card.title == t("deadlines.title")
    first = card.rows[0]
    assert DEADLINE in first.label
    assert "27 พ.ย. 2569 · อีก 7 วัน" in first.value
    assert "ยังไม่ส่ง" in first.value


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 26, 3, 0, tzinfo=UTC), "พรุ่งนี้"),
        (datetime(2026, 11, 27, 3, 0, tzinfo=UTC), "วันนี้"),
    ],
)
def test_the_last_days_are_called_by_their_names(desk: Desk, now: datetime, words: str) -> None:
    desk.now = now
    assert words in ask(desk, ANAN, "กำหนดส่ง").rows[0].value


def test_what_is_past_is_no_coming_day(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)  # 28 November in Bangkok
    assert DEADLINE not in alt_text(ask(desk, ANAN, "กำหนดส่ง"))


def test_a_teacher_is_told_of_the_own_network_and_of_no_other_office(desk: Desk) -> None:
    told = "\n".join(alt_text(c) for c in pages(desk, MALI, "กำหนดส่ง", t("deadlines.more")))
    assert "แลกเปลี่ยนเรียนรู้" in told
    assert DEADLINE not in told


def test_the_days_come_in_order_over_all_pages(desk: Desk) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    cards = pages(desk, NATE, "กำหนดส่ง", t("deadlines.more"))
    labels = [row.label for card in cards for row in card.rows]
    assert len(labels) == len(set(labels))
    assert all(len(card.rows) <= 8 for card in cards)


# --- what is owed --------------------------------------------------------------------------------


def test_a_coordinator_is_told_who_owes_what_and_since_when(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 29, 17, 0, tzinfo=UTC)  # 30 November in Bangkok
    card = ask(desk, ANAN, "ค้างส่ง")
    assert card.title == t("outstanding.title", place="สพป.สตูล")
    late = next(row for row in card.rows if row.label == "สพป.สตูล")
    assert "เลยกำหนด 3 วัน" in late.value
    assert card.rows[0] is late


def test_an_office_is_told_of_its_own_alone(desk: Desk) -> None:
    told = "\n".join(alt_text(c) for c in pages(desk, PRANEE, "ค้างส่ง", t("outstanding.more")))
    assert "อ้อกระทิง" in told
    assert "สตูล" not in told
    assert "ระยอง" not in told


def test_nobody_is_told_twice_over_all_pages(desk: Desk) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    cards = pages(desk, NATE, "ค้างส่ง", t("outstanding.more"))
    taps = [row.button.action for card in cards for row in card.rows if row.button]
    assert len(cards) > 1
    assert len(taps) == len(set(taps))


def test_a_network_or_an_office_within_reach_can_be_named(desk: Desk) -> None:
    card = ask(desk, WICHAI, "ค้างส่ง บ้านอ้อกระทิง")
    assert "อ้อกระทิง" in card.title
    assert "อนุบาลนครปฐม" not in alt_text(card)
    assert "สพป.นครปฐม เขต 1" in ask(desk, WICHAI, "ค้างส่ง นครปฐม เขต 1").title


@pytest.mark.parametrize("place", ["สตูล", "นครปฐม เขต 2", "โรงเรียนไม่มีอยู่จริง"])
def test_what_is_out_of_reach_is_refused_like_what_does_not_exist(desk: Desk, place: str) -> None:
    card = ask(desk, WICHAI, f"ค้างส่ง {place}")
    assert card.text == t("outstanding.not_seen", read=place)
    assert not card.rows


@pytest.mark.parametrize("reference", ["office:STN", "programme:QIN", "country:TH", "network:NONE"])
def test_a_button_of_somebody_elses_shows_nothing(desk: Desk, reference: str) -> None:
    card = tap(desk, WICHAI, Button("x", Tap(f"v=1&do=g&s=outstanding&x={reference}", "x")))
    assert not card.rows


def test_a_teacher_is_refused_kindly(desk: Desk) -> None:
    assert ask(desk, MALI, "ค้างส่ง").note == t("common.not_allowed")


def test_a_second_post_without_that_right_widens_nothing(desk: Desk) -> None:
    desk.appoint(WICHAI, Role.EXPERT, "COLLAB-2564")
    assert not ask(desk, WICHAI, "ค้างส่ง Collaborative Assessment").rows
