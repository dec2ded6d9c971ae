"""How far the plan has come: each goal of the newest context analysis, once a semester."""

from datetime import date

from phones import MALI, SOMSRI, WICHAI, Desk
from reports_told import analysis, reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind


def test_each_goal_is_asked_about_in_its_own_words(desk: Desk) -> None:
    mali = desk.phone(MALI)
    analysis(mali, "อ่านออก | ร้อยละ 90", "ครูทำ PLC | เดือนละครั้ง")
    mali.say("ความก้าวหน้าตามแผน", "1")
    assert "อ่านออก | ร้อยละ 90" in mali.shown
    mali.say("ทำแล้ว", "อ่านได้เกือบทุกคน")
    assert "ครูทำ PLC | เดือนละครั้ง" in mali.shown
    mali.say("ติดขัด", "ครูไม่ว่างตรงกัน")
    send(mali)
    told = the_report(desk, ReportKind.PLAN_PROGRESS)
    assert told.answers == {
        "term": "2569.2",
        "goal_1": "done",
        "note_1": "อ่านได้เกือบทุกคน",
        "goal_2": "stuck",
        "note_2": "ครูไม่ว่างตรงกัน",
        "goals": "อ่านออก | ร้อยละ 90\nครูทำ PLC | เดือนละครั้ง",
    }
    shown = mali.say(f"รายงาน R-{told.id}")
    assert "ภาคเรียนที่ 2/2569" in shown
    assert "ครูไม่ว่างตรงกัน" in shown


def test_with_taps_and_skips_the_sentences_are_left_out(desk: Desk) -> None:
    mali = desk.phone(MALI)
    analysis(mali, "อ่านออก", "คิดเลขเป็น")
    mali.say("ความก้าวหน้าตามแผน")
    mali.tap("1/2569")
    for _goal in range(2):
        mali.tap("กำลังทำ")
        mali.tap("ข้าม")
    send(mali)
    told = the_report(desk, ReportKind.PLAN_PROGRESS)
    assert (told.answers["goal_1"], told.answers["goal_2"]) == ("going", "going")
    assert told.happened_on == date(2026, 10, 31), (
        "the semester that is over is counted in its time"
    )


def test_an_earlier_report_keeps_its_goals_when_new_ones_are_set(desk: Desk) -> None:
    mali = desk.phone(MALI)
    analysis(mali, "อ่านออก")
    mali.say("ความก้าวหน้าตามแผน", "1", "ทำแล้ว")
    send(mali)
    analysis(mali, "คิดเลขเป็น")
    told = the_report(desk, ReportKind.PLAN_PROGRESS)
    assert "อ่านออก" in mali.say(f"รายงาน R-{told.id}")


def test_without_goals_it_says_what_comes_first(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert t("progress.no_goals") in mali.say("ความก้าวหน้าตามแผน")
    mali.tap("วิเคราะห์บริบท")
    assert mali.at == "findings"


def test_the_same_semester_again_is_asked_about(desk: Desk) -> None:
    mali = desk.phone(MALI)
    analysis(mali, "อ่านออก")
    mali.say("ความก้าวหน้าตามแผน", "1", "ทำแล้ว")
    send(mali)
    told = the_report(desk, ReportKind.PLAN_PROGRESS)
    mali.say("ความก้าวหน้าตามแผน", "1")
    assert mali.at == "again"
    assert f"R-{told.id}" in mali.say("เรื่องเดียวกัน")
    assert reports(desk, ReportKind.PLAN_PROGRESS) == [told]


def test_goals_are_those_of_the_network_that_is_chosen(desk: Desk) -> None:
    analysis(desk.phone(MALI), "อ่านออก")
    wichai = desk.phone(WICHAI)
    wichai.say("ความก้าวหน้าตามแผน")
    assert wichai.at == "term", "the other network has no goals to ask about"


def test_a_partner_school_does_not_report_for_the_network(desk: Desk) -> None:
    assert t("reporting.cannot.no_place") in desk.phone(SOMSRI).say("ความก้าวหน้าตามแผน")
