"""Which posts count on which day: one rule for who speaks, who may decide and who is told."""

from datetime import date, timedelta

import pytest
from duty_desk import account_of, appoint, at, scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import accounts_that_may
from models.acknowledgements import speakers_of
from models.actors import Actor, Post, load_actor
from models.announcement_reach import recipients
from models.claim_queries import count_waiting_for, deciders, make_claim, waiting_claim
from models.code_makers import may_still_invite
from models.digests import overseers_on
from models.menus import Menu, linked_account
from models.people import Appointment
from models.policy import Action
from models.posts import deputise, end_post
from models.posts_effective import effective
from models.posts_held import act_as
from models.sending_words import AnnouncedTo
from models.vocabulary import Role

PRANEE, WICHAI, NEW = "ปราณี", "วิชัย", "คนใหม่"
FIRST, LAST = date(2026, 11, 10), date(2026, 11, 20)
DAY = timedelta(days=1)
NOW = at("2026-11-05T09:00")


@pytest.fixture
def deputy(desk: Session) -> int:
    """Wichai stands in for Pranee, the coordinator, for some days; the id of that post."""
    appoint(desk, PRANEE, Role.AREA_COORDINATOR, "NPT1")
    wichai = appoint(desk, WICHAI, Role.TEACHER, "NPT1-01")
    row = deputise(desk, post_of(desk, Role.AREA_COORDINATOR), wichai, FIRST, LAST)
    assert row is not None
    return row.id


def post_of(desk: Session, role: Role) -> int:
    own = (Appointment.role == role, Appointment.deputy_for_person_id.is_(None))
    return desk.scalars(select(Appointment.id).where(*own)).one()


def told_on(desk: Session, day: date) -> dict[str, bool]:
    """By which ways Wichai is somebody who acts as a coordinator on this day."""
    wichai = account_of(WICHAI)
    make_claim(
        desk,
        draft_id="claim",
        line_user_id=NEW,
        full_name=NEW,
        post=Post(Role.TEACHER, scope(desk, "NPT1-01")),
        now=NOW,
    )
    claim = waiting_claim(desk, NEW)
    assert claim is not None
    speaking = load_actor(desk, wichai, day)
    person = speaking.person_id
    everybody = recipients(desk, AnnouncedTo.OFFICES, scope(desk, "NPT1"), day)
    linked = linked_account(desk, wichai, day)
    assert linked is not None
    return {
        "speaks": speaking.on_behalf_of is not None,
        "decides": count_waiting_for(desk, speaking, day) == 1,
        "is asked": wichai in deciders(desk, claim, day),
        "may": wichai in accounts_that_may(desk, Action.KEEP_ROSTER, day),
        "oversees": person in {one.person_id for one in overseers_on(desk, day)},
        "is announced to": person in {one.person_id for one in everybody.people},
        "invites": may_still_invite(desk, person, Post(Role.TEACHER, scope(desk, "NPT1-02")), day),
        "has the menu": linked.wanted is Menu.AREA_COORDINATOR,
    }


@pytest.mark.parametrize(
    ("day", "counts"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_a_deputy_counts_from_the_first_day_to_the_last_everywhere(
    desk: Session, deputy: int, day: date, counts: bool
) -> None:
    act_as(desk, account_of(WICHAI), deputy)
    assert set(told_on(desk, day).values()) == {counts}


def test_a_deputy_whose_own_post_ended_counts_nowhere_from_the_next_day_on(
    desk: Session, deputy: int
) -> None:
    act_as(desk, account_of(WICHAI), deputy)
    ends = FIRST + 3 * DAY
    end_post(desk, post_of(desk, Role.TEACHER), ends)
    found = told_on(desk, ends)
    assert all(found.values())
    gone = told_on(desk, ends + DAY)
    assert not any(gone.values())
    assert load_actor(desk, account_of(WICHAI), ends + DAY).posts == ()


def test_a_deputy_of_somebody_who_does_not_hold_the_post_any_more_counts_nowhere(
    desk: Session, deputy: int
) -> None:
    act_as(desk, account_of(WICHAI), deputy)
    # As an import or a repair by hand may leave it: the deputy's own row was not ended.
    held = desk.get_one(Appointment, post_of(desk, Role.AREA_COORDINATOR))
    held.ends_on = FIRST
    desk.flush()
    assert told_on(desk, FIRST)["is asked"]
    gone = told_on(desk, FIRST + DAY)
    assert not any(gone[way] for way in ("speaks", "is asked", "may", "oversees", "invites"))
    assert [post.role for post in load_actor(desk, account_of(WICHAI), FIRST + DAY).posts] == [
        Role.TEACHER
    ]


def test_whoever_speaks_for_a_school_is_asked_on_the_days_of_the_post_alone(desk: Session) -> None:
    appoint(desk, "ครู", Role.TEACHER, "NPT1-02", since=FIRST, until=LAST)
    school = scope(desk, "NPT1-02").id
    assert school is not None
    asked = {
        day: len(speakers_of(desk, school, day)) for day in (FIRST - DAY, FIRST, LAST, LAST + DAY)
    }
    assert asked == {FIRST - DAY: 0, FIRST: 1, LAST: 1, LAST + DAY: 0}


days = st.integers(-2, 14).map(lambda n: FIRST + timedelta(days=n))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(own=days, holder=days, first=days, last=days)
def test_what_counts_is_what_one_may_speak_as_whatever_the_days(
    desk: Session, own: date, holder: date, first: date, last: date
) -> None:
    with desk.begin_nested() as kept:
        appoint(desk, PRANEE, Role.AREA_COORDINATOR, "NPT1", until=holder)
        person = appoint(desk, WICHAI, Role.TEACHER, "NPT1-01", until=own)
        held = post_of(desk, Role.AREA_COORDINATOR)
        made = deputise(desk, held, person, first, last)
        for day in (FIRST + timedelta(days=n) for n in range(-3, 16)):
            rows = desk.scalars(
                select(Appointment).where(Appointment.person_id == person, effective(day))
            ).all()
            expected = set()
            if day <= own:
                expected.add(Role.TEACHER)
            if made is not None and day <= own and first <= day <= min(last, holder):
                expected.add(Role.AREA_COORDINATOR)
            assert {row.role for row in rows} == expected, day
            assert len(rows) == len(expected)
            assert spoken_as(desk, made) == expected if day == FIRST else True
        kept.rollback()


def spoken_as(desk: Session, deputy: Appointment | None) -> set[Role]:
    """The roles in which Wichai can speak on the first day, one after the other."""
    found: set[Role] = set()
    for chosen in (None, deputy.id if deputy else None):
        act_as(desk, account_of(WICHAI), chosen)
        speaker: Actor = load_actor(desk, account_of(WICHAI), FIRST)
        found |= {post.role for post in speaker.posts}
    return found
