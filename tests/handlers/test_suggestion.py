"""Suggestions for the annual report."""

from phones import ANAN, MALI, SOMSRI, WICHAI, Desk
from reports_told import reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind


def test_a_suggestion_is_kept_with_the_problem_behind_it(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ข้อเสนอแนะ", "ควรมีงบเดินทาง", "เดินทางไกล")
    shown = send(mali)
    told = the_report(desk, ReportKind.SUGGESTION)
    assert told.answers == {"suggestion": "ควรมีงบเดินทาง", "problem": "เดินทางไกล"}
    assert told.title == "ควรมีงบเดินทาง"
    assert t("suggestion.annual") in shown


def test_with_a_tap_and_a_skip_the_problem_is_left_out(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("ข้อเสนอแนะ")
    wichai.tap("อนุบาลนครปฐม")
    wichai.say("ควรประชุมทุกเดือน")
    wichai.tap("ข้าม")
    wichai.tap("ส่งรายงาน")
    assert set(the_report(desk, ReportKind.SUGGESTION).answers) == {"suggestion"}


def test_a_long_suggestion_stands_whole_behind_a_short_line(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ข้อเสนอแนะ", "ควรปรับปรุง " * 100)
    send(mali)
    told = the_report(desk, ReportKind.SUGGESTION)
    assert len(told.title) == 300
    assert told.answers["suggestion"].count("ควรปรับปรุง") == 100


def test_neither_a_partner_school_nor_a_sandbox_office_has_a_network(desk: Desk) -> None:
    for who in (SOMSRI, ANAN):
        assert t("reporting.cannot.no_place") in desk.phone(who).say("ข้อเสนอแนะ")
    assert reports(desk, ReportKind.SUGGESTION) == []
