"""What somebody typed is never lost because the state changed while they typed: it is shown in
the refusal, and can be sent once it may be."""

from datetime import UTC, datetime, timedelta

import pytest
from phones import ANAN, KANDA, MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone, report
from sqlalchemy import select

from handlers.texts import t
from models.duties import Submission
from models.visits import MentoringVisit
from models.vocabulary import ReviewState, Role

WORDS = "ขอรูปกิจกรรมเพิ่มอีกหนึ่งรูป"


@pytest.fixture
def visit(desk: Desk) -> MentoringVisit:
    """What Mali reported of Somsri's school, in Wichai's area."""
    report(desk.phone(MALI), school="บ้านลำพยา")
    [made] = desk.visits()
    return made


def number(visit: MentoringVisit) -> str:
    return f"V-{visit.id}"


def shows_the_words(phone: Phone, form: str) -> bool:
    """They stand in the answer, and the draft is put aside with them."""
    kept = [draft for draft in phone.parked if draft["form"] == form]
    return t("common.your_words", words=WORDS) in phone.shown and bool(kept)


def test_the_sentence_of_an_objection(desk: Desk, visit: MentoringVisit) -> None:
    somsri, mali = desk.phone(SOMSRI), desk.phone(MALI)
    somsri.say(f"ขอแก้ข้อมูล {number(visit)}")
    mali.say(f"ถอนรายงาน {number(visit)}", "ข้าม")
    mali.tap(t("withdrawal.send"))
    somsri.say(WORDS)
    somsri.tap(t("objection.send"))
    assert shows_the_words(somsri, "objection")
    mali.say(f"เรียกคืน {number(visit)}")
    somsri.say("ทำต่อ")
    assert t("acknowledging.objected", number=number(visit)) in somsri.tap(t("objection.send"))


def test_the_reason_of_a_withdrawal(desk: Desk, visit: MentoringVisit) -> None:
    wichai, mali = desk.phone(WICHAI), desk.phone(MALI)
    mali.say(f"ถอนรายงาน {number(visit)}", WORDS)
    wichai.say(f"ตรวจผ่าน {number(visit)}")
    mali.tap(t("withdrawal.send"))
    assert shows_the_words(mali, "withdrawal")
    assert visit.withdrawn_at is None
    wichai.say(f"เปิดให้แก้ไข {number(visit)}")
    mali.say("ทำต่อ")
    assert t("withdrawal.done", number=number(visit)) in mali.tap(t("withdrawal.send"))


def test_a_withdrawal_without_a_reason_leaves_no_draft_behind(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali = desk.phone(MALI)
    mali.say(f"ถอนรายงาน {number(visit)}", "ข้าม")
    desk.phone(WICHAI).say(f"ตรวจผ่าน {number(visit)}")
    mali.tap(t("withdrawal.send"))
    assert (mali.draft, mali.parked) == (None, [])


def test_the_sentence_with_which_a_report_is_sent_back(desk: Desk, visit: MentoringVisit) -> None:
    wichai, pranee = desk.phone(WICHAI), desk.phone(PRANEE)
    wichai.say(f"ขอแก้ไขรายงาน {number(visit)}", WORDS)
    pranee.say(f"ตรวจผ่าน {number(visit)}")
    wichai.tap(t("returning.send"))
    assert shows_the_words(wichai, "returning")
    desk.session.refresh(visit)
    assert visit.review_state is ReviewState.PASSED
    pranee.say(f"เปิดให้แก้ไข {number(visit)}")
    wichai.say("ทำต่อ")
    assert t("reviewing.returned", number=number(visit)) in wichai.tap(t("returning.send"))


def test_the_sentence_with_which_a_late_report_is_reopened(
    desk: Desk, visit: MentoringVisit
) -> None:
    wichai, pranee = desk.phone(WICHAI), desk.phone(PRANEE)
    wichai.say(f"ตรวจผ่าน {number(visit)}")
    desk.now += timedelta(days=60)
    wichai.say(f"เปิดให้แก้ไข {number(visit)}", WORDS)
    pranee.say(f"เปิดให้แก้ไข {number(visit)}", "อีกประโยคหนึ่ง")
    pranee.tap(t("returning.send"))
    wichai.tap(t("returning.send"))
    assert shows_the_words(wichai, "returning")
    desk.session.refresh(visit)
    assert visit.review_note == "อีกประโยคหนึ่ง"


def test_the_sentence_with_which_what_was_sent_goes_back(desk: Desk) -> None:
    desk.now = datetime(2023, 11, 22, 3, 0, tzinfo=UTC)
    kanda = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    pranee = desk.appoint(PRANEE, Role.NATIONAL_COORDINATOR, "TH")
    anan = desk.phone(ANAN)
    anan.say("เพิ่มผู้รับผิดชอบ", "ครูตัวอย่าง หนึ่งเดียว", "ศึกษานิเทศก์", "0800000000")
    anan.tap(t("staff.send"))
    anan.say("ส่งแล้ว", "วันนี้")
    anan.tap(t("dialog.finish"))
    anan.tap(t("submission.send"))
    [made] = desk.session.scalars(select(Submission))
    for phone in (kanda, pranee):
        phone.say("รอยืนยัน")
        phone.tap(t("confirming.button.open"))
    kanda.tap(t("confirming.button.send_back"))
    kanda.say(WORDS)
    pranee.tap(t("confirming.button.confirm"))
    kanda.tap(t("sending_back.send"))
    assert shows_the_words(kanda, "sending_back")
    desk.session.refresh(made)
    assert made.review_state is ReviewState.PASSED


def test_what_was_changed_in_a_record_that_is_reviewed_meanwhile(
    desk: Desk, visit: MentoringVisit
) -> None:
    mali, wichai = desk.phone(MALI), desk.phone(WICHAI)
    mali.say(f"แก้ไขรายงาน {number(visit)}", f"แก้ไข เรื่อง เป็น {WORDS}")
    wichai.say(f"ตรวจผ่าน {number(visit)}")
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    assert t("changing.cannot.reviewed", number=number(visit)) in mali.shown
    [kept] = mali.parked
    assert kept["answers"]["topic"] == WORDS
    wichai.say(f"เปิดให้แก้ไข {number(visit)}")
    mali.say("ทำต่อ")
    mali.tap(t("dialog.change.send"))
    assert t("changing.saved", number=number(visit)) in mali.shown
    assert visit.topic == WORDS
