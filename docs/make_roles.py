"""Write docs/roles.md: roles and what each may do, from models/policy.py and the table of routes.

python -m docs.make_roles            write it
python -m docs.make_roles --check    say whether it is as the tables are now; exit 1 if not
"""

import argparse
import inspect
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from handlers.routes import ROUTES
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from models import policy
from models.policy import ADMITTED, INVITABLE, MAY, SCOPES, Action
from models.vocabulary import Role, ScopeKind

FILE = Path(__file__).parent / "roles.md"
YES, NO = "●", ""

_TOLD = re.compile(r'^    \w+ = "(\w+)"  # (.+)$', re.MULTILINE)

_HEAD = """# Roles and what each may do

Written from [models/policy.py](../models/policy.py) and [handlers/routes.py](../handlers/routes.py)
by `python -m docs.make_roles`; a test fails where it is not as these are now.

A role says **what** somebody may do, the scope of the post says **where**: a school, a network, an
office, a programme or the country. Both are asked when a command or a button arrives, however old
the button is. Who holds several posts may do what any of them allows, each within its own scope, or
acts as one of them alone (“เปลี่ยนบทบาท”). A deputy may what the one they stand in for may, for as
long as they act as such; it is noted for whom."""


def page() -> str:
    """What should stand in docs/roles.md."""
    parts = (
        _HEAD,
        "## What each role may do",
        _matrix("action", ((_action(each), _may(each)) for each in Action)),
        "Everybody who has joined may, whatever their role: " + _commands(None) + ".",
        "## Over what each role is held",
        _by_role(ScopeKind, SCOPES),
        "## Whom each role may give a code to",
        _by_role(Role, INVITABLE),
        "## Whose request to join, and whose posts, each role may decide",
        _by_role(Role, ADMITTED),
        "## The commands behind each action, and “the forms” that it opens",
        *_behind(),
    )
    return "\n\n".join(parts) + "\n"


def stale() -> bool:
    """Whether the file is missing or not as the tables are now."""
    return not FILE.exists() or FILE.read_text("utf-8") != page()


def _action(action: Action) -> str:
    told = dict(_TOLD.findall(inspect.getsource(policy)))
    return f"`{action.value}`: {told[action.value]}" if action.value in told else action.value


def _may(action: Action) -> list[str]:
    return [YES if action in MAY[role] else NO for role in Role]


def _matrix(first: str, rows: Iterable[tuple[str, list[str]]]) -> str:
    head = [first, *(f"{t(f'words.role.{role.value}')} `{role.value}`" for role in Role)]
    lines = [_line(head), _line(["---", *(":-:" for _ in Role)])]
    return "\n".join([*lines, *(_line([name, *cells]) for name, cells in rows)])


def _by_role(columns: Iterable[StrEnum], table: Mapping[Role, Collection[StrEnum]]) -> str:
    columns = list(columns)
    lines = [_line(["role", *(f"`{each.value}`" for each in columns)])]
    lines.append(_line(["---", *(":-:" for _ in columns)]))
    for role in Role:
        cells = [YES if each in table[role] else NO for each in columns]
        lines.append(_line([f"`{role.value}`", *cells]))
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _behind() -> list[str]:
    """The words of the commands of each action, and the forms it opens."""
    found = []
    for action in Action:
        forms = [t(f"{name}.title") for name, talk in CONVERSATIONS.items() if talk.needs is action]
        told = "; ".join(filter(None, (_commands(action), ", ".join(f"“{f}”" for f in forms))))
        if told:
            found.append(f"- `{action.value}`: {told}")
    return ["\n".join(found)]


def _commands(action: Action | None) -> str:
    return ", ".join(route.words[0] for route in ROUTES if route.needs is action)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        FILE.write_text(page(), "utf-8")
    elif stale():
        sys.exit("docs/roles.md is not as the tables are now: python -m docs.make_roles")


if __name__ == "__main__":
    main()
