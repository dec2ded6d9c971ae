"""`python -m scheduler remind …`: the commands of cli.py where the project is not installed."""

import sys
from collections.abc import Mapping, Sequence

import click

from bot.app import create_app
from scheduler.cli import purge, remind, reminders

COMMANDS: Mapping[str, click.Command] = {
    "remind": remind,
    "reminders": reminders,
    "purge": purge,
}


def run_command(arguments: Sequence[str]) -> None:
    """The command of this name with what follows it; ends the process where there is none."""
    name, *rest = arguments
    command = COMMANDS.get(name)
    if command is None:
        sys.exit("usage: python -m scheduler [remind …|reminders …|purge …]")
    with create_app().app_context():
        command(rest, prog_name=f"python -m scheduler {name}")
