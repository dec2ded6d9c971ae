"""“เพิ่มกำหนดส่ง”: what is to be sent, by whom of the own scope, by when."""

from datetime import UTC, date, datetime, time

import pytest
from phones import ANAN, KANDA, MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import select

from handlers.dialog.kind_time import LAST, TimeOfDay
from handlers.dialog.press import Do, Press
from handlers.dialog.reading import Missed, Took, Unsure
from handlers.dialog.world import World
from handlers.forms.deadline import LADDERS, LAST_WEEK, WHOLE
from handlers.texts import t
from models.duties import Deadline
from models.duty_queries import judgements
from models.people import Appointment
from models.roster.duty_rows import OVERDUE_STEPS
from models.vocabulary import MemberRole, Role, SubjectKind

TITLE = "แผนปฏิบัติการของเครือข่าย"


def made(desk: Desk) -> list[Deadline]:
    """The deadlines that were made in the chat, in the order of their numbers."""
    query = select(Deadline).where(Deadline.created_at.is_not(None)).order_by(Deadline.id)
    return list(desk.session.scalars(query))


def asked(desk: Desk, deadline: Deadline) -> set[str]:
    """The codes of those that it is judged for."""
    return {
        judged.subject.code
        for judged in judgements(desk.session, now=desk.now)
        if judged.rule.code == deadline.code
    }


def begin(phone: Phone, audience: str = "เครือข่าย 2 แห่ง", whom: str = "ทุกแห่ง") -> Phone:
    """Title and for whom are given; the day is asked."""
    phone.say("เพิ่มกำหนดส่ง", TITLE)
    phone.tap(audience)
    if phone.at == "whom":
        phone.tap(whom)
    return phone


def finish(phone: Phone, due: str = "30 พ.ย. 69") -> Deadline:
    """The day, and nothing else that may be skipped; made."""
    phone.say(due, "ข้าม", "ข้าม")
    if phone.at == "ladder":
        phone.tap(t("deadline.ladder.whole"))
    phone.tap(t("deadline.yearly.once"))
    assert t("deadline.summary") in phone.shown
    phone.tap(t("deadline.send"))
    return made(phone.desk)[-1]


# --- the whole way -------------------------------------------------------------------------------


def test_a_coordinator_asks_the_networks_of_the_own_office(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("30 พ.ย. 69", "16.30 น.", "forms.gle/abc")
    phone.tap(t("deadline.ladder.last_week"))
    phone.tap(t("deadline.yearly.yearly"))
    assert "16:30 น." in phone.shown
    phone.tap(t("deadline.send"))
    assert t("deadline.saved.title") in phone.shown
    assert "30 พฤศจิกายน 2569" in phone.shown
    [deadline] = made(desk)
    assert (deadline.title_th, deadline.due_on) == (TITLE, date(2026, 11, 30))
    assert deadline.due_time == time(16, 30)
    assert deadline.submit_url == "https://forms.gle/abc"
    assert deadline.ladder == list(LADDERS[LAST_WEEK])
    assert deadline.repeats_yearly
    assert deadline.announced_on == date(2026, 11, 20)
    assert (deadline.subject_kind, deadline.subject_ids) == (SubjectKind.NETWORK, None)
    assert asked(desk, deadline) == {"QIN-NPT1-A", "QIN-NPT1-B"}


def test_what_is_not_said_is_the_end_of_the_day_and_the_whole_ladder(desk: Desk) -> None:
    deadline = finish(begin(desk.phone(PRANEE)), "20 ธ.ค. 69")
    assert (deadline.due_time, deadline.submit_url) == (None, None)
    assert deadline.ladder == list(LADDERS[WHOLE])
    assert not deadline.repeats_yearly


def test_the_receipt_and_the_card_promise_the_steps_that_still_come(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    deadline = finish(begin(pranee), "30 พ.ย. 69")  # in ten days, a Monday
    assert "จะเตือนแห่งที่ยังไม่ส่ง 7, 3, 1 วันก่อน ในวันกำหนด และหลังกำหนด" in pranee.shown
    assert "ไม่เตือน 30, 14 วันก่อน" in pranee.shown
    shown = pranee.press(Press(Do.GO, slot="one_deadline", value=str(deadline.id)))
    assert "ที่จะเตือนต่อจากนี้: 7, 3, 1 วันก่อน ในวันกำหนด และหลังกำหนด" in shown
    # A Sunday's step goes out on the Friday before it, and so does that of the Saturday.
    desk.now = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
    shown = pranee.press(Press(Do.GO, slot="one_deadline", value=str(deadline.id)))
    assert "ที่จะเตือนต่อจากนี้: ในวันกำหนด และหลังกำหนด" in shown


def test_those_who_owe_it_see_it_and_can_say_that_they_sent_it(desk: Desk) -> None:
    finish(begin(desk.phone(PRANEE)))
    assert TITLE in desk.phone(MALI).say("กำหนดส่ง")
    assert TITLE in desk.phone(WICHAI).say("ค้างส่ง")
    assert TITLE not in desk.phone(ANAN).say("กำหนดส่ง")
    wichai = desk.phone(WICHAI)
    wichai.say("ส่งแล้ว")
    assert TITLE in wichai.shown


def test_a_teacher_of_the_lead_school_can_say_that_the_network_sent_it(desk: Desk) -> None:
    pranee = begin(desk.phone(PRANEE))
    pranee.say("30 พ.ย. 69", "ข้าม", "https://forms.gle/abc")
    pranee.tap(t("deadline.ladder.whole"))
    pranee.tap(t("deadline.yearly.once"))
    pranee.tap(t("deadline.send"))
    mali = desk.phone(MALI)
    mali.say("กำหนดส่ง")
    assert t("deadlines.form") in mali.labels
    assert "https://forms.gle/abc" in mali.say("ส่งแล้ว")
    mali.say("วันนี้", "ข้าม")
    assert t("submission.saved.title") in mali.tap(t("submission.send"))


def test_a_school_that_does_not_lead_the_network_does_not_speak_for_it(desk: Desk) -> None:
    finish(begin(desk.phone(PRANEE)))
    assert t("submission.cannot.none") in desk.phone(SOMSRI).say("ส่งแล้ว")


def test_only_the_schools_of_that_role_in_that_office_owe_it(desk: Desk) -> None:
    desk.appoint(KANDA, Role.AREA_COORDINATOR, "RYG1")
    deadline = finish(begin(desk.phone(KANDA), t("deadline.audience.school_pilot", count=2)))
    assert deadline.member_role is MemberRole.PILOT
    assert asked(desk, deadline) == {"RYG1-P1", "RYG1-P2"}


def test_a_list_is_chosen_by_number_and_only_it_owes(desk: Desk) -> None:
    partners = t("deadline.audience.school_partner", count=6)
    phone = begin(desk.phone(PRANEE), partners, t("deadline.whom.some"))
    phone.say("1,3")
    deadline = finish(phone)
    assert asked(desk, deadline) == {"NPT1-02", "NPT1-04"}
    assert TITLE in desk.phone(SOMSRI).say("กำหนดส่ง")


def test_a_list_is_also_chosen_by_the_name_of_a_school(desk: Desk) -> None:
    partners = t("deadline.audience.school_partner", count=6)
    phone = begin(desk.phone(PRANEE), partners, t("deadline.whom.some"))
    phone.say("โรงเรียนบ้านลำพยา")
    assert asked(desk, finish(phone)) == {"NPT1-02"}


def test_a_national_coordinator_asks_the_offices_of_a_programme(desk: Desk) -> None:
    desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "SANDBOX")
    phone = begin(desk.phone(KANDA), t("deadline.audience.office", count=2))
    deadline = finish(phone)
    assert deadline.office_id is None
    assert asked(desk, deadline) == {"RYG1", "STN"}
    assert not any("เครือข่าย" in label for label in phone.labels)


def test_over_the_country_each_choice_names_its_programme(desk: Desk) -> None:
    desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    phone = desk.phone(KANDA)
    phone.say("เพิ่มกำหนดส่ง", TITLE)
    choices = [label for label in phone.labels if "แห่ง" in label]
    assert len(choices) == len(set(choices)) >= 4
    assert all("·" in label for label in choices)


def test_what_stands_behind_the_command_is_title_and_day(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มกำหนดส่ง แผนปฏิบัติการ ภายใน 30 พ.ย. 69")
    assert phone.answers == {"title": "แผนปฏิบัติการ", "due": "2026-11-30"}
    assert phone.at == "audience"


def test_within_a_week_the_ladder_is_not_asked(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("อีก 3 วัน", "ข้าม", "ข้าม")
    assert phone.at == "yearly"


def test_both_ladders_end_with_the_steps_that_all_that_is_overdue_has() -> None:
    assert all(ladder[-len(OVERDUE_STEPS) :] == OVERDUE_STEPS for ladder in LADDERS.values())


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [MALI, WICHAI])
def test_others_are_refused_kindly(desk: Desk, who: str) -> None:
    phone = desk.phone(who)
    assert t("common.not_allowed") in phone.say("เพิ่มกำหนดส่ง")
    assert phone.draft is None


def test_the_role_is_asked_again_when_it_is_sent(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("30 พ.ย. 69", "ข้าม", "ข้าม")
    phone.tap(t("deadline.ladder.whole"))
    phone.tap(t("deadline.yearly.once"))
    _end_posts(desk)
    phone.tap(t("deadline.send"))
    assert made(desk) == []


def test_an_audience_of_somebody_else_is_not_taken(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มกำหนดส่ง", TITLE)
    draft_id = (phone.draft or {})["id"]
    data = phone.data_of("เครือข่าย 2 แห่ง")
    assert "network" in data
    phone.data(f"v=1&do=a&d={draft_id}&s=audience&x=1.network.all.all")
    assert phone.at == "audience"
    assert "audience" not in phone.answers


def test_a_coordinator_whose_office_takes_part_in_nothing_is_told_so(desk: Desk) -> None:
    desk.appoint(KANDA, Role.AREA_COORDINATOR, "BKKP")
    assert t("deadline.cannot.nobody") in desk.phone(KANDA).say("เพิ่มกำหนดส่ง")


def test_the_menu_help_names_it_to_coordinators_alone(desk: Desk) -> None:
    assert "เพิ่มกำหนดส่ง" in desk.phone(PRANEE).say("คำสั่งทั้งหมด")
    assert "เพิ่มกำหนดส่ง" not in desk.phone(WICHAI).say("คำสั่งทั้งหมด")


# --- what is no answer ---------------------------------------------------------------------------


def test_a_day_that_has_passed_is_no_due_day(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("1 พ.ย. 69")
    assert phone.at == "due"
    assert "due" not in phone.answers


def test_a_day_after_the_end_of_the_programme_is_refused_with_that_end(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("1 ต.ค. 70")
    assert phone.at == "due"
    assert "30 กันยายน 2570" in phone.shown


def test_what_is_no_link_is_asked_again(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("30 พ.ย. 69", "ข้าม", "ส่งทางอีเมลก็ได้")
    assert phone.at == "link"
    assert "ไม่พบลิงก์" in phone.shown


def test_what_is_no_time_is_asked_again_and_midnight_is_asked_about(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))
    phone.say("30 พ.ย. 69", "เร็ว ๆ")
    assert phone.at == "time"
    phone.say("เที่ยงคืน")
    assert t("dialog.which_midnight", read="เที่ยงคืน") in phone.shown
    phone.tap("23:59")
    assert phone.answers["time"] == LAST


def test_a_time_that_is_past_on_the_day_itself_is_refused(desk: Desk) -> None:
    phone = begin(desk.phone(PRANEE))  # 9 o'clock in Bangkok
    phone.say("วันนี้", "8.30 น.")
    assert phone.at == "time"
    phone.say("16.30 น.")
    assert phone.answers["time"] == "16:30"


@pytest.mark.parametrize("value", ["25:00", "", "x", "2026-11-30"])
def test_a_button_with_no_time_is_none(value: str) -> None:
    assert isinstance(TimeOfDay().check(value, "time", World(date(2026, 11, 20))), Missed)


def test_times_are_read_as_people_say_them() -> None:
    world = World(date(2026, 11, 20))
    assert TimeOfDay().read("บ่ายสามโมง", "time", world) == Took("15:00")
    assert isinstance(TimeOfDay().read("24.00 น.", "time", world), Unsure | Missed)


# --- once ----------------------------------------------------------------------------------------


def test_an_old_send_button_makes_no_second_one(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    finish(begin(phone))
    assert t("deadline.saved.already", title=TITLE) in phone.tap(t("deadline.send"))
    assert len(made(desk)) == 1


def test_those_who_are_gone_while_the_draft_waited_are_told_of(desk: Desk) -> None:
    desk.appoint(KANDA, Role.AREA_COORDINATOR, "RYG1")
    phone = begin(desk.phone(KANDA), t("deadline.audience.school_pilot", count=2))
    phone.say("30 พ.ย. 69", "ข้าม", "ข้าม")
    phone.tap(t("deadline.ladder.whole"))
    phone.tap(t("deadline.yearly.once"))
    desk.now = datetime(2027, 10, 1, 3, 0, tzinfo=UTC)  # the programme is over
    phone.tap(t("deadline.send"))
    assert made(desk) == []


def _end_posts(desk: Desk) -> None:
    for post in desk.session.scalars(select(Appointment)):
        if post.role is Role.AREA_COORDINATOR:
            post.ends_on = date(2026, 11, 1)
    desk.session.flush()
