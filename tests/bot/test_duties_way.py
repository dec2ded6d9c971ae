"""The other half of the main job over HTTP: exchange reported, deadline met, reminded, asked."""

from datetime import date, datetime, timedelta

from street import Phone, Street

from scheduler.jobs import run_round

#: Working days and not, around the deadline of the sandbox letter (27 Nov 2566, a Monday).
FIRST, LAST = date(2023, 11, 21), date(2023, 11, 30)


def test_a_visit_and_an_exchange_are_reported_and_the_status_shows_both(street: Street) -> None:
    mali = street.phone("mali")
    _report_visit(mali)
    saved = _report_exchange(mali)
    assert "บันทึกแล้ว เลขที่ E-1" in saved
    assert "ปีงบ 2570: ภายในเครือข่าย ครบ 1/1" in saved
    status = mali.say("สถานะ").text
    assert "ภายใน 1/1" in status
    assert "บ้านลำพยา" in status
    assert "ภายใน 1/1" in street.phone("wichai").say("สถานะ อนุบาลนครปฐม").text


def test_the_sandbox_office_is_reminded_once_a_stage_until_it_has_sent(street: Street) -> None:
    _clock(street, "2023-11-20T09:00+07:00")
    pushed = {}
    for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
        pushed[day] = _round(street, day)
    # T-6 on Tuesday; T-3 on Friday together with T-1, which falls on the Sunday; the day itself;
    # the day after once more; and on the third day after it the supervisor.
    told = {day: who for day, who in pushed.items() if who}
    assert told == {
        date(2023, 11, 21): ["anan"],
        date(2023, 11, 24): ["anan"],
        date(2023, 11, 27): ["anan"],
        date(2023, 11, 28): ["anan"],
        date(2023, 11, 30): ["suda"],
    }


def test_once_staff_is_named_and_sent_nobody_is_reminded_any_more(street: Street) -> None:
    _clock(street, "2023-11-21T08:00+07:00")
    assert _round(street, FIRST) == ["anan"]
    anan = street.phone("anan")
    assert "1–3" in anan.say("แต่งตั้งผู้รับผิดชอบ").text
    _name(anan, "ศน.สมชาย ตัวอย่าง")
    assert "บอตอ่านแบบฟอร์มนั้นเองไม่ได้" in anan.history()[-1].text
    anan.say("ส่งแล้ว")
    anan.tap("วันนี้")
    anan.tap("ข้ามไปหน้าสรุป")
    done = anan.tap("แจ้งว่าส่งแล้ว")
    assert "ทันกำหนด" in done.text
    for n in range(1, 10):
        assert _round(street, FIRST + timedelta(days=n)) == []


def test_a_fourth_and_an_empty_list_are_refused_with_the_reason(street: Street) -> None:
    anan = street.phone("anan")
    anan.say("แต่งตั้งผู้รับผิดชอบ")
    for name in ("คนที่หนึ่ง ตัวอย่าง", "คนที่สอง ตัวอย่าง", "คนที่สาม ตัวอย่าง"):
        _name(anan, name)
    assert "เพิ่มคนที่ 4 ไม่ได้" in anan.say("เพิ่มผู้รับผิดชอบ").text
    for name in ("คนที่หนึ่ง", "คนที่สอง"):
        anan.tap(f"เอา {name}")
        anan.tap("เอาออก")
    assert "เอาคนสุดท้ายออกไม่ได้" in anan.tap("เอา คนที่สาม").text
    anan.tap("แทน คนที่สาม")
    for words in ("คนที่สี่ ตัวอย่าง", "ศึกษานิเทศก์", "074-000000"):
        anan.say(words)
    shown = anan.tap("บันทึกรายชื่อ").text
    assert "คนที่สี่ ตัวอย่าง" in shown
    assert "074-000000" in shown
    rows = street.rows("SELECT contact FROM responsible_staff")
    assert all("074" not in row[0] for row in rows)


def test_who_gets_the_reminders_can_be_changed_in_chat(street: Street) -> None:
    pranee = street.phone("pranee")
    pranee.say("ผู้รับการเตือน")
    pranee.tap("โรงเรียนอนุบาลนครปฐม")
    pranee.tap("ศน.วิชัย")
    assert "ศน.วิชัย" in pranee.tap("บันทึก").text
    assert street.count("responsible_contacts") == 1


def _report_visit(phone: Phone) -> None:
    for words in ("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "แผนพัฒนาคุณภาพ"):
        phone.say(words)
    phone.tap("ข้ามไปหน้าสรุป")
    phone.tap("ส่งรายงาน")


def _report_exchange(phone: Phone) -> str:
    for words in ("บันทึกแลกเปลี่ยน", "1", "เวทีแลกเปลี่ยนการสอนอ่าน", "เมื่อวาน", "1", "25"):
        phone.say(words)
    phone.tap("ข้ามไปหน้าสรุป")
    return phone.tap("ส่งรายงาน").text


def _name(phone: Phone, name: str) -> None:
    phone.tap("เพิ่มผู้รับผิดชอบ")
    for words in (name, "ศึกษานิเทศก์ชำนาญการพิเศษ", "074-711111"):
        phone.say(words)
    phone.tap("บันทึกรายชื่อ")


def _round(street: Street, day: date) -> list[str]:
    """Rounds through a working morning of this day; who got a push, by key."""
    before = street.rows("SELECT max(id) FROM effects WHERE kind = 'push'")[0][0] or 0
    for hour in ("08:31", "09:31"):
        moment = datetime.fromisoformat(f"{day.isoformat()}T{hour}+07:00")
        _clock(street, moment.isoformat())
        run_round(street.runtime, street.runtime.clock.now())
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])
    query = f"SELECT line_user_id FROM effects WHERE kind = 'push' AND id > {before} ORDER BY id"
    keys = {f"U0000000000000000000000000000a00{n}": who for n, who in enumerate(NAMES, start=1)}
    return sorted(keys.get(row[0], row[0]) for row in street.rows(query))


NAMES = ("mali", "somsri", "wichai", "pranee", "anan", "kanda", "suda")


def _clock(street: Street, at: str) -> None:
    answer = street.pool.request("POST", f"{street.url}/demo/clock", json={"at": at})
    assert answer.status == 200
