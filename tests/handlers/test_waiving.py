"""“ยกเว้น”: who oversees somebody says that something need not be done; everything says so then."""

from datetime import UTC, datetime

import pytest
from phones import ANAN, BANGKOK, KANDA, MALI, PRANEE, WICHAI, Desk, Phone
from sqlalchemy import select

from handlers.effects import Leave
from handlers.export_tables import STATUS
from handlers.texts import t
from models.audit import AuditEntry
from models.duties import Obligation, Reminder
from models.duty_answering import answering
from models.duty_queries import judgements
from models.export_queries import Wanted, standings_wanted
from models.obligations import Judgement
from models.people import LineAccount
from models.scopes import COUNTRY
from models.sending_words import Audience, ReminderState
from models.vocabulary import (
    Cadence,
    DutyState,
    Role,
    RuleSource,
    SubjectKind,
)
from models.waivers import DutyWaiver

WHY = "น้ำท่วม ปิดเรียนทั้งภาค"


def judged(desk: Desk, rule: str, who: str) -> Judgement:
    found = judgements(desk.session, now=desk.now)
    return next(j for j in found if (j.rule.code, j.subject.code) == (rule, who))


def waived(desk: Desk) -> list[DutyWaiver]:
    return list(desk.session.scalars(select(DutyWaiver).order_by(DutyWaiver.id)))


def plan_waived(desk: Desk, who: str = PRANEE, until: str | None = None) -> Phone:
    """The plan of the network of อนุบาลนครปฐม is waived, by whom it is."""
    phone = desk.phone(who)
    phone.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    phone.tap("แผนเครือข่าย")
    phone.tap("ต่อไป")
    if until is None:
        phone.tap(t("waiver.how_long.round"))
    else:
        phone.tap(t("waiver.how_long.day"))
        phone.say(until)
    phone.say(WHY)
    phone.tap(t("waiver.send"))
    return phone


def test_a_coordinator_waives_a_duty_and_everything_says_so(desk: Desk) -> None:
    phone = plan_waived(desk)
    assert t("waiving.done.title", count=1) in phone.shown
    plan = judged(desk, "NETWORK-PLAN", "QIN-NPT1-A")
    assert plan.state is DutyState.WAIVED
    [row] = waived(desk)
    assert (row.until, row.reason, row.due_on) == (None, WHY, plan.due_on)
    by = "ยกเว้นรอบนี้ (กำหนด 30 ก.ย. 2570) โดยคุณปราณี"
    assert by in desk.phone(MALI).say("สถานะ")
    wichai = desk.phone(WICHAI)
    for words in ("ค้างส่ง เครือข่ายอนุบาลนครปฐม", "ค้างส่ง"):
        assert t("outstanding.waived", count=1) in wichai.say(words)
        [told] = [row for row in wichai.seen[-1].rows if row.label.startswith("ยกเว้นแล้ว")]
        assert "แผนเครือข่าย" in told.value
        assert by in told.value
        owed = [row.value for row in wichai.seen[-1].rows if row is not told]
        assert not [value for value in owed if "แผนเครือข่าย" in value and words != "ค้างส่ง"]
    listed = desk.phone(WICHAI).say("รายการยกเว้น")
    assert by in listed
    assert WHY in listed
    [entry] = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "duty.waived"))
    assert (entry.subject_id, entry.details["rule"]) == ("QIN-NPT1-A", "NETWORK-PLAN")
    assert WHY not in str(entry.details)


def test_until_a_day_it_is_owed_again_after_it(desk: Desk) -> None:
    plan_waived(desk, WICHAI, "31 ม.ค. 70")
    assert judged(desk, "NETWORK-PLAN", "QIN-NPT1-A").state is DutyState.WAIVED
    assert "ยกเว้นถึง 31 ม.ค. 2570 โดย" in desk.phone(MALI).say("สถานะ")
    desk.now = datetime(2027, 1, 31, 17, 0, tzinfo=UTC)  # 1 February in Bangkok
    assert judged(desk, "NETWORK-PLAN", "QIN-NPT1-A").owed


def test_of_a_network_what_its_schools_are_to_get_can_be_waived_all_at_once(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    visits = [label for label in phone.labels if "นิเทศสถานศึกษา" in label]
    now = [label for label in visits if "ภาคเรียนที่ 2/2569" in label]
    assert (len(visits), len(now)) == (6, 3)  # the semester before is overdue for 20 days
    for label in now:
        phone.tap(label)
    phone.tap("ต่อไป")
    phone.say("รอบนี้", WHY)
    phone.tap(t("waiver.send"))
    assert t("waiving.done.title", count=3) in phone.shown
    assert len(waived(desk)) == 3
    assert judged(desk, "MENTORING", "NPT1-02").state is DutyState.WAIVED
    assert t("status.all.waived", waived=3) in desk.phone(PRANEE).say("สถานะเขต")


def test_a_file_says_by_whom_it_is_waived_until_when_and_why(desk: Desk) -> None:
    plan_waived(desk, until="31 ม.ค. 70")
    standings = standings_wanted(desk.session, Wanted(None, COUNTRY), desk.now)
    rows = {
        (row["rule"], row["subject_code"]): row
        for one in standings
        if (row := {column.name: column.raw(one, BANGKOK) for column in STATUS.columns})
    }
    row = rows["NETWORK-PLAN", "QIN-NPT1-A"]
    assert (row["state"], row["waived_until"], row["waived_why"]) == ("waived", "2027-01-31", WHY)
    assert row["waived_by"].startswith("คุณปราณี")
    other = rows["NETWORK-PLAN", "QIN-NPT1-B"]
    assert (other["state"], other["waived_by"], other["each_level"]) == ("due", None, None)
    exchange = rows["EXCHANGE-YEARLY", "QIN-NPT1-A"]
    assert (exchange["each_level"], exchange["any_level"]) == (False, False)


def test_what_is_waived_may_be_sent_all_the_same(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("เพิ่มกำหนดส่ง แผนปฏิบัติการ 30 พ.ย. 69", "1", "ทุกแห่ง", "ข้าม", "ข้าม")
    pranee.say(t("deadline.ladder.whole"), "ครั้งเดียว", "ส่ง")
    pranee.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    pranee.tap("แผนปฏิบัติการ")
    pranee.tap("ต่อไป")
    pranee.say("รอบนี้", WHY)
    pranee.tap(t("waiver.send"))
    mali = desk.phone(MALI)
    assert "ยกเว้นรอบนี้" in mali.say("กำหนดส่ง")
    mali.say("ส่งแล้ว", "วันนี้", "ข้าม")
    mali.tap(t("submission.send"))
    assert t("submission.saved.title") in mali.shown
    assert "ส่งแล้วเมื่อ" in mali.say("กำหนดส่ง")


def test_a_school_is_named_as_a_school(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("ยกเว้น โรงเรียนบ้านลำพยา")
    assert phone.answers["place"] == "school:NPT1-02"


def test_a_waiver_is_taken_back_and_it_is_owed_as_before(desk: Desk) -> None:
    plan_waived(desk)
    phone = desk.phone(WICHAI)
    phone.say("รายการยกเว้น")
    phone.tap(t("waiving.in_force.end"))
    assert t("waiving.ending.title") in phone.shown, "another has waived it"
    assert not judged(desk, "NETWORK-PLAN", "QIN-NPT1-A").owed
    phone.tap(t("waiving.ending.yes"))
    assert t("waiving.ended.title") in phone.shown
    assert PRANEE in {each.line_user_id for each in phone.effects if isinstance(each, Leave)}
    assert judged(desk, "NETWORK-PLAN", "QIN-NPT1-A").owed
    assert t("waiving.in_force.none") in phone.say("รายการยกเว้น")
    phone.data(phone.data_of(t("waiving.in_force.end")))
    assert t("waiving.ended.gone") in phone.shown
    assert len(list(desk.session.scalars(select(AuditEntry.id)))) >= 2


def test_a_double_tap_waives_once(desk: Desk) -> None:
    phone = plan_waived(desk)
    assert t("waiving.already") in phone.tap(t("waiver.send"))
    assert len(waived(desk)) == 1


def test_who_was_reminded_of_it_is_told_under_the_next_free_reply(desk: Desk) -> None:
    plan = judged(desk, "NETWORK-PLAN", "QIN-NPT1-A")
    mali = desk.session.get(LineAccount, MALI)
    assert mali is not None
    assert plan.due_on is not None
    desk.session.add(
        Reminder(
            source=RuleSource.OBLIGATION,
            rule_id=plan.rule.id,
            subject_kind=SubjectKind.NETWORK,
            subject_id=plan.subject.id,
            due_on=plan.due_on,
            stage=-30,
            recipient_person_id=mali.person_id,
            audience=Audience.CONTACT,
            state=ReminderState.SENT,
            reason="T-30",
            planned_at=desk.now,
            sent_at=desk.now,
        )
    )
    desk.session.flush()
    phone = plan_waived(desk)
    [left] = [effect for effect in phone.effects if isinstance(effect, Leave)]
    assert (left.line_user_id, left.card.title) == (MALI, t("waiving.told.title"))
    assert WHY in left.card.hint


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [MALI, KANDA])
def test_who_oversees_nobody_waives_nothing(who: str, desk: Desk) -> None:
    if who == KANDA:
        desk.appoint(KANDA, Role.EXPERT, "QIN-NPT1-A")
    phone = desk.phone(who)
    assert t("common.not_allowed") in phone.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    assert t("common.not_allowed") in phone.say("เลิกยกเว้น 1")


def test_what_the_own_office_owes_is_waived_from_above_alone(desk: Desk) -> None:
    anan = desk.phone(ANAN)  # coordinator of the office that owes the names
    assert t("waiving.nothing") in anan.say("ยกเว้น")
    assert t("waiving.nothing_there", place="สพป.สตูล") in anan.say("ยกเว้น สพป.สตูล")
    desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "SANDBOX")
    kanda = desk.phone(KANDA)
    kanda.say("ยกเว้น สพป.สตูล")
    assert kanda.answers.get("place", "office:STN") == "office:STN"


def test_what_lies_outside_ones_reach_is_not_seen(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    assert t("waiving.not_seen", read="เครือข่ายอนุบาลนครปฐม") in anan.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    plan_waived(desk)
    [row] = waived(desk)
    assert t("waiving.ended.gone") in anan.say(f"เลิกยกเว้น {row.id}")
    assert judged(desk, "NETWORK-PLAN", "QIN-NPT1-A").waiver is not None


def test_an_office_does_not_waive_the_visits_that_it_owes_itself(desk: Desk) -> None:
    """In a sandbox the area office mentors: what its schools are to get is its own duty."""
    rule = desk.session.scalars(select(Obligation).where(Obligation.code == "SANDBOX-MENTOR")).one()
    rule.cadence, rule.min_count = Cadence.SEMESTER, 1
    desk.session.flush()
    found = judgements(desk.session, now=desk.now)
    owed = [j for j in found if j.owed and j.rule.code == "SANDBOX-MENTOR"]
    owes = answering(desk.session, owed, desk.now.date())
    school = next(j.subject for j in owed if owes.of(j).code == "STN")
    anan = desk.phone(ANAN)
    anan.say(f"ยกเว้น {school.label}")
    assert not any("นิเทศ" in label for label in anan.labels), anan.labels
