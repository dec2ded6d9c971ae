"""The real networks and the invented national roster, as the bot would know them."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from handlers.thai.gazetteer import Around, Gazetteer, Named
from handlers.thai.offices import AreaOffice
from models.vocabulary import OfficeKind

ROOT = Path(__file__).parents[2]
REAL = json.loads((ROOT / "models/data/seed_networks.json").read_text("utf-8"))
INVENTED = json.loads((ROOT / "tests/data/synth_roster.json").read_text("utf-8"))
NETWORKS = {
    "QIN-NPT1-A": ["NPT1-01", "NPT1-02", "NPT1-03", "NPT1-04"],
    "QIN-NPT1-B": ["NPT1-05", "NPT1-06", "NPT1-07", "NPT1-08"],
    "COLLAB-2564": ["CA-01", "CA-02", "CA-03"],
}
for _school in INVENTED["schools"]:
    NETWORKS.setdefault(_school["network"], []).append(_school["code"])

_ZONE = re.compile(r"(?:เขต|กลุ่มที่) ([0-9]+)")


def _zone(name: str) -> int | None:
    zone = _ZONE.search(name)
    return int(zone[1]) if zone else None


def _real_offices() -> list[AreaOffice]:
    return [
        AreaOffice(
            office["code"],
            OfficeKind(office["kind"]),
            office["province"],
            office["zone"],
            (office["short_th"], office["name_th"], *office["aliases"]),
        )
        for office in REAL["area_offices"]
    ]


@cache
def _offices_by_code() -> dict[str, AreaOffice]:
    known = {(o.kind, o.province, o.zone): o for o in _real_offices()}
    by_code = {office.code: office for office in known.values()}
    for office in (*INVENTED["offices"], *INVENTED["special"]):
        first, *others = office["provinces"]
        kind, zone = OfficeKind(office["kind"]), _zone(office["name"])
        made = AreaOffice(office["code"], kind, first, zone, (office["name"],), tuple(others))
        by_code[office["code"]] = known.setdefault((kind, first, zone), made)
    return by_code


@cache
def offices() -> tuple[AreaOffice, ...]:
    """The area offices and special-education groups of the country, each once."""
    return tuple(dict.fromkeys(_offices_by_code().values()))


def _named(school: dict[str, Any], name: str, aliases: tuple[str, ...], office: str) -> Named:
    return Named(school["code"], name, aliases, name, office)


@cache
def gazetteer() -> Gazetteer:
    """All 747 schools."""
    real = [
        _named(school, school["name_th"], tuple(school["aliases"]), school["area_office"] or "")
        for school in REAL["schools"]
    ]
    of = _offices_by_code()
    invented = [_named(s, s["name"], (), of[s["office"]].code) for s in INVENTED["schools"]]
    return Gazetteer([*real, *invented], offices())


def around(network: str | None) -> Around:
    """The schools as somebody of this network stands among them; None: nobody's own."""
    own = frozenset(NETWORKS.get(network or "", ()))
    own_offices = {gazetteer().by_code[code].office for code in own} - {""}
    return Around(gazetteer(), own, frozenset(own_offices))
