"""The other side of a visit: asked with its next free reply, acknowledges or asks to correct."""

from datetime import timedelta

import pytest
from phones import KANDA, MALI, SOMSRI, WICHAI, Desk, Phone, report

from handlers.cards.card import Card
from handlers.effects import Leave, Unleave
from handlers.people_options import people_options
from handlers.texts import t
from models.acknowledgements import acknowledgement_of, answer_acknowledgement
from models.co_reporting import co_reporters_of
from models.contacts import set_contact
from models.duty_facts import Subject
from models.people import load_actor
from models.visits import MentoringVisit
from models.vocabulary import AckState, RecordKind, Role, SubjectKind


def left_by(phone: Phone) -> list[tuple[str, str]]:
    """(for whom, title) of the cards left with the last gesture."""
    return [(e.line_user_id, e.card.title) for e in phone.effects if isinstance(e, Leave)]


def visited(desk: Desk) -> MentoringVisit:
    """Mali's visit to Somsri's school, whichever button that is."""
    mali = desk.phone(MALI)
    post = load_actor(desk.session, SOMSRI, desk.now.date()).posts[0]
    report(mali, school=post.scope.label)
    return desk.visits()[-1]


def state(desk: Desk, visit: MentoringVisit) -> AckState:
    found = acknowledgement_of(desk.session, visit.id)
    assert found is not None
    return found.state


def test_the_visited_schools_contact_is_asked_with_the_next_free_reply(desk: Desk) -> None:
    mali = desk.phone(MALI)
    visit = visited(desk)
    mali.effects = []
    assert state(desk, visit) is AckState.ASKED
    assert t("acknowledging.state.asked") in mali.say(f"รายงาน V-{visit.id}")


def test_the_question_is_left_for_the_contact_and_for_nobody_else(desk: Desk) -> None:
    mali = desk.phone(MALI)
    post = load_actor(desk.session, SOMSRI, desk.now.date()).posts[0]
    report(mali, school=post.scope.label)
    assert left_by(mali) == [(SOMSRI, t("acknowledging.asked.title"))]


def test_both_sides_see_that_it_was_acknowledged(desk: Desk) -> None:
    visit, somsri = visited(desk), desk.phone(SOMSRI)
    number = f"V-{visit.id}"
    assert t("acknowledging.acknowledged", number=number) in somsri.say(f"รับทราบ {number}")
    assert state(desk, visit) is AckState.ACKNOWLEDGED
    for who in (MALI, SOMSRI, WICHAI):
        assert "รับทราบแล้ว" in desk.phone(who).say(f"รายงาน {number}")


def test_an_objection_takes_a_sentence_and_reaches_the_reporter(desk: Desk) -> None:
    visit, somsri = visited(desk), desk.phone(SOMSRI)
    somsri.say(f"ขอแก้ข้อมูล V-{visit.id}", "วันที่ไม่ตรง")
    somsri.tap(t("objection.send"))
    assert state(desk, visit) is AckState.OBJECTED
    [(who, title)] = left_by(somsri)
    assert (who, f"V-{visit.id}" in title) == (MALI, True)
    assert "วันที่ไม่ตรง" in desk.phone(MALI).say(f"รายงาน V-{visit.id}")


def test_after_a_correction_the_school_is_asked_anew(desk: Desk) -> None:
    visit, somsri, mali = visited(desk), desk.phone(SOMSRI), desk.phone(MALI)
    somsri.say(f"ขอแก้ข้อมูล V-{visit.id}", "เรื่องไม่ตรง")
    somsri.tap(t("objection.send"))
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข เรื่อง", "การอ่านคล่อง")
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    assert state(desk, visit) is AckState.ASKED
    assert left_by(mali) == [(SOMSRI, t("acknowledging.asked.title"))]


def test_another_school_cannot_speak_for_the_visited_one(desk: Desk) -> None:
    visit = visited(desk)
    other = desk.appoint(KANDA, Role.TEACHER, "NPT1-05")
    assert t("acknowledging.not_yours") in other.say(f"รับทราบ V-{visit.id}")
    assert t("acknowledging.not_yours") in other.say(f"ขอแก้ข้อมูล V-{visit.id}")
    assert state(desk, visit) is AckState.ASKED


def test_without_a_number_the_single_one_that_waits_is_meant(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    assert t("acknowledging.none") in somsri.say("รับทราบการนิเทศ")
    visit = visited(desk)
    somsri.say("รับทราบการนิเทศ")
    assert state(desk, visit) is AckState.ACKNOWLEDGED


def test_where_several_wait_they_are_listed(desk: Desk) -> None:
    somsri = desk.phone(SOMSRI)
    post = load_actor(desk.session, SOMSRI, desk.now.date()).posts[0]
    report(desk.phone(MALI), school=post.scope.label, day="17 พ.ย. 69")
    report(desk.phone(MALI), school=post.scope.label, day="10 พ.ย. 69")
    shown = somsri.say("รับทราบการนิเทศ")
    for visit in desk.visits():
        assert f"V-{visit.id}" in shown


# --- reporting together --------------------------------------------------------------------------


def with_a_colleague(desk: Desk) -> MentoringVisit:
    """Mali reports a visit that Kanda of her school made with her."""
    desk.appoint(KANDA, Role.TEACHER, "NPT1-01")
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "การอ่าน")
    mali.tap(t("dialog.finish"))
    mali.say("แก้ไข ผู้ร่วมรายงาน", "1", "ต่อไป")
    mali.tap(t("visit.send"))
    return desk.visits()[-1]


def test_who_was_named_sees_the_report_in_the_own_history_and_hears_of_it(desk: Desk) -> None:
    visit = with_a_colleague(desk)
    told = [who for who, _ in left_by(desk.phone(MALI))]
    assert told == []  # another look at her phone tells nothing twice
    kanda = desk.phone(KANDA)
    assert f"V-{visit.id}" in kanda.say("ประวัติของฉัน")
    assert t("history.mark.with_others") in kanda.shown


def test_who_was_named_and_was_not_there_can_say_so(desk: Desk) -> None:
    visit = with_a_colleague(desk)
    kanda = desk.phone(KANDA)
    assert t("acknowledging.not_me", number=f"V-{visit.id}") in kanda.say(f"ไม่ได้ร่วม V-{visit.id}")
    assert f"V-{visit.id}" not in kanda.say("ประวัติของฉัน")
    [(row, _)] = co_reporters_of(desk.session, RecordKind.VISIT, visit.id)
    assert row.objected_at is not None
    assert t("acknowledging.not_named", number=f"V-{visit.id}") in kanda.say(
        f"ไม่ได้ร่วม V-{visit.id}"
    )


def test_the_same_visit_of_a_colleague_is_joined_instead_of_recorded_twice(desk: Desk) -> None:
    desk.appoint(KANDA, Role.TEACHER, "NPT1-01")
    report(desk.phone(MALI))
    [visit] = desk.visits()
    kanda = desk.phone(KANDA)
    shown = kanda.say("บันทึกนิเทศ", "1", "18 พ.ย. 69")  # a day apart, and of the same school
    assert t("visit.ask.again") in shown
    assert "มะลิ" in shown
    assert t("visit.joined", receipt=f"V-{visit.id}") in kanda.say("ผู้ร่วมรายงาน")
    assert desk.visits() == [visit]
    assert left_by(kanda)[0][0] == MALI
    assert f"V-{visit.id}" in kanda.say("ประวัติของฉัน")


def test_a_visit_two_days_apart_is_another_visit(desk: Desk) -> None:
    report(desk.phone(MALI))
    assert t("visit.ask.again") not in desk.phone(MALI).say("บันทึกนิเทศ", "1", "17 พ.ย. 69")


def test_a_visit_a_day_apart_by_people_of_elsewhere_is_another_visit(desk: Desk) -> None:
    report(desk.phone(WICHAI), school="บ้านลำพยา")
    shown = desk.phone(MALI).say("บันทึกนิเทศ", "บ้านลำพยา", "18 พ.ย. 69")
    assert t("visit.ask.again") not in shown


def test_a_colleague_is_named_by_the_given_name_where_it_is_one_persons() -> None:
    options = people_options([(1, "ครูมะลิ ใจดี"), (2, "ครูสมศรี รักเรียน"), (3, "ศน.สมศรี ตั้งใจ")])
    assert [option.value for option in options if "มะลิ" in option.words] == ["1"]
    assert not [option.value for option in options if "สมศรี" in option.words]
    assert [option.value for option in options if "ศน.สมศรี" in option.words] == ["3"]


# --- what comes between --------------------------------------------------------------------------


def retopic(desk: Desk, visit: MentoringVisit, topic: str) -> Phone:
    """Mali gives her visit another topic, an hour later."""
    desk.now += timedelta(hours=1)
    mali = desk.phone(MALI)
    mali.say(f"แก้ไขรายงาน V-{visit.id}", "แก้ไข เรื่อง", topic)
    mali.tap(t("dialog.change.send"))
    mali.say("ข้าม")
    return mali


def object_to(phone: Phone, visit: MentoringVisit, sentence: str) -> None:
    phone.say(f"ขอแก้ข้อมูล V-{visit.id}", sentence)
    phone.tap(t("objection.send"))


def asked_about(desk: Desk) -> tuple[MentoringVisit, list[Leave]]:
    """Mali's visit to Somsri's school, and the questions left about it."""
    mali = desk.phone(MALI)
    post = load_actor(desk.session, SOMSRI, desk.now.date()).posts[0]
    report(mali, school=post.scope.label)
    return desk.visits()[-1], [each for each in mali.effects if isinstance(each, Leave)]


def cards_left(phone: Phone) -> list[Card]:
    return [effect.card for effect in phone.effects if isinstance(effect, Leave)]


def at_somsris(desk: Desk, who: str) -> Phone:
    post = load_actor(desk.session, SOMSRI, desk.now.date()).posts[0]
    return desk.appoint(who, Role.TEACHER, post.scope.code)


def test_a_button_from_before_a_change_does_not_acknowledge_what_it_says_now(desk: Desk) -> None:
    visit, [asked] = asked_about(desk)
    old, somsri = asked.card, desk.phone(SOMSRI)
    changed = retopic(desk, visit, "เรื่องใหม่ทั้งหมด")
    [new] = cards_left(changed)
    assert [type(each) for each in changed.effects[-2:]] == [Unleave, Leave]
    somsri.seen = [old]
    for button in ("acknowledge", "object"):
        shown = somsri.tap(t(f"acknowledging.button.{button}", number=f"V-{visit.id}"))
        assert t("acknowledging.changed") in shown
        assert "เรื่องใหม่ทั้งหมด" in shown
        assert state(desk, visit) is AckState.ASKED
        somsri.seen = [old]
    somsri.seen = [new]
    somsri.tap(t("acknowledging.button.acknowledge", number=f"V-{visit.id}"))
    assert state(desk, visit) is AckState.ACKNOWLEDGED


def test_an_answer_that_a_change_overtook_is_not_written(desk: Desk) -> None:
    visit = visited(desk)
    asked = acknowledgement_of(desk.session, visit.id)
    assert asked is not None
    before = asked.asked_at
    retopic(desk, visit, "เรื่องใหม่")
    somsri = load_actor(desk.session, SOMSRI, desk.now.date())
    said = answer_acknowledgement(
        desk.session, somsri, visit.id, AckState.ACKNOWLEDGED, now=desk.now, asked_at=before
    )
    assert (said, state(desk, visit)) == (None, AckState.ASKED)


def test_an_objection_is_not_undone_by_somebody_else_of_the_school(desk: Desk) -> None:
    visit, somsri = visited(desk), desk.phone(SOMSRI)
    object_to(somsri, visit, "วันที่ไม่ตรง")
    other = at_somsris(desk, KANDA)
    assert "วันที่ไม่ตรง" in other.say(f"รับทราบ V-{visit.id}")
    assert "วันที่ไม่ตรง" in other.say(f"ขอแก้ข้อมูล V-{visit.id}")
    assert state(desk, visit) is AckState.OBJECTED


def test_who_objected_may_take_it_back_and_the_reporter_hears_it(desk: Desk) -> None:
    visit, somsri = visited(desk), desk.phone(SOMSRI)
    object_to(somsri, visit, "วันที่ไม่ตรง")
    somsri.say(f"รับทราบ V-{visit.id}")
    kept = acknowledgement_of(desk.session, visit.id)
    assert kept is not None
    assert (kept.state, kept.sentence) == (AckState.ACKNOWLEDGED, "วันที่ไม่ตรง")
    assert [who for who, _ in left_by(somsri)] == [MALI]


@pytest.mark.parametrize("words", ["รับทราบ", "ขอแก้ข้อมูล", "ไม่ได้ร่วม"])
def test_the_number_of_another_kind_is_no_visit(desk: Desk, words: str) -> None:
    visit, somsri = visited(desk), desk.phone(SOMSRI)
    shown = somsri.say(f"{words} E-{visit.id}")
    not_named = t("acknowledging.not_named", number=f"E-{visit.id}")
    assert shown.startswith((t("acknowledging.not_yours"), not_named))
    assert state(desk, visit) is AckState.ASKED


def test_what_was_withdrawn_is_asked_no_more_until_it_is_taken_back_in(desk: Desk) -> None:
    visit, [asked] = asked_about(desk)
    mali = desk.phone(MALI)
    mali.say(f"ถอนรายงาน V-{visit.id}", "ข้าม")
    mali.tap(t("withdrawal.send"))
    assert Unleave(asked.once) in mali.effects
    desk.now += timedelta(hours=1)
    mali.say(f"เรียกคืน V-{visit.id}")
    assert left_by(mali) == [(SOMSRI, t("acknowledging.asked.title"))]
    assert asked.once not in [e.once for e in mali.effects if isinstance(e, Leave)]


def test_another_of_the_school_is_asked_where_its_contact_is_the_reporter(desk: Desk) -> None:
    visit = visited(desk)
    at_somsris(desk, KANDA)
    at_somsris(desk, MALI)  # she moved there, and is its contact now
    mali = load_actor(desk.session, MALI, desk.now.date())
    post = next(post for post in mali.posts if post.scope.id == visit.mentee_school_id)
    place = Subject(
        SubjectKind.SCHOOL, visit.mentee_school_id, post.scope.code or "", post.scope.label
    )
    assert mali.person_id is not None
    set_contact(desk.session, place, mali.person_id, desk.now.date(), None)
    assert left_by(retopic(desk, visit, "การอ่านคล่อง"))[0][0] in (SOMSRI, KANDA)
    assert t("acknowledging.not_yours") in desk.phone(MALI).say(f"รับทราบ V-{visit.id}")


def test_who_joins_later_finds_what_waits_in_the_menu(desk: Desk) -> None:
    assert t("acknowledging.waiting", count=1) not in desk.phone(SOMSRI).say("เมนู")
    visit, kanda = visited(desk), at_somsris(desk, KANDA)
    assert t("acknowledging.waiting", count=1) in kanda.say("เมนู")
    kanda.tap("รับทราบการนิเทศ")
    assert state(desk, visit) is AckState.ACKNOWLEDGED
    assert t("acknowledging.waiting", count=1) not in kanda.say("เมนู")
    assert t("acknowledging.waiting", count=1) not in desk.phone(MALI).say("เมนู")


def test_the_reporter_hears_who_was_not_there(desk: Desk) -> None:
    visit = with_a_colleague(desk)
    kanda = desk.phone(KANDA)
    kanda.say(f"ไม่ได้ร่วม V-{visit.id}")
    assert [who for who, _ in left_by(kanda)] == [MALI]
    assert f"V-{visit.id}" in cards_left(kanda)[0].text


def test_who_was_not_there_and_joins_after_all_stands_behind_it_again(desk: Desk) -> None:
    visit = with_a_colleague(desk)
    kanda = desk.phone(KANDA)
    kanda.say(f"ไม่ได้ร่วม V-{visit.id}")
    kanda.say("บันทึกนิเทศ", "1", "เมื่อวาน")
    assert t("visit.joined", receipt=f"V-{visit.id}") in kanda.say("ผู้ร่วมรายงาน")
    [(row, _)] = co_reporters_of(desk.session, RecordKind.VISIT, visit.id)
    assert row.objected_at is None
    assert f"V-{visit.id}" in kanda.say("ประวัติของฉัน")


def test_who_joins_with_photos_is_told_that_they_are_not_attached(desk: Desk) -> None:
    desk.appoint(KANDA, Role.TEACHER, "NPT1-01")
    report(desk.phone(MALI))
    [visit] = desk.visits()
    kanda = desk.phone(KANDA)
    kanda.say("บันทึกนิเทศ", "1")
    kanda.image("p1")
    kanda.say("เมื่อวาน")
    kanda.say("ผู้ร่วมรายงาน")
    told = t("visit.photos_not_added", count=1, receipt=f"V-{visit.id}")
    assert told in kanda.shown
