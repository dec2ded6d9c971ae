"""The demo's people, from cast.json: who is there, and where each belongs."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from models.people import (
    Appointment,
    LineAccount,
    Person,
    Scope,
    create_invitation,
    ensure_account,
    find_scope,
    invitation_exists,
    load_actor,
)
from models.people_tables import scope_column
from models.vocabulary import Role, ScopeKind

CAST = Path(__file__).parent / "cast.json"


@dataclass(frozen=True)
class Member:
    """One of the cast. `code`: the one-time code of somebody who has not joined yet."""

    key: str
    name: str
    line_user_id: str
    role: Role
    scope_kind: ScopeKind
    scope_code: str
    joined: bool
    code: str | None


def cast() -> list[Member]:
    """Everybody in cast.json."""
    return [
        Member(
            key=raw["key"],
            name=raw["name"],
            line_user_id=raw["line_user_id"],
            role=Role(raw["role"]),
            scope_kind=ScopeKind(raw["scope"]["kind"]),
            scope_code=raw["scope"]["code"],
            joined=raw["joined"],
            code=raw.get("code"),
        )
        for raw in json.loads(CAST.read_text("utf-8"))
    ]


def settle(session: Session, member: Member, now: datetime, today: date) -> None:
    """Give a member of the cast a post, or a code to join with; nothing where that is done."""
    scope = find_scope(session, member.scope_kind, member.scope_code)
    assert scope is not None, f"{member.scope_code} is in no roster"
    if not member.joined:
        _offer_code(session, member, scope, now)
        return
    if load_actor(session, member.line_user_id, today).known:
        return
    ensure_account(session, member.line_user_id, now)
    person = Person(full_name=member.name, sample=True, created_at=now)
    session.add(person)
    session.flush()
    account = session.get(LineAccount, member.line_user_id)
    assert account is not None
    account.person_id, account.display_name = person.id, member.name
    column = scope_column(member.scope_kind)
    where = {column: scope.id} if column else {}
    session.add(
        Appointment(
            person_id=person.id,
            role=member.role,
            scope_kind=member.scope_kind,
            starts_on=date(2023, 10, 1),
            ends_on=None,
            **where,
        )
    )
    session.flush()


def _offer_code(session: Session, member: Member, scope: Scope, now: datetime) -> None:
    if member.code is None or invitation_exists(session, member.code):
        return
    create_invitation(
        session,
        role=member.role,
        scope=scope,
        now=now,
        expires_at=now + timedelta(days=365),
        by_person_id=None,
        code=member.code,
    )
