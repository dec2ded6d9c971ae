"""Places as answers: several schools, a network, a spot on the map."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.dialog.inputs import Located
from handlers.dialog.kinds import Words, parts_of_list
from handlers.dialog.reading import Missed, Reading, Took, Unsure, label_of, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai import names
from handlers.thai.fold import tidy
from handlers.thai.gazetteer import Around

#: Characters of a place: its name and address.
LONGEST_PLACE = 300


@dataclass(frozen=True)
class SomeSchools:
    """Several schools. Those of the world are offered, any other is typed by its name.

    Canonical: codes, those offered first and in their order: "a,c". The names of codes that are
    not offered must stand in World.names, or World.schools must know them.
    """

    free_text: bool = False
    several: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        options = self.options(slot, world)
        codes: list[str] = []
        unsure: list[tuple[str, tuple[str, ...]]] = []
        for part in parts_of_list(typed):
            if found := pick(part, options):
                codes.append(found.value)
                continue
            match world.schools.find(part) if world.schools else names.NoMatch():
                case names.Match(code):
                    codes.append(code)
                case names.AskWhich(which):
                    unsure.append((part, which))
                case names.NoMatch():
                    return Missed(t("dialog.school.unknown", read=quote(part)))
        if len(unsure) > 1:
            parts = ", ".join(quote(part) for part, _ in unsure)
            return Missed(t("dialog.school.one_by_one", read=parts))
        if unsure:
            part, which = unsure[0]
            readings = tuple(Option(code, _called(code, world.schools)) for code in which)
            return Unsure(t("dialog.school.which", read=quote(part)), readings, tuple(codes))
        return self.check(",".join(codes), slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        codes = [code for code in value.split(",") if code]
        if not codes:
            return Missed(t("dialog.miss.choose_one_at_least"))
        options = self.options(slot, world)
        offered = {option.value for option in options}
        if not all(code in offered or _known(code, world, world.schools) for code in codes):
            return Missed(t("dialog.miss.no_longer"))
        return Took(",".join(_ordered(codes, options)))

    def show(self, value: str, slot: str, world: World) -> str:
        options = self.options(slot, world)
        return " · ".join(
            _shown(code, options, world, world.schools) for code in value.split(",") if code
        )


@dataclass(frozen=True)
class NetworkName:
    """A network. Canonical: its code. The near ones are offered, any other is typed by name."""

    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return Took(found.value)
        match world.networks.find(typed) if world.networks else names.NoMatch():
            case names.Match(code):
                return Took(code)
            case names.AskWhich(codes):
                options = tuple(Option(code, _called(code, world.networks)) for code in codes)
                return Unsure(t("dialog.network.which", read=quote(typed)), options)
            case names.NoMatch():
                return Missed(t("dialog.network.unknown", read=quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        offered = {option.value for option in self.options(slot, world)}
        if value in offered or _known(value, world, world.networks):
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        return _shown(value, self.options(slot, world), world, world.networks)


@dataclass(frozen=True)
class PlaceName:
    """Where: typed, or a spot sent from LINE's map. Canonical: the words, and the spot behind them.

    A spot reads "name, address (13.81940, 100.06440)": degrees, WGS 84.
    """

    free_text: bool = True
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        return Words(most=LONGEST_PLACE).read(typed, slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return value


def words_of_place(located: Located) -> str:
    """The canonical value of PlaceName for a spot on the map."""
    said = (" ".join(tidy(part).split()) for part in (located.title, located.address))
    words = ", ".join(dict.fromkeys(part for part in said if part)) or t("dialog.spot")
    spot = f" ({located.latitude:.5f}, {located.longitude:.5f})"
    return words[: LONGEST_PLACE - len(spot)].rstrip() + spot


def _ordered(codes: Iterable[str], options: tuple[Option, ...]) -> list[str]:
    """The codes once each, those offered first and in their order."""
    given = list(dict.fromkeys(codes))
    offered = [option.value for option in options if option.value in given]
    return [*offered, *(code for code in given if code not in offered)]


def _known(code: str, world: World, around: Around | None) -> bool:
    return code in world.names or (around is not None and code in around)


def _called(code: str, around: Around | None) -> str:
    return around.label(code) if around else code


def _shown(code: str, options: tuple[Option, ...], world: World, around: Around | None) -> str:
    if name := world.names.get(code):
        return name
    if around is not None and code in around:
        return around.label(code)
    return label_of(code, options)
