"""How a year compares with the one before on the same day, in words."""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Row
from handlers.status_facts import Facts
from handlers.status_words import period_words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.duty_facts import Period
from models.periods import year_of
from models.status_records import Sought, count_exchanges_about, count_visits_about


def trend_rows(call: Call, facts: Facts, programme: str) -> list[Row]:
    """The visits and exchanges of a programme so far this year, beside those until the same day
    last year; nothing where last year has none to compare with, or of a time that is over.
    """
    year, run = facts.years.get(programme), facts.runs.get(programme)
    if year is None or run is None or facts.seen.days or facts.seen.asked.first:
        return []
    begins = year_of(year.basis, year_before(year.starts_on), year_before(run.starts_on))
    before = Period(begins.year_be, year.basis, begins.starts_on, year_before(call.today))
    now = Period(year.label_be, year.basis, year.starts_on, call.today)
    sought, then = facts.sought(now, programme), facts.sought(before, programme)
    lines = []
    for what, count in _COUNTED.items():
        last = count(call, then)
        if last:
            lines.append(_line(what, count(call, sought), last))
    if not lines:
        return []
    day = short_date(before.ends_on)
    label = t("status.trend.label", period=period_words(before), day=day)
    return [Row(label, "\n".join(lines))]


def year_before(day: date) -> date:
    """The same day a year before; of 29 February the day before it."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _visits(call: Call, sought: Sought) -> int:
    return count_visits_about(call.session, sought)


def _exchanges(call: Call, sought: Sought) -> int:
    return count_exchanges_about(call.session, sought)


_COUNTED = {"visits": _visits, "exchanges": _exchanges}


def _line(what: str, now: int, before: int) -> str:
    key = "same" if now == before else ("more" if now > before else "fewer")
    return t(
        f"status.trend.{key}",
        what=t(f"status.counted.{what}"),
        now=f"{now:,}",
        before=f"{before:,}",
        by=f"{abs(now - before):,}",
    )
