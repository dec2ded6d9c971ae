"""What a step costs as the years go by: `python -m benchmarks.growth [--million]`.

The same database is filled with 10³, 10⁵ and, with --million, 10⁶ invented visits; at each size
some hundred steps are timed in this process, without HTTP, and the state of the whole country is
judged.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.where import cost_of_steps, offline_runtime
from benchmarks.world import (
    POSTGRESQL,
    WORDS,
    Pair,
    furnish,
    postgresql,
    rewind,
    text_event,
    user_id,
)
from bot import logs
from bot.database import transaction
from bot.runtime import Runtime
from models.duty_queries import judgements
from models.visits import MentoringVisit
from models.vocabulary import Purpose, VisitKind, VisitMode

PEOPLE, EVENTS = 600, 400
CHUNK = 20_000
YEARS = 4
SIZES = (1_000, 100_000)


@dataclass(frozen=True)
class Size:
    """What things cost with so many visits stored. Milliseconds."""

    visits: int
    step_cpu: float
    step: float
    country: float
    judged: int


def fill(runtime: Runtime, pairs: Sequence[Pair], first: int, last: int) -> None:
    """Store invented visits number `first` up to `last` (not included), of the past four years."""
    rng = random.Random(first)  # noqa: S311 - invented visits
    today = datetime.now(UTC).date()
    for start in range(first, last, CHUNK):
        rows = [visit_row(rng, pairs, today) for _ in range(start, min(start + CHUNK, last))]
        with transaction(runtime.engine) as session:
            session.connection().execute(insert(MentoringVisit.__table__), rows)  # type: ignore[arg-type]


def visit_row(rng: random.Random, pairs: Sequence[Pair], today: date) -> dict[str, Any]:
    """An invented visit of the past years, as a row."""
    pair = rng.choice(pairs)
    day = today - timedelta(days=rng.randrange(YEARS * 365))
    return {
        "draft_id": str(uuid.UUID(int=rng.getrandbits(128))),
        "kind": VisitKind.MENTORING,
        "programme_id": pair.programme_id,
        "network_id": pair.network_id,
        "mentor_school_id": pair.lead_id,
        "mentee_school_id": pair.partner_id,
        "visited_on": day,
        "mode": VisitMode.ONSITE,
        "purposes": [Purpose.MENTORING],
        "iqa_standards": [],
        "topic": WORDS,
        "strengths": WORDS,
        "improvements": "",
        "agreed_actions": WORDS,
        "participants": rng.randrange(40),
        "reporter_person_id": pair.person_id,
        "form_version": 1,
        "created_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        "sample": True,
    }


def measure(runtime: Runtime, pairs: Sequence[Pair], visits: int) -> Size:
    """Time some hundred steps and the country, with what is stored at this moment."""
    rewind(runtime.engine, pairs, PEOPLE)
    events = [text_event(user_id(n), WORDS) for n in range(EVENTS)]
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        taken, sent = cost_of_steps(runtime, events)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        with runtime.reading() as session:
            judged = len(judgements(session, now=datetime.now(UTC)))
        seconds.append(time.perf_counter() - began)
    return Size(
        visits,
        (taken.cpu_us + sent.cpu_us) / 1000,
        (taken.wall_us + sent.wall_us) / 1000,
        statistics.median(seconds) * 1000,
        judged,
    )


def run(url: str, home: Path, sizes: Sequence[int]) -> Iterator[Size]:
    """Fill this empty database step by step, and measure at each size."""
    pairs = furnish(url, PEOPLE)
    runtime = offline_runtime(url, home)
    try:
        for before, size in zip((0, *sizes), sizes, strict=False):
            fill(runtime, pairs, before, size)
            yield measure(runtime, pairs, size)
    finally:
        runtime.engine.dispose()


@contextmanager
def _database(on_postgresql: bool, home: str) -> Iterator[str | None]:
    if on_postgresql:
        with postgresql(POSTGRESQL, "philiang_growth") as url:
            yield url
    else:
        yield f"sqlite:///{home}/growth.db"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--million", action="store_true", help="10⁶ visits, too (a minute more)")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    given = parser.parse_args(arguments)
    logs.configure(demo=False)
    sizes = (*SIZES, 1_000_000) if given.million else SIZES
    print("| visits stored | step, ms CPU | step, ms | country judged, ms | judgements |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home, _database(given.postgresql, home) as url:
        if url is None:
            raise SystemExit(f"no PostgreSQL answers at {POSTGRESQL}")
        for size in run(url, Path(home), sizes):
            print(
                f"| {size.visits:,} | {size.step_cpu:.2f} | {size.step:.2f} |"
                f" {size.country:.0f} | {size.judged} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
