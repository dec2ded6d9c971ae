"""What is held about oneself: shown, corrected, deleted in two steps, and taken back."""

import json
from datetime import timedelta

import pytest
from phones import BANGKOK, MALI, NOW, SOMSRI, STRANGER, WICHAI, Desk, report
from sqlalchemy import select

from handlers.cards.card import Type
from handlers.dialog.press import Do, Press
from handlers.effects import Say
from handlers.joining import NOTICE_VERSION
from handlers.my_data import copy_as_json
from handlers.say import receipt
from handlers.texts import t
from models.audit import AuditEntry
from models.data_requests import DataRequest, LeavingAccount
from models.learned_aliases import learn_alias
from models.people import LineAccount, Person, load_actor
from models.person_names import accounts_of
from models.vocabulary import DataAnswer, DataRequestKind

A_DAY = timedelta(days=1)


def requests(desk: Desk) -> list[tuple[DataRequestKind, DataAnswer]]:
    rows = desk.session.scalars(select(DataRequest).order_by(DataRequest.id))
    return [(row.kind, row.answer) for row in rows]


def person_of(desk: Desk, who: str) -> Person:
    account = desk.session.get_one(LineAccount, who, populate_existing=True)
    return desk.session.get_one(Person, account.person_id, populate_existing=True)


# --- ข้อมูลของฉัน -----------------------------------------------------------------------------------


def test_the_card_tells_everything_in_short(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    mali.say("บันทึกนิเทศ", "1", "พัก")
    learn_alias(
        desk.session,
        alias_key="ลำพยา",
        alias="ลำพยา",
        school_code="NPT1-02",
        person_id=person_of(desk, MALI).id,
        office_id=None,
        now=NOW,
    )
    shown = mali.say("ข้อมูลของฉัน").splitlines()
    name = person_of(desk, MALI).full_name
    assert f"ชื่อ: {name}" in shown
    school = load_actor(desk.session, MALI, NOW.date()).posts[0].scope.label
    assert f"บทบาท: ครู {school} ตั้งแต่ 1 ต.ค. 2566" in shown
    assert f"บัญชี LINE: {name} ใช้ตั้งแต่ 20 พ.ย. 2569" in shown
    assert "รายงานที่ส่ง: การนิเทศ 1" in shown
    assert "ร่างที่ค้างอยู่: 1 รายการ" in shown
    assert "รูปภาพ: 0 รูป" in shown
    assert "ชื่อสถานศึกษาที่จำจากท่าน: ลำพยา" in shown
    assert "เรื่องที่ฝากถึงท่าน: ไม่มี" in shown
    assert [page.page for page in mali.pages] == ["my_data"]


def test_every_request_is_logged_with_its_answer_and_told_the_next_time(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("ข้อมูลของฉัน")
    first = desk.session.scalars(select(DataRequest)).one()
    assert (first.kind, first.answer) == (DataRequestKind.COPY, DataAnswer.GIVEN)
    assert (first.asked_at, first.answered_at) == (NOW, NOW)
    assert (first.line_user_id, first.person_id) == (MALI, person_of(desk, MALI).id)
    assert "ขอดูข้อมูล เมื่อ 20 พ.ย. 2569 (ให้แล้ว)" in mali.say("ข้อมูลของฉัน")


def test_a_stranger_may_ask_as_well_and_is_told_that_there_is_hardly_anything(desk: Desk) -> None:
    stranger = desk.phone(STRANGER)
    stranger.say("สวัสดี")
    shown = stranger.say("ข้อมูลของฉัน").splitlines()
    assert f"ชื่อ: {t('my_data.not_joined')}" in shown
    assert "รายงานที่ส่ง: ไม่มี" in shown
    assert f"ประกาศความเป็นส่วนตัว: ฉบับที่ {NOTICE_VERSION} แสดงเมื่อ 20 พ.ย. 2569" in shown
    assert "แก้ชื่อ" not in stranger.labels


def test_the_file_holds_the_reports_and_nothing_of_others(desk: Desk) -> None:
    report(desk.phone(MALI), "การอ่านออกเขียนได้")
    report(desk.phone(WICHAI), "เรื่องของคนอื่น", school="โรงเรียนบ้านลำพยา")
    made = json.loads(copy_as_json(desk.session, MALI, NOW, BANGKOK))
    assert made["made_at"] == "2026-11-20T09:00:00+07:00"
    (visit,) = made["held"]["mentoring_visits"]
    assert visit["topic"] == "การอ่านออกเขียนได้"
    assert visit["visited_on"] == "2026-11-19"
    assert "เรื่องของคนอื่น" not in json.dumps(made, ensure_ascii=False)


# --- แก้ชื่อ ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["แก้ชื่อ มะลิ ใจเย็น", "ขอแก้ชื่อเป็น มะลิ  ใจเย็น ค่ะ", "เปลี่ยนชื่อ: มะลิ ใจเย็น"]
)
def test_a_name_is_corrected_for_all_reports_and_the_old_one_is_a_tap_away(
    desk: Desk, typed: str
) -> None:
    mali = desk.phone(MALI)
    report(mali)
    number = receipt(desk.visits()[0].id)
    before = person_of(desk, MALI).full_name
    shown = mali.say(typed)
    assert f"เดิม: {before}\nใหม่: มะลิ ใจเย็น" in shown
    assert "มะลิ ใจเย็น" in desk.phone(WICHAI).say(f"รายงาน {number}")
    back = [b.action for e in mali.effects if isinstance(e, Say) for b in e.card.buttons]
    (undo,) = [action.text for action in back if isinstance(action, Type)]
    mali.say(undo)
    assert person_of(desk, MALI).full_name == before


def test_a_correction_is_logged_and_audited_without_the_names(desk: Desk) -> None:
    desk.phone(MALI).say("แก้ชื่อ มะลิ ใจเย็น")
    assert requests(desk) == [(DataRequestKind.CORRECTION, DataAnswer.GIVEN)]
    entry = desk.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.details) == ("person.renamed", {})


@pytest.mark.parametrize(
    "typed", ["แก้ชื่อ", "แก้ชื่อ โรงเรียนบ้านลำพยา", "แก้ชื่อเรื่องเป็น การอ่าน", "แก้ชื่อ 0812345678"]
)
def test_what_is_no_name_of_a_person_changes_nothing(desk: Desk, typed: str) -> None:
    before = person_of(desk, MALI).full_name
    desk.phone(MALI).say(typed)
    assert person_of(desk, MALI).full_name == before


def test_in_a_form_a_corrected_name_is_an_answer_like_any_other(desk: Desk) -> None:
    mali = desk.phone(MALI)
    before = person_of(desk, MALI).full_name
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "แก้ชื่อ มะลิ ใจเย็น")
    assert person_of(desk, MALI).full_name == before


# --- ลบข้อมูลของฉัน ----------------------------------------------------------------------------------


def test_the_first_step_says_what_goes_and_what_stays_and_changes_nothing(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    shown = mali.say("ลบข้อมูลของฉัน")
    for part in (t("leaving.goes"), "1 เรื่อง", "มาตรา 24(4)", "“ผู้ใช้ที่ลบแล้ว”", "24 ชั่วโมง"):
        assert part in shown
    assert mali.labels == [t("leaving.keep"), t("leaving.confirm")]
    assert load_actor(desk.session, MALI, NOW.date()).joined
    assert requests(desk) == [(DataRequestKind.DELETION, DataAnswer.ASKED)]


@pytest.mark.parametrize("way", ["tap", "typed"])
def test_the_second_step_locks_the_account_at_once(desk: Desk, way: str) -> None:
    mali = desk.phone(MALI)
    mali.say("ลบข้อมูลของฉัน")
    shown = mali.tap(t("leaving.confirm")) if way == "tap" else mali.say("ยืนยันลบข้อมูล")
    assert "วันเสาร์ที่ 21 พฤศจิกายน 2569 เวลา 09:00 น." in shown
    for gesture in ("เมนู", "บันทึกนิเทศ", "รายงาน V-1", "KNDA-2570", "ลบข้อมูลของฉัน"):
        assert t("leaving.locked.title") in mali.say(gesture)
    for shown in (mali.image("p1"), mali.sticker(), mali.data("x")):
        assert t("leaving.locked.title") in shown
    assert requests(desk) == [(DataRequestKind.DELETION, DataAnswer.WAITING)]


def test_while_locked_the_notice_and_the_copy_are_still_open(desk: Desk) -> None:
    mali = desk.phone(MALI)
    name = person_of(desk, MALI).full_name
    mali.say("ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")
    assert f"ชื่อ: {name}" in mali.say("ข้อมูลของฉัน")
    assert t("joining.notice.title") in mali.say("ความเป็นส่วนตัว")


def test_while_locked_nothing_reaches_the_account_and_nobody_acts_as_the_person(desk: Desk) -> None:
    person_id = person_of(desk, MALI).id
    assert accounts_of(desk.session, {person_id})
    desk.phone(MALI).say("ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")
    assert accounts_of(desk.session, {person_id}) == {}
    assert load_actor(desk.session, MALI, NOW.date()).posts == ()


def test_within_the_day_everything_comes_back(desk: Desk) -> None:
    mali = desk.phone(MALI)
    report(mali)
    mali.say("บันทึกนิเทศ", "1", "พัก")
    before = load_actor(desk.session, MALI, NOW.date())
    mali.say("ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")
    desk.now += A_DAY - timedelta(minutes=1)
    assert t("leaving.cancelled.title") in mali.tap("ยกเลิกการลบ")
    assert load_actor(desk.session, MALI, NOW.date()) == before
    assert receipt(desk.visits()[0].id) in mali.say("ประวัติของฉัน")
    assert mali.parked
    assert requests(desk) == [(DataRequestKind.DELETION, DataAnswer.CANCELLED)]
    assert desk.session.scalars(select(LeavingAccount)).all() == []


def test_all_phones_of_a_person_are_locked_and_come_back_together(desk: Desk) -> None:
    desk.phone("Umali-2").follow()
    second = desk.session.get_one(LineAccount, "Umali-2")
    second.person_id = person_of(desk, MALI).id
    desk.session.flush()
    mali, other = desk.phone(MALI), desk.phone("Umali-2")
    mali.say("ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")
    assert t("leaving.locked.title") in other.say("เมนู")
    other.say("ยกเลิกการลบ")
    assert load_actor(desk.session, MALI, NOW.date()).joined
    assert load_actor(desk.session, "Umali-2", NOW.date()).joined


def test_a_confirmation_without_a_first_step_shortly_before_is_the_first_step(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert t("leaving.title") in mali.say("ยืนยันลบข้อมูล")
    desk.now += timedelta(hours=2)
    assert t("leaving.title") in mali.tap(t("leaving.confirm"))  # a button of two hours ago
    assert load_actor(desk.session, MALI, NOW.date()).joined


def test_somebody_elses_first_step_confirms_nothing(desk: Desk) -> None:
    desk.phone(MALI).say("ลบข้อมูลของฉัน")
    somsri = desk.phone(SOMSRI)
    assert t("leaving.title") in somsri.say("ยืนยันลบข้อมูล")
    assert load_actor(desk.session, MALI, NOW.date()).joined
    assert load_actor(desk.session, SOMSRI, NOW.date()).joined


def test_where_nothing_waits_there_is_nothing_to_take_back(desk: Desk) -> None:
    assert desk.phone(MALI).say("ยกเลิกการลบ").startswith(t("leaving.none_waits"))
    assert desk.phone(STRANGER).say("ยกเลิกการลบ").startswith(t("leaving.none_waits"))


def test_a_stranger_may_have_the_account_deleted_too(desk: Desk) -> None:
    stranger = desk.phone(STRANGER)
    stranger.say("ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")
    assert t("leaving.locked.title") in stranger.say("สวัสดี")
    stranger.say("ยกเลิกการลบ")
    assert t("joining.stranger.title") in stranger.say("สวัสดี")


def test_who_leaves_in_mid_form_finds_the_report_again(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน")
    mali.press(Press(Do.GO, slot="delete_my_data"))
    mali.say("ยืนยันลบข้อมูล", "ยกเลิกการลบ", "ทำต่อ")
    assert mali.answers["date"] == "2026-11-19"
