"""Who answers what: the order of precedence, and every route for every role."""

import pytest
from phones import KANDA, MALI, STRANGER, Desk, Phone

from handlers.dialog.press import Do, Press
from handlers.effects import Say
from handlers.router import PRECEDENCE
from handlers.routes import ROUTES, Route, route_named, route_of
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from handlers.thai.following import After
from models.policy import MAY, Action
from models.vocabulary import Role

SCOPE = {
    Role.TEACHER: "NPT1-01",
    Role.SCHOOL_ADMINISTRATOR: "NPT1-05",
    Role.EXPERT: "COLLAB-2564",
    Role.SUPERVISOR: "NPT1",
    Role.AREA_COORDINATOR: "NPT1",
    Role.NATIONAL_COORDINATOR: "TH",
    Role.OPERATOR: "TH",
}
REFUSAL = t("common.not_allowed")


def test_the_order_of_precedence_is_this() -> None:
    assert [step.__name__ for step in PRECEDENCE] == [
        "_group",
        "_came_or_went",
        "unsent",
        "unsent_before",
        "_locked",
        "_stranger",
        "_tap",
        "for_form",
        "_image",
        "take_file",
        "offer",
        "quoted",
        "_unfinished",
        "_control",
        "_code",
        "_command",
        "of_the_last",
        "report_from",
        "_not_understood",
    ]


# --- what wins over what -------------------------------------------------------------------------


def in_a_form(desk: Desk) -> Phone:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1")
    assert mali.at == "topic"
    return mali


def test_in_a_group_nothing_personal_is_said_even_to_somebody_in_a_form(desk: Desk) -> None:
    mali = in_a_form(desk)
    effects = desk.deliver(
        {
            "type": "message",
            "source": {"type": "group", "groupId": "C1", "userId": MALI},
            "message": {
                "type": "text",
                "text": "@พี่เลี้ยง ประวัติของฉัน",
                "mention": {"mentionees": [{"isSelf": True}]},
            },
        }
    )
    assert [effect.card.text for effect in effects if isinstance(effect, Say)] == [
        t("groups.untied")
    ]
    assert mali.draft is not None


@pytest.mark.parametrize(
    ("gesture", "wins"),
    [
        ("เมนู", "menu.title"),
        ("ยกเลิก", "dialog.leaving.text"),
        ("KNDA-2570", "visit.ask.standards"),
        ("สวัสดี", "visit.ask.standards"),
        ("ประวัติของฉัน", "dialog.as_answer"),
    ],
)
def test_in_a_form_words_belong_to_the_form(desk: Desk, gesture: str, wins: str) -> None:
    assert t(wins) in in_a_form(desk).say(gesture)


@pytest.mark.parametrize(
    ("gesture", "wins"),
    [
        ("เมนู", "menu.title"),
        ("ช่วยเหลือ", "help.title"),
        ("ยกเลิก", "common.nothing_to_leave"),
        ("ข้าม", "common.nothing_to_leave"),
        ("ทำต่อ", "common.nothing_waiting"),
        ("ประวัติของฉัน", "history.none_mine"),
        ("ลงทะเบียน", "joining.how"),
    ],
)
def test_outside_a_form_words_are_commands(desk: Desk, gesture: str, wins: str) -> None:
    assert t(wins) in desk.phone(MALI).say(gesture)


def test_what_is_not_understood_is_quoted_with_the_menu(desk: Desk) -> None:
    shown = desk.phone(MALI).say("ฝนตกไหม")
    assert "“ฝนตกไหม”" in shown
    assert "เมนู" in shown


def test_a_sticker_outside_a_form_is_answered_with_the_menu(desk: Desk) -> None:
    assert t("common.sticker") in desk.phone(MALI).sticker()


@pytest.mark.parametrize(
    "data", ["", "x", "v=9&do=a", "v=1&do=g&s=no_such_route", "v=1&do=a&d=gone"]
)
def test_a_button_that_nobody_knows_is_answered_kindly(desk: Desk, data: str) -> None:
    mali = desk.phone(MALI)
    before = desk.records()
    assert mali.data(data).startswith(t("common.old_button"))
    assert desk.records() == before


def test_every_kind_of_event_has_exactly_one_answer(desk: Desk) -> None:
    mali = desk.phone(MALI)
    for shown in (mali.say("ก"), mali.sticker(), mali.image("p1"), mali.follow(), mali.data("x")):
        assert shown
        assert len([e for e in mali.effects if isinstance(e, Say)]) == 1
    assert mali.unfollow() == ""


# --- every route, every role ---------------------------------------------------------------------


#: Something that may follow a command, of each kind; all of it unknown to the database.
FOLLOWING = {
    After.NUMBER: "999",
    After.NUMBER_OR_NAME: "999",
    After.RECEIPT: "V-999",
    After.CODE: "ABCD-9999",
    After.AREA: "นครปฐม เขต 99",
    After.PLACE: "โรงเรียนไม่มีจริง",
    After.ANY_PLACE: "โรงเรียนไม่มีจริง",
    After.WHOLE: "โครงการไม่มีจริง",
    After.DURATION: "3 วัน",
    After.DAY: "4 ธ.ค. 69 วันหยุดพิเศษ",
    After.EXPORT: "นิเทศ ปี 2569",
    After.PERSON: "สมศรี ตัวอย่าง",
    After.FREE: "แผนเครือข่าย",
    After.TEXT: "พรุ่งนี้ขอเชิญประชุมนะคะ",
    After.SOUGHT: "ไดโนเสาร์",
}


def gestures(route: Route) -> list[str]:
    """Its first words, and those with something behind them. All words: test_commands.py."""
    behind = [f"{route.words[0]} {FOLLOWING[route.argument]}"] if route.argument else []
    return [*route.words[:2], *behind]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_it_may_and_a_kind_refusal_of_the_rest(desk: Desk, role: Role) -> None:
    phone = desk.appoint(STRANGER, role, SCOPE[role])
    for route in ROUTES:
        allowed = route.needs is None or route.needs in MAY[role]
        tap = Press(Do.GO, slot=route.name)
        for shown in [*(phone.say(words) for words in gestures(route)), phone.press(tap)]:
            assert shown
            assert (REFUSAL in shown) is not allowed, (role, route.name, shown)
            desk.conversations.clear()


@pytest.mark.parametrize("role", list(Role))
def test_a_refusal_changes_nothing(desk: Desk, role: Role) -> None:
    phone = desk.appoint(STRANGER, role, SCOPE[role])
    before = desk.records()
    for route in ROUTES:
        if route.needs is None or route.needs in MAY[role]:
            continue
        phone.press(Press(Do.GO, slot=route.name, value="1"))
        assert (phone.draft, phone.parked, desk.records()) == (None, [], before)


@pytest.mark.parametrize("role", list(Role))
def test_starting_over_is_for_those_who_may_start(desk: Desk, role: Role) -> None:
    phone = desk.appoint(STRANGER, role, SCOPE[role])
    for name, talk in CONVERSATIONS.items():
        shown = phone.press(Press(Do.START_OVER, slot=name))
        if talk.needs is not None and talk.needs not in MAY[role]:
            assert REFUSAL in shown
            assert phone.draft is None
        desk.conversations.clear()


def test_somebody_who_has_not_joined_can_join_and_read_what_the_bot_is(desk: Desk) -> None:
    stranger = desk.phone(STRANGER)
    before = desk.records()
    about = t("joining.stranger.text")
    for route in ROUTES:
        for words in gestures(route):
            shown = stranger.say(words)
            assert (about in shown) is not route.strangers, (route.name, shown)
            desk.conversations.clear()  # the one form of strangers would take the next words
        shown = stranger.press(Press(Do.GO, slot=route.name, value="1"))
        assert (about in shown) is not route.strangers, route.name
        desk.conversations.clear()
    for name in CONVERSATIONS.keys() - {"claiming"}:
        assert about in stranger.press(Press(Do.START_OVER, slot=name))
    for shown in (
        stranger.image("p1"),
        stranger.sticker(),
        stranger.say("ทำต่อ"),
        stranger.data("x"),
    ):
        assert about in shown
    assert (stranger.draft, stranger.parked, desk.records()) == (None, [], before)


def test_nothing_of_the_records_is_told_to_somebody_who_has_not_joined(desk: Desk) -> None:
    for words in ("รายงาน V-1", "ดูการนิเทศ", "ประวัติ", "โรงเรียนบ้านลำพยา"):
        assert "ลำพยา" not in desk.phone(KANDA).say(words)


def test_every_need_of_a_route_is_held_by_some_role() -> None:
    held = frozenset[Action]().union(*MAY.values())
    assert {route.needs for route in ROUTES if route.needs} <= held


# --- words to routes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("บันทึกนิเทศ", "log_visit", ""),
        ("บันทึกนิเทศค่ะ", "log_visit", ""),
        ("ขอบันทึกนิเทศหน่อย", "log_visit", ""),
        ("รายงาน V-12", "report", "V-12"),
        ("รายงาน12", "report", "12"),
        ("เปิด V-12", "report", "V-12"),
        ("เปิด E-3", "report", "E-3"),
        ("เลขที่: ๑๒", "report", "12"),
        ("รายงานทั้งหมด", "received", ""),
        ("ลงทะเบียน ABCD-2345", "join", "ABCD-2345"),
        ("สถานะ นครปฐม เขต 1", "status_area", "นครปฐม เขต 1"),
        ("สถานะเครือข่ายอ้อกระทิง", "status_network", "อ้อกระทิง"),
    ],
)
def test_words_name_a_route(text: str, name: str, argument: str) -> None:
    assert route_of(text) == (route_named(name), argument)


@pytest.mark.parametrize("text", ["", "  ", "รายงานการประชุม", "ขอยกเลิกประชุม", "12", "เชิญชวน"])
def test_other_words_name_none(text: str) -> None:
    assert route_of(text) is None


def test_a_sentence_that_begins_with_report_is_an_answer(desk: Desk) -> None:
    mali = in_a_form(desk)
    mali.say("รายงาน การประชุมผู้ปกครอง")
    assert mali.answers["topic"] == "รายงาน การประชุมผู้ปกครอง"


@pytest.mark.parametrize("typed", ["V-12", "v12", "E – ๓"])
def test_a_receipt_number_alone_opens_its_record_but_in_a_form_it_may_be_an_answer(
    typed: str,
) -> None:
    assert (route_of(typed, inexact=True) or ("",))[0] == route_named("report")
    assert route_of(typed) is None


def test_a_command_with_a_name_is_one_wherever_no_words_of_ones_own_are_awaited(
    desk: Desk,
) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "ค้นหา สื่อการอ่าน")
    assert t("searching.none.text", words="สื่อการอ่าน") in mali.shown
    mali.say("ทำต่อ", "เมื่อวาน", "1", "1", "ค้นหา สื่อการอ่าน")
    assert mali.answers["topic"] == "ค้นหา สื่อการอ่าน"
