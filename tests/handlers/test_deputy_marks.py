"""What a deputy did on another's behalf is told by the record itself, for as long as it is kept."""

import pytest
from phones import MALI, NOW, PRANEE, WICHAI, Desk, Phone, report
from sqlalchemy import delete, select
from test_agreements import agreements, enter

from handlers.effects import Leave, Say
from handlers.export_tables import STATUS, VISITS
from handlers.texts import t
from models.deputy_marks import DeputyMark
from models.export_queries import Wanted, standings_wanted, visits_wanted
from models.forgetting import forget_person
from models.own_data import copy_of, whose
from models.people import Appointment, load_actor
from models.retention_records import purge_records
from models.scopes import COUNTRY
from models.visits import MentoringVisit
from models.waivers import DutyWaiver

TODAY = NOW.date()
WICHAI_IS, PRANEE_IS = "ศน.วิชัย ตั้งใจ", "คุณปราณี ประสาน"
FOR_PRANEE = f"ทำแทน {PRANEE_IS}"


def person(desk: Desk, who: str) -> int:
    found = load_actor(desk.session, who, TODAY).person_id
    assert found is not None
    return found


@pytest.fixture
def deputy(desk: Desk) -> Phone:
    """Wichai, who stands in for Pranee until the end of the month, and acts as her now."""
    pranee, wichai = desk.phone(PRANEE), desk.phone(WICHAI)
    pranee.say("ตั้งผู้ทำแทน", "วิชัย", "วันนี้", "30 พฤศจิกายน 2569")
    pranee.tap("ตั้งผู้ทำแทน")
    wichai.say(f"เปลี่ยนบทบาท {max(desk.session.scalars(select(Appointment.id)))}")
    assert load_actor(desk.session, WICHAI, TODAY).on_behalf_of == person(desk, PRANEE)
    return wichai


def marks(desk: Desk) -> list[tuple[str, str]]:
    desk.session.flush()
    rows = desk.session.scalars(select(DeputyMark).order_by(DeputyMark.id))
    return [(f"{row.record_kind}:{row.record_id}", row.action) for row in rows]


def passed(desk: Desk, deputy: Phone) -> MentoringVisit:
    """A visit that Mali reported and the deputy passed."""
    report(desk.phone(MALI))
    [visit] = desk.visits()
    deputy.say(f"ตรวจผ่าน V-{visit.id}")
    return visit


def rows_of_export(desk: Desk) -> dict[str, object]:
    [record] = visits_wanted(desk.session, Wanted(None, COUNTRY))
    return {column.name: column.of(record) for column in VISITS.columns}


def test_a_report_that_a_deputy_reviewed_says_so_to_whoever_opens_it(
    desk: Desk, deputy: Phone
) -> None:
    visit = passed(desk, deputy)
    assert marks(desk) == [(f"visit:{visit.id}", "visit.passed")]
    told = f"{t('audit.action.passed')}: {WICHAI_IS} {FOR_PRANEE}"
    assert told in desk.phone(MALI).say(f"รายงาน V-{visit.id}")
    assert (rows_of_export(desk)["reported_for"], rows_of_export(desk)["reviewed_for"]) == (
        None,
        PRANEE_IS,
    )


def test_the_audit_says_so_too_but_the_record_needs_it_not(desk: Desk, deputy: Phone) -> None:
    visit = passed(desk, deputy)
    assert FOR_PRANEE in desk.phone(PRANEE).say(f"ประวัติ V-{visit.id}")
    desk.session.execute(delete(DeputyMark))
    assert FOR_PRANEE not in desk.phone(MALI).say(f"รายงาน V-{visit.id}")
    assert FOR_PRANEE in desk.phone(PRANEE).say(f"ประวัติ V-{visit.id}")


def test_a_report_made_by_a_deputy_is_marked_in_lists_receipts_and_exports(
    desk: Desk, deputy: Phone
) -> None:
    deputy.say("เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค.")
    deputy.say("1", "1")
    deputy.tap("ส่งรายงาน")
    [visit] = desk.visits()
    kickers = [e.card.kicker for e in deputy.effects if isinstance(e, Say)]
    assert all(FOR_PRANEE in kicker for kicker in kickers)
    assert t("deputy_marks.made_for", for_whom=PRANEE_IS) in deputy.say("ประวัติของฉัน")
    assert FOR_PRANEE in deputy.say(f"รายงาน V-{visit.id}")
    found = rows_of_export(desk)
    assert (found["reporter"], found["reported_for"]) == (WICHAI_IS, PRANEE_IS)


def test_what_one_does_as_oneself_has_no_mark(desk: Desk, deputy: Phone) -> None:
    deputy.say("เปลี่ยนบทบาท 0")
    visit = passed(desk, deputy)
    assert marks(desk) == []
    assert t("deputy_marks.label") not in desk.phone(MALI).say(f"รายงาน V-{visit.id}")
    assert rows_of_export(desk)["reviewed_for"] is None


def test_a_waiver_of_a_deputy_says_for_whom_in_the_status_and_its_file(
    desk: Desk, deputy: Phone
) -> None:
    deputy.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    deputy.tap("แผนเครือข่าย")
    deputy.tap("ต่อไป")
    deputy.tap(t("waiver.how_long.round"))
    deputy.say("น้ำท่วม")
    deputy.tap(t("waiver.send"))
    [waiver] = desk.session.scalars(select(DutyWaiver))
    assert marks(desk) == [(f"waiver:{waiver.id}", "duty.waived")]
    assert FOR_PRANEE in desk.phone(PRANEE).say("รายการยกเว้น")
    standings = standings_wanted(desk.session, Wanted(None, COUNTRY), desk.now)
    by_name = {column.name: column for column in STATUS.columns}
    waived = {
        (by_name["waived_by"].of(one), by_name["waived_for"].of(one))
        for one in standings
        if one.judged.waiver
    }
    assert waived == {(WICHAI_IS, PRANEE_IS)}


def test_an_agreement_that_a_deputy_entered_says_so(desk: Desk, deputy: Phone) -> None:
    enter(desk, WICHAI)
    [agreement] = agreements(desk)
    assert marks(desk) == [(f"agreement:{agreement.id}", "agreement.entered")]
    shown = desk.phone(MALI).say(f"เปิดข้อตกลง {agreement.id}")
    assert t("deputy_marks.label") in shown
    assert f"{WICHAI_IS} {FOR_PRANEE}" in shown


def test_whom_a_deputy_writes_to_reads_for_whom(desk: Desk, deputy: Phone) -> None:
    report(desk.phone(MALI))
    [visit] = desk.visits()
    deputy.say(f"ขอแก้ไขรายงาน V-{visit.id}", "ขอเพิ่มจำนวนผู้เข้าร่วม")
    deputy.tap(t("returning.send"))
    [left] = [e for e in deputy.effects if isinstance(e, Leave) and e.line_user_id == MALI]
    assert f"{WICHAI_IS} ({FOR_PRANEE})" in left.card.text


def test_both_find_the_marks_in_their_copy_and_after_deletion_no_name_stays(
    desk: Desk, deputy: Phone
) -> None:
    visit = passed(desk, deputy)
    desk.session.flush()
    mine = copy_of(desk.session, whose(desk.session, WICHAI))
    theirs = copy_of(desk.session, whose(desk.session, PRANEE))
    assert [row["action"] for row in mine["deputy_marks"]] == ["visit.passed"]
    assert [row["record_id"] for row in theirs["deputy_marks.by_deputies"]] == [visit.id]
    forget_person(desk.session, person(desk, PRANEE), TODAY)
    shown = desk.phone(MALI).say(f"รายงาน V-{visit.id}")
    assert f"ทำแทน {t('visit.row.unnamed')}" in shown
    assert "ปราณี" not in shown
    by_name = {column.name: column for column in VISITS.columns}
    [record] = visits_wanted(desk.session, Wanted(None, COUNTRY))
    assert by_name["reviewed_for"].of(record) == t("visit.row.unnamed")


def test_marks_go_with_their_record_and_not_before(desk: Desk, deputy: Phone) -> None:
    visit = passed(desk, deputy)
    purge_records(desk.session, [visit.programme_id + 1000], 10)
    assert len(marks(desk)) == 1
    purge_records(desk.session, [visit.programme_id], 10)
    assert marks(desk) == []
