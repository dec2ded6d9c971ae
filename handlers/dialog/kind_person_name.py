"""What somebody is called as an answer: a name, and not a sentence or the name of a school."""

from dataclasses import dataclass

from handlers.dialog.reading import Missed, Reading, Took, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import tidy
from handlers.thai.person_names import read_person_name


@dataclass(frozen=True)
class PersonName:
    """A first name and a family name. Canonical: as typed, with single spaces. The world may offer
    what the person is called already."""

    free_text: bool = True
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        name = read_person_name(tidy(typed))
        if name is None or " " not in name:
            return Missed(t("dialog.miss.person_name", read=quote(typed)))
        return Took(name)

    def check(self, value: str, slot: str, world: World) -> Reading:
        if value in {option.value for option in self.options(slot, world)}:
            return Took(value)
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return value
