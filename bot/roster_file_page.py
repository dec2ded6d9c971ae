"""The pages behind which roster files wait: the template, and a sent file with its results. Either
may be fetched as often as its link holds; what is in it is judged anew each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from tempfile import TemporaryFile
from typing import BinaryIO

from sqlalchemy.orm import Session

from bot.clock import today
from bot.roster_file_write import write_template
from handlers.file_pages import File, Offer
from handlers.roster_filled import Filled, filled
from handlers.texts import t
from models.actors import load_actor
from models.roster.sheet_facts import roster_reach, sheet_facts
from models.roster_files import RosterFile, roster_file

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class TemplateFile:
    """The page "roster_template"; its subject is the id of an office, 0 for all within reach."""

    zone: tzinfo

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None:
        template = self._filled(session, number, viewer, now)
        if template is None:
            return None
        rows = ((t("roster_file.page.template_row"), template.offices),) if template.offices else ()
        title, text = t("roster_file.page.template_title"), t("roster_file.page.template_text")
        return Offer(title, text, t("roster_file.page.download"), rows=rows)

    def file(self, session: Session, number: int, viewer: str, now: datetime, form: str) -> File:
        template = self._filled(session, number, viewer, now)
        assert template is not None  # it was offered just now
        body = TemporaryFile()  # noqa: SIM115 - closed when it has been sent
        write_template(body, template)
        body.seek(0)
        return File("philiang-roster.xlsx", _XLSX, body)

    def spend(self, session: Session, number: int, viewer: str, now: datetime, file: File) -> bool:
        return True

    def _filled(self, session: Session, number: int, viewer: str, now: datetime) -> Filled | None:
        day = today(now, self.zone)
        reach = roster_reach(load_actor(session, viewer, day).posts)
        if reach.nothing or (number and not reach.has_office(number)):
            return None
        return filled(sheet_facts(session, reach), reach, day, number or None)


@dataclass(frozen=True)
class ResultFile:
    """The page "roster_result"; its subject is the number of the sent file."""

    zone: tzinfo
    open: Callable[[str], BinaryIO]

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None:
        found = self._found(session, number, viewer, now)
        if found is None:
            return None
        title = t("roster_file.page.result_title")
        if found.result_key is None:
            return Offer(title, t("roster_file.page.result_gone"))
        rows = ((t("roster_file.page.file"), found.name),)
        return Offer(title, t("roster_file.page.result_text"), t("roster_file.page.download"), rows)

    def file(self, session: Session, number: int, viewer: str, now: datetime, form: str) -> File:
        found = self._found(session, number, viewer, now)
        assert found is not None  # it was offered just now
        key = found.result_key or ""
        with self.open(key) as stored:
            body = stored.read()
        ending = key.rpartition(".")[2]
        kind = _XLSX if ending == "xlsx" else "text/csv"
        return File(f"philiang-roster-{number}-result.{ending}", kind, body)

    def spend(self, session: Session, number: int, viewer: str, now: datetime, file: File) -> bool:
        return True

    def _found(
        self, session: Session, number: int, viewer: str, now: datetime
    ) -> RosterFile | None:
        """The sender's own, as long as they keep a roster."""
        actor = load_actor(session, viewer, today(now, self.zone))
        if actor.person_id is None or roster_reach(actor.posts).nothing:
            return None
        return roster_file(session, number, actor.person_id)
