"""What the night takes away, and what stays; the files of photos with it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from office import RATREE, SUDA, Office, at, environment
from sqlalchemy import insert

from bot.app import create_app
from bot.delivery import deliver
from bot.queued import Queued
from bot.runtime import Runtime
from bot.settings import load_settings
from bot.telling import leave, push_messages
from handlers.cards.card import Card
from handlers.dialog.form import Draft
from models.conversations import inbound_events
from models.data_requests import note_request, set_aside, take_back
from models.inbox_queries import lock_conversation, save_conversation
from models.learned_aliases import learn_alias
from models.loose_photos import NO_DRAFT
from models.people import set_blocked
from models.sending_words import EffectKind, EffectState
from models.shown import note_shown
from models.tables import metadata
from models.visits import MentoringVisit, Photo
from models.vocabulary import (
    DataAnswer,
    DataRequestKind,
    PhotoState,
    Purpose,
    RecordKind,
    VisitKind,
    VisitMode,
)
from scheduler.cli import purge
from scheduler.jobs import run_round
from scheduler.moment import Moment
from scheduler.purging import Purging

NIGHT = "2026-11-20T01:30"
NOW = at(NIGHT)
#: What is stamped by the machine's clock is judged by it.
MACHINE = datetime.now(UTC)
NOTHING = {
    "people": 0,
    "accounts": 0,
    "drafts": 0,
    "photos": 0,
    "files": 0,
    "claims": 0,
    "events": 0,
    "effects": 0,
    "shown": 0,
    "decisions": 0,
    "readings": 0,
    "announced": 0,
    "records": 0,
    "audit": 0,
}


@pytest.fixture
def night(stocked_url: str, tmp_path: Path) -> Iterator[Office]:
    """The demo's people, with a folder for photos of the test's own."""
    office = Office(stocked_url, SUDA, RATREE)
    settings = load_settings({**environment(stocked_url), "MEDIA_URL": str(tmp_path / "media")})
    office.runtime.engine.dispose()
    office.runtime = Runtime(settings)
    yield office
    office.runtime.engine.dispose()


def purged(office: Office, moment: str = NIGHT) -> dict[str, int]:
    """One purge at this moment: the kinds of which anything went."""
    counts = Purging(Moment(office.runtime, at(moment))).purge()
    return {what: count for what, count in counts.items() if count}


def account(office: Office, key: str) -> str:
    return office.people[key].line_user_id


def a_photo(
    office: Office,
    key: str,
    draft_id: str,
    *,
    days_old: int = 3,
    state: PhotoState = PhotoState.STORED,
    visit_id: int | None = None,
) -> str:
    """A photo of this person, with its file; the media key."""
    number = office.rows("SELECT count(*) FROM photos")[0][0] + 1
    media_key = f"photos/{number}.jpg"
    office.runtime.media.put(media_key, b"a picture")
    with office.writing() as session:
        session.add(
            Photo(
                line_message_id=f"m{number}",
                line_user_id=account(office, key),
                draft_id=draft_id,
                visit_id=visit_id,
                state=state,
                media_key=media_key,
                sha256="0" * 64,
                size_bytes=9,
                width=1,
                height=1,
                received_at=NOW - timedelta(days=days_old),
            )
        )
    return media_key


def files_left(office: Office) -> set[str]:
    """The files in the store, once the outbox has done what waits there."""
    rows = office.rows(
        "SELECT id, lane, kind, payload FROM effects WHERE kind = 'delete_media' AND "
        "state = 'waiting' ORDER BY id"
    )
    for effect_id, lane, _kind, payload in rows:
        queued = Queued(
            effect_id,
            lane,
            EffectKind.DELETE_MEDIA,
            None,
            payload,
            None,
            None,
            None,
            MACHINE,
            MACHINE,
        )
        assert deliver(office.runtime, queued).outcome == "deleted"
    folder = Path(office.runtime.settings.media_url)
    return {str(file.relative_to(folder)) for file in folder.rglob("*.*")}


def a_visit(office: Office, key: str) -> int:
    """A visit that this person has reported; its number."""
    (programme,) = office.rows("SELECT id FROM programmes WHERE code = 'QIN'")
    (school,) = office.rows("SELECT id FROM schools WHERE code = 'NPT1-02'")
    with office.writing() as session:
        visit = MentoringVisit(
            draft_id=f"visit of {key}",
            kind=VisitKind.MENTORING,
            programme_id=programme[0],
            mentee_school_id=school[0],
            visited_on=date(2026, 11, 1),
            mode=VisitMode.ONSITE,
            purposes=[Purpose.MENTORING],
            iqa_standards=[],
            topic="แผนพัฒนา",
            reporter_person_id=office.person_id(key),
            form_version=1,
            created_at=NOW,
        )
        session.add(visit)
        session.flush()
        return visit.id


def a_draft(office: Office, key: str, draft_id: str, touched_on: str, *photos: str) -> None:
    """A visit that this person has begun, put aside on that day."""
    answers = {"topic": "แผน", **({"photos": ",".join(photos)} if photos else {})}
    draft = Draft(draft_id, "visit", 1, answers, touched_on=touched_on).to_json()
    with office.writing() as session:
        row = lock_conversation(session, account(office, key), MACHINE)
        save_conversation(session, account(office, key), parked=[*row.parked, draft])


def an_event(office: Office, key: str, name: str, received_at: datetime) -> None:
    with office.writing() as session:
        session.execute(
            insert(inbound_events).values(
                id=name,
                line_user_id=account(office, key),
                kind="message",
                received_at=received_at,
                payload={"message": {"text": "คำของครูมะลิ"}},
            )
        )


def wants_to_leave(office: Office, key: str, at_moment: datetime) -> None:
    """Both steps of the deletion."""
    with office.writing() as session:
        request = note_request(
            session,
            DataRequestKind.DELETION,
            DataAnswer.ASKED,
            person_id=office.person_id(key),
            line_user_id=account(office, key),
            now=at_moment,
        )
        set_aside(session, request, at_moment)


def everything_of_mali(office: Office) -> int:
    """A visit with a photo, a draft with another, a loose one, learnt names, cards, events."""
    visit_id = a_visit(office, "mali")
    a_photo(office, "mali", "visit of mali", visit_id=visit_id)
    a_photo(office, "mali", "d1")
    a_photo(office, "mali", NO_DRAFT)
    a_draft(office, "mali", "d1", "2026-11-19", "m2")
    an_event(office, "mali", "E1", MACHINE)
    who, person_id = account(office, "mali"), office.person_id("mali")
    with office.writing() as session:
        leave(office.runtime, session, who, Card(text="ฝากไว้"), "left", MACHINE)
        push_messages(session, who, [{"type": "text", "text": "เตือน"}], "pushed", MACHINE)
        note_shown(session, "M9", who, RecordKind.VISIT, visit_id, MACHINE)
        learn_alias(
            session,
            alias_key="ลำพยา",
            alias="ลำพยา",
            school_code="NPT1-02",
            person_id=person_id,
            office_id=None,
            now=NOW,
        )
    return visit_id


# --- deletion asked for ---------------------------------------------------------------------------


def test_a_deletion_is_final_after_a_day_and_not_before(night: Office) -> None:
    everything_of_mali(night)
    person_id = night.person_id("mali")
    wants_to_leave(night, "mali", NOW - timedelta(hours=23, minutes=59))
    before = night.rows("SELECT full_name FROM people ORDER BY id")
    assert "accounts" not in purged(night)
    assert night.rows("SELECT full_name FROM people ORDER BY id") == before

    gone = purged(night, "2026-11-20T01:31")
    assert (gone["people"], gone["accounts"]) == (1, 1)
    assert night.rows(f"SELECT full_name FROM people WHERE id = {person_id}") == [("",)]
    assert night.rows("SELECT answer, line_user_id FROM data_requests") == [("done", None)]
    assert night.rows("SELECT * FROM leaving_accounts") == []
    assert "people" not in purged(night, "2026-11-20T01:32")


def test_nothing_in_the_whole_database_says_the_account_or_the_name_any_more(
    night: Office,
) -> None:
    everything_of_mali(night)
    person_id, who = night.person_id("mali"), account(night, "mali")
    name = night.rows(f"SELECT full_name FROM people WHERE id = {person_id}")[0][0]
    assert says(night, who, name, "คำของครูมะลิ", "ฝากไว้", "เตือน")
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    purged(night)
    assert says(night, who, name, "คำของครูมะลิ", "ฝากไว้", "เตือน") == []


def says(office: Office, *words: str) -> list[tuple[str, str]]:
    """(table, word) for each of these words that stands anywhere in the database."""
    found = []
    with office.runtime.engine.connect() as connection:
        for table in metadata.sorted_tables:
            whole = json.dumps(
                [list(map(str, row)) for row in connection.execute(table.select())],
                ensure_ascii=False,
            )
            found += [(table.name, word) for word in words if word in whole]
    return found


def test_official_records_stay_with_their_photos_under_a_person_without_a_name(
    night: Office,
) -> None:
    visit_id = everything_of_mali(night)
    person_id = night.person_id("mali")
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    purged(night)
    assert night.rows("SELECT id, reporter_person_id, topic FROM mentoring_visits") == [
        (visit_id, person_id, "แผนพัฒนา")
    ]
    assert night.rows("SELECT visit_id, state, line_user_id FROM photos") == [
        (visit_id, "stored", "")
    ]
    assert files_left(night) == {"photos/1.jpg"}


def test_posts_end_on_the_day_before(night: Office) -> None:
    person_id = night.person_id("mali")
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    purged(night)
    (ends_on,) = night.rows(f"SELECT ends_on FROM appointments WHERE person_id = {person_id}")
    assert str(ends_on[0]) == "2026-11-19"


def test_what_was_taken_back_is_not_deleted(night: Office) -> None:
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    with night.writing() as session:
        assert take_back(session, account(night, "mali"), NOW)
    assert purged(night) == {}
    assert night.person_id("mali")


def test_others_keep_all_of_theirs(night: Office) -> None:
    an_event(night, "somsri", "E7", MACHINE)
    a_draft(night, "somsri", "d7", "2026-11-19")
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    assert purged(night) == {"people": 1, "accounts": 1}
    assert night.rows("SELECT id FROM inbound_events WHERE payload IS NOT NULL") == [("E7",)]
    assert night.rows("SELECT line_user_id FROM conversations") == [(account(night, "somsri"),)]


def test_an_event_of_a_forgotten_account_that_comes_again_is_still_known(night: Office) -> None:
    an_event(night, "mali", "E1", MACHINE)
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    purged(night)
    assert night.rows("SELECT id, line_user_id, payload FROM inbound_events") == [
        ("E1", None, None)
    ]


# --- whoever blocks the bot for long --------------------------------------------------------------


def test_who_blocks_the_bot_for_ninety_days_is_forgotten(night: Office) -> None:
    person_id = night.person_id("mali")
    with night.writing() as session:
        set_blocked(session, account(night, "mali"), NOW - timedelta(days=90))
        set_blocked(session, account(night, "somsri"), NOW - timedelta(days=89))
    assert purged(night) == {}
    assert purged(night, "2026-11-20T01:31") == {"people": 1, "accounts": 1}
    assert night.rows(f"SELECT full_name FROM people WHERE id = {person_id}") == [("",)]
    assert night.person_id("somsri")


def test_who_still_has_another_phone_keeps_the_name(night: Office) -> None:
    person_id = night.person_id("mali")
    with night.writing() as session:
        set_blocked(session, account(night, "mali"), NOW - timedelta(days=100))
        session.connection().exec_driver_sql(
            f"UPDATE line_accounts SET person_id = {person_id} "
            f"WHERE line_user_id = '{account(night, 'somsri')}'"
        )
    assert purged(night) == {"accounts": 1}
    assert night.rows(f"SELECT full_name FROM people WHERE id = {person_id}") != [("",)]


# --- drafts, photos, logs -------------------------------------------------------------------------


def test_a_draft_goes_after_fourteen_days_with_its_photos(night: Office) -> None:
    a_photo(night, "mali", "old", days_old=20)
    a_photo(night, "mali", "new", days_old=20)
    a_draft(night, "mali", "old", "2026-11-05", "m1")
    a_draft(night, "mali", "new", "2026-11-06", "m2")
    assert purged(night) == {"drafts": 1, "photos": 1}
    ((parked,),) = _parked(night)
    assert [draft["id"] for draft in parked] == ["new"]
    assert files_left(night) == {"photos/2.jpg"}


def _parked(office: Office) -> list[tuple[Any, ...]]:
    rows = office.rows("SELECT parked FROM conversations")
    return [(json.loads(p) if isinstance(p, str) else p,) for (p,) in rows]


def test_photos_taken_back_or_of_no_record_go_the_day_after(night: Office) -> None:
    visit_id = a_visit(night, "mali")
    a_photo(night, "mali", "x", visit_id=visit_id)
    a_photo(night, "mali", "x", visit_id=visit_id, state=PhotoState.WITHDRAWN)
    a_photo(night, "mali", NO_DRAFT)
    a_photo(night, "mali", NO_DRAFT, days_old=0)
    a_photo(night, "mali", "a draft that is no more")
    assert purged(night) == {"photos": 3}
    assert files_left(night) == {"photos/1.jpg", "photos/4.jpg"}
    assert purged(night) == {}


def test_events_are_kept_for_thirty_days_and_pushes_for_a_year(night: Office) -> None:
    who = account(night, "mali")
    for name, days in (("E1", 29), ("E2", 31)):
        an_event(night, "mali", name, MACHINE - timedelta(days=days))
    with night.writing() as session:
        for name, days in (("young", 364), ("old", 366)):
            then = MACHINE - timedelta(days=days)
            leave(night.runtime, session, who, Card(text=name), name, then)
            note_shown(session, name, who, RecordKind.VISIT, 1, then)
        push_messages(session, who, [], "still to be sent", MACHINE - timedelta(days=400))
    assert purged(night) == {"events": 1, "effects": 1, "shown": 1}
    assert night.rows("SELECT id FROM inbound_events") == [("E1",)]
    keys = night.rows("SELECT turn_key FROM effects ORDER BY turn_key")
    assert keys == [("still to be sent",), ("young",)]
    assert night.rows("SELECT line_message_id FROM shown_records") == [("young",)]


def test_how_long_is_a_setting(night: Office) -> None:
    an_event(night, "mali", "E1", MACHINE - timedelta(days=8))
    url, media = night.runtime.settings.database_url, night.runtime.settings.media_url
    shorter = {**environment(url), "MEDIA_URL": media, "RAW_EVENT_DAYS": "7"}
    night.runtime.engine.dispose()
    night.runtime = Runtime(load_settings(shorter))
    assert purged(night) == {"events": 1}


# --- the night ------------------------------------------------------------------------------------


def test_it_happens_once_a_day_in_a_quiet_hour(night: Office) -> None:
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    for moment in ("2026-11-20T00:59", "2026-11-20T10:00"):  # too early; reminders go out
        night.round(moment)
        assert night.rows("SELECT answer FROM data_requests") == [("waiting",)]
    night.round("2026-11-20T17:00")
    assert night.rows("SELECT answer FROM data_requests") == [("done",)]
    wants_to_leave(night, "somsri", NOW - timedelta(days=1))
    night.round("2026-11-20T18:00")
    assert ("waiting",) in night.rows("SELECT answer FROM data_requests")
    night.round("2026-11-21T01:00")
    assert ("waiting",) not in night.rows("SELECT answer FROM data_requests")


def test_a_night_that_is_cut_short_goes_on_at_the_next_round(night: Office) -> None:
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    run_round(night.runtime, NOW, stopping=lambda: True)
    assert night.rows("SELECT purged_on FROM scheduler_state") == [(None,)]
    night.round("2026-11-20T01:31")
    assert night.rows("SELECT answer FROM data_requests") == [("done",)]


def run(office: Office, *arguments: str) -> Result:
    app = create_app(office.runtime.settings)
    result = app.test_cli_runner().invoke(purge, arguments)
    app.extensions["philiang"].engine.dispose()
    return result


def test_a_dry_run_counts_and_deletes_nothing(night: Office) -> None:
    everything_of_mali(night)
    an_event(night, "somsri", "E2", MACHINE - timedelta(days=31))
    wants_to_leave(night, "mali", datetime.now(UTC) - timedelta(days=2))
    told = run(night, "--dry-run")
    assert told.exit_code == 0, told.output
    counts = NOTHING | {"people": 1, "accounts": 1, "events": 1}
    assert told.output.splitlines() == [
        *(f"{what}\t{count}" for what, count in counts.items()),
        "dry run, nothing deleted",
    ]
    assert night.rows("SELECT answer FROM data_requests") == [("waiting",)]
    assert len(night.rows("SELECT id FROM inbound_events")) == 2
    assert len(files_left(night)) == 3


def test_by_hand_it_deletes_at_once(night: Office) -> None:
    an_event(night, "somsri", "E2", MACHINE - timedelta(days=31))
    assert "events\t1\n" in run(night).output
    assert night.rows("SELECT id FROM inbound_events") == []


def test_of_what_still_waits_to_be_sent_nothing_is_lost_but_to_the_forgotten(
    night: Office,
) -> None:
    with night.writing() as session:
        for key in ("mali", "somsri"):
            who = account(night, key)
            push_messages(session, who, [{"type": "text", "text": "เตือน"}], "once", MACHINE)
    wants_to_leave(night, "mali", NOW - timedelta(days=1))
    purged(night)
    assert night.rows("SELECT line_user_id, state FROM effects WHERE kind = 'push'") == [
        (account(night, "somsri"), EffectState.WAITING.value)
    ]
