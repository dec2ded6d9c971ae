"""A coordinator makes a code in chat: for whom, where, and never beyond the own scope."""

from datetime import timedelta

import pytest
from phones import ANAN, NOW, PRANEE, STRANGER, Desk, Phone
from sqlalchemy import select

from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.audit import AuditEntry
from models.people import Appointment, load_actor
from models.people_tables import Invitation
from models.places import School
from models.vocabulary import Role

NEW = "U" + "8" * 32


def invite_teacher(phone: Phone, school: str) -> str:
    phone.say("ออกรหัส", "ครู", school)
    phone.tap("ออกรหัส")
    title = phone.shown.splitlines()[0]
    return title.removeprefix(t("invite.made.title", code=""))


def test_a_code_made_in_chat_lets_one_person_join(desk: Desk) -> None:
    code = invite_teacher(desk.phone(PRANEE), "โรงเรียนบ้านอ้อกระทิง")
    assert "โรงเรียนบ้านอ้อกระทิง" in desk.phone(NEW).say(code)
    assert load_actor(desk.session, NEW, NOW.date()).joined
    [entry] = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "invitation.made"))
    assert code not in str(entry.details), "a code is a secret"


def test_the_code_lasts_fourteen_days_and_says_until_when(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    code = invite_teacher(pranee, "1")
    assert "4 ธันวาคม 2569" in pranee.shown
    desk.now = NOW + timedelta(days=15)
    assert desk.phone(NEW).say(code) == t("joining.refused.expired", code=code)


def test_a_coordinator_of_an_area_invites_to_three_roles(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส")
    assert [label for label in pranee.labels if label[0].isdigit()] == [
        "1. ครู",
        "2. ผู้บริหารสถานศึกษา",
        "3. ศึกษานิเทศก์",
    ]


def test_a_supervisor_is_invited_to_the_inviters_own_office(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ศึกษานิเทศก์")
    pranee.tap("ออกรหัส")
    assert "สพป.นครปฐม เขต 1" in pranee.shown


@pytest.mark.parametrize("typed", ["โรงเรียนนำร่องตัวอย่าง 1 สตูล", "นำร่องตัวอย่าง 1 สตูล"])
def test_a_school_of_another_office_is_not_found(desk: Desk, typed: str) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ครู", typed)
    assert "school" not in pranee.answers
    assert "สตูล" not in "".join(pranee.labels)


@pytest.mark.parametrize("do", [Do.ANSWER, Do.SURE])
def test_a_button_cannot_name_a_school_of_another_office(desk: Desk, do: Do) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ครู")
    assert pranee.draft is not None
    shown = pranee.press(Press(do, pranee.draft["id"], "school", "STN-P1"))
    assert t("dialog.miss.no_longer") in shown
    assert "school" not in pranee.answers


def test_another_office_invites_to_its_own_schools(desk: Desk) -> None:
    code = invite_teacher(desk.phone(ANAN), "1")
    assert "สตูล" in desk.phone(NEW).say(code)


def test_a_draft_of_somebody_whose_post_has_ended_makes_no_code(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ครู", "1")
    person_id = load_actor(desk.session, PRANEE, NOW.date()).person_id
    for post in desk.session.scalars(select(Appointment).where(Appointment.person_id == person_id)):
        post.role = Role.SUPERVISOR
    before = desk.records()["invitations"]
    pranee.tap("ออกรหัส")
    assert desk.records()["invitations"] == before


def test_a_school_that_moved_to_another_office_meanwhile_gets_no_code(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ครู", "1")
    assert pranee.draft is not None
    code = pranee.answers["school"]
    school = desk.session.scalars(select(School).where(School.code == code)).one()
    school.office_id = None
    before = desk.records()["invitations"]
    pranee.tap("ออกรหัส")
    pranee.tap("ออกรหัส")
    assert desk.records()["invitations"] == before


def test_a_national_coordinator_invites_to_any_school_by_name(desk: Desk) -> None:
    phone = desk.appoint(STRANGER, Role.NATIONAL_COORDINATOR, "TH")
    phone.say("ออกรหัส", "ครู", "นำร่องตัวอย่าง 1 สตูล")
    phone.tap("สตูล")
    assert phone.answers["school"] == "STN-P1"
    phone.tap("ออกรหัส")
    invitations = desk.session.scalars(select(Invitation).order_by(Invitation.id)).all()
    assert invitations[-1].role is Role.TEACHER
