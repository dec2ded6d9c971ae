"""“ติดตาม”: one who owes something, whom to call, what can be done; “สรุป”: all of them."""

import pytest
from phones import ANAN, KANDA, MALI, WICHAI, Desk, Phone
from reports_told import send

from handlers.cards.card import Button, OpenUrl
from handlers.dialog.press import Do, Press
from handlers.effects import Say
from handlers.texts import t
from models.vocabulary import Role

LEAD = "network:QIN-NPT1-A"
PEOPLE = "สมศรี รักเรียน / เลขานุการ / 034-111-222\nมะลิ ใจดี / ประธาน / 081-234-5678"


def follow(phone: Phone, reference: str) -> str:
    return phone.press(Press(Do.GO, slot="follow", value=reference))


def numbers(phone: Phone) -> list[str]:
    cards = [effect.card for effect in phone.effects if isinstance(effect, Say)]
    buttons: list[Button] = [button for card in cards for button in card.buttons]
    return [b.action.url for b in buttons if isinstance(b.action, OpenUrl)]


def with_a_working_group(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("คณะทำงาน", "คณะทำงานเครือข่าย", PEOPLE)
    send(mali)


def test_a_supervisor_sees_what_a_network_owes_and_for_which_schools(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    shown = follow(wichai, LEAD)
    assert "แลกเปลี่ยนเรียนรู้ · ปีงบ 2570" in shown
    assert "โรงเรียนบ้านลำพยา: นิเทศสถานศึกษา" in shown
    assert f"{t('digest.answers')}: ครูมะลิ ใจดี" in shown
    assert {t("digest.remind"), t("digest.waive"), "สถานะ"} <= set(wichai.labels)
    assert numbers(wichai) == [], "nobody has written a number down"


def test_where_nobody_can_be_reached_no_reminding_is_offered(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    shown = follow(wichai, "network:QIN-NPT1-B")
    assert t("digest.nobody") in shown
    assert t("digest.remind") not in wichai.labels
    assert t("digest.waive") in wichai.labels
    desk.phone(MALI).unfollow()
    follow(wichai, LEAD)
    assert t("digest.remind") not in wichai.labels, "who blocks the bot is not reached either"


def test_of_a_school_it_is_the_mentor_who_answers_for_the_visits(desk: Desk) -> None:
    shown = follow(desk.phone(WICHAI), "school:NPT1-03")
    assert f"{t('digest.answers')}: ครูมะลิ ใจดี" in shown


def test_the_one_who_answers_is_called_where_there_are_several_numbers(desk: Desk) -> None:
    with_a_working_group(desk)
    wichai = desk.phone(WICHAI)
    follow(wichai, LEAD)
    assert numbers(wichai) == ["tel:0812345678"]
    assert t("digest.call", name="มะลิ ใจดี") in wichai.labels


def test_who_may_see_the_network_but_no_contacts_of_it_calls_nobody(desk: Desk) -> None:
    with_a_working_group(desk)
    over = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    assert "แลกเปลี่ยนเรียนรู้" in follow(over, LEAD)
    assert numbers(over) == []


@pytest.mark.parametrize("who", [MALI, ANAN])
def test_nobody_follows_up_what_lies_outside(desk: Desk, who: str) -> None:
    phone = desk.phone(who)
    for reference in (LEAD, "office:NPT1", "school:NPT1-02", "network:X", "programme:QIN", ""):
        assert "แลกเปลี่ยนเรียนรู้" not in follow(phone, reference)
        assert t("digest.remind") not in phone.labels


def test_a_button_leads_to_the_reminder_and_to_the_waiver_of_that_one(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    follow(wichai, LEAD)
    assert "ครูมะลิ ใจดี" in wichai.tap(t("digest.remind"))
    wichai.tap(t("digest.waive"))
    assert wichai.draft is not None
    assert wichai.draft["form"] == "waiver"


def test_the_list_of_what_is_owed_opens_each(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    wichai.say("ค้างส่ง")
    assert t("digest.remind") not in wichai.labels
    wichai.tap(t("digest.follow"))
    assert t("digest.remind") in wichai.labels


def test_how_things_stand_can_be_asked_for_and_then_counts_as_told(desk: Desk) -> None:
    wichai = desk.phone(WICHAI)
    shown = wichai.say("สรุป")
    assert shown.startswith("สรุปงาน สพป.นครปฐม เขต 1\nถึง 20 พ.ย. 2569")
    assert t("digest.overall") in shown
    assert "ตั้งแต่ 20 พ.ย. 2569" in wichai.say("สรุปงาน")


def test_a_report_is_praised_in_the_next(desk: Desk) -> None:
    desk.phone(WICHAI).say("สรุป")
    mali = desk.phone(MALI)
    mali.say("ส่งแผนเครือข่าย", "แผนสามปี", "2568–2570", "17 พ.ย. 69", "drive.example.org/plan")
    desk.now = desk.now.replace(minute=5)
    send(mali)
    shown = desk.phone(WICHAI).say("สรุป")
    assert t("digest.praise.done", count=1) in shown
    assert "แผนเครือข่าย · ปีงบ 2567–2570: เครือข่ายโรงเรียนอนุบาลนครปฐม" in shown
    assert f"{t('digest.unread')}: {t('digest.waiting', count=1, new=1)}" in shown


def test_a_teacher_oversees_nothing(desk: Desk) -> None:
    assert t("common.not_allowed") in desk.phone(MALI).say("สรุป")
