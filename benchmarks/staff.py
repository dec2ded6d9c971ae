"""Invented people at their posts, by the thousand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert

from benchmarks.world import user_id
from models.people_tables import Appointment, LineAccount, Person
from models.vocabulary import Role, ScopeKind

#: (role, kind of place, its id; None for the country).
Post = tuple[Role, ScopeKind, int | None]

_SINCE = date(2022, 7, 4)
_MADE = datetime(2022, 7, 4, tzinfo=UTC)
_AT_ONCE = 10_000


def settle(connection: Connection, posts: Sequence[Post]) -> None:
    """Somebody for each of these posts, numbered from 1, with a LINE account (`user_id`)."""
    for first in range(0, len(posts), _AT_ONCE):
        some = list(enumerate(posts[first : first + _AT_ONCE], first + 1))
        for table, rows in (
            (Person, [_person(n) for n, _ in some]),
            (LineAccount, [_account(n) for n, _ in some]),
            (Appointment, [_appointment(n, post) for n, post in some]),
        ):
            connection.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _person(n: int) -> dict[str, Any]:
    return {"id": n, "full_name": f"คนที่ {n}", "sample": True, "created_at": _MADE}


def _account(n: int) -> dict[str, Any]:
    return {
        "line_user_id": user_id(n),
        "person_id": n,
        "wrong_codes": 0,
        "created_at": _MADE,
        "notice_version": "2",
    }


def _appointment(n: int, post: Post) -> dict[str, Any]:
    role, kind, place = post
    return {
        "person_id": n,
        "role": role,
        "scope_kind": kind,
        "school_id": place if kind is ScopeKind.SCHOOL else None,
        "office_id": place if kind is ScopeKind.OFFICE else None,
        "starts_on": _SINCE,
    }
