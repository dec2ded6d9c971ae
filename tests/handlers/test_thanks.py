"""The receipt of a report thanks where something is complete by it, and else counts."""

from phones import ANAN, MALI, WICHAI, Desk, Phone, report

MET = "ครบตามข้อ 3.5 นิเทศสถานศึกษา ภาคเรียนที่ 2/2569 แล้ว ทันกำหนด ขอบคุณ"


def exchanged(phone: Phone, level: str) -> str:
    phone.say("บันทึกแลกเปลี่ยน", level, "เวทีแลกเปลี่ยน", "เมื่อวาน")
    if phone.at == "networks":
        phone.say("1,2")
    phone.say("1", "40")
    phone.tap("ข้ามไปหน้าสรุป")
    return phone.tap("ส่งรายงาน")


def test_a_visit_meets_what_the_school_is_owed_in_this_semester(desk: Desk) -> None:
    assert MET in report(desk.phone(MALI))


def test_a_visit_for_the_semester_before_says_which(desk: Desk) -> None:
    shown = report(desk.phone(MALI), day="30 ต.ค. 69")
    assert "นิเทศสถานศึกษา ภาคเรียนที่ 1/2569 แล้ว" in shown


def test_supervision_is_no_visit_of_the_mentor_and_is_not_counted(desk: Desk) -> None:
    assert "ข้อ 3.5" not in report(desk.phone(WICHAI))


def test_an_exchange_counts_until_all_levels_are_there(desk: Desk) -> None:
    mali = desk.phone(MALI)
    what = "ข้อ 3.7 แลกเปลี่ยนเรียนรู้ ปีงบ 2570"
    assert f"{what}: ทำแล้ว 1 จาก 3" in exchanged(mali, "ภายใน")
    second = exchanged(mali, "ระหว่าง")
    # Two networks took part: each is named.
    assert f"เครือข่ายโรงเรียนอนุบาลนครปฐม: {what}: ทำแล้ว 2 จาก 3" in second
    assert second.count(what) == 2
    assert f"ครบตาม{what} แล้ว ทันกำหนด ขอบคุณ" in exchanged(mali, "เขต")


def test_who_says_that_it_was_sent_is_thanked(desk: Desk) -> None:
    desk.now = desk.now.replace(year=2023)
    anan = desk.phone(ANAN)
    anan.say("แต่งตั้งผู้รับผิดชอบ")
    anan.tap("เพิ่มผู้รับผิดชอบ")
    anan.say("ศน.สมชาย ตัวอย่าง", "ศึกษานิเทศก์", "0812345678")
    anan.tap("บันทึก")
    desk.now = desk.now.replace(day=22)
    anan.say("ส่งแล้ว")
    anan.tap("วันนี้")
    anan.tap("ข้ามไปหน้าสรุป")
    assert "ครบแล้ว ทันกำหนด" in anan.tap("แจ้งว่าส่งแล้ว")
