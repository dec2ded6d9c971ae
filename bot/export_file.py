"""Records, or the annual report written from them, as a file: offered by a page, written when the
button is pressed, handed over once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from tempfile import TemporaryFile
from threading import Lock

from sqlalchemy.orm import Session

from bot.clock import today
from bot.spreadsheets import write_csv, write_xlsx
from bot.word import OpenPhoto, write_word
from handlers.annual_draft import annual_paper
from handlers.annual_found import read as read_annual
from handlers.export_tables import TABLES
from handlers.export_wanted import command_again, time_row, wanted_by
from handlers.file_pages import Busy, File, Offer
from handlers.texts import t
from handlers.thai.dates import short_date
from models import audit
from models.export_queries import Wanted
from models.exports import Export, find_export, spend_export
from models.people import Actor, load_actor
from models.privacy_words import AuditWay
from models.vocabulary import ExportKind

XLSX, CSV, WORD = "xlsx", "csv", "docx"
#: Of a paper, the form with Thai digits.
THAI = "thai"
#: The forms of a file, and their media types.
KINDS: Mapping[str, str] = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: How long a request waits while this process writes another file.
TURN_SECONDS = 30


@dataclass(frozen=True)
class ExportFile:
    """The page "export" of bot/pages; its subject is the number of what was asked for.

    minutes: for how long after asking it can be fetched. photo: opens a stored photo.
    Files are written one at a time, so that a large one leaves the process free for the chat.
    """

    zone: tzinfo
    minutes: int
    photo: OpenPhoto
    _turn: Lock = field(default_factory=Lock, repr=False)

    def offer(self, session: Session, number: int, viewer: str, now: datetime) -> Offer | None:
        """What the page says; None for somebody else's, and for what is out of reach now."""
        found = self._found(session, number, viewer, now)
        if found is None:
            return None
        _, export, wanted = found
        what = t(f"export.what.{export.what.value}")
        title = t("export.page.title", what=what)
        until = export.made_at + timedelta(minutes=self.minutes)
        again = command_again(export)
        if export.spent(now):
            return Offer(title, t("export.page.used", command=again))
        if now > until:
            expired = t("export.page.expired", minutes=self.minutes, command=again)
            return Offer(title, expired)
        text = t("export.page.text", until=f"{until.astimezone(self.zone):%H:%M}")
        rows = (
            (t("export.page.row.what"), what),
            (t("export.page.row.place"), wanted.scope.label),
            time_row(session, export),
        )
        if export.what is ExportKind.ANNUAL:
            thai = (THAI, t("annual_draft.button.thai"))
            return Offer(title, text, t("annual_draft.button.word"), rows, others=(thai,))
        count = TABLES[export.what].count(session, wanted, now)
        counted = (t("export.page.row.count"), t("export.page.row.rows", count=f"{count:,}"))
        return Offer(
            title,
            text,
            t("export.page.xlsx"),
            rows=(*rows, counted),
            others=((CSV, t("export.page.csv")),),
        )

    def file(self, session: Session, number: int, viewer: str, now: datetime, form: str) -> File:
        """The file as it is now, in a temporary file. Raises Busy where others take too long."""
        found = self._found(session, number, viewer, now)
        assert found is not None  # it was offered just now
        actor, export, wanted = found
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise Busy
        try:
            if export.what is ExportKind.ANNUAL:
                return self._paper(session, actor, export, wanted, now, form)
            return self._table(session, actor, export, wanted, now, form)
        finally:
            self._turn.release()

    def spend(self, session: Session, number: int, viewer: str, now: datetime, file: File) -> bool:
        """Note that it is handed over now, to whom and how much; False if it was before."""
        found = self._found(session, number, viewer, now)
        if found is None or not spend_export(session, number, now):
            return False
        actor, export, wanted = found
        audit.note(
            session,
            at=now,
            person_id=actor.person_id,
            action=f"{export.what.value}.exported",
            subject_kind=wanted.scope.kind.value,
            subject_id=wanted.scope.code,
            details={"export": number, "period": export.period, "rows": file.rows}
            | {"format": file.name.rpartition(".")[2]}
            | ({"deadline": export.deadline_id} if export.deadline_id else {}),
            way=AuditWay.PAGE,
        )
        return True

    def _paper(
        self,
        session: Session,
        actor: Actor,
        export: Export,
        wanted: Wanted,
        now: datetime,
        form: str,
    ) -> File:
        day = today(now, self.zone)
        found = read_annual(session, wanted, now, day)
        paper = annual_paper(found, export.period, actor.full_name or "", day)
        body = TemporaryFile()  # noqa: SIM115 - closed when it has been sent
        write_word(body, paper, self.photo, thai_digits=form == THAI)
        body.seek(0)
        return File(_name(export, wanted, WORD), KINDS[WORD], body)

    def _table(
        self,
        session: Session,
        actor: Actor,
        export: Export,
        wanted: Wanted,
        now: datetime,
        form: str,
    ) -> File:
        table = TABLES[export.what]
        records = table.records(session, wanted, now)
        body = TemporaryFile()  # noqa: SIM115 - closed when it has been sent
        form = CSV if form == CSV else XLSX
        if form == CSV:
            rows = write_csv(body, table, records, self.zone)
        else:
            rows = write_xlsx(
                body, table, records, self.zone, self._about(session, actor, export, wanted, now)
            )
        body.seek(0)
        return File(_name(export, wanted, form), KINDS[form], body, rows)

    def _about(
        self, session: Session, actor: Actor, export: Export, wanted: Wanted, now: datetime
    ) -> list[tuple[str, str]]:
        """What was asked for, by whom and when, for the sheet of definitions."""
        moment = now.astimezone(self.zone)
        return [
            (t("export.sheet.what"), t(f"export.what.{export.what.value}")),
            (t("export.sheet.place"), wanted.scope.label),
            time_row(session, export),
            (t("export.sheet.made_at"), f"{short_date(moment.date())} {moment:%H:%M}"),
            (t("export.sheet.made_by"), actor.full_name or ""),
        ]

    def _found(
        self, session: Session, number: int, viewer: str, now: datetime
    ) -> tuple[Actor, Export, Wanted] | None:
        """Who asks, what they asked for, and the records, if they may still have them."""
        day = today(now, self.zone)
        actor = load_actor(session, viewer, day)
        if actor.person_id is None:
            return None
        export = find_export(session, actor.person_id, number)
        wanted = wanted_by(session, actor, export, day) if export else None
        return (actor, export, wanted) if export and wanted else None


def _name(export: Export, wanted: Wanted, ending: str) -> str:
    period = export.period.replace(".", "-")
    if export.deadline_id is not None:
        period = f"deadline-{export.deadline_id}"
    return f"{export.what.value}-{wanted.scope.code}-{period}.{ending}"
