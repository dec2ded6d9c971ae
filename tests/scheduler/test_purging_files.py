"""Files that were sent for a form: those that nothing has and no draft wants go by night."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office import RATREE, SUDA, Office, environment
from test_purging import NOW, a_draft, account, files_left, purged, wants_to_leave

from bot.runtime import Runtime
from bot.settings import load_settings
from models.documents import save_document
from models.sent_files import NO_DRAFT, FileKind, SentFileState, add_sent_file


@pytest.fixture
def night(stocked_url: str, tmp_path: Path) -> Iterator[Office]:
    """The demo's people, with a folder for files of the test's own."""
    office = Office(stocked_url, SUDA, RATREE)
    settings = load_settings({**environment(stocked_url), "MEDIA_URL": str(tmp_path / "media")})
    office.runtime.engine.dispose()
    office.runtime = Runtime(settings)
    yield office
    office.runtime.engine.dispose()


def a_file(office: Office, draft_id: str, *, days_old: int = 3, kept: bool = False) -> str:
    """A stored file that the coordinator sent; the media key. kept: as a document."""
    number = office.rows("SELECT count(*) FROM sent_files")[0][0] + 1
    key = f"files/{number}.pdf"
    office.runtime.media.put(key, b"%PDF-")
    with office.writing() as session:
        file = add_sent_file(
            session,
            message_id=f"m{number}",
            line_user_id=account(office, "pranee"),
            name="แผน.pdf",
            draft_id=draft_id,
            now=NOW - timedelta(days=days_old),
        )
        file.kind, file.media_key, file.sha256, file.size_bytes = FileKind.PDF, key, "0", 5
        file.state = SentFileState.STORED
        if kept:
            save_document(
                session,
                draft_id=draft_id,
                title_th="แผน",
                parts=[],
                file_id=file.id,
                added_by_person_id=office.person_id("pranee"),
                added_at=NOW,
            )
    return key


def test_what_nothing_has_and_no_draft_wants_goes_with_its_file(night: Office) -> None:
    a_draft(night, "pranee", "d-waits", "2026-11-19")
    kept = a_file(night, "d-sent", kept=True)
    wanted = a_file(night, "d-waits")
    fresh = a_file(night, NO_DRAFT, days_old=0)
    a_file(night, NO_DRAFT)
    a_file(night, "d-dropped-long-ago")
    assert purged(night) == {"files": 2}
    assert files_left(night) == {kept, wanted, fresh}
    assert purged(night) == {}


def test_with_the_account_go_the_files_that_nothing_has(night: Office) -> None:
    kept = a_file(night, "d-sent", kept=True)
    a_file(night, NO_DRAFT)
    wants_to_leave(night, "pranee", NOW - timedelta(days=1))
    purged(night)
    assert files_left(night) == {kept}
    assert night.rows("SELECT line_user_id FROM sent_files") == [("",)]
