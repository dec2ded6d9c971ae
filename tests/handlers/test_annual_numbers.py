"""The numbers of the annual report, where names and days are odd."""

import io
from datetime import date

from phones import MALI, Desk, report
from sqlalchemy import select
from test_annual_draft import _no_photo, paper_of, words

from bot.word import write_word
from handlers.paper import Grid
from handlers.texts import t
from models.networks import Network
from models.people import load_actor
from models.places import School
from models.reports import Report
from models.vocabulary import IqaStandard, ReportKind, SubjectKind


def test_two_schools_of_one_name_are_two(desk: Desk) -> None:
    report(desk.phone(MALI), "แผนพัฒนา")
    report(desk.phone(MALI), "การประกันคุณภาพ", school="2")
    one, other = (desk.session.get_one(School, v.mentee_school_id) for v in desk.visits())
    assert one.id != other.id
    other.name_th = one.name_th
    desk.session.flush()
    assert t("annual_draft.visits", count="2", schools="2") in words(paper_of(desk))


def test_the_newest_evaluation_is_that_of_the_latest_day_whenever_it_was_reported(
    desk: Desk,
) -> None:
    network = desk.session.scalars(select(Network).where(Network.code == "QIN-NPT1-A")).one()
    school = desk.session.scalars(select(School).where(School.code == "NPT1-02")).one()
    for day, level in ((date(2026, 11, 18), "5"), (date(2026, 10, 2), "2")):
        desk.session.add(
            Report(
                kind=ReportKind.EVALUATION,
                draft_id=f"evaluation of {day}",
                programme_id=network.programme_id,
                subject_kind=SubjectKind.NETWORK,
                network_id=network.id,
                about_school_id=school.id,
                happened_on=day,
                title="ประเมิน",
                answers={f"{w}_{s.value}": level for w in ("before", "now") for s in IqaStandard},
                form_version=1,
                reporter_person_id=load_actor(desk.session, MALI, desk.now.date()).person_id,
                created_at=desk.now,
            )
        )
        desk.session.flush()
    parts = [part for chapter in paper_of(desk).chapters for part in chapter.parts]
    rows = [row for part in parts if isinstance(part, Grid) for row in part.rows]
    [levels] = [
        row for row in rows if row[0] == school.name_th and len(row) == 1 + len(IqaStandard)
    ]
    assert all(t("words.quality.5") in level for level in levels[1:]), levels


def test_a_sign_that_is_no_character_spoils_no_report(desk: Desk) -> None:
    report(desk.phone(MALI), "แผน\ufffeพัฒนา")
    [visit] = desk.visits()
    assert visit.topic == "แผนพัฒนา"
    visit.topic = "แผน\ufffe\x07พัฒนา"
    desk.session.flush()
    write_word(io.BytesIO(), paper_of(desk), _no_photo, thai_digits=False)
