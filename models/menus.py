"""Which rich menu is whose, and under which ids LINE knows them.

`python -m rich_menus sync` writes the ids; whoever links a menu reads them here, so that nothing
has to know how menus are drawn.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, enum_column_type
from models.people_tables import Appointment, LineAccount
from models.posts_effective import effective
from models.vocabulary import Role


class Menu(StrEnum):
    """The rich menus, one per state."""

    NEWCOMER = "newcomer"  # not joined
    TEACHER = "teacher"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    AREA_COORDINATOR = "area-coordinator"
    NATIONAL_COORDINATOR = "national-coordinator"
    OPERATOR = "operator"


#: Whose menu is which, the role that reaches furthest first. **The rule for several posts:** the
#: first of these that one holds today decides; the rest of what one may do is in the chat's menu
#: and can be typed. An expert does what a teacher does, a little less.
MENU_OF: Mapping[Role, Menu] = {
    Role.NATIONAL_COORDINATOR: Menu.NATIONAL_COORDINATOR,
    Role.AREA_COORDINATOR: Menu.AREA_COORDINATOR,
    Role.SUPERVISOR: Menu.SUPERVISOR,
    Role.SCHOOL_ADMINISTRATOR: Menu.ADMINISTRATOR,
    Role.TEACHER: Menu.TEACHER,
    Role.EXPERT: Menu.TEACHER,
    Role.OPERATOR: Menu.OPERATOR,
}

#: What everybody sees whom nothing is linked to (LINE's default menu).
DEFAULT = Menu.NEWCOMER


class RichMenu(Base):
    """The id at LINE of a menu's first page, as the last sync left it."""

    __tablename__ = "rich_menus"

    menu: Mapped[Menu] = mapped_column(enum_column_type(Menu), primary_key=True)
    rich_menu_id: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Linked:
    """An account that can be shown a menu: what is linked to it as far as we know (None: the
    default is shown), and what should be."""

    line_user_id: str
    shown: str | None
    wanted: Menu


def menu_of(roles: Collection[Role]) -> Menu:
    """The menu of somebody who holds these roles today; that of newcomers without any."""
    return next((menu for role, menu in MENU_OF.items() if role in roles), DEFAULT)


def menu_ids(session: Session) -> dict[Menu, str]:
    """The id at LINE of each menu's first page; empty before the first sync."""
    return {row.menu: row.rich_menu_id for row in session.scalars(select(RichMenu))}


def keep_menu_ids(session: Session, ids: Mapping[Menu, str]) -> None:
    """These are the menus from now on, and no others."""
    session.execute(delete(RichMenu))
    session.add_all(RichMenu(menu=menu, rich_menu_id=known) for menu, known in ids.items())
    session.flush()


def accounts_of(session: Session, person_id: int) -> Sequence[str]:
    """The LINE user ids of a person."""
    query = select(LineAccount.line_user_id).where(LineAccount.person_id == person_id)
    return session.scalars(query.order_by(LineAccount.line_user_id)).all()


def linked_account(session: Session, line_user_id: str, today: date) -> Linked | None:
    """One account today (Bangkok); None for one that is unknown or blocks us: LINE would answer
    that all is well, and do nothing."""
    found = _linked(session, today, LineAccount.line_user_id == line_user_id, most=1)
    return found[0] if found else None


def linked_accounts(session: Session, today: date, after: str, most: int) -> list[Linked]:
    """Accounts that belong to somebody, or have a menu linked, in the order of their ids, those
    behind `after`; `today` is a day of Bangkok."""
    somebody = LineAccount.person_id.is_not(None) | LineAccount.rich_menu_id.is_not(None)
    return _linked(session, today, somebody & (LineAccount.line_user_id > after), most)


def _linked(session: Session, today: date, which: ColumnElement[bool], most: int) -> list[Linked]:
    accounts = session.execute(
        select(
            LineAccount.line_user_id,
            LineAccount.person_id,
            LineAccount.rich_menu_id,
            LineAccount.acting_appointment_id,
        )
        .where(which, LineAccount.blocked_at.is_(None))
        .order_by(LineAccount.line_user_id)
        .limit(most)
    ).all()
    people = {account.person_id for account in accounts if account.person_id is not None}
    roles: dict[int | None, set[Role]] = defaultdict(set)
    by_post: dict[int | None, Role] = {}
    for post_id, person_id, role, deputy_for in session.execute(
        select(
            Appointment.id,
            Appointment.person_id,
            Appointment.role,
            Appointment.deputy_for_person_id,
        ).where(
            Appointment.person_id.in_(people),
            effective(today),
        )
    ):
        by_post[post_id] = role
        if deputy_for is None:
            roles[person_id].add(role)
    return [
        Linked(
            account.line_user_id,
            account.rich_menu_id,
            # Who acts as one of several posts sees the menu of that one.
            menu_of({by_post[account.acting_appointment_id]})
            if account.acting_appointment_id in by_post
            else menu_of(roles[account.person_id]),
        )
        for account in accounts
    ]


def note_linked(session: Session, accounts: Sequence[str], rich_menu_id: str | None) -> None:
    """LINE shows these accounts this menu now; None: the default."""
    session.execute(
        update(LineAccount)
        .where(LineAccount.line_user_id.in_(accounts))
        .values(rich_menu_id=rich_menu_id)
        .execution_options(synchronize_session=False)
    )


def count_linked(session: Session) -> dict[str, int]:
    """How many accounts have which menu linked, by its id at LINE."""
    query = (
        select(LineAccount.rich_menu_id, func.count())
        .where(LineAccount.rich_menu_id.is_not(None))
        .group_by(LineAccount.rich_menu_id)
    )
    return {known: count for known, count in session.execute(query) if known is not None}
