"""What one rule asks of all who take part at the same times, worked out once for all of them. Pure.

Of hundreds of schools nearly all take part since the same day; only their records differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from models.duty_counting import asked_of, count
from models.duty_facts import Judgement, Period, Record, Rule, Subject
from models.duty_periods import concerns, period_at
from models.periods import year_of
from models.spans import Span, run_at
from models.vocabulary import Cadence, DutyState, ExchangeLevel, ObligationKind

END_OF_DAY = time(23, 59)  # where no source names a time; a minute counts to its end


@dataclass(frozen=True, slots=True)
class Terms:
    """`without`: where they stand without a record (the first of them does; the others alike).

    `last_on`: the day until which a record counts and is in time; `asked`: how many are asked for;
    `fixed`: whether no record changes the state any more.
    """

    without: Judgement
    last_on: date
    asked: int = 1
    fixed: bool = False

    @property
    def ends_early(self) -> bool:
        """Whether the time in which records count ends before the period does."""
        period = self.without.period
        return period is not None and self.last_on < period.ends_on

    def judged(self, subject: Subject, records: Sequence[Record]) -> Judgement:
        """Where one of them stands with these records, the earliest of which comes first."""
        base, rule = self.without, self.without.rule
        if not records or base.period is None:
            return _of(base, subject)
        if rule.cadence is Cadence.DATE:
            return self._met(subject, 1, base.needed, {}, records[0].on)
        # Who is responsible may have been it since long before.
        if rule.kind is not ObligationKind.RESPONSIBLE_STAFF:
            first, last = base.period.starts_on, self.last_on
            records = [one for one in records if first <= one.counts_on <= last]
        done, needed, by_level, met_on = count(rule, self.asked or rule.min_count, records)
        if met_on is None and not self.fixed and not self.asked:
            needed, by_level = 0, {}
        return self._met(subject, done, needed, by_level, met_on)

    def _met(
        self,
        subject: Subject,
        done: int,
        needed: int,
        by_level: Mapping[ExchangeLevel, tuple[int, int]],
        met_on: date | None,
    ) -> Judgement:
        base = self.without
        return Judgement(
            base.rule,
            subject,
            base.period,
            base.state if self.fixed or met_on is None else DutyState.DONE,
            done,
            needed,
            by_level,
            met_on,
            None if met_on is None else met_on <= self.last_on,
            base.due_on,
            base.due_at,
            base.ended_on,
        )


def _of(judged: Judgement, subject: Subject) -> Judgement:
    """The same of somebody else: by hand, since `replace` takes three times as long."""
    return Judgement(
        judged.rule,
        subject,
        judged.period,
        judged.state,
        judged.done,
        judged.needed,
        judged.by_level,
        judged.met_on,
        judged.on_time,
        judged.due_on,
        judged.due_at,
        judged.ended_on,
    )


def terms_of_obligation(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    running: Sequence[Span],
    now: datetime,
    tz: tzinfo,
    day: date,
    *,
    settled: bool,
) -> Terms:
    """What an obligation asks, in the period of this day, of who takes part at these times. For
    the rest see `Judge` in models/obligations.py."""
    taking_part = run_at(spans, day)
    period = period_at(rule, running, day)
    if taking_part is None or period is None:
        return Terms(_absent(rule, subject, spans, running, day), day)
    last_days = [run.ends_on for run in (taking_part, run_at(running, day)) if run]
    ends = min((last for last in last_days if last), default=None)
    due_on = period.ends_on if ends is None else min(period.ends_on, ends)
    asked = asked_of(rule, spans, period)
    _, needed, by_level, _ = count(rule, asked or rule.min_count, ())
    due_at = datetime.combine(due_on, END_OF_DAY, tz)
    ended = ends is not None and now.astimezone(tz).date() > ends and not settled
    has_due_day = rule.cadence is not Cadence.NONE
    if ended:
        state = DutyState.ENDED
    elif not has_due_day:
        state = DutyState.RECORDED
    elif asked == 0:
        state, needed, by_level = DutyState.NOT_ASKED, 0, {}
    else:
        state = _owed(now, due_at)
    without = Judgement(
        rule,
        subject,
        period,
        state,
        needed=needed,
        by_level=by_level,
        due_on=due_on if has_due_day else None,
        due_at=due_at if has_due_day else None,
        ended_on=ends if ended else None,
    )
    return Terms(without, due_on, asked, fixed=ended or not has_due_day)


def terms_of_deadline(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    running: Sequence[Span],
    now: datetime,
    tz: tzinfo,
    *,
    settled: bool,
) -> Terms:
    """What a deadline asks of who takes part at these times."""
    assert rule.due_on is not None, "a deadline has a day"
    today = now.astimezone(tz).date()
    due_at = datetime.combine(rule.due_on, rule.due_time or END_OF_DAY, tz)
    own = next((span for span in running if span.has(rule.due_on)), None)
    year = year_of(rule.year_basis, rule.due_on, own.starts_on if own else rule.due_on)
    over = own.ends_on if own else None
    ended_on, fixed = None, True
    if not concerns(rule, spans):
        state = DutyState.ENDED
    elif rule.notice:
        state = DutyState.ENDED if today > rule.due_on else DutyState.NOT_YET
        ended_on = rule.due_on if state is DutyState.ENDED else None
    elif over is not None and today > over and not settled:
        state, ended_on = DutyState.ENDED, over
    elif rule.announced_on is not None and today < rule.announced_on:
        state = DutyState.NOT_YET
    else:
        state, fixed = _owed(now, due_at), False
    without = Judgement(
        rule,
        subject,
        Period(year.year_be, rule.year_basis, year.starts_on, year.ends_on),
        state,
        needed=0 if rule.notice else 1,
        due_on=rule.due_on,
        due_at=due_at,
        ended_on=ended_on,
    )
    return Terms(without, rule.due_on, fixed=fixed)


def _owed(now: datetime, due_at: datetime) -> DutyState:
    return DutyState.OVERDUE if now >= due_at + timedelta(minutes=1) else DutyState.DUE


def _absent(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    running: Sequence[Span],
    day: date,
) -> Judgement:
    """Nothing is owed on this day: it is over, or it has not begun."""
    for times in (running, spans):
        last_days = [span.ends_on for span in times if span.ends_on and span.ends_on < day]
        if last_days and not any(span.has(day) for span in times):
            ended_on = max(last_days)
            return Judgement(rule, subject, None, DutyState.ENDED, ended_on=ended_on)
    return Judgement(rule, subject, None, DutyState.NOT_YET)
