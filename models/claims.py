"""Somebody without a code says who they are and where they work, and waits to be let in.

Rows say what was claimed and what became of it; who may decide stands in models/policy.py, which
claims somebody may decide in models/claim_queries.py.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type
from models.vocabulary import ClaimState, Role

_WAITS = text("state = 'waiting'")


class JoinClaim(Base):
    """One request to be let in. `draft_id`: of the conversation that made it.

    person_id, appointment_id: whom and what it brought, once approved; tied: the account belonged
    to nobody before, so that taking the approval back unties it. reason: why it was refused.
    """

    __tablename__ = "join_claims"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('waiting', 'withdrawn')) = (decided_at IS NULL)", name="decided"
        ),
        # One at a time, also when two events of an account come at once.
        Index(
            "uq_join_claims_waiting",
            "line_user_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(48), unique=True)
    line_user_id: Mapped[str] = mapped_column(String(64), index=True)
    full_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(enum_column_type(Role))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    state: Mapped[ClaimState] = mapped_column(enum_column_type(ClaimState))
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(BigId)
    tied: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
