"""The page behind which a file waits that was kept with something: it may be fetched as often as
its link holds; whether the viewer may have it is judged anew each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, BinaryIO, cast

from sqlalchemy.orm import Session

from handlers.file_pages import File, Offer
from handlers.sent_files import name_of, size_words
from handlers.texts import t
from models.actors import Actor, load_actor
from models.sent_files import FileKind, SentFile

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileKind.JPG: "image/jpeg",
}

#: The title and file of a thing, if this person may open it on that day (in Bangkok).
Find = Callable[[Session, Actor, int, date], tuple[str, SentFile] | None]


@dataclass(frozen=True)
class SentFilePage:
    """The page `name`; its subject is the number of what the file belongs to."""

    name: str
    find: Find
    open: Callable[[str], BinaryIO]
    today: Callable[[datetime], date]

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None:
        found = self._found(session, number, viewer, now)
        if found is None:
            return None
        title, file = found
        rows = (
            (t("sent_file.page.file"), name_of(file)),
            (t("sent_file.page.size"), size_words(file.size_bytes or 0)),
        )
        return Offer(title, t("sent_file.page.text"), t("sent_file.page.download"), rows)

    def file(self, session: Session, number: int, viewer: str, now: datetime, form: str) -> File:
        found = self._found(session, number, viewer, now)
        assert found is not None  # it was offered just now
        file = found[1]
        assert file.media_key is not None
        assert file.kind is not None
        name = f"philiang-{self.name}-{number}.{file.kind.value}"
        body = cast("IO[bytes]", self.open(file.media_key))
        return File(name, _MEDIA_TYPES[file.kind], body)

    def spend(self, session: Session, number: int, viewer: str, now: datetime, file: File) -> bool:
        return True

    def _found(
        self, session: Session, number: int, viewer: str, now: datetime
    ) -> tuple[str, SentFile] | None:
        day = self.today(now)
        found = self.find(session, load_actor(session, viewer, day), number, day)
        return found if found is not None and found[1].media_key is not None else None
