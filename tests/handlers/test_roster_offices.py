"""A roster file of those who look after the whole country: offices, special groups, and pilot
schools that are in a programme without a network."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from sqlalchemy import Engine, select

from bot.database import reading, transaction
from handlers.roster_filled import filled
from handlers.roster_plan import SheetPlan, plan_book
from handlers.roster_sheet import Book, Line, Part, Value
from models.actors import Post
from models.mentoring import mentor_places
from models.people import Scope
from models.places import Office
from models.roster.sheet_facts import EVERYTHING, Reach, sheet_facts
from models.roster.sheet_writes import write_sheet
from models.vocabulary import Role, ScopeKind

TODAY = date(2026, 11, 22)
Cells = Mapping[str, Value]
CHIANGMAI = "สพป.เชียงใหม่ เขต 3"


def of(part: Part, *cells: Cells) -> list[Line]:
    return [Line(part, number, values) for number, values in enumerate(cells, start=2)]


def offices(*cells: Cells) -> list[Line]:
    return of(Part.OFFICES, *cells)


def schools(*cells: Cells) -> list[Line]:
    return of(Part.SCHOOLS, *cells)


def pilot(school: str, programme: str = "SANDBOX", **more: Value) -> Cells:
    return {"school": school, "role": "นำร่อง", "school_programme": programme, **more}


def reach_of(engine: Engine, code: str) -> Reach:
    with reading(engine) as session:
        found = session.scalars(select(Office.id).where(Office.code == code)).one()
    return Reach(frozenset({found}), None)


def planned(engine: Engine, lines: Iterable[Line], reach: Reach = EVERYTHING) -> SheetPlan:
    with reading(engine) as session:
        return plan_book(Book(list(lines)), sheet_facts(session, reach), reach, TODAY)


def taken(engine: Engine, lines: Iterable[Line], reach: Reach = EVERYTHING) -> SheetPlan:
    plan = planned(engine, lines, reach)
    with transaction(engine) as session:
        write_sheet(session, plan.writes)
    return plan


def outcomes(plan: SheetPlan) -> list[str]:
    return [result.outcome.value for result in plan.results]


def columns(plan: SheetPlan) -> list[str]:
    """The wrong column of each refused row."""
    return [result.faults[0][0] for result in plan.refused]


def test_an_office_with_its_network_and_schools_comes_with_one_file(stocked: Engine) -> None:
    lines = [
        *offices({"office_name": CHIANGMAI, "office_programme": "QIN"}),
        *of(
            Part.NETWORKS,
            {"network_name": "เครือข่ายบ้านฝาง", "programme": "QIN", "network_office": CHIANGMAI},
        ),
        *schools(
            {
                "school": "โรงเรียนบ้านฝาง",
                "network": "เครือข่ายบ้านฝาง",
                "role": "แกนนำ",
                "office": CHIANGMAI,
            }
        ),
    ]
    assert outcomes(taken(stocked, lines)) == ["created"] * 3
    assert outcomes(planned(stocked, lines)) == ["unchanged"] * 3
    with reading(stocked) as session:
        facts = sheet_facts(session, EVERYTHING)
        (office,) = [one for one in facts.offices if one.label == CHIANGMAI]
        made = session.get_one(Office, office.id)
    assert made.name_th == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเชียงใหม่ เขต 3"
    (school,) = [one for one in facts.schools.values() if one.name == "โรงเรียนบ้านฝาง"]
    assert school.office_id == office.id
    (term,) = [one for one in facts.terms if one.office_id == office.id]
    assert (term.starts_on, term.ends_on) == (date(2023, 10, 1), date(2027, 9, 30))


def test_in_a_file_of_one_office_its_name_need_not_stand_in_every_row(stocked: Engine) -> None:
    rows = [
        *of(Part.NETWORKS, {"network_name": "เครือข่ายบ้านฝาง", "programme": "QIN"}),
        *schools({"school": "โรงเรียนบ้านฝาง", "network": "เครือข่ายบ้านฝาง", "role": "แกนนำ"}),
    ]
    one, other = {"office_name": CHIANGMAI}, {"office_name": "สพป.นครปฐม เขต 1"}
    assert outcomes(planned(stocked, [*offices(one), *rows])) == ["created"] * 3
    assert columns(planned(stocked, [*offices(one, other), *rows])) == [
        "network_office",
        "network",
    ]
    assert columns(planned(stocked, rows)) == ["network_office", "network"]


@pytest.mark.parametrize(
    ("name", "more", "place"),
    [
        ("สพม.เชียงใหม่", {}, ("secondary", "เชียงใหม่", None, [])),
        ("สพม.ลำปาง ลำพูน", {}, ("secondary", "ลำปาง", None, ["ลำพูน"])),
        ("สศศ. กลุ่มที่ 5", {"office_province": "จ.ลพบุรี"}, ("special", "ลพบุรี", 5, [])),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตราด", {}, ("primary", "ตราด", None, [])),
    ],
)
def test_an_office_is_read_from_its_name(
    stocked: Engine, name: str, more: Cells, place: tuple[object, ...]
) -> None:
    lines = offices({"office_name": name, **more})
    assert outcomes(taken(stocked, lines)) == ["created"]
    assert outcomes(planned(stocked, lines)) == ["unchanged"]
    with reading(stocked) as session:
        made = session.scalars(select(Office).order_by(Office.id.desc()).limit(1)).one()
    assert (made.kind.value, made.province, made.zone, made.other_provinces) == place


def test_an_office_that_is_there_is_not_made_again_however_it_is_written(stocked: Engine) -> None:
    names = ("สพป.นครปฐม เขต 1", "สพป นฐ 1", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษานครปฐม เขต 1")
    for name in names:
        assert outcomes(planned(stocked, offices({"office_name": name}))) == ["unchanged"], name


def test_what_is_no_office_is_refused_with_its_column(stocked: Engine) -> None:
    wrong: tuple[tuple[Cells, str], ...] = (
        ({"office_name": "กลุ่มนิเทศ"}, "office_name"),
        ({"office_name": "สพป.นครปถม เขต 1"}, "office_name"),  # nearly one
        ({"office_name": "สพป.นครปฐม"}, "office_name"),  # there are two with a zone
        ({"office_name": "สพป.ตาก เขต 0"}, "office_name"),
        ({"office_name": "สศศ. กลุ่มที่ 5"}, "office_province"),
        ({"office_name": "สศศ. กลุ่มที่ 5", "office_province": "ลพบุรีี่"}, "office_province"),
        ({"office_name": "สพป.ตาก เขต 1", "office_code": "NPT1"}, "office_code"),
        ({"office_name": "สพป.นครปฐม เขต 1", "office_code": "XX"}, "office_code"),
        ({"office_name": "สพป.ตาก เขต 1", "office_programme": "ไม่มี"}, "office_programme"),
        ({"office_name": "สพป.ตาก เขต 1", "office_programme": "COLLAB"}, "office_programme"),
        ({"office_name": "สพป.ตาก เขต 1", "starts": "1/10/2569"}, "office_programme"),
    )
    plan = planned(stocked, offices(*(cells for cells, _ in wrong)))
    assert columns(plan) == [column for _, column in wrong]
    assert plan.writes.nothing


def test_an_office_is_in_a_programme_once_at_a_time(stocked: Engine) -> None:
    first = {"office_name": "สพป.สตูล", "office_programme": "SANDBOX"}
    ended = {**first, "starts": "1/10/2569", "ends": "31/3/2570"}
    again = {**first, "starts": "1/3/2570"}
    taken(stocked, offices(first))
    plan = planned(stocked, offices(ended, {**first, "starts": "1/4/2570"}))
    assert outcomes(plan) == ["changed", "created"]
    assert columns(planned(stocked, offices(ended, again))) == ["office_programme"]


def test_an_area_office_makes_no_offices(stocked: Engine) -> None:
    own = reach_of(stocked, "NPT1")
    lines = offices({"office_name": CHIANGMAI}, {"office_name": "สพป.นครปฐม เขต 1"})
    plan = planned(stocked, lines, own)
    assert outcomes(plan) == ["refused", "refused"]
    with reading(stocked) as session:
        facts = sheet_facts(session, own)
    assert Part.OFFICES not in filled(facts, own, TODAY).rows


# --- pilot schools -------------------------------------------------------------------------------


def test_a_pilot_school_of_a_sandbox_needs_no_network_and_is_mentored_by_its_office(
    stocked: Engine,
) -> None:
    own = reach_of(stocked, "STN")
    lines = schools(pilot("โรงเรียนบ้านควนโดน"))
    taken(stocked, offices({"office_name": "สพป.สตูล", "office_programme": "SANDBOX"}))
    plan = taken(stocked, lines, own)
    assert outcomes(plan) == ["created"]
    assert "SANDBOX" in plan.results[0].words
    assert outcomes(planned(stocked, lines, own)) == ["unchanged"]
    assert own.offices is not None
    (office_id,) = own.offices
    post = Post(Role.SUPERVISOR, Scope(ScopeKind.OFFICE, "STN", office_id, "สพป.สตูล"))
    with reading(stocked) as session:
        (place,) = mentor_places(session, [post], TODAY)
    assert "โรงเรียนบ้านควนโดน" in {mentee.name for mentee in place.mentees}


def test_a_pilot_school_leaves_and_comes_back_by_date(stocked: Engine) -> None:
    """The office's own term and a second one of the school: neither day counts twice."""
    taken(stocked, offices({"office_name": "สพป.สตูล", "office_programme": "SANDBOX"}))
    stay = pilot("โรงเรียนบ้านควนโดน", office="สพป.สตูล")
    taken(stocked, schools(stay))
    ended = {**stay, "starts": "1/10/2569", "ends": "31/1/2570"}
    back = {**stay, "starts": "1/6/2570"}
    assert columns(planned(stocked, schools({**back, "starts": "1/1/2570"}, ended))) == [
        "school_programme"
    ]
    assert outcomes(taken(stocked, schools(back, ended))) == ["created", "changed"]


def test_a_pilot_school_is_refused_where_nobody_would_mentor_it(stocked: Engine) -> None:
    npt = {"office": "สพป.นครปฐม เขต 1"}
    plan = planned(
        stocked,
        schools(
            pilot("โรงเรียนบ้านควนโดน", **npt),  # its office is in no sandbox
            pilot("โรงเรียนบ้านควนโดน", "QIN", **npt),  # there a network is needed
            pilot("โรงเรียนบ้านลำพยา", network="QIN-NPT1-A", **npt),  # of another programme
            {"school": "โรงเรียนบ้านควนโดน", "role": "นำร่อง", **npt},
            {**pilot("โรงเรียนบ้านควนโดน", **npt), "role": "แกนนำ"},
        ),
    )
    assert columns(plan) == ["school_programme", "network", "school_programme", "network", "role"]


def test_the_template_of_the_country_fits_what_is_there(stocked: Engine) -> None:
    """Every office, network and school of it, also those of no office, sent back as it is."""
    with reading(stocked) as session:
        facts = sheet_facts(session, EVERYTHING)
    rows = filled(facts, EVERYTHING, date(2022, 1, 1)).rows
    names = {row["school"] for row in rows[Part.SCHOOLS]}
    assert {"โรงเรียนอนุบาลภูเก็ต", "โรงเรียนนำร่องตัวอย่าง 1 สตูล"} <= names
    lines = [line for part in rows for line in of(part, *rows[part][1:])]
    plan = planned(stocked, lines)
    assert {(r.outcome.value, r.words) for r in plan.results} == {("unchanged", "")}
