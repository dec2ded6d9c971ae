"""Which steps of a ladder go out today, and to whom: pure, without database or clock.

All days are days in Bangkok. A step is a number of days from the due day: -3, 0, 1.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.duty_facts import SchoolBreak
from models.obligations import Judgement, Rule
from models.school_breaks import in_break
from models.sending_words import Audience
from models.vocabulary import SubjectKind
from models.workdays import waits
from scheduler.rules import OVERDUE, audience_of, kind_of
from scheduler.workdays import Workdays


@dataclass(frozen=True)
class Stage:
    """A step whose turn it is: its offset, its working day, and whether that day is over."""

    offset: int
    goes_out_on: date
    late: bool

    def why(self, due_on: date) -> str:
        """The step in words for operators: "T-1, moved from 2023-11-26, late"."""
        meant = due_on + timedelta(days=self.offset)
        name = f"T{self.offset:+d}" if self.offset else "T-0"
        moved = f", moved from {meant}" if meant != self.goes_out_on else ""
        late = f", late: meant for {self.goes_out_on}" if self.late else ""
        return f"{name}{moved}{late}"


def breaks_for(rule: Rule) -> tuple[SchoolBreak, ...]:
    """When those who owe this are left in peace: schools and their networks in the breaks of the
    programme, an office never."""
    return () if rule.subject_kind is SubjectKind.OFFICE else rule.school_breaks


def day_of_step(rule: Rule, due_on: date, stage: int, workdays: Workdays) -> date:
    """The working day on which a step of this rule goes out."""
    return workdays.day_of_step(rule.ladder, due_on, stage, breaks_for(rule))


def rests_in_a_break(rule: Rule, stages: Collection[int], today: date) -> bool:
    """Whether these steps of a rule are not to be said today because of a break: none of them is
    the last before the day, or overdue."""
    held = all(waits(rule.ladder, stage) for stage in stages)
    return held and in_break(breaks_for(rule), today)


def stages_now(
    ladder: Collection[int],
    due_on: date,
    *,
    announced_on: date | None,
    today: date,
    planned_on: date | None,
    workdays: Workdays,
    breaks: Sequence[SchoolBreak] = (),
) -> tuple[Stage, ...]:
    """The steps of a ladder that go out today, earliest first; mostly none.

    `planned_on`: the last day that was planned to its end (None: there was none). Steps up to
    that day had their chance: what was not owed then, or not known, is skipped and not sent late.
    Steps of the days since were missed by an outage: only those of the newest such day go out,
    marked late. Steps before the day of announcement are skipped. All but the last step before
    the day keep out of `breaks`.
    """
    first = today
    if planned_on is not None and planned_on < today:
        first = planned_on + timedelta(days=1)
    if announced_on is not None:
        first = max(first, announced_on)
    days = {offset: workdays.day_of_step(ladder, due_on, offset, breaks) for offset in ladder}
    open_days = [day for day in days.values() if first <= day <= today]
    if not open_days:
        return ()
    newest = max(open_days)
    return tuple(Stage(o, newest, newest < today) for o in sorted(days) if days[o] == newest)


def missed(ladder: Collection[int], going_out: Collection[int], seen: Collection[int]) -> list[int]:
    """The steps between the last one that was planned before (`seen`) and those that go out now:
    past when the thing appeared, or lost to an outage. So each is told of once."""
    first = min(going_out)
    before = max((offset for offset in seen if offset < first), default=min(ladder) - 1)
    return [offset for offset in sorted(ladder) if before < offset < first]


def recipients(
    judgement: Judgement, stages: Collection[Stage], seen: Collection[int]
) -> list[tuple[Stage, Audience]]:
    """Who is to get which of these steps of one thing that is owed.

    `seen`: the steps of this very thing that are planned, sent or dropped already, for whomever.
    An overdue step also goes to those below whose own was missed, by an outage or a rest: nobody
    above hears of it without them.
    """
    kind = kind_of(judgement.rule)
    if kind is None or not kind.still(judgement):
        return []
    new = sorted((s for s in stages if s.offset not in seen), key=lambda stage: stage.offset)
    told = {audience_of(offset) for offset in seen if offset > 0}
    planned: list[tuple[Stage, Audience]] = []
    for stage in new:
        if stage.offset <= 0 or not kind.escalates:
            planned.append((stage, Audience.CONTACT))
            continue
        own = audience_of(stage.offset)
        up_to_own = [who for days, who in OVERDUE if days <= stage.offset]
        planned += [(stage, who) for who in up_to_own if who is own or who not in told]
        told.update(up_to_own)
    return planned
