"""What the documents say is so: settings, commands, links, dependencies, the example roster."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.database import reading, transaction
from bot.settings import FROM_FILE, Settings
from models.actors import Post
from models.mentoring import mentor_places
from models.people import find_scope
from models.roster import SHIPPED, import_files, refusals
from models.vocabulary import Role, ScopeKind

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "tests/data/README.md")
EXAMPLE = ROOT / "docs" / "first_office.json"


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def settings_table() -> dict[str, tuple[bool, str]]:
    """From README.md: each variable, whether it may come from a file, and its default."""
    table = {}
    for line in read("README.md").splitlines():
        if not re.match(r"\| `[A-Z_]+`", line):
            continue
        name, _, default, _ = (cell.strip() for cell in line.strip("|").split("|"))
        code = re.fullmatch(r"`(.+)`", default)
        table[name.split("`")[1]] = ("⎘" in name, code[1] if code else "")
    return table


def test_the_settings_table_tells_every_setting_and_its_default() -> None:
    assert {name: default for name, (_, default) in settings_table().items()} == {
        name.upper(): str(field.default).lower() if field.annotation is bool else str(field.default)
        for name, field in Settings.model_fields.items()
    }


def test_the_settings_table_marks_what_may_come_from_a_file() -> None:
    marked = {name for name, (from_file, _) in settings_table().items() if from_file}
    assert marked == set(FROM_FILE)


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert read("CHANGELOG.md").splitlines()[0] == f"# {version}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_inside_the_project_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", read(name))
    here = [link for link in links if not link.startswith("https://")]
    assert links
    assert [link for link in here if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_make_command_that_is_named_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    # Commands stand in code: indented, or between backticks.
    named = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
    said = {word for name in DOCUMENTS for word in named.findall(read(name))}
    assert {"demo", "test"} <= said <= targets


def test_every_dependency_has_its_reason() -> None:
    said = read("docs/architecture.md").casefold()
    lines = (read("requirements/runtime.in") + read("requirements/dev.in")).splitlines()
    wanted = [re.split(r"[<>=\[]", line)[0].casefold() for line in lines if line[:1].isalpha()]
    reasons = {"psycopg": "psycopg (binary)", "line-bot-sdk": "| line-bot-sdk |"}
    missing = [
        name
        for name in wanted
        if not name.startswith("types-") and reasons.get(name, name) not in said
    ]
    assert len(wanted) > 20
    assert missing == []


def test_the_picture_is_small_enough_for_a_slow_line() -> None:
    assert 10_000 < (ROOT / "docs" / "conversation.png").stat().st_size < 300_000


def test_the_example_roster_lets_its_lead_school_report(engine: Engine) -> None:
    with transaction(engine) as session:
        assert refusals(import_files(session, [SHIPPED[0], EXAMPLE])) == []
    with reading(engine) as session:
        school = find_scope(session, ScopeKind.SCHOOL, "EX1-01")
        assert school is not None
        places = mentor_places(session, [Post(Role.TEACHER, school)], date(2026, 11, 22))
    assert [mentee.code for place in places for mentee in place.mentees] == ["EX1-02"]
