"""Who owes what, and is it met: pure judging, without a database and without a clock.

A rule applies to a subject in a period, and the records of that period decide. Two facts are kept
apart: that a duty is complete, and that it was so in time. The nouns are in models/duty_facts.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from models.duty_counting import asked_of, count
from models.duty_facts import Judgement, Period, Record, Rule, Subject, Waiver
from models.periods import term_of, year_of
from models.spans import Span, run_at
from models.vocabulary import (
    Cadence,
    DutyState,
    ObligationKind,
    YearBasis,
)

__all__ = [
    "Judgement",
    "Period",
    "Record",
    "Rule",
    "Span",
    "Subject",
    "Waiver",
    "concerns",
    "judge",
    "period_at",
]

END_OF_DAY = time(23, 59)  # where no source names a time; a minute counts to its end
_DAY = timedelta(days=1)


def judge(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    programme_periods: Sequence[Span],
    records: Iterable[Record],
    now: datetime,
    tz: tzinfo,
    *,
    of: date | None = None,
    waivers: Sequence[Waiver] = (),
    settled: bool = False,
) -> Judgement:
    """Where this subject stands with this rule at `now` (aware), in the days of `tz`.

    `spans` are when the subject takes part, `programme_periods` when the programme runs; those
    that follow one another without a gap are one. What was reported after `now` is not known yet
    and does not count. `of` is a day of the period to judge, for one that is just over; without
    it, the period in which `now` lies. `waivers` are those of this rule for this subject: what they
    cover is waived and not owed, but what is done is done. With `settled` what is over is judged as
    it stood, instead of being called over.
    """
    known = sorted((r for r in records if r.known_at(now)), key=lambda record: record.on)
    if rule.cadence is Cadence.DATE:
        judged = _judge_deadline(rule, subject, spans, programme_periods, known, now, tz, settled)
    else:
        judged = _judge_obligation(
            rule, subject, spans, programme_periods, known, now, tz, of, settled
        )
    return _unless_waived(judged, waivers, now, tz)


def _judge_obligation(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    programme_periods: Sequence[Span],
    known: Sequence[Record],
    now: datetime,
    tz: tzinfo,
    of: date | None,
    settled: bool,
) -> Judgement:
    today = now.astimezone(tz).date()
    day = of or today
    taking_part = run_at(spans, day)
    period = period_at(rule, programme_periods, day)
    if taking_part is None or period is None:
        return _absent(rule, subject, spans, programme_periods, day)
    last_days = [run.ends_on for run in (taking_part, run_at(programme_periods, day)) if run]
    ends = min((last for last in last_days if last), default=None)
    due_on = period.ends_on if ends is None else min(period.ends_on, ends)
    standing = rule.kind is ObligationKind.RESPONSIBLE_STAFF
    counted = [r for r in known if standing or period.starts_on <= r.counts_on <= due_on]
    asked = asked_of(rule, spans, period)
    done, needed, by_level, met_on = count(rule, asked or rule.min_count, counted)
    due_at = datetime.combine(due_on, END_OF_DAY, tz)
    if ends is not None and today > ends and not settled:
        state = DutyState.ENDED
    elif rule.cadence is Cadence.NONE:
        state = DutyState.RECORDED
    elif met_on is not None:
        state = DutyState.DONE
    elif asked == 0:
        state, needed, by_level = DutyState.NOT_ASKED, 0, {}
    else:
        state = _owed(now, due_at)
    has_due_day = rule.cadence is not Cadence.NONE
    return Judgement(
        rule,
        subject,
        period,
        state,
        done,
        needed,
        by_level,
        met_on,
        on_time=None if met_on is None else met_on <= due_on,
        due_on=due_on if has_due_day else None,
        due_at=due_at if has_due_day else None,
        ended_on=ends if state is DutyState.ENDED else None,
    )


def period_at(rule: Rule, programme_periods: Sequence[Span], day: date) -> Period | None:
    """The period of an obligation that a day lies in; None when the programme does not run.

    A year or semester is cut to the time for which the programme runs, renewals included; what
    is owed once counts in each period of the programme anew.
    """
    return _period_at(rule.cadence, rule.year_basis, tuple(programme_periods), day)


@lru_cache(maxsize=1024)
def _period_at(
    cadence: Cadence, year_basis: YearBasis, programme_periods: tuple[Span, ...], day: date
) -> Period | None:
    run = run_at(programme_periods, day)
    own = next((span for span in programme_periods if span.has(day)), None)
    if run is None or own is None:
        return None
    if cadence is Cadence.ONCE:
        return _whole(year_basis, own)
    if cadence is Cadence.SEMESTER:
        term = term_of(day)
        basis, label, semester = YearBasis.ACADEMIC, term.year_be, term.number
        starts_on, ends_on = term.starts_on, term.ends_on
    else:
        year = year_of(year_basis, day, own.starts_on)
        basis, label, semester = year_basis, year.year_be, None
        starts_on, ends_on = year.starts_on, year.ends_on
    return Period(
        label,
        basis,
        max(starts_on, run.starts_on),
        ends_on if run.ends_on is None else min(ends_on, run.ends_on),
        semester,
        whole_days=(ends_on - starts_on).days + 1,
    )


def concerns(rule: Rule, spans: Sequence[Span]) -> bool:
    """Whether a deadline is any business of one who takes part at these times.

    It is theirs who take part on its day. A notice (of a programme's end) is not for those who
    go on after it. Obligations concern everybody who ever took part.
    """
    if rule.due_on is None:
        return True
    there = run_at(spans, rule.due_on)
    return there is not None and not (rule.notice and there.has(rule.due_on + _DAY))


def _judge_deadline(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    programme_periods: Sequence[Span],
    known: Sequence[Record],
    now: datetime,
    tz: tzinfo,
    settled: bool,
) -> Judgement:
    assert rule.due_on is not None, "a deadline has a day"
    today = now.astimezone(tz).date()
    due_at = datetime.combine(rule.due_on, rule.due_time or END_OF_DAY, tz)
    running = next((span for span in programme_periods if span.has(rule.due_on)), None)
    signed_on = running.starts_on if running else rule.due_on
    year = year_of(rule.year_basis, rule.due_on, signed_on)
    over = running.ends_on if running else None
    met_on = known[0].on if known else None
    ended_on = None
    if not concerns(rule, spans):
        state = DutyState.ENDED
    elif rule.notice:
        state = DutyState.ENDED if today > rule.due_on else DutyState.NOT_YET
        ended_on = rule.due_on if state is DutyState.ENDED else None
    elif over is not None and today > over and not settled:
        state, ended_on = DutyState.ENDED, over
    elif rule.announced_on is not None and today < rule.announced_on:
        state = DutyState.NOT_YET
    elif met_on is not None:
        state = DutyState.DONE
    else:
        state = _owed(now, due_at)
    return Judgement(
        rule,
        subject,
        Period(year.year_be, rule.year_basis, year.starts_on, year.ends_on),
        state,
        done=0 if met_on is None else 1,
        needed=0 if rule.notice else 1,
        met_on=met_on,
        on_time=None if met_on is None else met_on <= rule.due_on,
        due_on=rule.due_on,
        due_at=due_at,
        ended_on=ended_on,
    )


def _unless_waived(
    judged: Judgement, waivers: Sequence[Waiver], now: datetime, tz: tzinfo
) -> Judgement:
    """What is owed may be waived; of several waivers the one that lasts longest is told."""
    if not (waivers and judged.owed and judged.due_on is not None):
        return judged
    over = [one for one in waivers if one.covers(judged.rule, judged.due_on, now, tz)]
    if not over:
        return judged
    lasting = max(over, key=lambda one: (one.until or judged.due_on or date.min, one.id))
    return replace(judged, state=DutyState.WAIVED, waiver=lasting)


def _owed(now: datetime, due_at: datetime) -> DutyState:
    return DutyState.OVERDUE if now >= due_at + timedelta(minutes=1) else DutyState.DUE


def _absent(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    programme_periods: Sequence[Span],
    day: date,
) -> Judgement:
    """Nothing is owed on this day: it is over, or it has not begun."""
    for times in (programme_periods, spans):
        last_days = [span.ends_on for span in times if span.ends_on and span.ends_on < day]
        if last_days and not any(span.has(day) for span in times):
            ended_on = max(last_days)
            return Judgement(rule, subject, None, DutyState.ENDED, ended_on=ended_on)
    return Judgement(rule, subject, None, DutyState.NOT_YET)


def _whole(basis: YearBasis, own: Span) -> Period:
    first = year_of(basis, own.starts_on, own.starts_on).year_be
    ends_on = own.ends_on or date.max
    last = first if own.ends_on is None else year_of(basis, own.ends_on, own.starts_on).year_be
    return Period(first, basis, own.starts_on, ends_on, last_be=last if last != first else None)
