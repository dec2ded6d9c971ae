"""A sent visit that is changed to a school and day of which another is recorded already."""

import pytest
from phones import MALI, WICHAI, Desk, Phone, report

from handlers.texts import t
from models.versions import versions_of
from models.visits import MentoringVisit
from models.vocabulary import RecordKind


@pytest.fixture
def two(desk: Desk) -> tuple[MentoringVisit, MentoringVisit]:
    """Mali's visits to two schools on one day."""
    mali = desk.phone(MALI)
    report(mali, school="1")
    report(mali, "เรื่องที่สอง", school="2")
    first, second = desk.visits()
    return first, second


def number(visit: MentoringVisit) -> str:
    return f"V-{visit.id}"


def changing(desk: Desk, visit: MentoringVisit, *words: str) -> Phone:
    mali = desk.phone(MALI)
    mali.say(f"แก้ไขรายงาน {number(visit)}", *words)
    return mali


def test_it_is_asked_whether_it_is_the_same_and_which_one_is_meant(
    desk: Desk, two: tuple[MentoringVisit, MentoringVisit]
) -> None:
    first, second = two
    mali = changing(desk, second, "แก้ไข สถานศึกษา", "1")
    assert mali.at == "again"
    assert t("visit.ask.again") in mali.shown
    assert number(first) in mali.shown
    assert not [label for label in mali.labels if t("visit.again.join") in label]


def test_another_visit_is_changed_and_the_question_is_no_row_of_it(
    desk: Desk, two: tuple[MentoringVisit, MentoringVisit]
) -> None:
    first, second = two
    mali = changing(desk, second, "แก้ไข สถานศึกษา", "1", "คนละครั้ง")
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    assert t("changing.saved", number=number(second)) in mali.shown
    assert t("visit.label.again") not in mali.shown
    assert second.mentee_school_id == first.mentee_school_id
    [version] = versions_of(desk.session, RecordKind.VISIT, second.id)
    assert "again" not in version.answers


def test_the_same_visit_is_not_changed_and_the_doubled_one_can_be_withdrawn(
    desk: Desk, two: tuple[MentoringVisit, MentoringVisit]
) -> None:
    first, second = two
    school = second.mentee_school_id
    mali = changing(desk, second, "แก้ไข สถานศึกษา", "1", "ครั้งเดียวกัน")
    told = t("visit.again.left_as_it_was", receipt=number(second), other=number(first))
    assert told in mali.shown
    assert not mali.at
    desk.session.refresh(second)
    assert second.mentee_school_id == school
    mali.tap(t("changing.withdraw", number=number(second)))
    assert mali.answers["record"] == f"visit:{second.id}"


def test_a_day_that_somebody_else_recorded_meanwhile_is_asked_about_at_sending(
    desk: Desk,
) -> None:
    wichai = desk.phone(WICHAI)
    report(desk.phone(MALI), school="บ้านลำพยา")
    [mine] = desk.visits()
    mali = changing(desk, mine, "แก้ไข วันที่", "15 พ.ย. 69")
    wichai.say("บันทึกนิเทศ", "บ้านลำพยา", "15 พ.ย. 69", "1", "1", "การเขียน")
    wichai.tap("ข้ามไปหน้าสรุป")
    wichai.tap("ส่งรายงาน")
    theirs = desk.visits()[-1]
    assert theirs is not mine
    assert t("dialog.one_more") in mali.tap(t("dialog.change.send"))
    assert mali.at == "again"
    assert number(theirs) in mali.shown


def test_what_leaves_school_and_day_as_they_are_asks_nothing(desk: Desk) -> None:
    report(desk.phone(MALI))
    report(desk.phone(MALI), "เรื่องที่สอง")
    second = desk.visits()[-1]
    mali = changing(desk, second, "แก้ไข เรื่อง", "การเขียน")
    mali.tap(t("dialog.change.send"))
    assert mali.at == "why"
    mali.say("ข้าม")
    assert second.topic == "การเขียน"
