"""Which school a row of a roster file means: one that is there, or one that the file makes."""

from dataclasses import dataclass

from handlers.roster_naming import Names, like
from handlers.roster_networks import Places
from handlers.roster_sheet import Line
from handlers.roster_values import Wrong, code, words, yes
from handlers.thai.fold import fold
from handlers.thai.name_keys import spelt_out
from models.roster.sheet_facts import OfficeFact, SchoolFact
from models.roster.sheet_writes import NewSchool

#: What the codes of schools begin with that are of no office.
_OF_NO_OFFICE = "SCHOOL"


@dataclass(frozen=True, slots=True)
class SchoolRef:
    """A school that is there (`id`) or that the file makes (`made`)."""

    code: str
    name: str
    names: tuple[str, ...]
    office_id: int | None
    id: int | None = None
    made: NewSchool | None = None
    renamed_from: str = ""


class Schools:
    """The schools a file may name; grows as the file is read."""

    def __init__(self, places: Places):
        self.places = places
        self._by_code: dict[str, SchoolRef] = {}
        self._of_office: dict[int | None, list[SchoolFact]] = {}
        self._names: dict[int | None, Names[SchoolRef]] = {}
        for school in places.facts.schools.values():
            self._by_code[school.code] = _ref(school)
            self._of_office.setdefault(school.office_id, []).append(school)

    def named(self, line: Line, *, apart: bool = False) -> SchoolRef:
        """The school of a row, made where it is new; `apart`: it may be one of no office, and is
        looked for in all of them. Raises Wrong."""
        name, wanted = words(line, "school"), code(line, "school_code")
        if not name:
            raise Wrong("school", "empty")
        known = self._by_code.get(wanted) if wanted else None
        if known is not None:
            return self._checked(line, known, name)
        if wanted in self.places.taken:
            raise Wrong("school_code", "code_taken", read=wanted)
        office = self.places.office(line, "office", needed=not apart)
        found = self._called(line, name, office, wanted)
        return found or self._new(name, office, wanted)

    def _checked(self, line: Line, known: SchoolRef, name: str) -> SchoolRef:
        """The code is known: the school must be within reach and called like that."""
        if not self.places.reach.has_office(known.office_id):
            raise Wrong("school_code", "outside", read=known.code)
        office = self.places.office(line, "office", needed=False)
        if office is not None and known.office_id not in (None, office.id):
            raise Wrong("office", "other_office")
        if fold(name) in {fold(one) for one in known.names}:
            return known
        if not like(name, known.names):
            raise Wrong("school_code", "other_name", read=known.code, found=known.name)
        if known.id is None:
            raise Wrong("school", "two_names", read=known.code, found=known.name)
        return SchoolRef(
            known.code, name, (name,), known.office_id, known.id, renamed_from=known.name
        )

    def _called(
        self, line: Line, name: str, office: OfficeFact | None, wanted: str
    ) -> SchoolRef | None:
        """The school of this name in the office, or anywhere; None where there is surely none."""
        meant = self._names_of(office).meant(name)
        listed = [f"{one.name} ({one.code})" for one in (*meant.exact, *meant.alike)]
        if yes(line, "fresh") and not (meant.exact and not wanted):
            return None
        if len(meant.exact) == 1 and not wanted:
            return meant.exact[0]
        if meant.exact or meant.alike:
            key = "several" if len(meant.exact) > 1 else "alike_school"
            raise Wrong("school", key, read=name[:80], found=", ".join(listed[:5]))
        return None

    def _new(self, name: str, office: OfficeFact | None, wanted: str) -> SchoolRef:
        made = wanted or self.places.free_code(office.code if office else _OF_NO_OFFICE)
        self.places.taken.add(made)
        name, office_id = spelt_out(name), office.id if office else None
        school = SchoolRef(made, name, (name,), office_id, made=NewSchool(made, name, office_id))
        self._by_code[made] = school
        self._names_of(office).add(school)
        if None in self._names:
            self._names[None].add(school)
        return school

    def _names_of(self, office: OfficeFact | None) -> Names[SchoolRef]:
        """The schools of an office; without one, all of them."""
        where = office.id if office else None
        if where not in self._names:
            here = [self._by_code[school.code] for school in self._of_office.get(where, [])]
            self._names[where] = Names(here if office else self._by_code.values())
        return self._names[where]


def _ref(school: SchoolFact) -> SchoolRef:
    return SchoolRef(school.code, school.name, school.names, school.office_id, school.id)
