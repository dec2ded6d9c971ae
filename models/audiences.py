"""Whom a coordinator may ask to send something by a day: the subjects of one kind and role."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Post
from models.duties import Deadline
from models.obligations import Rule, Span, Subject
from models.policy import Action, may
from models.programmes import Programme, ProgrammePeriod
from models.scopes import COUNTRY, Scope
from models.spans import run_at
from models.subjects import subjects_of, within_scope
from models.vocabulary import Cadence, MemberRole, RuleSource, ScopeKind, SubjectKind

#: Who may be asked, in the order in which they are offered.
ASKED: tuple[tuple[SubjectKind, MemberRole | None], ...] = (
    (SubjectKind.NETWORK, None),
    (SubjectKind.SCHOOL, MemberRole.PARTNER),
    (SubjectKind.SCHOOL, MemberRole.PILOT),
    (SubjectKind.OFFICE, None),
)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who can be asked together: the subjects of one kind and role that take part in a programme
    today, of the whole programme or of one office. `runs_until`: the programme's last day, if it
    has one.
    """

    programme_id: int
    programme_name: str
    runs_until: date | None
    subject_kind: SubjectKind
    member_role: MemberRole | None
    office_id: int | None
    subjects: tuple[Subject, ...]

    @property
    def key(self) -> str:
        """Which one it is, in ASCII: "3.school.pilot.12"."""
        role = self.member_role.value if self.member_role else "all"
        return f"{self.programme_id}.{self.subject_kind.value}.{role}.{self.office_id or 'all'}"


def audiences(session: Session, posts: Iterable[Post], today: date) -> list[Audience]:
    """Whom these posts may ask on this day (Bangkok): each once, none that is empty.

    A national coordinator asks a whole programme or any; an area coordinator those of the own
    office. Only programmes that run.
    """
    found: dict[str, Audience] = {}
    for scope in reaches(posts):
        office_id = scope.id if scope.kind is ScopeKind.OFFICE else None
        for programme, runs in _running(session, today):
            if scope.kind is ScopeKind.PROGRAMME and scope.id != programme.id:
                continue
            for audience in _audiences(session, programme, runs, ASKED, office_id, scope, today):
                found.setdefault(audience.key, audience)
    return list(found.values())


def subjects_in(session: Session, place: Scope, today: date) -> list[Subject]:
    """Everything in a place that takes part today (Bangkok) in a programme that runs, each once."""
    office_id = place.id if place.kind is ScopeKind.OFFICE else None
    found: dict[Subject, None] = {}
    for programme, runs in _running(session, today):
        if place.kind is ScopeKind.PROGRAMME and place.id != programme.id:
            continue
        for audience in _audiences(session, programme, runs, ASKED, office_id, place, today):
            found |= dict.fromkeys(audience.subjects)
    return list(found)


def audience_of(session: Session, deadline: Deadline, today: date) -> Audience | None:
    """Who could be asked by a deadline that stands; None if nobody takes part any more."""
    wanted = [(deadline.subject_kind, deadline.member_role)]
    for programme, runs in _running(session, today):
        if programme.id == deadline.programme_id:
            office_id = deadline.office_id
            found = _audiences(session, programme, runs, wanted, office_id, COUNTRY, today)
            return next(found, None)
    return None


def reaches(posts: Iterable[Post]) -> list[Scope]:
    """Over what those of these posts reach that may make deadlines."""
    return [post.scope for post in posts if may([post], Action.SET_DEADLINE)]


def _audiences(
    session: Session,
    programme: Programme,
    runs: Span,
    kinds: Iterable[tuple[SubjectKind, MemberRole | None]],
    office_id: int | None,
    scope: Scope,
    today: date,
) -> Iterator[Audience]:
    rules = [_rule(programme, kind, role, office_id) for kind, role in kinds]
    for rule, held in subjects_of(session, rules, within_scope(scope, today)).items():
        subjects = tuple(subject for subject, spans in held.items() if run_at(spans, today))
        if subjects:
            yield Audience(
                programme.id,
                programme.name_th,
                runs.ends_on,
                rule.subject_kind,
                rule.member_role,
                office_id,
                subjects,
            )


def _rule(
    programme: Programme, kind: SubjectKind, role: MemberRole | None, office_id: int | None
) -> Rule:
    """A deadline yet without its day, to ask whom it would be for."""
    return Rule(
        source=RuleSource.DEADLINE,
        id=0,
        code="",
        programme_id=programme.id,
        programme_code=programme.code,
        programme_name=programme.name_th,
        kind=None,
        title="",
        subject_kind=kind,
        cadence=Cadence.DATE,
        year_basis=programme.year_basis,
        member_role=role,
        office_id=office_id,
    )


def _running(session: Session, today: date) -> list[tuple[Programme, Span]]:
    """The programmes that run today, each with the unbroken time for which it does."""
    spans: dict[Programme, list[Span]] = {}
    rows = session.execute(
        select(Programme, ProgrammePeriod.starts_on, ProgrammePeriod.ends_on)
        .join(ProgrammePeriod, ProgrammePeriod.programme_id == Programme.id)
        .order_by(Programme.id)
    )
    for programme, starts_on, ends_on in rows:
        spans.setdefault(programme, []).append(Span(starts_on, ends_on))
    return [(programme, run) for programme, some in spans.items() if (run := run_at(some, today))]
