"""What the template of a roster file holds: the networks and schools of somebody's reach as they
are on a day, in the columns of handlers/roster_sheet.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.roster_sheet import COLUMNS, DETAIL, Part
from handlers.roster_values import role_words
from handlers.texts import has, t
from models.roster.sheet_facts import NetworkFact, Reach, SheetFacts
from models.vocabulary import MemberRole

Cells = Mapping[str, str | date]


@dataclass(frozen=True)
class Filled:
    """rows: by sheet, each row by the keys of its columns; the first is the example. choices: by
    column, what may be chosen from a list. offices: whose the file is, in words."""

    rows: Mapping[Part, Sequence[Cells]]
    choices: Mapping[str, Sequence[str]]
    offices: str


def filled(facts: SheetFacts, reach: Reach, today: date, office: int | None = None) -> Filled:
    """The template for this reach, with what is there; `office`: of this one alone."""
    offices = {one.id: one for one in facts.offices if office in (None, one.id)}
    networks = [
        network
        for network in facts.networks.values()
        if network.office_id in offices and reach.has_programme(network.programme.id)
    ]
    programmes = [
        one
        for one in facts.programmes.values()
        if reach.has_programme(one.id) and MemberRole.LEAD in one.roles
    ]
    labels = {one.id: one.label for one in offices.values()}
    roles = dict.fromkeys(role for one in programmes for role in one.roles)
    rows: dict[Part, Sequence[Cells]] = {
        Part.NETWORKS: [
            _example(Part.NETWORKS, {"programme": programmes[0].code if programmes else ""}),
            *(_network_row(network, labels) for network in networks),
        ],
        Part.SCHOOLS: [
            _example(Part.SCHOOLS, {"role": role_words(MemberRole.PARTNER)[0]}),
            *_school_rows(facts, networks, labels, today),
        ],
    }
    choices = {
        "programme": [one.code for one in programmes],
        "role": [role_words(role)[0] for role in roles],
        "office": sorted(labels.values()),
        "network_office": sorted(labels.values()),
        "fresh": [t("roster_sheet.yes").partition("|")[0].strip()],
    }
    return Filled(rows, choices, ", ".join(sorted(labels.values())[:3]))


def _example(part: Part, more: Mapping[str, str]) -> Cells:
    shown = {
        column.key: t(f"roster_sheet.template.row.{column.key}")
        for column in COLUMNS[part]
        if has(f"roster_sheet.template.row.{column.key}")
    }
    return {**shown, **more, DETAIL: t("roster_sheet.template.example_mark")}


def _network_row(network: NetworkFact, labels: Mapping[int, str]) -> Cells:
    return {
        "network_name": network.name,
        "programme": network.programme.code,
        "network_code": network.code,
        "network_office": labels.get(network.office_id or 0, ""),
    }


def _school_rows(
    facts: SheetFacts, networks: Sequence[NetworkFact], labels: Mapping[int, str], today: date
) -> list[Cells]:
    """Who is in these networks now or later; whose school belongs to another office is left out,
    since its own coordinator keeps it."""
    named = {network.id: network for network in networks}
    schools = {school.id: school for school in facts.schools.values()}
    rows: list[tuple[tuple[object, ...], Cells]] = []
    for school_id, members in facts.members.items():
        school = schools[school_id]
        for member in members:
            network = named.get(member.network_id)
            if network is None or (member.ends_on or today) < today:
                continue
            if school.office_id is None or school.office_id not in labels:
                continue
            cells: dict[str, str | date] = {
                "school": school.name,
                "network": network.name,
                "role": role_words(member.role)[0],
                "starts": member.starts_on,
                "school_code": school.code,
                "office": labels[school.office_id],
            }
            if member.ends_on is not None:
                cells["ends"] = member.ends_on
            order = (network.code, member.role is not MemberRole.LEAD, school.code)
            rows.append((order, cells))
    return [cells for _, cells in sorted(rows, key=lambda row: row[0])]
