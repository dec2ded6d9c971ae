"""How long a file of many visits takes, and how much memory: `python -m benchmarks.exports`.

Fills a database with 20,000 and then 200,000 invented visits and has the country's visits written
as a workbook and as CSV, each in a process of its own, so that its peak of memory is its own.
"""

import argparse
import gc
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.growth import fill
from benchmarks.where import offline_runtime
from benchmarks.world import POSTGRESQL, furnish, postgresql
from bot import logs
from bot.database import make_engine, reading
from bot.spreadsheets import write_csv, write_xlsx
from handlers.export_tables import VISITS
from models.duty_queries import BANGKOK
from models.export_queries import Wanted
from models.people import COUNTRY

PEOPLE = 50
SIZES = (0, 20_000, 200_000)
FORMS = ("xlsx", "csv")


@dataclass(frozen=True)
class Cost:
    """What one file cost: seconds, those of CPU, the peak of memory and the size in MB."""

    rows: int
    seconds: float
    cpu: float
    peak: float
    size: float


def write(url: str, form: str) -> Cost:
    """Write the visits of the whole country once, in this process."""
    engine = make_engine(url)
    gc.freeze()  # as gunicorn.conf.py does: what was imported is not walked again and again
    began, cpu = time.perf_counter(), time.process_time()
    with reading(engine) as session, tempfile.TemporaryFile() as into:
        records = VISITS.records(session, Wanted(None, COUNTRY), datetime.now(UTC))
        if form == "csv":
            rows = write_csv(into, VISITS, records, BANGKOK)
        else:
            rows = write_xlsx(into, VISITS, records, BANGKOK, [])
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        size = into.seek(0, os.SEEK_END)
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(rows, seconds, cpu, peak, size / 2**20)


def _measure(url: str, home: Path) -> None:
    pairs = furnish(url, PEOPLE)
    runtime = offline_runtime(url, home)
    for before, size in zip((0, *SIZES), SIZES, strict=False):
        fill(runtime, pairs, before, size)
        for form in FORMS:
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
                cost = alone.submit(write, url, form).result()
            spent = f"{cost.seconds:.1f} | {cost.cpu:.1f} | {cost.peak:.0f} | {cost.size:.1f}"
            print(f"| {form} | {cost.rows:,} | {spent} |", flush=True)
    runtime.engine.dispose()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    given = parser.parse_args(arguments)
    logs.configure(demo=False)
    print("| file | visits | seconds | CPU, s | peak memory, MB | size, MB |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        if not given.postgresql:
            _measure(f"sqlite:///{home}/exports.db", Path(home))
            return
        with postgresql(POSTGRESQL, "philiang_exports") as url:
            if url is None:
                raise SystemExit(f"no PostgreSQL answers at {POSTGRESQL}")
            _measure(url, Path(home))


if __name__ == "__main__":
    main()
