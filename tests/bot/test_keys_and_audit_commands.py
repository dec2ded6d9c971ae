"""`keys rotate` and `audit …` as an operator types them, on both databases."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.app import create_app, runtime_of
from bot.cipher import Cipher
from bot.database import reading, transaction
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import cast, settle
from handlers.dialog.form import Draft
from handlers.drafts_kept import taken_up
from models import audit
from models.inbox_queries import lock_conversation, save_conversation
from models.people import load_actor, scope_by_code
from models.roster import SHIPPED, import_files
from models.seals import seal, settled_until
from models.staff import NewStaff, name_staff

OLD, NEW = "the-old-key-of-this-test", "the-new-key-of-this-test"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PEOPLE = {member.key: member for member in cast()}
MALI, ANAN = PEOPLE["mali"].line_user_id, PEOPLE["anan"].line_user_id


def command(database_url: str, *args: str, key: str = f"{NEW},{OLD}") -> Result:
    app = create_app(load_settings(environment(database_url, key)))
    result = app.test_cli_runner().invoke(args=args)
    runtime_of(app).engine.dispose()
    return result


def environment(database_url: str, key: str) -> dict[str, str]:
    return {
        "LINE_CHANNEL_SECRET": "s",
        "LINE_CHANNEL_ACCESS_TOKEN": "t",
        "SIGNING_SECRET": "a-long-signing-secret",
        "DATA_KEY": key,
        "DATABASE_URL": database_url,
    }


@pytest.fixture
def runtime(database_url: str) -> Iterator[Runtime]:
    made = Runtime(load_settings(environment(database_url, OLD)))
    with transaction(made.engine) as session:
        import_files(session, SHIPPED)
        for key in ("mali", "anan"):
            settle(session, PEOPLE[key], NOW, NOW.date())
    yield made
    made.engine.dispose()


@pytest.fixture
def with_the_new_key(database_url: str) -> Iterator[Runtime]:
    made = Runtime(load_settings(environment(database_url, NEW)))
    yield made
    made.engine.dispose()


def person(session: Session, account: str) -> int:
    found = load_actor(session, account, NOW.date()).person_id
    assert found is not None
    return found


def test_contacts_get_the_newest_lock_and_a_second_run_changes_nothing(
    runtime: Runtime, with_the_new_key: Runtime, database_url: str
) -> None:
    old, new = Cipher((OLD,)), Cipher((NEW,))
    draft = Draft("d1", "staff", 1, {"contact": "0812345678"}, touched_on="2026-11-20")
    with transaction(runtime.engine) as session:
        office, programme = scope_by_code(session, "STN"), scope_by_code(session, "SANDBOX")
        assert office is not None
        assert programme is not None
        for number in (1, 2):
            name_staff(
                session,
                NewStaff("นางสาวก", "ครู", old.lock(f"03412345{number}") or ""),
                office_id=office.id or 0,
                programme_id=programme.id or 0,
                by_person_id=person(session, ANAN),
                draft_id=f"d{number}",
                now=NOW,
                today=NOW.date(),
            )
        lock_conversation(session, ANAN, NOW)
        save_conversation(session, ANAN, draft=draft.to_json(), parked=[])

    first = command(database_url, "keys", "rotate")
    assert (first.exit_code, "2 locked anew, 0 already" in first.output) == (0, True)
    assert "conversations.draft\t1 locked anew" in first.output
    assert (command(database_url, "keys", "rotate", key=NEW)).exit_code == 0
    second = command(database_url, "keys", "rotate")
    assert "0 locked anew, 2 already, 0 unreadable" in second.output
    assert "conversations.draft\t0 locked anew, 1 already" in second.output

    with runtime.engine.connect() as connection:
        tokens = connection.scalars(text("SELECT contact FROM responsible_staff ORDER BY id"))
        assert [new.unlock(token) for token in tokens] == ["034123451", "034123452"]
    with transaction(with_the_new_key.engine) as session:
        assert taken_up(lock_conversation(session, ANAN, NOW).draft) == draft
    with transaction(runtime.engine) as session:
        assert taken_up(lock_conversation(session, ANAN, NOW).draft) is None
    wrong = command(database_url, "keys", "rotate", key="yet-another-key-of-this-test")
    assert (wrong.exit_code, "2 unreadable" in wrong.output) == (1, True)


def test_verify_names_the_day_that_does_not_hold(runtime: Runtime, database_url: str) -> None:
    with transaction(runtime.engine) as session:
        for day in (0, 1):
            at = NOW + timedelta(days=day)
            audit.note(
                session,
                at=at,
                person_id=None,
                action="visit.seen",
                subject_kind="visit",
                subject_id=1,
            )
            session.flush()
            until = settled_until(session, at + timedelta(hours=20))
            assert seal(session, at.date(), until, at)
    told = command(database_url, "audit", "verify")
    assert (told.exit_code, "All holds." in told.output) == (0, True)
    newest = told.output.split("newest seal: 2026-11-21 ")[1].split()[0]
    assert command(database_url, "audit", "verify", "--seal", newest).exit_code == 0
    assert command(database_url, "audit", "verify", "--seal", "0" * 64).exit_code == 1

    with runtime.engine.begin() as connection:
        if runtime.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER tr_audit_entries_changed"))
        else:
            connection.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_entries SET subject_id = '2' WHERE id = 1"))
    told = command(database_url, "audit", "verify")
    assert told.exit_code == 1
    assert "2026-11-20\tdoes not hold" in told.output
    assert "2026-11-21\tdoes" not in told.output


def test_whose_data_an_account_touched_is_listed_by_id(runtime: Runtime, database_url: str) -> None:
    with transaction(runtime.engine) as session:
        mali, anan = person(session, MALI), person(session, ANAN)
        for action, kind, subject, details in (
            ("person.renamed", "person", anan, {}),
            ("person.renamed", "person", mali, {}),  # oneself
            ("visits.exported", "office", "RYG1", {"rows": 12}),
        ):
            audit.note(
                session,
                at=NOW,
                person_id=mali,
                action=action,
                subject_kind=kind,
                subject_id=subject,
                details=details,
            )
    told = command(database_url, "audit", "touched", MALI)
    assert told.exit_code == 0, told.output
    first, second, last = told.output.splitlines()
    span = "2026-11-20T09:00 2026-11-20T09:00"
    assert first == f"person\t{anan}\tperson.renamed\t1\t{span}"
    assert second == "office\tRYG1\tvisits.exported (12 rows)\t1\t2026-11-20T09:00"
    assert last == f"1 people, 1 other things touched by person {mali}"
    named = command(database_url, "audit", "touched", str(mali), "--names")
    assert PEOPLE["anan"].name in named.output
    assert command(database_url, "audit", "touched", "Unobody").exit_code == 1
    later = command(database_url, "audit", "touched", MALI, "--since", "2026-11-21")
    assert later.output == f"0 people, 0 other things touched by person {mali}\n"
    with reading(runtime.engine) as session:
        asked = session.execute(text("SELECT way FROM audit_entries WHERE action='audit.asked'"))
        assert {way for (way,) in asked} == {"command"}
    assert json.dumps(PEOPLE["anan"].name) not in told.output
