"""A year or a semester as an answer."""

from dataclasses import dataclass

from handlers.dialog.reading import Missed, Reading, Took, Unsure, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.periods import ALL, TERM, Now, read_period

#: World.known: what the present years and semester are called (`known_now`).
NOW = "periods.now"


@dataclass(frozen=True)
class PeriodName:
    """A year of some calendar, a semester, or all. Canonical: a value of handlers/thai/periods.py.

    The world offers the usual ones and knows the present ones; any other is typed.
    """

    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return world.likely.get(slot) or world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return Took(found.value)
        values = [v for v in read_period(typed, _now(world)) if begun(v, _now(world))]
        if len(values) > 1:
            options = tuple(Option(value, period_words(value)) for value in values)
            return Unsure(t("dialog.period.which", read=quote(typed)), options)
        return Took(values[0]) if values else Missed(t("dialog.miss.period", read=quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        offered = {option.value for option in self.options(slot, world)}
        if value in offered or (value != ALL and begun(value, _now(world))):
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        return period_words(value)


def known_now(now: Now) -> str:
    """`now` as it stands in World.known[NOW]."""
    return f"{now.fiscal} {now.academic} {now.calendar} {now.term}"


def period_words(value: str) -> str:
    """ "ปีงบ 2566", "ภาคเรียนที่ 1/2566", or the word for all."""
    if value == ALL:
        return t("dialog.period.all")
    kind, _, year = value.partition(".")
    if kind == TERM:
        year, _, semester = year.partition(".")
        return t("status.period.semester", semester=semester, year=year)
    return t(f"words.year.{kind}", year=year)


def _now(world: World) -> Now:
    return Now(*map(int, world.known[NOW].split()))


def begun(value: str, now: Now) -> bool:
    """Whether a period has begun: what is to come has no records."""
    kind, *numbers = value.split(".")
    if kind == ALL:
        return True
    if not numbers or not all(number.isdecimal() for number in numbers):
        return False
    latest = {
        "fiscal": (now.fiscal,),
        "academic": (now.academic,),
        "calendar": (now.calendar,),
        TERM: (now.academic, now.term),
    }.get(kind)
    given = tuple(int(number) for number in numbers)
    return latest is not None and len(given) == len(latest) and (2500,) <= given <= latest
