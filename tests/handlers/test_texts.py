"""The Thai catalog and the code fit: every key is there, is used, and gets the values it wants."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.routes import ROUTES
from handlers.talks import CONVERSATIONS
from handlers.texts import TextMissing, catalog, fields_of, has, t

ROOT = Path(__file__).parents[2]
SPEAKING = ("bot", "handlers", "rich_menus", "demo")
#: The functions that take a key, and whether they fill in values.
LOOKERS = {"t": True, "has": False, "words_of": False, "bare_words": False}

HOLE = "[^.]*"  # what is filled in may be nothing, as in hint and hint_past


@dataclass(frozen=True)
class Use:
    """A key in the code, as a pattern; `values` is None where they are not written out."""

    where: str
    pattern: str
    values: frozenset[str] | None
    exact: bool

    def matches(self) -> list[str]:
        return [key for key in catalog() if re.fullmatch(self.pattern, key)]


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def pattern_of(node: ast.expr) -> str | None:
    """A key or f-string as a regular expression; None for what is neither."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else HOLE
            for part in node.values
        )
    return None


def keys_in(node: ast.expr, scope: ast.AST) -> list[ast.expr]:
    """The key expressions that `node` may be: itself, either branch, or what a name was set to."""
    if isinstance(node, ast.IfExp):
        return keys_in(node.body, scope) + keys_in(node.orelse, scope)
    if isinstance(node, ast.Name):
        found = []
        for each in ast.walk(scope):
            if isinstance(each, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == node.id for target in each.targets
            ):
                found += keys_in(each.value, scope)
        return found
    return [node]


def uses() -> list[Use]:
    found = []
    for file in python_files(*SPEAKING):
        tree = ast.parse(file.read_text("utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        seen: set[int] = set()
        for scope in [*functions, tree]:
            for node in ast.walk(scope):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                if id(node) in seen:
                    continue
                seen.add(id(node))
                if node.func.id not in LOOKERS or not node.args:
                    continue
                written = all(keyword.arg for keyword in node.keywords)
                values = frozenset(k.arg for k in node.keywords if k.arg) if written else None
                for key in keys_in(node.args[0], scope):
                    pattern = pattern_of(key)
                    if pattern is None:
                        continue
                    where = f"{file.relative_to(ROOT)}:{node.lineno}"
                    fills = LOOKERS[node.func.id]
                    found.append(
                        Use(where, pattern, values if fills else None, HOLE not in pattern)
                    )
    return found


USES = uses()


def test_the_code_speaks_through_the_catalog() -> None:
    assert len({use.where for use in USES}) > 100


def test_every_key_in_the_code_is_in_the_catalog() -> None:
    missing = {f"{use.where} {use.pattern}" for use in USES if not use.matches()}
    assert not {m for m in missing if "hint" not in m}, "only hints are optional"


def test_every_text_named_in_full_gets_the_values_it_wants() -> None:
    wrong = [
        f"{use.where} {key}: wants {sorted(fields_of(key))}, gets {sorted(use.values)}"
        for use in USES
        if use.exact and use.values is not None
        for key in use.matches()
        if fields_of(key) != use.values
    ]
    assert wrong == []


def test_every_text_of_a_pattern_gets_the_values_it_wants() -> None:
    """A pattern may match more keys than it ever means, so each key needs one use that fits."""
    named = {key for use in USES if use.exact for key in use.matches()}
    fitting = {
        key
        for use in USES
        if use.values is not None
        for key in use.matches()
        if fields_of(key) <= use.values
    }
    matched = {key for use in USES if use.values is not None for key in use.matches()}
    assert sorted(matched - named - fitting - in_templates()) == []


def in_templates() -> set[str]:
    pages = "\n".join(file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.html"))
    return {key for key in catalog() if key in pages}


def test_no_text_stands_there_unused() -> None:
    used = {key for use in USES for key in use.matches()}
    # Keys that are handed on before they are looked up ("visit.same_visit").
    for file in python_files(*SPEAKING):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
    used |= in_templates()
    assert sorted(set(catalog()) - used) == []


def test_every_text_has_words_and_closed_braces() -> None:
    for key, text in catalog().items():
        assert text == text.strip() != "", key
        fields_of(key)


def test_every_question_has_its_texts() -> None:
    for name, talk in CONVERSATIONS.items():
        form = talk.what.form
        assert form.name == name
        for key in ("title", "summary", "send"):
            assert has(f"{name}.{key}")
        for slot in form.slots:
            for key in ("ask", "label"):
                own, shared = f"{name}.{key}.{slot.name}", f"forms.{key}.{slot.name}"
                assert has(own) or has(shared), own
        asked = {
            key.removeprefix(f"{name}.ask.") for key in catalog() if key.startswith(f"{name}.ask.")
        }
        assert asked <= {slot.name for slot in form.slots}


def test_no_two_commands_share_a_word() -> None:
    words = [word for route in ROUTES for word in route.words]
    assert len(words) == len(set(words))


def test_a_missing_key_is_told_by_its_name() -> None:
    with pytest.raises(TextMissing, match="no such key"):
        t("no such key")


def test_a_missing_value_is_no_silent_gap() -> None:
    with pytest.raises(KeyError):
        t("dialog.photo_taken", other=1)


def test_words_of_people_are_never_read_as_fields() -> None:
    assert "{read}" in t("dialog.miss.one_of", read="{read}")


# --- no Thai sentence anywhere else --------------------------------------------------------------

THAI = re.compile("[\u0e00-\u0e7f]")
DATA = ("handlers/thai/", "models/migrations/")


def _docstrings(tree: ast.AST) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def test_no_thai_sentence_stands_in_the_code() -> None:
    found = []
    for file in python_files("bot", "handlers", "models", "rich_menus"):
        where = str(file.relative_to(ROOT))
        if where.startswith(DATA):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        docstrings = _docstrings(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if id(node) not in docstrings and len(THAI.findall(node.value)) >= 12:
                found.append(f"{where}:{node.lineno}")
    assert found == []
