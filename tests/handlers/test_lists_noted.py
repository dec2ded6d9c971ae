"""That a list or a number was shown is one entry of the audit, however many rows it had."""

from typing import Any

from phones import ANAN, MALI, NOW, WICHAI, Desk, report
from reports_told import send
from sqlalchemy import select

from handlers.dialog.press import Do, Press
from handlers.noting_lists import LISTS
from handlers.routes import route_named
from models.audit import AuditEntry
from models.audit_queries import subjects_touched
from models.people import load_actor
from models.vocabulary import Role

LEAD = "network:QIN-NPT1-A"
PEOPLE = "มะลิ ใจดี / ประธาน / 081-234-5678"


def entries(desk: Desk, who: str, ending: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """(action, kind, id, details) of what this one was shown."""
    person_id = load_actor(desk.session, who, NOW.date()).person_id
    found = desk.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.person_id == person_id, AuditEntry.action.endswith(ending))
        .order_by(AuditEntry.id)
    )
    return [(one.action, one.subject_kind, one.subject_id, one.details) for one in found]


def test_every_list_is_a_command() -> None:
    assert [name for name in sorted(LISTS) if route_named(name) is None] == []


def test_a_search_is_noted_with_its_reach_and_number_but_without_its_words(desk: Desk) -> None:
    for _ in range(2):
        report(desk.phone(MALI))
    wichai = desk.phone(WICHAI)
    wichai.say("ค้นหา ลำพยา")
    [(action, kind, code, details)] = entries(desk, WICHAI, ".listed")
    assert (action, kind, code) == ("search.listed", "office", "NPT1")
    assert details["rows"] >= 1
    assert "asked" not in details
    assert wichai.say("ค้นหา ไม่มีคำนี้แน่นอน")
    assert len(entries(desk, WICHAI, ".listed")) == 1, "nothing was shown"


def test_what_is_asked_by_codes_is_noted_and_never_a_number_to_call(desk: Desk) -> None:
    report(desk.phone(MALI))
    wichai = desk.phone(WICHAI)
    wichai.say("รายงานของปีงบ 2570")
    wichai.press(Press(Do.GO, slot="follow", value=LEAD))
    wichai.say("ค้นหา 0812345678 ลำพยา")
    noted = {action: details for action, _, _, details in entries(desk, WICHAI, ".listed")}
    assert noted["follow.listed"]["asked"] == LEAD
    assert "0812345678" not in str(noted)


def test_a_number_on_a_card_is_noted_for_the_place_it_stands_for(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.press(Press(Do.GO, slot="follow", value=LEAD))
    assert entries(desk, WICHAI, "contacts.seen") == [], "nobody has written a number down"
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", PEOPLE)
    send(mali)
    wichai.press(Press(Do.GO, slot="follow", value=LEAD))
    seen = [("contacts.seen", "network", "QIN-NPT1-A", {"rows": 1})]
    assert entries(desk, WICHAI, "contacts.seen") == seen
    person_id = load_actor(desk.session, WICHAI, NOW.date()).person_id
    assert person_id is not None
    touched = {(one.action, one.id) for one in subjects_touched(desk.session, person_id)}
    assert {("contacts.seen", "QIN-NPT1-A"), ("follow.listed", "NPT1")} <= touched


def test_numbers_that_one_wrote_down_oneself_are_not_noted_others_are(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("แต่งตั้งผู้รับผิดชอบ")
    anan.tap("เพิ่มผู้รับผิดชอบ")
    anan.say("สุดา ชายฝั่ง", "ศึกษานิเทศก์", "074-711111")
    anan.tap("บันทึกรายชื่อ")
    assert "074" in anan.say("แต่งตั้งผู้รับผิดชอบ")
    assert entries(desk, ANAN, "contacts.seen") == []
    other = desk.appoint("U" + "7" * 32, Role.AREA_COORDINATOR, "STN")
    assert "074" in other.say("แต่งตั้งผู้รับผิดชอบ")
    assert entries(desk, other.who, "contacts.seen") == [
        ("contacts.seen", "office", "STN", {"rows": 1})
    ]


def test_totals_and_ones_own_are_no_entry(desk: Desk) -> None:
    report(desk.phone(MALI))
    desk.phone(MALI).say("ประวัติของฉัน")
    desk.phone(WICHAI).say("สถานะ")
    assert entries(desk, MALI, ".listed") == []
    assert entries(desk, WICHAI, ".listed") == []
