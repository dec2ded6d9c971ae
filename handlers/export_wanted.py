"""From what was asked for to the records: the days of a period, and who may have them now."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from handlers.dialog.inputs import words_of
from handlers.dialog.kind_period import period_words
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.periods import ALL, TERM, Now
from models.actors import Actor, Post
from models.annual_queries import drafting
from models.duties import Deadline
from models.export_queries import Wanted, exporting
from models.exports import Export
from models.periods import BE_OFFSET, academic_year, academic_year_be, fiscal_year, fiscal_year_be
from models.periods import term_of as term_of_day
from models.policy import Action
from models.status_reach import find_seen
from models.vocabulary import ExportKind, YearBasis


def present(today: date) -> Now:
    """What the years and the semester of a day are called."""
    return Now(
        fiscal_year_be(today),
        academic_year_be(today),
        today.year + BE_OFFSET,
        term_of_day(today).number,
    )


def days_of(period: str) -> tuple[date, date] | None:
    """The first and last day of a canonical period (handlers/thai/periods.py); None for all."""
    if period == ALL:
        return None
    kind, _, label = period.partition(".")
    if kind == TERM:
        year_be, _, number = label.partition(".")
        year = int(year_be) - BE_OFFSET
        term = term_of_day(date(year, 6, 1) if number == "1" else date(year, 12, 1))
        return term.starts_on, term.ends_on
    if kind == YearBasis.FISCAL:
        return fiscal_year(int(label))
    if kind == YearBasis.ACADEMIC:
        return academic_year(int(label))
    year = int(label) - BE_OFFSET
    return date(year, 1, 1), date(year, 12, 31)


def dated_words(period: str) -> str:
    """ "ปีงบ 2566 (1 ต.ค. 2565 – 30 ก.ย. 2566)"."""
    days = days_of(period)
    if days is None:
        return period_words(period)
    first, last = days
    return t(
        "export.ready.dated",
        period=period_words(period),
        first=short_date(first),
        last=short_date(last),
    )


def command_for(what: ExportKind) -> str:
    """What to type for another file of this kind."""
    name = "annual_report" if what is ExportKind.ANNUAL else "export"
    return words_of(f"commands.{name}")[0]


def command_again(export: Export) -> str:
    """What to type for the same file again."""
    if export.deadline_id is None:
        return command_for(export.what)
    return f"{words_of('commands.register_file')[0]} {export.deadline_id}"


def posts_for(
    session: Session, actor: Actor, what: ExportKind | None, today: date
) -> tuple[Post, ...]:
    """The posts by which a person may have a file of this kind on this day (Bangkok)."""
    return drafting(session, actor, today) if what is ExportKind.ANNUAL else exporting(actor)


def wanted_by(session: Session, actor: Actor, export: Export, today: date) -> Wanted | None:
    """The records that somebody asked for, if the scope still lies within the reach of a post
    that allows to take them along; else None.
    """
    kind, code = export.scope_kind, export.scope_code
    posts = posts_for(session, actor, export.what, today)
    scope = find_seen(session, posts, kind, code, today)
    if scope is None:
        return None
    first, last = days_of(export.period) or (None, None)
    by = Action.DRAFT_ANNUAL if export.what is ExportKind.ANNUAL else Action.EXPORT
    return Wanted(replace(actor, posts=posts), scope, first, last, by, export.deadline_id)


def time_row(session: Session, export: Export) -> tuple[str, str]:
    """Of which time it is, or of which deadline: what that is called, and its words."""
    if export.deadline_id is None:
        return t("export.page.row.period"), dated_words(export.period)
    deadline = session.get_one(Deadline, export.deadline_id)
    due = t("register.due", number=deadline.id, day=short_date(deadline.due_on))
    return t("export.page.row.deadline"), f"{deadline.title_th} ({due})"
