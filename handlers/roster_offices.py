"""The rows of the sheet of offices, for those who may set them up: which area office or special
group each is, and in which programme it takes part from when to when.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from handlers.roster_dates import Stay, span_of
from handlers.roster_networks import Places, not_sure, programme_of
from handlers.roster_sheet import Line
from handlers.roster_values import Wrong, code, day, words
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import fold
from handlers.thai.offices import read_office
from handlers.thai.provinces import BY_NAME, read_province
from models.names import office_names, part
from models.roster.sheet_facts import (
    MemberFact,
    OfficeFact,
    OfficePlace,
    ProgrammeFact,
    TermFact,
)
from models.roster.sheet_writes import NewOffice, Term
from models.vocabulary import MemberRole, OfficeKind

#: What the codes of offices begin with that the bot makes itself, also in the chat.
_STEM = "AREA"
_BETWEEN = re.compile(r"[,;/ ]+")


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """A row of the sheet that can be taken by itself. term: what it says of a programme, if it
    names one; known: the term that is there and is meant, of `choices`; said: the days that stand
    in the row."""

    line: Line
    office: OfficeFact
    made: NewOffice | None = None
    term: Term | None = None
    known: TermFact | None = None
    programme: ProgrammeFact | None = None
    choices: Sequence[TermFact] = ()
    said: tuple[date | None, date | None] = (None, None)

    #: The column that names what the row is about.
    names: ClassVar[str] = "office_name"

    @property
    def begins(self) -> date | None:
        return self.term.starts_on if self.term else None

    @property
    def means(self) -> object:
        """What no other row may say as well."""
        if self.term is None:
            return ("office", self.office.code)
        return ("office", self.office.code, self.term.programme_id, self.known or self.begins)

    def without(self, known: MemberFact | TermFact, today: date) -> "OfficePlan":
        """The same row where another means this term. Raises Wrong."""
        assert self.programme is not None  # there is no term without one
        choices = [one for one in self.choices if one != known]
        at = "office_programme"
        first, last, found = span_of(self.programme, choices, self.said, today, at)
        term = Term(self.office.id, self.programme.id, first, last, found.id if found else None)
        return replace(self, term=term, known=found, choices=choices)

    @property
    def alters(self) -> bool:
        """Whether a term is made or changed."""
        term, known = self.term, self.known
        if term is None:
            return False
        return known is None or (known.starts_on, known.ends_on) != (term.starts_on, term.ends_on)

    @property
    def stay(self) -> Stay:
        """The term, to be held against the others of this office."""
        assert self.term is not None
        label = t("roster_sheet.in_row", row=self.line.number)
        return stay_of(self.term, (self.line.part, self.line.number), label)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the row does, in Thai."""
        told = []
        if self.made is not None:
            told.append(t("roster_sheet.did.office", code=self.office.code))
        if self.term is None or self.programme is None or not self.alters:
            return tuple(told)
        span = {"first": short_date(self.term.starts_on), "last": _last(self.term.ends_on)}
        return (*told, t("roster_sheet.did.enrolled", programme=self.programme.code, **span))


def stay_of(term: Term | TermFact, who: object, label: str) -> Stay:
    """A term as what may not overlap: an office takes part in a programme once at a time."""
    office = ("office", term.office_id)
    span = (term.starts_on, term.ends_on)
    return Stay(who, office, office, term.programme_id, MemberRole.PARTNER, *span, label)


def plan_office(line: Line, places: Places, today: date) -> OfficePlan:
    """What a row of this sheet means. Raises Wrong."""
    if not places.reach.sets_up:
        raise Wrong("office_name", "not_yours")
    name = words(line, "office_name")
    if not name:
        raise Wrong("office_name", "empty")
    office, made = _office(line, name, places)
    if not words(line, "office_programme"):
        for column in ("starts", "ends"):
            if line.values.get(column) is not None:
                raise Wrong("office_programme", "empty")
        return OfficePlan(line, office, made)
    programme = programme_of(line, places, "office_programme")
    said = (day(line, "starts", today), day(line, "ends", today))
    known = _terms(places, office, programme)
    first, last, found = span_of(programme, known, said, today, "office_programme")
    term = Term(office.id, programme.id, first, last, found.id if found else None)
    return OfficePlan(line, office, made, term, found, programme, known, said)


def _terms(places: Places, office: OfficeFact, programme: ProgrammeFact) -> Sequence[TermFact]:
    where = (office.id, programme.id)
    return [t for t in places.facts.terms if (t.office_id, t.programme_id) == where]


def _office(line: Line, name: str, places: Places) -> tuple[OfficeFact, NewOffice | None]:
    """The office of this name: one that is there, or a new one."""
    wanted, place, others = code(line, "office_code"), *_place(line, name)
    meant = places.offices.meant(name)
    found = places.office_at(place) or (meant.exact[0] if len(meant.exact) == 1 else None)
    if found is not None:
        if wanted and wanted not in (found.code, *found.names):
            raise Wrong("office_code", "other_code", found=found.code)
        return found, None
    if place is None or place[2] == 0:
        candidates = [office.label for office in (*meant.exact, *meant.alike)]
        raise not_sure("office_name", name, meant, "not_an_office", candidates)
    if place[1] is None:
        raise Wrong("office_province", "which_province")
    if beside := places.zoned_otherwise(place):
        raise Wrong("office_name", "zoned_otherwise", found=", ".join(beside[:5]))
    if wanted and wanted in places.taken:
        raise Wrong("office_code", "code_taken", read=wanted)
    made_code = wanted or places.free_code(_STEM, digits=3)
    called, full = office_names(place[0], " ".join((place[1], *others)), place[2])
    made = NewOffice(places.next_office_id(), made_code, place, others, full, called)
    return OfficeFact(made.id, made_code, called, (called, full), place), made


def _place(line: Line, name: str) -> tuple[OfficePlace | None, tuple[str, ...]]:
    """Kind, province and zone that a name says, with the further provinces of a สพม.; None where it
    is no such name. Of a special group the province stands in a column of its own."""
    said = read_office(fold(name))
    if said is not None and said.kind is OfficeKind.SPECIAL:
        return (said.kind, _province(line), said.zone), ()
    if said is not None and said.kind is not None and said.province is not None:
        return (said.kind, said.province, said.zone), ()
    short = part("office", "secondary_short")
    if said is not None or not fold(name).startswith(fold(short)):
        return None, ()
    rest = fold(name).removeprefix(fold(short)).strip(" .")
    provinces = [BY_NAME.get(one) for one in _BETWEEN.split(rest)]
    if None in provinces or len(provinces) < 2:
        return None, ()
    first, *others = [one for one in provinces if one]
    return (OfficeKind.SECONDARY, first, None), tuple(others)


def _province(line: Line) -> str | None:
    said = fold(words(line, "office_province"))
    if not said:
        return None
    province = read_province(said)
    if province is None:
        raise Wrong("office_province", "province_unknown", read=said[:40])
    return province


def _last(day_: date | None) -> str:
    return short_date(day_) if day_ else t("roster_sheet.no_end")
