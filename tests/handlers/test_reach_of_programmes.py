"""Who co-ordinates one programme sees nothing of what its schools owe to another one."""

from datetime import date

import pytest
from phones import Desk, Phone
from sqlalchemy import select

from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.places import School
from models.programmes import Enrolment, Programme
from models.vocabulary import Role

SCHOOL = "school:NPT1-02"  # owed visits by its network, in another programme


@pytest.fixture
def sandbox(desk: Desk) -> Phone:
    """The coordinator of the sandbox, in which that school takes part, too."""
    programme = desk.session.scalars(select(Programme).where(Programme.code == "SANDBOX")).one()
    school = desk.session.scalars(select(School).where(School.code == "NPT1-02")).one()
    desk.session.add(
        Enrolment(programme_id=programme.id, school_id=school.id, starts_on=date(2023, 10, 1))
    )
    desk.session.flush()
    return desk.appoint("U" + "7" * 32, Role.NATIONAL_COORDINATOR, "SANDBOX")


def test_following_up_shows_what_is_owed_to_the_own_programme_alone(sandbox: Phone) -> None:
    shown = sandbox.press(Press(Do.GO, slot="follow", value=SCHOOL))
    assert "นิเทศสถานศึกษา" not in shown
    assert t("outstanding.none") in shown


def test_nobody_is_reminded_of_another_programme(sandbox: Phone) -> None:
    sandbox.say("เตือน โรงเรียนบ้านลำพยา")
    assert "ส่งเตือน" not in sandbox.labels
