"""A school as an answer: one tap for the near ones, a typed name for any other."""

from dataclasses import dataclass

from handlers.dialog.reading import Missed, Reading, Took, Unsure, label_of, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai import names


@dataclass(frozen=True)
class SchoolName:
    """A school. Canonical: its code. Own network's schools are offered, any other is typed."""

    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        likely = world.likely.get(slot, ())
        said = {option.value for option in likely}
        near = world.options.get(slot, ())
        return (*likely, *(option for option in near if option.value not in said))

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return Took(found.value)
        if world.schools is None:
            return Missed(t("dialog.school.unknown", read=quote(typed)))
        match world.schools.find(typed):
            case names.Match(code):
                return Took(code)
            case names.AskWhich(codes):
                options = tuple(Option(code, world.schools.label(code)) for code in codes)
                return Unsure(t("dialog.school.which", read=quote(typed)), options)
            case names.NoMatch():
                return Missed(t("dialog.school.unknown", read=quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        offered = {option.value for option in self.options(slot, world)}
        # All the schools last: they may have to be looked up.
        if value in world.names or value in offered:
            return Took(value)
        if world.schools is not None and value in world.schools:
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        if name := world.names.get(value):
            return name
        if world.schools is not None and value in world.schools:
            return world.schools.label(value)
        return label_of(value, self.options(slot, world))
