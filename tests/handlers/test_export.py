"""“ส่งออก”: what is asked, what is understood, and how much there is, for each role."""

import uuid
from datetime import date

import pytest
from phones import ANAN, KANDA, MALI, NOW, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import select, text

from handlers.texts import t
from models.exports import Export
from models.networks import Network
from models.people_tables import LineAccount
from models.places import Office, School
from models.programmes import Programme
from models.visits import MentoringVisit
from models.vocabulary import ExportKind, Purpose, Role, ScopeKind, VisitKind, VisitMode

NATE = f"U{701:032d}"
A = "QIN-NPT1-A"

#: The same counted by the database alone: visits of an area office, of a network, of all.
OF_OFFICE = """SELECT count(*) FROM mentoring_visits v JOIN schools s ON s.id = v.mentee_school_id
    LEFT JOIN offices o ON o.id = s.office_id LEFT JOIN offices m ON m.id = v.mentor_office_id
    WHERE '{}' IN (o.code, m.code) AND v.visited_on BETWEEN '{}' AND '{}'"""
OF_NETWORK = """SELECT count(*) FROM mentoring_visits v JOIN networks n ON n.id = v.network_id
    WHERE n.code = '{}' AND v.visited_on BETWEEN '{}' AND '{}'"""
OF_ALL = "SELECT count(*) FROM mentoring_visits v WHERE v.visited_on BETWEEN '{1}' AND '{2}'"
FISCAL_2569 = ("2025-10-01", "2026-09-30")
FISCAL_2570 = ("2026-10-01", "2027-09-30")


@pytest.fixture
def area(desk: Desk) -> Desk:
    """Visits in two area offices, in the fiscal years 2569 and 2570."""
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    for day, school, network in (
        ("2026-09-30", "NPT1-02", A),
        ("2026-10-01", "NPT1-02", A),
        ("2026-11-02", "NPT1-03", A),
        ("2026-11-03", "NPT1-06", "QIN-NPT1-B"),
    ):
        visit(desk, day, school, network)
    visit(desk, "2026-11-04", "STN-P1", office="STN")
    return desk


def visit(desk: Desk, day: str, school: str, network: str = "", office: str = "") -> None:
    def id_of(table: type[School | Network | Office | Programme], code: str) -> int | None:
        return desk.session.scalar(select(table.id).where(table.code == code))

    account = desk.session.get_one(LineAccount, WICHAI)
    desk.session.add(
        MentoringVisit(
            draft_id=str(uuid.uuid4()),
            kind=VisitKind.MENTORING,
            programme_id=id_of(Programme, "QIN" if network else "SANDBOX"),
            mentee_school_id=id_of(School, school),
            network_id=id_of(Network, network),
            mentor_office_id=id_of(Office, office),
            visited_on=date.fromisoformat(day),
            mode=VisitMode.ONSITE,
            purposes=[Purpose.ADVICE],
            iqa_standards=[],
            topic="แผนพัฒนา",
            reporter_person_id=account.person_id,
            form_version=1,
            created_at=NOW,
        )
    )
    desk.session.flush()


def counted(desk: Desk, query: str, code: str, days: tuple[str, str]) -> int:
    return int(desk.session.execute(text(query.format(code, *days))).scalar_one())


def title(count: int, what: str = "visits") -> str:
    return t("export.ready.title", what=t(f"export.what.{what}"), count=count)


def asked(desk: Desk) -> Export:
    return desk.session.scalars(select(Export).order_by(Export.id.desc()).limit(1)).one()


# --- asked in one go -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "said", "query", "code", "days"),
    [
        (PRANEE, "ปีงบ 2570", OF_OFFICE, "NPT1", FISCAL_2570),
        (PRANEE, "ปีงบ 2569", OF_OFFICE, "NPT1", FISCAL_2569),
        (WICHAI, "ปีงบนี้", OF_OFFICE, "NPT1", FISCAL_2570),
        (WICHAI, "ปีงบประมาณที่แล้ว", OF_OFFICE, "NPT1", FISCAL_2569),
        (PRANEE, "ปีงบ 2570 เครือข่ายโรงเรียนบ้านลำพยา", OF_NETWORK, A, FISCAL_2570),
        (PRANEE, "เทอมนี้", OF_OFFICE, "NPT1", ("2026-11-01", "2027-05-15")),
        (PRANEE, "ปีการศึกษา 2569", OF_OFFICE, "NPT1", ("2026-05-16", "2027-05-15")),
        (ANAN, "ปีงบ 2570", OF_OFFICE, "STN", FISCAL_2570),
        (NATE, "ปีงบ 2570", OF_ALL, "TH", FISCAL_2570),
        (NATE, "ปีงบ 2570 สพป.นครปฐม เขต 1", OF_OFFICE, "NPT1", FISCAL_2570),
        (NATE, "ทั้งหมด", OF_ALL, "TH", ("2000-01-01", "2099-01-01")),
    ],
)
def test_all_that_is_needed_may_be_said_at_once(
    area: Desk, who: str, said: str, query: str, code: str, days: tuple[str, str]
) -> None:
    phone = area.phone(who)
    count = counted(area, query, code, days)
    assert count > 0
    shown = phone.say(f"ส่งออก นิเทศ {said}")
    assert title(count) in shown
    assert (asked(area).scope_code, asked(area).what) == (code, ExportKind.VISITS)
    (page,) = phone.pages
    assert (page.page, page.subject) == ("export", str(asked(area).id))
    assert phone.draft is None


def test_the_days_of_the_time_are_said_back_and_the_first_records_shown(area: Desk) -> None:
    shown = area.phone(PRANEE).say("ส่งออก นิเทศ ปีงบ 2570")
    assert "ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)" in shown
    assert "สพป.นครปฐม เขต 1" in shown
    assert shown.count("โรงเรียน") >= 3
    assert "1 ต.ค. 2569" in shown


def test_links_stand_in_buttons_alone(area: Desk) -> None:
    assert "http" not in area.phone(PRANEE).say("ส่งออก นิเทศ ปีงบ 2570")


@pytest.mark.parametrize(
    ("said", "what"),
    [("แลกเปลี่ยน", "exchanges"), ("รายงานอื่น", "reports"), ("สถานะ", "status")],
)
def test_other_records_may_be_had_too(area: Desk, said: str, what: str) -> None:
    shown = area.phone(PRANEE).say(f"ส่งออก {said} ปีงบ 2570")
    assert t(f"export.what.{what}") in shown
    assert asked(area).what == what


def test_the_status_has_rows_of_ones_own_office_alone(area: Desk) -> None:
    mine = area.phone(PRANEE).say("ส่งออก สถานะ ปีงบ 2570")
    theirs = area.phone(ANAN).say("ส่งออก สถานะ ปีงบ 2570")
    assert t("export.what.status") in mine
    assert mine != theirs


def test_where_there_is_nothing_no_file_is_offered(area: Desk) -> None:
    phone = area.phone(PRANEE)
    shown = phone.say("ส่งออก นิเทศ ปีงบ 2560")
    assert "ไม่มีการนิเทศ" in shown
    assert phone.pages == []


# --- asked step by step --------------------------------------------------------------------------


def test_two_taps_and_a_look_are_enough_where_one_has_one_place(area: Desk) -> None:
    phone = area.phone(PRANEE)
    phone.say("ส่งออก")
    assert phone.at == "records"
    phone.tap(t("export.what.visits"))
    assert phone.at == "period"
    phone.tap("ปีงบ 2570")
    shown = phone.tap(t("export.send"))
    assert title(counted(area, OF_OFFICE, "NPT1", FISCAL_2570)) in shown


def test_a_year_of_no_calendar_is_asked_about(area: Desk) -> None:
    phone = area.phone(PRANEE)
    phone.say("ส่งออก นิเทศ ปี 2569")
    assert phone.at == "period"
    labels = [label for label in phone.labels if "2569" in label]
    assert len(labels) == 3
    phone.tap("ปีการศึกษา 2569")
    days = ("2026-05-16", "2027-05-15")
    assert title(counted(area, OF_OFFICE, "NPT1", days)) in phone.tap(t("export.send"))


def test_a_time_may_be_typed_and_one_that_has_not_begun_is_refused_kindly(area: Desk) -> None:
    phone = area.phone(PRANEE)
    phone.say("ส่งออก นิเทศ")
    shown = phone.say("ปีงบ 2571")
    assert phone.at == "period"
    assert "ปีงบ 2571" in shown
    assert "ปีงบ 2569" in phone.say("ปีงบ 69")


def test_another_place_within_reach_may_be_named(area: Desk) -> None:
    phone = area.phone(NATE)
    area.appoint(NATE, Role.SUPERVISOR, "STN")
    phone.say("ส่งออก นิเทศ")
    assert phone.at == "place"
    phone.say("เครือข่ายโรงเรียนบ้านลำพยา")
    assert phone.at == "period"
    phone.say("ปีงบ 2570")
    shown = phone.tap(t("export.send"))
    assert title(counted(area, OF_NETWORK, A, FISCAL_2570)) in shown


# --- who may what --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [MALI, SOMSRI])
@pytest.mark.parametrize("said", ["ส่งออก", "ส่งออก นิเทศ ปีงบ 2570", "ส่งออก นิเทศ ปีงบ 2570 สพป.สตูล"])
def test_people_of_schools_take_no_records_along(area: Desk, who: str, said: str) -> None:
    phone = area.phone(who)
    assert t("common.not_allowed") in phone.say(said)
    assert area.session.scalars(select(Export)).all() == []


@pytest.mark.parametrize(("role", "code"), [(Role.EXPERT, "COLLAB-2564"), (Role.OPERATOR, "TH")])
def test_experts_and_operators_neither(area: Desk, role: Role, code: str) -> None:
    phone = area.appoint(KANDA, role, code)
    assert t("common.not_allowed") in phone.say("ส่งออก นิเทศ ปีงบ 2570")


@pytest.mark.parametrize(
    ("who", "place"),
    [
        (PRANEE, "สพป.สตูล"),
        (ANAN, "สพป.นครปฐม เขต 1"),
        (ANAN, "โรงเรียนบ้านลำพยา"),
        (NATE, "เมืองลับแล"),
    ],
)
def test_a_place_out_of_reach_is_not_found_and_nothing_is_given_instead(
    area: Desk, who: str, place: str
) -> None:
    phone = area.phone(who)
    shown = phone.say(f"ส่งออก นิเทศ ปีงบ 2570 {place}")
    assert t("export.cannot.not_seen", read=place) in shown
    assert phone.pages == []
    assert phone.at == "place"


def test_a_place_that_is_not_ones_own_cannot_be_tapped_in(area: Desk) -> None:
    phone = area.phone(ANAN)
    phone.say("ส่งออก นิเทศ ปีงบ 2570 เมืองลับแล")
    data = phone.data_of("สพป.สตูล").replace("office%3ASTN", "office%3ANPT1")
    assert "NPT1" in data
    phone.data(data)
    assert phone.at == "place"
    assert phone.pages == []


def test_a_post_that_ended_meanwhile_gives_nothing(area: Desk) -> None:
    phone = _before_the_last_tap(area)
    area.session.execute(text("UPDATE appointments SET ends_on = '2026-11-01'"))
    shown = phone.tap(t("export.send"))
    assert phone.pages == []
    assert area.session.scalars(select(Export)).all() == []
    assert title(counted(area, OF_OFFICE, "NPT1", FISCAL_2570)) not in shown


def _before_the_last_tap(desk: Desk) -> Phone:
    phone = desk.phone(PRANEE)
    phone.say("ส่งออก", "1", "ปีงบ 2570")
    return phone


def test_what_was_asked_for_is_kept_with_who_asked(area: Desk) -> None:
    area.phone(PRANEE).say("ส่งออก นิเทศ ปีงบ 2570")
    account = area.session.get_one(LineAccount, PRANEE)
    export = asked(area)
    assert (export.person_id, export.period) == (account.person_id, "fiscal.2570")
    assert (export.scope_kind, export.made_at, export.fetched_at) == (ScopeKind.OFFICE, NOW, None)
