"""`flask --app bot.app remind …`: one round of the scheduler by hand, or what it would do.

Registered as an entry point (pyproject.toml), since bot imports nothing of scheduler;
`python -m scheduler remind …` is the same where the project is not installed.
"""

from datetime import datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from bot.database import transaction
from bot.runtime import Runtime
from scheduler.jobs import run_round
from scheduler.moment import Moment, Told

#: How far the clocks of two machines may differ.
CLOCKS_DIFFER = timedelta(minutes=1)


class _Undo(Exception):
    """Ends a dry round without keeping anything of it."""


class _Instant(click.ParamType[datetime]):
    name = "moment"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 moment (2023-11-24T08:30+07:00)", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} lacks its offset (2023-11-24T08:30+07:00)", param, ctx)
        return moment


@click.command("remind")
@click.option("--at", type=_Instant(), help="ISO 8601 with offset; by default now.")
@click.option("--dry-run", is_flag=True, help="Say who would get what, and why; send nothing.")
@with_appcontext
def remind(at: datetime | None, dry_run: bool) -> None:
    """One round of the scheduler: who gets which reminder, and why, one line each.

    A dry run takes it that the scheduler has run every day before that moment.
    """
    runtime: Runtime = current_app.extensions["philiang"]
    present = runtime.clock.now()
    now = at or present
    if not dry_run and now > present + CLOCKS_DIFFER:
        raise click.ClickException(f"{now.isoformat()} has not come yet; --dry-run shows it")
    told = _dry_round(runtime, now) if dry_run else run_round(runtime, now)
    if not Moment(runtime, now).is_open:
        click.echo("Nothing goes out then: not 08:30 to 16:30 on a working day in Bangkok.")
    for one in told:
        click.echo(f"{one.person}\t{one.rule}\t{one.subject}\t{one.outcome}\t{one.why}")
    pushes = len({one.person_id for one in told if one.outcome == "push"})
    click.echo(f"{pushes} pushes{' (dry run, nothing kept)' if dry_run else ''}")


def _dry_round(runtime: Runtime, now: datetime) -> list[Told]:
    told: list[Told] = []
    try:
        with transaction(runtime.engine) as session:
            told = run_round(runtime, now, dry=session)
            raise _Undo
    except _Undo:
        return told
