"""When a name is taken and when it is asked about, whatever the names are."""

import pytest

from handlers.thai.name_keys import school_key
from handlers.thai.names import AskWhich, Heard, Match, NoMatch, decide


def heard(code: str, ring: int, score: float, *, sure: bool = True) -> Heard:
    return Heard(code, ring, score, sure)


@pytest.mark.parametrize("ring", [0, 1])
def test_a_name_of_the_own_network_or_office_is_taken_when_clearly_ahead(ring: int) -> None:
    assert decide([heard("A", ring, 90), heard("B", ring, 80)]) == Match("A")


def test_the_same_name_further_out_is_asked_about() -> None:
    assert decide([heard("A", 2, 100)]) == AskWhich(("A",))


def test_a_second_one_close_behind_makes_it_a_question() -> None:
    assert decide([heard("A", 0, 100), heard("B", 0, 91)]) == AskWhich(("A", "B"))


def test_what_is_not_near_enough_is_asked_about() -> None:
    assert decide([heard("A", 0, 89)]) == AskWhich(("A",))
    assert decide([heard("A", 0, 65)]) == AskWhich(("A",))
    assert decide([heard("A", 0, 64.9)]) == NoMatch()
    assert decide([]) == NoMatch()


def test_more_than_a_slip_is_asked_about_however_near() -> None:
    assert decide([heard("A", 0, 95, sure=False)]) == AskWhich(("A",))


def test_a_better_fit_further_out_makes_it_a_question() -> None:
    assert decide([heard("A", 0, 95), heard("B", 2, 100)]) == AskWhich(("A", "B"))


def test_in_the_own_office_an_equal_fit_further_out_makes_a_part_of_a_name_a_question() -> None:
    assert decide([heard("A", 1, 97), heard("B", 2, 97)]) == AskWhich(("A", "B"))
    assert decide([heard("A", 1, 100), heard("B", 2, 100)]) == Match("A")
    assert decide([heard("A", 0, 97), heard("B", 2, 97)]) == Match("A")


def test_at_most_three_are_asked_the_near_ones_first() -> None:
    ranked = [heard("far", 2, 80), heard("own", 0, 75), heard("office", 1, 77), heard("D", 2, 70)]
    assert decide(ranked) == AskWhich(("own", "office", "far"))


def test_what_is_far_behind_does_not_crowd_the_buttons() -> None:
    assert decide([heard("A", 2, 100), heard("B", 2, 88)]) == AskWhich(("A",))
    assert decide([heard("A", 2, 85), heard("B", 2, 69)]) == AskWhich(("A",))


def test_a_key_has_no_prefix_spaces_dots_or_tones() -> None:
    assert school_key("โรงเรียน บ้านอ้อกระทิง") == school_key("ร.ร.บานออกระทิง") == "บานออกระทิง"
