"""The context analysis of a network, with goals and indicators."""

from phones import MALI, NOW, SOMSRI, WICHAI, Desk
from reports_told import analysis, reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind


def test_goals_with_their_indicators_are_kept_line_by_line(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("วิเคราะห์บริบท", "เด็กอ่านไม่ออกร้อยละ 20")
    mali.say("1. อ่านออก | ร้อยละ 90\n2. ครูทำ PLC | เดือนละครั้ง", "https://example.org/swot")
    send(mali)
    told = the_report(desk, ReportKind.CONTEXT_ANALYSIS)
    assert told.answers == {
        "findings": "เด็กอ่านไม่ออกร้อยละ 20",
        "goals": "อ่านออก | ร้อยละ 90\nครูทำ PLC | เดือนละครั้ง",
        "link": "https://example.org/swot",
    }
    assert told.title == t("analysis.list_title", count=2)
    assert told.happened_on == NOW.date()


def test_with_taps_the_optional_parts_are_left_out(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("วิเคราะห์บริบท")
    wichai.tap("อ้อกระทิง")
    wichai.say("ครูย้ายบ่อย", "มีครูครบ | ร้อยละ 100")
    wichai.tap("ข้ามไปหน้าสรุป")
    wichai.tap("ส่งรายงาน")
    assert set(the_report(desk, ReportKind.CONTEXT_ANALYSIS).answers) == {"findings", "goals"}


def test_a_ninth_goal_is_too_many(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("วิเคราะห์บริบท", "พบหลายเรื่อง", "\n".join(f"เป้าหมาย {n}" for n in range(9)))
    assert mali.at == "goals"


def test_those_of_the_network_open_it_and_others_do_not(desk: Desk) -> None:
    analysis(desk.phone(MALI), "อ่านออก | ร้อยละ 90")
    told = the_report(desk, ReportKind.CONTEXT_ANALYSIS)
    assert "ร้อยละ 90" in desk.phone(SOMSRI).say(f"รายงาน R-{told.id}")
    elsewhere = desk.phone("U0000000000000000000000000000a005").say(f"รายงาน R-{told.id}")
    assert "ร้อยละ 90" not in elsewhere


def test_a_partner_school_does_not_report_for_the_network(desk: Desk) -> None:
    assert t("reporting.cannot.no_place") in desk.phone(SOMSRI).say("วิเคราะห์บริบท")
    assert reports(desk, ReportKind.CONTEXT_ANALYSIS) == []
