"""The eight control words, and the buttons that do the same, wherever a draft stands."""

from collections.abc import Callable

import pytest
from talk import Talk, at_summary, at_topic

from handlers.dialog.form import Stage
from handlers.dialog.press import Do
from handlers.dialog.turn import Outcome
from handlers.texts import t


def at_start() -> Talk:
    return Talk()


def at_optional() -> Talk:
    talk = at_topic()
    talk.say("แผนพัฒนาคุณภาพ")
    assert talk.at == "standards"
    return talk


def at_asking_back() -> Talk:
    talk = Talk()
    talk.say("หาดทรายทอง")
    assert talk.draft.doubt
    return talk


def at_answer_or_command() -> Talk:
    talk = at_topic()
    talk.say("ประวัติ", command="ประวัติของฉัน")
    assert talk.draft.held
    return talk


def while_editing() -> Talk:
    talk = at_summary()
    talk.say("แก้ไข วันที่")
    assert talk.draft.editing
    return talk


def choosing_edit() -> Talk:
    talk = at_topic()
    talk.say("แก้ไข")
    assert talk.at == "choosing_edit"
    return talk


def leaving() -> Talk:
    talk = at_topic()
    talk.say("ยกเลิก")
    assert talk.at == "leaving"
    return talk


STAGES: tuple[Callable[[], Talk], ...] = (
    at_start,
    at_topic,
    at_optional,
    at_asking_back,
    at_answer_or_command,
    while_editing,
    choosing_edit,
    leaving,
    at_summary,
)
anywhere = pytest.mark.parametrize("talk_at", STAGES, ids=lambda made: made.__name__)


@anywhere
def test_pause_parks_the_draft_with_its_answers(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    before = dict(talk.answers)
    assert talk.say("พัก").outcome is Outcome.PARKED
    assert talk.answers == before
    assert talk.draft.stage in (Stage.ASKING, Stage.CONFIRMING)


@anywhere
def test_menu_shows_the_menu_and_keeps_the_answers(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    before = dict(talk.answers)
    assert talk.say("เมนู").outcome is Outcome.MENU
    assert talk.answers == before


@anywhere
def test_help_says_how_to_go_on_and_moves_nothing(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    before = talk.draft.to_json()
    talk.say("ช่วยเหลือ")
    assert "พัก" in talk.card.note
    assert talk.draft.to_json() == before | {"touched_on": talk.draft.touched_on}


@anywhere
def test_resume_goes_to_the_question_in_hand(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    talk.say("ทำต่อ")
    assert talk.draft.stage in (Stage.ASKING, Stage.CONFIRMING)
    assert not talk.draft.asks_back


@anywhere
def test_cancel_asks_first_where_something_was_given(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    given = dict(talk.answers)
    outcome = talk.say("ยกเลิก").outcome
    assert talk.answers == given
    if given:
        assert (outcome, talk.at) == (Outcome.GOES_ON, "leaving")
    else:
        assert outcome is Outcome.DROPPED


@anywhere
def test_back_loses_no_answer(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    before = dict(talk.answers)
    for _ in range(20):
        assert talk.say("ย้อนกลับ").outcome is Outcome.GOES_ON
        assert talk.answers == before
        assert talk.card.title
    assert talk.at == "school"
    assert t("dialog.at_first") in talk.card.note


@anywhere
def test_edit_shows_what_was_answered(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    before = dict(talk.answers)
    talk.say("แก้ไข")
    assert talk.answers == before
    if before:
        assert talk.card.rows
    else:
        assert t("dialog.nothing_to_edit") in talk.card.note


@anywhere
def test_skip_skips_only_what_may_be_skipped(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    before, at = dict(talk.answers), talk.at
    talk.say("ข้าม")
    assert talk.card.note
    if at == "standards":
        assert talk.answers == before | {"standards": ""}
    else:
        assert (talk.answers, talk.at) == (before, at)


@pytest.mark.parametrize("word", ["ยกเลิก", " ยกเลิกค่ะ ", "ยก เลิก", "เลิก!"])
def test_control_words_are_heard_with_particles_and_spaces(word: str) -> None:
    talk = at_topic()
    talk.say(word)
    assert talk.at == "leaving"


def test_a_sentence_with_a_control_word_in_it_is_an_answer() -> None:
    talk = at_topic()
    talk.say("ขอยกเลิกประชุมเพราะฝนตก")
    assert talk.answers["topic"] == "ขอยกเลิกประชุมเพราะฝนตก"


def test_an_answer_that_begins_with_edit_is_an_answer() -> None:
    talk = at_topic()
    talk.say("แก้ไขปัญหาการอ่าน")
    assert talk.answers["topic"] == "แก้ไขปัญหาการอ่าน"


# --- keep or throw away? -------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["2", "ลบร่างนี้", "๒", "ข้อ 2"])
def test_a_cancelled_draft_can_be_thrown_away_by_typing(answer: str) -> None:
    talk = leaving()
    assert talk.say(answer).outcome is Outcome.DROPPED


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("1", Outcome.PARKED), ("3", Outcome.GOES_ON), ("ทำต่อ", Outcome.GOES_ON)],
)
def test_a_cancelled_draft_can_be_kept(answer: str, outcome: Outcome) -> None:
    talk = leaving()
    assert talk.say(answer).outcome is outcome
    assert talk.at == "topic"
    assert len(talk.answers) == 4


def test_buttons_of_keep_or_throw_away_do_as_they_say() -> None:
    talk = leaving()
    talk.touch("ทำต่อ")
    assert talk.at == "topic"
    talk.say("ยกเลิก")
    assert talk.touch("ลบร่างนี้").outcome is Outcome.DROPPED


def test_edit_instead_of_leaving_shows_the_summary_again() -> None:
    talk = at_summary()
    talk.say("ยกเลิก", "แก้ไข")
    assert talk.at == "confirming"
    assert t("dialog.edit_which") in talk.card.note


def test_an_unclear_answer_to_keep_or_throw_away_throws_nothing_away() -> None:
    talk = leaving()
    assert talk.say("ไม่รู้สิ").outcome is Outcome.GOES_ON
    assert t("dialog.miss.leaving") in talk.card.note


def test_throwing_away_needs_the_question_first() -> None:
    talk = at_topic()
    assert talk.tap(Do.DROP).outcome is Outcome.GOES_ON
    assert talk.card.note == t("dialog.stale")


@pytest.mark.parametrize("talk_at", [leaving, choosing_edit, at_summary], ids=lambda m: m.__name__)
def test_commands_are_heard_in_side_questions_too(talk_at: Callable[[], Talk]) -> None:
    talk = talk_at()
    turn = talk.say("ดูการนิเทศ", command="ดูการนิเทศ")
    assert (turn.outcome, turn.command) == (Outcome.COMMAND, "ดูการนิเทศ")
    assert talk.draft.stage in (Stage.ASKING, Stage.CONFIRMING)
