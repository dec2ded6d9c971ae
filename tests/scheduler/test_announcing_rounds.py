"""What is announced goes out in working hours, once to each, as the push of their day."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from crowd import enrol
from office import CENTRAL, Office, a_runtime, at
from sqlalchemy import text

from bot.telling import leave, push
from handlers.cards.card import Card
from handlers.texts import t
from models.announcements import (
    Announcement,
    Result,
    make_announcement,
    own_announcements,
    results_of,
)
from models.quota import add_reading
from models.reminder_queries import once_a_day
from models.sending_words import AnnouncedTo, AnnouncementState, PushReason
from models.vocabulary import ScopeKind
from scheduler import announcing
from scheduler.jobs import run_round

MONDAY = "2023-11-20T09:00"
WORDS = "ขอเชิญประชุม"
END_POSTS = "UPDATE appointments SET ends_on = '2023-11-19' WHERE"


def announce(
    office: Office,
    audience: AnnouncedTo = AnnouncedTo.EVERYBODY,
    place: tuple[ScopeKind, str] = (ScopeKind.OFFICE, "NPT1"),
    draft: str = "d",
    by: str = "pranee",
) -> None:
    """Pranee announces something; three others of her office have joined."""
    sender = office.person_id(by)
    with office.writing() as session:
        assert make_announcement(
            session,
            draft_id=draft,
            by_person_id=sender,
            sender_th="ผู้ประสานงานเขต สพป.นครปฐม เขต 1",
            words=WORDS,
            audience=audience,
            place_kind=place[0],
            place_code=place[1],
            people=3,
            created_at=at("2023-11-19T20:00"),
        )


def calls(office: Office) -> list[tuple[set[str], int]]:
    """Each multicast in the outbox: to whom, and what it costs."""
    keys = {member.line_user_id: key for key, member in office.people.items()}
    rows = office.rows(
        "SELECT payload, push_cost FROM effects WHERE kind = 'multicast' ORDER BY id"
    )
    return [({keys.get(who, who) for who in payload["to"]}, cost) for payload, cost in rows]


def ways(office: Office) -> dict[str, tuple[str, str]]:
    """By whom: the way in which each gets it, and why."""
    keys = {office.person_id(key): key for key, one in office.people.items() if one.joined}
    rows = office.rows("SELECT person_id, way, why FROM announced_people")
    return {keys.get(person_id, str(person_id)): (way, why) for person_id, way, why in rows}


def newest(office: Office, by: str = "pranee") -> Announcement:
    person_id = office.person_id(by)
    with office.runtime.reading() as session:
        return own_announcements(session, person_id, 1)[0]


def test_it_goes_out_once_in_one_call_and_never_to_the_sender(office: Office) -> None:
    announce(office)
    office.round("2023-11-20T08:29")
    assert calls(office) == []
    office.round("2023-11-20T08:30")
    office.round("2023-11-20T08:31")
    assert calls(office) == [({"mali", "somsri", "wichai"}, 3)]
    assert newest(office).state is AnnouncementState.SENT
    [(payload,)] = office.rows("SELECT payload FROM effects WHERE kind = 'multicast'")
    words = payload["messages"][0]["altText"]
    assert WORDS in words
    assert "คุณปราณี ประสาน" in words
    assert "สพป.นครปฐม เขต 1" in words
    books = (
        "SELECT push_reason, sum(push_cost) FROM effects WHERE push_reason IS NOT NULL GROUP BY 1"
    )
    assert office.rows(books) == [(PushReason.BROADCAST.value, 3)]
    # Who had it has had the push of the day.
    with office.writing() as session:
        account, now = office.people["mali"].line_user_id, office.runtime.machine_time()
        leave(office.runtime, session, account, Card(text="เตือน"), "x", now, soon=True)
    office.round("2023-11-20T09:01")
    assert office.rows("SELECT id FROM effects WHERE kind = 'push'") == []
    office.round("2023-11-21T08:30")
    pushed = "SELECT line_user_id FROM effects WHERE kind = 'push'"
    assert (account,) in office.rows(pushed)


def test_it_waits_on_a_day_off_and_after_hours(quick_office: Office) -> None:
    announce(quick_office)
    for moment in ("2023-11-18T10:00", "2023-11-20T16:30", "2023-12-05T10:00"):
        quick_office.round(moment)
        assert calls(quick_office) == []
    assert newest(quick_office).state is AnnouncementState.WAITING


def test_who_had_the_push_of_the_day_or_of_the_week_or_is_in_a_form_gets_it_later(
    quick_office: Office,
) -> None:
    office, now = quick_office, quick_office.runtime.machine_time()
    with office.writing() as session:
        for who, day in (("mali", 22), ("somsri", 20), ("somsri", 21)):
            account = office.people[who].line_user_id
            once = once_a_day(date(2023, 11, day))
            assert push(office.runtime, session, account, Card(text="อื่น"), once, now)
    office.begins_a_form("wichai", minutes_ago=10)
    announce(office)
    office.round("2023-11-22T09:00")
    assert calls(office) == []
    assert ways(office) == {
        "mali": ("left", "had a push today"),
        "somsri": ("left", "this week is full"),
        "wichai": ("left", "in a form"),
    }
    office.begins_a_form("wichai", minutes_ago=31)
    office.round("2023-11-22T09:01")
    office.round("2023-11-23T08:30")
    pushed = office.rows(
        "SELECT line_user_id FROM effects WHERE turn_key IN"
        " ('reminders:2023-11-22', 'reminders:2023-11-23') AND kind = 'push' ORDER BY id"
    )
    keys = {member.line_user_id: key for key, member in office.people.items()}
    assert [keys[who] for (who,) in pushed] == ["mali", "wichai", "mali"]
    office.round("2023-11-27T08:30")
    somsri = office.people["somsri"].line_user_id
    assert office.rows(f"SELECT count(*) FROM effects WHERE lane = 'push:{somsri}'") == [(3,)]


def test_whom_it_reaches_is_looked_up_when_it_goes_out(quick_office: Office) -> None:
    announce(quick_office)
    quick_office.block("somsri", "2023-11-20T07:00")
    quick_office.round(MONDAY)
    number = newest(quick_office).id
    assert calls(quick_office) == [({"mali", "wichai"}, 2)]
    assert ways(quick_office)["somsri"] == ("none", "unreachable")
    with quick_office.runtime.reading() as session:
        result = results_of(session, [number])[number]
    assert (result.sent, result.waiting, result.unreachable) == (0, 2, 1)


def test_it_goes_out_no_more_when_the_post_of_its_sender_has_ended(quick_office: Office) -> None:
    announce(quick_office)
    with quick_office.writing() as session:
        session.execute(text(f"{END_POSTS} role = 'area_coordinator'"))
    quick_office.round(MONDAY)
    assert calls(quick_office) == []
    assert newest(quick_office).state is AnnouncementState.CANCELLED
    [(account, payload)] = quick_office.rows(
        "SELECT line_user_id, payload FROM effects WHERE lane LIKE 'left:%'"
    )
    assert account == quick_office.people["pranee"].line_user_id
    told = payload["messages"][0]["altText"]
    assert t("announcing.not_sent") in told
    assert WORDS in told


def test_where_nobody_is_left_it_was_sent_to_nobody(quick_office: Office) -> None:
    announce(quick_office)
    with quick_office.writing() as session:
        session.execute(text(f"{END_POSTS} role <> 'area_coordinator'"))
    quick_office.round(MONDAY)
    row = newest(quick_office)
    assert (row.state, row.people) == (AnnouncementState.SENT, 0)


@pytest.mark.parametrize(
    ("fate", "result"),
    [("waiting", Result(0, 1)), ("sent", Result(1, 0)), ("rejected", Result(0, 0, 1))],
)
def test_what_a_push_took_along_has_come_as_far_as_the_push(
    quick_office: Office, fate: str, result: Result
) -> None:
    quick_office.begins_a_form("mali", minutes_ago=10)
    announce(quick_office, AnnouncedTo.SCHOOLS)
    quick_office.block("somsri", "2023-11-20T07:00")
    quick_office.round(MONDAY)
    number = newest(quick_office).id
    quick_office.begins_a_form("mali", minutes_ago=31)
    quick_office.round("2023-11-20T09:01")
    with quick_office.writing() as session:
        session.execute(text("DELETE FROM announced_people WHERE way = 'none'"))
        session.execute(text(f"UPDATE effects SET state = '{fate}' WHERE kind = 'push'"))
        assert results_of(session, [number])[number] == result


def test_what_the_month_does_not_hold_any_more_is_left_and_not_pushed(
    quick_office: Office,
) -> None:
    now = quick_office.runtime.machine_time()
    with quick_office.writing() as session:
        add_reading(session, read_at=now, day=date(2023, 11, 20), allowed=300, used=298, needed={})
    announce(quick_office)
    quick_office.round(MONDAY)
    assert calls(quick_office) == []
    assert {why for _, why in ways(quick_office).values()} == {"over quota"}
    left = quick_office.rows("SELECT state FROM effects WHERE kind = 'reply'")
    assert left == [("unshown",)] * 3


def test_a_round_that_is_cut_off_goes_on_where_it_was(
    quick_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(quick_office.runtime.engine, 25)
    monkeypatch.setattr(announcing, "AT_ONCE", 10)
    quick_office.joins(CENTRAL)
    announce(quick_office, AnnouncedTo.OFFICES, (ScopeKind.PROGRAMME, "SANDBOX"), by="central")
    run_round(quick_office.runtime, at(MONDAY), stopping=lambda: len(calls(quick_office)) > 0)
    assert [cost for _, cost in calls(quick_office)] == [10]
    assert newest(quick_office, "central").state is AnnouncementState.WAITING
    quick_office.round("2023-11-20T09:05")
    told = Counter(who for to, _ in calls(quick_office) for who in to)
    assert set(told.values()) == {1}
    assert len(told) == 28


def test_two_schedulers_at_once_send_it_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = enrol(office.runtime.engine, 40)
    monkeypatch.setattr(announcing, "AT_ONCE", 7)
    office.joins(CENTRAL)
    for draft in ("d", "e"):
        announce(office, AnnouncedTo.OFFICES, (ScopeKind.PROGRAMME, "SANDBOX"), draft, "central")
    runtimes = [a_runtime(office.runtime.settings.database_url) for _ in range(2)]
    together = threading.Barrier(len(runtimes))

    def rounds(number: int) -> None:
        together.wait()
        run_round(runtimes[number], at(MONDAY))

    with ThreadPoolExecutor(len(runtimes)) as pool:
        for done in [pool.submit(rounds, n) for n in range(len(runtimes))]:
            done.result()
    for runtime in runtimes:
        runtime.engine.dispose()
    office.round("2023-11-20T09:01")
    told = Counter(who for to, _ in calls(office) for who in to)
    assert told == Counter(
        [*crowd, "anan", "suda", "ratree"]
    )  # one push a day, of one or the other
    counts = office.rows("SELECT announcement_id, count(*) FROM announced_people GROUP BY 1")
    assert [count for _, count in counts] == [43, 43]


def test_after_a_year_it_is_forgotten_by_which_way_each_one_got_it(office: Office) -> None:
    announce(office)
    office.round(MONDAY)
    assert len(ways(office)) == 3
    office.round("2024-11-18T23:00")
    assert len(ways(office)) == 3
    office.round("2024-11-19T23:00")
    assert ways(office) == {}
    assert newest(office).words == WORDS
