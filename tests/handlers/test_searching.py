"""“ค้นหา”: what holds the words, and only of what one may see."""

from datetime import timedelta

import pytest
from phones import ANAN, MALI, PRANEE, SOMSRI, STRANGER, WICHAI, Desk, Phone, report
from reports_told import reports, send

from handlers.cards.card import Type
from handlers.dialog.press import Do, Press
from handlers.routes import route_of
from handlers.searching_found import excerpt
from handlers.texts import t
from models.search_texts import folded
from models.visit_queries import save_visit
from models.visits import MentoringVisit
from models.vocabulary import ReportKind, Role

FOUND, NONE = "ผลการค้นหา", "ไม่พบ"


def innovation(phone: Phone, title: str, *, public: str = "2") -> None:
    phone.say("บันทึกนวัตกรรม", title, "ฝึกอ่านวันละหน้า", "ป.1", public)
    send(phone)


def test_a_visit_is_found_by_what_was_said_of_it_and_opened(desk: Desk) -> None:
    report(desk.phone(MALI), "แบบฝึกอ่านออก เขียนได้ ชั้น ป.๓")
    mali = desk.phone(MALI)
    shown = mali.say("ค้นหา อ่านออกเขียนได้ ป.3")
    number = desk.visits()[0].id
    assert f"V-{number}" in shown
    assert "เรื่อง แบบฝึกอ่านออก เขียนได้ ชั้น ป.๓" in shown
    assert t("history.one", receipt=f"V-{number}") in mali.tap(f"เปิด V-{number}")


def test_where_else_than_in_its_title_a_word_stands_is_quoted(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนวัตกรรม", "บันไดหกขั้น", "ฝึกอ่านวันละหน้า\nกับผู้ปกครอง", "ป.1", "2")
    send(mali)
    shown = mali.say("ค้นหา ผู้ปกครอง")
    assert "นวัตกรรมหรือแนวปฏิบัติที่ดี: บันไดหกขั้น" in shown
    assert "ฝึกอ่านวันละหน้า กับผู้ปกครอง" in shown


def test_all_of_several_words_are_wanted_wherever_they_stand(desk: Desk) -> None:
    report(desk.phone(MALI), "แผนพัฒนา")
    wichai = desk.phone(WICHAI)
    assert FOUND in wichai.say("ค้นหา แผนพัฒนา")
    assert NONE in wichai.say("ค้นหา แผนพัฒนา ฟุตบอล")


def test_a_school_and_a_number_are_found_too(desk: Desk) -> None:
    report(desk.phone(MALI))
    number = desk.visits()[0].id
    mali = desk.phone(MALI)
    assert f"V-{number}" in mali.say("ค้นหา โรงเรียนบ้านลำพยา")
    for typed in (f"ค้นหา V-{number}", f"ค้นหา {number}", f"ค้นหาv{number}"):
        assert f"V-{number} ·" in mali.say(typed), typed


def test_others_of_another_office_do_not_find_it_even_by_its_number(desk: Desk) -> None:
    report(desk.phone(MALI), "เรื่องของนครปฐมเท่านั้น")
    number = desk.visits()[0].id
    for words in ("ค้นหา เรื่องของนครปฐมเท่านั้น", f"ค้นหา V-{number}", f"ค้นหา {number}"):
        assert f"V-{number} ·" not in desk.phone(ANAN).say(words), words
    assert FOUND in desk.phone(PRANEE).say("ค้นหา เรื่องของนครปฐมเท่านั้น")


def test_a_public_innovation_is_found_by_all_and_another_within_the_network(desk: Desk) -> None:
    innovation(desk.phone(MALI), "บันไดหกขั้น", public="1")
    innovation(desk.phone(MALI), "คลินิกหมอภาษา")
    assert FOUND in desk.phone(ANAN).say("ค้นหา บันไดหกขั้น")
    assert NONE in desk.phone(ANAN).say("ค้นหา คลินิกหมอภาษา")
    assert FOUND in desk.phone(WICHAI).say("ค้นหา คลินิกหมอภาษา")


def test_what_is_withdrawn_is_found_no_more_and_what_is_changed_by_its_new_words(
    desk: Desk,
) -> None:
    mali = desk.phone(MALI)
    report(mali, "คำเก่า")
    number = desk.visits()[0].id
    mali.say(f"แก้ไขรายงาน V-{number}", "แก้ไข เรื่อง", "คำใหม่")
    mali.tap("บันทึกการแก้ไข")
    if mali.draft is not None:
        mali.say("ข้าม")
    assert NONE in mali.say("ค้นหา คำเก่า")
    assert FOUND in mali.say("ค้นหา คำใหม่")
    desk.visits()[0].withdrawn_at = desk.now
    assert NONE in mali.say("ค้นหา คำใหม่")


def test_contacts_are_no_words_to_be_found_by(desk: Desk) -> None:
    report(desk.phone(MALI), "ติดต่อ 081-234-5678 หรือ mali@example.org เรื่องแผน")
    assert NONE in desk.phone(MALI).say("ค้นหา 081-234-5678")
    assert NONE in desk.phone(MALI).say("ค้นหา mali@example.org")
    assert NONE in desk.phone(MALI).say("ค้นหา 2345678")
    assert FOUND in desk.phone(MALI).say("ค้นหา ติดต่อ แผน")


def test_the_people_of_a_working_group_are_not_searched(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานวิชาการ", "สมหญิง ตัวอย่าง / ครู / 0812345678")
    send(mali)
    assert reports(desk, ReportKind.WORKING_GROUP)
    assert FOUND in mali.say("ค้นหา คณะทำงานวิชาการ")
    for words in ("สมหญิง", "0812345678"):
        assert NONE in mali.say(f"ค้นหา {words}")


def test_guideline_documents_are_found(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    assert "แนวทางการส่งเสริม" in desk.phone(SOMSRI).say("ค้นหา แนวทางการส่งเสริม")
    pranee.say("เพิ่มเอกสาร", "คู่มือการนิเทศแบบใหม่", "https://example.org/guide")
    pranee.tap("เพิ่มเอกสาร")
    assert FOUND in desk.phone(SOMSRI).say("ค้นหา คู่มือการนิเทศแบบใหม่")
    assert NONE in desk.phone(ANAN).say("ค้นหา คู่มือการนิเทศแบบใหม่")


def test_the_newest_come_first_and_all_pages_can_be_reached(desk: Desk) -> None:
    for ago in range(10):
        report(desk.phone(MALI), f"เรื่องที่ {ago}", day=f"{ago + 1} พ.ย. 69")
        desk.now += timedelta(minutes=1)
    numbers = [f"V-{visit.id} ·" for visit in desk.visits()]
    mali = desk.phone(MALI)
    first = mali.say("ค้นหา เรื่องที่")
    assert [number in first for number in numbers] == [False] * 2 + [True] * 8
    [older] = [b for b in mali._buttons(mali.seen[-1]) if isinstance(b.action, Type)]
    assert isinstance(older.action, Type)
    second = mali.say(older.action.text)
    assert [number in second for number in numbers] == [True] * 2 + [False] * 8
    assert t("searching.page", page=2) in second
    assert NONE not in second
    assert mali.say("ค้นหา เรื่องที่ หน้า 9").startswith("ไม่มีรายการต่อ")


def test_without_words_it_is_told_how_and_for_what_is_not_there_what_to_try(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert mali.say("ค้นหา").startswith(t("searching.how"))
    shown = mali.say("ค้นหา ไดโนเสาร์")
    assert "ไดโนเสาร์" in shown
    assert t("searching.none.ideas") in shown
    for odd in ("ค้นหา น%ะ", "ค้นหา น_ว", "ค้นหา น\\ว", "ค้นหา " + "กข" * 50):
        assert NONE in mali.say(odd), odd


def test_an_operator_searches_nothing(desk: Desk) -> None:
    phone = desk.appoint(STRANGER, Role.OPERATOR, "TH")
    assert phone.say("ค้นหา แผน").startswith(t("common.not_allowed"))


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("ค้นหา แผนพัฒนา", "แผนพัฒนา"),
        ("ค้นหาแผนพัฒนา", "แผนพัฒนา"),
        ("ช่วยค้นหา การอ่าน ป.3 หน่อยครับ", "การอ่าน ป.3"),
        ("ค้นหารายงาน การอ่าน", "การอ่าน"),
        ("ค้นหา", ""),
    ],
)
def test_it_is_typed_in_several_ways(text: str, argument: str) -> None:
    found = route_of(text)
    assert found is not None
    assert (found[0].name, found[1]) == ("search", argument)


def test_that_something_is_not_found_is_no_search() -> None:
    assert route_of("ค้นหาไม่เจอเลย") is None


@pytest.mark.parametrize(
    ("text", "word", "cut"),
    [
        ("เรื่องแผน", "แผน", "เรื่องแผน"),
        ("อ่านออก\nเขียนได้", "ออกเขียน", "อ่านออก เขียนได้"),
        ("PLC ของครู", "plc", "PLC ของครู"),
        ("ปี ๒๕๖๙", "2569", "ปี ๒๕๖๙"),
        ("แผน", "ไม่มี", None),
        ("", "ก", None),
    ],
)
def test_an_excerpt_shows_the_words_as_they_were_written(
    text: str, word: str, cut: str | None
) -> None:
    assert excerpt(text, folded(word)) == cut


def test_an_excerpt_of_a_long_text_cuts_no_letter_apart() -> None:
    text = "นี่คือข้อความที่ยาวมากเกี่ยวกับการพัฒนาคุณภาพ" * 3 + "ตรงนี้" + "และเรื่องอื่นที่ต่อท้ายอีกยาวนี้" * 3
    cut = excerpt(text, "ตรงนี้")
    assert cut is not None
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert cut.strip("…") in text
    assert cut[1] not in "ะัาำิีึืุู็่้๊๋์"
    assert len(cut) < 80


# --- a year instead of words ---------------------------------------------------------------------


def test_a_year_is_no_number_but_the_annual_report_or_the_reports_of_that_year(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali, "แผนของปีนี้")
    shown = mali.say("รายงาน 2570")
    assert "ไม่พบ" not in shown
    assert "แผนของปีนี้" in mali.tap("รายงานในปีงบ 2570")
    mali.say("รายงาน 2570")
    assert t("annual_draft.ready.title") in mali.tap("ร่างรายงานประจำปี 2570")
    assert "แผนของปีนี้" in mali.say("รายงานของปีงบ 2570")
    assert "แผนของปีนี้" not in mali.say("รายงานของปีงบ 2568")


def test_a_report_that_has_the_year_for_its_number_is_offered_as_well(desk: Desk) -> None:
    report(desk.phone(MALI), "ครั้งที่สองพันกว่า")
    values = {
        column.name: getattr(desk.visits()[0], column.name)
        for column in MentoringVisit.__table__.columns
    }
    save_visit(desk.session, MentoringVisit(**(values | {"id": 2566, "draft_id": "another"})))
    shown = desk.phone(MALI).say("รายงาน 2566")
    assert "V-2566 ·" in shown
    assert "รายงานในปีงบ 2566" in shown
    assert "V-2566 ·" not in desk.phone(ANAN).say("รายงาน 2566")


def test_reports_of_a_year_are_those_of_ones_scope(desk: Desk) -> None:
    report(desk.phone(MALI), "แผนของปีนี้")
    assert "แผนของปีนี้" in desk.phone(PRANEE).say("รายงานของปีงบ 2570")
    assert "แผนของปีนี้" not in desk.phone(ANAN).say("รายงานของปีงบ 2570")
    assert "แผนของปีนี้" not in desk.phone(ANAN).data("v=1&do=g&s=year_reports&x=fiscal.2570")


@pytest.mark.parametrize("value", ["fiscal.0000", "term.2566.3", "fiscal.2570~99999", "ก", ""])
def test_a_strange_year_is_answered_kindly(desk: Desk, value: str) -> None:
    assert desk.phone(MALI).press(Press(Do.GO, slot="year_reports", value=value))
