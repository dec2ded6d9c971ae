"""`flask --app bot.app keys rotate`: contact details under the newest key."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from bot.database import transaction
from bot.runtime import Runtime
from handlers.drafts_kept import renewed
from models import audit
from models.inbox_queries import lock_conversation, save_conversation
from models.locked_columns import LOCKED, Relocked, relock_some
from models.privacy_words import AuditWay
from models.retention import conversations_with_drafts

keys = AppGroup("keys", help="The keys of what lies locked in the database.")

#: Rows of one transaction.
ROWS = 500


@keys.command("rotate")
def rotate() -> None:
    """Lock all contact details anew with the first key of DATA_KEY (new,old), one line for each
    column. Safe to run again, and while the bot runs. Ends with 1 where something opens with
    neither key; then the old key is still needed.
    """
    runtime: Runtime = current_app.extensions["philiang"]
    if not runtime.settings.data_keys:
        raise click.ClickException("DATA_KEY is not set; there is nothing to rotate")
    counts = {}
    for table, column in LOCKED:
        done = Relocked()
        while _one_step(runtime, table, column, done):
            pass
        counts[table] = done
        told = f"{done.renewed} locked anew, {done.already} already, {done.unreadable} unreadable"
        click.echo(f"{table}\t{told}")
    drafts = _drafts(runtime)
    click.echo(f"drafts\t{drafts} locked anew")
    count = drafts + sum(done.renewed for done in counts.values())
    with transaction(runtime.engine) as session:
        audit.note(
            session,
            at=runtime.clock.now(),
            person_id=None,
            action="keys.rotated",
            subject_kind="country",
            subject_id="TH",
            details={"renewed": count},
            way=AuditWay.COMMAND,
        )
    if any(done.unreadable for done in counts.values()):
        click.echo("Some are under another key: put it back as the second one and run this again.")
        sys.exit(1)
    click.echo("All are under the first key; the second can go.")


def _drafts(runtime: Runtime) -> int:
    """Lock the drafts with contact details anew; how many. One that opens no more is left to its
    fourteen days."""
    count, after = 0, ""
    while True:
        with transaction(runtime.engine) as session:
            rows = conversations_with_drafts(session, after, ROWS)
            for row in rows:
                after = row.line_user_id
                if all("locked" not in (raw or ()) for raw in (row.draft, *row.parked)):
                    continue
                found = lock_conversation(session, after, runtime.machine_time())
                draft, *parked = (
                    renewed(raw, runtime.cipher) for raw in (found.draft, *found.parked)
                )
                if [draft, *parked] != [found.draft, *found.parked]:
                    save_conversation(session, after, draft=draft, parked=parked)
                    count += 1
        if not rows:
            return count


def _one_step(runtime: Runtime, table: str, column: str, done: Relocked) -> bool:
    with transaction(runtime.engine) as session:
        return relock_some(session, table, column, runtime.cipher.renew, done, ROWS)
