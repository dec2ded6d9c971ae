"""Many records of every kind for the national roster, to measure on: of ten about eight visits,
one exchange of learning, one other report."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, insert, select

from benchmarks.growth import CHUNK, YEARS, visit_row
from benchmarks.world import WORDS, Pair
from bot.database import transaction
from models.exchanges import ExchangeActivity, ExchangeNetwork
from models.reports import Report
from models.visits import MentoringVisit
from models.vocabulary import ExchangeLevel, ReportKind, SubjectKind, VisitMode

#: The kinds that networks report; all but the zero report, which lasts, and the working group.
KINDS = (
    ReportKind.NETWORK_PLAN,
    ReportKind.EVALUATION,
    ReportKind.ANNUAL_REPORT,
    ReportKind.IMPROVEMENT_PLAN,
    ReportKind.PLAN_PROGRESS,
    ReportKind.INNOVATION,
)


def grow(engine: Engine, pairs: Sequence[Pair], first: int, last: int) -> None:
    """Store invented records number `first` up to `last` (not included), of the past years."""
    rng = random.Random(first)  # noqa: S311 - invented records
    today = datetime.now(UTC).date()
    for start in range(first, last, CHUNK):
        count = min(CHUNK, last - start)
        tenth = count // 10
        with transaction(engine) as session:
            connection = session.connection()
            number = 1 + (connection.scalar(select(func.max(ExchangeActivity.id))) or 0)
            exchanges, took_part = [], []
            for id_ in range(number, number + tenth):
                pair = rng.choice(pairs)
                exchanges.append(_exchange(rng, pair, today, id_))
                took_part.append({"exchange_id": id_, "network_id": pair.network_id})
            visits = [visit_row(rng, pairs, today) for _ in range(count - 2 * tenth)]
            reports = [_report(rng, rng.choice(pairs), today) for _ in range(tenth)]
            for table, rows in (
                (MentoringVisit, visits),
                (ExchangeActivity, exchanges),
                (ExchangeNetwork, took_part),
                (Report, reports),
            ):
                connection.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _common(rng: random.Random, pair: Pair, day: date) -> dict[str, Any]:
    return {
        "draft_id": str(uuid.UUID(int=rng.getrandbits(128))),
        "programme_id": pair.programme_id,
        "reporter_person_id": pair.person_id,
        "form_version": 1,
        "created_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        "sample": True,
    }


def _day(rng: random.Random, today: date) -> date:
    return today - timedelta(days=rng.randrange(YEARS * 365))


def _exchange(rng: random.Random, pair: Pair, today: date, id_: int) -> dict[str, Any]:
    day = _day(rng, today)
    return {
        **_common(rng, pair, day),
        "id": id_,
        "level": rng.choice(list(ExchangeLevel)),
        "title": WORDS,
        "starts_on": day,
        "ends_on": day,
        "mode": VisitMode.ONSITE,
    }


def _report(rng: random.Random, pair: Pair, today: date) -> dict[str, Any]:
    day = _day(rng, today)
    kind = rng.choice(KINDS)
    return {
        **_common(rng, pair, day),
        "kind": kind,
        "subject_kind": SubjectKind.NETWORK,
        "network_id": pair.network_id,
        "about_school_id": pair.partner_id if kind is ReportKind.EVALUATION else None,
        "happened_on": day,
        "title": WORDS,
        "answers": {"topic": WORDS},
    }
