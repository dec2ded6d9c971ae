"""The day before an agreed follow-up its reporter is reminded of what was agreed."""

from datetime import date

from office import Office, at

from models.mentoring import mentor_places
from models.people import load_actor
from models.visits import MentoringVisit
from models.vocabulary import Purpose, VisitMode


def visit(office: Office, moment: str, follow_up_on: date | None, *, school: int = 0) -> int:
    """Mali reports a visit of this day to one of her partner schools."""
    now = at(moment)
    with office.writing() as session:
        actor = load_actor(session, office.people["mali"].line_user_id, now.date())
        [place] = mentor_places(session, actor.posts, now.date())
        made = MentoringVisit(
            draft_id=f"{moment}-{school}",
            kind=place.kind,
            programme_id=place.programme_id,
            network_id=place.mentees[school].network_id,
            mentor_school_id=place.mentor_school_id,
            mentee_school_id=place.mentees[school].school_id,
            visited_on=now.date(),
            mode=VisitMode.ONSITE,
            purposes=[Purpose.MENTORING],
            iqa_standards=[],
            topic="การอ่าน",
            agreed_actions="อ่านวันละ 15 นาที",
            follow_up_on=follow_up_on,
            reporter_person_id=actor.person_id,
            form_version=1,
            created_at=now,
        )
        session.add(made)
        session.flush()
        return made.id


def left(office: Office) -> list[str]:
    """The words of every card left for Mali."""
    who = office.people["mali"].line_user_id
    rows = office.rows(
        "SELECT payload FROM effects WHERE lane LIKE 'left:%' "
        f"AND line_user_id = '{who}' AND state = 'unshown' ORDER BY id"
    )
    return [payload["messages"][0]["altText"] for (payload,) in rows]


def test_the_agreed_steps_come_back_on_the_working_day_before(office: Office) -> None:
    visit(office, "2023-11-06T09:00", date(2023, 11, 20))  # a Monday: told on the Friday before
    office.round("2023-11-16T09:00")
    assert left(office) == []
    office.round("2023-11-17T09:00")
    office.round("2023-11-17T09:01")
    [card] = left(office)
    assert "อ่านวันละ 15 นาที" in card
    assert "20 พฤศจิกายน 2566" in card


def test_who_has_visited_since_is_not_reminded(quick_office: Office) -> None:
    visit(quick_office, "2023-11-06T09:00", date(2023, 11, 20))
    visit(quick_office, "2023-11-13T09:00", None)
    quick_office.round("2023-11-17T09:00")
    assert left(quick_office) == []


def test_a_visit_to_another_school_does_not_stand_for_it(quick_office: Office) -> None:
    visit(quick_office, "2023-11-06T09:00", date(2023, 11, 20))
    visit(quick_office, "2023-11-13T09:00", None, school=1)
    quick_office.round("2023-11-17T09:00")
    assert len(left(quick_office)) == 1


def test_a_withdrawn_visit_reminds_of_nothing(quick_office: Office) -> None:
    number = visit(quick_office, "2023-11-06T09:00", date(2023, 11, 20))
    with quick_office.writing() as session:
        session.get_one(MentoringVisit, number).withdrawn_at = at("2023-11-07T09:00")
    quick_office.round("2023-11-17T09:00")
    assert left(quick_office) == []
