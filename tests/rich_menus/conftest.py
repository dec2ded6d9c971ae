"""A bot with LINE on the desk and the demo's people, and the pictures of all menus, drawn once."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from line_desk import LineDesk, Paint

from bot.app import create_app, runtime_of
from bot.settings import load_settings
from rich_menus.__main__ import menus
from rich_menus.drawing import draw
from tests.bot.street import Street, open_street, populate


@pytest.fixture(scope="session")
def peopled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the rosters that ship and the demo's people, to be copied."""
    file = tmp_path_factory.mktemp("peopled") / "peopled.db"
    shutil.copyfile(migrated_file, file)
    url = {"BOT_DEMO": "1", "LINE_API_BASE": "http://127.0.0.1:1"}
    runtime = runtime_of(create_app(load_settings({**url, "DATABASE_URL": f"sqlite:///{file}"})))
    populate(runtime)
    runtime.engine.dispose()
    return file


@pytest.fixture
def street(peopled_file: Path, tmp_path: Path) -> Iterator[Street]:
    """A running bot on SQLite, with LINE on the desk."""
    file = tmp_path / "philiang.db"
    shutil.copyfile(peopled_file, file)
    with open_street(f"sqlite:///{file}", str(tmp_path / "media"), populated=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every page as PNG, by its alias, as `preview` draws them."""
    folder = tmp_path_factory.mktemp("preview") / "menus"
    assert CliRunner().invoke(menus, ["preview", str(folder)]).exit_code == 0
    return {file.stem: file.read_bytes() for file in folder.glob("*.png")}


@pytest.fixture(scope="session")
def paint() -> Paint:
    """Draws like rich_menus.drawing, each picture once."""

    @cache
    def drawn(width: int, height: int) -> bytes:
        return draw({"width": width, "height": height, "tabs": [], "tiles": []})

    return lambda page: drawn(page["width"], page["height"])


@pytest.fixture
def desk(street: Street, paint: Paint) -> LineDesk:
    """The street as the tests of menus look at it."""
    return LineDesk(street, paint)
