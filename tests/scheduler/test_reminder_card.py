"""What a reminder says: what, by when, how much is done, one button; kind, and never too large."""

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from handlers.cards.card import Card, Row, Tap
from handlers.cards.limits import broken
from handlers.cards.render import alt_text, render
from handlers.dialog.press import decode
from handlers.left_owed import packed, unpacked
from handlers.reminders import MOST_ROWS, Owed, reminder, ridden, steps_said
from handlers.routes import route_named
from handlers.starting import value_for
from models.obligations import Judgement, Period, Rule, Subject
from models.vocabulary import (
    Cadence,
    DutyState,
    ExchangeLevel,
    LevelsRule,
    ObligationKind,
    RuleSource,
    SubjectKind,
    YearBasis,
)
from scheduler.rules import KINDS

DUE = date(2023, 11, 27)
TITLE = "ส่งรายชื่อผู้รับผิดชอบขับเคลื่อนพื้นที่นวัตกรรมการศึกษาให้ สพฐ."
YEAR = Period(2567, YearBasis.FISCAL, date(2023, 10, 1), date(2024, 9, 30))

STAFF = Rule(
    source=RuleSource.DEADLINE,
    id=1,
    code="SANDBOX-STAFF-2566",
    programme_id=1,
    programme_code="SANDBOX",
    programme_name="พื้นที่นวัตกรรมการศึกษา",
    kind=ObligationKind.RESPONSIBLE_STAFF,
    title=TITLE,
    subject_kind=SubjectKind.OFFICE,
    cadence=Cadence.DATE,
    year_basis=YearBasis.FISCAL,
    due_on=DUE,
    due_time=time(23, 59),
)
EXCHANGE = replace(
    STAFF,
    source=RuleSource.OBLIGATION,
    code="EXCHANGE-YEARLY",
    kind=ObligationKind.EXCHANGE,
    cadence=Cadence.YEARLY,
    levels=(ExchangeLevel.INTRA_NETWORK, ExchangeLevel.INTER_NETWORK, ExchangeLevel.AREA),
    levels_rule=LevelsRule.EACH,
    due_on=None,
    due_time=None,
)


def owed(rule: Rule = STAFF, number: int = 1, **changes: object) -> Owed:
    """One thing; `changes` are of the Owed, or of its judgement where it has such a field."""
    levels = {level: (int(level is rule.levels[0]), 1) for level in rule.levels}
    judged = Judgement(
        rule,
        Subject(SubjectKind.OFFICE, number, f"O-{number}", f"สพป.สตูล {number}"),
        YEAR,
        DutyState.DUE,
        done=1 if levels else 0,
        needed=len(levels) or 1,
        by_level=levels,
        due_on=DUE,
    )
    own = {key: changes.pop(key) for key in list(changes) if key in Judgement.__dataclass_fields__}
    is_exchange = rule.kind is ObligationKind.EXCHANGE
    fields = {
        "words": "exchange" if is_exchange else "staff",
        "route": "log_exchange" if is_exchange else "nominate",
        **changes,
    }
    return Owed(judgement=replace(judged, **own), **fields)  # type: ignore[arg-type]


def routes_of(card: Card) -> list[str]:
    buttons = [*card.buttons, *(row.button for row in card.rows if row.button)]
    presses = [decode(b.action.data) for b in buttons if isinstance(b.action, Tap)]
    always = ("snooze", "why_reminded")
    return [press.slot for press in presses if press and press.slot not in always]


def carried_by(card: Card, route: str) -> str:
    presses = [decode(b.action.data) for b in card.buttons if isinstance(b.action, Tap)]
    return next(press.value for press in presses if press and press.slot == route)


def test_a_single_thing_says_what_by_when_how_much_and_has_one_button() -> None:
    card = reminder([owed(sender="ศน.สุดา ชายฝั่ง")], date(2023, 11, 21))
    assert card.title == "เหลืออีก 6 วัน"
    assert card.text == f"{TITLE}\nศน.สุดา ชายฝั่ง ฝากแจ้งเรื่องนี้ของสพป.สตูล 1"
    assert [(row.label, row.value) for row in card.rows] == [
        ("ของ", "สพป.สตูล 1"),
        ("ภายใน", "วันจันทร์ที่ 27 พฤศจิกายน 2566 เวลา 23:59 น."),
        ("ความคืบหน้า", "แต่งตั้งแล้ว 0 คน ส่งแล้ว 0 จาก 1"),
    ]
    assert [button.label for button in card.buttons] == [
        "แต่งตั้งผู้รับผิดชอบ",
        "เลื่อน",
        "ทำไมได้ข้อความนี้",
    ]
    assert [button.primary for button in card.buttons] == [True, False, False]


@pytest.mark.parametrize(
    ("today", "state", "says"),
    [
        ("2023-11-24", DutyState.DUE, "เหลืออีก 3 วัน"),
        ("2023-11-26", DutyState.DUE, "ครบกำหนดพรุ่งนี้"),
        ("2023-11-27", DutyState.DUE, "ครบกำหนดวันนี้"),
        ("2023-11-27", DutyState.OVERDUE, "เลยกำหนดแล้ววันนี้"),
        ("2023-11-28", DutyState.OVERDUE, "เลยกำหนดมา 1 วัน"),
        ("2023-12-04", DutyState.OVERDUE, "เลยกำหนดมา 7 วัน"),
    ],
)
def test_the_days_left_or_late_are_counted_from_today(
    today: str, state: DutyState, says: str
) -> None:
    assert reminder([owed(state=state)], date.fromisoformat(today)).title == says


def test_once_people_are_named_the_button_is_the_word_that_it_was_sent() -> None:
    card = reminder([owed(route="submitted", named=2)], date(2023, 11, 24))
    assert card.buttons[0].label == "แจ้งว่าส่งแล้ว"
    assert "แต่งตั้งแล้ว 2 คน" in alt_text(card)
    assert card.hint == "ถ้าส่งแล้ว แตะปุ่มเพื่อแจ้งวันที่ส่ง แล้วจะไม่มีข้อความเตือนเรื่องนี้อีก"


def test_an_exchange_says_which_levels_are_still_missing() -> None:
    card = reminder([owed(EXCHANGE)], date(2023, 11, 20))
    assert card.text.startswith("แลกเปลี่ยนเรียนรู้ ปีงบ 2567\n")
    assert card.rows[2].value == (
        "บันทึกแล้ว 1 จาก 3 (ภายในเครือข่าย 1/1 · ระหว่างเครือข่าย 0/1 · ระดับเขตพื้นที่ 0/1)"
    )
    assert routes_of(card) == ["log_exchange"]


def test_where_any_level_will_do_none_is_called_missing() -> None:
    any_level = replace(EXCHANGE, levels_rule=LevelsRule.ANY)
    card = reminder([owed(any_level, done=0, needed=1)], date(2023, 11, 20))
    assert card.rows[2].value == "บันทึกแล้ว 0 จาก 1 (ระดับใดก็ได้)"


def test_several_things_are_one_card_with_a_button_each_the_nearest_first() -> None:
    later = owed(EXCHANGE, due_on=date(2023, 11, 30))
    card = reminder([later, owed()], date(2023, 11, 24))
    assert card.title == "มี 2 เรื่องที่ใกล้หรือเลยกำหนด"
    assert routes_of(card) == ["nominate", "log_exchange"]
    assert card.rows[0].value == (
        "สพป.สตูล 1\nภายใน จ. 27 พ.ย. 2566 เวลา 23:59 น. (เหลืออีก 3 วัน)\nแต่งตั้งแล้ว 0 คน ส่งแล้ว 0 จาก 1"
    )
    assert "พฤ. 30 พ.ย. 2566 (เหลืออีก 6 วัน)" in card.rows[1].value


def test_a_supervisor_reads_who_owes_and_whom_to_ask_and_nothing_that_shames() -> None:
    thing = owed(state=DutyState.OVERDUE, supervises=True, contact="คุณอนันต์ ทะเลงาม")
    card = reminder([thing], date(2023, 11, 28))
    words = alt_text(card)
    assert card.title == "สพป.สตูล 1 มีเรื่องที่รอดำเนินการ"
    assert TITLE in words
    assert "ผู้รับผิดชอบ: คุณอนันต์ ทะเลงาม" in words
    assert "เลยกำหนดมา 1 วัน" in words
    assert not [bad for bad in ("ละเลย", "ไม่ยอม", "เพิกเฉย", "ล่าช้า", "ตำหนิ", "!") if bad in words]
    assert routes_of(card) == ["outstanding", "status", "follow"]


def test_who_owes_and_oversees_at_once_gets_one_card_with_the_own_things_first() -> None:
    other = owed(number=2, state=DutyState.OVERDUE, supervises=True, due_on=date(2023, 11, 20))
    card = reminder([other, owed()], date(2023, 11, 24))
    assert [row.label for row in card.rows] == [TITLE, "ในความดูแล: สพป.สตูล 2"]


def test_the_wordings_take_turns_with_the_steps_of_the_ladder() -> None:
    ladder = (-30, -14, -7, -3, -1, 0, 1)
    steps = [steps_said(ladder, stage) for stage in ladder]
    assert steps == [0, 1, 2, 3, 4, 5, 6]
    before = [reminder([owed(step=step)], DUE).text for step in steps[:5]]
    assert len(set(before)) == 4
    assert before[0] == before[4]
    past = {reminder([owed(step=n, state=DutyState.OVERDUE)], DUE).text for n in steps}
    assert len(past) == 4
    assert not past & set(before)


def test_without_a_supervisor_it_is_nobody_in_particular_who_asks() -> None:
    assert "ทีมประสานงานโครงการ" in reminder([owed()], DUE).text


def test_what_was_agreed_last_is_said_again() -> None:
    card = reminder([owed(agreed="ทำแผนอ่านออกเขียนได้ภายในเดือนนี้")], DUE)
    assert card.rows[-1] == Row("ครั้งก่อนตกลงว่า", "ทำแผนอ่านออกเขียนได้ภายในเดือนนี้")


def test_the_button_carries_what_its_form_can_begin_with() -> None:
    exchange = owed(EXCHANGE).judgement
    network = replace(exchange.subject, kind=SubjectKind.NETWORK, code="N-1")
    school = replace(exchange.subject, kind=SubjectKind.SCHOOL, code="S-1")
    intra, *others = EXCHANGE.levels
    one_left = {intra: (0, 1), **dict.fromkeys(others, (1, 1))}
    assert value_for("log_exchange", replace(exchange, subject=network)) == "SANDBOX:N-1:"
    missing = replace(exchange, subject=network, by_level=one_left)
    assert value_for("log_exchange", missing) == "SANDBOX:N-1:intra_network"
    assert value_for("log_visit", replace(exchange, subject=school)) == "S-1"
    assert value_for("submitted", owed().judgement) == "1.office.1"
    assert value_for("log_plan", replace(exchange, subject=network)) == "network.1.1"


def test_what_rides_under_an_answer_is_two_things_and_a_count() -> None:
    things = [owed(number=n, due_on=DUE + timedelta(days=n)) for n in (4, 3, 2, 1)]
    card = ridden(things, date(2023, 11, 20))
    assert [row.value.split("\n")[0] for row in card.rows] == ["สพป.สตูล 1", "สพป.สตูล 2"]
    assert card.hint == "และอีก 2 เรื่อง"
    assert routes_of(card) == ["deadlines", "nominate", "nominate"]
    assert ridden(things[:2], DUE).hint == ""


def test_what_has_no_words_of_its_own_has_those_of_any_duty() -> None:
    plan = replace(EXCHANGE, kind=ObligationKind.NETWORK_PLAN, levels=(), levels_rule=None)
    card = reminder([owed(plan, words="plan", route="log_plan")], DUE)
    assert card.text.startswith("แผนเครือข่าย ปีงบ 2567\n")
    assert card.rows[2].value == "ทำแล้ว 0 จาก 1"
    assert card.buttons[0].label == "ส่งแผนเครือข่าย"


def test_the_end_of_a_programme_is_only_told() -> None:
    notice = replace(STAFF, kind=None, notice=True, title="สิ้นสุดโครงการ")
    ahead = owed(notice, words="ending", route="status", state=DutyState.NOT_YET, needed=0, step=3)
    card = reminder([ahead], date(2023, 11, 20))
    assert card.text == "สิ้นสุดโครงการ\nทีมประสานงานโครงการ ฝากแจ้งเรื่องนี้ของสพป.สตูล 1"
    assert card.buttons[0].label == "ดูสถานะ"


def test_what_comes_late_says_so() -> None:
    card = reminder([owed(meant_for=date(2023, 11, 21))], date(2023, 11, 23))
    assert card.note == "ขออภัย ข้อความนี้ควรถึงท่านตั้งแต่วันอังคารที่ 21 พฤศจิกายน 2566"
    assert reminder([owed()], date(2023, 11, 23)).note == ""


@pytest.mark.parametrize("supervises", [False, True])
def test_ever_so_many_things_fit_into_one_bubble_of_line(supervises: bool) -> None:
    long = replace(EXCHANGE, title="ก" * 300, programme_name="ข" * 300)
    things = [
        owed(long, number=n, supervises=supervises, contact="ค" * 200)
        if n % 2
        else owed(number=n, supervises=supervises, contact="ค" * 200)
        for n in range(178)
    ]
    card = reminder(things, date(2023, 11, 28))
    assert broken(render(card)) == []
    assert len(card.rows) == MOST_ROWS
    assert card.hint == f"และอีก {178 - MOST_ROWS} เรื่อง"


def test_a_card_can_be_put_off_and_asked_about_for_what_it_says() -> None:
    today = date(2023, 11, 24)
    card = reminder([owed(), owed(number=2)], today)
    assert carried_by(card, "snooze") == "deadline.1"
    assert carried_by(card, "why_reminded") == "2023-11-24"
    assert carried_by(reminder([owed(), owed(EXCHANGE)], today), "snooze") == "all"
    late = owed(state=DutyState.OVERDUE, supervises=True)
    assert carried_by(reminder([late], date(2023, 11, 30)), "snooze") == "deadline.1"


def test_every_button_of_a_reminder_leads_to_a_command_that_there_is() -> None:
    names = {kind.route for kind in KINDS} | {"submitted", "status", "snooze", "why_reminded"}
    assert [name for name in sorted(names) if route_named(name) is None] == []


def test_what_is_stored_of_it_comes_back_as_it_was_even_a_text_that_looks_like_a_day() -> None:
    thing = owed(agreed="day:1 ประชุมทีม", meant_for=DUE)
    assert unpacked(json.loads(json.dumps(packed(thing, [1]))), thing.judgement) == thing
