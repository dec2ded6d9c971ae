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
        return world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return Took(found.value)
        called = {named.code: named.label for ring in world.rings for named in ring}
        match names.find(typed, world.rings):
            case names.Match(code):
                return Took(code)
            case names.AskWhich(codes):
                options = tuple(Option(code, called[code]) for code in codes)
                return Unsure(t("dialog.school.which", read=quote(typed)), options)
            case names.NoMatch():
                return Missed(t("dialog.school.unknown", read=quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        if value in world.names or value in {o.value for o in self.options(slot, world)}:
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        return world.names.get(value) or label_of(value, self.options(slot, world))
