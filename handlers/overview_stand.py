"""What an address of the overview asks for, found within what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from handlers.overview_heat import Level
from models.actors import Actor
from models.obligations import Judgement, Period
from models.overview_places import Places, places_within, programmes_within
from models.overview_standing import standings, years_of
from models.people import Scope, find_scope
from models.policy import Action, may
from models.scopes import covers
from models.status_queries import Runs, programme_runs
from models.status_reach import find_seen, own_scopes, seeing
from models.vocabulary import RuleSource, ScopeKind

_WIDE_FIRST = (
    ScopeKind.COUNTRY,
    ScopeKind.PROGRAMME,
    ScopeKind.OFFICE,
    ScopeKind.NETWORK,
    ScopeKind.SCHOOL,
)
_LEVELS = {
    ScopeKind.COUNTRY: Level.AREAS,
    ScopeKind.PROGRAMME: Level.AREAS,
    ScopeKind.OFFICE: Level.NETWORKS,
    ScopeKind.NETWORK: Level.SCHOOLS,
    ScopeKind.SCHOOL: Level.SCHOOLS,
}


@dataclass(frozen=True)
class Asked:
    """What the address says, as it was typed: a place as "office-NPT1", the code of a programme, a
    year in พ.ศ.; "" for what it leaves open. `skip`: rows or records that were on earlier pages."""

    at: str = ""
    programme: str = ""
    year: str = ""
    skip: int = 0


@dataclass(frozen=True)
class Stand:
    """What is looked at: a place, one programme, one of its years.

    `reading` is the scope of the queries, never wider than what the person may see. `area`: the id
    of the one office to which it is narrowed, for who sees a programme and no office as a whole.
    `own`: the places to begin from. `oversees`: whether the person may read there by name who has
    not sent what a deadline asks for. `year` is None where the programme never ran.
    """

    scope: Scope
    reading: Scope
    area: int | None
    level: Level
    own: Sequence[Scope]
    programmes: Sequence[tuple[int, str, str]]
    programme: tuple[int, str, str]
    years: Sequence[Period]
    year: Period
    oversees: bool

    @property
    def within(self) -> tuple[Scope, ...]:
        """The scopes in all of which a record must lie."""
        return (self.reading,) if self.area is None else (self.reading, self.scope)

    @property
    def year_before(self) -> Period | None:
        """The year before the one that is looked at, if the programme ran then."""
        before = self.year.label_be - 1
        return next((one for one in self.years if one.label_be == before), None)


def stand_of(session: Session, actor: Actor, asked: Asked, today: date) -> Stand | None:
    """What this person looks at by this address; None where it is not theirs, or is nothing."""
    own = sorted(
        own_scopes(session, actor.posts, today), key=lambda one: _WIDE_FIRST.index(one.kind)
    )
    found: tuple[Scope, Scope | None] | None = (own[0], None) if own else None
    if asked.at:
        found = _place(session, actor, asked, today)
    if found is None:
        return None
    scope, over = found
    programmes = [
        one for one in programmes_within(session, scope) if over is None or one[1] == over.code
    ]
    runs = programme_runs(session)
    begun = {run.code for run in runs if run.starts_on <= today}
    ran = [one for one in programmes if one[1] in begun]
    programme = _programme(ran, runs, asked.programme, today)
    if programme is None:
        return None
    years = years_of([run for run in runs if run.code == programme[1]], today)
    year = next((one for one in years if str(one.label_be) == asked.year), None)
    if not years:
        return None
    return Stand(
        scope=scope,
        reading=_reading(scope, programme, over),
        area=scope.id if over is not None else None,
        level=_LEVELS[scope.kind],
        own=own,
        programmes=ran,
        programme=programme,
        years=years,
        year=year or years[0],
        oversees=_oversees(session, actor, scope, over, today),
    )


def _oversees(
    session: Session, actor: Actor, scope: Scope, over: Scope | None, today: date
) -> bool:
    posts = [post.scope for post in actor.posts if may([post], Action.SEE_OUTSTANDING)]
    return any(post == over or covers(session, post, scope, today) for post in posts)


def facts_of(
    session: Session, stand: Stand, now: datetime, zone: tzinfo, year: Period | None = None
) -> tuple[list[Judgement], Places]:
    """The judgements of the year, or of another `year`, and where their subjects stand in it."""
    year = year or stand.year
    last = min(year.ends_on, now.astimezone(zone).date())
    judged = standings(session, stand.reading, stand.programme[0], year, now, zone)
    if not stand.oversees:
        own = {(scope.kind.value, scope.id) for scope in stand.own}
        judged = [one for one in judged if not _is_deadline_of_others(one, own)]
    return judged, places_within(session, stand.reading, stand.programme[0], last)


def _is_deadline_of_others(judged: Judgement, own: set[tuple[str, int | None]]) -> bool:
    subject = judged.subject.kind.value, judged.subject.id
    return judged.rule.source is RuleSource.DEADLINE and subject not in own


def country_posts_may(actor: Actor, action: Action) -> bool:
    """Whether a post over the country allows it; for what is nobody's else."""
    return may([post for post in actor.posts if post.scope.kind is ScopeKind.COUNTRY], action)


def _place(
    session: Session, actor: Actor, asked: Asked, today: date
) -> tuple[Scope, Scope | None] | None:
    """The place of this name; with it the programme, where only that is seen of an office."""
    word, _, code = asked.at.partition("-")
    if word not in set(ScopeKind) or not code or not code.isprintable():
        return None
    kind = ScopeKind(word)
    scope = find_seen(session, actor.posts, kind, code, today)
    if scope is not None:
        return scope, None
    over = [post.scope for post in seeing(actor.posts) if post.scope.kind is ScopeKind.PROGRAMME]
    if kind is not ScopeKind.OFFICE or not over:
        return None
    office = find_scope(session, kind, code)
    taking_part = {one[1] for one in programmes_within(session, office)} if office else set()
    there = [one for one in over if one.code in taking_part]
    if office is None or not there:
        return None
    return office, next((one for one in there if one.code == asked.programme), there[0])


def _programme(
    programmes: Sequence[tuple[int, str, str]], runs: Sequence[Runs], code: str, today: date
) -> tuple[int, str, str] | None:
    """The one that is asked for; else the first that runs, or else the one that ran last."""
    if code:
        return next((one for one in programmes if one[1] == code), None)
    running = {run.code for run in runs if run.has(today)}
    until = {run.code: run.ends_on for run in runs}
    return max(
        programmes,
        key=lambda one: (one[1] in running, until[one[1]] if one[1] not in running else today),
        default=None,
    )


def _reading(scope: Scope, programme: tuple[int, str, str], over: Scope | None) -> Scope:
    if over is not None:
        return over
    if scope.kind is ScopeKind.COUNTRY:
        return Scope(ScopeKind.PROGRAMME, programme[1], programme[0], programme[2])
    return scope
