"""School names as they are typed, against the real networks and the invented national roster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools_of_thailand import NETWORKS, around, gazetteer

from handlers.thai.gazetteer import Around, Gazetteer, Named
from handlers.thai.name_typed import typed_key
from handlers.thai.names import AskWhich, Match, NoMatch
from handlers.thai.offices import AreaOffice
from models.vocabulary import OfficeKind

MINE = around("QIN-NPT1-A")
NOBODYS = around(None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("โรงเรียนบ้านลำพยา", "NPT1-02"),
        ("รร.บ้านลำพยา", "NPT1-02"),
        ("ร.ร. บ้านลำพยา", "NPT1-02"),
        ("รร บ้านลำพยา", "NPT1-02"),
        ("รรบ้านลำพยา", "NPT1-02"),
        ("โรงเรยนบ้านลำพยา", "NPT1-02"),
        ("บ้านล\u0e4d\u0e32พยา", "NPT1-02"),
        ("บ้าน ลำพยา ค่ะ", "NPT1-02"),
        ("บ้านลำพยาครับผม 🙏", "NPT1-02"),
        ("บานลำพยา", "NPT1-02"),
        ("บ.ลำพยา", "NPT1-02"),
        ("โรงเรียน(บ้านลำพยา)", "NPT1-02"),
        ("ลำพยา", "NPT1-02"),
        ("ไปนิเทศบ้านลำพยา", "NPT1-02"),
        ("บ้านลำพญา", "NPT1-02"),  # another letter of the same sound
        ("บ้านลำพยายยย", "NPT1-02"),
        ("อนุบาล นฐ", "NPT1-01"),
        ("อนุบาลนฐ", "NPT1-01"),
        ("อบ.นครปฐม", "NPT1-01"),
        ("รร.อนุบาลนครปฐมครับ", "NPT1-01"),
        ("บ้านทุงน้อย", "NPT1-03"),
        ("อ้อกะทิง", "NPT1-05"),
        ("วัดปักไม้ลาย", "NPT1-06"),
        ("บ้านหวยขวาง", "NPT1-07"),
        ("บ้านลำพยา นฐ1", "NPT1-02"),
        ("บ้านลำพยา (สพป.นฐ.1)", "NPT1-02"),
        ("บ้านลำพยา เขต 1", "NPT1-02"),
        ("โรงเรียนวัดปลักไม้ลาย สพป.นครปฐม เขต ๑", "NPT1-06"),
        ("โรงเรียนบ้านลำพยา อ.เมืองนครปฐม จ.นครปฐม", "NPT1-02"),
        ("โรงเรียนบ้านลำพยา อำเภอเมือง", "NPT1-02"),
        ("โรงเรียน บ้านลำพยา เครือข่ายอนุบาลนครปฐม", "NPT1-02"),
    ],
)
def test_a_school_of_ones_own_network_or_office_is_taken(typed: str, code: str) -> None:
    assert MINE.find(typed) == Match(code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("วัดปักไม้ราย", "NPT1-06"),  # two slips: near, but not near enough to take
        ("บ้านลำพฝา", "NPT1-02"),  # a letter that is another
        ("วัดลำพยา", "NPT1-02"),  # the temple's school would be another one
        ("บ้านลำพยา 2", "NPT1-02"),
        ("บ้านลำพยา นฐ2", "NPT1-02"),  # said to be in another office
        ("เตรียมอุดมฯ", "CA-01"),  # exact, yet from outside: never silently
        ("เตรียมอุดมศึกษา", "CA-01"),
        ("สวนกุหลาบนนท์", "CA-02"),
        ("สวนกุหลาบฯ นนทบุรี", "CA-02"),
        ("สวนกุหลาบวิทยาลัย นนทบุรี", "CA-02"),
        ("อนุบาลภูเก็ต", "CA-03"),
        ("[hko]esrpk", "NPT1-02"),  # บ้านสำพยา, typed in the English layout
    ],
)
def test_a_school_that_is_less_sure_or_far_off_is_asked_about_first(typed: str, code: str) -> None:
    answer = MINE.find(typed)
    assert isinstance(answer, AskWhich)
    assert answer.codes[0] == code
    assert len(answer.codes) <= 3


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ร", "โรงเรียน", "รร.", "สวัสดี", "เมื่อวาน", "5 คน", "บ้าน", "วัด", "ก" * 5000, "👍", "ok"),
        *("ไม่ทราบค่ะ", "ที่เดิมค่ะ", "20 พ.ย. 66", "ออนไลน์", "มาตรฐานที่ 3"),
        *("สพป.นครปฐม เขต 1", "โรงเรียนเดียวกับครั้งก่อน"),
    ],
)
def test_what_is_no_school_matches_none(typed: str) -> None:
    assert MINE.find(typed) == NoMatch()


def test_a_country_coordinator_is_always_asked() -> None:
    assert NOBODYS.find("โรงเรียนบ้านทุ่งน้อย") == AskWhich(("NPT1-03",))


def test_of_a_name_that_recurs_in_the_country_the_own_one_is_taken() -> None:
    assert around("N027").find("บ้านหนองบัว") == Match("N027-1")
    assert around("N065").find("บ้านหนองบัว") == Match("N065-3")
    assert set(_asked(MINE, "บ้านหนองบัว")) == {"N027-1", "N065-3"}


def test_an_office_said_with_the_name_narrows_the_choice() -> None:
    label = {office.code: office.names[0] for office in gazetteer().offices}
    for code in ("N027-1", "N065-3"):
        office = label[gazetteer().by_code[code].office]
        assert _asked(NOBODYS, f"บ้านหนองบัว {office}") == (code,)
        assert _asked(NOBODYS, f"รร.บ้านหนองบัว ({office}) ค่ะ") == (code,)


def test_schools_of_the_own_province_are_offered_before_those_far_off() -> None:
    offices = [AreaOffice(code, OfficeKind.PRIMARY, p, 1) for code, p in _PROVINCES]
    places = [Named(f"{code}-1", "โรงเรียนบ้านหนองบัว", office=code) for code, _ in _PROVINCES]
    here = AreaOffice("HERE", OfficeKind.PRIMARY, "เลย", 2)
    names = Around(Gazetteer(places, [*offices, here]), offices=frozenset({"HERE"}))
    assert _asked(names, "บ้านหนองบัว")[0] == "D-1"


_PROVINCES = [("A", "กระบี่"), ("B", "ตราด"), ("C", "น่าน"), ("D", "เลย")]


def test_where_the_country_is_left_out_nothing_outside_is_known() -> None:
    office = Around(gazetteer(), offices=frozenset({"NPT1"}), beyond=False)
    assert office.find("บ้านลำพยา") == Match("NPT1-02")
    assert office.find("เตรียมอุดมศึกษา") == NoMatch()
    assert "NPT1-02" in office
    assert "CA-01" not in office


def test_of_two_schools_with_one_name_in_the_own_office_both_are_asked() -> None:
    assert _among("บ้านหนองบัว", A="โรงเรียนบ้านหนองบัว", B="โรงเรียนบ้านหนองบัว") == AskWhich(("A", "B"))


@pytest.mark.parametrize("typed", ["บ้านหนองบัว 2", "บ้านหนองบัวที่ ๒"])
def test_a_number_tells_two_schools_apart(typed: str) -> None:
    schools = {"A": "โรงเรียนบ้านหนองบัว", "B": "โรงเรียนบ้านหนองบัว 2"}
    assert _among(typed, **schools) == Match("B")


def test_a_number_that_no_school_has_is_asked_about() -> None:
    schools = {"A": "โรงเรียนไทยรัฐวิทยา 55", "B": "โรงเรียนไทยรัฐวิทยา 56"}
    assert _among("ไทยรัฐวิทยา 56", **schools) == Match("B")
    assert _among("ไทยรัฐ 55", **schools) == Match("A")
    assert isinstance(_among("ไทยรัฐวิทยา 57", **schools), AskWhich)
    assert _among("มิตรภาพที่ ๕", A="โรงเรียนมิตรภาพ 5", B="โรงเรียนมิตรภาพ 15") == Match("A")


def test_the_temples_school_is_not_the_villages() -> None:
    assert _among("วัดหนองบัว", A="โรงเรียนบ้านหนองบัว") == AskWhich(("A",))
    assert _among("หนองบัว", A="โรงเรียนบ้านหนองบัว", B="โรงเรียนวัดหนองบัว") == AskWhich(("A", "B"))
    assert _among("วัดหนองบัว", A="โรงเรียนบ้านหนองบัว", B="โรงเรียนวัดหนองบัว") == Match("B")


@pytest.mark.parametrize("typed", ["ชุมชนบ้านหนองแวงเหนือพิทยาคาร", "ชุมชนบ้านหนองแวงใต้พิทยาคาร"])
def test_a_long_name_with_another_word_in_it_is_asked_about(typed: str) -> None:
    assert _among(typed, A="โรงเรียนชุมชนบ้านหนองแวงกลางพิทยาคาร") == AskWhich(("A",))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("โรงเรียนบ้านหาดทราย", "บ้านหาดซาย"),
        ("โรงเรียนวัดราษฎร์ศรัทธา", "วัดราดสัทธา"),
        ("โรงเรียนบ้านใหม่", "บ้านไหม่"),
        ("โรงเรียนบ้านศรีสุข", "บ้านสีสุข"),
        ("โรงเรียนวัดอินทร์", "วัดอิน"),
        ("โรงเรียนบ้านบะหลวง", "บ้านบัหลวง"),
        ("โรงเรียนวัดธรรมเสน", "วัดทำเสน"),
        ("โรงเรียนบ้านร้องขาม", "บ้านล้องขาม"),
    ],
)
def test_slips_that_sound_the_same_still_find_the_name(name: str, typed: str) -> None:
    answer = _among(typed, A=name)
    assert answer in (Match("A"), AskWhich(("A",)))


@pytest.mark.parametrize("typed", ["บ้านท่าลี่", "ท่าลี่(ประชาอุทิศ)", "ท่าลี่"])
def test_brackets_and_the_first_word_may_be_left_out(typed: str) -> None:
    assert _among(typed, A="โรงเรียนบ้านท่าลี่(ประชาอุทิศ)") == Match("A")


def test_a_name_of_which_only_the_ending_is_missing_is_asked_about() -> None:
    assert _among("บ้านวังวน", A="โรงเรียนบ้านวังวนพิทยาคม") == AskWhich(("A",))


def test_a_name_cut_short_with_its_sign_is_known_by_its_beginning() -> None:
    schools = {"A": "โรงเรียนเตรียมอุดมศึกษาพัฒนาการ", "B": "โรงเรียนบ้านหนองบัว"}
    assert _among("เตรียมอุดมฯ", **schools) == Match("A")
    assert _among("เตรียมอุดมฯ พัฒนาการ", **schools) == Match("A")


def test_a_near_miss_close_by_is_not_taken_when_a_school_further_out_fits_exactly() -> None:
    places = Gazetteer(
        [Named("NEAR", "โรงเรียนอนุบาลนครปฐมวิทยา"), Named("FAR", "โรงเรียนอนุบาลนครปฐมวิทยาคม")]
    )
    answer = Around(places, own=frozenset({"NEAR"})).find("อนุบาลนครปฐมวิทยาคม")
    assert isinstance(answer, AskWhich)
    assert set(answer.codes) == {"NEAR", "FAR"}


@pytest.mark.parametrize(
    "typed", ["เครือข่ายอ้อกระทิง", "อ้อกระทิง", "เครือข่าย รร.บ้านอ้อกระทิง", "เครือข่ายอ้อกะทิงค่ะ"]
)
def test_a_network_goes_by_its_own_name_and_by_its_lead_schools(typed: str) -> None:
    begins = "เครือข่ายนวัตกรรมคุณภาพสถานศึกษา"
    networks = Gazetteer(
        [
            Named("A", f"{begins} โรงเรียนอนุบาลนครปฐม", ("โรงเรียนอนุบาลนครปฐม",)),
            Named("B", f"{begins} โรงเรียนบ้านอ้อกระทิง", ("โรงเรียนบ้านอ้อกระทิง",)),
        ]
    )
    assert Around(networks, own=frozenset({"A", "B"})).find(typed) == Match("B")


def test_a_network_is_no_school() -> None:
    assert MINE.find("เครือข่ายบ้านอ้อกระทิง") == NoMatch()


def test_what_was_learnt_is_known_but_never_taken_from_far_off() -> None:
    learned = {typed_key("ร่องน้ำใส"): ("NPT1-04",), typed_key("เตรียม"): ("CA-01",)}
    names = Around(gazetteer(), MINE.own, MINE.offices, learned)
    assert names.find("รร.ร่องน้ำใสค่ะ") == Match("NPT1-04")
    assert names.find("เตรียม") == AskWhich(("CA-01",))


def test_every_school_of_the_country_is_among_the_answers_to_its_own_name() -> None:
    missed = []
    for code, school in gazetteer().by_code.items():
        # Three buttons cannot show four namesakes; the roster has two of a name at most.
        if code not in _asked(NOBODYS, school.name.removeprefix("โรงเรียน"))[:2]:
            missed.append(school.name)
    assert missed == []


def test_every_member_is_found_from_within_its_own_network_and_never_mistaken() -> None:
    taken = 0
    for network, codes in NETWORKS.items():
        names = around(network)
        for code in codes:
            answer = names.find("รร." + gazetteer().by_code[code].name.removeprefix("โรงเรียน"))
            if isinstance(answer, Match):
                assert answer.code == code
                taken += 1
            else:
                assert isinstance(answer, AskWhich)
                assert code in answer.codes
    assert taken >= 0.95 * len(gazetteer().by_code)


@given(st.one_of(st.text(), st.text(st.sampled_from("รโงเียนบ้าวัดหอฯ.() \u200b่ํ12เขต"))))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(MINE.find(text), Match | AskWhich | NoMatch)
    assert isinstance(Around(Gazetteer([])).find(text), NoMatch)


def _asked(names: Around, typed: str) -> tuple[str, ...]:
    answer = names.find(typed)
    assert isinstance(answer, AskWhich)
    return answer.codes


def _among(typed: str, **names: str) -> Match | AskWhich | NoMatch:
    """The answer where these schools, by code, are all there are in the own network."""
    places = Gazetteer([Named(code, name) for code, name in names.items()])
    return Around(places, own=frozenset(names)).find(typed)
