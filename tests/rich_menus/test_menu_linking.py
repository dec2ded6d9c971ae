"""Who joins, changes role, leaves or comes back sees the right menu; and so does everybody else
whose posts began or ended with a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from line_desk import FEW, LineDesk
from sqlalchemy import Engine, update

from bot.database import transaction
from bot.linking import relink
from handlers.texts import t
from models.menus import (
    Linked,
    Menu,
    accounts_of,
    count_linked,
    keep_menu_ids,
    linked_account,
    linked_accounts,
    menu_ids,
    note_linked,
)
from models.people import Appointment, create_invitation, scope_by_code
from models.people_tables import LineAccount, Person
from models.vocabulary import Role, ScopeKind
from scheduler.jobs import run_round
from tests.bot.street import Street

LINKS = "SELECT state FROM effects WHERE kind = 'link_menu' ORDER BY id"
NEWCOMER = "PhiLiang pl-newcomer-start"
TEACHER = "PhiLiang pl-teacher-report"
AREA = "PhiLiang pl-area-coordinator-follow"


def sent(count: int) -> list[tuple[str]]:
    return [("sent",)] * count


@pytest.fixture
def ready(desk: LineDesk) -> LineDesk:
    """All menus are at LINE and linked."""
    desk.sync()
    return desk


def code_for(street: Street, role: Role, scope: str) -> str:
    now = street.runtime.clock.now()
    with transaction(street.runtime.engine) as session:
        found = scope_by_code(session, scope)
        assert found is not None
        until = now + timedelta(days=1)
        return create_invitation(
            session, role=role, scope=found, now=now, expires_at=until, by_person_id=None
        )


def test_who_joins_gets_the_menu_of_the_post_and_another_with_a_further_post(
    ready: LineDesk,
) -> None:
    street = ready.street
    kanda = street.phone("kanda")
    kanda.follow()
    assert ready.shown("kanda") == NEWCOMER
    kanda.say("KNDA-2570")
    street.until(LINKS, sent(1))
    assert ready.shown("kanda") == TEACHER

    kanda.say(code_for(street, Role.AREA_COORDINATOR, "NPT1"))
    street.until(LINKS, sent(2))
    assert ready.shown("kanda") == AREA


def test_who_leaves_has_the_menu_of_newcomers_until_they_take_it_back(ready: LineDesk) -> None:
    street = ready.street
    mali = street.phone("mali")
    mali.say("ลบข้อมูลของฉัน")
    mali.tap(t("leaving.confirm"))
    street.until(LINKS, sent(1))
    assert ready.shown("mali") == NEWCOMER
    mali.say("ยกเลิกการลบ")
    street.until(LINKS, sent(2))
    assert ready.shown("mali") == TEACHER


def test_who_blocks_us_and_comes_back_is_linked_anew(ready: LineDesk) -> None:
    street = ready.street
    mali = street.phone("mali")
    mali.do("unfollow", {})
    street.until("SELECT count(*) FROM line_accounts WHERE blocked_at IS NOT NULL", [(1,)])
    assert relink(street.runtime) == 0  # LINE would do nothing
    mali.follow()
    street.until(LINKS, sent(1))
    assert relink(street.runtime) == 0


def test_a_menu_that_line_does_not_link_at_once_is_linked_by_a_later_try(ready: LineDesk) -> None:
    street = ready.street
    kanda = street.phone("kanda")
    kanda.follow()
    ready.fault_at(1, "status", status=500, times=2)
    kanda.say("KNDA-2570")
    street.until(LINKS, sent(1))
    assert ready.shown("kanda") == TEACHER
    assert street.rows("SELECT attempts FROM effects WHERE kind = 'link_menu'") == [(3,)]


def test_before_the_first_sync_nothing_is_asked_of_line(desk: LineDesk) -> None:
    street = desk.street
    street.phone("kanda").follow()
    street.phone("kanda").say("KNDA-2570")
    street.until(LINKS, sent(1))
    assert desk.calls() == []
    assert relink(street.runtime) == 0


def test_by_night_whose_post_has_ended_gets_another_menu(ready: LineDesk) -> None:
    runtime = ready.street.runtime
    night = runtime.clock.now().replace(hour=19, minute=0) + timedelta(days=2)  # 02:00 in Bangkok
    with transaction(runtime.engine) as session:
        pranee = session.execute(
            update(Appointment)
            .where(Appointment.role == Role.AREA_COORDINATOR)
            .values(ends_on=date(2024, 1, 31))
            .returning(Appointment.person_id)
        ).all()
    assert len(pranee) == 2
    run_round(runtime, night)
    assert ready.shown("pranee") == ready.shown("anan") == NEWCOMER
    assert ready.shown("mali") == TEACHER
    assert [path for path in ready.changing()[-2:] if "bulk/unlink" in path] != []


def test_a_tab_is_turned_by_the_phone_alone_and_a_failed_one_brings_the_menu(
    desk: LineDesk,
) -> None:
    """LINE tells of every tap on a tab; the draft in hand stays where it was."""
    street = desk.street
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    question = mali.history()[-1].text
    switch = next(
        area["action"] for area in FEW[1].areas if area["action"]["type"] == "richmenuswitch"
    )
    drafts = "SELECT draft FROM conversations"
    before = street.rows(drafts)
    street.desk("POST", "/raw", {"body": tapped_tab(switch, "SUCCESS", "1")})
    street.until("SELECT count(*) FROM inbound_events WHERE kind = 'postback'", [(1,)])
    assert mali.quiet()
    assert street.rows(drafts) == before
    assert mali.history()[-1].text == question

    street.desk("POST", "/raw", {"body": tapped_tab(switch, "RICHMENU_ALIAS_ID_NOTFOUND", "2")})
    assert t("menu.title") in mali.wait()[-1].texts


def tapped_tab(action: dict[str, str], status: str, number: str) -> dict[str, object]:
    """The webhook that LINE sends after a tap on a tab (webhook.yml, RichMenuSwitch)."""
    event = {
        "type": "postback",
        "mode": "active",
        "timestamp": 1_763_600_000_000,
        "webhookEventId": f"tab-{number}",
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": "U0000000000000000000000000000a001"},
        "replyToken": f"token-{number}",
        "postback": {
            "data": action["data"],
            "params": {"newRichMenuAliasId": action["richMenuAliasId"], "status": status},
        },
    }
    return {"destination": "U00000000000000000000000000b07b07", "events": [event]}


# --- the queries, on both databases --------------------------------------------------------------

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
#: The posts of four people, and their last days.
HELD: dict[int, list[tuple[Role, date | None]]] = {
    1: [(Role.TEACHER, None)],
    2: [(Role.TEACHER, None), (Role.SCHOOL_ADMINISTRATOR, None)],
    3: [(Role.SCHOOL_ADMINISTRATOR, YESTERDAY), (Role.TEACHER, TODAY)],
    4: [],
}


@pytest.fixture
def crowd(engine: Engine) -> Engine:
    """Four people with two accounts each, and an account of nobody's; one of them blocks us."""
    with transaction(engine) as session:
        for number, held in HELD.items():
            session.add(Person(id=number, full_name=f"ครู {number}", sample=True, created_at=NOW))
            session.flush()
            for account in ("a", "b"):
                user = f"U{account}{number}"
                session.add(LineAccount(line_user_id=user, person_id=number, created_at=NOW))
            for role, ends_on in held:
                post = {"role": role, "scope_kind": ScopeKind.COUNTRY, "ends_on": ends_on}
                session.add(Appointment(person_id=number, starts_on=date(2026, 1, 1), **post))
        session.add(LineAccount(line_user_id="Unobody", created_at=NOW))
        session.flush()
        session.get_one(LineAccount, "Ub1").blocked_at = NOW
    return engine


def test_each_account_is_judged_by_the_posts_held_on_the_day(crowd: Engine) -> None:
    with transaction(crowd) as session:
        found = linked_accounts(session, TODAY, "", 100)
        assert [(one.line_user_id, one.wanted) for one in found] == [
            ("Ua1", Menu.TEACHER),
            ("Ua2", Menu.ADMINISTRATOR),
            ("Ua3", Menu.TEACHER),
            ("Ua4", Menu.NEWCOMER),
            ("Ub2", Menu.ADMINISTRATOR),
            ("Ub3", Menu.TEACHER),
            ("Ub4", Menu.NEWCOMER),
        ]
        assert linked_accounts(session, TODAY, "Ub2", 1) == [Linked("Ub3", None, Menu.TEACHER)]
        tomorrow = linked_accounts(session, TODAY + timedelta(days=1), "Ub2", 1)
        assert tomorrow == [Linked("Ub3", None, Menu.NEWCOMER)]
        assert linked_account(session, "Ub1", TODAY) is None
        assert accounts_of(session, 2) == ["Ua2", "Ub2"]

        keep_menu_ids(session, {Menu.NEWCOMER: "richmenu-1", Menu.TEACHER: "richmenu-2"})
        keep_menu_ids(session, {Menu.NEWCOMER: "richmenu-1", Menu.TEACHER: "richmenu-3"})
        note_linked(session, ["Ua1", "Unobody"], "richmenu-3")
    with transaction(crowd) as session:
        assert menu_ids(session) == {Menu.NEWCOMER: "richmenu-1", Menu.TEACHER: "richmenu-3"}
        assert count_linked(session) == {"richmenu-3": 2}
        shown = {one.line_user_id: one.shown for one in linked_accounts(session, TODAY, "", 100)}
        assert shown["Ua1"] == shown["Unobody"] == "richmenu-3"
        assert shown["Ua2"] is None
