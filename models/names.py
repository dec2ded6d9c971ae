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


def office_names(kind: str, place: str, zone: int | None) -> tuple[str, str]:
    """What an area office is called, for short and in full: "สพป.เชียงใหม่ เขต 3". `place`: its
    provinces; of a special group the number alone counts."""
    if kind == "special":
        numbered = f"{part('office', 'special_short')} {part('office', 'group')} {zone}"
        return numbered, part("office", "special_full").format(zone=zone)
    where = f"{place} {part('office', 'zone')} {zone}" if zone else place
    full = part("office", f"{kind}_full").format(place=where)
    return part("office", f"{kind}_short") + where, full
