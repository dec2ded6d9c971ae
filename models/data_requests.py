"""What people ask for concerning their own data, and the accounts whose deletion still waits.

A deletion comes in two stages: the accounts are untied from their person and locked (set aside),
which can be taken back; what is due is deleted for good by models/forgetting.py.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, delete, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type, insert_unless_there
from models.exports import AGAIN
from models.people_tables import LineAccount
from models.vocabulary import DataAnswer, DataRequestKind

#: For how long a deletion can be taken back.
REVERSIBLE_FOR = timedelta(hours=24)
#: For how long a copy waits to be fetched, once.
COPY_WAITS = timedelta(hours=24)

_WAITING = text("answer = 'waiting'")


class DataRequest(Base):
    """One request, its answer and when it was given (PDPA s.39).

    `line_user_id`: the account that asked, until it is forgotten; `person_id` stays, and leads to
    no name then. `due_at`: when a deletion becomes final. `fetched_at`: when the file of a copy
    was handed over.
    """

    __tablename__ = "data_requests"
    __table_args__ = (
        CheckConstraint(
            "(answer IN ('given', 'done', 'cancelled')) = (answered_at IS NOT NULL)",
            name="answered",
        ),
        CheckConstraint("answer <> 'waiting' OR due_at IS NOT NULL", name="waiting"),
        Index(
            "ix_data_requests_waiting",
            "due_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(None, "line_user_id", "asked_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[DataRequestKind] = mapped_column(enum_column_type(DataRequestKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    line_user_id: Mapped[str | None] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    answer: Mapped[DataAnswer] = mapped_column(enum_column_type(DataAnswer))
    answered_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]

    def spent(self, now: datetime) -> bool:
        """Whether the file can be fetched no more: it was already, and not just now, or nobody
        did in time."""
        if self.kind is not DataRequestKind.COPY or now - self.asked_at > COPY_WAITS:
            return True
        return self.fetched_at is not None and now - self.fetched_at > AGAIN


class LeavingAccount(Base):
    """A LINE account that is locked until its deletion is final, and whose it was before."""

    __tablename__ = "leaving_accounts"

    line_user_id: Mapped[str] = mapped_column(
        ForeignKey("line_accounts.line_user_id"), primary_key=True
    )
    request_id: Mapped[int] = mapped_column(ForeignKey("data_requests.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


def note_request(
    session: Session,
    kind: DataRequestKind,
    answer: DataAnswer,
    *,
    person_id: int | None,
    line_user_id: str,
    now: datetime,
) -> DataRequest:
    """Write a request down: GIVEN at once, or ASKED where a second step is to follow."""
    request = DataRequest(
        kind=kind,
        person_id=person_id,
        line_user_id=line_user_id,
        asked_at=now,
        answer=answer,
        answered_at=now if answer is DataAnswer.GIVEN else None,
    )
    session.add(request)
    session.flush()
    return request


def deletion_asked(session: Session, line_user_id: str, since: datetime) -> DataRequest | None:
    """The newest deletion that this account asked for since then and has not confirmed."""
    return session.scalar(
        select(DataRequest)
        .where(
            DataRequest.line_user_id == line_user_id,
            DataRequest.kind == DataRequestKind.DELETION,
            DataRequest.answer == DataAnswer.ASKED,
            DataRequest.asked_at >= since,
        )
        .order_by(DataRequest.id.desc())
        .limit(1)
    )


def set_aside(session: Session, request: DataRequest, now: datetime) -> None:
    """The deletion is confirmed: lock every account of the person (or the one that asked), and
    untie it, so that nobody acts as this person and nothing is pushed to them any more."""
    assert request.line_user_id is not None
    owned = LineAccount.line_user_id == request.line_user_id
    if request.person_id is not None:
        owned = owned | (LineAccount.person_id == request.person_id)
    accounts = session.scalars(
        select(LineAccount).where(owned).with_for_update().execution_options(populate_existing=True)
    )
    for account in accounts.all():
        session.execute(
            insert_unless_there(session, LeavingAccount).values(
                line_user_id=account.line_user_id,
                request_id=request.id,
                person_id=account.person_id,
            )
        )
        account.person_id = None
    request.answer, request.due_at = DataAnswer.WAITING, now + REVERSIBLE_FOR
    session.flush()


def leaving(
    session: Session, line_user_id: str, *, lock: bool = False
) -> tuple[LeavingAccount, DataRequest] | None:
    """The deletion that waits for this account; with `lock` nobody else ends it meanwhile."""
    query = (
        select(LeavingAccount, DataRequest)
        .join(DataRequest, DataRequest.id == LeavingAccount.request_id)
        .where(LeavingAccount.line_user_id == line_user_id)
        .execution_options(populate_existing=True)
    )
    row = session.execute(query.with_for_update() if lock else query).first()
    return (row[0], row[1]) if row else None


def take_back(session: Session, line_user_id: str, now: datetime) -> bool:
    """The deletion that waits for this account is off: everything is as it was before. False if
    none waits (any more)."""
    found = leaving(session, line_user_id, lock=True)
    if found is None:
        return False
    request = found[1]
    for row in accounts_leaving(session, request.id):
        session.execute(
            update(LineAccount)
            .where(LineAccount.line_user_id == row.line_user_id)
            .values(person_id=row.person_id)
        )
        session.delete(row)
    request.answer, request.answered_at, request.due_at = DataAnswer.CANCELLED, now, None
    session.flush()
    return True


def deletion_waits_for(session: Session, person_id: int) -> bool:
    """Whether a deletion of this person's data waits, through whichever of their accounts."""
    query = select(LeavingAccount.line_user_id).where(LeavingAccount.person_id == person_id)
    return session.scalars(query.limit(1)).first() is not None


def accounts_leaving(session: Session, request_id: int) -> Sequence[LeavingAccount]:
    """The accounts that go with this deletion."""
    query = select(LeavingAccount).where(LeavingAccount.request_id == request_id)
    return session.scalars(query.order_by(LeavingAccount.line_user_id)).all()


def due_deletions(session: Session, now: datetime, most: int) -> Sequence[DataRequest]:
    """Deletions that can be taken back no more, the oldest first."""
    query = (
        select(DataRequest)
        .where(DataRequest.answer == DataAnswer.WAITING, DataRequest.due_at <= now)
        .order_by(DataRequest.due_at, DataRequest.id)
        .limit(most)
    )
    return session.scalars(query).all()


def finish_deletion(session: Session, request: DataRequest, now: datetime) -> None:
    """The deletion is carried out: its accounts are forgotten."""
    session.execute(delete(LeavingAccount).where(LeavingAccount.request_id == request.id))
    request.answer, request.answered_at = DataAnswer.DONE, now
    session.flush()


def find_request(session: Session, request_id: int, line_user_id: str) -> DataRequest | None:
    """A request, for the account that made it."""
    return session.scalar(
        select(DataRequest).where(
            DataRequest.id == request_id, DataRequest.line_user_id == line_user_id
        )
    )


def spend_copy(session: Session, request_id: int, now: datetime) -> bool:
    """Note that the file of a copy is fetched now; False if it was already, and not just now, or
    if nobody fetched it in time.

    Two at the same moment are told one after the other.
    """
    request = session.get(DataRequest, request_id, with_for_update=True, populate_existing=True)
    if request is None or request.spent(now):
        return False
    request.fetched_at = request.fetched_at or now
    session.flush()
    return True
