"""The moment of a round: its time, its sessions, and what came of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.clock import today
from bot.database import again_if_thrown_out, transaction
from bot.runtime import Runtime
from models.contacts import Contact
from models.days_off import workdays
from models.obligations import Judgement
from models.quota import standing
from models.quota_reasons import planned_by_reason
from models.scheduling import spend_alone
from scheduler.quota import Budget
from scheduler.workdays import Workdays

T = TypeVar("T")


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

    @cached_property
    def budget(self) -> Budget:
        """What may be pushed: of this moment within `pushing`, elsewhere as it was when it was
        asked for last. Ask for it first when everything of the day is planned."""
        with self.reading() as session:
            return self._budget(session)

    def _budget(self, session: Session) -> Budget:
        now = standing(session, self.runtime.machine_time(), self.timezone)
        needed = Counter(now.needed) + Counter(planned_by_reason(session))
        return Budget(now.left, needed)

    @cached_property
    def workdays(self) -> Workdays:
        """The calendar with what is declared by now."""
        with self.reading() as session:
            return workdays(session, self.timezone)

    @property
    def is_open(self) -> bool:
        """Whether anything may go out at this moment."""
        return self.workdays.is_open(self.now, self.timezone)

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

    def written(self, act: Callable[[Session], T]) -> T:
        """What `act` gives in a transaction of its own. It is run anew where the database threw
        the first out for another's sake: nothing is kept of that, in `told` neither."""
        if self.dry is not None:
            return act(self.dry)
        told_before = len(self.told)

        def attempt() -> T:
            del self.told[told_before:]
            with transaction(self.runtime.engine) as session:
                return act(session)

        return again_if_thrown_out(attempt)

    def pushing(self, act: Callable[[Session], T]) -> T:
        """The same for what may spend messages: `budget` is what is left as it begins, whoever has
        spent some since the round began, and no other scheduler spends any until it ends."""

        def alone(session: Session) -> T:
            if self.dry is None:
                spend_alone(session)
                self.budget = self._budget(session)
            return act(session)

        return self.written(alone)
