"""Each night the audit is sealed: a hash over what was noted since the last seal, and that seal.

Who changes, adds or removes an entry afterwards breaks the seal of its day; who makes that seal
anew breaks the next one. The newest seal also stands in the scheduler's log, outside the database.
A seal outlives its entries, which go when their time is over.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    CursorResult,
    String,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import AuditEntry
from models.base import NEVER_REUSED, Base, BigId, insert_unless_there

#: What the first seal follows.
_BEGINNING = "0" * 64
#: For how long sealing waits for those who are writing entries, and others wait behind it; the next
#: round tries again.
_PATIENCE = "300ms"
#: Entries held in memory at a time.
_ROWS = 1000


class AuditSeal(Base):
    """The entries with numbers from `first_id` to `last_id`, as they were when `day` (Bangkok) was
    over. `hash`: hex SHA-256. `purged_at`: since then the entries are gone, by retention."""

    __tablename__ = "audit_seals"
    __table_args__ = (CheckConstraint("last_id >= first_id - 1", name="range"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """One seal, and what is wrong with it; "" where all holds."""

    day: date
    entries: int
    purged: bool
    hash: str
    wrong: str


def last_seal(session: Session) -> AuditSeal | None:
    """The newest seal."""
    return session.scalar(select(AuditSeal).order_by(AuditSeal.day.desc()).limit(1))


def settled_until(session: Session, ends_at: datetime) -> int:
    """The number of the last entry of before `ends_at`, 0 where there is none; all with smaller
    numbers are stored then, or never will be.

    In a transaction of its own, for it waits for everybody who is writing entries at this moment,
    and others wait for it: a number is given out before its entry is stored. Raises
    OperationalError where somebody takes longer than a moment.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
        session.execute(text("LOCK TABLE audit_entries IN SHARE MODE"))
    before = select(AuditEntry.id).where(AuditEntry.at < ends_at)
    return session.scalar(before.order_by(AuditEntry.id.desc()).limit(1)) or 0


def seal(session: Session, day: date, until: int, now: datetime) -> AuditSeal | None:
    """Seal what was noted since the last seal, up to the entry with the number `until` (of
    `settled_until` for the end of this day); None where that is done, or is being done by somebody
    else.

    What nights without a scheduler left behind goes into the seal of the last day before. Which
    entries belong to a seal goes by their numbers, so also what was noted while somebody moved the
    demo's clock back belongs to one.
    """
    last = last_seal(session)
    if last is not None and last.day >= day:
        return None
    first = last.last_id + 1 if last else 1
    last_id = max(until, first - 1)
    digest, count = _digest(session, last.hash if last else _BEGINNING, first, last_id)
    made = insert_unless_there(session, AuditSeal).values(
        day=day, first_id=first, last_id=last_id, entries=count, hash=digest, sealed_at=now
    )
    if not session.execute(made).rowcount:  # type: ignore[attr-defined]
        return None
    return session.scalars(select(AuditSeal).where(AuditSeal.day == day)).one()


def check(session: Session) -> Iterator[Checked]:
    """Every seal, the oldest first, judged against the entries and the seal before it."""
    before, first, purging = _BEGINNING, 1, True
    for one in session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        purging = purging and one.purged_at is not None
        wrong = _wrong(session, one, before, first)
        if one.purged_at is not None and not purging:
            wrong = wrong or "purged before older days were"
        yield Checked(one.day, one.entries, one.purged_at is not None, one.hash, wrong)
        before, first = one.hash, one.last_id + 1


def _wrong(session: Session, one: AuditSeal, before: str, first: int) -> str:
    if one.first_id != first:
        return "a seal before it is missing"
    digest, count = _digest(session, before, one.first_id, one.last_id)
    if one.purged_at is not None:
        return f"purged, and {count} entries are there" if count else ""
    if count != one.entries:
        return f"{one.entries} entries were sealed, {count} are there"
    return "" if digest == one.hash else "an entry was changed, or the seal itself"


def unsealed(session: Session) -> int:
    """How many entries came after the newest seal."""
    last = last_seal(session)
    query = select(func.count()).select_from(AuditEntry)
    return session.scalar(query.where(AuditEntry.id > (last.last_id if last else 0))) or 0


def purge_sealed(session: Session, before: date, now: datetime) -> int | None:
    """Delete the entries of the oldest seal of a day before then; how many, or None where there is
    no such seal. The seal stays, and says when they went."""
    oldest = session.scalar(
        select(AuditSeal)
        .where(AuditSeal.day < before, AuditSeal.purged_at.is_(None))
        .order_by(AuditSeal.day)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if oldest is None:
        return None
    oldest.purged_at = now
    session.flush()  # the database lets them go only now
    gone = session.execute(
        delete(AuditEntry)
        .where(AuditEntry.id.between(oldest.first_id, oldest.last_id))
        .execution_options(synchronize_session=False)
    )
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def _digest(session: Session, before: str, first: int, last: int) -> tuple[str, int]:
    """The hash over the seal before and these entries, and how many there are."""
    digest, count = sha256(before.encode()), 0
    entry = AuditEntry
    rows = session.execute(
        select(
            entry.id,
            entry.at,
            entry.person_id,
            entry.action,
            entry.subject_kind,
            entry.subject_id,
            entry.way,
            entry.details,
        )
        .where(entry.id.between(first, last))
        .order_by(entry.id)
        .execution_options(yield_per=_ROWS)
    )
    for row in rows:
        digest.update(_line(*row))
        count += 1
    return digest.hexdigest(), count


def _line(number: int, at: datetime, *rest: Any) -> bytes:
    """An entry as both databases give it back, whatever order its details have."""
    *words, details = rest
    whole = [number, at.isoformat(timespec="microseconds"), *map(_plain, words), details]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)
