"""Stored drafts as drafts again. They lie locked in the database (models/locked_json.py)."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.dialog.form import Draft
from models.locked_json import UNREADABLE


def taken_up(raw: Mapping[str, Any] | None) -> Draft | None:
    """A stored draft again; None where no key in force opens it."""
    if raw is None or UNREADABLE in raw:
        return None
    return Draft.from_json(raw)


def all_taken_up(raws: Iterable[Mapping[str, Any]]) -> list[Draft]:
    """Those that were put aside, in their order."""
    return [draft for raw in raws if (draft := taken_up(raw)) is not None]


def unopened(raws: Iterable[Mapping[str, Any] | None]) -> list[Mapping[str, Any]]:
    """Those that no key in force opens, as they are stored: while keys are being changed another
    process may have theirs."""
    return [raw for raw in raws if raw is not None and UNREADABLE in raw]
