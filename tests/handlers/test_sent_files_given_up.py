"""A file belongs to one form at a time, and one that was taken back leaves nothing behind, whenever
the process that fetched it died."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from phones import MALI, PRANEE, Desk, Phone
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import fetching, fetching_files
from bot.answers import ContentOutcome
from bot.media import CleanPhoto
from handlers.dialog.kind_file import file_answer
from handlers.texts import t
from models.sent_files import SentFile
from models.visits import Photo

OFFERS = {
    "document": t("sent_file.offer.document"),
    "agreement": t("sent_file.offer.agreement"),
}


def send_file(phone: Phone) -> None:
    at_line = {"type": "line"}
    phone._message(type="file", id="f1", fileName="a.pdf", fileSize=10, contentProvider=at_line)


@pytest.mark.parametrize(("first", "then"), [("agreement", "document"), ("document", "agreement")])
def test_a_file_offered_to_one_form_and_then_to_the_other_is_the_others_alone(
    desk: Desk, first: str, then: str
) -> None:
    pranee = desk.phone(PRANEE)
    send_file(pranee)
    pranee.tap(OFFERS[first])
    pranee.say("ชื่อที่พิมพ์ไว้")
    pranee.tap(OFFERS[then])
    file = desk.session.scalars(select(SentFile)).one()
    assert pranee.draft is not None
    assert pranee.draft["form"] == then
    assert pranee.answers["link"] == file_answer(file.id)
    assert file.draft_id == pranee.draft["id"]
    # What was typed for the first one waits, without the file.
    (waiting,) = pranee.parked
    assert waiting["form"] == first
    assert "ชื่อที่พิมพ์ไว้" in waiting["answers"].values()
    assert "link" not in waiting["answers"]
    # Tapped again it goes on with the same one.
    pranee.tap(OFFERS[then])
    assert pranee.draft["form"] == then
    assert len(pranee.parked) == 1


class Store(dict[str, bytes]):
    """A media store in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data

    def delete(self, key: str) -> None:
        self.pop(key, None)


def runtime(session: Session, store: Store) -> SimpleNamespace:
    """As much of the bot as fetches a file."""

    def content(_message_id: str, into: object, _most: int) -> SimpleNamespace:
        into.write(b"%PDF-1.7 of somebody")  # type: ignore[attr-defined]
        return SimpleNamespace(outcome=ContentOutcome.OK)

    @contextmanager
    def reading() -> Iterator[Session]:
        yield session

    line, settings = SimpleNamespace(content=content), SimpleNamespace(file_mb=20)
    return SimpleNamespace(reading=reading, line=line, settings=settings, media=store)


def test_a_file_taken_back_after_its_fetcher_died_is_not_left_in_the_store(desk: Desk) -> None:
    pranee, store = desk.phone(PRANEE), Store()
    pranee.say("เพิ่มเอกสาร", "แนวทาง")
    send_file(pranee)
    file = desk.session.scalars(select(SentFile)).one()
    payload = {"sent_file": file.id, "message_id": "f1"}
    queued = SimpleNamespace(payload=payload, created_at=desk.now)

    def tried() -> str:
        done = fetching_files.fetch_file(runtime(desk.session, store), queued, desk.now)  # type: ignore[arg-type]
        assert done is not None
        return done.outcome  # what it would write is lost with the process

    assert tried() == "stored"
    assert len(store) == 1
    pranee.unsend("f1")
    assert tried() == "not_wanted"
    assert store == {}


def test_so_it_is_with_a_photo(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "cleaned", lambda raw: CleanPhoto(raw, 1, 1, "sha"))
    mali, store = desk.phone(MALI), Store()
    mali.say("บันทึกนิเทศ")
    mali.image("p1")
    assert desk.session.scalars(select(Photo)).one()
    queued = SimpleNamespace(payload={"message_id": "p1"}, created_at=desk.now)

    def tried() -> str:
        done = fetching.fetch_content(runtime(desk.session, store), queued, desk.now)  # type: ignore[arg-type]
        assert done is not None
        return done.outcome

    assert tried() == "stored"
    assert len(store) == 1
    mali.unsend("p1")
    assert tried() == "not_wanted"
    assert store == {}
