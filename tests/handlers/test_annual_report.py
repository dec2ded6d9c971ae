"""That a network's yearly report is done is told, and counts for the year that it is about."""

from datetime import UTC, datetime

from phones import MALI, SOMSRI, Desk
from reports_told import reports, the_report

from handlers.texts import t
from models.duty_queries import judgements
from models.vocabulary import DutyState, ReportKind


def state(desk: Desk, **of: object) -> DutyState:
    found = judgements(desk.session, now=desk.now, **of)  # type: ignore[arg-type]
    return next(j.state for j in found if (j.rule.code, j.subject.code) == ("REPORT", "QIN-NPT1-A"))


def test_this_years_report_meets_what_is_owed(desk: Desk) -> None:
    assert state(desk) is DutyState.DUE
    mali = desk.phone(MALI)
    mali.say("ส่งรายงานประจำปี")
    mali.tap("ปีงบ 2570")
    mali.say("https://example.org/report.pdf", "ข้าม", "ข้าม")
    mali.tap(t("annual.send"))
    told = the_report(desk, ReportKind.ANNUAL_REPORT)
    assert told.title == t("annual.list_title", year="ปีงบ 2570")
    assert state(desk) is DutyState.DONE
    assert "ปี: ปีงบ 2570" in mali.say(f"รายงาน R-{told.id}")


def test_last_years_report_counts_for_last_year_and_says_that_it_is_late(desk: Desk) -> None:
    desk.now = datetime(2026, 10, 9, 3, 0, tzinfo=UTC)
    mali = desk.phone(MALI)
    mali.say("ส่งรายงานประจำปี")
    mali.tap("ปีงบ 2569")
    mali.say("ข้ามไปหน้าสรุป")
    mali.tap(t("annual.send"))
    told = the_report(desk, ReportKind.ANNUAL_REPORT)
    assert told.happened_on.isoformat() == "2026-09-30"
    assert state(desk) is DutyState.DUE
    over = judgements(desk.session, now=desk.now, of=told.happened_on)
    [found] = [j for j in over if (j.rule.code, j.subject.code) == ("REPORT", "QIN-NPT1-A")]
    assert (found.state, found.on_time) == (DutyState.DONE, False)
    # The same again is asked about.
    mali.say("ส่งรายงานประจำปี", "ปีก่อน")
    assert t("annual.ask.again") in mali.shown


def test_a_school_that_does_not_lead_reports_none(desk: Desk) -> None:
    desk.phone(SOMSRI).say("ส่งรายงานประจำปี")
    assert reports(desk, ReportKind.ANNUAL_REPORT) == []
