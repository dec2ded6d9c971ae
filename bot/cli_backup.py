"""`flask --app bot.app backup` and `restore`: everything as one archive, and back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from bot.backup import CannotBackUp, Manifest, back_up
from bot.backup import restore as restored_from
from bot.database import transaction
from bot.runtime import Runtime
from models import audit
from models.privacy_words import AuditWay

#: Where archives go unless a file is named.
FOLDER = Path("var") / "backups"


@click.command("backup")
@click.option("--output", type=click.Path(path_type=Path), help="By default a file in var/backups.")
@with_appcontext
def backup(output: Path | None) -> None:
    """Write the database and the photos into one archive, with the count and hash of everything.

    The bot may go on meanwhile. Settings and keys are not in it; keep DATA_KEY elsewhere.
    """
    runtime = _runtime()
    now = runtime.machine_time()
    local = now.astimezone(runtime.settings.timezone)
    target = output or FOLDER / f"philiang-{local:%Y-%m-%d-%H%M%S}.tar.gz"
    try:
        made = back_up(runtime.settings.database_url, runtime.media, target, now)
    except CannotBackUp as why:
        raise click.ClickException(str(why)) from None
    with transaction(runtime.engine) as session:
        audit.note(
            session,
            at=runtime.clock.now(),
            person_id=None,
            action="backup.made",
            subject_kind="country",
            subject_id="TH",
            details={"rows": made.rows, "photos": len(made.media)},
            way=AuditWay.COMMAND,
        )
    click.echo(f"{target}: {_told(made)}")


@click.command("restore")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(archive: Path) -> None:
    """Fill an empty database and an empty media store from an archive, and compare.

    Stop the bot first; bring the schema up to date afterwards (db upgrade).
    """
    runtime = _runtime()
    try:
        found = restored_from(archive, runtime.settings.database_url, runtime.media)
    except CannotBackUp as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"{_told(found)}, of {found.made_at}: all counts and hashes are the same")


def _runtime() -> Runtime:
    runtime: Runtime = current_app.extensions["philiang"]
    return runtime


def _told(what: Manifest) -> str:
    return f"{len(what.tables)} tables with {what.rows} rows, {len(what.media)} photos"
