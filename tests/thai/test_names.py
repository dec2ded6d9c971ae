"""School names as they are typed, against the real networks and the invented national roster."""

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.names import AskWhich, Match, Named, NoMatch, find, school_key

ROOT = Path(__file__).parents[2]


def _real() -> list[Named]:
    document = json.loads((ROOT / "models/data/seed_networks.json").read_text("utf-8"))
    return [Named(s["code"], s["name_th"], tuple(s["aliases"])) for s in document["schools"]]


def _invented() -> list[Named]:
    document = json.loads((ROOT / "tests/data/synth_roster.json").read_text("utf-8"))
    return [Named(s["code"], s["name"]) for s in document["schools"]]


REAL, INVENTED = _real(), _invented()
COUNTRY = REAL + INVENTED
OFFICE = [school for school in REAL if school.code.startswith("NPT1")]
NETWORK = OFFICE[:4]  # QIN-NPT1-A
RINGS = (NETWORK, OFFICE, COUNTRY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("โรงเรียนบ้านลำพยา", "NPT1-02"),
        ("รร.บ้านลำพยา", "NPT1-02"),
        ("ร.ร.บ้านลำพยา", "NPT1-02"),
        ("ร.ร. บ้านลำพยา", "NPT1-02"),
        ("รร บ้านลำพยา", "NPT1-02"),
        ("รรบ้านลำพยา", "NPT1-02"),
        ("โรงเรยนบ้านลำพยา", "NPT1-02"),
        ("บ้านลำพยา", "NPT1-02"),
        ("บ้านล\u0e4d\u0e32พยา", "NPT1-02"),
        ("บ้าน ลำพยา ค่ะ", "NPT1-02"),
        ("ลำพยา", "NPT1-02"),
        ("บานลำพยา", "NPT1-02"),
        ("โรงเรียน(บ้านลำพยา)", "NPT1-02"),
        ("อนุบาลนครปฐม", "NPT1-01"),
        ("อนุบาล นฐ", "NPT1-01"),
        ("อนุบาล นฐ.", "NPT1-01"),
        ("อบ.นครปฐม", "NPT1-01"),
        ("รร.อนุบาลนครปฐมครับ", "NPT1-01"),
        ("ทุ่งน้อย", "NPT1-03"),
        ("บ้านทุงน้อย", "NPT1-03"),
        ("หนองหิน", "NPT1-04"),
        ("รร.บ้านหนองหิน", "NPT1-04"),
        ("อ้อกระทิง", "NPT1-05"),
        ("อ้อกะทิง", "NPT1-05"),
        ("บ้านอ้อกะทิง", "NPT1-05"),
        ("วัดปลักไม้ลาย", "NPT1-06"),
        ("ปลักไม้ลาย", "NPT1-06"),
        ("วัดปักไม้ลาย", "NPT1-06"),
        ("ห้วยขวาง", "NPT1-07"),
        ("บ้านหวยขวาง", "NPT1-07"),
        ("หนองขาม", "NPT1-08"),
        ("บ้านหนองขาม", "NPT1-08"),
    ],
)
def test_a_school_of_ones_own_network_or_office_is_taken(typed: str, code: str) -> None:
    assert find(typed, RINGS) == Match(code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("บ้านลำพญา", "NPT1-02"),  # 89: one short of taking
        ("วัดปักไม้ราย", "NPT1-06"),  # two slips: near, but not near enough to take
        ("เตรียมอุดมฯ", "CA-01"),  # exact, yet from outside: never silently
        ("เตรียมอุดมศึกษา", "CA-01"),
        ("โรงเรียนเตรียมอุดม", "CA-01"),
        ("สวนกุหลาบนนท์", "CA-02"),
        ("สวนกุหลาบนนทบุรี", "CA-02"),
        ("สวนกุหลาบวิทยาลัย นนทบุรี", "CA-02"),
        ("อนุบาลภูเก็ต", "CA-03"),
    ],
)
def test_a_school_that_is_less_sure_or_far_off_is_asked_about_first(typed: str, code: str) -> None:
    answer = find(typed, RINGS)
    assert isinstance(answer, AskWhich)
    assert answer.codes[0] == code
    assert len(answer.codes) <= 3


@pytest.mark.parametrize(
    "typed",
    ["", "ร", "โรงเรียน", "รร.", "สวัสดี", "เมื่อวาน", "5 คน", "บ้านหนองแวงใต้ไม่มีจริง", "ก" * 5000],
)
def test_what_is_no_school_matches_none(typed: str) -> None:
    assert find(typed, RINGS) == NoMatch()


def test_of_two_schools_with_one_name_in_the_own_office_both_are_asked() -> None:
    twins = [Named("A", "โรงเรียนบ้านหนองบัว"), Named("B", "โรงเรียนบ้านหนองบัว")]
    assert find("บ้านหนองบัว", [[], twins, twins]) == AskWhich(("A", "B"))


def test_the_own_networks_school_wins_over_its_namesake_far_off() -> None:
    near, far = Named("NEAR", "โรงเรียนบ้านหนองบัว"), Named("FAR", "โรงเรียนบ้านหนองบัว")
    assert find("บ้านหนองบัว", [[near], [near], [far, near]]) == Match("NEAR")


def test_a_near_miss_close_by_is_not_taken_when_a_school_further_out_fits_exactly() -> None:
    near, far = Named("NEAR", "โรงเรียนอนุบาลนครปฐมวิทยา"), Named("FAR", "โรงเรียนอนุบาลนครปฐมวิทยาคม")
    answer = find("อนุบาลนครปฐมวิทยาคม", [[near], [near], [near, far]])
    assert isinstance(answer, AskWhich)
    assert set(answer.codes) == {"NEAR", "FAR"}


def test_an_exact_name_with_a_near_twin_is_asked_not_taken() -> None:
    twins = [Named("A", "โรงเรียนบ้านหนองแวงเหนือ"), Named("B", "โรงเรียนบ้านหนองแวงเหนือ 2")]
    assert find("บ้านหนองแวงเหนือ", [twins, [], []]) == AskWhich(("A", "B"))


def test_every_school_of_the_country_is_among_the_answers_to_its_own_name() -> None:
    missed = []
    for school in INVENTED:
        answer = find(school.name.removeprefix("โรงเรียน"), [[], [], COUNTRY])
        assert isinstance(answer, AskWhich)
        # Three buttons cannot show four namesakes; the roster has two of a name at most.
        if school.code not in answer.codes:
            missed.append(school.name)
    assert missed == []


def test_every_member_is_found_from_within_its_own_network_and_never_mistaken() -> None:
    networks: dict[str, list[Named]] = {}
    for school in INVENTED:
        networks.setdefault(school.code.partition("-")[0], []).append(school)
    taken = 0
    for members in networks.values():
        for school in members:
            answer = find(f"รร.{school.name.removeprefix('โรงเรียน')}", [members, [], COUNTRY])
            if isinstance(answer, Match):
                assert answer.code == school.code
                taken += 1
            else:
                assert isinstance(answer, AskWhich)
                assert school.code in answer.codes
    assert taken >= 0.95 * len(INVENTED)


def test_a_key_has_no_prefix_spaces_dots_or_tones() -> None:
    assert school_key("โรงเรียน บ้านอ้อกระทิง") == school_key("ร.ร.บานออกระทิง") == "บานออกระทิง"


def test_a_look_up_among_the_736_takes_well_under_five_milliseconds() -> None:
    find("ลำพยา", RINGS)  # keys are made once
    started = process_time()
    for _ in range(20):
        find("บ้านหนองแวง", RINGS)
    assert (process_time() - started) / 20 < 0.005


@given(st.one_of(st.text(), st.text(st.sampled_from("รโงเียนบ้าวัดหอฯ.() \u200b่ํ"))))
def test_no_text_makes_it_fail(text: str) -> None:
    answer = find(text, (NETWORK, OFFICE, REAL))
    assert isinstance(answer, Match | AskWhich | NoMatch)
    assert find(text, ()) == NoMatch()
