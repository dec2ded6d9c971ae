"""“ดูทีละเรื่อง”: every number of a status, each with the way to what stands behind it: the
networks, offices or schools that are counted, or the records themselves.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.agreements import rows_of_network
from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.cards.limits import shorten
from handlers.effects import Effect
from handlers.say import go, say
from handlers.status import gone, own
from handlers.status_asked import (
    Seen,
    find_asked,
    follows_up,
    open_button,
    reference_in,
    seen,
)
from handlers.status_behind import MOST_OF_A_NAME, PAGE
from handlers.status_card import by_rule, duty_row, present, tally_words
from handlers.status_facts import Facts, facts_of
from handlers.status_words import label_of, period_words
from handlers.texts import t
from models.obligations import Judgement, Period
from models.status_queries import Member
from models.status_reach import own_scopes
from models.status_records import (
    count_exchanges_about,
    count_reports_about,
    count_visits_about,
)
from models.vocabulary import (
    DutyState,
    MemberRole,
    ObligationKind,
    ReportKind,
    RuleSource,
    ScopeKind,
    SubjectKind,
    VisitKind,
)

#: Which records stand behind a duty.
RECORDS_OF = {
    ObligationKind.EXCHANGE: "exchanges",
    ObligationKind.MENTORING_VISIT: VisitKind.MENTORING.value,
    ObligationKind.NETWORK_PLAN: ReportKind.NETWORK_PLAN.value,
    ObligationKind.EVALUATION: ReportKind.EVALUATION.value,
    ObligationKind.REPORT: ReportKind.ANNUAL_REPORT.value,
    ObligationKind.IMPROVEMENT_PLAN: ReportKind.IMPROVEMENT_PLAN.value,
}


def show(call: Call) -> list[Effect]:
    """The numbers of the place that a button names; of one's own without one, and of which where
    one has several is asked first."""
    asked = reference_in(call.argument)
    if asked is None:
        scopes = own_scopes(call.session, call.actor.posts, call.today)
        return say(_card(call, seen(call, scopes[0])) if len(scopes) == 1 else own(call))
    found = find_asked(call, call.actor.posts, asked)
    return say(_card(call, found) if found else gone())


def _card(call: Call, found: Seen) -> Card:
    facts = facts_of(call, found)
    rows = [
        row
        for code, year in facts.years.items()
        for row in (*_duties(call, facts, code, year), *_records(call, facts, code, year))
    ]
    rows += _joined(call, found)
    if found.scope.kind is ScopeKind.NETWORK:
        assert found.scope.id is not None
        rows += rows_of_network(call, found.scope.id)
        rows += [_school(found, member) for member in facts.members]
    first = found.asked.first
    buttons = [open_button(found.asked.at(0), found.scope.label), go("menu")]
    if first + PAGE < len(rows):
        more = str(found.asked.at(first + PAGE))
        buttons.insert(0, go("status_details", t("status.more"), more))
    shown = tuple(rows[first : first + PAGE])
    return Card(
        title=found.scope.label,
        kicker=t("status.details.title", first=first + 1, last=first + len(shown), total=len(rows))
        if shown
        else "",
        text="" if shown else t("status.nothing"),
        rows=shown,
        buttons=tuple(buttons),
    )


def _duties(call: Call, facts: Facts, programme: str, year: Period) -> Iterator[Row]:
    """The duties of a programme: to their records where the place is one that owes, else to the
    list of those who owe."""
    live = [
        judged
        for judged in facts.judgements
        if judged.rule.programme_code == programme and judged.state is not DutyState.ENDED
    ]
    for group in by_rule(present(live, year, past=bool(facts.seen.days))):
        one = group[0]
        label = label_of(one.rule, one.period, None)
        value = tally_words(group)
        if len(group) == 1 and one.rule.subject_kind is not SubjectKind.SCHOOL:
            value = duty_row(group, year).value
        yield Row(label, value, _behind(call, facts, group))


def _behind(call: Call, facts: Facts, group: Sequence[Judgement]) -> Button | None:
    one, scope = group[0], facts.seen.scope
    is_deadline = one.rule.source is RuleSource.DEADLINE
    lists = scope.kind not in (ScopeKind.NETWORK, ScopeKind.SCHOOL)
    # By name it is for those who follow up; to the others the deadline itself opens.
    if is_deadline and not (lists and follows_up(call, facts.seen)):
        value = f"{one.rule.id}~{facts.seen.asked.at(0)}"
        return go("see_deadline", t("deadlines.see"), value)
    if not lists:
        what = RECORDS_OF.get(one.rule.kind) if one.rule.kind else None
        if what is None or one.period is None:
            return None
        return records_button(
            facts.seen, what, one.rule.programme_code, one.period.starts_on, one.period.ends_on
        )
    begins = one.period.starts_on if one.period else None
    value = f"{one.rule.source.value}.{one.rule.id}.{_day(begins)}~{facts.seen.asked.at(0)}"
    return go("status_duty", t("status.details.subjects"), value)


def _records(call: Call, facts: Facts, programme: str, year: Period) -> Iterator[Row]:
    """All records of a programme about the place in the year, kind by kind."""
    sought = facts.sought(year, programme)
    session = call.session
    counts = [
        *((kind.value, count_visits_about(session, sought, kind)) for kind in VisitKind),
        ("exchanges", count_exchanges_about(session, sought)),
        *((kind.value, count) for kind, count in count_reports_about(session, sought).items()),
    ]
    several = len(facts.trending) > 1
    for what, count in counts:
        if not count:
            continue
        label = t("status.row.in_period", duty=what_words(what), period=period_words(year))
        value = t("status.details.records", count=f"{count:,}")
        if several:
            value = f"{value}\n{_programme_name(facts, programme)}"
        button = records_button(facts.seen, what, programme, year.starts_on, year.ends_on)
        yield Row(label, value, button)


def what_words(what: str) -> str:
    """What kind of records these are: "การนิเทศโดยพี่เลี้ยง", "แผนเครือข่าย"."""
    if what in set(ReportKind):
        return t(f"reporting.kind.{what}")
    return t(f"status.counted.{what}")


def records_button(found: Seen, what: str, programme: str, first: date, last: date) -> Button:
    """To the records of a kind about a place, of one programme, from first to last."""
    asked = found.asked.at(0)
    value = f"{what}.{programme}.{_day(first)}.{_day(last)}~{asked}"
    return go("status_records", t("status.details.see_records"), value)


def _programme_name(facts: Facts, code: str) -> str:
    run = facts.runs.get(code)
    return run.name if run else code


def _joined(call: Call, found: Seen) -> list[Row]:
    if found.scope.kind is ScopeKind.SCHOOL or not follows_up(call, found):
        return []
    button = go("status_joined", t("status.joined.open"), str(found.asked.at(0)))
    return [Row(t("status.joined.label"), t("status.joined.hint"), button)]


def _school(found: Seen, member: Member) -> Row:
    name = shorten(member.school, MOST_OF_A_NAME)
    role = t(f"status.role.{MemberRole(member.role).value}")
    return Row(name, role, open_button(found.asked.of(ScopeKind.SCHOOL, member.school_code), name))


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else "0"
