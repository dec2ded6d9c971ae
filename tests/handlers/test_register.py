""" "ทะเบียน": who has sent what a deadline asks for and who is responsible, by province."""

from datetime import UTC, date, datetime

import pytest
from phones import ANAN, MALI, NOW, PRANEE, Desk, Phone
from sqlalchemy import func, select

from handlers.export_register import REGISTER
from handlers.export_wanted import wanted_by
from handlers.texts import t
from models.duties import Deadline, ResponsibleStaff, Submission
from models.export_queries import Wanted
from models.exports import Export
from models.people import Person, load_actor, scope_by_code
from models.places import Office
from models.programmes import Enrolment
from models.vocabulary import ExportKind, Role, SubjectKind

NATE, SUDA = (f"U{number:032d}" for number in range(811, 813))


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """สตูล has named two people and sent; ระยอง has done neither."""
    session = desk.session
    deadline, satun = _deadline(desk), _office(desk, "STN")
    by = session.scalars(select(Person.id).limit(1)).one()
    session.add(
        Submission(
            draft_id="sent-1",
            deadline_id=deadline.id,
            subject_kind=SubjectKind.OFFICE,
            office_id=satun.id,
            submitted_on=NOW.date(),
            by_person_id=by,
            created_at=NOW,
        )
    )
    for place, name in enumerate(("สมหญิง ใจดี", "สมชาย ใจงาม"), start=1):
        session.add(
            ResponsibleStaff(
                programme_id=deadline.programme_id,
                office_id=satun.id,
                place=place,
                full_name=name,
                position="ศึกษานิเทศก์",
                contact="locked:081-234-5678",
                starts_on=NOW.date(),
                named_by_person_id=by,
                draft_id=f"named-{place}",
                created_at=NOW,
            )
        )
    session.flush()
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "SANDBOX")
    desk.appoint(SUDA, Role.NATIONAL_COORDINATOR, "TH")
    return desk


@pytest.mark.parametrize("who", [NATE, SUDA])
def test_the_totals_are_those_of_the_records(sent: Desk, who: str) -> None:
    phone = _register(sent, who)
    enrolled = sent.session.scalar(
        select(func.count(Enrolment.office_id.distinct())).where(
            Enrolment.programme_id == _deadline(sent).programme_id
        )
    )
    assert f"ส่งแล้ว 1 จาก {enrolled} เขต" in phone.seen[-1].text
    assert f"มีผู้รับผิดชอบแล้ว 1 จาก {enrolled} เขต" in phone.seen[-1].text
    rows = {row.label: row for row in phone.seen[-1].rows}
    assert rows["สตูล"].value == "ส่งแล้ว 1 จาก 1 เขต\nมีผู้รับผิดชอบแล้ว 1 จาก 1 เขต"
    assert rows["ระยอง"].value == "ส่งแล้ว 0 จาก 1 เขต\nมีผู้รับผิดชอบแล้ว 0 จาก 1 เขต"
    assert next(iter(rows)) == "ระยอง"  # where most is missing


def test_a_province_opens_to_its_offices_and_never_to_contact_details(sent: Desk) -> None:
    phone = _register(sent, NATE)
    phone.data(f"v=1&do=g&s=register&x={_deadline(sent).id}/สตูล")
    (row,) = phone.seen[-1].rows
    assert row.label == "สพป.สตูล"
    assert row.value.startswith("ส่งแล้วเมื่อ 20 พ.ย. 2569")
    assert "สมหญิง ใจดี (ศึกษานิเทศก์) · สมชาย ใจงาม" in row.value
    assert "081" not in phone.shown
    phone.data(f"v=1&do=g&s=register&x={_deadline(sent).id}/ระยอง")
    assert "ยังไม่มีผู้รับผิดชอบ" in phone.seen[-1].rows[0].value


def test_an_office_finds_itself_alone(sent: Desk) -> None:
    phone = _register(sent, ANAN)
    assert [row.label for row in phone.seen[-1].rows] == ["สตูล"]
    assert "ส่งแล้ว 1 จาก 1 เขต" in phone.seen[-1].text


@pytest.mark.parametrize("number", ["999", "0"])
def test_what_is_no_deadline_and_what_is_not_ones_own_are_refused_alike(
    sent: Desk, number: str
) -> None:
    """นครปฐม เขต 1 takes no part in the sandbox."""
    other = _register(sent, PRANEE)
    assert "ไม่พบกำหนดส่งเลขที่" in other.seen[-1].text
    phone = sent.phone(PRANEE)
    phone.data(f"v=1&do=g&s=register&x={number}")
    assert "ไม่พบกำหนดส่งเลขที่" in phone.seen[-1].text
    assert not phone.seen[-1].rows


def test_a_teacher_reads_no_register(sent: Desk) -> None:
    phone = _register(sent, MALI)
    assert phone.seen[-1].note == t("common.not_allowed")


def test_without_a_number_the_deadlines_are_offered_with_theirs(sent: Desk) -> None:
    phone = sent.phone(NATE)
    phone.say("ทะเบียน")
    deadline = _deadline(sent)
    row = next(row for row in phone.seen[-1].rows if row.label == deadline.title_th)
    assert row.value.startswith(f"เลขที่ {deadline.id} · กำหนด 27 พ.ย. 2569")
    phone.tap("เปิดทะเบียน")
    assert "ทะเบียน" in phone.seen[-1].title


def test_after_its_programme_is_over_a_register_still_tells(sent: Desk) -> None:
    sent.now = datetime(2031, 1, 6, 3, 0, tzinfo=UTC)
    phone = _register(sent, NATE)
    assert "ส่งแล้ว 1 จาก 2 เขต" in phone.seen[-1].text


@pytest.fixture
def several(sent: Desk) -> Desk:
    """A second deadline of the same offices and fiscal year."""
    first = _deadline(sent)
    sent.session.add(
        Deadline(
            code="PLAN",
            programme_id=first.programme_id,
            title_th="ส่งแผนปฏิบัติการ",
            due_on=date(2026, 12, 15),
            announced_on=date(2026, 11, 1),
            subject_kind=SubjectKind.OFFICE,
            created_by_person_id=sent.session.scalars(select(Person.id).limit(1)).one(),
            created_at=NOW,
        )
    )
    sent.session.flush()
    return sent


def test_a_deadline_is_also_found_by_its_name(several: Desk) -> None:
    phone = several.phone(NATE)
    phone.say("ทะเบียน แผนปฏิบัติการ")
    assert phone.seen[-1].title == "ทะเบียน ส่งแผนปฏิบัติการ"
    phone.say("ทะเบียน ส่ง")  # both are called so: it is asked
    assert phone.seen[-1].title == "ดูทะเบียนของกำหนดส่งใด"
    assert {row.label for row in phone.seen[-1].rows} >= {
        "ส่งแผนปฏิบัติการ",
        _deadline(several).title_th,
    }
    phone.say("ทะเบียน มังคุด")
    assert "ไม่พบกำหนดส่งที่มีคำว่า “มังคุด”" in phone.shown


def test_a_name_that_stands_within_another_is_that_deadline(several: Desk) -> None:
    _deadline(several).title_th = "ส่งแผนปฏิบัติการ ฉบับแก้ไข"
    several.session.flush()
    phone = several.phone(NATE)
    phone.say("ทะเบียน ส่งแผนปฏิบัติการ")
    assert phone.seen[-1].title == "ทะเบียน ส่งแผนปฏิบัติการ"


def test_the_register_of_one_deadline_is_had_as_a_file(several: Desk) -> None:
    phone = _register(several, NATE)
    phone.tap("รับเป็นไฟล์")
    deadline = _deadline(several)
    assert "ทะเบียนกำหนดส่ง 2 รายการ" in phone.shown
    assert deadline.title_th in phone.seen[-1].text
    assert f"ไฟล์ทะเบียน {deadline.id}" in phone.seen[-1].hint
    (page,) = phone.pages
    export = several.session.get_one(Export, int(page.subject))
    assert (export.what, export.deadline_id) == (ExportKind.REGISTER, deadline.id)
    actor = load_actor(several.session, NATE, NOW.date())
    wanted = wanted_by(several.session, actor, export, NOW.date())
    assert wanted is not None
    found = REGISTER.records(several.session, wanted, NOW)
    assert [(e.judged.rule.id, e.province) for e in found] == [
        (deadline.id, "ระยอง"),
        (deadline.id, "สตูล"),
    ]
    # All of a year are still had as ever.
    assert "ทะเบียนกำหนดส่ง 4 รายการ" in phone.say("ส่งออก ทะเบียน ปีงบ 2570")


def test_who_looks_after_several_places_chooses_the_file_of_one(sent: Desk) -> None:
    phone = sent.appoint(NATE, Role.AREA_COORDINATOR, "STN")
    phone.say(f"ไฟล์ทะเบียน {_deadline(sent).id}")
    rows = {row.label: row for row in phone.seen[-1].rows}
    assert {"สพป.สตูล"} < set(rows)
    assert rows["สพป.สตูล"].value == "1 รายการ"
    assert len(phone.pages) == len(rows)


def test_no_file_of_what_is_not_ones_own(sent: Desk) -> None:
    for who in (PRANEE, MALI):
        phone = sent.phone(who)
        phone.say(f"ไฟล์ทะเบียน {_deadline(sent).id}")
        assert phone.pages == []
    assert sent.session.scalars(select(Export)).all() == []


def test_the_file_has_a_row_for_each_and_no_contact_details(sent: Desk) -> None:
    scope = scope_by_code(sent.session, "SANDBOX")
    assert scope is not None
    actor = load_actor(sent.session, NATE, NOW.date())
    wanted = Wanted(actor, scope)
    records = list(REGISTER.records(sent.session, wanted, NOW))
    rows = [
        {column.name: column.raw(record, UTC) for column in REGISTER.columns}
        for record in records
        if record.judged.rule.id == _deadline(sent).id
    ]
    assert [(row["province"], row["state"]) for row in rows] == [
        ("ระยอง", "due"),
        ("สตูล", "done"),
    ]
    assert rows[1]["responsible"] == "สมหญิง ใจดี\nสมชาย ใจงาม"
    assert rows[1]["responsible_count"] == 2
    assert "081" not in str(rows)
    assert REGISTER.count(sent.session, wanted, NOW) == len(records)


def _register(desk: Desk, who: str) -> Phone:
    phone = desk.phone(who)
    phone.say(f"ทะเบียน {_deadline(desk).id}")
    return phone


def _deadline(desk: Desk) -> Deadline:
    """The sandbox's deadline that is announced and due on 27 November 2569."""
    return desk.session.scalars(
        select(Deadline).where(Deadline.due_on == datetime(2026, 11, 27, tzinfo=UTC).date())
    ).one()


def _office(desk: Desk, code: str) -> Office:
    return desk.session.scalars(select(Office).where(Office.code == code)).one()
