"""Administration: `flask --app bot.app …`. Each command says what it did, and fails loudly."""

import csv
import json
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from bot.database import reading, transaction, upgrade
from bot.runtime import Runtime
from handlers.say import receipt
from models import audit
from models.people import create_invitation, scope_by_code
from models.policy import scope_kinds
from models.roster import Outcome, RowResult, import_files, refusals
from models.visit_queries import VisitRecord, export_visits
from models.vocabulary import Role

db = AppGroup("db", help="The database.")
roster = AppGroup("roster", help="Offices, schools, networks.")
export = AppGroup("export", help="Records out of the database.")


def register_commands(app: Flask) -> None:
    """Put the commands into `flask --app bot.app`."""
    for command in (db, roster, export, invite):
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
def roster_import(files: tuple[Path, ...], dry_run: bool, quiet: bool) -> None:
    """Import roster files (JSON). A file is taken whole or not at all; a second run is harmless."""
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
    sys.exit(1 if failed else 0)


def _import_one(session: Session, file: Path) -> list[RowResult]:
    """Import one file whole or not at all; the others of the same call are not touched by it."""
    savepoint = session.begin_nested()
    results = import_files(session, [file])
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
        )
    click.echo(code)


@export.command("visits")
@click.option("--format", "form", default="json", type=click.Choice(["json", "csv"]))
def export_visits_command(form: str) -> None:
    """Every visit, one a line (json) or one a row (csv, with a BOM so that Excel reads Thai)."""
    runtime = _runtime()
    with transaction(runtime.engine) as session:
        audit.note(
            session,
            at=runtime.clock.now(),
            person_id=None,
            action="visits.exported",
            subject_kind="country",
            subject_id="TH",
            details={"format": form},
        )
    with reading(runtime.engine) as session:
        rows = (_exported(record, runtime) for record in export_visits(session))
        if form == "json":
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            _write_csv(rows)


def _exported(record: VisitRecord, runtime: Runtime) -> dict[str, Any]:
    visit = record.visit
    return {
        "receipt": receipt(visit.id),
        "programme": record.programme.code,
        "kind": visit.kind.value,
        "school_code": record.school_code,
        "school": record.school,
        "area_office": record.school_office,
        "mentor": record.mentor,
        "network": record.network,
        "visited_on": visit.visited_on.isoformat(),
        "mode": visit.mode.value,
        "purposes": [purpose.value for purpose in visit.purposes],
        "topic": visit.topic,
        "iqa_standards": [standard.value for standard in visit.iqa_standards],
        "strengths": visit.strengths,
        "improvements": visit.improvements,
        "agreed_actions": visit.agreed_actions,
        "follow_up_on": visit.follow_up_on.isoformat() if visit.follow_up_on else None,
        "participants": visit.participants,
        "reporter": record.reporter,
        "reported_at": _at_home(visit.created_at, runtime),
        "sample": visit.sample,
    }


def _at_home(moment: datetime, runtime: Runtime) -> str:
    return moment.astimezone(runtime.settings.timezone).isoformat(timespec="seconds")


def _write_csv(rows: Iterable[dict[str, Any]]) -> None:
    click.echo("\ufeff", nl=False)
    for number, row in enumerate(rows):
        if number == 0:
            click.echo(_csv_line(row), nl=False)
        click.echo(_csv_line(cell(value) for value in row.values()), nl=False)


def _csv_line(values: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()


def cell(value: object) -> str:
    """A value as a spreadsheet cell that is never run as a formula (OWASP, "CSV injection")."""
    if value is None:
        return ""
    text = ";".join(map(str, value)) if isinstance(value, list) else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
