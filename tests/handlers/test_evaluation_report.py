"""Evaluating a partner school: a level for each of the three standards, before and now."""

from datetime import date

from phones import MALI, SOMSRI, WICHAI, Desk, Phone
from reports_told import reports, send, the_report

from handlers.texts import t
from models.vocabulary import ReportKind, SubjectKind


def tell(phone: Phone, *, school: str = "1", levels: str = "232334", year: str = "1") -> str:
    phone.say("ประเมินสถานศึกษา")
    if phone.at == "subject":
        phone.say("1")
    phone.say(school, year)
    if phone.at == "again":
        phone.say("ฉบับใหม่")
    phone.say(*levels)
    return send(phone)


def test_six_levels_are_kept_for_the_partner_school(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ประเมินสถานศึกษา", "โรงเรียนบ้านลำพยา", "ปีงบ 2570")
    mali.say("ปานกลาง", "3", "ข้อ 2", "๔", "กำลังพัฒนา", "5", "SAR ปี 2568")
    shown = send(mali)
    told = the_report(desk, ReportKind.EVALUATION)
    assert told.subject_kind is SubjectKind.NETWORK
    assert told.about_school_id is not None
    assert told.answers == {
        "school": str(told.about_school_id),
        "year": "2570",
        "before_1": "2",
        "now_1": "3",
        "before_2": "2",
        "now_2": "4",
        "before_3": "1",
        "now_3": "5",
        "evidence": "SAR ปี 2568",
    }
    assert "ครบตามข้อ 3.8 ประเมินผล" in shown


def test_it_is_opened_with_the_way_each_standard_has_come(desk: Desk) -> None:
    mali = desk.phone(MALI)
    tell(mali, levels="234545")
    told = the_report(desk, ReportKind.EVALUATION)
    shown = desk.phone(SOMSRI).say(f"รายงาน R-{told.id}")
    assert "โรงเรียนบ้านลำพยา" in shown
    assert "ปานกลาง → ดี" in shown


def test_with_taps_and_skips_there_is_no_evidence(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("ประเมินสถานศึกษา")
    wichai.tap("อ้อกระทิง")
    wichai.tap("โรงเรียน")
    wichai.tap("ปีงบ 2570")
    for _level in range(6):
        wichai.tap("3. ดี")
    send(wichai)
    assert "evidence" not in the_report(desk, ReportKind.EVALUATION).answers


def test_of_the_year_before_it_counts_for_that_year(desk: Desk) -> None:
    tell(desk.phone(MALI), year="ปีงบ 2569")
    assert the_report(desk, ReportKind.EVALUATION).happened_on == date(2026, 9, 30)


def test_what_was_said_last_year_stands_above_the_question(desk: Desk) -> None:
    mali = desk.phone(MALI)
    tell(mali, levels="232334", year="ปีงบ 2569")
    mali.say("ประเมินสถานศึกษา", "1", "1")
    assert mali.at == "before_1"
    assert t("evaluation.last_time", level="ดี") in mali.shown


def test_the_same_school_and_year_again_is_asked_about(desk: Desk) -> None:
    mali = desk.phone(MALI)
    tell(mali)
    told = the_report(desk, ReportKind.EVALUATION)
    mali.say("ประเมินสถานศึกษา", "1", "1")
    assert mali.at == "again"
    assert f"R-{told.id}" in mali.tap("ไม่บันทึกซ้ำ")
    assert reports(desk, ReportKind.EVALUATION) == [told]


def test_another_partner_school_is_another_evaluation(desk: Desk) -> None:
    mali = desk.phone(MALI)
    tell(mali, school="1")
    tell(mali, school="2")
    first, second = reports(desk, ReportKind.EVALUATION)
    assert first.about_school_id != second.about_school_id


def test_the_lead_does_not_evaluate_itself(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ประเมินสถานศึกษา")
    assert not any("อนุบาลนครปฐม" in label for label in mali.labels)


def test_a_partner_school_evaluates_nobody(desk: Desk) -> None:
    assert t("reporting.cannot.no_place") in desk.phone(SOMSRI).say("ประเมินสถานศึกษา")
    assert reports(desk, ReportKind.EVALUATION) == []


def test_the_school_is_read_as_teachers_call_it(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ประเมินสถานศึกษา", "รร.ลำพยา")
    assert mali.at == "year"
