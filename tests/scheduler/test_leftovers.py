"""What others left for somebody: pushed once in the day's one push, unless it was seen before."""

from datetime import date

from dues import owes
from office import Office
from sqlalchemy import select, text

from bot.telling import leave
from handlers.cards.card import Card
from handlers.effects import Nudge
from models.duties import Deadline
from models.scopes import scope_by_code
from models.vocabulary import RuleSource, SubjectKind


def left(office: Office, who: str, *cards: str, soon: bool = False) -> None:
    at = office.runtime.machine_time()
    with office.writing() as session:
        for words in cards:
            account = office.people[who].line_user_id
            leave(office.runtime, session, account, Card(text=words), words, at, soon=soon)


def pushed(office: Office) -> list[tuple[str, list[str]]]:
    """(to whom, texts) of every push in the outbox."""
    keys = {member.line_user_id: key for key, member in office.people.items()}
    rows = office.rows("SELECT line_user_id, payload FROM effects WHERE kind = 'push' ORDER BY id")
    return [(keys[who], [m["text"] for m in payload["messages"]]) for who, payload in rows]


def test_what_was_left_goes_out_in_the_afternoon_as_one_push(office: Office) -> None:
    left(office, "somsri", "หนึ่ง", "สอง")
    office.round("2023-11-20T15:29")
    assert pushed(office) == []
    office.round("2023-11-20T15:30")
    office.round("2023-11-20T15:31")
    assert pushed(office) == [("somsri", ["มีเรื่องถึงท่าน 2 เรื่อง", "หนึ่ง", "สอง"])]


def test_what_is_wanted_soon_takes_the_rest_along_in_the_next_round(office: Office) -> None:
    left(office, "somsri", "หนึ่ง")
    left(office, "somsri", "สอง", soon=True)
    left(office, "mali", "สาม")
    office.round("2023-11-20T08:29")
    assert pushed(office) == []
    office.round("2023-11-20T08:30")
    assert pushed(office) == [("somsri", ["มีเรื่องถึงท่าน 2 เรื่อง", "หนึ่ง", "สอง"])]
    left(office, "somsri", "สี่", soon=True)
    office.round("2023-11-20T09:00")
    assert len(pushed(office)) == 1  # one push a day
    office.round("2023-11-21T08:30")
    assert [texts for _, texts in _with_text(office)][1:] == [["มีเรื่องถึงท่าน 1 เรื่อง", "สี่"]]


def test_a_full_week_waits_for_the_next(quick_office: Office) -> None:
    for day in (20, 21, 22):
        left(quick_office, "somsri", f"วันที่ {day}", soon=True)
        quick_office.round(f"2023-11-{day}T09:00")
    assert len(_with_text(quick_office)) == 2
    quick_office.round("2023-11-27T08:30")
    assert [texts[1:] for _, texts in _with_text(quick_office)][2:] == [["วันที่ 22"]]


def test_nothing_goes_out_on_a_day_off(quick_office: Office) -> None:
    left(quick_office, "somsri", "หนึ่ง")
    quick_office.round("2023-11-19T15:30")
    assert pushed(quick_office) == []


def test_who_was_reminded_that_day_gets_it_the_next_day(quick_office: Office) -> None:
    left(quick_office, "anan", "หนึ่ง")
    quick_office.round("2023-11-21T08:30")  # the day of the announcement: Anan is reminded
    quick_office.round("2023-11-21T15:30")
    assert not [texts for _, texts in _with_text(quick_office)]
    quick_office.round("2023-11-22T15:30")
    assert [texts for _, texts in _with_text(quick_office)] == [["มีเรื่องถึงท่าน 1 เรื่อง", "หนึ่ง"]]


def test_what_somebody_reminded_of_is_judged_again_before_it_is_pushed(
    quick_office: Office,
) -> None:
    owes(quick_office, "2024-01-12")
    _reminded(quick_office, "first", "2024-01-12")
    _reminded(quick_office, "second", "2024-01-12")
    quick_office.round("2024-01-08T08:30")
    told = [payload["messages"] for (payload,) in quick_office.rows(_PUSHES)]
    assert ["ส่งงาน 2024-01-12" in message.get("altText", "") for message in told[0]] == [
        *(False, True, True)
    ]
    _reminded(quick_office, "third", "2024-01-12")
    with quick_office.writing() as session:
        session.execute(text("UPDATE deadlines SET due_on = '2024-01-31' WHERE code LIKE 'STN-%'"))
    quick_office.round("2024-01-09T08:30")
    assert len(quick_office.rows(_PUSHES)) == len(told)
    waits = "SELECT count(*) FROM effects WHERE state = 'unshown' AND turn_key LIKE 'soon:%'"
    assert quick_office.rows(waits) == [(0,)]


_PUSHES = "SELECT payload FROM effects WHERE kind = 'push' ORDER BY id"


def _reminded(office: Office, once: str, due_on: str) -> None:
    """Anan is reminded by somebody of what his office is to send."""
    at, account = office.runtime.machine_time(), office.people["anan"].line_user_id
    with office.writing() as session:
        scope = scope_by_code(session, "STN")
        rule = session.scalar(select(Deadline.id).where(Deadline.code == f"STN-{due_on}"))
        assert scope is not None
        assert scope.id is not None
        assert rule is not None
        day = date.fromisoformat(due_on)
        duty = (RuleSource.DEADLINE, rule, SubjectKind.OFFICE, scope.id, day)
        nudge = Nudge("ศน.สุดา", (duty,))
        card = Card(text="ตามที่บันทึกไว้ครั้งก่อน")
        leave(office.runtime, session, account, card, once, at, soon=True, nudge=nudge)


def _with_text(office: Office) -> list[tuple[str, list[str]]]:
    rows = office.rows("SELECT line_user_id, payload FROM effects WHERE kind = 'push' ORDER BY id")
    return [
        (who, [m["text"] for m in payload["messages"]])
        for who, payload in rows
        if payload["messages"][0]["type"] == "text"
    ]


def test_more_than_one_push_holds_goes_on_the_following_day(quick_office: Office) -> None:
    left(quick_office, "somsri", *(f"เรื่องที่ {number}" for number in range(6)))
    quick_office.round("2023-11-20T15:30")
    quick_office.round("2023-11-21T15:30")
    sizes = [len(texts) - 1 for _, texts in _with_text(quick_office)]
    assert sizes == [4, 2]


def test_who_has_two_phones_gets_one_push_on_the_newer(quick_office: Office) -> None:
    office, newer = quick_office, "U" + "7" * 32
    older = office.people["somsri"].line_user_id
    with office.writing() as session:
        session.execute(
            text(
                "INSERT INTO line_accounts (line_user_id, person_id, created_at, wrong_codes)"
                f" SELECT '{newer}', person_id, '2023-11-05 00:00:00', 0 FROM line_accounts"
                f" WHERE line_user_id = '{older}'"
            )
        )
        at = office.runtime.machine_time()
        for account in (older, newer):
            leave(office.runtime, session, account, Card(text="หนึ่ง"), "หนึ่ง", at)
    left(office, "somsri", "สอง")
    office.round("2023-11-20T15:30")
    left(office, "somsri", "สาม")
    office.round("2023-11-20T15:31")
    assert _with_text(office) == [(newer, ["มีเรื่องถึงท่าน 2 เรื่อง", "หนึ่ง", "สอง"])]
    waiting = "SELECT turn_key FROM effects WHERE state = 'unshown'"
    assert office.rows(waiting) == [("สาม",)]


def test_the_same_thing_is_left_once(quick_office: Office) -> None:
    left(quick_office, "somsri", "หนึ่ง")
    left(quick_office, "somsri", "หนึ่ง")
    quick_office.round("2023-11-20T15:30")
    assert [len(texts) - 1 for _, texts in pushed(quick_office)] == [1]
