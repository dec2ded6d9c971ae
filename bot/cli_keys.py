"""`flask --app bot.app keys rotate`: what lies locked, under the newest key."""

import sys
from collections.abc import Callable
from copy import deepcopy

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from bot.cipher import Cipher
from bot.database import again_if_thrown_out, transaction
from bot.runtime import Runtime
from models import audit
from models.locked_columns import BODIES, LOCKED, Relocked, relock_busy, relock_some
from models.privacy_words import AuditWay

keys = AppGroup("keys", help="The keys of what lies locked in the database.")

#: Rows of one transaction.
ROWS = 500


@keys.command("rotate")
def rotate() -> None:
    """Lock anew with the first key of DATA_KEY (new,old) all contact details, and what people said
    and were told; one line for each column. What lies open from an earlier version is locked. Safe
    to run again, and while the bot runs with both keys. Ends with 1 where contact details open with
    neither key; then the old key is still needed.
    """
    runtime: Runtime = current_app.extensions["philiang"]
    contacts = [_relocked(runtime, *where, runtime.cipher) for where in _contacts(runtime)]
    bodies = [_relocked(runtime, *where, runtime.bodies_cipher) for where in BODIES]
    with transaction(runtime.engine) as session:
        audit.note(
            session,
            at=runtime.clock.now(),
            person_id=None,
            action="keys.rotated",
            subject_kind="country",
            subject_id="TH",
            details={"renewed": sum(done.renewed for done in (*contacts, *bodies))},
            way=AuditWay.COMMAND,
        )
    if any(done.unreadable for done in contacts):
        click.echo("Some are under another key: put it back as the second one and run this again.")
        sys.exit(1)
    click.echo("All are under the first key; the second can go.")
    if any(done.unreadable for done in bodies):
        click.echo("But for what was said under yet another key: it goes when its days are over.")


def _contacts(runtime: Runtime) -> tuple[tuple[str, str], ...]:
    if runtime.settings.data_keys:
        return LOCKED
    click.echo("DATA_KEY is not set: no contact details are kept; the rest is under SIGNING_SECRET")
    return ()


def _relocked(runtime: Runtime, table: str, column: str, cipher: Cipher) -> Relocked:
    """All of one column, some rows at a time; those that somebody was writing come last."""
    done = Relocked()
    more = True
    while more:
        done, more = _step(
            runtime, done, lambda s, d: relock_some(s, table, column, cipher, d, ROWS)
        )
    more = True
    while more:
        done, more = _step(runtime, done, lambda s, d: relock_busy(s, table, column, cipher, d))
    told = f"{done.renewed} locked anew, {done.already} already, {done.unreadable} unreadable"
    click.echo(f"{table}.{column}\t{told}")
    return done


def _step(
    runtime: Runtime, done: Relocked, relock: Callable[[Session, Relocked], bool]
) -> tuple[Relocked, bool]:
    """One transaction; what came of it, and whether there may be more."""

    def attempt() -> tuple[Relocked, bool]:
        counted = deepcopy(done)
        with transaction(runtime.engine) as session:
            more = relock(session, counted)
        return counted, more

    return again_if_thrown_out(attempt)
