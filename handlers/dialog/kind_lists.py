"""Lists that are typed with one thing on each line: goals and indicators, people of a committee."""

import re
from dataclasses import dataclass

from handlers.dialog.kinds import too_long
from handlers.dialog.reading import Missed, Reading, Took, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.contact_spots import without_contacts
from handlers.thai.fold import tidy

#: "1. …", "๑) …", "- …": how people begin the lines of a list.
_BULLET = re.compile(r"^\s*(?:(?:[0-9๐-๙]{1,2}[.)](?![0-9๐-๙])|[-•*·–])\s*)+")
_BETWEEN = re.compile(r"\s*[/|,\t]\s*")
#: Characters of one line of a list, and of one part of a person's line.
LONGEST_LINE, LONGEST_PART = 500, 150
#: In the place of a contact: this person has none, and one that was kept is to go.
NO_CONTACT = "-"
_NONE = frozenset({NO_CONTACT, "–", "—", "ไม่มี"})


@dataclass(frozen=True)
class Lines:
    """A list, one on each line. Canonical: the lines without their numbers, joined by LF."""

    most: int = 10
    free_text: bool = True
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        lines = lines_of(typed)
        if not lines:
            return Missed(t("dialog.miss.lines"))
        if len(lines) > self.most:
            return Missed(t("dialog.miss.too_many_lines", count=len(lines), most=self.most))
        longest = max(lines, key=len)
        return too_long(longest, LONGEST_LINE) or Took("\n".join(lines))

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return numbered(value.split("\n"))


@dataclass(frozen=True)
class People:
    """People, one on each line: name / post / contact, where post and contact may be left out.

    Canonical: a line "name|post|contact" for each. Wherever a phone number, an e-mail address or a
    LINE id stands, it is part of the contact: names and posts are shown to more people than that.
    """

    most: int = 15
    free_text: bool = True
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        lines = lines_of(typed)
        if not lines:
            return Missed(t("dialog.miss.people"))
        if len(lines) > self.most:
            return Missed(t("dialog.miss.too_many_people", count=len(lines), most=self.most))
        people = []
        for line in lines:
            person = _person(line)
            if not any(sign.isalpha() for sign in person[0]):
                return Missed(t("dialog.miss.person", read=quote(line)))
            if long := too_long(max(person, key=len), LONGEST_PART):
                return long
            people.append("|".join(person))
        return Took("\n".join(people))

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return numbered([" · ".join(filter(None, person)) for person in people_in(value)])


def _person(line: str) -> tuple[str, str, str]:
    """(name, post, contact) of a line as it was typed."""
    parts = [*_BETWEEN.split(line, maxsplit=2), "", ""][:3]
    name, told = without_contacts(parts[0])
    post, told_too = without_contacts(parts[1])
    contact = " ".join(part for part in (*told, *told_too, parts[2]) if part)
    post = "" if post in _NONE else post
    return name, post, NO_CONTACT if contact in _NONE else contact


def people_in(value: str) -> list[tuple[str, str, str]]:
    """(name, post, contact) of each line of a canonical value of People."""
    people = []
    for line in value.split("\n") if value else ():
        name, post, contact = [*line.split("|", 2), "", ""][:3]
        people.append((name, post, contact))
    return people


def lines_of(typed: str) -> list[str]:
    """What stands on the lines of a list, without numbers and bullets; empty lines say nothing."""
    lines = (" ".join(_BULLET.sub("", line).split()) for line in tidy(typed).split("\n"))
    return [line for line in lines if any(sign.isalnum() for sign in line)]


def numbered(lines: list[str]) -> str:
    """The lines of a list as they are shown; one alone needs no number."""
    if len(lines) == 1:
        return lines[0]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
