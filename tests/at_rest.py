"""Reads what lies locked in the database, for tests that ask it in plain SQL."""

import json
from typing import Any

from bot.runtime import Runtime


def opened(runtime: Runtime, value: Any) -> Any:
    """A value of a row with what is locked in it opened; a JSON text stays a text."""
    if isinstance(value, str) and '"locked"' in value:
        return json.dumps(opened(runtime, json.loads(value)), ensure_ascii=False)
    if isinstance(value, list):
        return [opened(runtime, each) for each in value]
    if not isinstance(value, dict) or "locked" not in value:
        return value
    text = runtime.bodies_cipher.unlock(value["locked"])
    assert text is not None, "locked with another key"
    return {name: part for name, part in value.items() if name != "locked"} | json.loads(text)
