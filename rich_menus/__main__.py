"""`python -m rich_menus sync`: the menus under the chat, from their definitions to LINE."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from bot.answers import LineFault, Outcome
from bot.app import create_app, runtime_of
from bot.menu_calls import MenuCalls
from bot.runtime import Runtime
from models.menus import count_linked, menu_ids
from rich_menus.drawing import draw
from rich_menus.pages import all_pages
from rich_menus.sync import Sync


@click.group()
def menus() -> None:
    """The rich menus: what is on them stands in rich_menus/definitions.py."""


@menus.command()
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
def sync(dry_run: bool) -> None:
    """Bring LINE to what the definitions say; a second run changes nothing."""
    runtime = _runtime()
    run = Sync(runtime, click.echo, dry=dry_run)
    _asking(run.run)
    if dry_run:
        click.echo(f"{run.changes} changes, none made.")
    else:
        click.echo(f"{run.changes} changes. The menus are current.")


@menus.command()
def status() -> None:
    """What LINE has of each menu, who is shown it, and what `sync` would do; 1 if anything."""
    runtime = _runtime()
    _asking(lambda: _tell_each(runtime))
    run = Sync(runtime, lambda what: click.echo(f"to do: {what}"), dry=True)
    _asking(run.run)
    click.echo(f"{run.changes} changes to do." if run.changes else "The menus are current.")
    sys.exit(1 if run.changes else 0)


@menus.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def preview(folder: Path) -> None:
    """Draw every page into FOLDER, as PNG; nothing else is needed for it, no LINE, no database."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in all_pages():
        file = folder / f"{page.alias}.png"
        file.write_bytes(draw(page.drawn))
        click.echo(file)


def _tell_each(runtime: Runtime) -> None:
    calls = MenuCalls(runtime.line, runtime.settings)
    known, default = calls.menus(), calls.default()
    with runtime.reading() as session:
        kept, linked = menu_ids(session), count_linked(session)
    by_name = {name: menu_id for menu_id, name in known.items()}
    for page in all_pages():
        menu_id = by_name.get(page.name)
        facts = [page.alias, menu_id or "not at LINE"]
        if page.first and menu_id and menu_id == kept.get(page.menu):
            everybody = menu_id == default
            facts.append("default" if everybody else f"{linked.get(menu_id, 0)} accounts")
        click.echo("\t".join(facts))


def _runtime() -> Runtime:
    return runtime_of(create_app())


def _asking(ask: Callable[[], object]) -> None:
    try:
        ask()
    except LineFault as fault:
        limited = fault.answer.outcome is Outcome.RATE_LIMITED
        when = "in an hour" if limited else "again"
        raise click.ClickException(
            f"LINE did not do its part: {fault}. What was done stays; run this {when} to go on."
        ) from None


if __name__ == "__main__":
    menus(prog_name="python -m rich_menus")
