"""The moment of a round: its time, its sessions, and what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import today
from bot.database import transaction
from bot.runtime import Runtime
from models.contacts import Contact
from models.obligations import Judgement
from scheduler.workdays import Workdays

WORKDAYS = Workdays()


@dataclass(frozen=True)
class Told:
    """One thing of one person in one round. `outcome`: "push", "held: …", "dropped: …",
    "resting until …" or "nobody to tell"; `person` is a name, or "-" where there is nobody.
    """

    person_id: int | None
    person: str
    rule: str
    subject: str
    why: str
    outcome: str


class Moment:
    """What both halves of a round share.

    now: aware, on the bot's clock. dry: a session in which everything is done instead of in
    transactions of its own, and which is never committed; a dry round takes it that all rounds
    before it were run in time.
    """

    def __init__(self, runtime: Runtime, now: datetime, dry: Session | None = None):
        self.runtime, self.now, self.dry = runtime, now, dry
        self.timezone = runtime.settings.timezone
        self.today = today(now, self.timezone)
        self.told: list[Told] = []

    @property
    def is_open(self) -> bool:
        """Whether anything may go out at this moment."""
        return WORKDAYS.is_open(self.now, self.timezone)

    def tell_of(
        self, judged: Judgement, why: str, outcome: str, person: Contact | None = None
    ) -> None:
        """Note what came of one thing."""
        count = f"{judged.done} of {judged.needed} done"
        why = f"{why}; due {judged.due_on}, {count}"
        person_id, name = (person.person_id, person.full_name) if person else (None, "-")
        rule, subject = judged.rule.code, judged.subject.label
        self.told.append(Told(person_id, name, rule, subject, why, outcome))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        if self.dry is not None:
            yield self.dry
            return
        with self.runtime.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        if self.dry is not None:
            yield self.dry
            return
        with transaction(self.runtime.engine) as session:
            yield session
