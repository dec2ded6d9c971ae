"""Everything into one archive and back into an empty place, on both databases."""

import io
import json
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url

from bot.app import create_app
from bot.backup import CannotBackUp, back_up, restore
from bot.database import transaction
from bot.media import MediaStore
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import cast, settle
from models.contents import contents
from models.data_requests import note_request
from models.people import ensure_account
from models.roster import SHIPPED, import_files
from models.vocabulary import DataAnswer, DataRequestKind

SECRETS = {
    "LINE_CHANNEL_SECRET": "the-channel-secret-of-this-test",
    "LINE_CHANNEL_ACCESS_TOKEN": "the-access-token-of-this-test",
    "SIGNING_SECRET": "the-signing-secret-of-this-test",
    "DATA_KEY": "the-data-key-of-this-test",
    "METRICS_TOKEN": "the-metrics-token-of-this-test",
}


@pytest.fixture
def bot(database_url: str, tmp_path: Path) -> Iterator[Runtime]:
    """A bot with people, a request and two photos."""
    runtime = Runtime(load_settings(environment(database_url, tmp_path / "media")))
    now = runtime.machine_time()
    with transaction(runtime.engine) as session:
        import_files(session, SHIPPED)
        for member in cast():
            settle(session, member, now, now.date())
        note_request(
            session,
            DataRequestKind.COPY,
            DataAnswer.GIVEN,
            person_id=1,
            line_user_id=cast()[0].line_user_id,
            now=now,
        )
    for number in (1, 2):
        runtime.media.put(f"photos/{number}.jpg", b"a picture" * number)
    yield runtime
    runtime.engine.dispose()


@pytest.fixture
def empty_place(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """A database of the same kind, without any table."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'new.db'}"
        return
    url, server = make_url(database_url), request.getfixturevalue("postgresql")
    assert isinstance(server, Connection)
    name = f"{url.database}_new"
    server.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    yield url.set(database=name).render_as_string(hide_password=False)
    server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def environment(database_url: str, media: Path) -> dict[str, str]:
    return {**SECRETS, "DATABASE_URL": database_url, "MEDIA_URL": str(media)}


def test_what_was_backed_up_is_all_there_again(
    bot: Runtime, empty_place: str, tmp_path: Path
) -> None:
    archive, there = tmp_path / "all.tar.gz", MediaStore(str(tmp_path / "media-there"))
    made = back_up(bot.settings.database_url, bot.media, archive, bot.machine_time())
    assert archive.stat().st_mode & 0o777 == 0o600
    assert made.tables["people"].rows == len([one for one in cast() if one.joined])

    assert restore(archive, empty_place, there) == made

    new = Runtime(load_settings(environment(empty_place, tmp_path / "media-there")))
    with bot.engine.connect() as before, new.engine.connect() as after:
        assert contents(after) == contents(before)
    assert list(there.all_keys()) == ["photos/1.jpg", "photos/2.jpg"]
    with there.open("photos/2.jpg") as file:
        assert file.read() == b"a picture" * 2
    with transaction(new.engine) as session:  # and it is a working one: numbers go on
        later = note_request(
            session,
            DataRequestKind.COPY,
            DataAnswer.GIVEN,
            person_id=1,
            line_user_id=cast()[0].line_user_id,
            now=bot.machine_time(),
        )
        assert later.id == 2
    new.engine.dispose()

    with pytest.raises(CannotBackUp, match="not empty"):
        restore(archive, empty_place, MediaStore(str(tmp_path / "third")))


def test_a_backup_holds_one_moment_while_others_write_and_fills_no_place_in_use(
    bot: Runtime, empty_place: str, tmp_path: Path
) -> None:
    stop, written = threading.Event(), threading.Barrier(2)

    def request(number: int) -> None:
        """Two rows of two tables, which belong together."""
        kind, answer = DataRequestKind.COPY, DataAnswer.GIVEN
        account, now = f"U{number}", bot.machine_time()
        with transaction(bot.engine) as session:
            whose = {"person_id": None, "line_user_id": account}
            note_request(session, kind, answer, now=now, **whose)  # type: ignore[arg-type]
            ensure_account(session, account, now)

    def write() -> None:
        request(0)
        written.wait()
        number = 1
        while not stop.is_set() or number < 20:
            request(number)
            number += 1

    writing = threading.Thread(target=write)
    writing.start()
    written.wait()
    archive, there = tmp_path / "all.tar.gz", MediaStore(str(tmp_path / "media-there"))
    made = back_up(bot.settings.database_url, bot.media, archive, bot.machine_time())
    with pytest.raises(CannotBackUp, match="not empty"):
        restore(archive, bot.settings.database_url, there)
    stop.set()
    writing.join()
    assert restore(archive, empty_place, there) == made
    held = {name: made.tables[name].rows for name in ("data_requests", "line_accounts")}
    joined = len([one for one in cast() if one.joined])
    assert held["data_requests"] - 1 == held["line_accounts"] - joined > 0
    with bot.engine.connect() as connection:
        now = connection.exec_driver_sql("SELECT count(*) FROM data_requests").scalar_one()
    assert now > held["data_requests"], "others went on writing"


@pytest.fixture
def archive(sqlite_url: str, tmp_path: Path) -> Path:
    """An archive of a small bot on SQLite."""
    media = MediaStore(str(tmp_path / "media"))
    media.put("photos/1.jpg", b"a picture")
    target = tmp_path / "all.tar.gz"
    back_up(sqlite_url, media, target, Runtime(load_settings(SECRETS)).machine_time())
    return target


def test_a_media_store_that_is_not_empty_is_refused(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="media store is not empty"):
        restore(archive, f"sqlite:///{tmp_path / 'new.db'}", MediaStore(str(tmp_path / "media")))


def changed(archive: Path, name: str, data: bytes | None) -> Path:
    """The same archive with one member changed, or left out."""
    target = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            content = file.read()
            if member.name == name:
                if data is None:
                    continue
                content = data
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("media/photos/1.jpg", b"another", "damaged"),
        ("media/photos/1.jpg", None, "damaged"),
        ("database", b"nothing", "damaged"),
        ("manifest.json", None, "no manifest"),
        ("manifest.json", b"{}", "cannot be read"),
    ],
)
def test_a_damaged_archive_is_refused_before_anything_is_touched(
    archive: Path, tmp_path: Path, name: str, data: bytes | None, why: str
) -> None:
    place, media = tmp_path / "new.db", MediaStore(str(tmp_path / "there"))
    with pytest.raises(CannotBackUp, match=why):
        restore(changed(archive, name, data), f"sqlite:///{place}", media)
    assert not place.exists()
    assert list(media.all_keys()) == []


def test_half_a_file_is_no_archive(archive: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar.gz"
    half.write_bytes(archive.read_bytes()[:2000])
    with pytest.raises(CannotBackUp, match="cannot be read"):
        restore(half, f"sqlite:///{tmp_path / 'new.db'}", MediaStore(str(tmp_path / "there")))


def test_an_archive_of_another_kind_of_database_is_refused(
    archive: Path, bare_database_url: str, tmp_path: Path
) -> None:
    if bare_database_url.startswith("sqlite"):
        return
    with pytest.raises(CannotBackUp, match="archive is of sqlite"):
        restore(archive, bare_database_url, MediaStore(str(tmp_path / "there")))


def test_by_hand_it_tells_what_it_did_and_the_archive_holds_no_secret(
    sqlite_url: str, tmp_path: Path
) -> None:
    app = create_app(load_settings(environment(sqlite_url, tmp_path / "media")))
    target = tmp_path / "all.tar.gz"
    told = app.test_cli_runner().invoke(args=["backup", "--output", str(target)])
    assert (told.exit_code, "tables with" in told.output) == (0, True)
    again = app.test_cli_runner().invoke(args=["backup", "--output", str(target)])
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    with tarfile.open(target) as opened:
        whole = b"".join(file.read() for each in opened if (file := opened.extractfile(each)))
        manifest = opened.extractfile("manifest.json")
        assert manifest is not None
        assert json.load(manifest)["kind"] == "sqlite"
    assert [name for name, value in SECRETS.items() if value.encode() in whole] == []

    fresh = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x' / 'new.db'}"}
    new = create_app(load_settings({**environment("", tmp_path / "y"), **fresh}))
    told = new.test_cli_runner().invoke(args=["restore", str(target)])
    assert (told.exit_code, "all counts and hashes are the same" in told.output) == (0, True)
    told = new.test_cli_runner().invoke(args=["restore", str(target)])
    assert (told.exit_code, "not empty" in told.output) == (1, True)


def test_missing_tools_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotBackUp, match="pg_dump is missing: install PostgreSQL"):
        back_up(
            "postgresql+psycopg://nobody@127.0.0.1/none",
            MediaStore(str(tmp_path / "media")),
            tmp_path / "all.tar.gz",
            Runtime(load_settings(SECRETS)).machine_time(),
        )
    assert list(tmp_path.glob("all*")) == []
