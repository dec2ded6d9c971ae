"""What coordinators announce: the words, to whom of which place, and by which way each one gets it.

A row waits until a round of the scheduler has seen to all of its people, some hundreds at a time;
each of them has one row, so that none gets it twice however often a round is begun.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    and_,
    case,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type, insert_unless_there
from models.conversations import effects
from models.outbox_queries import push_lane
from models.people_tables import Person
from models.reminder_queries import A_DAY
from models.sending_words import (
    AnnouncedBy,
    AnnouncedTo,
    AnnouncementState,
    EffectKind,
    EffectState,
)
from models.vocabulary import ScopeKind

_WAITING = text("state = 'waiting'")


class Announcement(Base):
    """One announcement. `sender_th`: the office of who sends it, as it stands in the message.
    `place_code`: of the school, network, office or programme that `place_kind` says, or TH.
    `people`: how many were to get it when it was confirmed. Whom it reaches is looked up anew when
    it goes out, in the next working hours; from then on `people` is how many that were.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (done_at IS NULL)", name="done"),
        CheckConstraint("people >= 0", name="people"),
        Index(
            "ix_announcements_waiting",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(None, "by_person_id", "id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sender_th: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(Text)
    audience: Mapped[AnnouncedTo] = mapped_column(enum_column_type(AnnouncedTo))
    place_kind: Mapped[ScopeKind] = mapped_column(enum_column_type(ScopeKind))
    place_code: Mapped[str] = mapped_column(String(64))
    people: Mapped[int]
    created_at: Mapped[datetime]
    state: Mapped[AnnouncementState] = mapped_column(enum_column_type(AnnouncementState))
    done_at: Mapped[datetime | None]


class Announced(Base):
    """One person of an announcement, the way by which they get it, and why by this one."""

    __tablename__ = "announced_people"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    way: Mapped[AnnouncedBy] = mapped_column(enum_column_type(AnnouncedBy))
    why: Mapped[str] = mapped_column(String(80))
    effect_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Way:
    """What was decided for one person; `effect_id`: their row in the outbox."""

    person_id: int
    way: AnnouncedBy
    why: str
    effect_id: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How many people it went out to, wait for it, and cannot be reached (LINE refuses what is
    for them, too). What is on its way to LINE at this moment waits."""

    sent: int = 0
    waiting: int = 0
    unreachable: int = 0

    @property
    def people(self) -> int:
        return self.sent + self.waiting + self.unreachable


def make_announcement(session: Session, **columns: object) -> bool:
    """A new one that waits; False, and nothing new, where its draft made one before."""
    row = insert_unless_there(session, Announcement).values(
        state=AnnouncementState.WAITING, **columns
    )
    return bool(session.execute(row).rowcount)  # type: ignore[attr-defined]


def announcement_of_draft(session: Session, draft_id: str) -> Announcement | None:
    return session.scalar(select(Announcement).where(Announcement.draft_id == draft_id))


def own_announcement(session: Session, number: int, person_id: int) -> Announcement | None:
    """The announcement of this number, for who made it."""
    return session.scalar(
        select(Announcement).where(
            Announcement.id == number, Announcement.by_person_id == person_id
        )
    )


def own_announcements(session: Session, person_id: int, most: int) -> Sequence[Announcement]:
    """The newest that this person made."""
    query = select(Announcement).where(Announcement.by_person_id == person_id)
    return session.scalars(query.order_by(Announcement.id.desc()).limit(most)).all()


def cancel_announcement(session: Session, announcement: Announcement, now: datetime) -> bool:
    """It goes out to nobody; False if it has gone out to somebody, or waits no more."""
    session.refresh(announcement, with_for_update=True)
    begun = select(Announced.person_id).where(Announced.announcement_id == announcement.id).limit(1)
    waits = announcement.state is AnnouncementState.WAITING
    if not waits or session.scalar(begun) is not None:
        return False
    announcement.state, announcement.done_at = AnnouncementState.CANCELLED, now
    session.flush()
    return True


def results_of(session: Session, numbers: Collection[int]) -> dict[int, Result]:
    """What has come of each of these announcements up to now."""
    # What a push took along has arrived when that has; under a reply it is shown.
    push = effects.alias()
    carried = and_(
        effects.c.state == EffectState.MERGED,
        push.c.lane == push_lane("") + effects.c.line_user_id,
        push.c.kind == EffectKind.PUSH,
        push.c.turn_key.startswith(A_DAY),
        push.c.created_at == effects.c.done_at,
    )
    fate = func.coalesce(push.c.state, effects.c.state)
    shown = (EffectState.SENT, EffectState.MERGED)
    arrived = func.sum(case((fate.in_(shown), 1), else_=0))
    # The outbox is kept for a while only; what is older has long gone its way.
    gone = func.sum(
        case(((Announced.effect_id.is_not(None)) & (effects.c.id.is_(None)), 1), else_=0)
    )
    never = or_(Announced.way == AnnouncedBy.NONE, fate == EffectState.REJECTED)
    unreachable = func.sum(case((never, 1), else_=0))
    rows = session.execute(
        select(Announced.announcement_id, func.count(), arrived + gone, unreachable)
        .outerjoin(effects, effects.c.id == Announced.effect_id)
        .outerjoin(push, carried)
        .where(Announced.announcement_id.in_(numbers))
        .group_by(Announced.announcement_id)
    )
    return {
        number: Result(int(sent), count - int(sent) - int(none), int(none))
        for number, count, sent, none in rows
    }


def promised(session: Session) -> int:
    """How many people the announcements are for that wait."""
    waits = Announcement.state == AnnouncementState.WAITING
    return session.scalar(select(func.sum(Announcement.people)).where(waits)) or 0


# --- going out -----------------------------------------------------------------------------------


def announcements_waiting(session: Session) -> list[int]:
    """The numbers of those that are to go out, the oldest first."""
    query = select(Announcement.id).where(Announcement.state == AnnouncementState.WAITING)
    return list(session.scalars(query.order_by(Announcement.id)))


def claim_announcement(session: Session, number: int) -> Announcement | None:
    """One that waits, locked until the end of the transaction; None if it waits no more, or
    another scheduler is at it."""
    query = (
        select(Announcement)
        .where(Announcement.id == number, Announcement.state == AnnouncementState.WAITING)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(query)


def sender_of(session: Session, announcement: Announcement) -> str:
    """The name of who sends it; empty where they have had it deleted since."""
    query = select(Person.full_name).where(Person.id == announcement.by_person_id)
    return session.scalar(query) or ""


def seen_to(session: Session, number: int) -> set[int]:
    """The ids of the people for whom it is decided how they get it."""
    query = select(Announced.person_id).where(Announced.announcement_id == number)
    return set(session.scalars(query))


def note_ways(session: Session, number: int, ways: Iterable[Way], now: datetime) -> None:
    """Keep by which way each of these people gets it."""
    rows: list[Mapping[str, object]] = [
        {
            "announcement_id": number,
            "person_id": one.person_id,
            "way": one.way,
            "why": one.why,
            "effect_id": one.effect_id,
            "at": now,
        }
        for one in ways
    ]
    if rows:
        session.execute(insert_unless_there(session, Announced), rows)


def note_announced(session: Session, announcement: Announcement, now: datetime) -> None:
    """All of its people are seen to; as many as could be reached are kept as its `people`."""
    could = select(func.count()).where(
        Announced.announcement_id == announcement.id, Announced.way != AnnouncedBy.NONE
    )
    announcement.people = session.scalar(could) or 0
    announcement.state, announcement.done_at = AnnouncementState.SENT, now


def give_up_announcement(announcement: Announcement, now: datetime) -> None:
    """It goes out to nobody more; it is claimed."""
    announcement.state, announcement.done_at = AnnouncementState.CANCELLED, now
