"""What the template of a roster file holds: the offices, networks and schools of somebody's reach
as they are on a day, in the columns of handlers/roster_sheet.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.roster_sheet import COLUMNS, DETAIL, Part
from handlers.roster_values import role_words
from handlers.texts import has, t
from models.roster.sheet_facts import (
    MemberFact,
    NetworkFact,
    OfficeFact,
    ProgrammeFact,
    Reach,
    SheetFacts,
    TermFact,
)
from models.vocabulary import MemberRole, MentorKind, OfficeKind

Cells = Mapping[str, str | date]


@dataclass(frozen=True)
class Filled:
    """rows: by sheet, of those that it has, each row by the keys of its columns; the first is the
    example. choices: by column, what may be chosen from a list. offices: whose the file is."""

    rows: Mapping[Part, Sequence[Cells]]
    choices: Mapping[str, Sequence[str]]
    offices: str


def filled(facts: SheetFacts, reach: Reach, today: date, office: int | None = None) -> Filled:
    """The template for this reach, with what is there; `office`: of this one alone."""
    offices = {one.id: one for one in facts.offices if office in (None, one.id)}
    labels: Labels = {one.id: one.label for one in offices.values()}
    if office is None and reach.offices is None:
        labels[None] = ""  # what is of no office is kept by those over the programmes
    programmes = [one for one in facts.programmes.values() if reach.has_programme(one.id)]
    networks = [
        network
        for network in facts.networks.values()
        if network.office_id in labels and reach.has_programme(network.programme.id)
    ]
    hosting = [one for one in programmes if one.mentor is not MentorKind.AREA_OFFICE]
    roles = dict.fromkeys(role for one in programmes for role in one.roles)
    rows: dict[Part, Sequence[Cells]] = {}
    if reach.sets_up:
        example = _example(Part.OFFICES, {"office_programme": _first(programmes, today)})
        rows[Part.OFFICES] = [example, *_office_rows(facts, offices.values(), programmes, today)]
    rows[Part.NETWORKS] = [
        _example(Part.NETWORKS, {"programme": _first(hosting, today)}),
        *(_network_row(network, labels) for network in networks),
    ]
    rows[Part.SCHOOLS] = [
        _example(Part.SCHOOLS, {"role": role_words(MemberRole.PARTNER)[0]}),
        *_school_rows(facts, networks, programmes, labels, today),
    ]
    named = sorted(label for label in labels.values() if label)
    codes = [one.code for one in programmes]
    choices = {
        "office_programme": codes,
        "programme": [one.code for one in hosting],
        "role": [role_words(role)[0] for role in roles],
        "office": named,
        "network_office": named,
        "school_programme": [p.code for p in programmes if p.mentor is not MentorKind.LEAD],
        "fresh": [t("roster_sheet.yes").partition("|")[0].strip()],
    }
    return Filled(rows, choices, ", ".join(named[:3]))


Labels = dict[int | None, str]


def _first(programmes: Sequence[ProgrammeFact], today: date) -> str:
    """One for the example: it runs, and has lead schools, if there is such a one."""

    def unlike(one: ProgrammeFact) -> tuple[bool, bool]:
        over = all(last < today for _, last in one.periods)
        return over, one.mentor is not MentorKind.LEAD

    return min(programmes, key=unlike).code if programmes else ""


def _example(part: Part, more: Mapping[str, str]) -> Cells:
    shown = {
        column.key: t(f"roster_sheet.template.row.{column.key}")
        for column in COLUMNS[part]
        if has(f"roster_sheet.template.row.{column.key}")
    }
    return {**shown, **more, DETAIL: t("roster_sheet.template.example_mark")}


def _office_rows(
    facts: SheetFacts,
    offices: Iterable[OfficeFact],
    programmes: Sequence[ProgrammeFact],
    today: date,
) -> list[Cells]:
    """Each office, once for each programme that it is in now or later."""
    codes = {one.id: one.code for one in programmes}
    rows: list[Cells] = []
    for office in offices:
        kind, province, _ = office.place
        name = {"office_name": office.label, "office_code": office.code}
        if kind is OfficeKind.SPECIAL:
            name["office_province"] = province or ""
        terms: list[Cells] = [
            {"office_programme": codes[term.programme_id], **_days(term)}
            for term in facts.terms
            if term.office_id == office.id
            and term.programme_id in codes
            and (term.ends_on or today) >= today
        ]
        rows += [{**name, **term} for term in terms or [{}]]
    return rows


def _days(one: TermFact | MemberFact) -> dict[str, date]:
    days = {"starts": one.starts_on}
    return {**days, "ends": one.ends_on} if one.ends_on is not None else days


def _network_row(network: NetworkFact, labels: Labels) -> Cells:
    return {
        "network_name": network.name,
        "programme": network.programme.code,
        "network_code": network.code,
        "network_office": labels.get(network.office_id, ""),
    }


def _school_rows(
    facts: SheetFacts,
    networks: Sequence[NetworkFact],
    programmes: Sequence[ProgrammeFact],
    labels: Labels,
    today: date,
) -> list[Cells]:
    """Who is in these networks and programmes now or later; whose school belongs to another office
    is left out, since its own coordinator keeps it."""
    named = {network.id: network for network in networks}
    codes = {one.id: one.code for one in programmes}
    schools = {school.id: school for school in facts.schools.values()}
    rows: list[tuple[tuple[object, ...], Cells]] = []
    for school_id, members in facts.members.items():
        school = schools[school_id]
        for member in members:
            network = named.get(member.network_id) if member.network_id else None
            here = network is not None or (
                member.network_id is None and member.programme_id in codes
            )
            if not here or (member.ends_on or today) < today or school.office_id not in labels:
                continue
            where = {"network": network.name} if network else {}
            programme = {} if network else {"school_programme": codes[member.programme_id]}
            cells: Cells = {
                "school": school.name,
                **where,
                "role": role_words(member.role)[0],
                **_days(member),
                "school_code": school.code,
                "office": labels[school.office_id],
                **programme,
            }
            group = network.code if network else codes[member.programme_id]
            order = (network is None, group, member.role is not MemberRole.LEAD, school.code)
            rows.append((order, cells))
    return [cells for _, cells in sorted(rows, key=lambda row: row[0])]
