"""What the bot remembers of small things: what a message was about, what people call schools, and
which roster it has read.
"""

from copy import deepcopy
from typing import Any

import pytest
from duty_desk import appoint, at, subject
from sqlalchemy.orm import Session

from models.learned_aliases import learn_alias, learned_for
from models.roster import import_roster, refusals
from models.roster_state import bump_roster_version, roster_version
from models.shown import note_shown, record_shown
from models.vocabulary import RecordKind, Role

NOW = at("2023-06-20T10:00")


# --- what a message was about --------------------------------------------------------------------


def test_a_quoted_message_means_the_record_it_showed_to_that_person(desk: Session) -> None:
    for record in (12, 13):  # noted twice: the first stands
        note_shown(desk, "m1", "U1", RecordKind.VISIT, record, NOW)
    assert record_shown(desk, "U1", "m1") == (RecordKind.VISIT, 12)
    assert record_shown(desk, "U2", "m1") is None
    assert record_shown(desk, "U1", "m2") is None


# --- what people call schools --------------------------------------------------------------------


def learn(session: Session, person: int, alias: str, code: str, office: str = "NPT1") -> None:
    learn_alias(
        session,
        alias_key=alias.replace(" ", ""),
        alias=alias,
        school_code=code,
        person_id=person,
        office_id=subject(session, office).id,
        now=NOW,
    )


def test_what_one_person_chose_holds_for_that_person_alone(desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    somsri = appoint(desk, "ครูสมศรี", Role.TEACHER, "NPT1-02")
    office = subject(desk, "NPT1").id
    learn(desk, mali, "ลำพยา", "NPT1-02")
    learn(desk, mali, "ลำพยา", "NPT1-02")
    assert learned_for(desk, mali, []) == [("ลำพยา", "NPT1-02")]
    assert learned_for(desk, somsri, [office]) == []


def test_what_two_of_an_office_chose_alike_holds_for_all_of_it(desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    somsri = appoint(desk, "ครูสมศรี", Role.TEACHER, "NPT1-02")
    kanda = appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-05")
    anan = appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN")
    learn(desk, mali, "ลำพยา", "NPT1-02")
    learn(desk, somsri, "ลำ พยา", "NPT1-02")
    office, other = subject(desk, "NPT1").id, subject(desk, "STN").id
    assert [code for _, code in learned_for(desk, kanda, [office])] == ["NPT1-02"]
    assert learned_for(desk, anan, [other]) == []
    assert learned_for(desk, kanda, []) == []


def test_two_people_of_two_offices_do_not_agree_for_either(desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    anan = appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN")
    kanda = appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-05")
    learn(desk, mali, "ลำพยา", "NPT1-02")
    learn(desk, anan, "ลำพยา", "NPT1-02", "STN")
    assert learned_for(desk, kanda, [subject(desk, "NPT1").id, subject(desk, "STN").id]) == []


@pytest.mark.parametrize(("alias", "code"), [("ก" * 121, "NPT1-02"), ("", "NPT1-02"), ("ก", "-")])
def test_what_is_no_name_of_a_school_is_not_learnt(alias: str, code: str, desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    learn(desk, mali, alias, code)
    assert learned_for(desk, mali, []) == []


def test_learning_leaves_the_version_of_the_roster(desk: Session) -> None:
    before = roster_version(desk)
    learn(desk, appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01"), "ลำพยา", "NPT1-02")
    assert roster_version(desk) == before


# --- which roster --------------------------------------------------------------------------------

A_ROSTER: dict[str, Any] = {
    "area_offices": [
        {
            "code": "XYZ1",
            "kind": "primary",
            "province": "แพร่",
            "zone": 1,
            "name_th": "สพป.แพร่ เขต 1",
            "short_th": "สพป.แพร่ เขต 1",
        }
    ],
    "schools": [
        {
            "code": "XYZ1-01",
            "name_th": "โรงเรียนบ้านใหม่",
            "area_office": "XYZ1",
            "role": "partner",
        }
    ],
}


def test_the_version_goes_up_with_each_import_that_changes_anything(session: Session) -> None:
    assert roster_version(session) == 0
    renamed = deepcopy(A_ROSTER)
    renamed["schools"][0]["name_th"] = "โรงเรียนบ้านใหม่พัฒนา"
    versions = []
    for roster in (A_ROSTER, A_ROSTER, renamed):
        assert refusals(import_roster(session, [roster])) == []
        versions.append(roster_version(session))
    assert versions == [1, 1, 2]
    bump_roster_version(session)
    assert roster_version(session) == 3


def test_the_rosters_that_ship_have_a_version(desk: Session) -> None:
    assert roster_version(desk) > 0
