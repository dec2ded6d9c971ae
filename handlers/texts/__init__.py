"""The Thai catalog: every sentence the bot says, one TOML file per capability.

The file's name is the first part of the key: `t("visit.ask.school")` is `[ask] school` of
visit.toml. No Thai sentence stands anywhere else in the code.
"""

import string
import tomllib
from functools import cache
from importlib import resources
from typing import Any


class TextMissing(KeyError):
    """The catalog has no such key; a fault of the programmer, found by tests/test_texts.py."""


@cache
def catalog() -> dict[str, str]:
    """All texts by their dotted key."""
    texts: dict[str, str] = {}
    for file in resources.files(__package__).iterdir():
        if file.name.endswith(".toml"):
            _flatten(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")), texts)
    return texts


def _flatten(prefix: str, table: dict[str, Any], into: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            _flatten(key, value, into)
        else:
            into[key] = value.strip()


def t(key: str, **values: object) -> str:
    """The Thai text of `key` with `{names}` filled in from `values`.

    Raises TextMissing if the catalog has no such key, KeyError if a value is missing.
    """
    try:
        text = catalog()[key]
    except KeyError:
        raise TextMissing(key) from None
    return text.format_map(values) if values else text


def has(key: str) -> bool:
    """Whether the catalog has this key (for optional texts such as a hint)."""
    return key in catalog()


def fields_of(key: str) -> set[str]:
    """The names that the text of `key` wants filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(catalog()[key]) if name}
