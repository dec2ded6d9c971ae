"""Posts and memberships over time: whatever is done in whatever order, no post is held twice on a
day, and what is counted on any day is what holds on it."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.people import Appointment, Person, scope_by_code
from models.places import School
from models.posts import appoint, deputise, end_post
from models.schools_within import schools_within
from models.scopes import covers, member_on
from models.vocabulary import MemberRole, Role, ScopeKind

START = date(2026, 10, 1)
DAYS = 40
days = st.integers(0, DAYS).map(lambda n: START + timedelta(days=n))
#: ("appoint", first, last or None) or ("end", which of the rows, the last day).
deeds = st.one_of(
    st.tuples(st.just("appoint"), days, st.none() | days),
    st.tuples(st.just("end"), st.integers(0, 5), days),
)
EACH_ROLLS_BACK = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def every_day() -> list[date]:
    return [START + timedelta(days=n) for n in range(-1, DAYS + 2)]


def in_force(row: Appointment | NetworkMembership, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)


def somebody(session: Session) -> int:
    person = Person(full_name="คนตัวอย่าง", created_at=datetime(2026, 10, 1, tzinfo=UTC))
    session.add(person)
    session.flush()
    return person.id


def teaching(session: Session, code: str = "NPT1-01") -> Post:
    scope = scope_by_code(session, code)
    assert scope is not None
    return Post(Role.TEACHER, scope)


def rows_of(session: Session, person_id: int) -> list[Appointment]:
    query = select(Appointment).where(Appointment.person_id == person_id)
    return list(session.scalars(query.order_by(Appointment.id)))


@EACH_ROLLS_BACK
@given(done=st.lists(deeds, max_size=8))
def test_a_post_is_never_held_twice_on_a_day_and_held_on_exactly_the_days_given(
    desk: Session, done: list[tuple[str, int | date, date | None]]
) -> None:
    with desk.begin_nested() as kept:
        person, post = somebody(desk), teaching(desk)
        expected: set[date] = set()
        for deed in done:
            match deed:
                case ("appoint", date() as first, last) if last is None or first <= last:
                    appoint(desk, person, post, first, last)
                    expected |= {d for d in every_day() if first <= d and (not last or d <= last)}
                case ("end", int() as which, date() as last) if rows := rows_of(desk, person):
                    row = rows[which % len(rows)]
                    gone = {d for d in every_day() if in_force(row, d) and d > last}
                    end_post(desk, row.id, last)
                    expected -= gone
        rows = rows_of(desk, person)
        for day in every_day():
            assert sum(in_force(row, day) for row in rows) == (day in expected), day
        kept.rollback()


@EACH_ROLLS_BACK
@given(first=days, last=days, ends=st.none() | days, ended=days)
def test_a_deputy_stands_in_only_while_the_post_is_held(
    desk: Session, first: date, last: date, ends: date | None, ended: date
) -> None:
    with desk.begin_nested() as kept:
        holder, deputy, post = somebody(desk), somebody(desk), teaching(desk)
        row = appoint(desk, holder, post, START, ends)
        made = deputise(desk, row.id, deputy, first, last)
        again = deputise(desk, row.id, deputy, first, last)
        assert again is None
        assert (made is None) == (min(last, ends or last) < first)
        end_post(desk, row.id, ended)
        own, standing = rows_of(desk, holder), rows_of(desk, deputy)
        for day in every_day():
            held = any(in_force(each, day) for each in own)
            assert held or not any(in_force(each, day) for each in standing), day
        kept.rollback()


@EACH_ROLLS_BACK
@given(stays=st.lists(st.tuples(days, st.none() | days), min_size=1, max_size=6))
def test_what_a_network_counts_on_any_day_are_its_members_of_that_day(
    desk: Session, stays: list[tuple[date, date | None]]
) -> None:
    with desk.begin_nested() as kept:
        network = desk.scalars(select(Network).order_by(Network.id)).first()
        assert network is not None
        for number, (first, last) in enumerate(stays):
            if last is not None and last < first:
                continue
            school = School(code=f"PROP-{number}", name_th=f"โรงเรียนทดสอบ {number}", sample=True)
            desk.add(school)
            desk.flush()
            desk.add(
                NetworkMembership(
                    network_id=network.id,
                    school_id=school.id,
                    role=MemberRole.PARTNER,
                    starts_on=first,
                    ends_on=last,
                )
            )
        desk.flush()
        of_it = select(NetworkMembership).where(NetworkMembership.network_id == network.id)
        members = desk.scalars(of_it).all()
        scope = scope_by_code(desk, network.code)
        assert scope is not None
        for day in every_day()[::13]:
            there = {row.school_id for row in members if in_force(row, day)}
            counted = desk.scalar(
                select(func.count(func.distinct(NetworkMembership.school_id))).where(
                    NetworkMembership.network_id == network.id, member_on(day)
                )
            )
            within = schools_within(desk, scope, day, 1000)
            assert counted == len(there)
            assert {school.id for school in within} == there
            assert all(covers(desk, scope, school, day) for school in within[:2])
        assert scope.kind is ScopeKind.NETWORK
        kept.rollback()
