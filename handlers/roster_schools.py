"""The rows of the sheet of schools: which school in which network, as what, from when to when; a
pilot school of an area office is in a programme alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from handlers.roster_dates import Stay, span_of
from handlers.roster_networks import NetworkRef, Places, not_sure, programme_of
from handlers.roster_school_names import SchoolRef, Schools
from handlers.roster_sheet import Line
from handlers.roster_values import Wrong, day, role, role_words, words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.roster.sheet_facts import MemberFact, ProgrammeFact, TermFact
from models.roster.sheet_writes import Member
from models.vocabulary import MemberRole, MentorKind


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """A row of the sheet that can be taken by itself; whether it can be beside the others is told
    by their `stay`s. known: the membership it means, where there is one, of `choices`; said: the
    days that stand in the row."""

    line: Line
    school: SchoolRef
    network: NetworkRef | None
    programme: ProgrammeFact
    stay: Stay
    known: MemberFact | None
    choices: Sequence[MemberFact]
    said: tuple[date | None, date | None]

    #: The column that names what the row is about.
    names: ClassVar[str] = "school"

    @property
    def begins(self) -> date:
        return self.stay.starts_on

    @property
    def means(self) -> object:
        """What no other row may say as well."""
        return (self.school.code, self.stay.network, self.known or self.begins)

    def without(self, known: MemberFact | TermFact, today: date) -> "SchoolPlan":
        """The same row where another means this membership. Raises Wrong."""
        choices = [one for one in self.choices if one != known]
        at = "network" if self.network else "school_programme"
        first, last, found = span_of(self.programme, choices, self.said, today, at)
        stay = replace(self.stay, starts_on=first, ends_on=last)
        return replace(self, stay=stay, known=found, choices=choices)

    @property
    def alters(self) -> bool:
        """Whether a membership is made or changed."""
        stay, known = self.stay, self.known
        return known is None or (known.role, known.starts_on, known.ends_on) != (
            stay.role,
            stay.starts_on,
            stay.ends_on,
        )

    @property
    def member(self) -> Member:
        stay = self.stay
        return Member(
            self.network.code if self.network else None,
            self.school.code,
            self.programme.id,
            stay.role,
            stay.starts_on,
            stay.ends_on,
            self.known.id if self.known else None,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What the row does, in Thai."""
        told = []
        if self.school.made is not None:
            told.append(t("roster_sheet.did.school", code=self.school.code))
        if self.school.renamed_from:
            told.append(t("roster_sheet.did.renamed", before=self.school.renamed_from))
        if self.known is None:
            span = {"first": short_date(self.stay.starts_on), "last": _last(self.stay.ends_on)}
            if self.network is not None:
                return (*told, t("roster_sheet.did.joined", **span))
            return (*told, t("roster_sheet.did.enrolled", programme=self.programme.code, **span))
        for key, before, after in (
            ("role", _role(self.known.role), _role(self.stay.role)),
            ("starts", short_date(self.known.starts_on), short_date(self.stay.starts_on)),
            ("ends", _last(self.known.ends_on), _last(self.stay.ends_on)),
        ):
            if before != after:
                told.append(t(f"roster_sheet.did.{key}", before=before, after=after))
        return tuple(told)


def plan_school(line: Line, schools: Schools, today: date) -> SchoolPlan:
    """What a row of this sheet means by itself. Raises Wrong."""
    places = schools.places
    network, programme = _where(line, places)
    apart = programme.mentor is MentorKind.EXPERT_TEAM and places.reach.sets_up
    school = schools.named(line, apart=apart)
    roles = programme.roles if network else programme.roles[-1:]
    member_role = role(line, "role", roles)
    said = (day(line, "starts", today), day(line, "ends", today))
    known = _known(places, school, network, programme)
    at = "network" if network else "school_programme"
    first, last, found = span_of(programme, known, said, today, at)
    stay = Stay(
        (line.part, line.number),
        school.code,
        network.code if network else ("programme", programme.id),
        programme.id,
        member_role,
        first,
        last,
        t("roster_sheet.in_row", row=line.number),
    )
    return SchoolPlan(line, school, network, programme, stay, found, known, said)


def _where(line: Line, places: Places) -> tuple[NetworkRef | None, ProgrammeFact]:
    """In which network a school is; or in which programme alone, where the area office mentors."""
    said = words(line, "school_programme")
    if words(line, "network"):
        network = _network(line, places)
        if said and programme_of(line, places, "school_programme") != network.programme:
            own = network.programme.name
            raise Wrong("school_programme", "other_programme", programme=own)
        return network, network.programme
    if not said:
        raise Wrong("network", "empty")
    programme = programme_of(line, places, "school_programme")
    if programme.mentor is MentorKind.AREA_OFFICE:
        return None, programme
    only = places.only_network(programme) if programme.mentor is MentorKind.EXPERT_TEAM else None
    if only is None:
        raise Wrong("network", "network_needed", programme=programme.name)
    return only, programme


def check_host(row: SchoolPlan, places: Places) -> None:
    """A pilot school is mentored by its office, which must take part itself. Raises Wrong."""
    if row.network is not None or not row.alters:
        return
    if row.school.office_id is None:
        raise Wrong("office", "which_office")
    if not places.hosts(row.school.office_id, row.programme, row.begins):
        told = {"programme": row.programme.name, "day": short_date(row.begins)}
        raise Wrong("school_programme", "not_hosted", **told)


def _known(
    places: Places, school: SchoolRef, network: NetworkRef | None, programme: ProgrammeFact
) -> Sequence[MemberFact]:
    """What there is of this school in this network, or in the programme alone."""
    if school.id is None or (network is not None and network.id is None):
        return ()
    where = (network.id if network else None, programme.id)
    known = places.facts.members.get(school.id, ())
    return [member for member in known if (member.network_id, member.programme_id) == where]


def _network(line: Line, places: Places) -> NetworkRef:
    said = words(line, "network")
    if (known := places.by_code.get(said.upper())) is not None:
        return known
    meant = places.networks.meant(said)
    if len(meant.exact) == 1:
        return meant.exact[0]
    candidates = [f"{one.name} ({one.code})" for one in (*meant.exact, *meant.alike)]
    raise not_sure("network", said, meant, "network_unknown", candidates[:5])


def _role(one: MemberRole) -> str:
    return role_words(one)[0]


def _last(day_: date | None) -> str:
    return short_date(day_) if day_ else t("roster_sheet.no_end")
