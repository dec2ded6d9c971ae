"""Cards left by others ride under the next free reply, and a quoted receipt means its record."""

import pytest
from events import MALI
from street import Phone, Street

from bot.database import transaction
from models.outbox_queries import queue_effect
from models.sending_words import EffectKind, EffectState


def report(street: Street) -> str:
    """Mali reports a visit to Somsri's school; the receipt."""
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.tap("บ้านลำพยา")
    mali.say("เมื่อวาน")
    mali.say("1")
    mali.say("1")
    mali.say("การอ่าน")
    mali.tap("ข้ามไปหน้าสรุป")
    return mali.tap("ส่งรายงาน").text


def everything(phone: Phone) -> str:
    return "\n".join(shown.text for shown in phone.history())


def test_the_visited_school_is_asked_under_its_next_answer_and_acknowledges(
    street: Street,
) -> None:
    assert "V-1" in report(street)
    somsri = street.phone("somsri")
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" not in everything(somsri)
    last = somsri.say("เมนู")
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" in last.text, "under the menu, in the same reply"
    assert "ขออภัย" not in everything(somsri), "nothing was missed, so nothing is apologised for"
    assert "รับทราบ V-1 แล้ว" in somsri.tap("รับทราบ V-1").text
    assert "รับทราบแล้ว" in street.phone("mali").say("รายงาน V-1").text


def test_what_is_left_waits_while_a_question_is_open(street: Street) -> None:
    somsri = street.phone("somsri")
    somsri.say("บันทึกแลกเปลี่ยน")
    report(street)
    somsri.say("1")
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" not in everything(somsri)
    somsri.say("พัก")
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" in everything(somsri)


def test_what_is_left_waits_before_the_summary_is_sent_too(quick_street: Street) -> None:
    somsri = quick_street.phone("somsri")
    somsri.say("บันทึกแลกเปลี่ยน")
    for words in ("1", "เวทีการอ่าน", "วันนี้", "1", "25"):
        somsri.say(words)
    report(quick_street)
    assert "สรุปก่อนส่ง" in somsri.tap("ข้ามไปหน้าสรุป").text
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" not in everything(somsri)
    somsri.tap("ส่งรายงาน")
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" in everything(somsri)


def test_what_was_withdrawn_is_asked_of_nobody(street: Street) -> None:
    report(street)
    mali, somsri = street.phone("mali"), street.phone("somsri")
    mali.say("ถอนรายงาน V-1")
    mali.say("ข้าม")
    mali.tap("ยืนยันถอนรายงาน")
    somsri.say("เมนู")
    assert "มีรายงาน" not in everything(somsri)
    mali.say("เรียกคืน V-1")
    somsri.say("เมนู")
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" in everything(somsri)


def test_of_a_report_that_was_changed_only_the_newest_words_are_asked_about(
    street: Street,
) -> None:
    report(street)
    mali, somsri = street.phone("mali"), street.phone("somsri")
    mali.say("แก้ไขรายงาน V-1")
    mali.say("แก้ไข เรื่อง")
    mali.say("คณิตศาสตร์")
    mali.tap("บันทึกการแก้ไข")
    mali.say("ข้าม")
    somsri.say("เมนู")
    assert "คณิตศาสตร์" in everything(somsri)
    assert "การอ่าน" not in everything(somsri)


def test_an_apology_for_a_fault_takes_nothing_along_that_may_be_the_fault(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_call: object) -> list[object]:
        raise ZeroDivisionError

    report(quick_street)
    somsri = quick_street.phone("somsri")
    with monkeypatch.context() as patch:
        patch.setattr("bot.inbox.answer", broken)
        assert "ระบบขัดข้อง" in somsri.say("เมนู").text
    assert "มีรายงาน" not in everything(somsri)
    assert "มีรายงานการนิเทศที่สถานศึกษาของท่าน" in somsri.say("เมนู").text


def test_what_was_missed_comes_as_it_was_said_and_what_has_no_room_comes_next(
    quick_street: Street,
) -> None:
    """Five messages are more than a reply holds beside an answer and an apology."""
    _missed(quick_street, "ก", "ข")
    _missed(quick_street, "ค", "ง", "จ", "ฉ", "ช")
    mali = quick_street.phone("mali")
    carried = []
    for _ in range(4):
        mali.do("text", {"text": "เมนู"})
        shown = [each.text for each in mali.wait()]
        carried.append([text for text in shown if len(text) == 1])
        assert any(text.startswith("ขออภัย เมื่อสักครู่") for text in shown) == bool(carried[-1])
    assert carried == [["ก", "ข"], ["ค", "ง", "จ"], ["ฉ", "ช"], []]


def test_a_reminder_left_before_is_judged_again_under_the_receipt(street: Street) -> None:
    """What was just sent is not asked for in the same breath."""
    suda, anan = street.phone("suda"), street.phone("anan")
    suda.say("แต่งตั้งผู้รับผิดชอบ")
    suda.tap("เพิ่มผู้รับผิดชอบ")
    for words in ("ศน.สมชาย ตัวอย่าง", "ศึกษานิเทศก์", "074-711111"):
        suda.say(words)
    suda.tap("บันทึกรายชื่อ")
    suda.say("เตือน สตูล")
    suda.tap("ส่งเตือน")
    anan.say("ส่งแล้ว")
    anan.tap("วันนี้")
    anan.tap("ข้ามไปหน้าสรุป")
    anan.do("tap", {"label": "แจ้งว่าส่งแล้ว"})
    receipt, *under = [shown.text for shown in anan.wait()]
    assert "ส่งรายชื่อผู้รับผิดชอบ" in receipt
    assert not [words for words in under if "ส่งรายชื่อผู้รับผิดชอบ" in words]


def test_what_is_told_after_an_unsend_is_no_answer_that_failed(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.tap("บ้านลำพยา")
    mali.say("เมื่อวาน")
    message_id = mali.sent[-1]["message_ids"][0]
    mali.do("unsend", {"message_id": message_id})
    mali.do("text", {"text": "เมื่อวาน"})
    shown = [each.text for each in mali.wait(2)]
    assert "ลบคำตอบจากข้อความที่ท่านยกเลิกการส่งแล้ว" in shown[0]
    assert not [words for words in shown if "ขออภัย" in words]


def _missed(street: Street, *texts: str) -> None:
    """An answer to Mali that missed its minute."""
    now = street.runtime.machine_time()
    with transaction(street.runtime.engine) as session:
        queue_effect(
            session,
            lane=MALI,
            kind=EffectKind.REPLY,
            line_user_id=MALI,
            payload={"messages": [{"type": "text", "text": text} for text in texts]},
            state=EffectState.UNSHOWN,
            not_before=now,
            created_at=now,
        )
