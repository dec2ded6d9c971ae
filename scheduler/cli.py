"""`flask --app bot.app remind …` and `purge …`: the scheduler by hand, or what it would do;
`reminders why …`: what was decided about somebody on a day.

Registered as entry points (pyproject.toml), since bot imports nothing of scheduler;
`python -m scheduler remind …` is the same where the project is not installed.
"""

from datetime import datetime, time, timedelta, tzinfo

import click
from flask import current_app
from flask.cli import with_appcontext

from bot.database import transaction
from bot.runtime import Runtime
from models.duties import Reminder
from models.duty_queries import judgements_of
from models.obligations import Judgement
from models.reminder_decisions import ReminderDecision
from models.reminder_history import Fate, decided_between, fates_of, not_said_on
from models.reminder_pauses import pauses_of
from models.reminder_queries import thing_of_row
from scheduler.jobs import run_round
from scheduler.moment import Moment, Told
from scheduler.purging import Purging

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


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Say how much would go; delete nothing.")
@with_appcontext
def purge(dry_run: bool) -> None:
    """Delete now what is kept no longer than it is needed, as the scheduler does each night; one
    line for each kind. The files of photos go by the outbox.
    """
    runtime: Runtime = current_app.extensions["philiang"]
    now = runtime.clock.now()
    counts = _dry_purge(runtime, now) if dry_run else Purging(Moment(runtime, now)).purge()
    for what, count in counts.items():
        click.echo(f"{what}\t{count}")
    if dry_run:
        click.echo("dry run, nothing deleted")


def _dry_purge(runtime: Runtime, now: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    try:
        with transaction(runtime.engine) as session:
            counts = Purging(Moment(runtime, now, session)).purge()
            raise _Undo
    except _Undo:
        return counts


@click.group("reminders")
def reminders() -> None:
    """What was decided about reminders, and why."""


@reminders.command("why")
@click.argument("person_id", type=int)
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@with_appcontext
def why(person_id: int, day: datetime) -> None:
    """Everything that was planned, sent, held back or left for one person on a day of Bangkok, one
    line each: what became of it, its rule, subject, due day and step, as what they were to get it,
    and why.
    """
    runtime: Runtime = current_app.extensions["philiang"]
    zone = runtime.settings.timezone
    first = datetime.combine(day.date(), time.min, zone)
    with runtime.reading() as session:
        rows = decided_between(session, person_id, first, first + timedelta(days=1))
        held = not_said_on(session, person_id, day.date())
        things = {*map(thing_of_row, rows), *map(thing_of_row, held)}
        judged = judgements_of(session, things, runtime.clock.now(), zone)
        fates = fates_of(session, rows)
        for row in rows:
            fate = fates.get(row.effect_id) if row.effect_id else None
            click.echo("\t".join(_why(row, judged.get(thing_of_row(row)), fate, zone)))
        for one in held:
            click.echo("\t".join(_why_not(one, judged.get(thing_of_row(one)), zone)))
        paused = pauses_of(session, [person_id], day.date()).get(person_id, [])
        for pause in paused:
            click.echo(f"now {pause.why}\t{pause.source or 'all'}\t{pause.rule_id or ''}")
    if not rows and not held:
        click.echo(f"Nothing was planned or sent for person {person_id} on {day:%Y-%m-%d}.")


def _why(
    row: Reminder, judged: Judgement | None, fate: Fate | None, zone: tzinfo
) -> tuple[str, ...]:
    sent = f"{row.sent_at.astimezone(zone):%Y-%m-%d %H:%M}" if row.sent_at else "-"
    became = fate.words() if fate else ""
    why = f"{row.reason}; {became}" if became else row.reason
    return row.state.value, *_about(row, judged), row.audience.value, sent, why


def _why_not(one: ReminderDecision, judged: Judgement | None, zone: tzinfo) -> tuple[str, ...]:
    at = f"{one.decided_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return one.what.value, *_about(one, judged), "-", at, one.why


def _about(row: Reminder | ReminderDecision, judged: Judgement | None) -> tuple[str, str, str]:
    rule = judged.rule.code if judged else f"{row.source.value} {row.rule_id}, gone"
    subject = judged.subject.label if judged else f"{row.subject_kind.value} {row.subject_id}"
    step = f"T{row.stage:+d}" if row.stage else "T-0"
    return rule, subject, f"{row.due_on} {step}"


def _dry_round(runtime: Runtime, now: datetime) -> list[Told]:
    told: list[Told] = []
    try:
        with transaction(runtime.engine) as session:
            told = run_round(runtime, now, dry=session)
            raise _Undo
    except _Undo:
        return told
