"""What a handler gets: one Call, with everything it may look at and the draft it may change."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.dialog.form import Draft
from handlers.effects import Effect
from handlers.event import Event
from models.people import Actor

T = TypeVar("T")

#: How many unfinished reports may wait beside the one in hand.
MOST_PARKED = 10
#: How many messages that were taken back before they came are remembered, of each person.
MOST_UNSENT = 30
#: For how long after sending a reporter may change a record, unless it is reviewed before.
EDIT_DAYS = 30
#: The largest file that is kept as a document.
FILE_MB = 20
BANGKOK = ZoneInfo("Asia/Bangkok")


@dataclass
class Conversation:
    """A person's unfinished reports: the one in hand, and those put aside, newest last.

    let_go: those that fell out in this turn because too many waited; to be told, not kept.
    unsent: LINE's ids of messages whose sender took them back before they came, the newest last.
    """

    draft: Draft | None = None
    parked: list[Draft] = field(default_factory=list)
    let_go: list[Draft] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)

    def park(self) -> None:
        """Put the draft in hand aside; the oldest beyond MOST_PARKED falls out.

        One without answers never pushes out one with: it gives way.
        """
        if self.draft is None:
            return
        kept = [draft for draft in self.parked if draft.begun]
        if self.draft.begun or len(kept) < MOST_PARKED:
            kept.append(self.draft)
        self.let_go += kept[:-MOST_PARKED]
        self.parked, self.draft = kept[-MOST_PARKED:], None

    def bring_forward(self, draft: Draft) -> None:
        """Make a draft that waits the newest of them, so that "ทำต่อ" and "เริ่มใหม่" mean it."""
        if draft in self.parked:
            self.parked.remove(draft)
            self.parked.append(draft)

    def resume(self) -> Draft | None:
        """Take the newest of those put aside in hand again (parking what was in hand)."""
        if not self.parked:
            return self.draft
        newest = self.parked.pop()
        self.park()
        self.draft = newest
        return newest

    def drafts_with_photos(self) -> set[str]:
        """The ids of the drafts that hold photos."""
        drafts = (self.draft, *self.parked)
        return {d.id for d in drafts if d is not None and d.answers.get("photos")}

    def take_back_early(self, line_message_id: str) -> None:
        """A message was taken back that has not come: it will not be taken when it does."""
        self.unsent = [*self.unsent, line_message_id][-MOST_UNSENT:]

    def drop_form(self, name: str) -> None:
        """Let go of the drafts of a form that has become pointless."""
        self.parked = [draft for draft in self.parked if draft.form != name]
        if self.draft and self.draft.form == name:
            self.draft = None

    def drop_expired(self, today: date, days: int) -> int:
        """Let go of drafts untouched for so many days; how many there were."""
        fresh = [d for d in self.parked if d.untouched_days(today) <= days]
        gone = len(self.parked) - len(fresh)
        self.parked = fresh
        if self.draft and self.draft.untouched_days(today) > days:
            self.draft, gone = None, gone + 1
        return gone


@dataclass(frozen=True)
class Controller:
    """Who answers for the data (PDPA s.23), for the privacy notice."""

    name: str
    contact: str


@dataclass(frozen=True)
class Kept:
    """For how long what goes by itself is kept (domain.md 5), in days; reports in years after the
    last period of their programme. The settings of the same names."""

    draft_days: int = 14
    raw_event_days: int = 30
    unfollowed_days: int = 90
    record_years: int = 5


class Locks(Protocol):
    """Locks contact details before they are stored (bot/cipher.py)."""

    def lock(self, text: str) -> str | None: ...
    def unlock(self, token: str) -> str | None: ...


@dataclass(frozen=True)
class Call:
    """One event, spoken by one person, at one moment.

    session: the open transaction; a handler never commits. now: aware UTC. today: the day in
    Bangkok. argument: what followed the command ("รายงาน 12" → "12"). edit_days: for how long
    after sending a reporter may change a record. file_mb: how large a file may be that is kept.
    kept: for how long what goes by itself is kept.
    """

    session: Session
    actor: Actor
    event: Event
    conversation: Conversation
    now: datetime
    today: date
    controller: Controller
    cipher: Locks
    argument: str = ""
    zone: tzinfo = BANGKOK
    edit_days: int = EDIT_DAYS
    kept: Kept = Kept()
    file_mb: int = FILE_MB
    _looked_up: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: Hashable, look_up: Callable[[], T]) -> T:
        """What `look_up` gives, asked of the database once for this event."""
        if name not in self._looked_up:
            self._looked_up[name] = look_up()
        found: T = self._looked_up[name]
        return found

    def day_of(self, instant: datetime) -> date:
        """The day in Bangkok on which this moment (aware UTC) falls."""
        return instant.astimezone(self.zone).date()

    def with_argument(self, argument: str) -> "Call":
        return replace(self, argument=argument)


Handler = Callable[[Call], list[Effect]]
