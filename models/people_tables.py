"""People, their LINE accounts, what they are appointed to, and the codes that invite them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import NEVER_REUSED, Base, BigId, enum_column_type
from models.privacy_words import LegalBasis
from models.programmes import FIRST_AND_LAST_DAY
from models.vocabulary import Role, ScopeKind

_SCOPE_COLUMNS = {
    ScopeKind.SCHOOL: "school_id",
    ScopeKind.NETWORK: "network_id",
    ScopeKind.OFFICE: "office_id",
    ScopeKind.PROGRAMME: "programme_id",
    ScopeKind.COUNTRY: None,
}


def scope_column(kind: ScopeKind) -> str | None:
    """The column that holds the id of a scope of this kind; None for the country."""
    return _SCOPE_COLUMNS[kind]


def _scope_check() -> CheckConstraint:
    """Exactly the column that fits the kind is filled; for the country, none."""
    cases = []
    for kind, own in _SCOPE_COLUMNS.items():
        filled = [
            f"{column} IS {'NOT ' if column == own else ''}NULL"
            for column in _SCOPE_COLUMNS.values()
            if column is not None
        ]
        cases.append(f"(scope_kind = '{kind.value}' AND {' AND '.join(filled)})")
    return CheckConstraint(" OR ".join(cases), name="scope")


class Scoped:
    """The columns that say what a role reaches over."""

    @declared_attr
    def scope_kind(cls) -> Mapped[ScopeKind]:
        return mapped_column(enum_column_type(ScopeKind))

    @declared_attr
    def school_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("schools.id"), index=True)

    @declared_attr
    def network_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("networks.id"), index=True)

    @declared_attr
    def office_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("offices.id"), index=True)

    @declared_attr
    def programme_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("programmes.id"), index=True)


class Person(Base):
    """Somebody who reports, supervises or coordinates; may have several LINE accounts."""

    __tablename__ = "people"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    full_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str | None] = mapped_column(String(200))
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class LineAccount(Base):
    """A LINE user id that has spoken to the bot, joined or not."""

    __tablename__ = "line_accounts"
    __table_args__ = (CheckConstraint("wrong_codes >= 0", name="wrong_codes"),)

    line_user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    display_name: Mapped[str | None] = mapped_column(String(200))
    blocked_at: Mapped[datetime | None]
    notice_version: Mapped[str | None] = mapped_column(String(32))
    notice_shown_at: Mapped[datetime | None]
    notice_basis: Mapped[LegalBasis | None] = mapped_column(enum_column_type(LegalBasis))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    joining_locked_until: Mapped[datetime | None]
    rich_menu_id: Mapped[str | None] = mapped_column(String(64))  # linked at LINE (models/menus.py)
    # Of several posts the one that is acted as now; None: all of them together.
    acting_appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"))
    created_at: Mapped[datetime]


class Appointment(Scoped, Base):
    """A person holds a role over a scope, first and last day included (days of Bangkok).

    deputy_for_person_id: whose post it is that this person holds for a time, as a deputy.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        _scope_check(),
        CheckConstraint(FIRST_AND_LAST_DAY, name="first_and_last_day"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column_type(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    deputy_for_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class Invitation(Scoped, Base):
    """A code for one role over one scope, good for so many uses. Only its hash is kept.

    used_at: when the last of them was spent; used_by_person_id: by whom. for_person_id: it brings
    no post, but ties this person to the LINE account that types it, and lets go of the others.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        _scope_check(),
        CheckConstraint("used_by_person_id IS NULL OR used_at IS NOT NULL", name="used"),
        CheckConstraint("uses >= 0 AND uses <= uses_allowed", name="uses"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(enum_column_type(Role))
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]
    used_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    uses_allowed: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    uses: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
