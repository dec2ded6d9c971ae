"""Searching: the records and documents whose texts hold all of some words, scoped by role.

Each kind asks for what the actor may open and what counts first; the folded texts are looked at
for those alone.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import exchange_queries, report_scope, visit_queries
from models.actors import Actor
from models.documents import Document, documents_for
from models.exchanges import ExchangeActivity
from models.policy import Action, may
from models.reports import Report
from models.search_texts import SearchText, folded
from models.visits import MentoringVisit
from models.vocabulary import ScopeKind, SearchedKind

_WIDE = (ScopeKind.COUNTRY, ScopeKind.PROGRAMME)
#: What a roster brought has no moment; it stands behind all else.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


Days = tuple[date, date]
_Found = Select[str, int, datetime]


class Hit(NamedTuple):
    """A record or document that holds the words, and when it was sent."""

    kind: SearchedKind
    id: int
    at: datetime


def search(
    session: Session,
    actor: Actor,
    words: Sequence[str],
    *,
    days: Days | None = None,
    skip: int = 0,
    most: int = 10,
) -> list[Hit]:
    """What this actor may open and holds all of these words, the newest first, from `skip` on;
    with `days` (first and last, Bangkok) the records of that time, also without any word."""
    wanted = list(dict.fromkeys(filter(None, map(folded, words))))
    if not wanted and days is None:
        return []
    rows = session.execute(search_query(actor, wanted, skip, most, days))
    return [Hit(SearchedKind(kind), number, at) for kind, number, at in rows]


def search_query(
    actor: Actor, words: Sequence[str], skip: int, most: int, days: Days | None = None
) -> Select[Any]:
    """(kind, number, moment) of what holds all of these folded words, and is of these days."""
    # Of each kind no more than can be shown, so that the newest are found without a sort of all.
    each = [one.limit(skip + most).subquery() for one in _kinds(actor, words, days)]
    found = union_all(*(select(one) for one in each)).subquery()
    newest = select(found).order_by(found.c.at.desc(), found.c.kind, found.c.id.desc())
    return newest.offset(skip).limit(most)


def _kinds(actor: Actor, words: Sequence[str], days: Days | None) -> list[_Found]:
    wide = any(post.scope.kind in _WIDE for post in actor.posts)
    seen = [
        _of(
            SearchedKind.VISIT,
            MentoringVisit.id,
            MentoringVisit.created_at,
            words,
            visit_queries.within(actor)
            & visit_queries.COUNTS
            & _of_time(MentoringVisit.visited_on, days),
            wide=wide,
        ),
        _of(
            SearchedKind.EXCHANGE,
            ExchangeActivity.id,
            ExchangeActivity.created_at,
            words,
            exchange_queries.within(actor)
            & exchange_queries.COUNTS
            & _of_time(ExchangeActivity.starts_on, days),
            wide=wide,
        ),
        _of(
            SearchedKind.REPORT,
            Report.id,
            Report.created_at,
            words,
            or_(report_scope.within(actor), report_scope.public_for(actor))
            & report_scope.COUNTS
            & _of_time(Report.happened_on, days),
            wide=wide,
        ),
    ]
    if days is None and may(actor.posts, Action.SEE_STATUS):
        added = func.coalesce(Document.added_at, literal(_LONG_AGO, Document.added_at.type))
        reached = documents_for(actor.posts)
        seen.append(_of(SearchedKind.DOCUMENT, Document.id, added, words, reached, wide=wide))
    return seen


def _of_time(day: InstrumentedAttribute[date], days: Days | None) -> ColumnElement[bool]:
    return day.between(*days) if days else true()


def _of(
    kind: SearchedKind,
    number: InstrumentedAttribute[int],
    at: ColumnElement[datetime] | InstrumentedAttribute[datetime],
    words: Sequence[str],
    reached: ColumnElement[bool],
    *,
    wide: bool,
) -> _Found:
    # A list of its own, so that the indexes of the scope are used and the texts looked at last;
    # of a wide scope that list would be everything (10⁵ visits on PostgreSQL: 2.3 s for 0.5).
    within = select(number.label("id")).where(reached).cte(f"reached_{kind.value}")
    held = "NOT MATERIALIZED" if wide else "MATERIALIZED"
    within = within.prefix_with(held, dialect="postgresql")
    texts = and_(SearchText.kind == kind, SearchText.record_id == number)
    holds = (SearchText.folded.contains(word, autoescape=True) for word in words)
    named = cast(literal(kind.value), String(32)).label("kind")
    return (
        select(named, number.label("id"), at.label("at"))
        .join(SearchText, texts)
        .where(number.in_(select(within.c.id)), *holds)
        .order_by(number.desc())
    )
