"""“เพิ่มข้อตกลง”: an agreement of networks: what it is called, of whom, from when until when. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_file import LinkOrFile
from handlers.dialog.kinds import OneOf, SomeOf, Words, parts_of_list
from handlers.dialog.reading import Missed, Reading, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.thai.fold import fold

#: How far from today the term of an agreement may begin or end.
_YEARS = 12
#: World.known[STARTS]: the ISO day on which the term begins, once it is answered.
STARTS = "starts"

#: Answers of `whom`: all who may be a party, or those that are chosen.
ALL = "all"
SOME = "some"


@dataclass(frozen=True)
class SomeNetworks(SomeOf):
    """Several networks, also by a part of the name that only one of them has."""

    def read(self, typed: str, slot: str, world: World) -> Reading:
        options = self.options(slot, world)
        chosen = [_meant(part, options) for part in parts_of_list(typed)]
        if not chosen or None in chosen:
            return Missed(t("dialog.miss.some_of", read=quote(typed)))
        return self.check(",".join(option.value for option in chosen if option), slot, world)


def _meant(part: str, options: tuple[Option, ...]) -> Option | None:
    if found := pick(part, options):
        return found
    holding = [option for option in options if fold(part) in fold(option.label)]
    return holding[0] if len(holding) == 1 else None


@dataclass(frozen=True)
class TermDay(ThaiDate):
    """The first or last day of a term, past or coming; those that suggest themselves come with the
    world, and the last is not before the first."""

    future: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return world.options.get(slot, ())

    def earliest(self, world: World) -> date:
        return world.today - timedelta(days=_YEARS * 366)

    def latest(self, world: World) -> date:
        return world.today + timedelta(days=_YEARS * 366)

    def _why_not(self, day: date, world: World) -> str | None:
        if not self.earliest(world) <= day <= self.latest(world):
            return t("dialog.date.too_far", day=long_date(day))
        return None


@dataclass(frozen=True)
class EndDay(TermDay):
    """The last day of the term."""

    def _why_not(self, day: date, world: World) -> str | None:
        starts = world.known.get(STARTS, "")
        if starts and day.isoformat() < starts:
            first = long_date(date.fromisoformat(starts))
            return t("agreement.ends_before", day=long_date(day), first=first)
        return super()._why_not(day, world)


@dataclass(frozen=True)
class SignedDay(ThaiDate):
    """The day of the signing, perhaps years ago."""

    doubtful_after: int = _YEARS * 366

    def earliest(self, world: World) -> date:
        return world.today - timedelta(days=_YEARS * 366)


def _several_programmes(_answers: Answers, world: World) -> bool:
    return len(world.options.get("programme", ())) > 1


def _some(answers: Answers, _world: World) -> bool:
    return answers.get("whom") == SOME


_WHOM = tuple(
    Option(value, t(f"agreement.whom.{value}"), words_of(f"agreement.whom.{value}_words"))
    for value in (ALL, SOME)
)

FORM = Form(
    name="agreement",
    version=1,
    slots=(
        Slot("title", Words(most=300)),
        Slot("programme", OneOf(), when=_several_programmes),
        Slot("networks", SomeNetworks(), follows=("programme",)),
        Slot("whom", OneOf(_WHOM), follows=("networks",)),
        Slot("parties", SomeOf(), when=_some, follows=("networks",)),
        Slot("signed", SignedDay()),
        Slot("starts", TermDay(), optional=True),  # not told: the day of the signing
        Slot("ends", EndDay(), optional=True, follows=("starts",)),
        Slot("link", LinkOrFile(), optional=True),
    ),
)
