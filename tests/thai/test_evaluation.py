"""Thai is read as well as promised: on the lines it was tuned on and on those kept away from that.

The held-back lines are never shown, so that nobody tunes on them: counts alone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.answers import Score, Worth, judge_command, judge_reading, judge_report
from benchmarks.understanding import KINDS, PARTS, Reader, lines_of, reader, score


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """`flask understand` with the real networks and the invented national roster."""
    folder: Path = tmp_path_factory.mktemp("understanding")
    with reader(f"sqlite:///{folder / 'understanding.db'}", folder / "media") as reads:
        yield reads


def told(part: str, name: str, total: Score) -> str:
    return "\n".join([*total.told(name), *(total.misses if part == "tuned" else [])])


@pytest.mark.parametrize("part", PARTS)
def test_dates_are_read_right_in_97_of_100_and_wrong_in_at_most_one(
    read: Reader, part: str
) -> None:
    total = score(read, part, "dates")
    assert total.share(Worth.RIGHT) >= 0.97, told(part, "dates", total)
    assert total.share(Worth.WRONG) <= 0.01, told(part, "dates", total)


@pytest.mark.parametrize("part", PARTS)
def test_names_are_found_right_in_95_of_100_and_wrong_in_at_most_one(
    read: Reader, part: str
) -> None:
    total = score(read, part, "names")
    assert total.share(Worth.RIGHT) >= 0.95, told(part, "names", total)
    assert total.share(Worth.WRONG) <= 0.01, told(part, "names", total)


@pytest.mark.parametrize("part", PARTS)
def test_what_a_report_fills_was_meant_and_most_that_was_said_is_filled(
    read: Reader, part: str
) -> None:
    total = score(read, part, "reports")
    assert total.precision >= 0.98, told(part, "reports", total)
    assert total.recall >= 0.85, told(part, "reports", total)


@pytest.mark.parametrize("part", PARTS)
def test_commands_are_understood_and_sentences_are_not_taken_for_them(
    read: Reader, part: str
) -> None:
    total = score(read, part, "commands")
    assert total.share(Worth.RIGHT) >= 0.97, told(part, "commands", total)
    assert total.taken_share <= 0.01, told(part, "commands", total)


@pytest.mark.parametrize("name", KINDS)
def test_the_two_parts_share_no_line_and_a_third_is_held_back(name: str) -> None:
    tuned, held_back = lines_of("tuned", name), lines_of("held back", name)

    def said(lines: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
        return {(line["text"], line.get("today"), line.get("asker_network")) for line in lines}

    assert not said(tuned) & said(held_back)
    assert len(held_back) == (len(tuned) + len(held_back)) // 3
    assert all(int(line["id"][1:]) % 3 == 0 for line in held_back)


A_DAY = {"id": "d001", "text": "…", "expect": {"kind": "date", "date": "2023-11-20"}}


@pytest.mark.parametrize(
    ("got", "worth"),
    [
        ({"kind": "date", "date": "2023-11-20"}, Worth.RIGHT),
        ({"kind": "date", "date": "2023-11-27"}, Worth.WRONG),
        ({"kind": "range", "start": "2023-11-20", "end": "2023-11-21"}, Worth.WRONG),
        ({"kind": "ask", "candidates": ["2023-11-20"]}, Worth.ASKED),
        ({"kind": "reject"}, Worth.MISSED),
    ],
)
def test_only_a_day_that_was_not_meant_counts_as_wrong(got: dict[str, Any], worth: Worth) -> None:
    total = Score()
    judge_reading(total, A_DAY, got)
    assert total.worth == {worth: 1}


def test_a_question_must_offer_every_reading_and_a_guess_instead_of_it_is_wrong() -> None:
    line = A_DAY | {"expect": {"kind": "ask", "candidates": ["2023-11-20", "2023-11-13"]}}
    total = Score()
    judge_reading(total, line, {"kind": "ask", "candidates": ["2023-11-13", "2023-11-20"]})
    judge_reading(total, line, {"kind": "ask", "candidates": ["2023-11-20"]})
    judge_reading(total, line, {"kind": "date", "date": "2023-11-20"})
    assert total.worth == {Worth.RIGHT: 1, Worth.ASKED: 1, Worth.WRONG: 1}


def test_a_sentence_taken_for_a_command_is_counted() -> None:
    total = Score()
    line = {"id": "c001", "text": "…", "expect": {"command": "none", "arg": None}}
    judge_command(total, line, {"command": "none", "arg": None})
    judge_command(total, line, {"command": "cancel", "arg": None})
    assert total.taken_share == 0.5
    assert total.worth == {Worth.RIGHT: 1, Worth.WRONG: 1}


def test_slots_are_counted_value_by_value_and_the_rest_of_a_sentence_may_be_the_topic() -> None:
    wanted = {"schools": ["A", "B"], "date": "2023-11-20", "topic": "แผน"}
    line = {
        "id": "r001",
        "text": "…",
        "expect": {"form": "visit", "slots": wanted, "must_ask": ["headcount"]},
    }
    got = {"school": "A", "date": "2023-11-21", "topic": "เรื่องแผน ค่ะ", "headcount": 5}
    total = Score()
    judge_report(total, line, {"form": "visit", "slots": got, "must_ask": []})
    # Meant: form, A, B, the date, the topic. Filled: form, A, another date, the topic, a headcount.
    assert (total.recall, total.precision) == (3 / 5, 3 / 5)
    assert (total.must_ask, total.must_ask_named) == (1, 0)
    assert total.worth == {Worth.WRONG: 1}
