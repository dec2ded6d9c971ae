"""`make bench`: the step against the echo bot, then the growth. Some five minutes."""

import platform
import sqlite3
import ssl

from benchmarks import growth, step
from benchmarks.world import POSTGRESQL


def main() -> None:
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {ssl.OPENSSL_VERSION}, {platform.system()} {platform.machine()}\n\n"
        f"One step: {step.PEOPLE} people, rounds of {step.ROUND_SECONDS:g} s; median (min–max);"
        " × is against the SDK's echo bot of the same round\n",
        flush=True,
    )
    step.run(step.ALL, step.ROUNDS, step.ROUND_SECONDS, POSTGRESQL)
    print("\nThe same step, and the state of the country, with more and more visits stored\n")
    growth.main([])


if __name__ == "__main__":
    main()
