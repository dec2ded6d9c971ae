"""What one process has of everything: made lazily, in the worker and not before the fork."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.answers import LineFault
from bot.cipher import Cipher
from bot.clock import Clock
from bot.database import make_engine, reading
from bot.export_file import ExportFile
from bot.line import Line
from bot.links import Links
from bot.media import MediaStore
from bot.outbox import Outbox
from bot.pages.files import FilePages
from bot.settings import Settings
from handlers.call import Controller
from handlers.exchange_view import exchange_page
from handlers.my_data_file import CopyFile
from handlers.report_view import report_page
from handlers.submission_view import submission_page
from handlers.visit_view import VisitView, visit_page

READ_MODE_SECONDS = 600.0
QUOTA_SECONDS = 3600.0


class Runtime:
    """The parts of a running bot, by name. `current_app.extensions["philiang"]`."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.controller = Controller(settings.controller_name, settings.controller_contact)
        self._no_pushes_before = 0.0
        self._read_mode = (-READ_MODE_SECONDS, False)
        self.pages: Mapping[str, Callable[[Session, int, str, date], VisitView | None]] = {
            "visit": visit_page,
            "exchange": exchange_page,
            "submission": submission_page,
            "report": report_page,
        }
        self.files: FilePages = {
            "my_data": CopyFile(settings.timezone),
            "export": ExportFile(settings.timezone, settings.export_minutes),
        }

    @cached_property
    def engine(self) -> Engine:
        return make_engine(self.settings.database_url)

    @cached_property
    def clock(self) -> Clock:
        return Clock(self.engine, self.settings.demo)

    @cached_property
    def line(self) -> Line:
        return Line(self.settings)

    @cached_property
    def media(self) -> MediaStore:
        return MediaStore(self.settings.media_url)

    @cached_property
    def links(self) -> Links:
        return Links(self.settings, self.clock.now)

    @cached_property
    def cipher(self) -> Cipher:
        return Cipher(self.settings.data_keys)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self)

    def machine_time(self) -> datetime:
        """The machine's clock, aware UTC: leases, reply tokens and retries go by it. What people
        mean by "today" goes by `clock`, which the demo can move."""
        return datetime.now(UTC)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return reading(self.engine)

    def marks_as_read(self) -> bool:
        """Whether the channel's chat is on, so that read marks are ours to set. Asked of LINE
        once in ten minutes; while it does not answer, no."""
        asked_at, manual = self._read_mode
        if time.monotonic() - asked_at > READ_MODE_SECONDS:
            try:
                manual = self.line.bot_info().mark_as_read_mode == "manual"
            except LineFault:
                manual = False
            self._read_mode = (time.monotonic(), manual)
        return manual

    def stop_pushes(self) -> None:
        """The month's quota is spent: push nothing for an hour, then see whether it still is."""
        self._no_pushes_before = time.monotonic() + QUOTA_SECONDS

    def pushes_stopped(self) -> bool:
        return time.monotonic() < self._no_pushes_before

    def start(self) -> None:
        """Begin to send what waits in the outbox. Call it once in each process, after the fork."""
        self.outbox.start()

    def stop(self) -> None:
        """Finish what is being sent and let go of the database."""
        self.outbox.stop()
        self.engine.dispose()
