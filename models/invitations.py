"""One-time codes: made by a coordinator or the command line, redeemed once."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.accounts import ensure_account
from models.actors import Post
from models.networks import Network
from models.people_tables import Appointment, Invitation, LineAccount, Person, scope_column
from models.places import Office, School
from models.programmes import Programme
from models.scopes import COUNTRY, Scope
from models.vocabulary import Role, ScopeKind

# Read off a screen or a printed sheet: nothing that looks like something else (0/O, 1/I/L).
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_DIGITS = "23456789"
_CODE = re.compile(r"([A-Z]{4})-?([0-9]{4})")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc]")


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A code was good: who the account is now, and the post it brought."""

    person_id: int
    full_name: str
    post: Post


class RedeemFailure(StrEnum):
    """Why a code was not good."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"


def normalise_code(text: str) -> str | None:
    """The code that a person typed, as ABCD-1234, or None where the text is not one code.

    Case, spaces, full-width letters, Thai digits, another dash and a missing hyphen are folded.
    """
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()
    folded = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign
        for sign in folded
        if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )
    found = _CODE.fullmatch(folded)
    return f"{found[1]}-{found[2]}" if found else None


def create_invitation(
    session: Session,
    *,
    role: Role,
    scope: Scope,
    now: datetime,
    expires_at: datetime,
    by_person_id: int | None,
    code: str | None = None,
) -> str:
    """Make a one-time code for this role over this scope and return it in plain, ABCD-1234.

    It is shown this once; the database keeps its SHA-256 alone. The caller has asked the policy
    whether the inviter may. `code` fixes it, for the demo's people; ValueError if that is no
    code.
    """
    plain = _new_code(session) if code is None else normalise_code(code)
    if plain is None:
        raise ValueError(f"not a code of the form ABCD-1234: {code!r}")
    invitation = Invitation(
        code_hash=_hash(plain),
        role=role,
        scope_kind=scope.kind,
        expires_at=expires_at,
        created_at=now,
        created_by_person_id=by_person_id,
        **_scope_values(scope),
    )
    session.add(invitation)
    session.flush()
    return plain


def invitation_exists(session: Session, code: str) -> bool:
    """Whether this very code was ever made, used or not."""
    plain = normalise_code(code)
    if plain is None:
        return False
    query = select(Invitation.id).where(Invitation.code_hash == _hash(plain))
    return session.scalar(query) is not None


def redeem_invitation(
    session: Session,
    *,
    code: str,
    line_user_id: str,
    full_name: str,
    now: datetime,
    today: date,
) -> Redeemed | RedeemFailure:
    """Use a code up: the account becomes (or stays) a person and gets the post from today on.

    `full_name` names a person who is new; somebody who has joined before keeps the name. Two who
    use one code at the same moment: the UPDATE that finds it unused wins, the other gets USED.
    """
    plain = normalise_code(code)
    if plain is None:
        return RedeemFailure.UNKNOWN
    invitation = session.scalar(select(Invitation).where(Invitation.code_hash == _hash(plain)))
    if invitation is None:
        return RedeemFailure.UNKNOWN
    if invitation.used_at is not None:
        return RedeemFailure.USED
    if invitation.expires_at <= now:
        return RedeemFailure.EXPIRED
    claimed = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .values(used_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    ).first()
    if claimed is None:
        return RedeemFailure.USED
    person = _person_of(session, line_user_id, full_name, now)
    invitation.used_at = now
    invitation.used_by_person_id = person.id
    scope = _scope_of(session, invitation)
    _appoint(session, person, invitation.role, scope, today)
    session.flush()
    return Redeemed(person.id, person.full_name, Post(invitation.role, scope))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _new_code(session: Session) -> str:
    while True:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(4))
        digits = "".join(secrets.choice(_DIGITS) for _ in range(4))
        code = f"{letters}-{digits}"
        taken = select(Invitation.id).where(Invitation.code_hash == _hash(code))
        if session.scalar(taken) is None:
            return code


def _scope_values(scope: Scope) -> dict[str, int | None]:
    column = scope_column(scope.kind)
    return {} if column is None else {column: scope.id}


def _person_of(session: Session, line_user_id: str, full_name: str, now: datetime) -> Person:
    ensure_account(session, line_user_id, now)
    # Locked, so that two codes of one account at the same moment do not make two people.
    account = session.get_one(LineAccount, line_user_id, with_for_update=True)
    account.wrong_codes = 0
    account.joining_locked_until = None
    if account.person_id is not None:
        return session.get_one(Person, account.person_id)
    person = Person(full_name=full_name, created_at=now)
    session.add(person)
    session.flush()
    account.person_id = person.id
    return person


def _appoint(session: Session, person: Person, role: Role, scope: Scope, today: date) -> None:
    """Give the post, unless the person holds the very same with no end in sight."""
    column = scope_column(scope.kind)
    held = select(Appointment.id).where(
        Appointment.person_id == person.id,
        Appointment.role == role,
        Appointment.scope_kind == scope.kind,
        Appointment.starts_on <= today,
        Appointment.ends_on.is_(None),
    )
    if column is not None:
        held = held.where(getattr(Appointment, column) == scope.id)
    if session.scalar(held) is not None:
        return
    session.add(
        Appointment(
            person_id=person.id,
            role=role,
            scope_kind=scope.kind,
            starts_on=today,
            **_scope_values(scope),
        )
    )


def _scope_of(session: Session, invitation: Invitation) -> Scope:
    match invitation.scope_kind:
        case ScopeKind.SCHOOL:
            school = session.get_one(School, invitation.school_id)
            return Scope(ScopeKind.SCHOOL, school.code, school.id, school.name_th)
        case ScopeKind.NETWORK:
            network = session.get_one(Network, invitation.network_id)
            return Scope(ScopeKind.NETWORK, network.code, network.id, network.name_th)
        case ScopeKind.OFFICE:
            office = session.get_one(Office, invitation.office_id)
            return Scope(ScopeKind.OFFICE, office.code, office.id, office.short_th)
        case ScopeKind.PROGRAMME:
            programme = session.get_one(Programme, invitation.programme_id)
            return Scope(ScopeKind.PROGRAMME, programme.code, programme.id, programme.name_th)
        case ScopeKind.COUNTRY:
            return COUNTRY
