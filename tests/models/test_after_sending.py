"""What becomes of a record after it was sent: versions, co-reporters, the other side's word, and
what counts nowhere once it is withdrawn.
"""

from datetime import date

import pytest
from duty_desk import actor, appoint, at, exchange, programme_id, report, subject, visit
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.acknowledgements import (
    acknowledgement_of,
    answer_acknowledgement,
    ask_acknowledgement,
    waiting_acknowledgements,
)
from models.actors import Actor
from models.co_reporting import add_co_reporter, co_reporters_of, colleagues, object_to
from models.duty_queries import judgements
from models.exchange_queries import (
    count_exchanges,
    exchanges_by,
    exchanges_seen,
    export_exchanges,
    find_exchange,
)
from models.report_queries import find_report, reports_by, reports_seen
from models.status_queries import visits_to
from models.versions import keep_version, versions_of
from models.visit_queries import (
    count_visits,
    export_visits,
    find_visit,
    visit_on,
    visits_by,
    visits_received,
    visits_seen,
)
from models.visits import MentoringVisit
from models.visits_before import last_agreed, visits_near
from models.vocabulary import (
    AckState,
    ChangeWay,
    ExchangeLevel,
    RecordKind,
    ReportKind,
    Role,
    StepsState,
)

TODAY = date(2023, 6, 20)
NOW = at("2023-06-20T10:00")
JUNE = (date(2023, 6, 1), date(2023, 6, 30))
A = "QIN-NPT1-A"
INTRA = ExchangeLevel.INTRA_NETWORK


# --- versions ------------------------------------------------------------------------------------


def test_every_change_keeps_what_was_said_before(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    for day in ("2023-06-01", "2023-06-02"):
        keep_version(
            desk,
            RecordKind.VISIT,
            7,
            {"date": day},
            by=by,
            at=NOW,
            way=ChangeWay.EDIT,
            reason="พิมพ์ผิด",
        )
    other = keep_version(desk, RecordKind.EXCHANGE, 7, {}, by=by, at=NOW, way=ChangeWay.WITHDRAW)
    kept = versions_of(desk, RecordKind.VISIT, 7)
    assert [(one.number, one.answers["date"]) for one in kept] == [
        (1, "2023-06-01"),
        (2, "2023-06-02"),
    ]
    assert (kept[0].way, kept[0].reason, kept[0].changed_at) == (ChangeWay.EDIT, "พิมพ์ผิด", NOW)
    assert other == 1


# --- withdrawn -----------------------------------------------------------------------------------


def mentoring(session: Session, school: str) -> int:
    """How many visits count for a school's duty."""
    return next(
        judged.done
        for judged in judgements(session, now=at("2023-06-30T10:00"))
        if (judged.rule.code, judged.subject.code) == ("MENTORING", school)
    )


def test_a_withdrawn_visit_counts_nowhere(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, "NPT1")
    appoint(desk, "ครูสมศรี", Role.TEACHER, "NPT1-02")
    school, programme = subject(desk, "NPT1-02").id, programme_id(desk, "QIN")
    made = visit(desk, "2023-06-10", "NPT1-02", by=by, agreed_actions="ส่งแผน")
    supervisor, partner = actor(desk, "ศน.วิชัย", TODAY), actor(desk, "ครูสมศรี", TODAY)

    def counted() -> list[int]:
        return [
            mentoring(desk, "NPT1-02"),
            count_visits(desk, school, programme, *JUNE),
            len(visits_to(desk, [school], programme, *JUNE)),
            0 if visit_on(desk, "NPT1-02", made.visited_on) is None else 1,
            len(visits_near(desk, "NPT1-02", made.visited_on)),
            0 if last_agreed(desk, school, programme, TODAY) is None else 1,
            len(list(export_visits(desk))),
            len(visits_received(desk, [school])),
            len(visits_seen(desk, supervisor)),
            len(visits_seen(desk, partner)),
            0 if find_visit(desk, partner, made.id) is None else 1,
        ]

    assert counted() == [1] * 11
    made.withdrawn_at = NOW
    desk.flush()
    assert counted() == [0] * 11


def test_a_withdrawn_visit_is_opened_by_its_reporter_and_those_who_review(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-01")
    for name, role, code in (
        ("ศน.วิชัย", Role.SUPERVISOR, "NPT1"),
        ("คุณปราณี", Role.NATIONAL_COORDINATOR, "TH"),
        ("คุณอนันต์", Role.AREA_COORDINATOR, "STN"),
    ):
        appoint(desk, name, role, code)
    lead = subject(desk, "NPT1-01").id
    made = visit(desk, "2023-06-10", "NPT1-02", by=by, mentor_school_id=lead, withdrawn_at=NOW)
    opened = {
        name: find_visit(desk, actor(desk, name, TODAY), made.id) is not None
        for name in ("ครูมะลิ", "ครูกานดา", "ศน.วิชัย", "คุณปราณี", "คุณอนันต์")
    }
    assert opened == {
        "ครูมะลิ": True,
        "ครูกานดา": False,
        "ศน.วิชัย": True,
        "คุณปราณี": True,
        "คุณอนันต์": False,
    }
    assert [record.visit.id for record in visits_by(desk, by)] == [made.id]


def test_a_withdrawn_exchange_counts_nowhere_and_is_still_its_reporters(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, "NPT1")
    made = exchange(desk, "2023-06-10", INTRA, A, by=by)
    network, programme = subject(desk, A).id, programme_id(desk, "QIN")
    supervisor = actor(desk, "ศน.วิชัย", TODAY)

    def counted() -> list[int]:
        judged = next(
            judged
            for judged in judgements(desk, now=at("2023-06-30T10:00"))
            if (judged.rule.code, judged.subject.code) == ("EXCHANGE-YEARLY", A)
        )
        return [
            judged.done,
            count_exchanges(desk, network, programme, INTRA, *JUNE),
            len(list(export_exchanges(desk))),
            len(exchanges_seen(desk, supervisor)),
        ]

    assert counted() == [1] * 4
    made.withdrawn_at = NOW
    desk.flush()
    assert counted() == [0] * 4
    assert find_exchange(desk, supervisor, made.id) is not None
    assert [record.exchange.id for record in exchanges_by(desk, by)] == [made.id]


def test_a_withdrawn_report_is_only_its_reporters_and_its_reviewers(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    appoint(desk, "ครูสมศรี", Role.TEACHER, "NPT1-02")
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, "NPT1")
    made = report(desk, "2023-06-10", ReportKind.NETWORK_PLAN, A, by=by, withdrawn_at=NOW)
    supervisor, partner = actor(desk, "ศน.วิชัย", TODAY), actor(desk, "ครูสมศรี", TODAY)
    assert reports_seen(desk, supervisor) == []
    assert find_report(desk, supervisor, made.id) is not None
    assert find_report(desk, partner, made.id) is None
    assert [record.report.id for record in reports_by(desk, by)] == [made.id]


# --- several behind one record -------------------------------------------------------------------


def test_a_co_reporter_finds_the_records_in_the_own_history_unless_they_object(
    desk: Session,
) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    kanda = appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-08")
    seen = visit(desk, "2023-06-10", "NPT1-02", by=mali).id
    shared = exchange(desk, "2023-06-10", INTRA, A, by=mali).id
    planned = report(desk, "2023-06-10", ReportKind.NETWORK_PLAN, A, by=mali).id
    records = (
        (RecordKind.VISIT, seen),
        (RecordKind.EXCHANGE, shared),
        (RecordKind.REPORT, planned),
    )

    def history() -> list[list[int]]:
        looking = actor(desk, "ครูกานดา", TODAY)
        found = (
            find_visit(desk, looking, seen),
            find_exchange(desk, looking, shared),
            find_report(desk, looking, planned),
        )
        return [
            [record.visit.id for record in visits_by(desk, kanda)],
            [record.exchange.id for record in exchanges_by(desk, kanda)],
            [record.report.id for record in reports_by(desk, kanda)],
            [number for number, one in enumerate(found) if one is not None],
        ]

    nothing: list[list[int]] = [[], [], [], []]
    assert history() == nothing
    for kind, number in records:
        assert add_co_reporter(desk, kind, number, kanda, added_by=mali, now=NOW)
        assert not add_co_reporter(desk, kind, number, kanda, added_by=mali, now=NOW)
    assert history() == [[seen], [shared], [planned], [0, 1, 2]]
    for kind, number in records:
        assert object_to(desk, kind, number, kanda, NOW, "วันนั้นไม่ได้ไป")
        assert not object_to(desk, kind, number, kanda, NOW, "อีกครั้ง")
        (named,) = co_reporters_of(desk, kind, number)
        assert (named[0].objection, named[1]) == ("วันนั้นไม่ได้ไป", "ครูกานดา")
        assert not add_co_reporter(desk, kind, number, kanda, added_by=mali, now=NOW)
    assert history() == nothing


def test_what_was_withdrawn_is_no_longer_a_co_reporters(desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    kanda = appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-08")
    made = visit(desk, "2023-06-10", "NPT1-02", by=mali, withdrawn_at=NOW)
    add_co_reporter(desk, RecordKind.VISIT, made.id, kanda, added_by=mali, now=NOW)
    assert visits_by(desk, kanda) == []
    assert find_visit(desk, actor(desk, "ครูกานดา", TODAY), made.id) is None


def test_nobody_objects_to_what_they_were_not_named_for(desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    assert not object_to(desk, RecordKind.VISIT, 1, mali, NOW)


def test_colleagues_are_those_at_the_own_schools_and_offices_today(desk: Session) -> None:
    appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    kanda = appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-01")
    appoint(desk, "ครูที่ย้ายไป", Role.TEACHER, "NPT1-01", until=date(2023, 6, 19))
    appoint(desk, "ครูสมศรี", Role.TEACHER, "NPT1-02")
    wichai = appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, "NPT1")
    appoint(desk, "คุณปราณี", Role.AREA_COORDINATOR, "NPT1")
    assert colleagues(desk, actor(desk, "ครูมะลิ", TODAY), TODAY) == [(kanda, "ครูกานดา")]
    assert colleagues(desk, actor(desk, "คุณปราณี", TODAY), TODAY) == [(wichai, "ศน.วิชัย")]
    assert colleagues(desk, Actor("U1"), TODAY) == []


# --- visits before this one ----------------------------------------------------------------------


def test_a_visit_within_a_day_may_be_the_same_one(desk: Session) -> None:
    mali = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    kanda = appoint(desk, "ครูกานดา", Role.TEACHER, "NPT1-01")
    suda = appoint(desk, "ครูสุดา", Role.TEACHER, "NPT1-01")
    day_before = visit(desk, "2023-06-09", "NPT1-02", by=mali).id
    same_day = visit(desk, "2023-06-10", "NPT1-02", by=mali).id
    visit(desk, "2023-06-08", "NPT1-02", by=mali)
    visit(desk, "2023-06-10", "NPT1-03", by=mali)
    for person in (kanda, suda):
        add_co_reporter(desk, RecordKind.VISIT, same_day, person, added_by=mali, now=NOW)
    object_to(desk, RecordKind.VISIT, same_day, suda, NOW)
    assert visits_near(desk, "NPT1-02", date(2023, 6, 10)) == [
        (same_day, date(2023, 6, 10), mali, "ครูมะลิ", ((kanda, "ครูกานดา"),)),
        (day_before, date(2023, 6, 9), mali, "ครูมะลิ", ()),
    ]
    assert len(visits_near(desk, "NPT1-02", date(2023, 6, 10), days=2)) == 3
    assert visits_near(desk, "NPT1-02", date(2023, 6, 12)) == []


def test_the_last_agreed_steps_are_asked_about_until_they_are_done(desk: Session) -> None:
    school, programme = subject(desk, "NPT1-02").id, programme_id(desk, "QIN")
    visit(desk, "2023-05-20", "NPT1-02", agreed_actions="อ่านคู่มือ")
    agreed = visit(
        desk, "2023-06-01", "NPT1-02", agreed_actions="ส่งแผน", follow_up_on=date(2023, 6, 30)
    )
    visit(desk, "2023-06-05", "NPT1-02")  # agreed on nothing

    def asked(before: date = TODAY) -> tuple[object, ...] | None:
        return last_agreed(desk, school, programme, before)

    there = (agreed.id, date(2023, 6, 1), "ส่งแผน", date(2023, 6, 30))
    assert asked() == there
    earlier = asked(date(2023, 6, 1))
    assert earlier is not None
    assert earlier[2] == "อ่านคู่มือ"
    later = visit(
        desk,
        "2023-06-10",
        "NPT1-02",
        previous_visit_id=agreed.id,
        previous_steps=StepsState.PARTLY,
    )
    assert asked() == there
    later.previous_steps = StepsState.DONE
    assert asked() is None
    assert last_agreed(desk, school, programme_id(desk, "SANDBOX"), TODAY) is None


def test_an_answer_about_agreed_steps_names_their_visit(desk: Session) -> None:
    with pytest.raises(IntegrityError):
        visit(desk, "2023-06-10", "NPT1-02", previous_steps=StepsState.DONE)


# --- the other side ------------------------------------------------------------------------------


def asked_visit(session: Session) -> MentoringVisit:
    """A visit to NPT1-02 that its school was asked about, and somebody of each side."""
    by = appoint(session, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    appoint(session, "ครูสมศรี", Role.TEACHER, "NPT1-02")
    made = visit(session, "2023-06-10", "NPT1-02", by=by)
    ask_acknowledgement(session, made, NOW)
    return made


def waiting(session: Session, name: str) -> list[int]:
    return [one.visit_id for one in waiting_acknowledgements(session, actor(session, name, TODAY))]


def test_the_visited_school_says_its_word_and_both_sides_see_it(desk: Session) -> None:
    made = asked_visit(desk)
    assert (waiting(desk, "ครูสมศรี"), waiting(desk, "ครูมะลิ")) == ([made.id], [])
    somsri = actor(desk, "ครูสมศรี", TODAY)
    said = answer_acknowledgement(desk, somsri, made.id, AckState.ACKNOWLEDGED, now=NOW)
    assert said is not None
    found = acknowledgement_of(desk, made.id)
    assert found is not None
    assert (found.state, found.by_person_id) == (AckState.ACKNOWLEDGED, somsri.person_id)
    assert waiting(desk, "ครูสมศรี") == []


def test_an_objection_has_a_sentence(desk: Session) -> None:
    made = asked_visit(desk)
    somsri = actor(desk, "ครูสมศรี", TODAY)
    with pytest.raises(ValueError, match="objected"):
        answer_acknowledgement(desk, somsri, made.id, AckState.OBJECTED, now=NOW)
    said = answer_acknowledgement(
        desk, somsri, made.id, AckState.OBJECTED, now=NOW, sentence="วันนั้นโรงเรียนปิด"
    )
    assert said is not None
    assert said.sentence == "วันนั้นโรงเรียนปิด"


def test_only_the_visited_school_answers(desk: Session) -> None:
    made = asked_visit(desk)
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, "NPT1")
    for name in ("ครูมะลิ", "ศน.วิชัย"):
        looking = actor(desk, name, TODAY)
        said = answer_acknowledgement(desk, looking, made.id, AckState.ACKNOWLEDGED, now=NOW)
        assert said is None


def test_what_was_withdrawn_needs_no_answer(desk: Session) -> None:
    made = asked_visit(desk)
    made.withdrawn_at = NOW
    desk.flush()
    assert waiting(desk, "ครูสมศรี") == []
    somsri = actor(desk, "ครูสมศรี", TODAY)
    assert answer_acknowledgement(desk, somsri, made.id, AckState.ACKNOWLEDGED, now=NOW) is None


def test_a_visit_that_names_another_school_now_is_asked_about_anew(desk: Session) -> None:
    made = asked_visit(desk)
    somsri = actor(desk, "ครูสมศรี", TODAY)
    answer_acknowledgement(desk, somsri, made.id, AckState.ACKNOWLEDGED, now=NOW)
    assert ask_acknowledgement(desk, made, NOW).state is AckState.ACKNOWLEDGED
    made.mentee_school_id = subject(desk, "NPT1-03").id
    again = ask_acknowledgement(desk, made, NOW)
    assert (again.state, again.school_id) == (AckState.ASKED, made.mentee_school_id)
    assert waiting(desk, "ครูสมศรี") == []
