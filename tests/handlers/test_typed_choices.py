"""What people type instead of a button's words: shorter, longer, or with another word."""

import re

import pytest
from phones import ANAN, MALI, NOW, PRANEE, Desk
from reports_told import analysis

from handlers.dialog.kinds import OneOf, SomeOf
from handlers.dialog.reading import Took
from handlers.dialog.world import World
from handlers.forms import advice, evaluation, innovation, progress, visit
from handlers.forms.shared import MODES
from handlers.texts import catalog, has
from handlers.thai.fold import bare
from models.vocabulary import Role

WORLD = World(NOW.date())


@pytest.mark.parametrize(
    ("typed", "mode"),
    [
        ("ออนไลน์", "online"),
        ("Zoom ค่ะ", "online"),
        ("google meet", "online"),
        ("โทร", "phone"),
        ("โทรศัพท์", "phone"),
        ("ลงพื้นที่", "onsite"),
        ("ที่โรงเรียน", "onsite"),
        ("ออนไซต์ครับ", "onsite"),
        ("อื่น ๆ", "other"),
    ],
)
def test_the_way_people_met_is_understood_in_their_own_words(typed: str, mode: str) -> None:
    assert OneOf(MODES).read(typed, "mode", WORLD) == Took(mode)


@pytest.mark.parametrize(
    ("typed", "standards"),
    [
        ("มาตรฐาน 1", "1"),
        ("คุณภาพผู้เรียน", "1"),
        ("การเรียนการสอน, การบริหาร", "2,3"),
        ("มฐ.2 / มฐ.3", "2,3"),
    ],
)
def test_standards_are_understood_by_number_and_by_name(typed: str, standards: str) -> None:
    assert SomeOf(visit.STANDARDS).read(typed, "standards", WORLD) == Took(standards)


@pytest.mark.parametrize(
    ("typed", "level"),
    [("ดีเลิศ", "4"), ("ดี", "3"), ("ระดับดี", "3"), ("ระดับ 5", "5"), ("ยอดเยี่ยมค่ะ", "5")],
)
def test_a_level_of_quality_is_understood_by_number_and_by_name(typed: str, level: str) -> None:
    assert OneOf(evaluation.LEVELS).read(typed, "now_1", WORLD) == Took(level)


@pytest.mark.parametrize(
    ("typed", "state"),
    [("เสร็จแล้ว", "done"), ("กำลังดำเนินการ", "going"), ("ติดปัญหา", "stuck"), ("บรรลุแล้วค่ะ", "done")],
)
def test_how_far_a_goal_has_come_is_understood_in_other_words(typed: str, state: str) -> None:
    assert OneOf(progress.STATES).read(typed, "goal_1", WORLD) == Took(state)


@pytest.mark.parametrize(
    ("typed", "state"), [("แล้วค่ะ", "done"), ("ทำไปบ้าง", "partly"), ("ยังไม่ได้", "not_yet")]
)
def test_what_became_of_the_agreed_steps_is_understood_shortly(typed: str, state: str) -> None:
    assert OneOf(visit.STEPS).read(typed, "last_steps", WORLD) == Took(state)


def test_who_may_read_an_innovation_and_a_category_are_understood_shortly() -> None:
    assert OneOf(innovation.READERS).read("เผยแพร่ได้", "public", WORLD) == Took("public")
    assert OneOf(advice.CATEGORIES).read("หมวด 5", "category", WORLD) == Took("5")
    assert OneOf(advice.CATEGORIES).read("บุคลากร", "category", WORLD) == Took("5")


def test_no_two_choices_of_a_question_are_called_the_same() -> None:
    choice = re.compile(r"(?P<table>\w+\.\w+?)(?:_words)?\.\w+")
    called: dict[str, list[str]] = {}
    for key, words in catalog().items():
        named = choice.fullmatch(key)
        if named and has(f"{named['table']}_words.{key.rpartition('.')[2]}"):
            called.setdefault(named["table"], []).extend(bare(word) for word in words.split("|"))
    assert "words.mode" in called
    for table, words_in in called.items():
        twice = {word for word in words_in if words_in.count(word) > 1}
        assert not twice, (table, twice)


def test_levels_and_purposes_of_the_programme_are_understood_in_other_words(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("บันทึกแลกเปลี่ยน", "ภายใน")
    assert mali.answers["level"] == "intra_network"
    mali.say("พัก", "บันทึกนิเทศ", "1", "เมื่อวาน", "ออนไลน์", "ติดตาม, ให้คำปรึกษา")
    assert mali.answers["mode"] == "online"
    assert mali.answers["purposes"] == "advice,monitoring"


def test_the_advice_on_the_action_plan_is_understood_in_the_sandbox(desk: Desk) -> None:
    anan = desk.phone(ANAN)
    anan.say("บันทึกนิเทศ", "1", "เมื่อวาน", "ลงพื้นที่", "แผนปฏิบัติการ")
    assert anan.answers["purposes"] == "action_plan_advice"


def test_a_year_and_a_semester_are_understood_by_their_numbers(desk: Desk) -> None:
    mali = desk.phone(MALI)
    analysis(mali, "อ่านออกเขียนได้")
    mali.say("รายงานความก้าวหน้า", "1/2569")
    assert mali.answers["term"] == "2569.1"
    mali.say("พัก", "ประเมินสถานศึกษาร่วมพัฒนา", "1", "2569")
    assert mali.answers["year"] == "2569"


def test_the_role_of_somebody_invited_is_understood_in_other_words(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ออกรหัส", "ผอ.")
    assert pranee.answers["role"] == Role.SCHOOL_ADMINISTRATOR.value
