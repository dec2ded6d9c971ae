"""How a judgement is put into words: what it is about, for which time, and where it stands."""

from collections.abc import Mapping
from datetime import date

from handlers.deputy_words import signed_by
from handlers.texts import has, t
from handlers.thai.dates import short_date
from models.obligations import Judgement, Period, Rule, Waiver
from models.vocabulary import DutyState, ExchangeLevel, LevelsRule, RuleSource, YearBasis

Levels = Mapping[ExchangeLevel, tuple[int, int]]


def year_words(basis: YearBasis, year_be: int, first: date, last: date) -> str:
    """'ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)'."""
    year = t(f"words.year.{basis.value}", year=year_be)
    return t("status.year", year=year, first=short_date(first), last=short_date(last))


def period_words(period: Period) -> str:
    """'ปีงบ 2570', 'ภาคเรียนที่ 2/2569' or 'ปีงบ 2567–2570'."""
    if period.semester is not None:
        return t("status.period.semester", semester=period.semester, year=period.label_be)
    label: object = period.label_be
    if period.last_be is not None:
        label = t("status.period.years", first=period.label_be, last=period.last_be)
    return t(f"words.year.{period.basis.value}", year=label)


def dated_period(period: Period) -> str:
    """'ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)', of a semester the same."""
    first, last = short_date(period.starts_on), short_date(period.ends_on)
    return t("status.year", year=period_words(period), first=first, last=last)


def duty_words(rule: Rule) -> str:
    """What a rule is about: a few words for an obligation, the title of a deadline."""
    if rule.source is RuleSource.DEADLINE or rule.kind is None:
        return rule.title
    return t(f"status.duty.{rule.kind.value}")


def short_name(network: str) -> str:
    """A network's name for a list: without what all of them begin with."""
    rest = network.removeprefix(t("status.all_networks")).strip()
    return t("status.row.network", lead=rest) if rest and rest != network else network


def clause_words(number: str, kind: str, text: str) -> str:
    """'3.7 แลกเปลี่ยนเรียนรู้'; the wording of the agreement where we have none of our own."""
    key = f"status.duty.{kind}"
    return t("status.row.clause", number=number, duty=t(key) if has(key) else text)


def label_of(rule: Rule, period: Period | None, year: Period | None, words: str = "") -> str:
    """The duty, with its time if that is not the year the card already names."""
    words = words or duty_words(rule)
    if period is None or rule.source is RuleSource.DEADLINE:
        return words
    called = period_words(period)
    if year is not None and called == period_words(year):
        return words
    return t("status.row.in_period", duty=words, period=called)


def missing_of(judged: Judgement) -> int:
    """How many more it takes."""
    return max(0, judged.needed - judged.done)


def state_words(judged: Judgement) -> str:
    """Where one subject stands with one rule: done, due, overdue, or merely recorded."""
    state = judged.state
    due = short_date(judged.due_on) if judged.due_on else ""
    if state is DutyState.ENDED:
        day = short_date(judged.ended_on) if judged.ended_on else due
        return t("status.over", day=day)
    if state is DutyState.NOT_YET:
        return t("status.state.not_yet")
    if state is DutyState.RECORDED:
        return t("status.state.recorded", count=judged.done)
    if state is DutyState.NOT_ASKED:
        return t("status.state.not_asked", count=judged.done)
    if judged.waiver is not None:
        return waiver_words(judged.waiver, judged.due_on)
    late = "_late" if judged.on_time is False else ""
    if judged.rule.source is RuleSource.DEADLINE:
        if judged.met_on is not None:
            return t(f"status.state.sent{late}", day=short_date(judged.met_on))
        late = "_late" if state is DutyState.OVERDUE else ""
        return t(f"status.state.unsent{late}", day=due)
    if state is DutyState.DONE:
        return t(f"status.state.done{late}")
    return t(f"status.state.{state.value}", missing=missing_of(judged), day=due)


def waiver_words(waiver: Waiver, due_on: date | None) -> str:
    """By whom something is waived, and until when: 'ยกเว้นถึง 31 มี.ค. 2570 โดยคุณปราณี'."""
    who = signed_by(waiver.by or t("status.state.waived_by"), waiver.behalf)
    if waiver.until is None:
        return t("status.state.waived_round", day=short_date(due_on or waiver.due_on), who=who)
    return t("status.state.waived", day=short_date(waiver.until), who=who)


def level_words(levels: Levels, rule: LevelsRule | None) -> str:
    """'ภายใน 1/1 · ระหว่าง 0/1 · เขต 0/1', and how the programme reads it if any one will do."""
    parts = [
        t("status.level.of", level=t(f"status.level.{level.value}"), done=done, needed=needed)
        for level, (done, needed) in levels.items()
    ]
    line = " · ".join(parts)
    return f"{line}\n{t('status.level.any')}" if rule is LevelsRule.ANY else line
