"""Whole conversations, written down so that everybody can read them, replayed over HTTP.

docs/transcripts.md tells how one is written.
"""

import statistics
from pathlib import Path

import pytest
from replay import Otherwise, Replay
from stage import Stage
from transcript import read

from handlers.talks import CONVERSATIONS
from handlers.texts import t
from tests.simulator.openapi import wrong_calls

HOME = Path(__file__).parent
FILES = sorted(HOME.glob("*.txt"))
NAMES = [file.stem for file in FILES]
#: What each receipt of a report begins with: "บันทึกแล้ว เลขที่".
SAVED = t("visit.saved.title", receipt="").strip()


@pytest.mark.parametrize("name", NAMES)
def test_it_goes_as_it_is_written(stage: Stage, name: str) -> None:
    _replay(stage, name)


@pytest.mark.parametrize("name", ["visit_happy_taps", "plan_happy"])
def test_it_goes_so_on_postgresql_too(stage_on_postgresql: Stage, name: str) -> None:
    _replay(stage_on_postgresql, name)


@pytest.mark.parametrize("way", ["happy", "unhappy"])
def test_every_form_has_a_happy_and_an_unhappy_way(way: str) -> None:
    told = {name.partition(f"_{way}")[0] for name in NAMES if f"_{way}" in name}
    assert told == set(CONVERSATIONS)


def test_a_visit_in_one_message_is_mostly_saved_within_three() -> None:
    turns = [
        read(file).turns_until(SAVED) for file in FILES if file.stem.startswith("one_message_")
    ]
    saved = [each for each in turns if each is not None]
    assert len(saved) == len(turns) >= 9
    assert statistics.median(saved) <= 3


def test_a_conversation_that_goes_otherwise_is_told_up_to_there(
    stage: Stage, tmp_path: Path
) -> None:
    file = tmp_path / "other.txt"
    file.write_text("วัน: 2026-11-20\nมะลิ: เมนู\nมะลิ: บันทึกนิเทศ\nบอต: ไม่มีทางพูด\n", "utf-8")
    transcript = read(file)
    with pytest.raises(Otherwise) as told:
        Replay(stage(transcript), transcript).run()
    shown = str(told.value)
    assert "มะลิ: เมนู" in shown
    assert "นิเทศที่ไหน" in shown
    assert shown.endswith("other.txt:3: ควรมี: ไม่มีทางพูด")


def _replay(stage: Stage, name: str) -> None:
    transcript = read(HOME / f"{name}.txt")
    street = stage(transcript)
    try:
        Replay(street, transcript).run()
    except Otherwise as fault:
        pytest.fail(str(fault), pytrace=False)
    assert wrong_calls(street.desk("GET", "/calls")) == []
