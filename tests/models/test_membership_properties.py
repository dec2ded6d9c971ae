"""Memberships over time as files bring them: whatever rows come in whatever order, no school stands
twice in a network on a day, no network has two leads, and the totals of any day are its rows."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.roster_plan import plan_book
from handlers.roster_sheet import Book, Line, Part
from models.networks import Network, NetworkMembership
from models.people import scope_by_code
from models.roster.results import Outcome
from models.roster.sheet_facts import Reach, sheet_facts
from models.roster.sheet_writes import write_sheet
from models.schools_within import schools_within
from models.scopes import member_on
from models.vocabulary import MemberRole

TODAY = date(2026, 11, 22)
NETWORKS = ("QIN-NPT1-A", "QIN-NPT1-B")
SCHOOLS = ("โรงเรียนบ้านลำพยา", "โรงเรียนบ้านทุ่งน้อย", "โรงเรียนวัดปลักไม้ลาย", "โรงเรียนอนุบาลนครปฐม")
DAYS = 80
days = st.integers(-10, DAYS).map(lambda n: TODAY + timedelta(days=n))
#: Most rows end a stay or begin one, so that many are taken over and others are at odds with them.
spans = st.one_of(
    st.tuples(st.none(), days), st.tuples(days, st.none()), st.tuples(days, days).map(sorted)
)
Row = tuple[str, str, str, date | None, date | None]
rows = st.builds(
    lambda school, network, role, span: (school, network, role, *span),
    st.sampled_from(SCHOOLS),
    st.sampled_from(NETWORKS),
    st.sampled_from(["ร่วมพัฒนา", "ร่วมพัฒนา", "แกนนำ"]),
    spans,
)


def line(number: int, row: Row) -> Line:
    school, network, role, first, last = row
    cells = {"school": school, "network": network, "role": role}
    spans = {"starts": first, "ends": last}
    return Line(
        Part.SCHOOLS,
        number,
        {**cells, **{key: day.isoformat() for key, day in spans.items() if day}},
    )


def bring(desk: Session, lines: list[Line]) -> bool:
    """Take over the rows that pass; whether all of them did."""
    office = scope_by_code(desk, "NPT1")
    assert office is not None
    assert office.id is not None
    reach = Reach(frozenset({office.id}), None)
    plan = plan_book(Book(lines), sheet_facts(desk, reach), reach, TODAY)
    write_sheet(desk, plan.writes)
    desk.expire_all()
    return all(result.outcome is not Outcome.REFUSED for result in plan.results)


def test_rows_like_these_are_taken_over(desk: Session) -> None:
    bring(desk, [line(2, (SCHOOLS[0], NETWORKS[0], "ร่วมพัฒนา", None, TODAY + timedelta(days=9)))])
    bring(desk, [line(2, (SCHOOLS[0], NETWORKS[1], "ร่วมพัฒนา", TODAY + timedelta(days=10), None))])
    school = scope_by_code(desk, "NPT1-02")
    assert school is not None
    for day, code in ((9, NETWORKS[0]), (10, NETWORKS[1])):
        rows_then = there(desk, id_of(desk, code), TODAY + timedelta(days=day))
        assert school.id in {row.school_id for row in rows_then}


def id_of(desk: Session, code: str) -> int:
    return desk.scalars(select(Network.id).where(Network.code == code)).one()


def there(desk: Session, network_id: int, day: date) -> list[NetworkMembership]:
    query = select(NetworkMembership).where(NetworkMembership.network_id == network_id)
    return [
        row
        for row in desk.scalars(query)
        if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
    ]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=st.lists(st.lists(rows, min_size=1, max_size=4), min_size=1, max_size=4))
def test_files_in_any_order_leave_each_day_with_one_lead_and_each_school_once(
    desk: Session, files: list[list[Row]]
) -> None:
    with desk.begin_nested() as kept:
        for file in files:
            bring(desk, [line(number, row) for number, row in enumerate(file, start=2)])
        for day in (TODAY + timedelta(days=n) for n in range(-40, DAYS + 10, 9)):
            of_both = [
                r.school_id for code in NETWORKS for r in there(desk, id_of(desk, code), day)
            ]
            assert len(of_both) == len(set(of_both)), day
        for code in NETWORKS:
            network_id = id_of(desk, code)
            scope = scope_by_code(desk, code)
            assert scope is not None
            for day in (TODAY + timedelta(days=n) for n in range(-40, DAYS + 10, 9)):
                rows_then = there(desk, network_id, day)
                schools = [row.school_id for row in rows_then]
                assert len(schools) == len(set(schools)), (code, day)
                assert sum(row.role is MemberRole.LEAD for row in rows_then) <= 1, (code, day)
                counted = desk.scalar(
                    select(func.count()).where(
                        NetworkMembership.network_id == network_id, member_on(day)
                    )
                )
                assert counted == len(schools)
                assert {s.id for s in schools_within(desk, scope, day, 1000)} == set(schools)
        kept.rollback()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(file=st.lists(rows, min_size=1, max_size=5))
def test_a_file_that_was_taken_whole_changes_nothing_once_more(
    desk: Session, file: list[Row]
) -> None:
    with desk.begin_nested() as kept:
        lines = [line(number, row) for number, row in enumerate(file, start=2)]
        # What was refused may pass later, since the rows behind it have made room for it.
        whole = bring(desk, lines)
        before = memberships(desk)
        if whole:
            bring(desk, lines)
            assert memberships(desk) == before
        kept.rollback()


def memberships(desk: Session) -> list[tuple[object, ...]]:
    query = select(NetworkMembership).order_by(NetworkMembership.id)
    return [(row.id, row.starts_on, row.ends_on, row.role) for row in desk.scalars(query)]
