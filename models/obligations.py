"""Who owes what, and is it met: pure judging, without a database and without a clock.

A rule applies to a subject in a period, and the records of that period decide. Two facts are kept
apart: that a duty is complete, and that it was so in time. The nouns are in models/duty_facts.py.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from models.duty_facts import Judgement, Period, Record, Rule, Subject, Waiver
from models.duty_periods import concerns, period_at
from models.duty_terms import Terms, terms_of_deadline, terms_of_obligation
from models.spans import Span
from models.vocabulary import Cadence, DutyState

__all__ = [
    "Judge",
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


class Judge:
    """Says where subjects stand with one rule at `now` (aware), in the days of `tz`.

    `programme_periods` are when the programme runs; those that follow one another without a gap
    are one. `of` is a day of the period to judge, for one that is just over; without it, the period
    in which `now` lies. With `settled` what is over is judged as it stood, instead of being called
    over.
    """

    def __init__(
        self,
        rule: Rule,
        programme_periods: Sequence[Span],
        now: datetime,
        tz: tzinfo,
        *,
        of: date | None = None,
        settled: bool = False,
    ):
        self._rule, self._running = rule, programme_periods
        self._now, self._tz, self._settled = now, tz, settled
        self._day = of or now.astimezone(tz).date()
        self._terms: dict[tuple[Span, ...], Terms] = {}

    def judge(
        self,
        subject: Subject,
        spans: Sequence[Span],
        records: Collection[Record] = (),
        waivers: Sequence[Waiver] = (),
    ) -> Judgement:
        """Where this subject stands, who takes part at these times; spans that follow one another
        without a gap are one. What was reported after `now` is not known yet and does not count.
        `waivers` are those of this rule for this subject: what they cover is waived and not owed,
        but what is done is done.
        """
        known: Sequence[Record] = ()
        if records:
            known = [one for one in records if one.known_at(self._now)]
            if len(known) > 1:
                known = sorted(known, key=lambda record: record.on)
        judged = self._of(subject, tuple(spans)).judged(subject, known)
        return _unless_waived(judged, waivers, self._now, self._tz) if waivers else judged

    def leaving(self, held: Mapping[Subject, tuple[Span, ...]]) -> set[int]:
        """The ids of those of them for whom records count until a day before the period's last."""
        someone = {spans: subject for subject, spans in held.items()}
        early = {spans for spans, subject in someone.items() if self._of(subject, spans).ends_early}
        return {who.id for who, spans in held.items() if spans in early} if early else set()

    def _of(self, subject: Subject, spans: tuple[Span, ...]) -> Terms:
        terms = self._terms.get(spans)
        if terms is None:
            terms = self._terms[spans] = self._work_out(subject, spans)
        return terms

    def _work_out(self, subject: Subject, spans: tuple[Span, ...]) -> Terms:
        who = (self._rule, subject, spans, self._running, self._now, self._tz)
        if self._rule.cadence is Cadence.DATE:
            return terms_of_deadline(*who, settled=self._settled)
        return terms_of_obligation(*who, self._day, settled=self._settled)


def judge(
    rule: Rule,
    subject: Subject,
    spans: Sequence[Span],
    programme_periods: Sequence[Span],
    records: Collection[Record],
    now: datetime,
    tz: tzinfo,
    *,
    of: date | None = None,
    waivers: Sequence[Waiver] = (),
    settled: bool = False,
) -> Judgement:
    """Where one subject stands with one rule: see `Judge`, which is for many."""
    court = Judge(rule, programme_periods, now, tz, of=of, settled=settled)
    return court.judge(subject, spans, records, waivers)


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
