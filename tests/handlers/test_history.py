"""Looking back: page by page, newest first, and only what one may see."""

from datetime import date

import pytest
from phones import MALI, NOW, PRANEE, SOMSRI, STRANGER, WICHAI, Desk, report

from handlers.history import PAGE
from handlers.say import number_of
from handlers.texts import t
from models.mentoring import mentor_places
from models.people import load_actor
from models.visits import MentoringVisit
from models.vocabulary import Purpose, Role, VisitMode


def record(desk: Desk, count: int) -> list[int]:
    """So many visits by Mali, straight into the records."""
    actor = load_actor(desk.session, MALI, NOW.date())
    [place] = mentor_places(desk.session, actor.posts, NOW.date())
    made = [
        MentoringVisit(
            draft_id=f"draft-{number}",
            kind=place.kind,
            programme_id=place.programme_id,
            network_id=place.mentees[0].network_id,
            mentor_school_id=place.mentor_school_id,
            mentee_school_id=place.mentees[0].school_id,
            visited_on=date(2026, 10, 1 + number),
            mode=VisitMode.ONSITE,
            purposes=[Purpose.MENTORING],
            iqa_standards=[],
            topic=f"เรื่องที่ {number}",
            reporter_person_id=actor.person_id,
            form_version=1,
            created_at=NOW,
        )
        for number in range(count)
    ]
    for visit in made:
        desk.session.add(visit)
        desk.session.flush()
    return [visit.id for visit in made]


def listed(shown: str) -> list[int]:
    numbers = [line.split(" ·")[0].removeprefix("V-") for line in shown.splitlines()]
    return [int(number) for number in numbers if number.isdecimal()]


def test_reports_come_newest_first_and_older_ones_with_the_next_tap(desk: Desk) -> None:
    ids = record(desk, PAGE * 2 + 3)
    mali = desk.phone(MALI)
    pages = [listed(mali.say("ประวัติของฉัน"))]
    while t("history.older") in mali.labels:
        pages.append(listed(mali.tap(t("history.older"))))
    assert [len(page) for page in pages] == [PAGE, PAGE, 3]
    assert [number for page in pages for number in page] == list(reversed(ids))


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1])
def test_older_reports_are_offered_only_where_there_are_some(desk: Desk, count: int) -> None:
    record(desk, count)
    mali = desk.phone(MALI)
    mali.say("ประวัติของฉัน")
    assert (t("history.older") in mali.labels) is (count > PAGE)
    assert (t("history.none_mine") in mali.shown) is (count == 0)


def test_a_row_opens_its_report(desk: Desk) -> None:
    [number] = record(desk, 1)
    mali = desk.phone(MALI)
    mali.say("ประวัติของฉัน")
    shown = mali.tap(t("history.open", receipt=f"V-{number}"))
    assert "เรื่องที่ 0" in shown
    assert [(page.page, page.subject) for page in mali.pages] == [("visit", str(number))]


def test_others_see_the_report_where_they_should_and_not_in_their_own_history(desk: Desk) -> None:
    [number] = record(desk, 1)
    for who in (SOMSRI, WICHAI, PRANEE):
        assert listed(desk.phone(who).say("ดูการนิเทศ")) == [number]
        assert t("history.none_mine") in desk.phone(who).say("ประวัติของฉัน")
    other = desk.appoint(STRANGER, Role.SUPERVISOR, "STN")
    assert t("history.none_received") in other.say("ดูการนิเทศ")


def test_a_report_of_oneself_is_in_the_own_history_at_once(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    assert len(listed(mali.say("ประวัติของฉัน"))) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [("V-12", 12), ("v12", 12), ("๑๒", 12), ("เลขที่ 12", 12), ("", None), ("12 13", None)],
)
def test_a_receipt_is_read_however_it_is_typed(typed: str, number: int | None) -> None:
    assert number_of(typed) == number


def test_a_report_without_a_number_asks_for_it(desk: Desk) -> None:
    assert t("history.which") in desk.phone(MALI).say("รายงาน")


@pytest.mark.parametrize("typed", ["รายงาน V-999999999999", "รายงาน 0"])
def test_a_report_that_is_not_there_is_not_found(desk: Desk, typed: str) -> None:
    assert "ไม่พบรายงาน" in desk.phone(MALI).say(typed)
