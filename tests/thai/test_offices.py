"""Area offices and provinces as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools_of_thailand import offices

from handlers.thai.names import AskWhich, Match, NoMatch
from handlers.thai.offices import Said, find_office, read_office
from handlers.thai.provinces import BY_ABBREVIATION, PROVINCES
from models.vocabulary import OfficeKind

OFFICES = offices()
OF = {(o.kind, o.province, o.zone): o.code for o in OFFICES}


def _primary(province: str, zone: int | None) -> Match:
    return Match(OF[OfficeKind.PRIMARY, province, zone])


@pytest.mark.parametrize(
    "typed",
    [
        *("สพป.นครปฐม เขต 1", "สพป นครปฐม 1", "สพป.นครปฐม1", "นครปฐม เขต ๑", "นครปฐมเขต1"),
        *("นฐ1", "นฐ.1", "สพป.นฐ.1", "สพป.นฐ1", "สพป. นฐ. เขต 1", "เขต 1 นครปฐม", "นครปฐม 1"),
        *("สำนักงานเขตพื้นที่การศึกษาประถมศึกษานครปฐม เขต 1", "จ.นครปฐม เขต 1 ค่ะ", "(สพป.นฐ.1)"),
        *("สพป.นครปถม เขต 1", "สพป.นครประฐม เขต 1"),
    ],
)
def test_one_office_is_written_in_many_ways(typed: str) -> None:
    assert find_office(typed, OFFICES) == Match("NPT1")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("สพป.กทม.", "BKKP"),
        ("สพป กรุงเทพฯ", "BKKP"),
        ("สพม.กทม.1", "BKKS1"),
        ("กทม. เขต 1", "BKKS1"),
        ("สพป.โคราช เขต 5", OF[OfficeKind.PRIMARY, "นครราชสีมา", 5]),
        ("โคราช 7", OF[OfficeKind.PRIMARY, "นครราชสีมา", 7]),
        ("สศศ. กลุ่มที่ 3", OF[OfficeKind.SPECIAL, "สุพรรณบุรี", 3]),
        ("ศึกษาพิเศษ กลุ่ม 3", OF[OfficeKind.SPECIAL, "สุพรรณบุรี", 3]),
    ],
)
def test_short_and_other_names_are_known(typed: str, code: str) -> None:
    assert find_office(typed, OFFICES) == Match(code)


def test_a_zone_alone_is_one_of_the_own_province() -> None:
    assert find_office("เขต 2", OFFICES, own={"NPT1"}) == Match("NPT2")
    assert isinstance(find_office("เขต 2", OFFICES), AskWhich)


def test_an_office_of_several_provinces_is_found_by_each() -> None:
    both = Match(OF[OfficeKind.SECONDARY, "สิงห์บุรี", None])
    assert find_office("สพม.สิงห์บุรี", OFFICES) == both
    assert find_office("สพม.อ่างทอง", OFFICES) == both


@pytest.mark.parametrize("typed", ["นครปฐม", "สพป.นครปฐม", "สพป.นครปฐม เขต 9"])
def test_what_is_left_open_or_is_not_there_is_asked_about(typed: str) -> None:
    answer = find_office(typed, OFFICES)
    assert isinstance(answer, AskWhich)
    assert {"NPT1", "NPT2"} <= set(answer.codes)


@pytest.mark.parametrize("typed", ["", "5", "สวัสดีครับ", "บ้านลำพยา", "ก" * 5000])
def test_what_is_no_office_matches_none(typed: str) -> None:
    assert find_office(typed, OFFICES) == NoMatch()


def test_every_office_is_found_by_its_name() -> None:
    missed = [o.names[0] for o in OFFICES if find_office(o.names[0], OFFICES) != Match(o.code)]
    assert missed == []


def test_every_province_has_an_abbreviation_of_its_own() -> None:
    assert len(PROVINCES) == len(set(BY_ABBREVIATION)) == 77
    for abbreviation, province in BY_ABBREVIATION.items():
        assert read_office(f"{abbreviation}.1") == Said(None, province, 1)


@given(st.one_of(st.text(), st.text(st.sampled_from("สพปม.นครฐเขต 123กลุ่ที()"))))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(find_office(text, OFFICES, {"NPT1"}), Match | AskWhich | NoMatch)
