"""`make simulate-year`: the year with a free plan, with a paid one, and with nobody above; writes
var/year.html. `python -m benchmarks.year --small` takes the real networks alone."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.world import ROOT
from benchmarks.year.page import page
from benchmarks.year.plans import RUNS, run


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", action="store_true", help="the real networks alone")
    options.add_argument("--seed", type=int, default=2567)
    options.add_argument("--out", type=Path, default=ROOT / "var" / "year.html")
    given = options.parse_args()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        runs = [
            pool.submit(run, wanted, national=not given.small, seed=given.seed) for wanted in RUNS
        ]
        found = [one.result() for one in runs]
    for one in found:
        print(
            f"{one.name:26}{sum(one.pushes_per_day.values()):8} pushes"
            f"{one.overdue.count:6} late {one.overdue.together:8} overdue days"
            f"{one.seconds:7.0f} s{one.megabytes:6.0f} MB  {len(one.broken)} promises broken"
        )
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(page(*found), "utf-8")
    print(f"the page: {given.out}")
    sys.exit(any(one.broken for one in found))


if __name__ == "__main__":
    main()
