"""How long a roster of ten thousand rows takes: `python -m benchmarks.roster [--rows N]`.

The national roster is there (245 offices, 736 schools); the file brings new networks with their
schools for all offices. As JSON, CSV and XLSX on the command line, as CSV and XLSX in the chat with
LINE on the desk, checked, then taken over; on SQLite and PostgreSQL.
"""

import argparse
import base64
import csv
import io
import json
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
from sqlalchemy import text
from werkzeug.serving import make_server
from xlsxwriter import Workbook

from benchmarks.world import POSTGRESQL, ROOT, postgresql
from bot import logs
from bot.app import create_app, runtime_of
from bot.clock import today
from bot.database import transaction, upgrade
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import cast, settle
from handlers.dialog.inputs import words_of
from handlers.roster_sheet import COLUMNS, Part, column_name, part_name
from handlers.roster_values import role_words
from handlers.texts import t
from models.people_tables import Appointment
from models.roster import SHIPPED, import_files, refusals
from models.vocabulary import MemberRole, Role, ScopeKind
from simulator.server import Simulator

NATIONAL = ROOT / "tests" / "data" / "synth_roster.json"
SECRET, TOKEN = "bench-secret", "bench-token"
SCHOOLS_EACH = 4
#: Who sends the files, as a coordinator of the country.
SENDER = "pranee"
#: The chat takes what people fill in; JSON is for the command line.
WAYS = (
    ("command line", "json"),
    ("command line", "csv"),
    ("command line", "xlsx"),
    ("chat", "csv"),
    ("chat", "xlsx"),
)


@dataclass(frozen=True)
class Row:
    """A school of the file."""

    code: str
    name: str
    office: str
    network: str
    lead: bool


def invented(rows: int) -> list[Row]:
    """So many schools of new networks, with names that are hard to tell apart."""
    national = json.loads(NATIONAL.read_bytes())
    offices = [office["code"] for office in national["offices"]]
    names = [school["name"] for school in national["schools"]]
    return [
        Row(
            f"BN{number:05}",
            f"{names[number % len(names)]} {1 + number // len(names)}",
            offices[number // SCHOOLS_EACH % len(offices)],
            f"BENCH-{number // SCHOOLS_EACH:05}",
            number % SCHOOLS_EACH == 0,
        )
        for number in range(rows)
    ]


def as_json(rows: Sequence[Row]) -> bytes:
    """The general shape of models/data."""
    networks: dict[str, dict[str, Any]] = {}
    for row in rows:
        made = {"code": row.network, "programme": "QIN", "area_office": row.office}
        network = networks.setdefault(
            row.network,
            {**made, "name_th": _called(row.network), "partners": []},
        )
        if row.lead:
            network["lead"] = row.code
        else:
            network["partners"].append(row.code)
    schools = [
        {"code": row.code, "name_th": row.name, "area_office": row.office, "network": row.network}
        | {"role": _role(row).value, "programme": "QIN"}
        for row in rows
    ]
    document = {"schools": schools, "networks": list(networks.values())}
    return json.dumps(document, ensure_ascii=False).encode()


def _called(network: str) -> str:
    return f"{part_name(Part.NETWORKS)} {network}"


def _role(row: Row) -> MemberRole:
    return MemberRole.LEAD if row.lead else MemberRole.PARTNER


def _cells(rows: Sequence[Row]) -> dict[Part, list[list[str]]]:
    networks = dict.fromkeys((row.network, row.office) for row in rows)
    # Some of these names are alike: each row says that it is a school of its own.
    new = words_of("roster_sheet.yes")[0]
    roles = {row.lead: role_words(_role(row))[0] for row in rows}
    return {
        Part.NETWORKS: [[_called(code), "QIN", code, office] for code, office in networks],
        Part.SCHOOLS: [
            [row.name, row.network, roles[row.lead], "", "", row.code, row.office, "", new]
            for row in rows
        ],
    }


def as_xlsx(rows: Sequence[Row], *, networks_alone: bool = False) -> bytes:
    """The sheets of the template."""
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        for part, filled in _cells(rows).items():
            if networks_alone and part is Part.SCHOOLS:
                continue
            sheet = book.add_worksheet(part_name(part))
            heads = [column_name(column.key) for column in COLUMNS[part]]
            for number, cells in enumerate([heads, *filled]):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


def as_csv(rows: Sequence[Row]) -> bytes:
    """The sheet of schools alone: the networks must be there."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column_name(column.key) for column in COLUMNS[Part.SCHOOLS]])
    writer.writerows(_cells(rows)[Part.SCHOOLS])
    return out.getvalue().encode()


# --- the bot -------------------------------------------------------------------------------------


def _furnish(runtime: Runtime) -> None:
    now = runtime.clock.now()
    day = today(now, runtime.settings.timezone)
    with transaction(runtime.engine) as session:
        assert refusals(import_files(session, [*SHIPPED, NATIONAL])) == []
        for member in cast():
            settle(session, member, now, day)
        who = next(member.line_user_id for member in cast() if member.key == SENDER)
        query = text("SELECT person_id FROM line_accounts WHERE line_user_id = :who")
        person_id = session.execute(query, {"who": who}).scalar_one()
        post = {"role": Role.NATIONAL_COORDINATOR, "scope_kind": ScopeKind.COUNTRY}
        session.add(Appointment(person_id=person_id, starts_on=day, **post))


@contextmanager
def bot(url: str, home: Path) -> Iterator[tuple[Any, Runtime, Simulator]]:
    """The bot served on an empty database, with LINE on the desk."""
    upgrade(url)
    with Simulator(
        cast=ROOT / "demo" / "cast.json", channel_secret=SECRET, access_token=TOKEN
    ) as desk:
        settings = {
            "BOT_DEMO": "1",
            "LINE_API_BASE": desk.base_url,
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
            "DATABASE_URL": url,
            "MEDIA_URL": str(home / "media"),
        }
        app = create_app(load_settings(settings))
        runtime = runtime_of(app)
        _furnish(runtime)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        desk.webhook.url = f"http://127.0.0.1:{server.server_port}/webhook"
        runtime.start()
        try:
            yield app, runtime, desk
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            runtime.stop()


def on_command_line(app: Any, body: bytes, name: str, home: Path) -> float:
    """Seconds of `roster import`, by the clock."""
    file = home / name
    file.write_bytes(body)
    began = time.perf_counter()
    result = app.test_cli_runner().invoke(args=["roster", "import", "--quiet", str(file)])
    seconds = time.perf_counter() - began
    assert result.exit_code == 0, result.output[-2000:]
    return seconds


def in_the_chat(runtime: Runtime, desk: Simulator, body: bytes, name: str) -> tuple[float, float]:
    """Seconds until a sent file is checked, and from the tap on until it is taken over."""
    pool = urllib3.PoolManager(retries=False)
    phone = f"{desk.base_url}/_sim/users/{SENDER}"
    sent = {"kind": "file", "file": base64.b64encode(body).decode(), "name": name}
    checked = _until(runtime, "checked", lambda: pool.request("POST", f"{phone}/media", json=sent))
    with transaction(runtime.engine) as session:
        number = session.execute(text("SELECT max(id) FROM roster_files")).scalar_one()
    tap = {"text": f"{t('commands.take_roster')} {number}"}
    taken = _until(runtime, "applied", lambda: pool.request("POST", f"{phone}/text", json=tap))
    return checked, taken


def _until(runtime: Runtime, state: str, act: Any) -> float:
    began = time.perf_counter()
    answer = act()
    assert answer.status < 300, answer.data
    query = text("SELECT state FROM roster_files ORDER BY id DESC LIMIT 1")
    while True:
        with runtime.engine.connect() as connection:
            found = connection.execute(query).scalar()
        seconds = time.perf_counter() - began
        if found == state:
            return seconds
        assert found in (None, "waiting", "checked", "applying"), found
        assert seconds < 300, "five minutes are over"
        time.sleep(0.05)


def measure(rows: int, way: str, shape: str, url: str, home: Path) -> str:
    """One line of the table."""
    new = invented(rows)
    cpu = time.process_time
    with bot(url, home) as (app, runtime, desk):
        if shape == "csv":
            on_command_line(app, as_xlsx(new, networks_alone=True), "networks.xlsx", home)
        body = {"json": as_json, "csv": as_csv, "xlsx": as_xlsx}[shape](new)
        began = cpu()
        if way == "command line":
            told = f"{on_command_line(app, body, f'roster.{shape}', home):.1f}"
        else:
            checked, taken = in_the_chat(runtime, desk, body, f"roster.{shape}")
            told = f"{checked:.1f} to check, {taken:.1f} to take over"
        told += f" | {cpu() - began:.1f}"
        made = text("SELECT count(*) FROM schools WHERE code LIKE 'BN%'")
        with runtime.engine.connect() as connection:
            assert connection.execute(made).scalar() == rows
    return f"| {shape} | {way} | {told} |"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000, help="schools in the file")
    parser.add_argument("--chat", action="store_true", help="that way alone")
    parser.add_argument("--postgresql", action="store_true", help="there alone, else on SQLite")
    given = parser.parse_args(arguments)
    logs.configure(demo=False)
    kind = "PostgreSQL" if given.postgresql else "SQLite"
    print(f"{given.rows:,} rows on {kind}\n\n| file | way | seconds | CPU |\n|---|---|---|---|")
    for way, shape in WAYS:
        if given.chat and way != "chat":
            continue
        with tempfile.TemporaryDirectory() as home, _database(given.postgresql, home) as url:
            if url is None:
                raise SystemExit(f"no PostgreSQL answers at {POSTGRESQL}")
            print(measure(given.rows, way, shape, url, Path(home)), flush=True)


@contextmanager
def _database(on_postgresql: bool, home: str) -> Iterator[str | None]:
    if on_postgresql:
        with postgresql(POSTGRESQL, "philiang_roster") as url:
            yield url
    else:
        yield f"sqlite:///{home}/roster.db"


if __name__ == "__main__":
    main()
