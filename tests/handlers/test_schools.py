"""The names of all schools in one process: read once, read again, and learnt from choices."""

from phones import MALI, SOMSRI, Desk, Phone
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.database import transaction
from handlers.schools import gazetteer
from handlers.thai.gazetteer import Around
from handlers.thai.names import Match
from models.learned_aliases import LearnedAlias
from models.places import School
from models.roster_state import bump_roster_version

FAR = "STN-P1"  # โรงเรียนนำร่องตัวอย่าง 1 สตูล
ODD = "นำร่องตัวอย่าง 1 สตุน"


def _report_on(phone: Phone, school: str, choice: str) -> None:
    phone.say("บันทึกนิเทศ", school)
    phone.tap(choice)
    phone.say("เมื่อวาน")
    if "คนละครั้ง" in phone.shown:
        phone.say("คนละครั้ง")
    phone.say("1", "1", "การอ่าน")
    phone.tap("ข้ามไปหน้าสรุป")
    phone.tap("ส่งรายงาน")


def _learned(desk: Desk) -> list[str]:
    return list(desk.session.scalars(select(LearnedAlias.alias)))


def test_names_are_read_once_for_a_roster_and_again_when_it_has_changed(stocked: Engine) -> None:
    with Session(stocked) as session:
        first = gazetteer(session)
        assert gazetteer(session) is first
    with transaction(stocked) as session:
        session.add(School(code="NEW-1", name_th="โรงเรียนบ้านใหม่จริงจริง"))
        bump_roster_version(session)
    with Session(stocked) as session:
        again = gazetteer(session)
        assert Around(again, own=frozenset({"NEW-1"})).find("บ้านใหม่จริงจริง") == Match("NEW-1")
        assert "NEW-1" not in first.by_code


def test_what_a_choice_taught_is_offered_alone_the_next_time(desk: Desk) -> None:
    mali = desk.phone(MALI)
    _report_on(mali, ODD, "สตูล")
    assert _learned(desk) == [ODD]
    mali.say("บันทึกนิเทศ", f"รร.{ODD} ค่ะ")
    assert "หมายถึงแห่งไหน" in mali.shown, "from afar it is asked about all the same"
    mali.say("1")
    assert mali.answers == {"school": FAR}


def test_a_near_school_is_taken_once_its_odd_name_was_learnt(desk: Desk) -> None:
    mali = desk.phone(MALI)
    _report_on(mali, "บ้านลำพฝา", "ลำพยา")
    mali.say("บันทึกนิเทศ", "บ้านลำพฝา")
    assert mali.answers == {"school": "NPT1-02"}


def test_nothing_is_learnt_from_a_name_that_was_taken_at_once(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "บ้านลำพยา", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    mali.tap("ส่งรายงาน")
    assert len(desk.visits()) == 1
    assert _learned(desk) == []


def test_nothing_is_learnt_before_the_report_is_sent(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "บ้านลำพฝา")
    mali.tap("ลำพยา")
    assert mali.answers == {"school": "NPT1-02"}
    assert _learned(desk) == []


def test_what_one_person_taught_is_not_yet_everybodys(desk: Desk) -> None:
    _report_on(desk.phone(MALI), "บ้านลำพฝา", "ลำพยา")
    other = desk.phone(SOMSRI)
    other.say("บันทึกนิเทศ", "บ้านลำพฝา")
    assert "school" not in other.answers
