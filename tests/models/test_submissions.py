"""What was sent by a deadline: said once, confirmed or sent back, and said again."""

from datetime import date, datetime

import pytest
from duty_desk import account_of, actor, appoint, at, deadline, somebody, subject
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.duties import Submission
from models.duty_queries import judgements
from models.submissions import (
    find_submission,
    review_submission,
    save_submission,
    submission_of,
    submission_of_draft,
    submission_photos,
    submissions_to_review,
)
from models.versions import versions_of
from models.visits import Photo
from models.vocabulary import DutyState, PhotoState, RecordKind, ReviewState, Role

TODAY = date(2023, 11, 24)
NOW, LATER = at("2023-11-24T10:00"), at("2023-11-25T10:00")


def send(
    session: Session,
    who: str = "STN",
    draft: str = "d1",
    photos: tuple[str, ...] = (),
    *,
    by: int | None = None,
    day: date = TODAY,
    now: datetime = NOW,
) -> tuple[Submission, bool]:
    return save_submission(
        session,
        deadline_id=deadline(session).id,
        subject=subject(session, who),
        submitted_on=day,
        by_person_id=by or somebody(session),
        draft_id=draft,
        now=now,
        line_message_ids=photos,
    )


def state(session: Session, who: str = "STN") -> DutyState:
    """Where an office stands with the deadline."""
    return next(
        judged.state
        for judged in judgements(session, now=LATER)
        if (judged.rule.code, judged.subject.code) == ("SANDBOX-STAFF-2566", who)
    )


# --- said ----------------------------------------------------------------------------------------


def test_what_was_sent_is_recorded_with_its_receipt(desk: Session) -> None:
    desk.add(
        Photo(
            line_message_id="m1",
            line_user_id="U1",
            draft_id="d1",
            state=PhotoState.WAITING,
            received_at=NOW,
        )
    )
    desk.flush()
    letter, office = deadline(desk), subject(desk, "STN")
    assert submission_of(desk, letter.id, office) is None
    made, new = send(desk, photos=("m1",))
    assert (new, made.submitted_on, made.office_id) == (True, TODAY, office.id)
    assert submission_of(desk, letter.id, office) is made
    assert submission_of_draft(desk, "d1") is made
    assert [photo.line_message_id for photo in submission_photos(desk, made.id)] == ["m1"]


@pytest.mark.parametrize(("who", "draft"), [("STN", "d1"), ("STN", "d2"), ("RYG1", "d1")])
def test_the_first_word_stands(who: str, draft: str, desk: Session) -> None:
    first, _ = send(desk)
    again, new = send(desk, who, draft)
    assert (again.id, new) == (first.id, False)
    assert len(desk.scalars(select(Submission)).all()) == 1


def test_each_office_sends_its_own(desk: Session) -> None:
    first, _ = send(desk)
    second, new = send(desk, "RYG1", "d2")
    assert new
    assert second.id != first.id


# --- reviewed ------------------------------------------------------------------------------------


def test_what_was_sent_back_does_not_meet_its_deadline_until_it_is_said_again(
    desk: Session,
) -> None:
    pranee = appoint(desk, "คุณปราณี", Role.NATIONAL_COORDINATOR, "TH")
    anan = appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN")
    made, _ = send(desk, by=anan)
    assert state(desk) is DutyState.DONE
    assert review_submission(desk, made.id, by=pranee, at=NOW, passed=False, note="ขาดชื่อหนึ่งคน")
    assert state(desk) is DutyState.DUE

    again, new = send(desk, draft="d2", by=anan, day=date(2023, 11, 25), now=LATER)

    assert (again.id, new, again.review_state) == (made.id, True, ReviewState.NEW)
    assert (again.submitted_on, again.review_note, again.reviewed_at) == (
        date(2023, 11, 25),
        "",
        None,
    )
    assert state(desk) is DutyState.DONE
    (before,) = versions_of(desk, RecordKind.SUBMISSION, made.id)
    assert (before.answers, before.reason) == ({"date": "2023-11-24"}, "ขาดชื่อหนึ่งคน")
    assert send(desk, draft="d2", by=anan, now=LATER) == (again, False)


def test_the_same_draft_does_not_renew_what_was_sent_back(desk: Session) -> None:
    pranee = appoint(desk, "คุณปราณี", Role.NATIONAL_COORDINATOR, "TH")
    made, _ = send(desk, by=appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN"))
    review_submission(desk, made.id, by=pranee, at=NOW, passed=False, note="ขาดชื่อหนึ่งคน")
    again, new = send(desk)
    assert (again.review_state, new) == (ReviewState.RETURNED, False)


def test_what_was_confirmed_stands(desk: Session) -> None:
    pranee = appoint(desk, "คุณปราณี", Role.NATIONAL_COORDINATOR, "TH")
    made, _ = send(desk, by=appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN"))
    assert review_submission(desk, made.id, by=pranee, at=NOW, passed=True)
    again, new = send(desk, draft="d2", day=date(2023, 11, 25))
    assert (again.review_state, again.submitted_on, new) == (ReviewState.PASSED, TODAY, False)
    assert state(desk) is DutyState.DONE


def test_nobody_confirms_their_own_word(desk: Session) -> None:
    anan = appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN")
    made, _ = send(desk, by=anan)
    assert not review_submission(desk, made.id, by=anan, at=NOW, passed=True)
    assert made.review_state is ReviewState.NEW
    assert submissions_to_review(desk, actor(desk, "คุณอนันต์", TODAY)) == []


def test_nothing_is_sent_back_without_a_word(desk: Session) -> None:
    made, _ = send(desk)
    with pytest.raises(ValueError, match="sentence"):
        review_submission(desk, made.id, by=1, at=NOW, passed=False, note=" ")


REVIEWERS = [
    (Role.NATIONAL_COORDINATOR, "TH", True, True),
    (Role.NATIONAL_COORDINATOR, "SANDBOX", True, True),
    (Role.NATIONAL_COORDINATOR, "QIN", False, False),
    (Role.AREA_COORDINATOR, "STN", True, True),
    (Role.AREA_COORDINATOR, "RYG1", False, False),
    (Role.SUPERVISOR, "STN", False, True),
    (Role.SCHOOL_ADMINISTRATOR, "STN-P1", False, False),
    (Role.TEACHER, "STN-P1", False, False),
    (Role.OPERATOR, "TH", False, False),
]


@pytest.mark.parametrize(("role", "code", "reviews", "sees"), REVIEWERS)
def test_each_reviews_and_sees_what_the_own_post_reaches(
    role: Role, code: str, reviews: bool, sees: bool, desk: Session
) -> None:
    made, _ = send(desk, by=appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN"))
    appoint(desk, "ผู้ดู", role, code)
    looking = actor(desk, "ผู้ดู", TODAY)
    waiting = [record.submission.id for record in submissions_to_review(desk, looking)]
    assert waiting == ([made.id] if reviews else [])
    found = find_submission(desk, looking, made.id)
    assert (found is not None) == sees
    if found is not None:
        assert (found.subject, found.by) == (subject(desk, "STN"), "คุณอนันต์")


def test_what_is_to_be_reviewed_comes_oldest_first_and_in_pages(desk: Session) -> None:
    appoint(desk, "คุณปราณี", Role.NATIONAL_COORDINATOR, "TH")
    by = appoint(desk, "คุณอนันต์", Role.AREA_COORDINATOR, "STN")
    first, second = send(desk, by=by)[0], send(desk, "RYG1", "d2", by=by)[0]
    looking = actor(desk, "คุณปราณี", TODAY)
    page = submissions_to_review(desk, looking, most=1)
    assert [record.submission.id for record in page] == [first.id]
    rest = submissions_to_review(desk, looking, after=first.id)
    assert [record.submission.id for record in rest] == [second.id]


def test_one_sees_ones_own_word_and_a_stranger_none(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    made, _ = send(desk, by=by)
    assert find_submission(desk, actor(desk, "ครูมะลิ", TODAY), made.id) is not None
    assert find_submission(desk, Actor(account_of("ใครก็ไม่รู้")), made.id) is None
