"""A day as an answer."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dialog.reading import Missed, Reading, Took, Unsure, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai import dates
from handlers.thai.keyboard import in_thai


@dataclass(frozen=True)
class ThaiDate:
    """A day. Canonical: ISO 8601, common era. Shown with weekday and พ.ศ.

    future: whether days after today are wanted (a follow-up) or refused (a visit that was).
    back: with `future`, how many days before today are wanted, too (a post that has ended).
    doubtful_after: a day that many days back is asked about once.
    """

    future: bool = False
    back: int = 0
    doubtful_after: int = 30
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        if likely := world.likely.get(slot):
            return likely
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
        return world.today - timedelta(days=self.back if self.future else 3 * 366)

    def latest(self, world: World) -> date:
        return world.today + timedelta(days=3 * 366) if self.future else world.today

    @property
    def _lean(self) -> dates.Lean:
        if self.back:
            return dates.Lean.NEAREST
        return dates.Lean.FUTURE if self.future else dates.Lean.PAST

    def read(self, typed: str, slot: str, world: World) -> Reading:
        if found := pick(typed, self.options(slot, world)):
            return Took(found.value)
        match dates.read_date(typed, world.today, lean=self._lean):
            case dates.Found(day):
                return self._judge(day, world)
            case dates.Span(start, end):
                question = t("dialog.date.which_of_span", span=f"{_day(start)} – {_day(end)}")
                return Unsure(question, tuple(_day_option(day) for day in (start, end)))
            case dates.Ask(days):
                fitting = tuple(day for day in days if self._why_not(day, world) is None) or days
                return Unsure(
                    t("dialog.date.which", read=quote(typed)),
                    tuple(_day_option(day) for day in fitting),
                )
            case dates.Refused(dates.WhyNot.NOT_A_DATE, read):
                key = "not_a_date_ahead" if self.future else "not_a_date"
                missed = Missed(t(f"dialog.date.refused.{key}", read=quote(read)))
                return self._other_layout(typed, world) or missed
            case dates.Refused(why, read):
                return Missed(t(f"dialog.date.refused.{why.value}", read=quote(read)))

    def _other_layout(self, typed: str, world: World) -> Unsure | None:
        """A day typed with the English layout on ("g,njv;ko" is เมื่อวาน), to be asked about."""
        meant = dates.read_date(in_thai(typed), world.today, lean=self._lean)
        if not isinstance(meant, dates.Found) or self._why_not(meant.day, world):
            return None
        read, words = quote(typed), quote(in_thai(typed))
        question = t("dialog.date.other_layout", read=read, meant=words)
        return Unsure(question, (_day_option(meant.day),))

    def check(self, value: str, slot: str, world: World) -> Reading:
        day = picked_day(value)
        if day is None:
            return Missed(t("dialog.date.refused.not_a_date", read=quote(value)))
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
        if self.future and day < world.today - timedelta(days=self.back):
            return t("dialog.date.in_past", day=_day(day))
        if not self.earliest(world) <= day <= self.latest(world):
            return t("dialog.date.too_far", day=_day(day))
        return None


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


def _day(day: date) -> str:
    return dates.long_date(day)


def _day_option(day: date) -> Option:
    return Option(day.isoformat(), dates.long_date(day))
