"""What a reviewer says of a record: the columns that all kinds of records share."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import enum_column_type
from models.vocabulary import ReviewState


class Reviewed:
    """Nothing is said yet (new), or somebody passed it or sent it back, with a sentence."""

    @declared_attr
    def review_state(cls) -> Mapped[ReviewState]:
        return mapped_column(
            enum_column_type(ReviewState),
            default=ReviewState.NEW,
            server_default=text(f"'{ReviewState.NEW.value}'"),
        )

    @declared_attr
    def reviewed_by_person_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("people.id"))

    @declared_attr
    def reviewed_at(cls) -> Mapped[datetime | None]:
        return mapped_column()

    @declared_attr
    def review_note(cls) -> Mapped[str]:
        return mapped_column(Text, default="", server_default=text("''"))


def review_check() -> CheckConstraint:
    """A word of a reviewer has its moment, and nothing else has."""
    return CheckConstraint("(review_state = 'new') = (reviewed_at IS NULL)", name="reviewed")


def review_index(table: str, column: str) -> Index:
    """What waits for review: everybody who may pass it counts it, and it is little beside all."""
    waits = text("review_state = 'new' AND withdrawn_at IS NULL")
    return Index(f"ix_{table}_to_review", column, sqlite_where=waits, postgresql_where=waits)
