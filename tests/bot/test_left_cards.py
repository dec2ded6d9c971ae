"""Cards left by others ride under the next free reply, and a quoted receipt means its record."""

from street import Phone, Street


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
