"""What the database counts is what is there one by one, whoever takes part from when to when."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from duty_desk import BANGKOK, appoint, at, exchange, report, scope, visit
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from test_obligations import NETWORK, RENEWED, rule

from models.duty_queries import facts_of, judgements
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.networks import Network, NetworkMembership
from models.obligations import Judge, Judgement, Record, Rule, Subject, judge
from models.reports import Report
from models.scopes import COUNTRY
from models.spans import Span
from models.status_joined import joined_of
from models.subjects import Held, subjects_of, within_scope
from models.visits import MentoringVisit
from models.vocabulary import (
    Cadence,
    ExchangeLevel,
    MemberRole,
    ObligationKind,
    ReportKind,
    Role,
    RuleSource,
    VisitKind,
)

A, B = "QIN-NPT1-A", "QIN-NPT1-B"
LEFT_ON = date(2026, 3, 15)
KINDS = {
    ObligationKind.NETWORK_PLAN: ReportKind.NETWORK_PLAN,
    ObligationKind.EVALUATION: ReportKind.EVALUATION,
    ObligationKind.REPORT: ReportKind.ANNUAL_REPORT,
    ObligationKind.IMPROVEMENT_PLAN: ReportKind.IMPROVEMENT_PLAN,
}


def partners(session: Session) -> list[str]:
    """The codes of the partner schools of the two networks."""
    rows = session.execute(
        text(
            "SELECT DISTINCT s.code FROM schools s JOIN network_memberships m"
            " ON m.school_id = s.id JOIN networks n ON n.id = m.network_id"
            " WHERE m.role = 'partner' AND n.code LIKE 'QIN-NPT1-%' ORDER BY s.code"
        )
    )
    return [code for (code,) in rows]


def scatter(session: Session, seed: int) -> None:
    """Records of all kinds on days of three years, some told late, some later than anybody asks,
    some withdrawn; and network B leaves in the middle of a year."""
    draw = random.Random(seed)
    schools = partners(session)
    appoint(session, "ครูมาลี ใจดี", Role.TEACHER, "NPT1")
    for _ in range(60):
        day = date(2024, 10, 1) + timedelta(days=draw.randrange(900))
        told = at(f"{day}T16:00") + timedelta(hours=draw.choice((0, 0, 0, 7, 8, 1_000, 9_000)))
        changed: dict[str, Any] = {"created_at": told}
        if draw.random() < 0.15:
            changed["withdrawn_at"] = told
        where = draw.choice((A, B))
        exchange(session, str(day), draw.choice(list(ExchangeLevel)), where, **changed)
        visit(session, str(day), draw.choice(schools), kind=draw.choice(list(VisitKind)), **changed)
        kind = draw.choice(list(KINDS.values()))
        about = draw.choice(schools) if kind is ReportKind.EVALUATION else None
        report(session, str(day), kind, where, about=about, **changed)
    network = select(Network.id).where(Network.code == B).scalar_subquery()
    session.execute(
        update(NetworkMembership)
        .where(NetworkMembership.network_id == network, NetworkMembership.ends_on > LEFT_ON)
        .values(ends_on=LEFT_ON)
    )


def records(session: Session, asked: Rule, who: Subject, now: datetime) -> list[Record]:
    """What is there for somebody, each record for itself, as it is in the table."""
    if asked.kind is ObligationKind.EXCHANGE:
        held = session.scalars(
            select(ExchangeActivity)
            .join(ExchangeNetwork, ExchangeNetwork.exchange_id == ExchangeActivity.id)
            .where(ExchangeNetwork.network_id == who.id)
        )
        return [
            Record(one.starts_on, one.level, one.created_at)
            for one in held
            if one.withdrawn_at is None
        ]
    if asked.kind is ObligationKind.MENTORING_VISIT:
        made = session.scalars(
            select(MentoringVisit).where(
                MentoringVisit.mentee_school_id == who.id,
                MentoringVisit.kind == VisitKind.MENTORING,
                MentoringVisit.programme_id == asked.programme_id,
            )
        )
        return [
            Record(one.visited_on, None, None)
            for one in made
            if one.withdrawn_at is None and one.visited_on <= now.astimezone(BANGKOK).date()
        ]
    if asked.kind not in KINDS:
        return []
    found = []
    for one in session.scalars(select(Report).where(Report.kind == KINDS[asked.kind])):
        own = one.network_id if who.kind.value == "network" else one.school_id
        if own != who.id or one.withdrawn_at or one.programme_id != asked.programme_id:
            continue
        on = one.happened_on
        if asked.kind in (ObligationKind.EVALUATION, ObligationKind.REPORT):
            on = max(on, one.created_at.astimezone(BANGKOK).date())
        found.append(Record(on, None, one.created_at, about=one.happened_on))
    return found


def told(judged: Judgement) -> tuple[object, ...]:
    return (
        judged.rule.code,
        judged.subject.code,
        judged.period and judged.period.starts_on,
        judged.state,
        judged.done,
        judged.needed,
        dict(judged.by_level),
        judged.met_on,
        judged.on_time,
        judged.ended_on,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("now", "of"),
    [
        ("2026-05-20T09:00", None),
        ("2026-09-30T23:59", None),
        ("2026-05-20T09:00", date(2026, 2, 1)),
        ("2026-11-02T09:00", date(2026, 9, 30)),
        ("2027-03-20T09:00", None),
    ],
)
def test_what_the_database_counts_is_what_is_there_one_by_one(
    desk: Session, seed: int, now: str, of: date | None
) -> None:
    scatter(desk, seed)
    moment = at(now)
    day = of or moment.astimezone(BANGKOK).date()
    counted = [
        one
        for one in judgements(desk, now=moment, of=of)
        if one.rule.source is RuleSource.OBLIGATION
        and one.rule.kind is not ObligationKind.RESPONSIBLE_STAFF
    ]
    rules = list(dict.fromkeys(one.rule for one in counted))
    held: dict[Rule, Held] = subjects_of(desk, rules, within_scope(COUNTRY, day))
    running = facts_of(desk).periods
    alone = [
        judge(
            asked,
            who,
            spans,
            running[asked.programme_id],
            records(desk, asked, who, moment),
            moment,
            BANGKOK,
            of=of,
        )
        for asked in rules
        for who, spans in held[asked].items()
    ]
    assert sum(one.done for one in alone) > 3
    assert sorted(map(repr, map(told, counted))) == sorted(map(repr, map(told, alone)))


def test_an_evening_report_is_of_its_day_in_bangkok(desk: Session) -> None:
    """23:59 in Bangkok is in time; a minute later is 17:00 of the same day in UTC, and late."""
    for network, moment in ((A, "2026-09-30T23:59"), (B, "2026-10-01T00:00")):
        report(desk, "2026-09-30", ReportKind.ANNUAL_REPORT, network, created_at=at(moment))
    found = {
        one.subject.code: (one.met_on, one.on_time)
        for one in judgements(desk, now=at("2026-10-05T09:00"), of=date(2026, 9, 30))
        if one.rule.code == "REPORT" and one.subject.code in (A, B)
    }
    assert found == {A: (date(2026, 9, 30), True), B: (date(2026, 10, 1), False)}


def test_who_has_reported_is_known_without_reading_all_reports(desk: Session) -> None:
    """Of each kind one, just within and just without the time; counted once more in Python."""
    schools = partners(desk)[:6]
    first, last = date(2026, 10, 1), date(2026, 11, 20)
    people = {code: appoint(desk, f"ครู {code}", Role.TEACHER, code) for code in schools}
    appoint(desk, "ครูที่ไม่รับข้อความ", Role.TEACHER, schools[0], blocked=True)
    by = [people[code] for code in schools]
    visit(desk, "2026-10-01", schools[1], by=by[0])
    exchange(desk, "2026-11-20", ExchangeLevel.AREA, A, by=by[1])
    report(desk, "2026-10-15", ReportKind.NETWORK_PLAN, A, by=by[2])
    visit(desk, "2026-09-30", schools[1], by=by[3])
    visit(desk, "2026-10-02", schools[1], by=by[4], withdrawn_at=at("2026-10-03T09:00"))
    ids = {code: scope(desk, code).id or 0 for code in schools}
    programmes = set(desk.scalars(select(Network.programme_id).where(Network.code == A)))
    found = joined_of(desk, list(ids.values()), programmes, first, last, last)
    assert found.joined == frozenset(ids.values())
    reporters: dict[int, list[int]] = defaultdict(list)
    told: list[tuple[MentoringVisit | ExchangeActivity | Report, date]]
    told = [(one, one.visited_on) for one in desk.scalars(select(MentoringVisit))]
    told += [(one, one.starts_on) for one in desk.scalars(select(ExchangeActivity))]
    told += [(one, one.happened_on) for one in desk.scalars(select(Report))]
    for record, day in told:
        if record.withdrawn_at is None and first <= day <= last:
            reporters[record.reporter_person_id].append(record.id)
    assert found.reported == {ids[code] for code in schools if people[code] in reporters}
    assert len(found.reported) == 3


# --- pure: many at once --------------------------------------------------------------------------

days = st.dates(date(2023, 1, 1), date(2028, 12, 31))
times = st.builds(
    lambda first, length: Span(first, first + timedelta(days=length) if length else None),
    days,
    st.one_of(st.none(), st.integers(1, 900)),
)
reported = st.builds(
    Record,
    days,
    st.sampled_from(list(ExchangeLevel)),
    st.none(),
    st.integers(1, 3),
)


@given(
    st.lists(st.tuples(st.lists(times, min_size=1, max_size=2), st.lists(reported, max_size=5))),
    st.sampled_from([Cadence.YEARLY, Cadence.SEMESTER, Cadence.ONCE, Cadence.NONE, Cadence.DATE]),
    days,
    st.booleans(),
)
def test_many_are_judged_as_each_is_alone(
    asked: list[tuple[list[Span], list[Record]]], cadence: Cadence, today: date, settled: bool
) -> None:
    due_on = date(2026, 6, 1) if cadence is Cadence.DATE else None
    its = rule(cadence=cadence, due_on=due_on, member_role=MemberRole.PARTNER)
    now = at(f"{today}T12:00")
    court = Judge(its, (RENEWED,), now, BANGKOK, settled=settled)
    # Each twice: the second time its terms are known already, perhaps from somebody else.
    for spans, of_them in [*asked, *asked]:
        together = court.judge(NETWORK, spans, of_them)
        alone = judge(its, NETWORK, spans, (RENEWED,), of_them, now, BANGKOK, settled=settled)
        assert together == alone
