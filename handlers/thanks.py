"""What a report that was just sent counts for, as lines of its receipt: thanks where something is
complete, and whether in time; else how much of it is done."""

from collections.abc import Iterable
from datetime import date

from handlers.call import Call
from handlers.status_words import duty_words, period_words, short_name
from handlers.texts import t
from models.duty_queries import judgements
from models.exchange_places import KnownNetwork
from models.exchanges import ExchangeActivity
from models.obligations import Judgement, Subject
from models.report_places import ReportPlace
from models.scopes import Scope
from models.visit_queries import VisitRecord
from models.vocabulary import (
    DutyState,
    ObligationKind,
    RuleSource,
    ScopeKind,
    SubjectKind,
    VisitKind,
)


def visit_counts(call: Call, record: VisitRecord) -> list[str]:
    """What is done of the visits that the visited school is owed; one of supervision is none of
    them."""
    visit = record.visit
    if visit.kind is not VisitKind.MENTORING:
        return []
    school = Subject(SubjectKind.SCHOOL, visit.mentee_school_id, record.school_code, record.school)
    kind = ObligationKind.MENTORING_VISIT
    return _lines(call, kind, visit.programme_id, [school], visit.visited_on)


def exchange_counts(
    call: Call, exchange: ExchangeActivity, networks: Iterable[KnownNetwork]
) -> list[str]:
    """What is done of the exchanges that each of these networks owes; several are named."""
    subjects = [Subject(SubjectKind.NETWORK, n.id, n.code, n.name) for n in networks]
    programme_id, day = exchange.programme_id, exchange.starts_on
    return _lines(call, ObligationKind.EXCHANGE, programme_id, subjects, day)


def report_counts(
    call: Call, kind: ObligationKind | None, place: ReportPlace, day: date
) -> list[str]:
    """What is done of what this place owes in reports that meet an obligation of this kind, in the
    period of the reported day (Bangkok); nothing for those that meet none."""
    return _lines(call, kind, place.programme_id, [place.subject], day) if kind else []


def _lines(
    call: Call, kind: ObligationKind, programme_id: int, subjects: list[Subject], day: date
) -> list[str]:
    return [
        _line(judged, named=len(subjects) > 1)
        for subject in subjects
        for judged in _judged(call, subject, day)
        if judged.rule.kind is kind and judged.rule.programme_id == programme_id
    ]


def _judged(call: Call, subject: Subject, day: date) -> list[Judgement]:
    """The obligations of this very subject of which something can be complete or missing."""
    scope = Scope(ScopeKind(subject.kind.value), subject.code, subject.id, subject.label)
    return [
        judged
        for judged in judgements(call.session, now=call.now, scope=scope, tz=call.zone, of=day)
        if (judged.subject.kind, judged.subject.id) == (subject.kind, subject.id)
        and judged.rule.source is RuleSource.OBLIGATION
        and (judged.owed or judged.state is DutyState.DONE)
    ]


def _line(judged: Judgement, *, named: bool) -> str:
    what = _what(judged)
    match judged.state, judged.on_time:
        case DutyState.DONE, False:
            line = t("thanks.met_late", what=what)
        case DutyState.DONE, _:
            line = t("thanks.met", what=what)
        case _:
            line = t("thanks.so_far", what=what, done=judged.done, needed=judged.needed)
    subject = short_name(judged.subject.label)
    return t("thanks.of_subject", subject=subject, line=line) if named else line


def _what(judged: Judgement) -> str:
    """ "ข้อ 3.7 แลกเปลี่ยนเรียนรู้ ปีงบ 2570": the clause where one is named, the duty, the time."""
    duty, clause = duty_words(judged.rule), judged.rule.clause
    named = t("thanks.duty", duty=duty)
    if clause is not None:
        named = t("thanks.clause", number=clause.rpartition("/")[2], duty=duty)
    return f"{named} {period_words(judged.period)}" if judged.period else named
