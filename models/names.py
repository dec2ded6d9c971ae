"""Names that are derived rather than stored in a roster; their Thai stands in data/names.toml."""

import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _names() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


def part(section: str, key: str) -> str:
    """One word or pattern of data/names.toml."""
    return _names()[section][key]
