"""Agreements that coordinators enter in the chat, and withdraw. Those of a roster are not to be
withdrawn here: the roster, read again, would say otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from models.actors import Post
from models.agreements import network_ids_of
from models.deadlines import cancel_deadline
from models.duties import Deadline
from models.networks import Agreement, AgreementParty, Network, NetworkMembership
from models.places import Office, School
from models.policy import Action, may
from models.programmes import Programme
from models.scopes import member_on
from models.vocabulary import MemberRole, PartyRole, ScopeKind, SubjectKind

#: Days before the end of its term on which it is told.
SAID_BEFORE = (-60, -30, -14, -7, -1)


@dataclass(frozen=True, slots=True)
class KeptNetwork:
    """A network whose agreements somebody keeps, with its programme and office."""

    id: int
    code: str
    name: str
    programme_id: int
    programme: str
    office_id: int | None
    office: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody that may sign: a school or an office, by the columns of a party."""

    key: str  # "school.12", "office.3"
    name: str
    role: PartyRole


@dataclass(frozen=True, slots=True)
class Entered:
    """What a coordinator enters. Days are of Bangkok; `ends_on` None: no end is agreed."""

    title: str
    programme_id: int
    network_ids: Sequence[int]
    parties: Sequence[Party]
    signed_on: date
    starts_on: date
    ends_on: date | None
    file_url: str | None
    file_id: int | None


def networks_kept(session: Session, posts: Iterable[Post]) -> list[KeptNetwork]:
    """The networks whose agreements these posts may enter and withdraw, by name."""
    query = (
        select(
            Network.id,
            Network.code,
            Network.name_th,
            Network.programme_id,
            Programme.name_th,
            Network.office_id,
            Office.short_th,
        )
        .join(Programme, Programme.id == Network.programme_id)
        .outerjoin(Office, Office.id == Network.office_id)
        .where(_within(posts))
        .order_by(Network.name_th, Network.id)
    )
    return [KeptNetwork(*row) for row in session.execute(query)]


def possible_parties(session: Session, networks: Iterable[KeptNetwork], today: date) -> list[Party]:
    """Who may be a party to an agreement of these networks: their schools of this day (Bangkok;
    of any day where there are none), lead schools first, and their offices."""
    networks = list(networks)
    query = (
        select(School.id, School.name_th, NetworkMembership.role)
        .join(NetworkMembership, NetworkMembership.school_id == School.id)
        .where(NetworkMembership.network_id.in_([network.id for network in networks]))
        .order_by(School.code)
    )
    rows = session.execute(query.where(member_on(today))).all() or session.execute(query).all()
    found: dict[str, Party] = {}
    for number, name, role in sorted(rows, key=lambda row: row.role is not MemberRole.LEAD):
        part = PartyRole.LEAD if role is MemberRole.LEAD else PartyRole.PARTNER
        found.setdefault(f"school.{number}", Party(f"school.{number}", name, part))
    for network in networks:
        if network.office_id is not None and network.office is not None:
            key = f"office.{network.office_id}"
            found.setdefault(key, Party(key, network.office, PartyRole.AREA_OFFICE))
    return list(found.values())


def enter(
    session: Session, entered: Entered, *, draft_id: str, by: int, now: datetime
) -> Agreement:
    """A new agreement, which its networks are a party to as well. Raises IntegrityError when its
    draft was sent already; ask `agreement_of_draft` first."""
    agreement = Agreement(
        code=draft_id,
        draft_id=draft_id,
        title_th=entered.title,
        level="network",
        programme_id=entered.programme_id,
        signed_on=entered.signed_on,
        starts_on=entered.starts_on,
        ends_on=entered.ends_on,
        file_url=entered.file_url,
        file_id=entered.file_id,
        added_by_person_id=by,
        added_at=now,
    )
    session.add(agreement)
    session.flush()
    for number in entered.network_ids:
        session.add(
            AgreementParty(agreement_id=agreement.id, role=PartyRole.PARTNER, network_id=number)
        )
    for party in entered.parties:
        kind, _, of = party.key.partition(".")
        subject = {f"{kind}_id": int(of)}
        session.add(AgreementParty(agreement_id=agreement.id, role=party.role, **subject))
    session.flush()
    return agreement


def tell_of_end(session: Session, agreement: Agreement, title: str, today: date) -> None:
    """Let its networks be told of the end of its term, which has not come yet: by a notice, as of
    the end of a programme (scheduler/rules.py)."""
    session.add(
        Deadline(
            code=_notice_code(agreement),
            programme_id=agreement.programme_id,
            title_th=title[:300],
            announced_on=today,
            due_on=agreement.ends_on,
            subject_kind=SubjectKind.NETWORK,
            subject_ids=sorted(network_ids_of(session, agreement)),
            ladder=list(SAID_BEFORE),
            notice=True,
        )
    )
    session.flush()


def withdraw(session: Session, agreement: Agreement, now: datetime) -> None:
    """From now on it counts nowhere, and nobody is told of its end."""
    agreement.withdrawn_at = now
    notice = session.scalar(select(Deadline).where(Deadline.code == _notice_code(agreement)))
    if notice is not None and notice.cancelled_at is None:
        cancel_deadline(session, notice, now)


def agreement_of_draft(session: Session, draft_id: str) -> Agreement | None:
    """The agreement entered from this draft, if it was sent."""
    return session.scalar(select(Agreement).where(Agreement.draft_id == draft_id))


def find_kept(session: Session, posts: Sequence[Post], number: int) -> Agreement | None:
    """The agreement of this number, if these posts may withdraw it: entered in the chat, and all
    of its networks theirs."""
    kept = select(Network.id).where(_within(posts))
    networks = select(AgreementParty.id).where(
        AgreementParty.agreement_id == Agreement.id, AgreementParty.network_id.is_not(None)
    )
    query = select(Agreement).where(
        Agreement.id == number,
        Agreement.draft_id.is_not(None),
        Agreement.withdrawn_at.is_(None),
        networks.where(AgreementParty.network_id.in_(kept)).exists(),
        ~networks.where(AgreementParty.network_id.not_in(kept)).exists(),
    )
    return session.scalar(query) if may(posts, Action.KEEP_AGREEMENT) else None


def _notice_code(agreement: Agreement) -> str:
    return f"agreement-{agreement.id}"


def _within(posts: Iterable[Post]) -> ColumnElement[bool]:
    """The networks whose agreements these posts keep."""
    reached: list[ColumnElement[bool]] = [false()]
    for post in posts:
        if not may([post], Action.KEEP_AGREEMENT):
            continue
        match post.scope.kind:
            case ScopeKind.COUNTRY:
                reached.append(true())
            case ScopeKind.PROGRAMME:
                reached.append(Network.programme_id == post.scope.id)
            case ScopeKind.OFFICE:
                reached.append(Network.office_id == post.scope.id)
    return or_(*reached)
