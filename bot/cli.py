"""Administration: `flask --app bot.app …`. Each command says what it did, and fails loudly."""

import sys
from datetime import timedelta
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from bot.cli_audit import audit as audit_commands
from bot.cli_backup import backup, restore
from bot.cli_keys import keys
from bot.database import reading, transaction, upgrade
from bot.doctor import Health, examine
from bot.logs import on_stderr
from bot.roster_file_cli import SHEETS, import_sheet
from bot.runtime import Runtime
from bot.spreadsheets import write_json_lines, write_raw_csv, write_xlsx
from bot.understand import understand
from handlers.export_tables import TABLES
from handlers.texts import t
from models import audit
from models.export_queries import Wanted
from models.people import COUNTRY, create_invitation, scope_by_code
from models.policy import scope_kinds
from models.privacy_words import AuditWay
from models.roster import Outcome, RowResult, import_files, refusals
from models.vocabulary import ExportKind, Role

db = AppGroup("db", help="The database.")
roster = AppGroup("roster", help="Offices, schools, networks.")


def register_commands(app: Flask) -> None:
    """Put the commands into `flask --app bot.app`."""
    privacy = (audit_commands, backup, restore, keys)
    for command in (db, roster, export, invite, understand, doctor, *privacy):
        app.cli.add_command(command)


def _runtime() -> Runtime:
    runtime: Runtime = current_app.extensions["philiang"]
    return runtime


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to the newest version (the Procfile's `release`)."""
    upgrade(_runtime().settings.database_url)
    click.echo("The schema is current.")


class _Undo(Exception):
    """Ends a transaction without keeping anything of it."""


@roster.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option("--quiet", is_flag=True, help="Only the totals and what was refused.")
@click.option("--row-by-row", is_flag=True, help="XLSX and CSV: take the rows that pass.")
@click.option("--results", type=click.Path(path_type=Path), help="XLSX and CSV: told in it.")
def roster_import(
    files: tuple[Path, ...], dry_run: bool, quiet: bool, row_by_row: bool, results: Path | None
) -> None:
    """Import roster files (JSON; or the filled template as XLSX or CSV). A file is taken whole or
    not at all; a second run is harmless."""
    sheets = [file for file in files if file.suffix.lower() in SHEETS]
    if results is not None and len(sheets) != 1:
        raise click.ClickException("--results needs exactly one XLSX or CSV file")
    failed = _import_documents([file for file in files if file not in sheets], dry_run, quiet)
    runtime = _runtime()
    for file in sheets:
        taken = import_sheet(
            runtime.engine,
            runtime.clock,
            runtime.settings,
            file,
            dry_run=dry_run,
            quiet=quiet,
            row_by_row=row_by_row,
            results=results,
        )
        failed = failed or not taken
    sys.exit(1 if failed else 0)


def _import_documents(files: list[Path], dry_run: bool, quiet: bool) -> bool:
    """Import the JSON files; whether any was refused."""
    failed = False
    try:
        with transaction(_runtime().engine) as session:
            for file in files:
                results = _import_one(session, file)
                failed = bool(refusals(results)) or failed
                _tell(file, results, dry_run=dry_run, quiet=quiet)
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    return failed


def _import_one(session: Session, file: Path) -> list[RowResult]:
    """Import one file whole or not at all; the others of the same call are not touched by it."""
    savepoint = session.begin_nested()
    with click.progressbar(length=1, label=file.name, file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        results = import_files(session, [file], progress)
    if refusals(results):
        savepoint.rollback()
    else:
        savepoint.commit()
    return results


def _tell(file: Path, results: list[RowResult], *, dry_run: bool, quiet: bool) -> None:
    for result in results:
        if not quiet or result.outcome is Outcome.REFUSED:
            why = f": {result.field}: {result.why}" if result.why else ""
            click.echo(f"{file.name}\t{result.kind}\t{result.code}\t{result.outcome.value}{why}")
    counts = {o: sum(1 for r in results if r.outcome is o) for o in Outcome}
    totals = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items())
    kept = "nothing kept" if refusals(results) else "dry run, nothing kept" if dry_run else "kept"
    click.echo(f"{file.name}: {totals} ({kept})")


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Whether settings, database, channel, webhook, quota, scheduler and outbox are in order: one
    line each. Ends with 1 where something does not work.
    """
    found = []
    with on_stderr():
        for one in examine(_runtime()):
            found.append(one.health)
            click.echo(f"{one.health.value:<8}{one.about:<10}{one.words}")
    sys.exit(1 if Health.FAULT in found else 0)


@click.command("invite")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--scope", required=True, help="Code of a school, network, office or programme; TH.")
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 366))
@with_appcontext
def invite(role: str, scope: str, days: int) -> None:
    """Print a one-time code with which somebody joins."""
    runtime = _runtime()
    now = runtime.clock.now()
    with transaction(runtime.engine) as session:
        found = scope_by_code(session, scope)
        if found is None:
            raise click.ClickException(f"no school, network, office or programme has code {scope}")
        kinds = scope_kinds(Role(role))
        if found.kind not in kinds:
            wanted = " or ".join(sorted(kind.value for kind in kinds))
            raise click.ClickException(
                f"{role} is held over a {wanted}; {scope} is a {found.kind.value}"
            )
        code = create_invitation(
            session,
            role=Role(role),
            scope=found,
            now=now,
            expires_at=now + timedelta(days=days),
            by_person_id=None,
        )
        audit.note(
            session,
            at=now,
            person_id=None,
            action="invitation.made",
            subject_kind=found.kind.value,
            subject_id=found.code,
            details={"role": role},
            way=AuditWay.COMMAND,
        )
    click.echo(code)


@click.command("export")
@click.argument("what", type=click.Choice([kind.value for kind in TABLES]))
@click.option("--format", "form", default="json", type=click.Choice(["json", "csv", "xlsx"]))
@click.option("--output", type=click.File("wb"), default="-", help="A file instead of stdout.")
@with_appcontext
def export(what: str, form: str, output: IO[bytes]) -> None:
    """Every record of a kind in the country, withdrawn ones left out.

    json (one object a line) and csv are for programs, xlsx is what people get in the chat.
    """
    runtime = _runtime()
    zone, now, table = runtime.settings.timezone, runtime.clock.now(), TABLES[ExportKind(what)]
    wanted = Wanted(None, COUNTRY)
    with reading(runtime.engine) as session:
        details = {"format": form, "rows": table.count(session, wanted, now)}
    with transaction(runtime.engine) as session:
        audit.note(
            session,
            at=now,
            person_id=None,
            action=f"{what}.exported",
            subject_kind="country",
            subject_id=COUNTRY.code,
            details=details,
            way=AuditWay.COMMAND,
        )
    with reading(runtime.engine) as session, TemporaryFile() as written:
        records = table.records(session, wanted, now)
        match form:
            case "json":
                write_json_lines(written, table, records, zone)
            case "csv":
                write_raw_csv(written, table, records, zone)
            case "xlsx":
                about = [(t("export.sheet.what"), t(f"export.what.{what}"))]
                write_xlsx(written, table, records, zone, about)
        written.seek(0)
        copyfileobj(written, output)
