"""Codes: made by a coordinator or the command line, redeemed once or so many times.

A code brings a post; or it ties somebody who is known already to another LINE account.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from models.accounts import ensure_account, release_others
from models.actors import Post
from models.code_makers import may_still_invite, may_still_tie
from models.data_requests import deletion_waits_for
from models.networks import Network
from models.people_tables import Invitation, LineAccount, Person
from models.places import Office, School
from models.posts import any_post, appoint, holds, scope_values
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
    """A code was good: who the account is now, and the post it brought; of a code that ties a
    known person, the accounts that were let go of."""

    person_id: int
    full_name: str
    post: Post
    released: tuple[str, ...] | None = None


class RedeemFailure(StrEnum):
    """Why a code was not good."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    OTHERS = "others"  # it is meant for somebody else than whose account this is
    OWN = "own"  # who types it made it
    LEAVING = "leaving"  # it ties somebody whose data are about to be deleted


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
    uses: int = 1,
    for_person_id: int | None = None,
) -> str:
    """Make a code for this role over this scope, good for so many uses; it in plain, ABCD-1234.

    It is shown this once; the database keeps its SHA-256 alone. The caller has asked the policy
    whether the inviter may. `code` fixes it, for the demo's people; ValueError if that is no
    code. `for_person_id`: it ties this person, who has that post, to another account.
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
        uses_allowed=uses,
        for_person_id=for_person_id,
        **scope_values(scope),
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
    scope = _scope_of(session, invitation)
    post = Post(invitation.role, scope)
    ensure_account(session, line_user_id, now)
    if invitation.for_person_id is not None:
        return _tie(session, invitation, post, line_user_id, now, today)
    maker = invitation.created_by_person_id
    if not may_still_invite(session, maker, post, today):
        return RedeemFailure.EXPIRED
    # Locked, so that two codes of one account at the same moment do not make two people.
    account = session.get_one(LineAccount, line_user_id, with_for_update=True)
    if maker is not None and account.person_id == maker:
        return RedeemFailure.OWN
    held = account.person_id is not None and holds(session, account.person_id, post, today)
    if held and invitation.uses_allowed > 1:
        # A code of a whole school, typed once more by somebody whom it has let in.
        assert account.person_id is not None
        return Redeemed(*_named(session, account.person_id), post)
    if not _spend(session, invitation, now):
        return RedeemFailure.USED
    person = _person_of(session, account, full_name, now)
    _spent_by(invitation, person.id)
    if not held:
        appoint(session, person.id, post, today)
    session.flush()
    return Redeemed(person.id, person.full_name, post)


def _spend(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Take one of the uses that are left; False where another was quicker and took the last."""
    left = Invitation.uses < Invitation.uses_allowed
    last = Invitation.uses + 1 == Invitation.uses_allowed
    spent = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, left, Invitation.used_at.is_(None))
        .values(uses=Invitation.uses + 1, used_at=case((last, now)))
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(invitation)
    return spent is not None


def _spent_by(invitation: Invitation, person_id: int) -> None:
    """Of a code for one it is kept who used it; of one for many the audit tells."""
    if invitation.used_at is not None:
        invitation.used_by_person_id = person_id


def _tie(
    session: Session,
    invitation: Invitation,
    post: Post,
    line_user_id: str,
    now: datetime,
    today: date,
) -> Redeemed | RedeemFailure:
    """The person of this code speaks through this account from now on, and no other."""
    person_id = invitation.for_person_id
    assert person_id is not None
    # Of two codes for one person at the same moment the second sees what the first has done.
    session.get_one(Person, person_id, with_for_update=True)
    session.refresh(invitation)
    maker = invitation.created_by_person_id
    if invitation.expires_at <= now or not any_post(session, person_id, today):
        return RedeemFailure.EXPIRED
    if not may_still_tie(session, maker, person_id, today):
        return RedeemFailure.EXPIRED
    if deletion_waits_for(session, person_id):
        return RedeemFailure.LEAVING
    account = session.get_one(LineAccount, line_user_id, with_for_update=True)
    mine = account.person_id
    if mine not in (None, person_id) and any_post(session, mine, today):
        return RedeemFailure.OTHERS
    if not _spend(session, invitation, now):
        return RedeemFailure.USED
    account.wrong_codes, account.joining_locked_until = 0, None
    account.person_id, account.acting_appointment_id = person_id, None
    _spent_by(invitation, person_id)
    _expire_others(session, invitation, now)
    released = release_others(session, person_id, line_user_id)
    session.flush()
    return Redeemed(*_named(session, person_id), post, released)


def _expire_others(session: Session, used: Invitation, now: datetime) -> None:
    """What was made before for the same person would take the account that they have now."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.for_person_id == used.for_person_id,
            Invitation.id != used.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(expires_at=now)
        .execution_options(synchronize_session="fetch")
    )


def _named(session: Session, person_id: int) -> tuple[int, str]:
    return person_id, session.get_one(Person, person_id).full_name


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


def _person_of(session: Session, account: LineAccount, full_name: str, now: datetime) -> Person:
    account.wrong_codes = 0
    account.joining_locked_until = None
    if account.person_id is not None:
        return session.get_one(Person, account.person_id)
    person = Person(full_name=full_name, created_at=now)
    session.add(person)
    session.flush()
    account.person_id = person.id
    return person


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
