"""The night seals the audit, lets go of records whose programme ended long ago, and of old entries;
in the evening those who agreed to it are told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from office import RATREE, SUDA, Office, at, environment
from sqlalchemy import delete
from test_leftovers import left, pushed
from test_purging import a_photo, a_visit, files_left, purged

from bot.runtime import Runtime
from bot.settings import load_settings
from models import audit
from models.co_reporting import add_co_reporter
from models.consents import give_consent, withdraw_consent
from models.privacy_words import ConsentTo
from models.programmes import ProgrammePeriod
from models.seals import check
from models.vocabulary import RecordKind


@pytest.fixture
def night(stocked_url: str, tmp_path: Path) -> Iterator[Office]:
    """The demo's people, with a folder for photos of the test's own."""
    office = Office(stocked_url, SUDA, RATREE)
    settings = load_settings({**environment(stocked_url), "MEDIA_URL": str(tmp_path / "media")})
    office.runtime.engine.dispose()
    office.runtime = Runtime(settings)
    yield office
    office.runtime.engine.dispose()


def noted(office: Office, moment: str) -> None:
    with office.writing() as session:
        audit.note(
            session,
            at=at(moment),
            person_id=None,
            action="visit.seen",
            subject_kind="visit",
            subject_id=1,
        )


def test_each_night_seals_the_day_before_once(night: Office) -> None:
    noted(night, "2026-11-20T09:00")
    noted(night, "2026-11-20T23:59")
    noted(night, "2026-11-21T00:10")
    night.round("2026-11-21T00:20")
    assert night.rows("SELECT count(*) FROM audit_seals") == [(0,)]
    night.round("2026-11-21T00:31")
    night.round("2026-11-21T00:32")
    night.round("2026-11-24T09:00")  # after an outage: everything until the day before
    rows = night.rows("SELECT first_id, last_id, entries FROM audit_seals ORDER BY id")
    assert rows == [(1, 2, 2), (3, 3, 1)]
    with night.runtime.reading() as session:
        assert [one.wrong for one in check(session)] == ["", ""]


def test_entries_go_after_their_time_and_their_seals_stay(night: Office) -> None:
    noted(night, "2021-11-10T09:00")
    noted(night, "2021-11-20T09:00")
    for moment in ("2021-11-11T00:31", "2021-11-21T00:31"):
        night.round(moment)
    assert purged(night, "2026-11-20T01:30")["audit"] == 1
    assert night.rows("SELECT id FROM audit_entries") == [(2,)]
    assert night.rows("SELECT count(*) FROM audit_seals") == [(2,)]


def programme_ends(office: Office, day: date) -> None:
    (programme,) = office.rows("SELECT id FROM programmes WHERE code = 'QIN'")
    with office.writing() as session:
        session.execute(delete(ProgrammePeriod).where(ProgrammePeriod.programme_id == programme[0]))
        session.add(
            ProgrammePeriod(
                programme_id=programme[0], starts_on=date(2019, 1, 1), ends_on=day, years_be=[2563]
            )
        )


def test_records_go_five_years_after_their_programme_with_photos_and_all(night: Office) -> None:
    visit_id = a_visit(night, "mali")
    key = a_photo(night, "mali", "visit of mali", visit_id=visit_id)
    with night.writing() as session:
        add_co_reporter(
            session,
            RecordKind.VISIT,
            visit_id,
            night.person_id("somsri"),
            added_by=night.person_id("mali"),
            now=at("2026-11-01T09:00"),
        )
    programme_ends(night, date(2021, 11, 20))
    assert purged(night) == {}
    assert files_left(night) == {key}
    programme_ends(night, date(2021, 11, 17))
    assert purged(night) == {"records": 1}
    for table in ("mentoring_visits", "photos", "co_reporters"):
        assert night.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert files_left(night) == set()


def test_the_evening_is_for_those_alone_who_agreed_to_it(office: Office) -> None:
    left(office, "somsri", "หนึ่ง")
    left(office, "mali", "สอง")
    who = office.person_id("somsri")
    with office.writing() as session:
        give_consent(session, who, ConsentTo.OUTSIDE_HOURS, "2", at("2023-11-20T08:00"))
    office.round("2023-11-20T20:00")
    assert pushed(office) == []
    office.round("2023-11-20T19:59")
    assert [to for to, _ in pushed(office)] == ["somsri"]
    with office.writing() as session:
        withdraw_consent(session, who, ConsentTo.OUTSIDE_HOURS, at("2023-11-21T08:00"))
    left(office, "somsri", "สาม")
    office.round("2023-11-21T19:00")
    assert len(pushed(office)) == 1
