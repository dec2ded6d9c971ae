"""The copy of one's own data as a file: offered by a page, handed over once."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from handlers.file_pages import File, Offer
from handlers.my_data import copy_as_json
from handlers.texts import t
from models import audit
from models.data_requests import find_request, spend_copy
from models.privacy_words import AuditWay


@dataclass(frozen=True)
class CopyFile:
    """The page "my_data" of bot/pages; its subject is the number of the request."""

    zone: tzinfo

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None:
        """What the page says; None for somebody else's request."""
        request = find_request(session, number, viewer)
        if request is None:
            return None
        if request.spent(now):
            return Offer(t("my_data.file.title"), t("my_data.file.too_late"))
        return Offer(t("my_data.file.title"), t("my_data.file.text"), t("my_data.download"))

    def file(self, session: Session, number: int, viewer: str, now: datetime, form: str) -> File:
        """The copy as it is now."""
        name = f"my-data-{now.astimezone(self.zone):%Y-%m-%d}.json"
        body = copy_as_json(session, viewer, now, self.zone)
        return File(name, "application/json", body)

    def spend(self, session: Session, number: int, viewer: str, now: datetime, file: File) -> bool:
        """Note that it is handed over now, and to whom; False if it was before."""
        request = find_request(session, number, viewer)
        if request is None or not spend_copy(session, request.id, now):
            return False
        audit.note(
            session,
            at=now,
            person_id=request.person_id,
            action="my_data.fetched",
            subject_kind="data_request",
            subject_id=request.id,
            way=AuditWay.PAGE,
        )
        return True
