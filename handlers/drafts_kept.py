"""How drafts are stored: as JSON, and those that hold contact details locked as a whole.

A phone number that was typed would otherwise lie open in the database until its form is sent: as
an answer, as the words it was read from, as what a record said before.
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from handlers.call import Locks
from handlers.dialog.form import Draft

#: The forms that ask how to reach somebody (tests/handlers/test_drafts_kept.py finds them).
PRIVATE = frozenset({"staff", "working_group"})
_LOCKED = "locked"


class Renews(Protocol):
    """Gives a token under the newest key (bot/cipher.py)."""

    def renew(self, token: str) -> str | None: ...


def kept(draft: Draft, locks: Locks) -> dict[str, Any]:
    """A draft as it is stored. What the night's purge looks at stays readable."""
    whole = draft.to_json()
    if draft.form not in PRIVATE:
        return whole
    token = locks.lock(json.dumps(whole, ensure_ascii=False))
    if token is None:
        return whole
    open_parts = {name: whole[name] for name in ("id", "form", "version", "touched_on")}
    return {**open_parts, _LOCKED: token}


def taken_up(raw: Mapping[str, Any] | None, locks: Locks) -> Draft | None:
    """A stored draft again; None where no key in force opens it."""
    if raw is None:
        return None
    if _LOCKED not in raw:
        return Draft.from_json(raw)
    whole = locks.unlock(raw[_LOCKED])
    return Draft.from_json(json.loads(whole)) if whole is not None else None


def renewed(raw: dict[str, Any] | None, keys: Renews) -> dict[str, Any] | None:
    """A stored draft under the newest key; as it is where it is not locked, or opens no more."""
    if raw is None or _LOCKED not in raw:
        return raw
    return {**raw, _LOCKED: keys.renew(raw[_LOCKED]) or raw[_LOCKED]}


def all_taken_up(raws: list[Mapping[str, Any]], locks: Locks) -> list[Draft]:
    """Those that were put aside, in their order."""
    return [draft for raw in raws if (draft := taken_up(raw, locks)) is not None]
