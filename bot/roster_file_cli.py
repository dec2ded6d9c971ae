"""`roster import` of a workbook or CSV file: the check of the chat, over all of the country."""

import io
import sys
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import Clock, today
from bot.database import reading
from bot.roster_file_read import read_roster
from bot.roster_file_take import take_over
from bot.roster_file_write import write_results
from bot.settings import Settings
from handlers.roster_plan import Progress, SheetPlan, plan_book
from handlers.roster_sheet import Book, Unreadable
from models.roster.results import Outcome
from models.roster.sheet_facts import EVERYTHING, sheet_facts
from models.roster.sheet_writes import write_sheet

SHEETS = (".xlsx", ".csv")


def import_sheet(
    engine: Engine,
    clock: Clock,
    settings: Settings,
    file: Path,
    *,
    dry_run: bool,
    quiet: bool,
    row_by_row: bool,
    results: Path | None,
) -> bool:
    """Import one file whole or, `row_by_row`, what of it passes. `results`: where the file goes
    with the result of each row written into it. Whether nothing was refused."""
    body = io.BytesIO(file.read_bytes())
    try:
        book = read_roster(body, file.name)
    except Unreadable as why:
        click.echo(f"{file.name}: {why.words}")
        return False
    day = today(clock.now(), settings.timezone)

    def planner(session: Session, progress: Progress) -> SheetPlan:
        return plan_book(book, sheet_facts(session, EVERYTHING), EVERYTHING, day, progress)

    def writer(session: Session, plan: SheetPlan) -> bool:
        if passes := row_by_row or not plan.refused:
            write_sheet(session, plan.writes)
        return passes

    with click.progressbar(length=len(book.lines), label=file.name, file=sys.stderr) as bar:

        def progress(done: int, _total: int) -> None:
            bar.update(done - bar.pos)

        if dry_run:
            with reading(engine) as session:
                plan, kept = planner(session, progress), False
        else:
            plan, kept = take_over(engine, planner, writer, progress)
    _tell(file, book, plan, kept=kept, quiet=quiet)
    if results is not None:
        with results.open("wb") as into:
            write_results(body, into, book, plan.results)
    return not plan.refused


def _tell(file: Path, book: Book, plan: SheetPlan, *, kept: bool, quiet: bool) -> None:
    for one in plan.results:
        if not quiet or one.outcome is Outcome.REFUSED:
            words = one.words.replace("\n", "; ")
            click.echo(f"{file.name}\t{one.part.value}\t{one.number}\t{one.outcome.value}\t{words}")
    totals = ", ".join(f"{count} {outcome.value}" for outcome, count in plan.counts.items())
    read_as = f", read as {book.note}" if book.note else ""
    click.echo(f"{file.name}: {totals} ({'kept' if kept else 'nothing kept'}{read_as})")
