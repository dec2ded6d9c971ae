"""A database as one file, and back into an empty place: SQLite by its online backup, PostgreSQL by
pg_dump and pg_restore.

Both see one moment, while the bot goes on writing; what the tables hold is counted at that moment.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from models.contents import Content, contents, tables_there

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class CannotBackUp(Exception):
    """Why nothing was written; the text is for whoever typed the command."""


def kind_of(url: str) -> str:
    """ "sqlite" or "postgresql"."""
    return make_url(url).get_backend_name()


def dump(url: str, target: Path) -> dict[str, Content]:
    """Write the database into this file, and say what is in it."""
    parsed = make_url(url)
    if kind_of(url) == SQLITE:
        return _dump_sqlite(_sqlite_file(parsed), target)
    return _dump_postgresql(parsed, target)


def is_empty(url: str) -> bool:
    """Whether no table is there; for SQLite also where there is no file yet."""
    parsed = make_url(url)
    if kind_of(url) == SQLITE and not _sqlite_file(parsed).exists():
        return True
    with _opened(parsed) as engine, engine.connect() as connection:
        return not tables_there(connection)


def load(url: str, source: Path, promised: Mapping[str, Content]) -> None:
    """Fill an empty database from such a file, and see that it holds what was promised. Raises
    CannotBackUp where it does not."""
    parsed = make_url(url)
    if kind_of(url) == SQLITE:
        _load_sqlite(_sqlite_file(parsed), source, promised)
    else:
        _load_postgresql(parsed, source, promised)


# --- SQLite --------------------------------------------------------------------------------------


def _dump_sqlite(file: Path, target: Path) -> dict[str, Content]:
    if not file.exists():
        raise CannotBackUp(f"there is no database at {file}")
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    return _held(target)


def _load_sqlite(file: Path, source: Path, promised: Mapping[str, Content]) -> None:
    # Judged before it stands where the bot would open it.
    if _held(source) != promised:
        raise CannotBackUp("the database of this archive does not hold what its manifest says")
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.restoring")
    shutil.copyfile(source, beside)
    for log in (f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(log).unlink(missing_ok=True)  # of the empty file that stood there
    beside.replace(file)


def _held(file: Path) -> dict[str, Content]:
    with _opened(make_url(f"sqlite:///{file}")) as engine, engine.connect() as connection:
        return contents(connection)


def _sqlite_file(url: URL) -> Path:
    if url.database in (None, "", ":memory:"):
        raise CannotBackUp("a database in memory has nothing to back up")
    return Path(str(url.database))


# --- PostgreSQL ----------------------------------------------------------------------------------


def _dump_postgresql(url: URL, target: Path) -> dict[str, Content]:
    tool = _tool("pg_dump")
    with _opened(url) as engine, engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # pg_dump sees exactly what is counted here, whatever is written meanwhile.
        moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        _run(
            url,
            tool,
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={moment}",
            f"--file={target}",
        )
        return contents(connection)


def _load_postgresql(url: URL, source: Path, promised: Mapping[str, Content]) -> None:
    # In one transaction: a restore that fails leaves the place as empty as it was.
    _run(
        url,
        _tool("pg_restore"),
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(source),
    )
    with _opened(url) as engine, engine.connect() as connection:
        if contents(connection) != promised:
            raise CannotBackUp("what was restored is not what the manifest says; drop it again")


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotBackUp(
            f"{name} is missing: install PostgreSQL's client programs of the server's version "
            "or newer (Debian: postgresql-client)"
        )
    return found


def _address(url: URL) -> str:
    """Where the database is, for the tools; without the password, which others could read in the
    list of processes."""
    where = (url.username, None, url.host, url.port, url.database, url.query)
    return URL.create("postgresql", *where).render_as_string()


def _run(url: URL, *command: str) -> None:
    """Run one of PostgreSQL's tools on this database. Raises CannotBackUp with its last words."""
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(  # noqa: S603 - our own words, and no shell
        [*command, f"--dbname={_address(url)}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.strip().splitlines()
        raise CannotBackUp(f"{Path(command[0]).name}: {why[-1] if why else 'failed'}")


@contextmanager
def _opened(url: URL) -> Iterator[Engine]:
    """The database as it is: without what bot.database sets for the running bot."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()
