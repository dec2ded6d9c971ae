"""How often one turn asks the database: counted, so that it does not grow unnoticed.

A turn of the visit form is what the bot does most. One more statement in it is one more way to the
database for every answer that anybody gives; whoever needs one more changes the list here, and
says why.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from events import event
from sqlalchemy.event import listen, remove
from street import populate

from bot.answers import Answer, Outcome
from bot.inbox import receive
from bot.queued import Queued
from bot.runtime import Runtime
from bot.settings import load_settings

#: What an answer to a question costs: the event, who speaks and how far they are, whom they mentor
#: today, the draft with the new answer, what stands before the reply, the reply.
ORDINARY = {
    "INSERT INTO inbound_events": 1,
    "SELECT conversations": 1,
    "SELECT line_accounts": 1,
    "SELECT network_memberships": 1,
    "UPDATE conversations SET": 1,
    "SELECT effects": 1,
    "INSERT INTO effects": 1,
}
#: What is written down of a reply that was sent: its end, and whether more waits in its lane.
REPLIED = {"UPDATE effects SET": 1, "SELECT effects": 1}

#: A visit, question by question.
BEFORE = ("บันทึกนิเทศ", "1", "เมื่อวาน")
QUESTIONS = ("1", "1", "การอ่าน", "ข้าม", "อ่านคล่อง", "เขียนน้อย", "ให้ฝึกเขียน", "เขียนทุกวัน", "ข้าม")

#: The most that the summary and the sending may take.
MOST_AT_THE_SUMMARY = 10
MOST_AT_SENDING = 45


_numbers = count(1)


class AtOnce:
    """LINE at no distance: every reply is taken at once."""

    def reply(self, _token: str, _messages: list[dict[str, Any]]) -> Answer:
        return Answer(Outcome.SENT, 200, "request", ("1",))


class Bot:
    """A bot without threads on a database: who asks it, asks in the turn that is counted."""

    def __init__(self, url: str, media: str):
        settings = {
            "LINE_API_BASE": "http://127.0.0.1:9",
            "LINE_CHANNEL_SECRET": "statements-channel-secret",
            "LINE_CHANNEL_ACCESS_TOKEN": "statements-access-token",
            "DATABASE_URL": url,
            "MEDIA_URL": media,
            "SIGNING_SECRET": "statements-signing-secret",
            "DATA_KEY": "statements-data-key",
        }
        self.runtime = Runtime(load_settings(settings))
        self.runtime.line = AtOnce()  # type: ignore[assignment]
        self.runtime.marks_as_read = lambda: False  # type: ignore[method-assign]
        self.answer: Queued | None = None
        populate(self.runtime)

    def turn(self, words: str) -> tuple[Counter[str], Counter[str]]:
        """ครูมะลิ says this and is answered: the statements of taking it and queueing the answer,
        and of writing down that it was sent."""
        message = {"id": f"message {next(_numbers)}", "type": "text", "text": words}
        with self._counted() as taken:
            received = receive(self.runtime, event(message=message))
        [self.answer] = received.in_hand
        with self._counted() as replied:
            self.runtime.outbox._send(self.answer)
            done = self.runtime.outbox._done.get()
            assert done is not None
            self.runtime.outbox._write([done])
        return taken, replied

    def says(self) -> str:
        """What was shown last."""
        assert self.answer is not None
        return str(self.answer.payload["messages"][0]["altText"])

    @contextmanager
    def _counted(self) -> Iterator[Counter[str]]:
        seen: Counter[str] = Counter()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            words = statement.split()
            if words[0] == "SELECT":
                seen[f"SELECT {words[words.index('FROM') + 1]}"] += 1
            elif words[0] != "BEGIN":
                seen[" ".join(words[:3])] += 1

        listen(self.runtime.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            remove(self.runtime.engine, "before_cursor_execute", note)


@pytest.fixture
def bot(stocked_url: str, tmp_path: Path) -> Iterator[Bot]:
    """One bot, once on each kind of database."""
    opened = Bot(stocked_url, str(tmp_path / "media"))
    yield opened
    opened.runtime.engine.dispose()


def _in_the_middle(bot: Bot) -> None:
    for words in BEFORE:
        bot.turn(words)


def test_an_answer_to_a_question_of_the_visit_takes_seven_statements(bot: Bot) -> None:
    _in_the_middle(bot)
    for words in QUESTIONS:
        assert (words, *bot.turn(words)) == (words, ORDINARY, REPLIED)


def test_a_school_is_looked_for_only_where_one_may_be_named(bot: Bot) -> None:
    _in_the_middle(bot)
    bot.turn("แลกเปลี่ยนกับโรงเรียน")  # of the way in which it was: read like a whole report
    typed, _ = bot.turn("แก้ไข สถานศึกษา เป็น บ้านลำพยา")
    assert typed["SELECT roster_state"] == 1
    assert "SELECT roster_state" not in bot.turn("1")[0]


def test_the_summary_looks_again_at_what_was_believed_and_sending_is_bounded(bot: Bot) -> None:
    _in_the_middle(bot)
    for words in (*QUESTIONS, "5"):
        bot.turn(words)
    summary, _ = bot.turn("ข้ามไปหน้าสรุป")
    assert "สรุปก่อนส่ง" in bot.says()
    assert summary["SELECT mentoring_visits"] == 2, "the same visit, and what was agreed last time"
    assert summary.total() <= MOST_AT_THE_SUMMARY, summary
    sending, _ = bot.turn("ส่ง")
    assert "บันทึกแล้ว" in bot.says()
    assert sending["INSERT INTO mentoring_visits"] == 1
    assert sending.total() <= MOST_AT_SENDING, sending
