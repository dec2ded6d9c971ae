"""LINE groups the bot is or was in, and the network or area office each one is tied to.

A group is known by LINE's id of it and nothing else: neither its name nor who is in it is kept,
only how many came and went. In a tied group anybody may ask for totals of its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Post
from models.audit import note
from models.base import NEVER_REUSED, Base, BigId, at_most_one_of, insert_unless_there
from models.networks import Network
from models.people_tables import Appointment
from models.places import Office
from models.policy import Action, may
from models.posts_effective import effective
from models.programmes import Programme
from models.scopes import COUNTRY, Scope
from models.status_reach import find_seen
from models.vocabulary import ScopeKind

#: What a group can be tied to.
TIED_TO = (ScopeKind.NETWORK, ScopeKind.OFFICE)


class LinkedGroup(Base):
    """A LINE group or room, by LINE's id. Tied while one of `network_id`, `office_id` is filled.

    bot_joined_at, bot_left_at: the last time that the bot came and went, as far as LINE told it.
    members_joined, members_left: how many people came and went while the bot was there.
    window_started_at, window_turns: how often it was called lately.
    """

    __tablename__ = "linked_groups"
    __table_args__ = (
        at_most_one_of("network_id", "office_id"),
        CheckConstraint(
            "(tied_at IS NULL) = (tied_by_person_id IS NULL)"
            " AND (tied_at IS NULL) = (network_id IS NULL AND office_id IS NULL)",
            name="tied",
        ),
        CheckConstraint("members_joined >= 0 AND members_left >= 0", name="counts"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_group_id: Mapped[str] = mapped_column(String(64), unique=True)
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    tied_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    tied_at: Mapped[datetime | None]
    bot_joined_at: Mapped[datetime | None]
    bot_left_at: Mapped[datetime | None]
    members_joined: Mapped[int] = mapped_column(default=0)
    members_left: Mapped[int] = mapped_column(default=0)
    window_started_at: Mapped[datetime | None]
    window_turns: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Tie:
    """A tied group: its number with us, its place, and since when."""

    group_id: int
    scope: Scope
    tied_at: datetime


def group_of(session: Session, line_group_id: str, now: datetime) -> LinkedGroup:
    """The row of this group, locked; made where there is none yet."""
    query = select(LinkedGroup).where(LinkedGroup.line_group_id == line_group_id).with_for_update()
    row = session.scalars(query).first()
    if row is None:
        fresh = {"members_joined": 0, "members_left": 0, "window_turns": 0, "created_at": now}
        session.execute(
            insert_unless_there(session, LinkedGroup).values(line_group_id=line_group_id, **fresh)
        )
        row = session.scalars(query).one()
    return row


def turns_lately(group: LinkedGroup, now: datetime, window: timedelta) -> int:
    """How often the group has called within this window, with this time."""
    if group.window_started_at is None or now - group.window_started_at > window:
        group.window_started_at, group.window_turns = now, 0
    group.window_turns += 1
    return group.window_turns


# --- the bot and others come and go ---------------------------------------------------------------


def bot_joined(session: Session, group: LinkedGroup, now: datetime) -> None:
    """The bot was asked in; what the group was tied to before holds no more."""
    _end_tie(session, group, None, now)
    group.bot_joined_at, group.bot_left_at = now, None
    _note(session, group, "group.joined", None, now)


def bot_left(session: Session, group: LinkedGroup, now: datetime) -> None:
    """The bot was taken out, so the tie ends."""
    _end_tie(session, group, None, now)
    group.bot_left_at = now
    _note(session, group, "group.left", None, now)


def count_members(session: Session, group: LinkedGroup, *, joined: int, left: int) -> None:
    """So many people came and went. Counted by the database, nobody is named."""
    session.execute(
        update(LinkedGroup)
        .where(LinkedGroup.id == group.id)
        .values(
            members_joined=LinkedGroup.members_joined + joined,
            members_left=LinkedGroup.members_left + left,
        )
    )


# --- the tie --------------------------------------------------------------------------------------


def tie(session: Session, group: LinkedGroup, scope: Scope, person_id: int, now: datetime) -> None:
    """Tie the group to a network or area office, in place of what it was tied to."""
    _end_tie(session, group, person_id, now)
    group.network_id = scope.id if scope.kind is ScopeKind.NETWORK else None
    group.office_id = scope.id if scope.kind is ScopeKind.OFFICE else None
    group.tied_by_person_id, group.tied_at = person_id, now
    session.flush()
    place = {"kind": scope.kind.value, "code": scope.code}
    _note(session, group, "group.tied", person_id, now, place)


def untie(session: Session, group: LinkedGroup, person_id: int, now: datetime) -> None:
    """End the tie, by the hand of this person."""
    _end_tie(session, group, person_id, now)


def place_of(session: Session, group: LinkedGroup) -> Scope | None:
    """What the group is tied to, whether that holds today or not."""
    if group.network_id is not None:
        network = session.get_one(Network, group.network_id)
        return Scope(ScopeKind.NETWORK, network.code, network.id, network.name_th)
    if group.office_id is not None:
        office = session.get_one(Office, group.office_id)
        return Scope(ScopeKind.OFFICE, office.code, office.id, office.short_th)
    return None


def tie_in_force(session: Session, group: LinkedGroup, today: date) -> Scope | None:
    """What the group is tied to on this day (Bangkok); None where it is tied to nothing, or where
    whoever tied it has no post any more that could."""
    scope = place_of(session, group)
    if scope is None or group.tied_by_person_id is None:
        return None
    posts = tying(_posts_of(session, group.tied_by_person_id, today))
    return find_seen(session, posts, scope.kind, scope.code, today)


def tying(posts: Sequence[Post]) -> list[Post]:
    """Those of the posts that may tie a group to something in their reach."""
    return [post for post in posts if may([post], Action.TIE_GROUP)]


def ties_within(session: Session, posts: Sequence[Post], today: date) -> list[Tie]:
    """The ties in force within the reach of these posts, the newest first."""
    found = []
    query = select(LinkedGroup).where(LinkedGroup.tied_at.is_not(None))
    for group in session.scalars(query.order_by(LinkedGroup.tied_at.desc(), LinkedGroup.id)):
        scope = tie_in_force(session, group, today)
        if scope is None or group.tied_at is None:
            continue
        if find_seen(session, posts, scope.kind, scope.code, today) is not None:
            found.append(Tie(group.id, scope, group.tied_at))
    return found


def tied_group(session: Session, group_id: int) -> LinkedGroup | None:
    """The group of this number, locked, if it is tied to something."""
    query = select(LinkedGroup).where(LinkedGroup.id == group_id, LinkedGroup.tied_at.is_not(None))
    return session.scalars(query.with_for_update()).first()


def _end_tie(session: Session, group: LinkedGroup, person_id: int | None, now: datetime) -> None:
    before = place_of(session, group)
    if before is None:
        return
    group.network_id = group.office_id = group.tied_by_person_id = group.tied_at = None
    session.flush()
    place = {"kind": before.kind.value, "code": before.code}
    _note(session, group, "group.untied", person_id, now, place)


def _note(
    session: Session,
    group: LinkedGroup,
    action: str,
    person_id: int | None,
    now: datetime,
    details: dict[str, str] | None = None,
) -> None:
    note(
        session,
        at=now,
        person_id=person_id,
        action=action,
        subject_kind="group",
        subject_id=group.id,
        details=details,
    )


def _posts_of(session: Session, person_id: int, today: date) -> list[Post]:
    """The posts of a person on this day, as far as a group can be tied by them."""
    rows = session.execute(
        select(
            Appointment.role,
            Appointment.scope_kind,
            func.coalesce(Appointment.office_id, Appointment.programme_id),
            func.coalesce(Office.code, Programme.code),
            func.coalesce(Office.short_th, Programme.name_th),
        )
        .outerjoin(Office, Office.id == Appointment.office_id)
        .outerjoin(Programme, Programme.id == Appointment.programme_id)
        .where(Appointment.person_id == person_id, effective(today))
    )
    return [
        Post(role, COUNTRY if kind is ScopeKind.COUNTRY else Scope(kind, code, scope_id, label))
        for role, kind, scope_id, code, label in rows
        if kind in (ScopeKind.OFFICE, ScopeKind.PROGRAMME, ScopeKind.COUNTRY)
    ]
