"""The rosters that ship, and the national one: what they make, once and again."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from models.base import Base
from models.networks import (
    Agreement,
    AgreementClause,
    AgreementParty,
    Network,
    NetworkMembership,
)
from models.people import find_scope
from models.places import Office, OfficeAlias, School, SchoolAlias
from models.programmes import Enrolment, Programme, ProgrammePeriod, ProgrammeStatistic
from models.roster import SHIPPED, Outcome, RowResult, import_files, import_roster, refusals
from models.vocabulary import MemberRole, OfficeKind, PartyRole, Purpose, ScopeKind

NATIONAL = Path(__file__).parent.parent / "data" / "synth_roster.json"
SEED, SANDBOX = SHIPPED


def bring_in(engine: Engine, *files: Path) -> list[RowResult]:
    with transaction(engine) as session:
        results = import_files(session, files)
    assert refusals(results) == []
    return results


def outcomes(results: list[RowResult]) -> set[Outcome]:
    return {result.outcome for result in results}


def number(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def by_code(session: Session, table: Any, code: str) -> Any:
    return session.scalars(select(table).where(table.code == code)).one()


def load(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_bytes())
    return document


def test_the_real_networks_come_in_whole(engine: Engine) -> None:
    bring_in(engine, SEED)
    with reading(engine) as session:
        counted = {
            table.__name__: number(session, table)
            for table in (Office, School, Programme, Network, NetworkMembership, Agreement)
        }
        kinds = Counter(session.scalars(select(Office.kind)))
        aliases = number(session, OfficeAlias), number(session, SchoolAlias)
    assert counted == {
        "Office": 8,
        "School": 11,
        "Programme": 3,
        "Network": 3,
        "NetworkMembership": 11,
        "Agreement": 3,
    }
    assert kinds == {OfficeKind.CENTRAL: 3, OfficeKind.PRIMARY: 4, OfficeKind.SECONDARY: 1}
    assert aliases == (12, 22)


@pytest.mark.parametrize("files", [(SEED,), SHIPPED, (*SHIPPED, NATIONAL)], ids=len)
def test_a_second_run_changes_nothing_and_says_so(files: tuple[Path, ...], engine: Engine) -> None:
    first = bring_in(engine, *files)
    assert Outcome.CREATED in outcomes(first)
    second = bring_in(engine, *files)
    assert outcomes(second) == {Outcome.UNCHANGED}
    assert len(second) == len(first)


def test_each_row_has_one_result(engine: Engine) -> None:
    document = load(SEED)
    results = bring_in(engine, SEED)
    rows = sum(
        len(document[section])
        for section in ("agencies", "area_offices", "schools", "programmes", "networks")
    )
    told = [r for r in results if r.kind in {"agency", "office", "school", "programme", "network"}]
    assert len(told) == rows
    assert len({(r.kind, r.code) for r in results}) == len(results)


def test_what_has_no_table_yet_is_said_to_be_left_out(engine: Engine) -> None:
    left = {r.kind for r in bring_in(engine, SEED) if r.why and "not imported" in r.why}
    assert left == {"events"}


def test_a_network_may_have_no_lead_and_no_office(stocked: Engine) -> None:
    with reading(stocked) as session:
        network = by_code(session, Network, "COLLAB-2564")
        roles = session.scalars(
            select(NetworkMembership.role).where(NetworkMembership.network_id == network.id)
        ).all()
    assert network.office_id is None
    assert roles == [MemberRole.PILOT] * 3


def test_programmes_know_what_their_visits_are_for(stocked: Engine) -> None:
    with reading(stocked) as session:
        purposes = {row.code: row.purposes for row in session.scalars(select(Programme))}
    verbs = [
        Purpose.MENTORING,
        Purpose.ADVICE,
        Purpose.ASSISTANCE,
        Purpose.MONITORING,
        Purpose.EVALUATION,
    ]
    assert purposes == {
        "QIN": verbs,
        "SANDBOX": [*verbs, Purpose.ACTION_PLAN_ADVICE],
        "COLLAB": [Purpose.ADVICE, Purpose.EVALUATION],
    }


def test_two_sources_leave_two_dated_statistics(stocked: Engine) -> None:
    with reading(stocked) as session:
        rows = session.scalars(select(ProgrammeStatistic).order_by(ProgrammeStatistic.as_of)).all()
    assert [(r.as_of, r.lead_schools, r.partner_schools, r.source) for r in rows] == [
        (date(2021, 1, 17), 175, 548, "S4"),
        (date(2022, 7, 4), 178, 558, "S0"),
    ]
    assert rows[1].details["area_committees"] == 96


def test_an_agreement_has_all_its_parties_and_clauses(stocked: Engine) -> None:
    with reading(stocked) as session:
        mou = by_code(session, Agreement, "MOU-NPT1-2564")
        parties = session.scalars(
            select(AgreementParty.role).where(AgreementParty.agreement_id == mou.id)
        )
        roles = Counter(parties)
        clauses = session.scalars(
            select(AgreementClause.number).where(AgreementClause.agreement_id == mou.id)
        ).all()
        ftpi = session.scalars(
            select(AgreementParty).where(AgreementParty.agency_code.is_not(None))
        ).one()
    assert roles == {PartyRole.LEAD: 2, PartyRole.PARTNER: 6, PartyRole.WITNESS: 1}
    assert clauses == [f"3.{n}" for n in range(1, 10)]
    assert (ftpi.role, ftpi.agency_code) == (PartyRole.AGENCY, "FTPI")


def test_a_renewal_leaves_the_original_period_as_it_was(stocked: Engine) -> None:
    with reading(stocked) as session:
        qin = by_code(session, Programme, "QIN")
        periods = session.scalars(
            select(ProgrammePeriod)
            .where(ProgrammePeriod.programme_id == qin.id)
            .order_by(ProgrammePeriod.starts_on)
        ).all()
    assert [(p.starts_on, p.ends_on, p.years_be, p.sample) for p in periods] == [
        (date(2020, 10, 1), date(2023, 9, 30), [2564, 2565, 2566], False),
        (date(2023, 10, 1), date(2027, 9, 30), [2567, 2568, 2569, 2570], True),
    ]


def test_a_renewal_gives_new_rows_to_members_and_offices(stocked: Engine) -> None:
    with reading(stocked) as session:
        lead = by_code(session, School, "NPT1-01")
        memberships = session.scalars(
            select(NetworkMembership)
            .where(NetworkMembership.school_id == lead.id)
            .order_by(NetworkMembership.starts_on)
        ).all()
        enrolled = {
            code: session.scalars(
                select(Enrolment)
                .where(Enrolment.office_id == by_code(session, Office, code).id)
                .order_by(Enrolment.starts_on)
            ).all()
            for code in ("NPT1", "NPT2", "STN")
        }
        pilot = session.scalars(
            select(Enrolment.starts_on).where(
                Enrolment.school_id == by_code(session, School, "STN-P1").id
            )
        ).all()
    assert [(m.starts_on, m.ends_on, m.role, m.sample) for m in memberships] == [
        (date(2020, 10, 1), date(2023, 9, 30), MemberRole.LEAD, False),
        (date(2023, 10, 1), date(2027, 9, 30), MemberRole.LEAD, True),
    ]
    assert [e.sample for e in enrolled["NPT1"]] == [False, True]
    assert len(enrolled["NPT2"]) == 1  # its networks are not among those renewed
    assert [e.starts_on.year for e in enrolled["STN"]] == [2023, 2026]
    assert [day.year for day in pilot] == [2023, 2026]


def test_both_rosters_leave_one_office_each(stocked: Engine) -> None:
    results = bring_in(stocked, NATIONAL)
    with reading(stocked) as session:
        places = Counter(
            session.execute(
                select(Office.kind, Office.province, Office.zone).where(
                    Office.kind != OfficeKind.CENTRAL
                )
            ).all()
        )
        office = find_scope(session, ScopeKind.OFFICE, "P731")
    assert len(places) == 245 + 8
    assert set(places.values()) == {1}
    assert office is not None
    assert office.code == "NPT1"
    merged = [r for r in results if r.kind == "office" and r.outcome is Outcome.CHANGED]
    assert {(r.code, r.why) for r in merged} >= {("P731", "another code of NPT1")}
    assert len(merged) == 7


def test_schools_of_a_merged_office_hang_on_the_one_that_is_left(stocked: Engine) -> None:
    bring_in(stocked, NATIONAL)
    listed = [s["code"] for s in load(NATIONAL)["schools"] if s["office"] in {"P731", "P732"}]
    with reading(stocked) as session:
        own = {by_code(session, Office, code).id for code in ("NPT1", "NPT2")}
        found = session.scalars(select(School.office_id).where(School.code.in_(listed))).all()
    assert len(found) == len(listed)
    assert set(found) <= own


def test_invented_networks_belong_to_qin_and_are_samples(stocked: Engine) -> None:
    bring_in(stocked, NATIONAL)
    with reading(stocked) as session:
        network = by_code(session, Network, "N001")
        programme = session.get_one(Programme, network.programme_id)
        samples = session.scalars(select(Network.code).where(Network.sample)).all()
        members = session.scalars(
            select(NetworkMembership).where(NetworkMembership.network_id == network.id)
        ).all()
        real = by_code(session, Office, "NPT1")
    assert programme.code == "QIN"
    assert network.name_th.endswith("โรงเรียนท่าไร่พิทยาคม")
    assert len(samples) == 178
    assert all(member.sample and member.ends_on is None for member in members)
    assert not real.sample  # the invented roster does not make a sample of a real office


def test_offices_of_the_national_roster_are_read_from_their_names(stocked: Engine) -> None:
    bring_in(stocked, NATIONAL)
    with reading(stocked) as session:
        two = by_code(session, Office, "S820")
        group = by_code(session, Office, "X3")
        zoned = by_code(session, Office, "P714")
    assert (two.province, two.other_provinces) == ("พังงา", ["ภูเก็ต", "ระนอง"])
    assert (group.kind, group.zone) == (OfficeKind.SPECIAL, 3)
    assert zoned.zone == 4
    assert zoned.name_th == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาญจนบุรี เขต 4"


def test_a_real_roster_that_comes_later_makes_a_sample_office_real(engine: Engine) -> None:
    programmes = {name: load(SEED)[name] for name in ("agencies", "programmes")}
    with transaction(engine) as session:
        assert refusals(import_roster(session, [programmes])) == []
    bring_in(engine, NATIONAL)
    bring_in(engine, SEED)
    with reading(engine) as session:
        office = find_scope(session, ScopeKind.OFFICE, "NPT1")
        assert office is not None
        kept = session.get_one(Office, office.id)
        lead = by_code(session, School, "NPT1-01")
        spans = session.execute(
            select(Enrolment.starts_on, Enrolment.ends_on, Enrolment.sample).where(
                Enrolment.office_id == office.id
            )
        ).all()
    assert (kept.code, kept.sample) == ("P731", False)  # the first code stays
    assert lead.office_id == kept.id
    assert [tuple(span) for span in spans] == [(date(2020, 10, 1), date(2023, 9, 30), False)]
    for files in ((NATIONAL,), (SEED,)):
        assert outcomes(bring_in(engine, *files)) == {Outcome.UNCHANGED}


def test_the_order_of_the_files_does_not_matter(engine: Engine) -> None:
    bring_in(engine, NATIONAL, SANDBOX, SEED)
    with reading(engine) as session:
        assert find_scope(session, ScopeKind.NETWORK, "N178") is not None
        assert find_scope(session, ScopeKind.NETWORK, "QIN-NPT1-A") is not None


def test_a_change_in_a_file_is_told_by_field(stocked: Engine) -> None:
    document = load(SEED)
    document["schools"][1]["name_th"] = "โรงเรียนบ้านลำพยา (ใหม่)"
    document["schools"][1]["aliases"].append("ลำพยาใหม่")
    document["programmes"][1]["ends"] = {"iso": "2022-12-31", "be": "31/12/2565"}
    with transaction(stocked) as session:
        results = import_roster(session, [document])
    changed = {(r.kind, r.code): r.field for r in results if r.outcome is not Outcome.UNCHANGED}
    assert changed[("school", "NPT1-02")] == "name_th, aliases"
    assert changed[("programme", "COLLAB")] == "ends_on, years_be"


def test_two_schools_of_a_network_may_change_places(stocked: Engine) -> None:
    document = load(SEED)
    network = document["networks"][0]
    network["lead"], network["partners"] = "NPT1-02", ["NPT1-01", "NPT1-03", "NPT1-04"]
    document["schools"][0]["role"], document["schools"][1]["role"] = "partner", "lead"
    with transaction(stocked) as session:
        results = import_roster(session, [document])
    assert refusals(results) == []
    with reading(stocked) as session:
        leads = session.scalars(
            select(School.code)
            .join(NetworkMembership, NetworkMembership.school_id == School.id)
            .where(
                NetworkMembership.role == MemberRole.LEAD,
                NetworkMembership.starts_on == date(2020, 10, 1),
            )
        ).all()
    assert sorted(leads) == ["NPT1-02", "NPT1-05"]


def test_sara_am_in_two_pieces_is_stored_in_one(engine: Engine) -> None:
    document = load(SEED)
    document["schools"][1]["name_th"] = "โรงเรียนบ้านล\u0e4d\u0e32พยา"
    with transaction(engine) as session:
        assert refusals(import_roster(session, [document])) == []
    with reading(engine) as session:
        assert by_code(session, School, "NPT1-02").name_th == "โรงเรียนบ้านลำพยา"


def test_the_national_roster_comes_in_quickly(
    stocked: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    started = perf_counter()
    results = bring_in(stocked, NATIONAL)
    seconds = perf_counter() - started
    assert len(results) == 245 + 8 + 178 + 736
    with capsys.disabled():
        print(f"\nnational roster on {stocked.dialect.name}: {seconds:.2f} s (goal: under 10 s)")
