"""What people call schools, learnt from what they chose when they were asked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, distinct, func, select, union
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, BigId, insert_unless_there
from models.places import School

# One person's word is that person's own; so many different people make it their office's.
PEOPLE_TO_AGREE = 2


class LearnedAlias(Base):
    """A person chose this school when asked which one they had meant by `alias`.

    `alias_key` is the key by which names are compared. `office_id`: where the person worked then.
    """

    __tablename__ = "learned_aliases"
    __table_args__ = (
        UniqueConstraint("alias_key", "school_id", "person_id"),
        Index(None, "office_id", "alias_key"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alias_key: Mapped[str] = mapped_column(String(120))
    alias: Mapped[str] = mapped_column(String(200))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    learned_at: Mapped[datetime]


def learn_alias(
    session: Session,
    *,
    alias_key: str,
    alias: str,
    school_code: str,
    person_id: int,
    office_id: int | None,
    now: datetime,
) -> None:
    """Remember a choice that this person confirmed; once. What is too long to be a name, and a
    school that is not there, is let go.
    """
    school_id = session.scalar(select(School.id).where(School.code == school_code))
    if school_id is None or not 0 < len(alias_key) <= 120 or len(alias) > 200:
        return
    session.execute(
        insert_unless_there(session, LearnedAlias).values(
            alias_key=alias_key,
            alias=alias,
            school_id=school_id,
            person_id=person_id,
            office_id=office_id,
            learned_at=now,
        )
    )


def learned_for(
    session: Session, person_id: int, office_ids: Collection[int]
) -> list[tuple[str, str]]:
    """(alias, school's code) that hold for this person: one's own, and those of the own offices
    that two different people have chosen alike.
    """
    own = select(LearnedAlias.alias_key, LearnedAlias.school_id).where(
        LearnedAlias.person_id == person_id
    )
    agreed = (
        select(LearnedAlias.alias_key, LearnedAlias.school_id)
        .where(LearnedAlias.office_id.in_(office_ids))
        .group_by(LearnedAlias.office_id, LearnedAlias.alias_key, LearnedAlias.school_id)
        .having(func.count(distinct(LearnedAlias.person_id)) >= PEOPLE_TO_AGREE)
    )
    holding = union(own, agreed).subquery()
    rows = session.execute(
        select(func.min(LearnedAlias.alias), School.code)
        .join(
            holding,
            (holding.c.alias_key == LearnedAlias.alias_key)
            & (holding.c.school_id == LearnedAlias.school_id),
        )
        .join(School, School.id == LearnedAlias.school_id)
        .group_by(LearnedAlias.alias_key, School.code)
        .order_by(LearnedAlias.alias_key, School.code)
    )
    return [(alias, code) for alias, code in rows]
