"""The page behind which a sheet of codes waits: to print, or one code as a QR picture."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy.orm import Session

from bot.clock import today
from bot.code_sheet import ChatLink, draw_pdf, draw_png
from handlers.codes_content import Sheet, from_text
from handlers.file_pages import File, Offer
from handlers.texts import t
from models import audit
from models.code_sheets import CodeSheet, find_sheet, spend_sheet
from models.people import Actor, load_actor
from models.policy import Action, may

PDF, PNG = "pdf", "png"


@dataclass(frozen=True)
class CodeFile:
    """The page "codes" of bot/pages; its subject is the number of the sheet.

    minutes: for how long after making it can be fetched. unlock: opens what bot/cipher.py locked.
    chat: turns a code into the address that opens the chat with it typed.
    """

    zone: tzinfo
    minutes: int
    unlock: Callable[[str], str | None]
    chat: ChatLink

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None:
        """What the page says; None for somebody else's, and for who may give no codes any more."""
        found = self._found(session, number, viewer, now)
        if found is None:
            return None
        _, kept, sheet = found
        title, until = t("codes.page.title"), kept.made_at + timedelta(minutes=self.minutes)
        if kept.spent(now):
            return Offer(title, t("codes.page.used"))
        if sheet is None or now > until:
            return Offer(title, t("codes.page.expired", minutes=self.minutes))
        rows = (
            (t("codes.page.row.place"), sheet.place),
            (t("codes.page.row.count"), t("codes.page.row.codes", count=len(sheet.codes))),
            (t("codes.page.row.until"), sheet.until),
        )
        text = t("codes.page.text", until=f"{until.astimezone(self.zone):%H:%M}")
        picture = ((PNG, t("codes.page.png")),) if len(sheet.codes) == 1 else ()
        return Offer(title, text, t("codes.page.pdf"), rows, others=picture)

    def file(self, session: Session, number: int, viewer: str, now: datetime, form: str) -> File:
        """The sheet as PDF; the QR code of the only code on it as PNG."""
        found = self._found(session, number, viewer, now)
        assert found is not None
        assert found[2] is not None  # it was offered just now
        sheet = found[2]
        if form == PNG and len(sheet.codes) == 1:
            return File(f"code-{number}.png", "image/png", draw_png(sheet.codes[0].code, self.chat))
        return File(f"codes-{number}.pdf", "application/pdf", draw_pdf(sheet, self.chat))

    def spend(self, session: Session, number: int, viewer: str, now: datetime, file: File) -> bool:
        """Note that it is handed over now, to whom and as what; False if it was before."""
        found = self._found(session, number, viewer, now)
        if found is None or not spend_sheet(session, number, now):
            return False
        actor, _, sheet = found
        audit.note(
            session,
            at=now,
            person_id=actor.person_id,
            action="codes.fetched",
            subject_kind="code_sheet",
            subject_id=number,
            details={"format": file.name.rpartition(".")[2], "codes": len(sheet.codes)}
            if sheet
            else None,
        )
        return True

    def _found(
        self, session: Session, number: int, viewer: str, now: datetime
    ) -> tuple[Actor, CodeSheet, Sheet | None] | None:
        """Who asks, the sheet, and what stands on it if that can still be read."""
        actor = load_actor(session, viewer, today(now, self.zone))
        if actor.person_id is None or not may(actor.posts, Action.INVITE):
            return None
        kept = find_sheet(session, actor.person_id, number)
        if kept is None:
            return None
        text = self.unlock(kept.locked) if kept.locked else None
        return actor, kept, from_text(text) if text else None
