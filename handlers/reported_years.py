"""Of which year a report is that is written about a year: this one, or the one before."""

from datetime import date, timedelta

from handlers.dialog.form import Answers
from handlers.dialog.inputs import words_of
from handlers.dialog.world import Option
from handlers.texts import t
from models.periods import Year, year_of
from models.report_places import ReportPlace


def years(place: ReportPlace, day: date) -> list[Year]:
    """The year of this day in the programme's basis, and the one before."""
    this = year_of(place.year_basis, day, day)
    before = this.starts_on - timedelta(days=1)
    return [this, year_of(place.year_basis, before, before)]


def year_answered(place: ReportPlace, answers: Answers, *days: date) -> Year | None:
    """The answer to `year`, if it could be given on one of these days."""
    wanted = answers.get("year")
    offered = (year for day in days for year in years(place, day))
    return next((year for year in offered if str(year.year_be) == wanted), None)


def year_options(place: ReportPlace, day: date) -> tuple[Option, ...]:
    """The years to choose from on this day."""
    return tuple(
        Option(
            str(year.year_be),
            year_label(place, year),
            (str(year.year_be), *words_of(f"reporting.which_year.{which}")),
        )
        for which, year in zip(("this", "last"), years(place, day), strict=True)
    )


def year_label(place: ReportPlace, year: Year) -> str:
    """ "ปีงบ 2566"."""
    return t(f"words.year.{place.year_basis.value}", year=year.year_be)
