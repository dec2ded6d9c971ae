"""The rules of the house that import-linter cannot see (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "models", "scheduler", "rich_menus", "simulator", "demo")


def _modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "versions" not in file.parts:
                yield file.relative_to(ROOT), ast.parse(file.read_text("utf-8"))


def _calls(tree: ast.Module) -> Iterator[str]:
    """The dotted names of everything that is called: "session.commit", "select"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_queries_are_written_in_models_alone() -> None:
    outside = [
        str(file)
        for file, tree in _modules("bot", "handlers", "scheduler", "rich_menus", "demo")
        if {"select", "sqlalchemy.select", "sa.select"} & set(_calls(tree))
    ]
    assert outside == []


def test_only_the_transaction_helper_commits() -> None:
    committing = [
        str(file)
        for file, tree in _modules("bot", "handlers", "models", "scheduler", "rich_menus", "demo")
        if any(call.endswith("session.commit") for call in _calls(tree))
    ]
    assert committing == ["bot/database.py"]


def test_handlers_and_models_never_open_a_transaction() -> None:
    opening = [
        str(file)
        for file, tree in _modules("handlers", "models")
        if {"transaction", "reading", "make_engine"} & set(_calls(tree))
    ]
    assert opening == []


def test_a_line_client_is_made_in_one_place() -> None:
    making = [
        str(file)
        for file, tree in _modules("bot", "handlers", "models", "scheduler", "rich_menus", "demo")
        if any(call.split(".")[-1] == "ApiClient" for call in _calls(tree))
    ]
    assert making == ["bot/line.py"]


def test_no_file_has_grown_beyond_one_reason_to_exist() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        if "versions" not in file.parts
        and (lines := len(file.read_text("utf-8").splitlines())) > 320
    }
    assert long == {}


def test_the_clock_is_passed_in() -> None:
    """The present moment is asked for at the edge only."""
    asking = [
        str(file)
        for file, tree in _modules("handlers", "models")
        if {"datetime.now", "date.today", "time.time"} & set(_calls(tree))
    ]
    assert asking == []
