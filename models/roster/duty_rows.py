"""The rows of obligations and deadlines in a roster file: who owes what, how often, by when.

A roster says how often in one of several fields (min_per_year, once_per_period, …) and may mark
what its sources are silent about as assumed; both are read into one form here.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import StrictBool, model_validator

from models.roster.rows import Code, Day, DaysBefore, Few, Minute, Name, Offset, Row, Tag, Url
from models.vocabulary import (
    Cadence,
    ExchangeLevel,
    LevelsRule,
    MemberRole,
    ObligationKind,
    SubjectKind,
    YearBasis,
)

Owing = Literal["network", "partner", "pilot_school", "lead_school", "school", "area_office"]

_OWING: Mapping[Owing, tuple[SubjectKind, MemberRole | None]] = {
    "network": (SubjectKind.NETWORK, None),
    "partner": (SubjectKind.SCHOOL, MemberRole.PARTNER),
    "pilot_school": (SubjectKind.SCHOOL, MemberRole.PILOT),
    "lead_school": (SubjectKind.SCHOOL, MemberRole.LEAD),
    "school": (SubjectKind.SCHOOL, None),
    "area_office": (SubjectKind.OFFICE, None),
}

#: What is overdue is said again, then to whoever looks after it, then one step further up
#: (scheduler/rules.py).
OVERDUE_STEPS = (1, 3, 7)
# What is owed in a year, semester or period is spoken of from a month before its end.
WHOLE_LADDER = (-30, -14, -7, -3, -1, 0, *OVERDUE_STEPS)


class _OwedRow(Row):
    code: Code
    programme: Code
    subject: Owing
    remind_days_before: tuple[DaysBefore, ...] | None = None
    ladder: tuple[Offset, ...] | None = None
    sample: StrictBool = False

    @property
    def subject_kind(self) -> SubjectKind:
        return _OWING[self.subject][0]

    @property
    def member_role(self) -> MemberRole | None:
        return _OWING[self.subject][1]

    def offsets(self, unless_told: tuple[int, ...], *, overdue: bool) -> list[int]:
        """The ladder as offsets from the due day, the earliest first, each once."""
        if self.ladder is not None:
            return sorted(set(self.ladder))
        if self.remind_days_before is None:
            return list(unless_told)
        after = OVERDUE_STEPS if overdue else ()
        return sorted({*(-days for days in self.remind_days_before), *after})


class ObligationRow(_OwedRow):
    kind: ObligationKind
    cadence: Tag | None = None
    min_per_year: Few | None = None
    min_per_semester: Few | None = None
    once_per_period: StrictBool = False
    cadence_assumed: StrictBool = False
    levels: tuple[ExchangeLevel, ...] = ()
    levels_rule: LevelsRule | None = None
    levels_rule_assumed: StrictBool = False
    year_basis: YearBasis | None = None
    year_basis_assumed: StrictBool = False
    min_people: Few | None = None
    max_people: Few | None = None
    clause: Name | None = None
    title_th: Name | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "ObligationRow":
        often = [self.min_per_year, self.min_per_semester, self.once_per_period or None]
        if sum(one is not None for one in often) > 1:
            raise ValueError("says in two ways how often")
        if (self.kind is ObligationKind.EXCHANGE) != bool(self.levels):
            raise ValueError("an exchange needs its levels, and nothing else has any")
        staffed = self.kind is ObligationKind.RESPONSIBLE_STAFF
        if staffed != (self.min_people is not None and self.max_people is not None):
            raise ValueError("responsible staff need min_people and max_people, nothing else does")
        if self.min_people and self.max_people and self.min_people > self.max_people:
            raise ValueError("min_people is more than max_people")
        return self

    @property
    def how_often(self) -> tuple[Cadence, int]:
        """The cadence and how many are needed each time. People are named once a period."""
        if self.min_per_year is not None:
            return Cadence.YEARLY, self.min_per_year
        if self.min_per_semester is not None:
            return Cadence.SEMESTER, self.min_per_semester
        if self.once_per_period or self.min_people is not None:
            return Cadence.ONCE, 1
        return Cadence.NONE, 0


class DeadlineRow(_OwedRow):
    """`derived`: no letter set it, it follows from a programme's dates; a notice."""

    obligation: Code | None = None
    title_th: Name
    announced: Day | None = None
    due: Day
    due_time: Minute | None = None
    submit_url: Url | None = None
    derived: StrictBool = False

    @model_validator(mode="after")
    def _is_announced_before(self) -> "DeadlineRow":
        if self.announced is not None and self.announced > self.due:
            raise ValueError("is announced after its day")
        return self
