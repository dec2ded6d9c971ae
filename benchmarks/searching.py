"""What “ค้นหา” costs with many reports: `python -m benchmarks.searching [--postgresql] [--plan]`.

Fills a database with 10⁵ invented visits and searches as a teacher, a supervisor and a coordinator
of the country, for a word that stands in every report, in one old one, and in none.
"""

import argparse
import importlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from benchmarks.growth import fill
from benchmarks.where import offline_runtime
from benchmarks.world import POSTGRESQL, furnish, postgresql
from bot import logs
from bot.database import transaction
from models.actors import Actor, Post
from models.networks import Network
from models.places import Office, School
from models.scopes import COUNTRY, Scope
from models.search_queries import search, search_query
from models.search_texts import SearchText, folded
from models.vocabulary import Role, ScopeKind, SearchedKind

PEOPLE, VISITS, TIMES = 50, 100_000, 7
NOBODY = 10**9
RARE = "ไดโนเสาร์"
WORDS = {"in all": "อ่านออกเขียนได้", "in one": RARE, "in none": "ยูนิคอร์น"}


def note_all(engine: Engine) -> None:
    """What is searched of all visits, as the migration writes it; one old one is about RARE."""
    migration = importlib.import_module("models.migrations.versions.0006_searching_and_seeing")
    with transaction(engine) as session:
        session.execute(delete(SearchText))
        for batch in migration._batches(migration._search_rows(session.connection())):
            session.execute(insert(SearchText), batch)
        oldest = select(func.min(SearchText.record_id)).where(SearchText.kind == SearchedKind.VISIT)
        number = session.scalar(oldest)
        one = update(SearchText).where(SearchText.record_id == number)
        session.execute(one.values(folded=SearchText.folded + "\n" + RARE))
        session.execute(text("ANALYZE"))


def actors(session: Session) -> dict[str, Actor]:
    """Somebody of each reach, who has reported nothing."""
    network = session.scalars(select(Network).where(Network.office_id.is_not(None)).limit(1)).one()
    office = session.get_one(Office, network.office_id)
    school = session.scalars(select(School).where(School.office_id == office.id).limit(1)).one()
    reaches = {
        "school": (Role.TEACHER, Scope(ScopeKind.SCHOOL, school.code, school.id, "")),
        "office": (Role.SUPERVISOR, Scope(ScopeKind.OFFICE, office.code, office.id, "")),
        "country": (Role.NATIONAL_COORDINATOR, COUNTRY),
    }
    return {
        name: Actor("U", NOBODY, "-", (Post(role, scope),))
        for name, (role, scope) in reaches.items()
    }


def milliseconds(session: Session, actor: Actor, word: str) -> float:
    """Of this process's CPU on SQLite, which works in it; on PostgreSQL by the clock."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    clock = time.process_time if sqlite else time.perf_counter
    taken = []
    for _ in range(TIMES):
        began = clock()
        search(session, actor, [word], most=9)
        taken.append(clock() - began)
    return statistics.median(taken) * 1000


def plan(session: Session, actor: Actor, word: str) -> list[str]:
    """How the database goes about it."""
    dialect = session.get_bind().dialect
    asked = search_query(actor, [folded(word)], 0, 9)
    query = str(asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    how = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN ANALYZE"
    return [str(row[-1]) for row in session.connection().exec_driver_sql(f"{how} {query}")]


@contextmanager
def _database(on_postgresql: bool, home: str) -> Iterator[str | None]:
    if on_postgresql:
        with postgresql(POSTGRESQL, "philiang_searching") as url:
            yield url
    else:
        yield f"sqlite:///{home}/searching.db"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    parser.add_argument("--plan", action="store_true", help="tell the database's plan, too")
    given = parser.parse_args(arguments)
    logs.configure(demo=False)
    with tempfile.TemporaryDirectory() as home, _database(given.postgresql, home) as url:
        if url is None:
            raise SystemExit(f"no PostgreSQL answers at {POSTGRESQL}")
        pairs = furnish(url, PEOPLE)
        runtime = offline_runtime(url, Path(home))
        fill(runtime, pairs, 0, VISITS)
        note_all(runtime.engine)
        print(f"| {VISITS:,} visits, ms | {' | '.join(WORDS)} |\n|---|{'---|' * len(WORDS)}")
        with transaction(runtime.engine) as session:
            for name, actor in actors(session).items():
                taken = [f"{milliseconds(session, actor, word):.1f}" for word in WORDS.values()]
                print(f"| {name} | {' | '.join(taken)} |", flush=True)
                if given.plan:
                    print("\n".join(plan(session, actor, RARE)))
        runtime.engine.dispose()


if __name__ == "__main__":
    main()
