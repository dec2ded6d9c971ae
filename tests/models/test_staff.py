"""One to three people responsible, named and ended by the day."""

from datetime import date
from threading import Barrier, Thread

from duty_desk import appoint, at, programme_id, somebody, subject
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from models.duties import ResponsibleStaff
from models.staff import (
    MOST_STAFF,
    NewStaff,
    StaffChange,
    name_staff,
    remove_staff,
    staff_in_force,
)
from models.vocabulary import Role

TODAY = date(2023, 11, 24)
NOW = at("2023-11-24T10:00")
YESTERDAY, TOMORROW = date(2023, 11, 23), date(2023, 11, 25)


def name(
    session: Session, who: str, day: date = TODAY, replaces: int | None = None, draft: str = ""
) -> StaffChange:
    return name_staff(
        session,
        NewStaff(who, "ศึกษานิเทศก์", "ตัวอักษรที่อ่านไม่ออก"),
        office_id=subject(session, "STN").id,
        programme_id=programme_id(session, "SANDBOX"),
        by_person_id=somebody(session),
        draft_id=draft or f"draft of {who}",
        now=NOW,
        today=day,
        replaces=replaces,
    )


def in_force(session: Session, day: date = TODAY, code: str = "STN") -> dict[str, int]:
    """Who is responsible on a day, and the number of the row."""
    rows = staff_in_force(session, subject(session, code).id, programme_id(session, "SANDBOX"), day)
    return {row.full_name: row.id for row in rows}


def remove(session: Session, staff_id: int, day: date = TODAY, code: str = "STN") -> StaffChange:
    return remove_staff(
        session,
        staff_id,
        office_id=subject(session, code).id,
        programme_id=programme_id(session, "SANDBOX"),
        today=day,
    )


def test_three_are_named_and_a_fourth_is_refused(desk: Session) -> None:
    assert [name(desk, who) for who in ("ก", "ข", "ค", "ง")] == [
        StaffChange.DONE,
        StaffChange.DONE,
        StaffChange.DONE,
        StaffChange.FULL,
    ]
    assert list(in_force(desk)) == ["ก", "ข", "ค"]
    assert in_force(desk, YESTERDAY) == in_force(desk, code="RYG1") == {}


def test_one_takes_the_place_of_another_from_that_day_on(desk: Session) -> None:
    for who in ("ก", "ข", "ค"):
        name(desk, who, YESTERDAY)
    assert name(desk, "ง", TODAY, replaces=in_force(desk)["ข"]) is StaffChange.DONE
    assert list(in_force(desk, YESTERDAY)) == ["ก", "ข", "ค"]
    assert list(in_force(desk)) == ["ก", "ง", "ค"]


def test_one_who_was_named_today_and_replaced_today_leaves_nothing(desk: Session) -> None:
    name(desk, "ก")
    assert name(desk, "ข", replaces=in_force(desk)["ก"]) is StaffChange.DONE
    assert list(desk.scalars(select(ResponsibleStaff.full_name))) == ["ข"]


def test_one_is_removed_and_the_last_one_is_not(desk: Session) -> None:
    name(desk, "ก", YESTERDAY)
    name(desk, "ข", YESTERDAY)
    first, second = in_force(desk).values()
    assert remove(desk, first) is StaffChange.DONE
    assert remove(desk, first) is StaffChange.GONE
    assert remove(desk, second) is StaffChange.LAST
    assert list(in_force(desk)) == ["ข"]
    assert list(in_force(desk, YESTERDAY)) == ["ก", "ข"]
    assert name(desk, "ค", TOMORROW) is StaffChange.DONE  # in the place that is free
    assert list(in_force(desk, TOMORROW)) == ["ค", "ข"]


def test_nobody_of_another_office_is_removed_or_replaced(desk: Session) -> None:
    name(desk, "ก", YESTERDAY)
    (there,) = in_force(desk).values()
    assert remove(desk, there, code="RYG1") is StaffChange.GONE
    assert name(desk, "ข", replaces=there + 1) is StaffChange.GONE
    assert list(in_force(desk)) == ["ก"]


def test_a_draft_names_one_person_once(desk: Session) -> None:
    assert name(desk, "ก", draft="d1") is StaffChange.DONE
    assert name(desk, "ก", draft="d1") is StaffChange.ALREADY
    replaced = in_force(desk)["ก"]
    assert name(desk, "ข", replaces=replaced, draft="d2") is StaffChange.DONE
    assert name(desk, "ข", replaces=replaced, draft="d2") is StaffChange.ALREADY
    assert list(in_force(desk)) == ["ข"]


def test_of_many_who_name_at_once_three_succeed(stocked: Engine) -> None:
    with transaction(stocked) as session:
        appoint(session, "คุณอนันต์", Role.AREA_COORDINATOR, "STN")
    people = ["ก", "ข", "ค", "ง", "จ"]
    start = Barrier(len(people))
    answers: list[StaffChange] = []

    def run(who: str) -> None:
        start.wait()
        with transaction(stocked) as session:
            answers.append(name(session, who))

    threads = [Thread(target=run, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [StaffChange.DONE] * MOST_STAFF + [StaffChange.FULL] * 2
    with reading(stocked) as session:
        assert len(in_force(session)) == MOST_STAFF
