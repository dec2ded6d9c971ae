"""“เพิ่มวันหยุด”, “เพิ่มวันทำงาน”: whoever is over the country says what the calendar does not."""

from datetime import date

import pytest
from phones import BANGKOK, KANDA, PRANEE, Desk, Phone

from handlers.texts import t
from models.days_off import declared_days, workdays
from models.vocabulary import Role

FRIDAY = date(2026, 12, 4)
SATURDAY = date(2026, 11, 28)


@pytest.fixture
def central(desk: Desk) -> Phone:
    return desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")


def is_workday(desk: Desk, day: date) -> bool:
    return workdays(desk.session, BANGKOK).is_workday(day)


def declared(desk: Desk) -> list[tuple[date, bool, str]]:
    return [(row.day, row.works, row.name_th) for row in declared_days(desk.session)]


def test_a_day_off_is_declared_in_one_line_read_back_in_full_and_confirmed(
    desk: Desk, central: Phone
) -> None:
    assert is_workday(desk, FRIDAY)
    central.say("เพิ่มวันหยุด 4 ธ.ค. 69 วันหยุดพิเศษ")
    assert "วันศุกร์ที่ 4 ธันวาคม 2569" in central.shown
    assert declared(desk) == []
    central.tap(t("day_off.send"))
    assert t("days_off.saved.off") in central.shown
    # The step of that day goes out on the working day before.
    assert "วันพฤหัสบดีที่ 3 ธันวาคม 2569" in central.shown
    assert declared(desk) == [(FRIDAY, False, "วันหยุดพิเศษ")]
    assert not is_workday(desk, FRIDAY)


def test_what_is_not_said_is_asked_and_what_is_over_is_refused(desk: Desk, central: Phone) -> None:
    central.say("เพิ่มวันหยุด")
    assert central.at == "day"
    central.say("เมื่อวาน")
    assert central.at == "day"
    central.say("4 ธ.ค. 69", "วันหยุดพิเศษ")
    central.tap(t("day_off.send"))
    assert not is_workday(desk, FRIDAY)


def test_a_working_day_is_declared_over_a_day_off_and_both_can_be_taken_back(
    desk: Desk, central: Phone
) -> None:
    central.say("เพิ่มวันทำงาน 28 พ.ย. 69 ทำงานชดเชย")
    central.tap(t("day_off.send"))
    assert is_workday(desk, SATURDAY)
    assert "ทำงานชดเชย" in central.say("วันหยุด")
    assert "วันรัฐธรรมนูญ" in central.shown  # the calendar's own come along
    central.tap(t("days_off.remove"))
    assert t("days_off.removed.title") in central.shown
    assert not is_workday(desk, SATURDAY)
    assert t("days_off.removed.gone", read="28 พ.ย. 69") in central.say("ยกเลิกวันหยุด 28 พ.ย. 69")


def test_the_last_word_on_a_day_counts_and_a_double_tap_says_it_once(
    desk: Desk, central: Phone
) -> None:
    for words, works in (("เพิ่มวันหยุด", False), ("เพิ่มวันทำงาน", True)):
        central.say(f"{words} 4 ธ.ค. 69 ตามประกาศ")
        central.tap(t("day_off.send"))
        assert declared(desk) == [(FRIDAY, works, "ตามประกาศ")]
    assert t("days_off.already") in central.tap(t("day_off.send"))
    assert len(declared(desk)) == 1


def test_an_operator_may_and_who_is_over_an_area_or_a_programme_may_not(desk: Desk) -> None:
    assert t("common.not_allowed") in desk.phone(PRANEE).say("เพิ่มวันหยุด 4 ธ.ค. 69 หยุด")
    programme = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "QIN")
    for command in ("เพิ่มวันหยุด 4 ธ.ค. 69 หยุด", "วันหยุด", "ยกเลิกวันหยุด 4 ธ.ค. 69"):
        assert t("days_off.only_country") in programme.say(command)
    operator = desk.appoint("U" + "8" * 32, Role.OPERATOR, "TH")
    operator.say("เพิ่มวันหยุด 4 ธ.ค. 69 วันหยุดพิเศษ")
    operator.tap(t("day_off.send"))
    assert not is_workday(desk, FRIDAY)
