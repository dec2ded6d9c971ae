"""What a tied group may read: totals of its network or area office.

No school and no person is named, neither as owing nor as having done: a group is read by many, and
lateness is told in private (docs/architecture.md).
"""

from collections.abc import Sequence

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.deadlines import PAGE, coming, days_words
from handlers.status_asked import seen
from handlers.status_card import by_rule, duty_row, present, share_of, tally_words
from handlers.status_words import label_of, missing_of, year_words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.duty_queries import judgements
from models.obligations import Judgement, Period
from models.people import Scope
from models.periods import year_of
from models.status_queries import members_within, pilots_within, programme_runs
from models.vocabulary import DutyState, SubjectKind


def status_card(call: Call, scope: Scope) -> Card:
    """“สถานะ”: programme by programme, how many have what is asked of them."""
    told = seen(call, scope)
    found = [
        judged
        for judged in judgements(call.session, now=call.now, scope=scope, tz=call.zone)
        if told.tells(judged.rule.programme_code)
    ]
    running = _years(call)
    by_programme: dict[str, list[Judgement]] = {}
    for judged in found:
        by_programme.setdefault(judged.rule.programme_code, []).append(judged)
    rows: list[Row] = []
    for code, group in by_programme.items():
        live = [judged for judged in group if judged.state is not DutyState.ENDED]
        year = running.get(code)
        if year is None or not live:
            rows += _over(group)
            continue
        words = year_words(year.basis, year.label_be, year.starts_on, year.ends_on)
        rows.append(Row(group[0].rule.programme_name, f"{words}\n{_size(call, scope, code)}"))
        rows += [_total(duty, year) for duty in by_rule(present(live, year))]
    if not rows:
        return Card(title=scope.label, text=t("groups.nothing"))
    return Card(title=scope.label, rows=tuple(rows), hint=t("groups.private"))


def deadlines_card(call: Call, scope: Scope) -> Card:
    """“กำหนดส่ง”: what is to be done by which day, and how many have done it."""
    days = coming(call, [scope], own=frozenset())
    if not days:
        return Card(title=scope.label, text=t("groups.no_deadlines"))
    rows = []
    for group in days[:PAGE]:
        one = group[0]
        assert one.due_on is not None
        when = days_words(one.due_on, call.today)
        value = when if one.rule.notice else f"{when}\n{_where(group)}"
        rows.append(Row(label_of(one.rule, one.period, None), value))
    rest = len(days) - PAGE
    more = t("groups.more", count=rest) if rest > 0 else ""
    return Card(
        kicker=t("deadlines.title"),
        title=scope.label,
        rows=tuple(rows),
        hint="\n".join(part for part in (more, t("groups.private")) if part),
    )


def _years(call: Call) -> dict[str, Period]:
    """The present year of each programme that runs today, by its code."""
    found = {}
    for run in programme_runs(call.session):
        if run.has(call.today):
            year = year_of(run.basis, call.today, run.starts_on)
            found[run.code] = Period(year.year_be, run.basis, year.starts_on, year.ends_on)
    return found


def _size(call: Call, scope: Scope, programme: str) -> str:
    members = call.once(("members", scope), lambda: members_within(call.session, scope, call.today))
    pilots = call.once(("pilots", scope), lambda: pilots_within(call.session, scope, call.today))
    schools = {one.school_id for one in members if one.programme_code == programme}
    schools |= {one.school_id for one in pilots if one.programme_code == programme}
    return t("groups.size", schools=len(schools))


def _over(group: Sequence[Judgement]) -> list[Row]:
    ended = [judged.ended_on for judged in group if judged.ended_on is not None]
    if not ended:
        return []
    words = t("status.over", day=short_date(max(ended)))
    return [Row(group[0].rule.programme_name, words, muted=True)]


def _total(group: Sequence[Judgement], year: Period) -> Row:
    one = group[0]
    alone = len(group) == 1 and one.rule.subject_kind is not SubjectKind.SCHOOL
    if alone and one.waiver is None:
        return duty_row(group, year)  # the network's or office's own
    return Row(label_of(one.rule, one.period, year), _words(group), share=share_of(group))


def _where(group: Sequence[Judgement]) -> str:
    """The same under a day that is named already; of one that is alone no count of one."""
    one = group[0]
    alone = len(group) == 1 and one.rule.subject_kind is not SubjectKind.SCHOOL
    if alone and one.owed:
        return t("groups.missing", missing=missing_of(one))
    return _words(group)


def _words(group: Sequence[Judgement]) -> str:
    """Where they stand, counted. Who waived something is not told here."""
    asked = any(judged.owed or judged.state is DutyState.DONE for judged in group)
    waived = sum(judged.state is DutyState.WAIVED for judged in group)
    if waived and not asked:
        return t("status.all.waived", waived=waived)
    return tally_words(group)
