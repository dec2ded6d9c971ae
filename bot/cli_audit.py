"""`flask --app bot.app audit …`: whether the audit holds, and whose data somebody touched."""

import sys
from datetime import date, datetime, time

import click
from flask import current_app
from flask.cli import AppGroup

from bot.database import reading, transaction
from bot.runtime import Runtime
from models import audit as audit_log
from models.audit_queries import (
    names_for,
    people_touched,
    person_of_account,
    subjects_touched,
)
from models.privacy_words import AuditWay
from models.seals import check, last_seal, unsealed

audit = AppGroup("audit", help="Who saw and did what.")


def _runtime() -> Runtime:
    runtime: Runtime = current_app.extensions["philiang"]
    return runtime


@audit.command("verify")
@click.option("--seal", "noted", help="A seal that was written down (the log has them all).")
def verify(noted: str | None) -> None:
    """Whether every seal holds, and the day of each that does not. Ends with 1 where one does not.

    Compare the newest seal with the one in the scheduler's log (audit_sealed), or hand a seal of
    the log over with --seal.
    """
    wrong, days, entries, purged, known = 0, 0, 0, 0, noted is None
    with reading(_runtime().engine) as session:
        for one in check(session):
            days, entries, purged = days + 1, entries + one.entries, purged + one.purged
            known = known or one.hash == noted
            if one.wrong:
                wrong += 1
                click.echo(f"{one.day}\tdoes not hold: {one.wrong}")
        newest, later = last_seal(session), unsealed(session)
    gone = f", {purged} of them purged by retention" if purged else ""
    click.echo(f"{days} days with {entries} entries{gone}; {later} entries since")
    if newest is not None:
        click.echo(f"newest seal: {newest.day} {newest.hash}")
    if not known:
        click.echo("the seal that was handed over is not among them")
    if wrong or not known:
        sys.exit(1)
    click.echo("All holds." if days else "Nothing is sealed yet; the scheduler does it each night.")


@audit.command("touched")
@click.argument("who", metavar="ACCOUNT|PERSON")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day (Bangkok) on.")
@click.option("--names", is_flag=True, help="With the names of the people, to reach them.")
def touched(who: str, since: datetime | None, names: bool) -> None:
    """Whose data a LINE account (U…) or a person (a number) saw, changed or decided on, one line
    for each, and what else was touched: exports with their rows, offices, deadlines.

    For the breach of an account (docs/breach.md). That this was asked is noted, too.
    """
    runtime = _runtime()
    first: date | None = since.date() if since else None
    start = datetime.combine(first, time.min, runtime.settings.timezone) if first else None
    with reading(runtime.engine) as session:
        person_id = int(who) if who.isdecimal() else person_of_account(session, who)
        if person_id is None:
            raise click.ClickException(f"{who} is tied to nobody: it cannot have touched anything")
        people = people_touched(session, person_id, start)
        others = list(subjects_touched(session, person_id, start))
        called = names_for(session, [one.person_id for one in people]) if names else {}
    zone = runtime.settings.timezone
    for one in people:
        span = " ".join(f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in (one.first, one.last))
        named = (called.get(one.person_id, ""),) if names else ()
        about = ("person", str(one.person_id), *named, ",".join(one.actions), str(one.times), span)
        click.echo("\t".join(about))
    for other in others:
        rows = f" ({other.details['rows']} rows)" if "rows" in other.details else ""
        at = f"{other.last.astimezone(zone):%Y-%m-%dT%H:%M}"
        click.echo(f"{other.kind}\t{other.id}\t{other.action}{rows}\t{other.times}\t{at}")
    click.echo(f"{len(people)} people, {len(others)} other things touched by person {person_id}")
    with transaction(runtime.engine) as session:
        audit_log.note(
            session,
            at=runtime.clock.now(),
            person_id=None,
            action="audit.asked",
            subject_kind="person",
            subject_id=person_id,
            way=AuditWay.COMMAND,
        )
