"""The nouns of duty: what is owed, by whom, in which period, and what came of judging it. Pure.

Days are days in Bangkok; all periods include their first and their last day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from models.vocabulary import (
    Cadence,
    DutyState,
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)

#: First and last day of a break, as (month, day): in every year.
SchoolBreak = tuple[tuple[int, int], tuple[int, int]]
#: What somebody wants no reminders of: the source and id of a rule, or None for all rules.
Topic = tuple[RuleSource, int] | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A network, a school or an office that owes something. `label` is its Thai name."""

    kind: SubjectKind
    id: int
    code: str
    label: str

    def __hash__(self) -> int:
        return self.id  # asked for very often, and nearly always enough


@dataclass(frozen=True, slots=True)
class Rule:
    """An obligation or a deadline, with what its programme decides filled in.

    `kind` is None for a deadline that belongs to no obligation. `levels` and `levels_rule` are of
    an exchange alone; `announced_on`, `due_on`, `due_time`, `submit_url`, `notice`, `office_id`
    (it asks the subjects of this office alone) and `only` (the ids of the subjects that it asks)
    of a deadline alone. `assumed`: no source says how often. `ladder`: the days of the reminders,
    counted from the due day; empty where nobody is reminded. `school_breaks`: when schools that
    owe it are left in peace.
    """

    source: RuleSource
    id: int
    code: str
    programme_id: int
    programme_code: str
    programme_name: str
    kind: ObligationKind | None
    title: str
    subject_kind: SubjectKind
    cadence: Cadence
    year_basis: YearBasis
    member_role: MemberRole | None = None
    min_count: int = 1
    levels: tuple[ExchangeLevel, ...] = ()
    levels_rule: LevelsRule | None = None
    min_people: int | None = None
    max_people: int | None = None
    ladder: tuple[int, ...] = ()
    announced_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    submit_url: str | None = None
    office_id: int | None = None
    only: frozenset[int] | None = None
    clause: str | None = None
    notice: bool = False
    assumed: bool = False
    school_breaks: tuple[SchoolBreak, ...] = ()

    def __hash__(self) -> int:
        return self.id  # asked for very often, and nearly always enough

    @property
    def asks_all(self) -> bool:
        """Whether it is for all of its kind and role."""
        return self.office_id is None and self.only is None

    def asks(self, subject_id: int, office_id: int | None) -> bool:
        """Whether it is for this subject of that office, which is of its kind and role."""
        here = self.office_id is None or self.office_id == office_id
        return here and (self.only is None or subject_id in self.only)


@dataclass(frozen=True, slots=True)
class Record:
    """Something that counts: the day it happened, and when the bot learned of it (None where
    that is not asked).

    `count` lets one Record stand for several that were counted by the database. `about`: a day of
    the period that it is about, where that may be another one than that of its own day (a year's
    report is written when the year is over).
    """

    on: date
    level: ExchangeLevel | None
    reported_at: datetime | None
    count: int = 1
    about: date | None = None

    @property
    def counts_on(self) -> date:
        """The day by which the period is found that it counts in."""
        return self.about or self.on

    def known_at(self, moment: datetime) -> bool:
        return self.reported_at is None or self.reported_at <= moment


@dataclass(frozen=True, slots=True)
class Period:
    """The time a duty is judged for, cut to when the programme runs.

    `label_be` is the BE year by which it is called, in its basis; `semester` 1 or 2 where it is
    one. A period of several years (a plan once in three) is called by its first and `last_be`.
    `whole_days`: how long the year or semester is that it was cut from.
    """

    label_be: int
    basis: YearBasis
    starts_on: date
    ends_on: date
    semester: int | None = None
    last_be: int | None = None
    whole_days: int | None = None

    def has(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Waiver:
    """A coordinator's word that a subject need not do something: by whom, why, until when.

    `due_on` is the day of the round that stood open when it was made; without `until` that round
    is waived and no other. With `until` (a day, included) it holds on every day until then, and a
    round whose day it reached stays waived after it.
    """

    id: int
    made_at: datetime
    due_on: date
    until: date | None
    by: str | None
    reason: str
    behalf: str | None = None  # whom the one who made it stood in for

    def covers(self, rule: Rule, due_on: date, now: datetime, tz: tzinfo) -> bool:
        """Whether what is due on this day need not be done, as it is known at `now` (aware)."""
        if self.made_at > now:
            return False
        if self.until is None:
            # A deadline has one round, also when its day is moved.
            return due_on == self.due_on or rule.due_on is not None
        made_on = self.made_at.astimezone(tz).date()
        return now.astimezone(tz).date() <= self.until or made_on <= due_on <= self.until


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a subject stands with a rule.

    `done` of `needed` is what counts towards it: for an exchange that is read "each", a second
    activity at a level adds nothing. `by_level` has every level of the rule as (done, needed),
    uncut, under either reading. Where there is no cadence `needed` is 0 and `done` what is
    recorded. `met_on` is the day on which it was complete, `on_time` whether that was in time;
    both None while it is not. `ended_on` is the last day of what is over (ENDED); `waiver` says who
    has waived what would be owed (WAIVED).
    """

    rule: Rule
    subject: Subject
    period: Period | None
    state: DutyState
    done: int = 0
    needed: int = 0
    by_level: Mapping[ExchangeLevel, tuple[int, int]] = field(default_factory=dict)
    met_on: date | None = None
    on_time: bool | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    ended_on: date | None = None
    waiver: Waiver | None = None

    @property
    def owed(self) -> bool:
        """Whether something is still to be done for it at this moment."""
        return self.state in (DutyState.DUE, DutyState.OVERDUE)

    @property
    def is_ahead(self) -> bool:
        """Whether it is the notice of a day that has not come yet."""
        return self.rule.notice and self.state is DutyState.NOT_YET

    @property
    def silent_because(self) -> str | None:
        """In words for operators, why nobody is to hear of it any more; None if they are."""
        if self.owed or self.is_ahead:
            return None
        match self.state:
            case DutyState.DONE:
                return f"no longer due: met on {self.met_on}"
            case DutyState.WAIVED if self.waiver is not None:
                until = self.waiver.until
                return f"no longer due: waived {f'until {until}' if until else 'for this round'}"
            case DutyState.ENDED:
                return f"no longer due: left or over since {self.ended_on}"
        return "no longer due"

    def met_as(self, reading: LevelsRule) -> bool | None:
        """Whether an exchange is complete under this reading of clause 3.7, whichever of the two
        its programme goes by; None for all else."""
        if not self.by_level:
            return None
        if reading is LevelsRule.EACH:
            return all(done >= needed for done, needed in self.by_level.values())
        most = max(needed for _, needed in self.by_level.values())
        return sum(done for done, _ in self.by_level.values()) >= most
