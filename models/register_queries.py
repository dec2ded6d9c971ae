"""The register of a deadline: who has sent what it asks for, and who is responsible there, by
province. Contact details are never part of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.actors import Post
from models.contacts import contacts_of
from models.duties import ResponsibleStaff
from models.duty_queries import BANGKOK
from models.export_queries import Wanted
from models.networks import Network
from models.obligations import Judgement, Rule, Subject
from models.places import Office, School
from models.policy import Action, may
from models.scopes import Scope
from models.status_past import judgements_in
from models.vocabulary import DutyState, RuleSource, SubjectKind

#: Before and after every deadline.
_EVER = (date(2000, 1, 1), date(2200, 1, 1))
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Responsible:
    """Somebody who answers for it: of an office one of those named for the programme, of a network
    or school who gets its reminders. `position` may be empty."""

    full_name: str
    position: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a register. `province` and `office` are those of the area office."""

    judged: Judgement
    province: str | None
    office: str | None
    responsible: tuple[Responsible, ...]

    @property
    def sent(self) -> bool:
        return is_sent(self.judged)

    @property
    def asked(self) -> bool:
        return is_asked(self.judged)


def is_sent(judged: Judgement) -> bool:
    """Whether what a deadline asks for was sent."""
    return judged.state is DutyState.DONE


def is_asked(judged: Judgement) -> bool:
    """Whether it is asked of them at all: not where it is waived."""
    return judged.owed or is_sent(judged)


def registering(posts: Iterable[Post]) -> list[Scope]:
    """The scopes whose registers these posts may read, each once."""
    seeing = [post.scope for post in posts if may([post], Action.SEE_OUTSTANDING)]
    return list(dict.fromkeys(seeing))


def deadlines_registered(
    session: Session, scopes: Sequence[Scope], now: datetime
) -> list[tuple[Rule, list[Judgement]]]:
    """The deadlines within these scopes that were announced, the latest first, with where
    everybody stands."""
    found: dict[tuple[Rule, Subject], Judgement] = {}
    for scope in scopes:
        for judged in _judged(session, scope, now, None, *_EVER):
            found.setdefault((judged.rule, judged.subject), judged)
    by_rule: dict[Rule, list[Judgement]] = {}
    for judged in found.values():
        by_rule.setdefault(judged.rule, []).append(judged)
    latest = sorted(by_rule.items(), key=lambda item: (item[0].due_on, item[0].id), reverse=True)
    return list(latest)


def register_of(
    session: Session, scopes: Sequence[Scope], deadline_id: int, now: datetime
) -> list[Entry]:
    """The register of one deadline within these scopes, by province and code; empty for one that
    is not theirs to see, or that is none."""
    found: dict[Subject, Judgement] = {}
    for scope in scopes:
        for judged in _judged(session, scope, now, deadline_id, *_EVER):
            found.setdefault(judged.subject, judged)
    return _entries(session, list(found.values()), now)


def registers_wanted(session: Session, wanted: Wanted, now: datetime) -> list[Entry]:
    """The registers of all deadlines of a time, deadline by deadline, or that of the one wanted."""
    first, last = wanted.first or _EVER[0], wanted.last or _EVER[1]
    judged = _judged(session, wanted.scope, now, wanted.deadline_id, first, last)
    return _entries(session, judged, now)


def _judged(
    session: Session,
    scope: Scope,
    now: datetime,
    deadline_id: int | None,
    first: date,
    last: date,
) -> list[Judgement]:
    def only(rule: Rule) -> bool:
        here = rule.source is RuleSource.DEADLINE and not rule.notice
        return here and deadline_id in (None, rule.id)

    judged = judgements_in(session, now=now, scope=scope, first=first, last=last, only=only)
    told = (DutyState.NOT_YET, DutyState.ENDED)
    return [one for one in judged if one.state not in told]


def _entries(session: Session, judged: Sequence[Judgement], now: datetime) -> list[Entry]:
    today = now.astimezone(BANGKOK).date()
    places = _places(session, [one.subject for one in judged])
    offices = [one.subject.id for one in judged if one.subject.kind is SubjectKind.OFFICE]
    staff = staff_of(session, offices, today)
    others = [one.subject for one in judged if one.subject.kind is not SubjectKind.OFFICE]
    contacts = contacts_of(session, others, today)
    entries = []
    for one in judged:
        province, office = places.get(one.subject, (None, None))
        if one.subject.kind is SubjectKind.OFFICE:
            responsible = staff.get((one.rule.programme_id, one.subject.id), ())
        else:
            contact = contacts.get(one.subject)
            responsible = (Responsible(contact.full_name, ""),) if contact else ()
        entries.append(Entry(one, province, office, responsible))
    order = {rule: place for place, rule in enumerate(dict.fromkeys(one.rule for one in judged))}
    return sorted(
        entries,
        key=lambda e: (order[e.judged.rule], e.province or "\uffff", e.judged.subject.code),
    )


def _places(
    session: Session, subjects: Sequence[Subject]
) -> Mapping[Subject, tuple[str | None, str | None]]:
    """The province and the short name of the area office of each."""
    tables: dict[SubjectKind, type[School] | type[Network]] = {
        SubjectKind.SCHOOL: School,
        SubjectKind.NETWORK: Network,
    }
    found: dict[Subject, tuple[str | None, str | None]] = {}
    for kind in SubjectKind:
        by_id = {one.id: one for one in subjects if one.kind is kind}
        for ids in _some(sorted(by_id)):
            query = select(Office.id, Office.province, Office.short_th).where(Office.id.in_(ids))
            if (table := tables.get(kind)) is not None:
                query = (
                    select(table.id, Office.province, Office.short_th)
                    .join(Office, Office.id == table.office_id)
                    .where(table.id.in_(ids))
                )
            for id_, province, office in session.execute(query):
                found[by_id[id_]] = (province, office)
    return found


def staff_of(
    session: Session, office_ids: Iterable[int], today: date
) -> dict[tuple[int, int], tuple[Responsible, ...]]:
    """Who is responsible in these offices today (Bangkok), by the programme's id and the office's;
    for who follows up there (`SEE_OUTSTANDING`)."""
    found: dict[tuple[int, int], tuple[Responsible, ...]] = {}
    for ids in _some(sorted(set(office_ids))):
        rows = session.execute(
            select(
                ResponsibleStaff.programme_id,
                ResponsibleStaff.office_id,
                ResponsibleStaff.full_name,
                ResponsibleStaff.position,
            )
            .where(
                ResponsibleStaff.office_id.in_(ids),
                ResponsibleStaff.starts_on <= today,
                or_(ResponsibleStaff.ends_on.is_(None), ResponsibleStaff.ends_on >= today),
            )
            .order_by(ResponsibleStaff.place)
        )
        for programme_id, office_id, name, position in rows:
            key = (programme_id, office_id)
            found[key] = (*found.get(key, ()), Responsible(name, position))
    return found


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(ids), _ROWS_AT_ONCE):
        yield ids[begin : begin + _ROWS_AT_ONCE]
