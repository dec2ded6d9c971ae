"""What supervisors and coordinators were told last of what they look after: a row for each person.

What they were not told of yet waits as a row of the outbox beside it, without any words: the
digest is made when it is shown, so that it tells what is true then.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_unless_there
from models.conversations import effects
from models.duties import Reminder
from models.outbox_queries import left_lane, queue_once
from models.people_tables import Appointment, LineAccount
from models.policy import MAY, Action
from models.posts_effective import effective
from models.sending_words import (
    Audience,
    EffectKind,
    EffectState,
    ReminderState,
)
from models.vocabulary import Role, ScopeKind

_e = effects.c

#: Who is told how things stand: who may see what is owed by name, and remind.
TOLD = tuple(role for role in Role if {Action.SEE_OUTSTANDING, Action.REMIND} <= MAY[role])


_PUSHED = text("push_on IS NOT NULL")


class DigestState(Base):
    """`told_as_of`: the moment (the bot's clock) of the last digest that was shown or pushed; NULL
    before the first. `told_on`: the day of that, or on which the person was first seen.
    `pushed_on`: the day of the last one that was pushed. `push_on`: the day on which one is to be
    pushed, if it can be. Days are of Bangkok.
    """

    __tablename__ = "digest_states"
    __table_args__ = (Index(None, "push_on", sqlite_where=_PUSHED, postgresql_where=_PUSHED),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    told_as_of: Mapped[datetime | None]
    told_on: Mapped[date]
    pushed_on: Mapped[date | None]
    push_on: Mapped[date | None]

    def since(self, tz: tzinfo) -> datetime:
        """The moment since when what others say is new (aware): of the last digest, or the first
        of the day on which the person was first seen, in the days of `tz`."""
        return self.told_as_of or datetime.combine(self.told_on, time.min, tz)


class Overseer(NamedTuple):
    """Somebody to be told: the LINE accounts that do not block the bot, the newest last, and the
    posts as (role, kind of scope, its id)."""

    person_id: int
    line_user_ids: tuple[str, ...]
    posts: tuple[tuple[Role, ScopeKind, int | None], ...]


def overseers_on(session: Session, today: date) -> list[Overseer]:
    """Everybody who can be told how things stand on this day (Bangkok), in the order of their
    ids."""
    rows = session.execute(
        select(Appointment, LineAccount.line_user_id)
        .join(LineAccount, LineAccount.person_id == Appointment.person_id)
        .where(
            Appointment.role.in_(TOLD),
            LineAccount.blocked_at.is_(None),
            effective(today),
        )
        .order_by(Appointment.person_id, LineAccount.created_at, LineAccount.line_user_id)
    )
    accounts: dict[int, dict[str, None]] = {}
    posts: dict[int, dict[tuple[Role, ScopeKind, int | None], None]] = {}
    for post, account in rows:
        scope_id = post.office_id or post.programme_id
        accounts.setdefault(post.person_id, {})[account] = None
        posts.setdefault(post.person_id, {})[post.role, post.scope_kind, scope_id] = None
    return [
        Overseer(person_id, tuple(own), tuple(posts[person_id]))
        for person_id, own in accounts.items()
    ]


def accounts_to_tell(session: Session, person_id: int) -> list[str]:
    """The LINE accounts of this person that do not block the bot, the newest last."""
    query = (
        select(LineAccount.line_user_id)
        .where(LineAccount.person_id == person_id, LineAccount.blocked_at.is_(None))
        .order_by(LineAccount.created_at, LineAccount.line_user_id)
    )
    return list(session.scalars(query))


# --- what each was told --------------------------------------------------------------------------


def states_of(session: Session, people: Collection[int]) -> dict[int, DigestState]:
    """What is kept of those of these people of whom anything is."""
    rows = session.scalars(select(DigestState).where(DigestState.person_id.in_(people)))
    return {row.person_id: row for row in rows}


def state_of(session: Session, person_id: int, today: date) -> DigestState:
    """What is kept of this person, locked; of one never seen before, that they are seen today.

    What is planned to be said to them is locked before it, as a round does that claims it
    (models/reminder_queries.py): in the other order each could wait for the other.
    """
    planned = select(Reminder.id).where(*_waiting_for(person_id)).order_by(Reminder.id)
    session.execute(planned.with_for_update())
    first = {"person_id": person_id, "told_on": today}
    session.execute(insert_unless_there(session, DigestState).values(**first))
    return session.get_one(DigestState, person_id, with_for_update=True, populate_existing=True)


def note_told(
    session: Session, person_id: int, as_of: datetime, today: date, *, pushed: bool
) -> None:
    """This person has a digest of this moment (aware, the bot's clock): so they also know what
    was planned to be said to them about what others owe."""
    state = state_of(session, person_id, today)
    state.told_as_of, state.told_on, state.push_on = as_of, today, None
    if pushed:
        state.pushed_on = today
    session.flush()
    session.execute(
        update(Reminder)
        .where(*_waiting_for(person_id))
        .values(
            state=ReminderState.SENT, sent_at=as_of, reason=Reminder.reason + "; told in a digest"
        )
        .execution_options(synchronize_session=False)
    )


def _waiting_for(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """The reminders of what others owe that this person has not heard yet."""
    return (
        Reminder.recipient_person_id == person_id,
        Reminder.state.in_((ReminderState.PLANNED, ReminderState.LEFT)),
        Reminder.audience != Audience.CONTACT,
    )


def note_nothing_to_tell(session: Session, person_id: int, today: date) -> None:
    """There was nothing at all to be told on this day (Bangkok): the month begins anew."""
    state = state_of(session, person_id, today)
    state.told_on, state.push_on = today, None
    session.flush()


def not_to_push(session: Session, person_id: int) -> None:
    """Nothing is to be pushed to this person for a digest's own sake until that is decided anew."""
    session.execute(
        update(DigestState).where(DigestState.person_id == person_id).values(push_on=None)
    )


def to_push_on(session: Session, day: date) -> list[int]:
    """The ids of those for whom a digest is to be pushed on this day (Bangkok)."""
    query = select(DigestState.person_id).where(DigestState.push_on == day)
    return list(session.scalars(query.order_by(DigestState.person_id)))


# --- what waits ----------------------------------------------------------------------------------

#: What the key of a digest that waits begins with.
DIGEST = "digest:"


def leave_digest(
    session: Session, accounts: Iterable[str], person_id: int, today: date, now: datetime
) -> None:
    """Leave word that a digest waits, for the next free reply on whichever of these accounts; once
    on a day (Bangkok). `now`: aware, the machine's clock."""
    for account in accounts:
        queue_once(
            session,
            lane=left_lane(account),
            kind=EffectKind.REPLY,
            line_user_id=account,
            payload={"messages": [], "left": True, "digest": person_id},
            state=EffectState.UNSHOWN,
            turn_key=f"{DIGEST}{today}",
            not_before=now,
            created_at=now,
            attempts=0,
            unsure=False,
        )


def digests_waiting(session: Session, accounts: Collection[str]) -> frozenset[str]:
    """Those of these LINE accounts for which a digest waits."""
    rows = session.scalars(
        select(_e.line_user_id).where(
            _e.state == EffectState.UNSHOWN,
            _e.line_user_id.in_(accounts),
            _e.turn_key.startswith(DIGEST),
        )
    )
    return frozenset(account for account in rows if account)


def take_back_digests(session: Session, accounts: Collection[str], now: datetime) -> None:
    """No digest waits on these accounts any more; `now`: aware, the machine's clock."""
    session.execute(
        update(effects)
        .where(
            and_(_e.state == EffectState.UNSHOWN, _e.line_user_id.in_(accounts)),
            _e.turn_key.startswith(DIGEST),
        )
        .values(state=EffectState.MERGED, done_at=now)
    )
