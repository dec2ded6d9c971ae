"""School names inside the sentences in which people report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools_of_thailand import around, gazetteer

from handlers.thai.fold import fold
from handlers.thai.gazetteer import Around
from handlers.thai.names import AskWhich, Match, NoMatch

MINE = around("QIN-NPT1-A")


def _codes(sentence: str, names: Around = MINE) -> list[object]:
    """The code of each name taken, a tuple for those asked about, None for those unknown."""
    told: list[object] = []
    for spotted in names.spot(fold(sentence)):
        match spotted.found:
            case Match(code):
                told.append(code)
            case AskWhich(codes):
                told.append(codes)
            case NoMatch():
                told.append(None)
    return told


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ", ["NPT1-02"]),
        ("ไปเยี่ยมบ้านทุ่งน้อยกับวัดปลักไม้ลายมา", ["NPT1-03", "NPT1-06"]),
        ("วันนี้ไปนิเทศโรงเรียนบ้านหนองหินและบ้านอ้อกะทิง เรื่องธรรมะ", ["NPT1-04", "NPT1-05"]),
        ("รร บ้านลำพยา, บ้านทุ่งน้อย, หนองหิน", ["NPT1-02", "NPT1-03", "NPT1-04"]),
        ("นิเทศรร.บ้านลำพยาเมื่อวาน", ["NPT1-02"]),
        ("นิเทศลำพยา เมื่อวาน", ["NPT1-02"]),
        ("บ้านลำพยา เมื่อวาน ออนไลน์", ["NPT1-02"]),
        ("นิเทศบ้านลำพญา วันนี้", ["NPT1-02"]),
        ("รร.บ้านลำพยา 12 พ.ย. 5 คน", ["NPT1-02"]),
        ("ไป รร.บ้านลำพยา 5 คน", ["NPT1-02"]),
        ("นิเทศ โรงเรียนบ้านลำพยา สพป.นครปฐม เขต 1 วันที่ 5 พ.ย.", ["NPT1-02"]),
    ],
)
def test_names_are_found_wherever_they_end(sentence: str, codes: list[object]) -> None:
    assert _codes(sentence) == codes


@pytest.mark.parametrize(
    "sentence",
    [
        "ครูไปเยี่ยมบ้านนักเรียน",
        "ผู้ปกครองกลับบ้านหนองขาม",
        "หมู่บ้านหนองขามมีน้ำท่วม ชาวบ้านหนองหินมาช่วย",
        "การวัดและประเมินผล การวัดผลในห้องเรียน บ้านเมือง วัดวาอาราม",
        "โรงเรียนขนาดเล็ก บริบทของโรงเรียน โรงเรียนละ 2 คน",
        "อบรมธรรมะ กรรมการสถานศึกษา พรรณไม้",
        "ประชุมเครือข่ายบ้านอ้อกระทิง",
        "",
    ],
)
def test_ordinary_words_are_no_names(sentence: str) -> None:
    assert _codes(sentence) == []


def test_a_school_from_far_off_is_asked_about() -> None:
    assert _codes("นิเทศ รร.บ้านโหล่งขอด วันนี้") == [("N006-2",)]


def test_a_school_that_is_none_of_ours_is_told() -> None:
    assert _codes("นิเทศ รร.บ้านกขคงจฉชซ เมื่อวาน") == [None]


def test_a_name_that_goes_on_is_asked_about() -> None:
    assert _codes("นิเทศ รร.บ้านลำพยาสูงยิ่ง") == [("NPT1-02",)]


def test_a_number_behind_a_name_may_be_another_school() -> None:
    assert _codes("นิเทศ รร.บ้านลำพยา 2 เรื่องแผน") == [("NPT1-02",)]


def test_the_place_is_that_of_the_name_with_its_word_for_school() -> None:
    sentence = fold("ไป รร.บ้านลำพยา ครู 5 คน")
    (spotted,) = MINE.spot(sentence)
    assert sentence[spotted.start : spotted.end] == spotted.text == "รร.บ้านลำพยา"


def test_every_school_is_found_in_a_sentence_of_its_own_network() -> None:
    missed = []
    for code, school in gazetteer().by_code.items():
        names = Around(gazetteer(), own=frozenset({code}))
        told = [
            spotted.found
            for spotted in names.spot(fold(f"เมื่อวานไปนิเทศ {school.name} เรื่องแผนงาน ครู 5 คน"))
        ]
        if told != [Match(code)]:
            missed.append((school.name, told))
    assert missed == []


@given(st.one_of(st.text(), st.text(st.sampled_from("รโงเียนบ้าวัดหินทุ่ลำพยอก.() 12"))))
def test_no_text_makes_it_fail_and_names_stand_one_after_another(text: str) -> None:
    sentence, end = fold(text), 0
    for spotted in MINE.spot(sentence):
        assert end <= spotted.start < spotted.end <= len(sentence)
        assert sentence[spotted.start : spotted.end] == spotted.text
        end = spotted.end
