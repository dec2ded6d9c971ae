"""One whole year for each plan of LINE's, each in a process and a database of its own."""

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

import structlog

from benchmarks.year.findings import Summary, summary
from benchmarks.year.run import Year
from benchmarks.year.world import furnish

#: What LINE's plans in Thailand hold (a month): the free one, and the first that is paid.
FREE, PAID = 300, 15_000


@dataclass(frozen=True)
class Wanted:
    """One run. `escalates`: whether anybody looks after those who owe."""

    name: str
    allowed: int
    escalates: bool = True


RUNS = (
    Wanted(f"free plan ({FREE})", FREE),
    Wanted(f"paid plan ({PAID:,})", PAID),
    Wanted("paid plan, nobody above", PAID, escalates=False),
)


def run(wanted: Wanted, *, national: bool, seed: int) -> Summary:
    """One year, in this process, in a database that is gone afterwards."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'year.db'}"
        world = furnish(url, national=national, escalates=wanted.escalates)
        return summary(wanted.name, Year(url, world, wanted.allowed, seed).run())
