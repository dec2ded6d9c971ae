"""“รายงานประจำปี”: the paper says what was reported, names what was not, and invents nothing."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from phones import MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone, report
from reports_told import send
from sqlalchemy import select

from bot.word import write_word
from handlers.annual_draft import annual_paper
from handlers.annual_found import read
from handlers.annual_parts import MOST_ROWS
from handlers.export_wanted import wanted_by
from handlers.paper import Grid, Missing, Paper
from handlers.texts import t
from models.export_queries import Wanted
from models.exports import find_export
from models.networks import NetworkMembership
from models.people import load_actor
from models.status_reach import find_seen
from models.vocabulary import MemberRole, ScopeKind


def paper_of(desk: Desk, kind: ScopeKind = ScopeKind.NETWORK, code: str = "QIN-NPT1-A") -> Paper:
    """As Wichai gets it for the fiscal year 2570."""
    today = desk.now.date()
    actor = load_actor(desk.session, WICHAI, today)
    scope = find_seen(desk.session, actor.posts, kind, code, today)
    assert scope is not None
    wanted = Wanted(actor, scope)
    return annual_paper(read(desk.session, wanted, desk.now, today), "fiscal.2570", "ศน.วิชัย", today)


def words(paper: Paper) -> str:
    return "\n".join(_said(paper))


def _said(paper: Paper) -> Iterator[str]:
    for chapter in paper.chapters:
        yield chapter.title
        for part in chapter.parts:
            if isinstance(part, Grid):
                yield from (cell for row in part.rows for cell in row)
            elif not hasattr(part, "points"):
                yield getattr(part, "text", "")
            else:
                yield from part.points


def missing(paper: Paper) -> set[str]:
    return {
        part.text
        for chapter in paper.chapters
        for part in chapter.parts
        if isinstance(part, Missing)
    }


def test_what_nobody_reported_is_named_and_no_number_invented(desk: Desk) -> None:
    empty = paper_of(desk)
    for name in ("visits", "exchanges", "network_plan", "innovation", "suggestion", "pictures"):
        assert t(f"annual_draft.missing.{name}") in missing(empty)
    assert [chapter.title for chapter in empty.chapters][-1] == t("annual_draft.chapter.annex")


def test_visits_stand_there_by_school_with_their_topics(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali, "แผนพัฒนา")
    report(mali, "ประกันคุณภาพ", day="วันนี้")
    paper = paper_of(desk)
    assert t("annual_draft.visits", count="2", schools="1") in words(paper)
    assert "แผนพัฒนา\nประกันคุณภาพ" in words(paper)
    assert t("annual_draft.missing.visits") not in missing(paper)
    assert t("annual_draft.missing.exchanges") in missing(paper)


def test_what_was_withdrawn_is_not_counted(desk: Desk) -> None:
    report(desk.phone(MALI))
    [visit] = desk.visits()
    visit.withdrawn_at = desk.now
    desk.session.flush()
    assert t("annual_draft.missing.visits") in missing(paper_of(desk))


def test_an_area_of_many_networks_is_told_by_number(desk: Desk) -> None:
    paper = paper_of(desk, ScopeKind.OFFICE, "NPT1")
    grids = [part for part in paper.chapters[0].parts if isinstance(part, Grid)]
    assert len(grids) == 1
    assert 1 < len(grids[0].rows) <= MOST_ROWS


@pytest.mark.parametrize("thai_digits", [False, True])
def test_it_is_a_word_file_with_headings_tables_and_either_digits(
    desk: Desk, thai_digits: bool
) -> None:
    report(desk.phone(MALI), "แผนพัฒนา 2570")
    into = io.BytesIO()
    write_word(into, paper_of(desk), _no_photo, thai_digits=thai_digits)
    document = Document(into)
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert len(headings) == 8
    assert headings[0].startswith("๑." if thai_digits else "1.")
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert ("แผนพัฒนา ๒๕๗๐" if thai_digits else "แผนพัฒนา 2570") in cells
    # The number of the page is a field: what it is to say, and what it says until Word has counted.
    footer = document.sections[0].footer.paragraphs[0]._p
    fields = {field.get(qn("w:instr")): field for field in footer.iter(qn("w:fldSimple"))}
    assert set(fields) == {r"PAGE \* THAIARABIC" if thai_digits else "PAGE"}
    said = "".join(text.text or "" for text in footer.iter(qn("w:t")))
    assert said == ("หน้า ๑" if thai_digits else "หน้า 1")


@pytest.mark.parametrize("typed", ["2569", "ปีงบ 2569", "ปีก่อน"])
def test_a_year_alone_is_the_one_by_which_the_programme_counts(desk: Desk, typed: str) -> None:
    pranee = desk.phone(PRANEE)
    said = pranee.say(f"รายงานประจำปี {typed}")
    assert t("annual_draft.ready.title") in said
    assert "ปีงบ 2569 (1 ต.ค. 2568 – 30 ก.ย. 2569)" in said
    assert [page.page for page in pranee.pages] == ["export"]


def test_a_lead_school_drafts_the_paper_of_its_own_network(desk: Desk) -> None:
    report(desk.phone(MALI), "แผนพัฒนา")
    mali = desk.phone(MALI)
    said = mali.say("รายงานประจำปี 2570")
    assert t("annual_draft.ready.title") in said
    assert f"{t('annual_draft.ready.visits')}: 1 รายการ" in said
    [page] = mali.pages
    export = find_export(desk.session, desk.visits()[0].reporter_person_id, int(page.subject))
    assert export is not None
    assert (export.scope_kind, export.scope_code) == (ScopeKind.NETWORK, "QIN-NPT1-A")


@pytest.mark.parametrize(
    "other", ["สพป.นครปฐม เขต 1", "ทั้งประเทศ", "เครือข่ายโรงเรียนวัดปักไม้ลาย", "โครงการ"]
)
def test_it_drafts_no_paper_of_anything_else(desk: Desk, other: str) -> None:
    mali = desk.phone(MALI)
    mali.say(f"รายงานประจำปี {other} ปีงบ 2569")
    assert mali.pages == []
    labels = [label for label in mali.labels if "NPT1" in label or "เขต" in label]
    assert labels == []


def test_its_people_get_that_paper_and_no_other_file(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("รายงานประจำปี")
    mali.say("แก้ไข ข้อมูล", "การนิเทศ")
    assert mali.answers.get("records") == "annual"
    assert t("common.not_allowed") in mali.say("ยกเลิก", "ลบร่างนี้", "ส่งออก นิเทศ")


def test_a_school_that_leads_no_network_is_told_who_does_it(desk: Desk) -> None:
    somsri: Phone = desk.phone(SOMSRI)
    assert t("annual_draft.leads_nothing") in somsri.say("รายงานประจำปี ปีงบ 2570")
    assert somsri.pages == []


def test_who_no_longer_leads_cannot_fetch_what_was_asked_for_before(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("รายงานประจำปี 2569")
    [page] = mali.pages
    today = desk.now.date()
    actor = load_actor(desk.session, MALI, today)
    assert actor.person_id is not None
    export = find_export(desk.session, actor.person_id, int(page.subject))
    assert export is not None
    assert wanted_by(desk.session, actor, export, today) is not None
    school = actor.posts[0].scope.id
    asked = select(NetworkMembership).where(NetworkMembership.school_id == school)
    for membership in desk.session.scalars(asked):
        membership.role = MemberRole.PARTNER
    desk.session.flush()
    assert wanted_by(desk.session, actor, export, today) is None


def test_problems_suggestions_and_the_innovations_of_its_schools_stand_in_it(desk: Desk) -> None:
    mali, somsri = desk.phone(MALI), desk.phone(SOMSRI)
    mali.say("ข้อเสนอแนะ", "ขอเวลานิเทศเพิ่ม", "ครูย้ายบ่อย")
    send(mali)
    somsri.say("บันทึกนวัตกรรม", "คลินิกหมอภาษา", "ซ่อมเสริม", "ป.2", "2")
    send(somsri)
    said = words(paper_of(desk))
    for expected in ("ขอเวลานิเทศเพิ่ม", "ครูย้ายบ่อย", "คลินิกหมอภาษา", "3.7 "):
        assert expected in said, expected


def test_signs_that_no_word_file_may_hold_are_left_out(desk: Desk) -> None:
    paper = replace(paper_of(desk), title="หัว\x0bข้อ\x00")
    into = io.BytesIO()
    write_word(into, paper, _no_photo, thai_digits=False)
    assert "หัวข้อ" in [p.text for p in Document(into).paragraphs]


def _no_photo(key: str) -> io.BytesIO:
    raise FileNotFoundError(key)
