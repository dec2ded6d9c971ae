"""A partner moves, leaves or joins by a roster file: what was stays as it was, in every total."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from duty_desk import at, scope, visit
from openpyxl import Workbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.roster_file_read import read_roster
from handlers.roster_plan import plan_book
from handlers.roster_sheet import Part, part_name
from models.obligations import Judgement
from models.roster.sheet_facts import EVERYTHING, sheet_facts
from models.roster.sheet_writes import write_sheet
from models.status_past import judgements_in
from models.vocabulary import DutyState

A, B = "QIN-NPT1-A", "QIN-NPT1-B"
NOW = at("2026-11-20T09:00")
LAST_YEAR = (date(2025, 10, 1), date(2026, 9, 30))
THIS_YEAR = (date(2026, 10, 1), date(2027, 9, 30))
PLACES = (A, B, "NPT1", "QIN", "TH")

HEADS = ("ชื่อสถานศึกษา", "เครือข่าย", "บทบาท", "วันที่เข้าร่วม", "วันที่สิ้นสุด", "รหัสสถานศึกษา", "สำนักงานเขต")
MOVES = (
    ("โรงเรียนบ้านลำพยา", A, "ร่วมพัฒนา", "", "31/10/2569", "NPT1-02", ""),
    ("โรงเรียนบ้านลำพยา", B, "ร่วมพัฒนา", "1/11/2569", "", "NPT1-02", ""),
    ("โรงเรียนบ้านทุ่งน้อย", A, "ร่วมพัฒนา", "", "31/10/2569", "NPT1-03", ""),
    ("โรงเรียนบ้านดอนยอ", A, "ร่วมพัฒนา", "1/11/2569", "", "NEW-1", "NPT1"),
)
#: Who is mentored in the last semester of last year and the first of this one, counted by hand.
BEFORE = {A: {"NPT1-02", "NPT1-03", "NPT1-04"}, B: {"NPT1-06", "NPT1-07", "NPT1-08"}}
AFTER = {A: {"NPT1-04", "NEW-1"}, B: {"NPT1-02", "NPT1-06", "NPT1-07", "NPT1-08"}}


def sent(session: Session, rows: Sequence[Sequence[str]]) -> list[str]:
    """A filled file, read and taken over; what became of its rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = part_name(Part.SCHOOLS)
    for row in (HEADS, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    today = NOW.date()
    facts = sheet_facts(session, EVERYTHING)
    plan = plan_book(read_roster(out, "roster.xlsx"), facts, EVERYTHING, today)
    write_sheet(session, plan.writes)
    session.expire_all()
    return [result.outcome.value for result in plan.results]


def judged(session: Session, place: str, year: tuple[date, date]) -> list[Judgement]:
    found = judgements_in(
        session, now=NOW, scope=scope(session, place), first=year[0], last=year[1]
    )
    return [one for one in found if one.rule.code == "MENTORING"]


def told(session: Session, place: str, year: tuple[date, date]) -> list[tuple[object, ...]]:
    """All that a total is made of."""
    return sorted(
        (one.subject.code, str(one.period), one.done, one.needed, one.state.value)
        for one in judged(session, place, year)
    )


def in_it(found: list[Judgement], semester: int, *, done: bool = False) -> set[str]:
    return {
        one.subject.code
        for one in found
        if one.period is not None
        and one.period.semester == semester
        and (not done or one.state is DutyState.DONE)
    }


def members_on(session: Session, network: str, day: str) -> set[str]:
    """Counted from the rows themselves."""
    query = text(
        "SELECT s.code FROM network_memberships m JOIN networks n ON n.id = m.network_id"
        " JOIN schools s ON s.id = m.school_id WHERE n.code = :network AND m.role = 'partner'"
        " AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)"
    )
    asked = {"network": network, "day": date.fromisoformat(day)}
    found = list(session.scalars(query, asked))
    assert len(found) == len(set(found))
    return set(found)


def test_last_year_is_told_as_before_and_this_year_as_it_is_now(desk: Session) -> None:
    visit(desk, "2026-06-22", "NPT1-02")
    visit(desk, "2026-06-23", "NPT1-03")
    visit(desk, "2026-11-10", "NPT1-02")
    before = {place: told(desk, place, LAST_YEAR) for place in PLACES}
    assert sent(desk, MOVES) == ["changed", "created", "changed", "created"]
    assert {place: told(desk, place, LAST_YEAR) for place in PLACES} == before
    for network in (A, B):
        assert in_it(judged(desk, network, LAST_YEAR), 1) == BEFORE[network]
        assert in_it(judged(desk, network, THIS_YEAR), 2) == AFTER[network]
        assert members_on(desk, network, "2026-10-31") == BEFORE[network]
        assert members_on(desk, network, "2026-11-01") == AFTER[network]
    assert in_it(judged(desk, A, LAST_YEAR), 1, done=True) == {"NPT1-02", "NPT1-03"}
    assert in_it(judged(desk, B, THIS_YEAR), 2, done=True) == {"NPT1-02"}
    assert in_it(judged(desk, A, THIS_YEAR), 2, done=True) == set()
    office = in_it(judged(desk, "NPT1", THIS_YEAR), 2)
    assert office == AFTER[A] | AFTER[B]


@pytest.mark.parametrize("again", [1, 2])
def test_the_same_moves_once_more_change_no_total(desk: Session, again: int) -> None:
    sent(desk, MOVES)
    totals = {place: told(desk, place, THIS_YEAR) for place in PLACES}
    for _ in range(again):
        assert set(sent(desk, MOVES)) == {"unchanged"}
    assert {place: told(desk, place, THIS_YEAR) for place in PLACES} == totals


def test_who_leaves_and_comes_back_is_counted_once_on_each_day(desk: Session) -> None:
    name, network, role, *_, code, office = MOVES[0]
    gone = (name, network, role, "", "31/10/2569", code, office)
    back = (name, network, role, "1/6/2570", "", code, office)
    assert sent(desk, (back, gone)) == ["created", "changed"]
    for day, there in (("2026-10-31", True), ("2026-11-01", False), ("2027-06-01", True)):
        assert ("NPT1-02" in members_on(desk, A, day)) is there
    assert set(sent(desk, (gone, back))) == {"unchanged"}
