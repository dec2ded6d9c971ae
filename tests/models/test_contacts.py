"""Who answers for a subject and who oversees it, on a day."""

from datetime import date

from duty_desk import account_of, appoint, obligation, scope, subject
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.contacts import (
    contact_of,
    contacts_of,
    set_contact,
    supervisor_of,
    supervisors_of,
)
from models.duties import ResponsibleContact
from models.vocabulary import Role

TODAY = date(2026, 11, 20)
A, OFFICE, SCHOOL = "QIN-NPT1-A", "NPT1", "NPT1-02"
TEACHER, ADMINISTRATOR = Role.TEACHER, Role.SCHOOL_ADMINISTRATOR


def contact(session: Session, code: str, today: date = TODAY) -> str | None:
    found = contact_of(session, subject(session, code), today)
    return found.full_name if found else None


def supervisor(session: Session, code: str, programme: str | None = None) -> str | None:
    programme_id = scope(session, programme).id if programme else None
    found = supervisor_of(session, subject(session, code), TODAY, programme_id)
    return found.full_name if found else None


# --- who stands in while nobody is set -----------------------------------------------------------


def test_where_nobody_has_joined_there_is_nobody(desk: Session) -> None:
    for code in (A, "COLLAB-2564", SCHOOL, OFFICE):
        assert contact(desk, code) is None
        assert supervisor(desk, code) is None


def test_a_network_is_answered_for_by_its_lead_school(desk: Session) -> None:
    appoint(desk, "ครูสมศรี", TEACHER, "NPT1-02")  # a partner of it
    assert contact(desk, A) is None
    appoint(desk, "ครูมะลิ", TEACHER, "NPT1-01", since=date(2022, 1, 1))
    assert contact(desk, A) == "ครูมะลิ"
    appoint(desk, "ครูมาก่อน", TEACHER, "NPT1-01", since=date(2021, 1, 1))
    assert contact(desk, A) == "ครูมาก่อน"
    appoint(desk, "ผอ.", ADMINISTRATOR, "NPT1-01", since=date(2024, 1, 1))
    assert contact(desk, A) == "ผอ."


def test_a_school_and_an_office_are_answered_for_by_their_own(desk: Session) -> None:
    appoint(desk, "ครูสมศรี", TEACHER, SCHOOL)
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, OFFICE)
    assert (contact(desk, SCHOOL), contact(desk, OFFICE)) == ("ครูสมศรี", None)
    appoint(desk, "คุณปราณี", Role.AREA_COORDINATOR, OFFICE)
    assert contact(desk, OFFICE) == "คุณปราณี"


def test_only_posts_of_the_day_count(desk: Session) -> None:
    appoint(desk, "ครูย้ายไป", TEACHER, SCHOOL, until=date(2026, 11, 19))
    appoint(desk, "ครูมาใหม่", TEACHER, SCHOOL, since=date(2026, 11, 21))
    assert contact(desk, SCHOOL, date(2026, 11, 19)) == "ครูย้ายไป"
    assert contact(desk, SCHOOL) is None
    assert contact(desk, SCHOOL, date(2026, 11, 21)) == "ครูมาใหม่"


def test_one_who_can_be_reached_stands_in_before_one_who_blocks_the_bot(desk: Session) -> None:
    appoint(desk, "ผอ.", ADMINISTRATOR, SCHOOL, blocked=True)
    found = contact_of(desk, subject(desk, SCHOOL), TODAY)
    assert found is not None
    assert (found.full_name, found.line_user_ids) == ("ผอ.", ())
    appoint(desk, "ครูสมศรี", TEACHER, SCHOOL, accounts=2)
    found = contact_of(desk, subject(desk, SCHOOL), TODAY)
    assert found is not None
    assert not found.chosen
    assert found.line_user_ids == (account_of("ครูสมศรี"), account_of("ครูสมศรี+"))


# --- who is set ----------------------------------------------------------------------------------


def test_whoever_is_set_goes_before_those_who_stand_in(desk: Session) -> None:
    appoint(desk, "ผอ.", ADMINISTRATOR, "NPT1-01")
    mali = appoint(desk, "ครูมะลิ", TEACHER, "NPT1-01")
    set_contact(desk, subject(desk, A), mali, date(2026, 11, 10), by_person_id=mali)
    assert contact(desk, A, date(2026, 11, 9)) == "ผอ."
    assert contact(desk, A, date(2026, 11, 10)) == "ครูมะลิ"
    found = contact_of(desk, subject(desk, A), TODAY)
    assert found is not None
    assert (found.chosen, found.line_user_ids) == (True, (account_of("ครูมะลิ"),))


def test_whoever_is_set_stays_so_while_blocking_the_bot(desk: Session) -> None:
    appoint(desk, "ผอ.", ADMINISTRATOR, SCHOOL)
    somsri = appoint(desk, "ครูสมศรี", TEACHER, SCHOOL, blocked=True)
    set_contact(desk, subject(desk, SCHOOL), somsri, TODAY, None)
    found = contact_of(desk, subject(desk, SCHOOL), TODAY)
    assert found is not None
    assert (found.full_name, found.line_user_ids) == ("ครูสมศรี", ())


def test_whoever_is_set_and_holds_no_post_any_more_is_passed_over(desk: Session) -> None:
    appoint(desk, "ผอ.", ADMINISTRATOR, SCHOOL)
    gone = appoint(desk, "ครูย้ายไป", TEACHER, SCHOOL, until=date(2026, 11, 19))
    set_contact(desk, subject(desk, SCHOOL), gone, date(2026, 1, 1), None)
    assert contact(desk, SCHOOL, date(2026, 11, 19)) == "ครูย้ายไป"
    assert contact(desk, SCHOOL) == "ผอ."


def test_a_change_ends_the_one_before_with_the_day_before(desk: Session) -> None:
    office = subject(desk, OFFICE)
    first = appoint(desk, "คุณปราณี", Role.AREA_COORDINATOR, OFFICE)
    second = appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, OFFICE)
    set_contact(desk, office, first, date(2026, 11, 1), None)
    set_contact(desk, office, second, date(2026, 11, 20), None)
    set_contact(desk, office, first, date(2026, 11, 20), None)  # at once thought better of
    set_contact(desk, office, first, date(2026, 11, 21), None)  # said twice
    rows = desk.execute(
        select(
            ResponsibleContact.person_id, ResponsibleContact.starts_on, ResponsibleContact.ends_on
        ).order_by(ResponsibleContact.id)
    ).all()
    assert [tuple(row) for row in rows] == [
        (first, date(2026, 11, 1), date(2026, 11, 19)),
        (first, date(2026, 11, 20), None),
    ]
    assert contact(desk, OFFICE, date(2026, 11, 19)) == "คุณปราณี"


# --- who oversees it -----------------------------------------------------------------------------


def test_a_supervisor_of_the_office_goes_before_all_others(desk: Session) -> None:
    appoint(desk, "คุณส่วนกลาง", Role.NATIONAL_COORDINATOR, "TH")
    for code in (A, SCHOOL, OFFICE, "STN", "CA-01"):
        assert supervisor(desk, code) == "คุณส่วนกลาง"
    appoint(desk, "คุณโครงการ", Role.NATIONAL_COORDINATOR, "QIN")
    assert supervisor(desk, A) == "คุณส่วนกลาง"
    assert supervisor(desk, A, "QIN") == "คุณโครงการ"
    assert supervisor(desk, A, "SANDBOX") == "คุณส่วนกลาง"
    appoint(desk, "คุณปราณี", Role.AREA_COORDINATOR, OFFICE)
    assert supervisor(desk, A, "QIN") == "คุณปราณี"
    assert supervisor(desk, OFFICE, "QIN") == "คุณโครงการ"  # she is its contact herself
    appoint(desk, "คุณอีกคน", Role.AREA_COORDINATOR, OFFICE)
    assert supervisor(desk, OFFICE, "QIN") == "คุณอีกคน"
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, OFFICE)
    for code in (A, SCHOOL, OFFICE):
        assert supervisor(desk, code, "QIN") == "ศน.วิชัย"
    assert supervisor(desk, "STN") == "คุณส่วนกลาง"


def test_nobody_oversees_oneself(desk: Session) -> None:
    wichai = appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, OFFICE)
    set_contact(desk, subject(desk, OFFICE), wichai, TODAY, None)
    assert supervisor(desk, OFFICE) is None
    appoint(desk, "คุณปราณี", Role.AREA_COORDINATOR, OFFICE)
    assert supervisor(desk, OFFICE) == "คุณปราณี"


def test_many_are_found_in_as_few_statements_as_one(desk: Session) -> None:
    appoint(desk, "ครูมะลิ", TEACHER, "NPT1-01")
    appoint(desk, "ครูสมศรี", TEACHER, SCHOOL)
    appoint(desk, "ศน.วิชัย", Role.SUPERVISOR, OFFICE)
    codes = [A, "QIN-NPT1-B", SCHOOL, "NPT1-03", OFFICE, "STN"]
    wanted = [subject(desk, code) for code in codes]
    seen: list[str] = []
    event.listen(
        desk.connection(), "before_cursor_execute", lambda *told: seen.append(told[2]), named=False
    )
    contacts = contacts_of(desk, wanted, TODAY)
    for_all = len(seen)
    assert {found.code: who.full_name for found, who in contacts.items()} == {
        A: "ครูมะลิ",
        SCHOOL: "ครูสมศรี",
    }
    contacts_of(desk, wanted[:1], TODAY)
    assert len(seen) - for_all == for_all
    over = supervisors_of(desk, wanted, TODAY, obligation(desk, "EXCHANGE-YEARLY").programme_id)
    assert {found.code for found in over} == set(codes) - {"STN"}
