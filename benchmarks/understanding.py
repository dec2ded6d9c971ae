"""How well Thai is read: `python -m benchmarks.understanding [--misses FILE]`, or `make
understanding`.

Feeds the lines of tests/thai/sets (tuned on) and tests/thai/held_back (never looked at while
tuning) through `flask --app bot.app understand`, on a database of its own with the real networks
and the invented national roster, and holds what comes back against what each line expects
(tests/thai/README.md). Of the held-back part it tells counts alone.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from flask.testing import FlaskCliRunner

from benchmarks.answers import JUDGES, Score
from benchmarks.world import NATIONAL, environment
from bot.app import create_app, runtime_of
from bot.database import transaction, upgrade
from bot.settings import load_settings
from models.roster import import_files, refusals

ROOT = Path(__file__).parent.parent
REAL = ROOT / "models" / "data" / "seed_networks.json"

#: The two parts of each set: what the readers are tuned on, and every third line, kept away.
PARTS = {
    "tuned": ROOT / "tests" / "thai" / "sets",
    "held back": ROOT / "tests" / "thai" / "held_back",
}

#: The files of a part, and the `--kind` by which each is read.
KINDS = {"dates": "date", "names": "school", "reports": "report", "commands": "command"}

Line = dict[str, Any]


class Reader(Protocol):
    """Reads lines of one kind; gives what was understood, by the line's id."""

    def __call__(self, kind: str, lines: Sequence[Line]) -> dict[str, Line]: ...


def lines_of(part: str, name: str) -> list[Line]:
    """The lines of one file ("dates") of one part ("tuned")."""
    text = (PARTS[part] / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


@contextmanager
def reader(database_url: str, media: Path) -> Iterator[Reader]:
    """`flask understand` on this empty database, which gets its schema and the rosters first."""
    upgrade(database_url)
    app = create_app(load_settings(environment(database_url, "http://127.0.0.1:9", media)))
    engine = runtime_of(app).engine
    with transaction(engine) as session:
        assert refusals(import_files(session, [REAL, NATIONAL])) == []
    runner = app.test_cli_runner()

    def read(kind: str, lines: Sequence[Line]) -> dict[str, Line]:
        by_today: defaultdict[str | None, list[Line]] = defaultdict(list)
        for line in lines:
            by_today[line.get("today")].append(line)
        got: dict[str, Line] = {}
        for today, same_day in by_today.items():
            got |= _understand(runner, kind, today, same_day)
        return got

    try:
        yield read
    finally:
        engine.dispose()


def _understand(
    runner: FlaskCliRunner, kind: str, today: str | None, lines: Sequence[Line]
) -> dict[str, Line]:
    asked = [{k: v for k, v in line.items() if k not in ("expect", "or")} for line in lines]
    result = runner.invoke(
        args=["understand", "--kind", kind, *(["--today", today] if today else [])],
        input="\n".join(json.dumps(line, ensure_ascii=False) for line in asked) + "\n",
    )
    if result.exit_code != 0:
        raise RuntimeError(f"understand --kind {kind}: {result.output}") from result.exception
    answers = [json.loads(line) for line in result.stdout.split("\n") if line]
    return {answer["id"]: answer["got"] for answer in answers}


def score(read: Reader, part: str, name: str) -> Score:
    """What the readers make of one file of one part."""
    lines = lines_of(part, name)
    got = read(KINDS[name], lines)
    total = Score()
    for line in lines:
        JUDGES[name](total, line, got[line["id"]])
    return total


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the score of every file of both parts; the tuned part's misses go to a file."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.understanding")
    options.add_argument("--misses", type=Path, help="write the misses of the tuned part here")
    chosen = options.parse_args(arguments)
    misses: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/understanding.db"
        with reader(url, Path(folder) / "media") as read:
            for name in KINDS:
                for part in PARTS:
                    total = score(read, part, name)
                    print("\n".join(total.told(f"{name}, {part}")))
                    if part == "tuned":
                        misses += [f"# {name}", *total.misses]
    if chosen.misses:
        chosen.misses.write_text("\n".join(misses) + "\n", "utf-8")


if __name__ == "__main__":
    main()
