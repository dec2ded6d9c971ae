"""Deadlines made in the chat: whom they may ask, for whom they are judged, and every year again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from duty_desk import actor, appoint, at, programme_id, scope
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import transaction
from models.audiences import Audience, audience_of, audiences
from models.deadlines import (
    Wanted,
    cancel_deadline,
    find_own,
    make_deadline,
    own_deadlines,
    renew_yearly,
    yearly_passed,
)
from models.duties import Deadline
from models.duty_queries import judgement_of, judgements, open_dues
from models.vocabulary import MemberRole, Role, RuleSource, SubjectKind

TODAY = date(2026, 11, 20)
NOW = at("2026-11-20T09:00")


@pytest.fixture
def session(stocked: Engine) -> Iterator[Session]:
    with Session(stocked, expire_on_commit=False) as opened:
        opened.connection(execution_options={"writes": True})
        yield opened


def offered(session: Session, role: Role, code: str, today: date = TODAY) -> list[Audience]:
    name = f"{role}-{code}"
    appoint(session, name, role, code)
    return audiences(session, actor(session, name, today).posts, today)


def make(
    session: Session, audience: Audience, draft_id: str = "d-1", **changed: object
) -> Deadline:
    """What this audience is asked, by 30 November."""
    values: dict[str, object] = {
        "title": "แผนปฏิบัติการ",
        "due_on": date(2026, 11, 30),
        "due_time": None,
        "submit_url": None,
        "ladder": (-7, -1, 0, 1),
        "subject_ids": None,
        "repeats_yearly": False,
    }
    by = appoint(session, f"คุณปราณี {draft_id}", Role.AREA_COORDINATOR, "NPT1")
    deadline, new = make_deadline(
        session,
        audience,
        Wanted(**(values | changed)),  # type: ignore[arg-type]
        draft_id=draft_id,
        by=by,
        now=NOW,
        today=TODAY,
    )
    assert new
    return deadline


def networks_of_npt1(session: Session) -> Audience:
    return offered(session, Role.AREA_COORDINATOR, "NPT1")[0]


def judged_for(session: Session, deadline: Deadline, code: str = "TH") -> set[str]:
    """The codes of those it is judged for, as a scope shows them."""
    shown = judgements(session, now=NOW, scope=scope(session, code))
    return {judged.subject.code for judged in shown if judged.rule.code == deadline.code}


# --- whom they may ask ---------------------------------------------------------------------------


def test_an_area_coordinator_may_ask_those_of_the_own_office(session: Session) -> None:
    found = offered(session, Role.AREA_COORDINATOR, "NPT1")
    assert [(each.subject_kind, each.member_role) for each in found] == [
        (SubjectKind.NETWORK, None),
        (SubjectKind.SCHOOL, MemberRole.PARTNER),
        (SubjectKind.OFFICE, None),
    ]
    partners = {f"NPT1-0{number}" for number in (2, 3, 4, 6, 7, 8)}
    assert {subject.code for subject in found[1].subjects} == partners
    assert {each.office_id for each in found} == {scope(session, "NPT1").id}
    assert found[0].runs_until == date(2027, 9, 30)


def test_a_national_coordinator_may_ask_those_of_the_own_programme(session: Session) -> None:
    found = offered(session, Role.NATIONAL_COORDINATOR, "SANDBOX")
    asked = {each.subject_kind: {subject.code for subject in each.subjects} for each in found}
    assert asked[SubjectKind.OFFICE] == {"RYG1", "STN"}
    assert asked[SubjectKind.SCHOOL] == {"RYG1-P1", "RYG1-P2", "STN-P1", "STN-P2"}
    assert SubjectKind.NETWORK not in asked


def test_one_of_the_country_may_ask_those_of_every_programme_that_runs(session: Session) -> None:
    found = offered(session, Role.NATIONAL_COORDINATOR, "TH")
    programmes = {each.programme_id for each in found}
    assert programmes == {programme_id(session, code) for code in ("QIN", "SANDBOX")}
    assert len({each.key for each in found}) == len(found)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.SUPERVISOR, "NPT1"),
        (Role.TEACHER, "NPT1-01"),
        (Role.SCHOOL_ADMINISTRATOR, "NPT1-01"),
        (Role.EXPERT, "QIN"),
        (Role.OPERATOR, "TH"),
    ],
)
def test_no_other_role_may_ask_anybody(session: Session, role: Role, code: str) -> None:
    assert offered(session, role, code) == []


def test_a_programme_that_is_over_can_be_asked_nothing(session: Session) -> None:
    after = date(2027, 10, 1)
    assert offered(session, Role.NATIONAL_COORDINATOR, "TH", after) == []


# --- for whom it is judged -----------------------------------------------------------------------


def test_it_is_judged_for_the_own_office_alone(session: Session) -> None:
    deadline = make(session, networks_of_npt1(session))
    assert judged_for(session, deadline) == {"QIN-NPT1-A", "QIN-NPT1-B"}
    assert judged_for(session, deadline, "QIN-NPT1-A") == {"QIN-NPT1-A"}
    assert judged_for(session, deadline, "STN") == set()


def test_an_area_of_pilots_leaves_those_of_others_alone(session: Session) -> None:
    [pilots] = [
        each
        for each in offered(session, Role.AREA_COORDINATOR, "STN")
        if each.member_role is MemberRole.PILOT
    ]
    deadline = make(session, pilots)
    assert judged_for(session, deadline) == {"STN-P1", "STN-P2"}
    assert judged_for(session, deadline, "RYG1") == set()


def test_a_list_is_judged_for_those_on_it_alone(session: Session) -> None:
    audience = networks_of_npt1(session)
    deadline = make(session, audience, subject_ids=[audience.subjects[1].id])
    assert judged_for(session, deadline) == {audience.subjects[1].code}
    left_out = judgement_of(
        session, RuleSource.DEADLINE, deadline.id, audience.subjects[0], deadline.due_on, NOW
    )
    assert left_out is None


def test_what_is_due_in_the_country_has_it_for_those_it_asks(session: Session) -> None:
    audience = networks_of_npt1(session)
    deadline = make(session, audience, subject_ids=[audience.subjects[0].id])

    def due(moment: datetime) -> list[str]:
        return [d.subject.code for d in open_dues(session, moment) if d.rule.code == deadline.code]

    assert due(NOW) == [audience.subjects[0].code]
    assert due(at("2026-12-15T09:00")) == [audience.subjects[0].code]  # 14 days after its last step
    assert due(at("2026-12-16T09:00")) == []


def test_a_cancelled_one_is_judged_for_nobody(session: Session) -> None:
    audience = networks_of_npt1(session)
    deadline = make(session, audience)
    cancel_deadline(session, deadline, NOW)
    assert judged_for(session, deadline) == set()
    again = judgement_of(
        session, RuleSource.DEADLINE, deadline.id, audience.subjects[0], deadline.due_on, NOW
    )
    assert again is None


def test_the_deadlines_of_rosters_are_for_all_as_before(session: Session) -> None:
    make(session, networks_of_npt1(session))
    [row] = session.scalars(select(Deadline).where(Deadline.code == "SANDBOX-STAFF-2570"))
    assert judged_for(session, row) == {"RYG1", "STN"}


def test_a_draft_makes_one_row(session: Session) -> None:
    audience = networks_of_npt1(session)
    first = make(session, audience)
    wanted = Wanted("อื่น", date(2026, 12, 1), None, None, (0,), None, False)
    again, new = make_deadline(
        session,
        audience,
        wanted,
        draft_id="d-1",
        by=first.created_by_person_id or 0,
        now=NOW,
        today=TODAY,
    )
    assert (again.id, new) == (first.id, False)
    assert again.title_th == "แผนปฏิบัติการ"


def test_the_database_wants_to_know_who_made_what_was_made_in_the_chat(session: Session) -> None:
    deadline = make(session, networks_of_npt1(session))
    deadline.created_by_person_id = None
    with pytest.raises(IntegrityError):
        session.flush()


# --- whose it is ---------------------------------------------------------------------------------


def test_it_belongs_to_whoever_reaches_over_all_of_it(session: Session) -> None:
    deadline = make(session, networks_of_npt1(session))

    def finds(role: Role, code: str) -> bool:
        appoint(session, f"{role}/{code}", role, code)
        posts = actor(session, f"{role}/{code}", TODAY).posts
        found = find_own(session, posts, deadline.id) is not None
        assert found == (deadline.id in own_deadlines(session, posts))
        return found

    assert finds(Role.AREA_COORDINATOR, "NPT1")
    assert finds(Role.NATIONAL_COORDINATOR, "QIN")
    assert finds(Role.NATIONAL_COORDINATOR, "TH")
    assert not finds(Role.AREA_COORDINATOR, "NPT2")
    assert not finds(Role.NATIONAL_COORDINATOR, "SANDBOX")
    assert not finds(Role.SUPERVISOR, "NPT1")


def test_an_area_coordinator_does_not_change_what_the_programme_asks(session: Session) -> None:
    national = offered(session, Role.NATIONAL_COORDINATOR, "QIN")[0]
    deadline = make(session, national)
    appoint(session, "ของเขต", Role.AREA_COORDINATOR, "NPT1")
    assert find_own(session, actor(session, "ของเขต", TODAY).posts, deadline.id) is None
    assert audience_of(session, deadline, TODAY) == national


# --- every year ----------------------------------------------------------------------------------


def rows(session: Session) -> list[tuple[str, date, bool]]:
    found = session.scalars(
        select(Deadline).where(Deadline.created_at.is_not(None)).order_by(Deadline.id)
    )
    return [(row.code, row.due_on, row.repeats_yearly) for row in found]


def test_next_years_is_made_once_its_day_has_passed(session: Session) -> None:
    deadline = make(session, networks_of_npt1(session), repeats_yearly=True)
    assert yearly_passed(session, date(2026, 11, 30)) == []
    assert yearly_passed(session, date(2026, 12, 1)) == [deadline.id]
    assert renew_yearly(session, NOW, date(2026, 12, 1)) == 1
    assert renew_yearly(session, NOW, date(2026, 12, 1)) == 0
    assert rows(session) == [
        ("d-1", date(2026, 11, 30), False),
        ("d-1:2027", date(2027, 11, 30), True),
    ]
    assert renew_yearly(session, NOW, date(2027, 12, 1)) == 1
    assert rows(session)[-1] == ("d-1:2028", date(2028, 11, 30), True)


def test_next_years_is_told_of_a_month_before_its_day(session: Session) -> None:
    make(session, networks_of_npt1(session), repeats_yearly=True)
    renew_yearly(session, NOW, date(2026, 12, 1))
    session.expire_all()
    row = session.scalars(select(Deadline).where(Deadline.code == "d-1:2027")).one()
    assert row.announced_on == date(2027, 10, 31)
    assert row.office_id == scope(session, "NPT1").id


def test_a_cancelled_one_comes_back_in_no_year(session: Session) -> None:
    deadline = make(session, networks_of_npt1(session), repeats_yearly=True)
    cancel_deadline(session, deadline, NOW)
    assert renew_yearly(session, NOW, date(2026, 12, 1)) == 0


def test_after_years_without_a_round_only_the_coming_one_is_made(session: Session) -> None:
    make(session, networks_of_npt1(session), repeats_yearly=True)
    assert renew_yearly(session, NOW, date(2029, 12, 1)) == 1
    assert rows(session)[1:] == [("d-1:2030", date(2030, 11, 30), True)]


@pytest.mark.parametrize(
    ("today", "next_one"),
    [(date(2028, 3, 1), date(2029, 2, 28)), (date(2031, 3, 5), date(2032, 2, 29))],
)
def test_the_29th_of_february_is_the_28th_in_other_years(
    session: Session, today: date, next_one: date
) -> None:
    make(session, networks_of_npt1(session), due_on=date(2028, 2, 29), repeats_yearly=True)
    renew_yearly(session, NOW, today)
    assert rows(session)[-1][1] == next_one


def test_two_schedulers_at_once_make_one(stocked: Engine) -> None:
    with transaction(stocked) as session:
        make(session, networks_of_npt1(session), repeats_yearly=True)
    together = Barrier(2)

    def renew(_scheduler: int) -> None:
        together.wait()
        with transaction(stocked) as session:
            renew_yearly(session, NOW, date(2026, 12, 1))

    with ThreadPoolExecutor(2) as schedulers:
        list(schedulers.map(renew, range(2)))
    with transaction(stocked) as session:
        assert [due_on for _, due_on, _ in rows(session)] == [
            date(2026, 11, 30),
            date(2027, 11, 30),
        ]
