"""Nobody comes to more than is theirs by a code, a namesake, or somebody whose time is over."""

import re
from datetime import date, timedelta

from phones import MALI, NOW, PRANEE, WICHAI, Desk, Phone
from sqlalchemy import select
from test_claiming import claim, claims, head_of_school
from test_posts import post_of, roles

from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.data_requests import note_request, set_aside
from models.forgetting import forget_person
from models.people import Appointment, Person, load_actor, scope_by_code
from models.posts import scope_values
from models.vocabulary import DataAnswer, DataRequestKind, Role

NEW = "U" + "7" * 32
OTHER = "U" + "5" * 32
TODAY = NOW.date()


def code_in(shown: str) -> str:
    found = re.search(r"[A-Z]{4}-\d{4}", shown)
    assert found
    return found[0]


def code_for(desk: Desk, who: str) -> str:
    """What a coordinator sees who wants a code for the new phone of somebody."""
    press = Press(Do.GO, slot="code_for", value=str(post_of(desk, who).id))
    return desk.phone(PRANEE).press(press)


def person_of(desk: Desk, who: str) -> int:
    person = load_actor(desk.session, who, TODAY).person_id
    assert person is not None
    return person


def deputy_of_pranee(desk: Desk) -> Phone:
    """วิชัย, who stands in for the coordinator and acts so."""
    pranee, wichai = desk.phone(PRANEE), desk.phone(WICHAI)
    pranee.say("ตั้งผู้ทำแทน", "วิชัย", "วันนี้", "30 พฤศจิกายน 2569")
    pranee.tap("ตั้งผู้ทำแทน")
    deputy = max(desk.session.scalars(select(Appointment.id)))
    wichai.press(Press(Do.GO, slot="change_role", value=str(deputy)))
    assert roles(desk, WICHAI) == [(Role.AREA_COORDINATOR, "NPT1")]
    return wichai


def known(desk: Desk, *posts: tuple[Role, str]) -> int:
    """Somebody of the roster, without an account, of the name of who asks to be let in."""
    person = Person(full_name="วีณา ใฝ่รู้", created_at=NOW)
    desk.session.add(person)
    desk.session.flush()
    for role, code in posts:
        scope = scope_by_code(desk.session, code)
        assert scope is not None
        row = Appointment(person_id=person.id, role=role, scope_kind=scope.kind)
        for column, value in scope_values(scope).items():
            setattr(row, column, value)
        row.starts_on = date(2023, 1, 1)
        desk.session.add(row)
    desk.session.flush()
    return person.id


def school_asked_for(desk: Desk) -> tuple[Phone, str]:
    head = head_of_school(desk)
    [(_, code)] = roles(desk, head.who)
    return head, code


def test_a_coordinator_ties_nobody_who_holds_more_than_they_look_after(desk: Desk) -> None:
    early = code_in(code_for(desk, MALI))
    desk.appoint(MALI, Role.NATIONAL_COORDINATOR, "TH")
    assert t("posts.phone.beyond") in code_for(desk, MALI)
    assert t("joining.refused.expired", code=early) in desk.phone(NEW).say(early)
    assert roles(desk, NEW) == []
    assert len(roles(desk, MALI)) == 2


def test_a_deputy_without_a_post_of_their_own_holds_nothing(desk: Desk) -> None:
    deputy_of_pranee(desk)
    own = post_of(desk, WICHAI)
    own.ends_on = TODAY
    desk.session.flush()
    assert roles(desk, WICHAI) == [(Role.AREA_COORDINATOR, "NPT1")]
    assert roles(desk, WICHAI, TODAY + timedelta(days=1)) == []


def test_a_namesake_with_a_higher_post_elsewhere_is_not_tied_to_who_asks(desk: Desk) -> None:
    claim(desk)
    head, code = school_asked_for(desk)
    known(desk, (Role.TEACHER, code), (Role.AREA_COORDINATOR, "STN"))
    assert t("claiming.one.beyond") in head.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert roles(desk, NEW) == []


def test_of_two_namesakes_none_is_taken(desk: Desk) -> None:
    claim(desk)
    head, code = school_asked_for(desk)
    known(desk, (Role.TEACHER, code))
    known(desk, (Role.TEACHER, code))
    assert t("claiming.one.several") in head.say(f"อนุมัติคำขอ {claims(desk)[0].id}")
    assert roles(desk, NEW) == []


def test_nobody_stands_in_for_somebody_who_is_forgotten(desk: Desk) -> None:
    deputy_of_pranee(desk)
    forget_person(desk.session, person_of(desk, PRANEE), TODAY)
    desk.session.expire_all()
    assert roles(desk, WICHAI) == [(Role.SUPERVISOR, "NPT1")]


def test_a_code_made_before_the_phone_was_changed_is_of_no_use(desk: Desk) -> None:
    early = code_in(desk.phone(MALI).say("เปลี่ยนเครื่อง"))
    desk.phone(NEW).say(code_in(code_for(desk, MALI)))
    assert t("joining.refused.expired", code=early) in desk.phone(OTHER).say(early)
    assert roles(desk, NEW) == [(Role.TEACHER, "NPT1-01")]


def test_who_made_a_code_uses_it_neither_now_nor_after_their_post(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ศึกษานิเทศก์")
    code = code_in(pranee.tap("ออกรหัส"))
    assert t("joining.refused.own", code=code) in pranee.say(code)
    post_of(desk, PRANEE).ends_on = TODAY - timedelta(days=1)
    desk.session.flush()
    for phone in (pranee, desk.phone(NEW)):
        assert t("joining.refused.expired", code=code) in phone.say(code)
    assert roles(desk, PRANEE) == []
    assert roles(desk, NEW) == []


def test_whose_deletion_waits_is_tied_to_no_other_phone(desk: Desk) -> None:
    code, person = code_in(code_for(desk, MALI)), person_of(desk, MALI)
    asked = note_request(
        desk.session,
        DataRequestKind.DELETION,
        DataAnswer.ASKED,
        person_id=person,
        line_user_id=MALI,
        now=NOW,
    )
    set_aside(desk.session, asked, NOW)
    desk.session.expire_all()
    assert t("joining.refused.leaving", code=code) in desk.phone(NEW).say(code)
    assert roles(desk, NEW) == []
