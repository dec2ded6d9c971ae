"""What a roster file would do, row by row: on the real networks of สพป.นครปฐม เขต 1, renewed by
the sample."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from handlers.roster_dates import Stay, at_odds
from handlers.roster_plan import SheetPlan, plan_book
from handlers.roster_sheet import FORMULA, Book, Line, Part, Value
from models.networks import NetworkMembership
from models.places import Office
from models.roster.results import Outcome
from models.roster.sheet_facts import EVERYTHING, Reach, sheet_facts
from models.roster.sheet_writes import write_sheet
from models.vocabulary import MemberRole

TODAY = date(2026, 11, 22)
A, B = "QIN-NPT1-A", "QIN-NPT1-B"
Cells = dict[str, Value]


@pytest.fixture
def office(stocked: Engine) -> Engine:
    """With the sample period in which the networks of the area run on: until September 2570."""
    return stocked


def rows(*cells: Cells, part: Part = Part.SCHOOLS) -> list[Line]:
    return [Line(part, number, values) for number, values in enumerate(cells, start=2)]


def row(school: str, network: str, role: str = "ร่วมพัฒนา", **more: Value) -> Cells:
    return {"school": school, "network": network, "role": role, **more}


def own(session: Session, code: str = "NPT1") -> Reach:
    office_id = session.scalars(select(Office.id).where(Office.code == code)).one()
    return Reach(frozenset({office_id}), None)


def planned(engine: Engine, lines: Iterable[Line], *, office: str | None = "NPT1") -> SheetPlan:
    with reading(engine) as session:
        reach = own(session, office) if office else EVERYTHING
        return plan_book(Book(list(lines)), sheet_facts(session, reach), reach, TODAY)


def taken(engine: Engine, lines: Iterable[Line]) -> SheetPlan:
    plan = planned(engine, lines)
    with transaction(engine) as session:
        write_sheet(session, plan.writes)
    return plan


def outcomes(plan: SheetPlan) -> list[str]:
    return [result.outcome.value for result in plan.results]


def why(plan: SheetPlan, at: int = 0) -> tuple[str, str]:
    """The column of the first fault of a refused row, and why."""
    assert plan.results[at].outcome is Outcome.REFUSED, plan.results[at]
    return plan.results[at].faults[0]


def test_a_new_partner_joins_on_its_day_and_a_second_run_changes_nothing(office: Engine) -> None:
    lines = rows(row("โรงเรียนบ้านดอนยอ", A, starts="1 ม.ค. 2570"))
    plan = taken(office, lines)
    assert outcomes(plan) == ["created"]
    assert "1 ม.ค. 2570" in plan.results[0].words
    assert outcomes(planned(office, lines)) == ["unchanged"]


def test_a_school_is_known_by_its_name_however_it_is_spaced(office: Engine) -> None:
    assert outcomes(planned(office, rows(row("รร.บ้าน ลำพยา", A)))) == ["unchanged"]


def test_a_name_that_is_nearly_one_is_refused_with_the_candidates(office: Engine) -> None:
    column, words = why(planned(office, rows(row("บ้านลำพญา", A))))
    assert column == "school"
    assert "โรงเรียนบ้านลำพยา (NPT1-02)" in words
    assert outcomes(planned(office, rows(row("บ้านลำพญา", A, fresh="ใช่")))) == ["created"]


def test_a_partner_moves_to_another_lead_by_date(office: Engine) -> None:
    """Its old row ends, a new one begins, in whichever order they stand."""
    new = row("บ้านลำพยา", B, starts="1/4/2570")
    old = row("บ้านลำพยา", A, ends="31/3/2570")
    assert why(planned(office, rows(new)))[0] == "network"
    assert outcomes(taken(office, rows(new, old))) == ["created", "changed"]
    with reading(office) as session:
        facts = sheet_facts(session, EVERYTHING)
    school = facts.schools["NPT1-02"].id
    for day, network in ((date(2027, 3, 31), A), (date(2027, 4, 1), B)):
        there = [
            m.network_id
            for m in facts.members[school]
            if m.starts_on <= day <= (m.ends_on or date.max)
        ]
        assert there == [facts.networks[network].id]


def test_a_new_school_without_a_day_is_so_from_the_periods_first_which_is_told(
    office: Engine,
) -> None:
    plan = planned(office, rows(row("รร.บ้านดอนยอ", A)))
    assert plan.long_ago
    assert plan.writes.schools[0].name == "โรงเรียนบ้านดอนยอ"
    assert not planned(office, rows(row("รร.บ้านดอนยอ", A, starts="1/11/2569"))).long_ago
    assert not planned(office, rows(row("บ้านลำพยา", A))).long_ago


def test_one_network_has_one_lead_at_a_time(office: Engine) -> None:
    column, words = why(planned(office, rows(row("โรงเรียนบ้านดอนยอ", A, "แกนนำ"))))
    assert column == "role"
    assert "อนุบาลนครปฐม" in words


def test_the_same_row_twice_is_found(office: Engine) -> None:
    plan = planned(office, rows(row("บ้านลำพยา", A), row("โรงเรียนบ้านลำพยา", A)))
    assert outcomes(plan) == ["unchanged", "refused"]
    assert "แถว 2" in plan.results[1].words


WRONG: tuple[tuple[Cells, str], ...] = (
    (row("", A), "school"),
    ({"school": FORMULA, "network": A, "role": "ร่วมพัฒนา"}, "school"),
    (row("#REF!", A), "school"),
    (row("บ้านลำพยา", "เครือข่ายที่ไม่มี"), "network"),
    (row("บ้านลำพยา", A, "ครูใหญ่"), "role"),
    (row("บ้านลำพยา", A, starts="31/2/2569"), "starts"),
    (row("บ้านลำพยา", A, starts=datetime.fromisoformat("1969-10-01")), "starts"),
    (row("บ้านลำพยา", A, starts=45000), "starts"),
    (row("บ้านลำพยา", A, ends="1/1/2566"), "ends"),
    (row("บ้านลำพยา", A, ends="1/1/2599"), "ends"),
    (row("บ้านลำพยา", A, school_code="NPT1-01"), "school_code"),
    (row("บ้านลำพยา", A, school_code="ก1"), "school_code"),
    (row("บ้านดอนยอ", A, office="สพป.สตูล"), "office"),
)


def test_a_wrong_cell_is_named(office: Engine) -> None:
    plan = planned(office, rows(*(cells for cells, _ in WRONG)))
    for at, (_, column) in enumerate(WRONG):
        assert why(plan, at)[0] == column
    assert plan.writes.nothing


def test_an_excel_day_in_the_buddhist_era_is_that_day(office: Engine) -> None:
    plan = planned(
        office, rows(row("โรงเรียนบ้านดอนยอ", A, starts=datetime.fromisoformat("2570-01-01")))
    )
    assert plan.writes.members[0].starts_on == date(2027, 1, 1)


def test_nobody_changes_what_belongs_to_another_office(office: Engine) -> None:
    lines = rows(row("บ้านลำพยา", A, school_code="NPT1-02"))
    assert planned(office, lines).refused == []
    other = planned(office, lines, office="STN")
    assert len(other.refused) == 1
    assert other.writes.nothing


def test_a_new_network_with_its_schools_in_one_file(office: Engine) -> None:
    lines = [
        *rows({"network_name": "เครือข่ายวัดใหม่", "programme": "QIN"}, part=Part.NETWORKS),
        *rows(
            row("โรงเรียนวัดใหม่สุวรรณ", "เครือข่ายวัดใหม่", "แกนนำ"),
            row("โรงเรียนบ้านดอนยอ", "เครือข่ายวัดใหม่"),
        ),
    ]
    assert outcomes(taken(office, lines)) == ["created"] * 3
    assert outcomes(planned(office, lines)) == ["unchanged"] * 3


def test_a_refused_network_takes_its_schools_with_it(office: Engine) -> None:
    lines = [
        *rows({"network_name": "เครือข่ายวัดใหม่", "programme": "ไม่มี"}, part=Part.NETWORKS),
        *rows(row("โรงเรียนวัดใหม่สุวรรณ", "เครือข่ายวัดใหม่", "แกนนำ")),
    ]
    plan = planned(office, lines)
    assert outcomes(plan) == ["refused", "refused"]
    assert plan.writes.nothing


# --- dates ---------------------------------------------------------------------------------------

FIRST = date(2026, 10, 1)
spans = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60)))
stays = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(MemberRole), spans),
    max_size=10,
)


def _stay(who: int, made: tuple[int, int, MemberRole, tuple[int, int | None]]) -> Stay:
    school, network, role, (begins, lasts) = made
    first = FIRST + timedelta(days=begins)
    last = None if lasts is None else first + timedelta(days=lasts)
    return Stay(who, school, network, 1, role, first, last, "")


@settings(max_examples=200, deadline=None)
@given(stays)
def test_what_is_left_never_overlaps_and_counts_right_on_any_day(
    made: list[tuple[int, int, MemberRole, tuple[int, int | None]]],
) -> None:
    rows_ = [_stay(number, one) for number, one in enumerate(made)]
    odd = at_odds(rows_, ())
    kept = [one for one in rows_ if one.who not in odd]
    for day in (FIRST + timedelta(days=n) for n in range(130)):
        there = [s for s in kept if s.starts_on <= day <= (s.ends_on or date.max)]
        assert len({s.school for s in there}) == len(there)
        leads = [s.network for s in there if s.role is MemberRole.LEAD]
        assert len(set(leads)) == len(leads)
    # And nothing was refused without a reason.
    for one in rows_:
        if one.who in odd:
            other, how = odd[one.who]
            assert one.meets(other)
            assert one.school == other.school if how == "school" else one.network == other.network


def test_memberships_of_the_database_are_those_of_the_file(office: Engine) -> None:
    taken(office, rows(row("โรงเรียนบ้านดอนยอ", A, starts="1/1/2570", ends="30/6/2570")))
    with reading(office) as session:
        found = session.scalars(
            select(NetworkMembership).order_by(NetworkMembership.id.desc()).limit(1)
        ).one()
    assert (found.starts_on, found.ends_on) == (date(2027, 1, 1), date(2027, 6, 30))
    assert found.role is MemberRole.PARTNER
