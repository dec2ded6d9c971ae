"""The sorts of answers a slot can want. A Kind offers options, reads text, shows a value.

Reading typed text ends in one of three: Took (a canonical value), Unsure (a question back, with
the readings that are plausible), Missed (what was read, what is wrong, how to go on). A wrong
guess is worse than a question.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai import dates, names
from handlers.thai.fold import bare, fold, tidy
from handlers.thai.numbers import read_count
from models.vocabulary import PhotoState


@dataclass(frozen=True)
class Took:
    value: str


@dataclass(frozen=True)
class Unsure:
    """`question` about the typed words; `options` are the readings, to be tapped as SURE."""

    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Missed:
    why: str


Reading = Took | Unsure | Missed


class Kind(Protocol):
    """What every sort of answer can do. `slot` is the slot's name, for options of the world."""

    free_text: bool
    several: bool

    def options(self, slot: str, world: World) -> tuple[Option, ...]: ...
    def read(self, typed: str, slot: str, world: World) -> Reading: ...
    def check(self, value: str, slot: str, world: World) -> Reading: ...
    def show(self, value: str, slot: str, world: World) -> str: ...


def pick(typed: str, options: tuple[Option, ...]) -> Option | None:
    """The option that `typed` names: by its number ("2", "ข้อ ๒"), its label or a synonym."""
    wanted = bare(typed)
    number = wanted.removeprefix(t("dialog.item_word"))
    if number.isdecimal() and 1 <= int(number) <= len(options):
        return options[int(number) - 1]
    for option in options:
        if wanted in {bare(option.label), *(bare(word) for word in option.words)}:
            return option
    return None


@dataclass(frozen=True)
class Words:
    """Free text. Kept as typed, but for repaired marks; LINE's 5,000 characters are its limit."""

    free_text: bool = True
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        kept = tidy(typed)
        return Took(kept) if kept else Missed(t("dialog.miss.words"))

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return value


@dataclass(frozen=True)
class OneOf:
    """One of a few: of the form's own choices, or of those the world holds for this slot."""

    choices: tuple[Option, ...] = ()
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return self.choices or world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        found = pick(typed, self.options(slot, world))
        return Took(found.value) if found else Missed(t("dialog.miss.one_of", read=_quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        if value in {option.value for option in self.options(slot, world)}:
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        return _label(value, self.options(slot, world))


@dataclass(frozen=True)
class SomeOf:
    """Several of a few. The canonical value is the chosen values in the options' order: "a,c"."""

    choices: tuple[Option, ...] = ()
    free_text: bool = False
    several: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return self.choices or world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        options = self.options(slot, world)
        chosen = set()
        for part in _parts(typed, options):
            found = pick(part, options)
            if found is None:
                return Missed(t("dialog.miss.some_of", read=_quote(part)))
            chosen.add(found.value)
        if not chosen:
            return Missed(t("dialog.miss.some_of", read=_quote(typed)))
        return self.check(",".join(chosen), slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        chosen = set(value.split(",")) if value else set()
        kept = [o.value for o in self.options(slot, world) if o.value in chosen]
        if not kept or len(kept) != len(chosen):
            return Missed(t("dialog.miss.choose_one_at_least"))
        return Took(",".join(kept))

    def show(self, value: str, slot: str, world: World) -> str:
        options = self.options(slot, world)
        return " · ".join(_label(part, options) for part in value.split(","))


@dataclass(frozen=True)
class ThaiDate:
    """A day. Canonical: ISO 8601, common era. Shown with weekday and พ.ศ.

    future: whether days after today are wanted (a follow-up) or refused (a visit that was).
    doubtful_after: a day that many days back is asked about once.
    """

    future: bool = False
    doubtful_after: int = 30
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        days = (world.today + timedelta(days=n) for n in ((7, 14, 30) if self.future else (0, -1)))
        words = ("week", "fortnight", "month") if self.future else ("today", "yesterday")
        return tuple(
            Option(
                day.isoformat(),
                t(f"dialog.day.{word}", day=dates.short_date_with_weekday(day)),
                (t(f"dialog.day_word.{word}"),),
            )
            for word, day in zip(words, days, strict=True)
        )

    def earliest(self, world: World) -> date:
        return world.today if self.future else world.today - timedelta(days=3 * 366)

    def latest(self, world: World) -> date:
        return world.today + timedelta(days=3 * 366) if self.future else world.today

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return Took(found.value)
        lean = dates.Lean.FUTURE if self.future else dates.Lean.PAST
        match dates.read_date(typed, world.today, lean=lean):
            case dates.Found(day):
                return self._judge(day, world)
            case dates.Span(start, end):
                question = t("dialog.date.which_of_span", span=f"{_day(start)} – {_day(end)}")
                return Unsure(question, tuple(_day_option(day) for day in (start, end)))
            case dates.Ask(days):
                fitting = tuple(day for day in days if self._why_not(day, world) is None) or days
                return Unsure(
                    t("dialog.date.which", read=_quote(typed)),
                    tuple(_day_option(day) for day in fitting),
                )
            case dates.Refused(why, read):
                return Missed(t(f"dialog.date.refused.{why.value}", read=_quote(read)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        day = picked_day(value)
        if day is None:
            return Missed(t("dialog.date.refused.not_a_date", read=_quote(value)))
        if why := self._why_not(day, world):
            return Missed(why)
        return Took(day.isoformat())

    def doubt(self, value: str, world: World) -> Unsure | None:
        """The question to ask about a day long ago, or None."""
        day = date.fromisoformat(value)
        if self.future or (world.today - day).days <= self.doubtful_after:
            return None
        ago = (world.today - day).days
        return Unsure(t("dialog.date.long_ago", day=_day(day), ago=ago), (_day_option(day),))

    def show(self, value: str, slot: str, world: World) -> str:
        return _day(date.fromisoformat(value))

    def _judge(self, day: date, world: World) -> Reading:
        if why := self._why_not(day, world):
            return Missed(why)
        return self.doubt(day.isoformat(), world) or Took(day.isoformat())

    def _why_not(self, day: date, world: World) -> str | None:
        if not self.future and day > world.today:
            return t("dialog.date.in_future", day=_day(day))
        if self.future and day < world.today:
            return t("dialog.date.in_past", day=_day(day))
        if not self.earliest(world) <= day <= self.latest(world):
            return t("dialog.date.too_far", day=_day(day))
        return None


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
                return Unsure(t("dialog.school.which", read=_quote(typed)), options)
            case names.NoMatch():
                return Missed(t("dialog.school.unknown", read=_quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        if value in world.names or value in {o.value for o in self.options(slot, world)}:
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        return world.names.get(value) or _label(value, self.options(slot, world))


@dataclass(frozen=True)
class Count:
    """How many. Canonical: the number in Arabic digits."""

    most: int = 9999
    offered: tuple[int, ...] = ()
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        count = read_count(typed)
        if count is None:
            return Missed(t("dialog.miss.count", read=_quote(typed)))
        return self.check(str(count), slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        if not value.isdecimal() or not 0 <= int(value) <= self.most:
            return Missed(t("dialog.miss.count_range", read=_quote(value), most=self.most))
        return Took(str(int(value)))

    def show(self, value: str, slot: str, world: World) -> str:
        return t("dialog.people", count=value)


@dataclass(frozen=True)
class Photos:
    """Photos, in any order, several at once. Canonical: LINE's message ids, "id,id"."""

    most: int = 10
    free_text: bool = False
    several: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        return Missed(t("dialog.miss.photos"))

    def check(self, value: str, slot: str, world: World) -> Reading:
        return Took(value)

    def show(self, value: str, slot: str, world: World) -> str:
        ids = value.split(",")
        lost = [i for i in ids if world.photos.get(i) in (PhotoState.GONE, PhotoState.REFUSED)]
        if not lost:
            return t("dialog.photo_count", count=len(ids))
        return t("dialog.photo_count_lost", count=len(ids) - len(lost), lost=len(lost))


def picked_day(value: str) -> date | None:
    """The day of a picker's or button's value.

    A phone on the Buddhist calendar might hand over the year 2569 (domain.md 4): years after
    2400 are taken as พ.ศ.
    """
    try:
        year, month, day = (int(part) for part in value[:10].split("-"))
        return date(year - 543 if year > 2400 else year, month, day)
    except ValueError:
        return None


def _parts(typed: str, options: tuple[Option, ...]) -> list[str]:
    text = fold(typed)
    for sign in (",", "/", "·", "+", ";", "\n"):
        text = text.replace(sign, "\0")
    if pick(typed, options) is None and all(part.isdecimal() for part in text.split()):
        text = text.replace(" ", "\0")
    return [part for part in text.split("\0") if part.strip()]


def _label(value: str, options: tuple[Option, ...]) -> str:
    return next((option.label for option in options if option.value == value), value)


def _quote(typed: str) -> str:
    """The person's words as we quote them back: one line, not longer than a glance."""
    words = " ".join(tidy(typed).split())
    return words if len(words) <= 40 else words[:40] + "…"


def _day(day: date) -> str:
    return dates.long_date(day)


def _day_option(day: date) -> Option:
    return Option(day.isoformat(), dates.long_date(day))
