"""`flask --app bot.app understand`: how single texts are read, line by line, for measuring it."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from bot.clock import today as day_of
from bot.database import reading
from bot.runtime import Runtime
from handlers.routes import command_table
from handlers.schools import gazetteer
from handlers.thai.commands import read_command
from handlers.thai.dates import Ask, Found, Lean, Refused, Span, read_date
from handlers.thai.gazetteer import Around, Gazetteer
from handlers.thai.names import AskWhich, Match, NoMatch
from handlers.thai.reports import read_report
from models.network_schools import network_schools
from models.vocabulary import Role

Got = dict[str, Any]


def understood(kind: str, text: str, *, today: date, around: Around) -> Got:
    """What is read in one text, as JSON values: days ISO 8601 (common era), schools by code.

    kind: "date", "school", "report" or "command". today: the day in Bangkok. around: the schools
    as the writer stands among them. Raises KeyError for another kind, nothing else.
    """
    return KINDS[kind](text, today, around)


def _date(text: str, today: date, around: Around) -> Got:
    # Nothing is known of the question, so the nearer side is meant.
    match read_date(text, today, lean=Lean.NEAREST):
        case Found(day):
            return {"kind": "date", "date": day.isoformat()}
        case Span(start, end):
            return {"kind": "range", "start": start.isoformat(), "end": end.isoformat()}
        case Ask(days):
            return {"kind": "ask", "candidates": [day.isoformat() for day in days]}
        case Refused():
            return {"kind": "reject"}


def _school(text: str, today: date, around: Around) -> Got:
    match around.find(text):
        case Match(code):
            return {"kind": "match", "code": code}
        case AskWhich(codes):
            return {"kind": "ask", "candidates": list(codes)}
        case NoMatch():
            return {"kind": "none"}


def _report(text: str, today: date, around: Around) -> Got:
    report = read_report(text, today, around)
    return {
        "form": report.form,
        "slots": dict(report.slots),
        "must_ask": list(report.must_ask),
    }


def _command(text: str, today: date, around: Around) -> Got:
    command = read_command(text, command_table(), inexact=True)
    if command is None:
        return {"command": "none", "arg": None}
    return {"command": command.name, "arg": command.arg or None}


KINDS: Mapping[str, Callable[[str, date, Around], Got]] = {
    "date": _date,
    "school": _school,
    "report": _report,
    "command": _command,
}


class _Bad(ValueError):
    """A line that cannot be read, with the reason."""


class _Standings:
    """The country's schools as the members of each network stand among them."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        with reading(runtime.engine) as session:
            self._schools: Gazetteer = gazetteer(session)
        self._near: dict[tuple[str, date], tuple[frozenset[str], frozenset[str]] | None] = {}

    def known(self, network: str, today: date) -> bool:
        return self._of(network, today) is not None

    def around(self, network: str | None, today: date) -> Around:
        """As a member of this network; of one that nobody knows, as somebody in none."""
        own, offices = (self._of(network, today) if network else None) or (frozenset(),) * 2
        return Around(self._schools, own, offices)

    def _of(self, network: str, today: date) -> tuple[frozenset[str], frozenset[str]] | None:
        if (network, today) not in self._near:
            with reading(self._runtime.engine) as session:
                found = network_schools(session, network, today)
            self._near[network, today] = (
                None
                if found is None
                else (
                    frozenset(school for school, _ in found),
                    frozenset(office for _, office in found if office),
                )
            )
        return self._near[network, today]


@click.command("understand")
@click.option("--kind", required=True, type=click.Choice(list(KINDS)))
@click.option("--today", "given_today", metavar="YYYY-MM-DD", help="Default: today in Bangkok.")
@click.option("--network", help="Code of the network of who writes.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Of who writes.")
@with_appcontext
def understand(kind: str, given_today: str | None, network: str | None, role: str | None) -> None:
    """Read JSON lines {"id", "text", …} from stdin; print {"id", "got"} for each.

    A line's own today, asker_network and role win over the options; no reading depends on the
    role. A line that cannot be read gets {"error"} for its answer, and the others go on.
    """
    runtime: Runtime = current_app.extensions["philiang"]
    today = day_of(runtime.clock.now(), runtime.settings.timezone)
    if given_today is not None:
        try:
            today = date.fromisoformat(given_today)
        except ValueError:
            raise click.BadParameter(f"{given_today} is no day", param_hint="--today") from None
    standings = _Standings(runtime)
    if network is not None and not standings.known(network, today):
        raise click.BadParameter(f"no network has code {network}", param_hint="--network")
    for raw in sys.stdin.buffer:
        if raw.strip():
            _tell(_answer(kind, raw.decode("utf-8", "replace"), today, network, standings))


def _answer(
    kind: str, raw: str, today: date, network: str | None, standings: _Standings
) -> Mapping[str, Any]:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return {"id": None, "got": {"error": "this is no JSON"}}
    if not isinstance(line, dict):
        return {"id": None, "got": {"error": "this is no JSON object"}}
    try:
        text, day, own = _asked(line, today, network)
        got = understood(kind, text, today=day, around=standings.around(own, day))
    except _Bad as bad:
        got = {"error": str(bad)}
    return {"id": line.get("id"), "got": got}


def _asked(
    line: Mapping[str, Any], today: date, network: str | None
) -> tuple[str, date, str | None]:
    """The text, the day and the network of one line, or of the options where it says nothing."""
    text = line.get("text")
    if not isinstance(text, str):
        raise _Bad("text is missing, or no text")
    own = line.get("asker_network", network)
    if own is not None and not isinstance(own, str):
        raise _Bad("asker_network is neither a code nor null")
    given = line.get("today")
    try:
        return text, today if given is None else date.fromisoformat(given), own
    except (TypeError, ValueError):
        raise _Bad(f"today is {given!r}, no day as YYYY-MM-DD") from None


def _tell(answer: Mapping[str, Any]) -> None:
    words = json.dumps(answer, ensure_ascii=False)
    # Half a surrogate pair, which JSON may name, cannot be written.
    click.echo(words.encode("utf-8", "replace").decode("utf-8"))
