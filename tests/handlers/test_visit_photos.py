"""Photos of a visit: which are kept, which are fetched, and taking one back."""

from datetime import timedelta

import pytest
from phones import MALI, NOW, WICHAI, Desk

from handlers.effects import FetchContent
from handlers.texts import t


def test_a_photo_in_a_report_is_fetched(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.image("p1")
    assert FetchContent("p1") in mali.effects


def test_the_same_photo_in_two_events_is_kept_once(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.image("p1")
    mali.image("p1")
    assert desk.records()["photos"] == 1


def test_an_eleventh_photo_is_neither_kept_nor_fetched(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    for number in range(11):
        mali.image(f"p{number}")
    assert not [e for e in mali.effects if isinstance(e, FetchContent)]
    assert desk.records()["photos"] == 10


def test_a_photo_that_is_taken_back_leaves_the_draft(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.image("p1")
    assert t("common.unsent") in mali.unsend("p1")
    assert "photos" not in mali.answers, "the question of photos is open again"


def test_nobody_takes_back_a_photo_of_somebody_else(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.image("p1")
    assert desk.phone(WICHAI).unsend("p1") == ""
    assert mali.answers["photos"] == "p1"


def test_photos_beyond_the_days_allowance_are_declined(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.router.PHOTOS_A_DAY", 2)
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    mali.image("p1")
    mali.image("p2")
    assert t("common.photos_too_many", most=2) in mali.image("p3")
    desk.now = NOW + timedelta(days=1, seconds=1)
    assert t("dialog.photo_taken", count=3) in mali.image("p4")


def test_a_photo_that_is_not_at_line_is_declined(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1")
    assert mali.image("p1", provider="external") == t("common.photo_not_at_line")
