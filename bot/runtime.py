"""What one process has of everything: made lazily, in the worker and not before the fork."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.answers import LineFault
from bot.cipher import Cipher
from bot.clock import Clock
from bot.database import make_engine, reading
from bot.line import Line
from bot.links import Links
from bot.login import LineLogin
from bot.media import MediaStore
from bot.outbox import Outbox
from bot.settings import Settings
from handlers.call import Controller, Kept
from handlers.exchange_view import exchange_page
from handlers.report_view import report_page
from handlers.submission_view import submission_page
from handlers.visit_view import VisitView, visit_page
from models.locked_json import lock_with

READ_MODE_SECONDS = 600.0
QUOTA_SECONDS = 3600.0


class Runtime:
    """The parts of a running bot, by name; what its pages want besides is in bot/web.py."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.controller = Controller(settings.controller_name, settings.controller_contact)
        self.kept = Kept(
            draft_days=settings.draft_days,
            raw_event_days=settings.raw_event_days,
            unfollowed_days=settings.unfollowed_days,
            record_years=settings.record_years,
        )
        self._no_pushes_before = 0.0
        self._basic_id = settings.line_basic_id
        self._read_mode = (-READ_MODE_SECONDS, False)
        self.pages: Mapping[str, Callable[[Session, int, str, date], VisitView | None]] = {
            "visit": visit_page,
            "exchange": exchange_page,
            "submission": submission_page,
            "report": report_page,
        }

    @cached_property
    def engine(self) -> Engine:
        engine = make_engine(self.settings.database_url)
        lock_with(engine, self.bodies_cipher)
        return engine

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
        # What is queued must not wait for LINE: the id is known since the first answer was sent.
        return Links(self.settings, self.clock.now, lambda: self._basic_id)

    @cached_property
    def login(self) -> LineLogin:
        return LineLogin(self.settings)

    @cached_property
    def cipher(self) -> Cipher:
        return Cipher(self.settings.data_keys)

    @cached_property
    def bodies_cipher(self) -> Cipher:
        """For what people said and were told, and their drafts, which go by themselves: without
        DATA_KEY under the secret that is always there, which also opens what was locked before
        there was one."""
        return Cipher(self.settings.data_keys + self.settings.signing_secrets)

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
                info = self.line.bot_info()
                manual = info.mark_as_read_mode == "manual"
                self._basic_id = self._basic_id or info.basic_id
            except LineFault:
                manual = False
            self._read_mode = (time.monotonic(), manual)
        return manual

    def chat_link(self, words: str) -> str:
        """The address that opens the bot's chat with these words typed; the words themselves where
        its own id is not set and LINE does not tell it. Asks LINE once, so not within an event."""
        if not self._basic_id:
            with suppress(LineFault):
                self._basic_id = self.line.bot_info().basic_id
        return self.links.chat(words) if self._basic_id else words

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
