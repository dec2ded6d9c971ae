"""A button of a reminder begins the form with what is known, of which only what fits is taken."""

import pytest
from phones import MALI, WICHAI, Desk, Phone
from sqlalchemy import select

from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.networks import Network


def begin(phone: Phone, route: str, value: str) -> str:
    return phone.press(Press(Do.GO, slot=route, value=value))


def network_id(desk: Desk, code: str) -> int:
    found = desk.session.scalar(select(Network.id).where(Network.code == code))
    assert found is not None
    return found


def test_a_visit_begins_with_its_school(desk: Desk) -> None:
    mali = desk.phone(MALI)
    begin(mali, "log_visit", "NPT1-02")
    assert (mali.at, mali.answers) == ("date", {"school": "NPT1-02"})


@pytest.mark.parametrize("value", ["NPT1-06", "nowhere", "x" * 90])
def test_a_school_that_one_does_not_mentor_is_asked_about(desk: Desk, value: str) -> None:
    mali = desk.phone(MALI)
    begin(mali, "log_visit", value)
    assert (mali.at, mali.answers) == ("school", {})


def test_begun_anew_beside_one_that_waits_it_is_still_known(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "2", "พัก")
    begin(mali, "log_visit", "NPT1-02")
    mali.tap(t("common.waiting.start_over"))
    assert mali.answers == {"school": "NPT1-02"}
    assert len(mali.parked) == 1


def test_an_exchange_begins_with_the_level_that_is_missing(desk: Desk) -> None:
    mali = desk.phone(MALI)
    begin(mali, "log_exchange", "QIN:QIN-NPT1-A:intra_network")
    assert (mali.at, mali.answers) == ("title", {"level": "intra_network"})
    wichai = desk.phone(WICHAI)
    begin(wichai, "log_exchange", "QIN:QIN-NPT1-B:intra_network")
    # Who looks after several networks is not asked which, either.
    assert wichai.answers["networks"] == "QIN-NPT1-B"


@pytest.mark.parametrize("value", ["QIN:QIN-NPT1-B:area", "QIN:QIN-NPT1-A:moon", "QIN", "::"])
def test_what_does_not_fit_an_exchange_is_asked(desk: Desk, value: str) -> None:
    mali = desk.phone(MALI)
    begin(mali, "log_exchange", value)
    assert (mali.at, mali.answers) == ("level", {})


def test_a_plan_begins_with_its_network_where_there_are_several(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    begin(wichai, "log_plan", f"network.{network_id(desk, 'QIN-NPT1-B')}.1")
    assert wichai.at == "title"
    begin(wichai, "log_plan", "network.999999.1")
    assert "subject" not in wichai.answers
