"""What goes into a file: for each role and scope, counted a second time in plain SQL."""

from datetime import date

import pytest
from duty_desk import account_of, actor, appoint, at, exchange, report, scope, subject, visit
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.actors import load_actor
from models.export_queries import (
    Wanted,
    count_exchanges_wanted,
    count_reports_wanted,
    count_visits_wanted,
    exchanges_wanted,
    exporting,
    reports_wanted,
    standings_wanted,
    visits_wanted,
)
from models.exports import AGAIN, ask_export, find_export, spend_export
from models.people import COUNTRY
from models.record_states import set_withdrawn
from models.status_reach import find_seen
from models.vocabulary import (
    ExchangeLevel,
    ExportKind,
    RecordKind,
    ReportKind,
    Role,
    ScopeKind,
    VisitKind,
)

TODAY = date(2023, 6, 20)
NOW = at("2023-06-20T10:00")
A, B = "QIN-NPT1-A", "QIN-NPT1-B"
NATE, PRANEE, ANAN, MALI = "นเรศ", "ปราณี", "อนันต์", "มะลิ"

#: Beside the records' own tables, as little of our own code as can be.
VISITS_OF = {
    "TH": "SELECT count(*) FROM mentoring_visits WHERE withdrawn_at IS NULL",
    "NPT1": """SELECT count(*) FROM mentoring_visits v JOIN schools s ON s.id = v.mentee_school_id
        LEFT JOIN offices o ON o.id = s.office_id LEFT JOIN offices m ON m.id = v.mentor_office_id
        WHERE v.withdrawn_at IS NULL AND 'NPT1' IN (o.code, m.code)""",
    A: f"""SELECT count(*) FROM mentoring_visits v JOIN networks n ON n.id = v.network_id
        WHERE v.withdrawn_at IS NULL AND n.code = '{A}'""",
    "QIN": """SELECT count(*) FROM mentoring_visits v JOIN programmes p ON p.id = v.programme_id
        WHERE v.withdrawn_at IS NULL AND p.code = 'QIN'""",
}


@pytest.fixture
def country(desk: Session) -> Session:
    """Visits, exchanges and reports in two area offices and outside of both."""
    appoint(desk, PRANEE, Role.AREA_COORDINATOR, "NPT1")
    anan = appoint(desk, ANAN, Role.AREA_COORDINATOR, "STN")
    appoint(desk, NATE, Role.NATIONAL_COORDINATOR, "TH")
    appoint(desk, "สุดา", Role.NATIONAL_COORDINATOR, "QIN")
    appoint(desk, "วิชัย", Role.SUPERVISOR, "NPT1")
    appoint(desk, MALI, Role.TEACHER, "NPT1-01")
    appoint(desk, "กานดา", Role.EXPERT, "COLLAB-2564")
    for day in ("2022-09-30", "2022-10-01", "2023-01-15", "2023-06-10"):
        visit(desk, day, "NPT1-02", network_id=subject(desk, A).id)
    visit(desk, "2023-02-01", "NPT1-06", network_id=subject(desk, B).id)
    visit(desk, "2023-02-02", "CA-02", "COLLAB")
    supervised = {"mentor_office_id": subject(desk, "STN").id, "by": anan}
    visit(desk, "2023-03-01", "STN-P1", "SANDBOX", VisitKind.SUPERVISION, **supervised)
    gone = visit(desk, "2023-06-11", "NPT1-03", network_id=subject(desk, A).id)
    set_withdrawn(desk, RecordKind.VISIT, gone.id, NOW)
    exchange(desk, "2023-03-01", ExchangeLevel.INTRA_NETWORK, A)
    exchange(desk, "2023-04-01", ExchangeLevel.INTER_NETWORK, A, B)
    exchange(desk, "2022-04-01", ExchangeLevel.AREA, B)
    report(desk, "2023-05-01", ReportKind.NETWORK_PLAN, A)
    report(desk, "2023-05-02", ReportKind.INNOVATION, "STN", "SANDBOX", by=anan)
    return desk


def wanted(session: Session, who: str, code: str, *days: date) -> Wanted:
    return Wanted(actor(session, who, TODAY), scope(session, code), *days)


@pytest.mark.parametrize(
    ("who", "code", "least"),
    [
        (NATE, "TH", 7),
        (NATE, "NPT1", 5),
        (NATE, A, 4),
        (NATE, "QIN", 5),
        (PRANEE, "NPT1", 5),
        (PRANEE, A, 4),
        ("วิชัย", "NPT1", 5),
        ("สุดา", "QIN", 5),
        ("สุดา", A, 4),
    ],
)
def test_a_scope_of_ones_own_gives_all_of_its_records(
    country: Session, who: str, code: str, least: int
) -> None:
    asked = wanted(country, who, code)
    counted = country.execute(text(VISITS_OF[code])).scalar_one()
    assert counted == least
    assert len(list(visits_wanted(country, asked))) == counted
    assert count_visits_wanted(country, asked) == counted


@pytest.mark.parametrize(
    ("who", "code"),
    [(PRANEE, "STN"), (PRANEE, "COLLAB-2564"), (ANAN, A), (ANAN, "NPT1"), ("สุดา", "SANDBOX")],
)
def test_anothers_scope_gives_nothing_and_is_not_found(
    country: Session, who: str, code: str
) -> None:
    asked = wanted(country, who, code)
    assert list(visits_wanted(country, asked)) == []
    assert list(exchanges_wanted(country, asked)) == []
    assert list(reports_wanted(country, asked)) == []
    posts, kind = exporting(actor(country, who, TODAY)), asked.scope.kind
    assert find_seen(country, posts, kind, code, TODAY) is None


@pytest.mark.parametrize("who", [MALI, "กานดา"])
@pytest.mark.parametrize("code", ["TH", "NPT1", A, "COLLAB-2564", "NPT1-01"])
def test_who_may_not_take_records_along_gets_none(country: Session, who: str, code: str) -> None:
    asked = wanted(country, who, code)
    assert exporting(actor(country, who, TODAY)) == ()
    assert list(visits_wanted(country, asked)) == []
    assert list(exchanges_wanted(country, asked)) == []
    assert list(reports_wanted(country, asked)) == []


def test_a_second_post_that_may_see_but_not_take_along_widens_nothing(country: Session) -> None:
    both = appoint(country, "สองหน้าที่", Role.SUPERVISOR, "STN")
    teacher = appoint(country, "อีกหน้าที่", Role.TEACHER, "NPT1-01")
    country.execute(
        text("UPDATE appointments SET person_id = :to WHERE person_id = :was"),
        {"to": both, "was": teacher},
    )
    found = actor(country, "สองหน้าที่", TODAY)
    assert len(found.posts) == 2
    assert count_visits_wanted(country, Wanted(found, COUNTRY)) == 1


def test_a_withdrawn_record_is_in_no_file_even_of_those_who_may_open_it(country: Session) -> None:
    given = [
        record.visit.withdrawn_at for record in visits_wanted(country, wanted(country, NATE, "TH"))
    ]
    assert given == [None] * 7


@pytest.mark.parametrize(
    ("first", "last", "visits", "exchanges", "reports"),
    [
        (date(2022, 10, 1), date(2023, 9, 30), 6, 2, 2),
        (date(2021, 10, 1), date(2022, 9, 30), 1, 1, 0),
        (date(2022, 9, 30), date(2022, 10, 1), 2, 0, 0),
        (date(2023, 6, 10), date(2023, 6, 10), 1, 0, 0),
        (date(2020, 1, 1), date(2020, 1, 2), 0, 0, 0),
    ],
)
def test_a_time_has_its_first_and_its_last_day(
    country: Session, first: date, last: date, visits: int, exchanges: int, reports: int
) -> None:
    asked = wanted(country, NATE, "TH", first, last)
    assert count_visits_wanted(country, asked) == len(list(visits_wanted(country, asked))) == visits
    found = len(list(exchanges_wanted(country, asked)))
    assert count_exchanges_wanted(country, asked) == found == exchanges
    found = len(list(reports_wanted(country, asked)))
    assert count_reports_wanted(country, asked) == found == reports


def test_the_status_of_an_office_is_of_its_own_alone(country: Session) -> None:
    standings = standings_wanted(country, wanted(country, PRANEE, "NPT1"), NOW)
    codes = {one.judged.subject.code for one in standings}
    assert codes
    assert all(code.startswith(("NPT1", "QIN-NPT1")) for code in codes)
    assert {one.office for one in standings} == {"สพป.นครปฐม เขต 1"}


def test_the_status_of_a_year_that_is_over_has_each_semester_that_ended_in_it(
    country: Session,
) -> None:
    year = (date(2021, 10, 1), date(2022, 9, 30))
    standings = standings_wanted(country, wanted(country, NATE, A, *year), NOW)
    done = {
        (one.judged.period.label_be, one.judged.period.semester): one.judged.done
        for one in standings
        if (one.judged.rule.code, one.judged.subject.code) == ("MENTORING", "NPT1-02")
        and one.judged.period
    }
    # The break after a semester counts to it, so 30 September and 1 October are both in 1/2565.
    assert done == {(2564, 1): 0, (2564, 2): 0, (2565, 1): 2}
    yearly = [one.judged for one in standings if one.judged.rule.code.startswith("EXCHANGE")]
    assert {one.period.label_be for one in yearly if one.period} == {2565}


# --- what was asked for --------------------------------------------------------------------------


def test_what_was_asked_for_is_found_by_the_one_who_asked_alone(country: Session) -> None:
    pranee, anan = actor(country, PRANEE, TODAY), actor(country, ANAN, TODAY)
    assert pranee.person_id
    assert anan.person_id
    of = scope(country, "NPT1")
    made = ask_export(country, pranee.person_id, ExportKind.VISITS, of, "fiscal.2566", NOW)
    assert find_export(country, pranee.person_id, made.id) is made
    assert find_export(country, anan.person_id, made.id) is None
    assert find_export(country, pranee.person_id, made.id + 1) is None
    assert (made.scope_kind, made.scope_code) == (ScopeKind.OFFICE, "NPT1")


def test_a_file_is_fetched_once_and_once_more_right_after(country: Session) -> None:
    person = actor(country, PRANEE, TODAY).person_id
    assert person
    made = ask_export(country, person, ExportKind.VISITS, scope(country, "NPT1"), "all", NOW)
    assert spend_export(country, made.id, NOW)
    assert spend_export(country, made.id, NOW + AGAIN)
    assert not spend_export(country, made.id, NOW + 2 * AGAIN)
    assert made.fetched_at == NOW
    assert not spend_export(country, made.id + 1, NOW)


def test_a_post_that_ended_takes_nothing_along(country: Session) -> None:
    appoint(country, "สมศรี", Role.AREA_COORDINATOR, "NPT1", until=date(2023, 6, 19))
    was = load_actor(country, account_of("สมศรี"), TODAY)
    assert count_visits_wanted(country, Wanted(was, scope(country, "NPT1"))) == 0
