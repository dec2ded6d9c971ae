"""A round and a person's own turn tell the same digest at once: neither is thrown out; and a
round looks at no digest that would tell nothing."""

import threading
from datetime import date

from crowd import enrol
from office import CENTRAL, SUDA, Office, at
from sqlalchemy import text

from models.actors import load_actor
from models.digest_facts import digest_facts
from models.digest_news import News
from models.digests import DigestState, Overseer, note_told, state_of, to_push_on
from models.duty_queries import judgements
from models.reminder_queries import claim_planned
from models.submissions import save_submission
from models.vocabulary import Role, ScopeKind
from scheduler.digests import Digests
from scheduler.moment import Moment

DAY, NOON = date(2024, 1, 12), at("2024-01-12T12:00")
#: Enough for a turn to come as far as the first row that the round holds.
A_WHILE = 0.3
#: What the offices of the sandbox owe.
NAMES = "SANDBOX-STAFF-2566"


def test_a_turn_waits_for_the_round_that_has_claimed_the_reminders(postgresql_url: str) -> None:
    office = Office(postgresql_url, SUDA)
    who = office.person_id("suda")
    with office.writing() as session:
        state_of(session, who, DAY)
        session.execute(
            text(
                "INSERT INTO reminders (source, rule_id, subject_kind, subject_id, due_on, stage,"
                " recipient_person_id, audience, woken, state, reason, late, planned_at) VALUES"
                " ('deadline', 1, 'office', 1, '2024-01-09', 3, :who, 'supervisor', false,"
                " 'planned', 'x', false, now())"
            ),
            {"who": who},
        )
    ended = threading.Event()

    def turn() -> None:
        with office.writing() as session:
            state_of(session, who, DAY)
            note_told(session, who, NOON, DAY, pushed=False)
        ended.set()

    beside = threading.Thread(target=turn)
    with office.writing() as session:
        assert list(claim_planned(session, [who])) == [who]
        beside.start()
        beside.join(A_WHILE)
        assert not ended.is_set()
        note_told(session, who, NOON, DAY, pushed=True)
    beside.join()
    assert ended.is_set()
    assert office.states() == {"sent": 1}
    office.runtime.engine.dispose()


def test_a_digest_with_nothing_to_tell_is_not_looked_at_each_minute(
    quick_office: Office,
) -> None:
    today, suda = date(2023, 11, 24), quick_office.person_id("suda")
    with quick_office.writing() as session:
        state_of(session, suda, today).push_on = today
    noon = Digests(Moment(quick_office.runtime, at("2023-11-24T12:00")))
    while noon.push_some():
        pass
    with quick_office.writing() as session:
        assert to_push_on(session, today) == []


def test_records_that_wait_are_news_only_for_whom_they_are_counted() -> None:
    sent = News(unread={(1, 7): [(NOON, 1)]})
    state = DigestState(person_id=9, told_on=date(2024, 1, 10))
    of_the_office = Overseer(9, ("U9",), ((Role.AREA_COORDINATOR, ScopeKind.OFFICE, 7),))
    of_the_country = Overseer(9, ("U9",), ((Role.NATIONAL_COORDINATOR, ScopeKind.COUNTRY, None),))
    assert sent.is_new_for(of_the_office, state, DAY)
    assert not sent.is_new_for(of_the_country, state, DAY)


def test_a_digest_counts_all_that_waits_to_be_confirmed(quick_office: Office) -> None:
    quick_office.joins(CENTRAL)
    enrol(quick_office.runtime.engine, 103)
    monday, tuesday, now = (at(f"2023-11-{day}T09:00") for day in (20, 21, 24))
    sender = quick_office.person_id("anan")
    with quick_office.writing() as session:
        asked = [one for one in judgements(session, now=now) if one.rule.code == NAMES]
        for n, one in enumerate(asked[:103]):
            when = monday if n < 100 else now
            save_submission(
                session,
                deadline_id=one.rule.id,
                subject=one.subject,
                submitted_on=when.date(),
                by_person_id=sender,
                draft_id=f"sent-{n}",
                now=when,
            )
        actor = load_actor(session, CENTRAL.line_user_id, now.date())
        assert actor.person_id is not None
        state = state_of(session, actor.person_id, tuesday.date())
        state.told_as_of = tuesday
        facts = digest_facts(session, actor, state, now=now)
    assert facts is not None
    assert (facts.sent, facts.sent_new, facts.is_news) == (103, 3, True)
