"""What a digest says: praise first, what is new in full, the rest as totals; one card, ever so
many networks."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.calling import Callee
from handlers.cards.card import Card, OpenUrl, Tap
from handlers.cards.limits import broken
from handlers.cards.render import alt_text, render
from handlers.dialog.press import decode
from handlers.digest_card import MOST_NEW, digest_card
from models.contacts import Contact
from models.digest_facts import DigestFacts, OfficeName
from models.duty_answering import Answering, Contacts
from models.obligations import Judgement, Period, Rule, Subject
from models.scopes import COUNTRY, Scope
from models.vocabulary import (
    Cadence,
    DutyState,
    ObligationKind,
    RuleSource,
    ScopeKind,
    SubjectKind,
    YearBasis,
)

TODAY = date(2026, 11, 20)
OFFICE = Scope(ScopeKind.OFFICE, "NPT1", 1, "สพป.นครปฐม เขต 1")
PLAN = Rule(
    source=RuleSource.OBLIGATION,
    id=1,
    code="NETWORK-PLAN",
    programme_id=1,
    programme_code="QIN",
    programme_name="โครงการเครือข่าย",
    kind=ObligationKind.NETWORK_PLAN,
    title="แผนเครือข่าย",
    subject_kind=SubjectKind.NETWORK,
    cadence=Cadence.YEARLY,
    year_basis=YearBasis.FISCAL,
)
YEAR = Period(2570, YearBasis.FISCAL, date(2026, 10, 1), date(2027, 9, 30))


def network(number: int) -> Subject:
    name = f"เครือข่ายนวัตกรรมคุณภาพสถานศึกษา โรงเรียนบ้านหนองบัวที่ {number}"
    return Subject(SubjectKind.NETWORK, number, f"N-{number}", name)


def judged(
    who: Subject, state: DutyState, due_on: date, kind: ObligationKind | None = None
) -> Judgement:
    rule = replace(PLAN, kind=kind) if kind else PLAN
    done = int(state is DutyState.DONE)
    return Judgement(rule, who, YEAR, state, done=done, needed=1, due_on=due_on)


def late(number: int, days: int = 5, **more: Any) -> Judgement:
    due_on = date.fromordinal(TODAY.toordinal() - days)
    return judged(network(number), DutyState.OVERDUE, due_on, **more)


def told(**changes: Any) -> DigestFacts:
    """Facts of an office's supervisor; everything late is new unless said otherwise."""
    changes.setdefault("new", changes.get("late", ()))
    some = {one.subject: Contact(1, "ครูมะลิ ใจดี", ("U1",)) for one in changes["new"]}
    plain = DigestFacts(
        scopes=(OFFICE,),
        wide=False,
        since=date(2026, 11, 13),
        late=(),
        new=(),
        fresh=0,
        coming=(),
        done=(),
        done_all=0,
        asked=0,
        reports=0,
        sent=0,
        sent_new=0,
        unread=0,
        unread_new=0,
        contacts=Contacts(Answering(), some),
        offices={},
    )
    return replace(plain, **changes)


def nobody(_who: Subject) -> None:
    return None


def routes(card: Card) -> list[tuple[str, str]]:
    buttons = [*card.buttons, *(row.button for row in card.rows if row.button)]
    presses = [decode(b.action.data) for b in buttons if isinstance(b.action, Tap)]
    return [(press.slot, press.value) for press in presses if press]


def test_what_was_done_comes_first_then_what_is_late_then_what_comes() -> None:
    done = judged(network(7), DutyState.DONE, date(2027, 9, 30))
    comes = judged(network(8), DutyState.DUE, date(2026, 12, 1))
    facts = told(late=(late(1),), done=(done,), coming=(comes,), done_all=3, asked=4)
    card = digest_card(facts, TODAY, nobody)
    words = alt_text(card)
    assert card.kicker == "สรุปงาน สพป.นครปฐม เขต 1\nตั้งแต่ 13 พ.ย. 2569 ถึง 20 พ.ย. 2569"
    assert card.title == "ทำครบเพิ่ม 1 เรื่อง ขอบคุณทุกแห่ง"
    inside = [
        "แผนเครือข่าย · ปีงบ 2570: เครือข่ายโรงเรียนบ้านหนองบัวที่ 7",
        "ครบแล้ว 3 จาก 4 เรื่อง",
        "เลยกำหนด 5 วัน",
        "ผู้รับผิดชอบ: ครูมะลิ ใจดี",
        "อ. 1 ธ.ค. 2569 (เหลืออีก 11 วัน)",
    ]
    assert [words.find(part) for part in inside] == sorted(words.index(part) for part in inside)


def test_only_what_is_new_is_told_in_full_the_rest_is_a_total() -> None:
    old = tuple(late(n, days=20 + n) for n in range(2, 5))
    new = late(1, days=3)
    card = digest_card(told(late=(*old, new), new=(new,)), TODAY, nobody)
    labels = [row.label for row in card.rows]
    assert labels == ["เลยกำหนด: เครือข่ายโรงเรียนบ้านหนองบัวที่ 1", "ที่แจ้งไปแล้วและยังค้าง 3 เรื่อง"]
    assert card.rows[1].value == "แผนเครือข่าย · ปีงบ 2570 3 แห่ง · นานที่สุด 24 วัน"


def test_forty_networks_are_one_card_that_line_takes() -> None:
    kinds = (ObligationKind.NETWORK_PLAN, ObligationKind.EVALUATION, ObligationKind.EXCHANGE)
    some = tuple(late(n, days=n, kind=kind) for n in range(1, 41) for kind in kinds)
    comes = tuple(judged(network(n), DutyState.DUE, date(2026, 12, n % 28 + 1)) for n in range(40))
    facts = told(late=some, coming=comes, done_all=1, asked=200, sent=9, unread=90)
    card = digest_card(facts, TODAY, nobody)
    assert broken(render(card)) == []
    assert sum(row.label.startswith("เลยกำหนด: ") for row in card.rows) == MOST_NEW
    assert f"และอีก {40 - MOST_NEW} แห่ง" in card.hint
    assert ("outstanding", "") in routes(card), "the list of all of them has pages"


def test_one_alone_can_be_called_reminded_and_waived_at_once() -> None:
    card = digest_card(told(late=(late(1),)), TODAY, lambda _who: Callee("ครูมะลิ", "0812345678"))
    assert [b.action for b in card.buttons if isinstance(b.action, OpenUrl)] == [
        OpenUrl("tel:0812345678")
    ]
    assert routes(card) == [
        ("outstanding", ""),
        ("remind", "network:N-1"),
        ("waive", "network:N-1"),
        ("follow", "network:N-1"),
    ]


def test_what_the_own_office_owes_is_not_for_oneself_to_waive() -> None:
    office = Subject(SubjectKind.OFFICE, 1, "NPT1", "สพป.นครปฐม เขต 1")
    one = judged(office, DutyState.OVERDUE, date(2026, 11, 1))
    slots = [slot for slot, _ in routes(digest_card(told(late=(one,)), TODAY, nobody))]
    assert "waive" not in slots
    assert "remind" in slots


def test_over_the_country_it_is_told_by_office_the_most_first() -> None:
    some = tuple(late(n) for n in range(1, 8))
    offices = {one.subject: OfficeName("A", "สพป.ก") for one in some[:2]}
    offices |= {one.subject: OfficeName("B", "สพป.ข") for one in some[2:6]}
    facts = told(late=some, scopes=(COUNTRY,), wide=True, offices=offices)
    card = digest_card(facts, TODAY, nobody)
    labels = [row.label for row in card.rows]
    assert labels == ["เลยกำหนด: สพป.ข", "เลยกำหนด: สพป.ก", "เลยกำหนด: ไม่สังกัดเขตพื้นที่"]
    assert ("outstanding", "office:B") in routes(card)
    programme = replace(facts, scopes=(Scope(ScopeKind.PROGRAMME, "QIN", 1, "QIN"),))
    opened = [slot for slot, value in routes(digest_card(programme, TODAY, nobody)) if value]
    assert opened == [], "an office as a whole is more than one programme"


def test_what_waits_to_be_looked_at_is_told_with_how_much_of_it_is_new() -> None:
    card = digest_card(told(sent=3, sent_new=1, unread=5, unread_new=2), TODAY, nobody)
    assert [row.value for row in card.rows] == ["3 รายการ · ใหม่ 1", "5 รายการ · ใหม่ 2"]
    assert routes(card)[-2:] == [("to_confirm", ""), ("to_review", "")]
