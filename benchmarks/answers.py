"""What an answer of `flask understand` is worth beside what its line expects.

right: the same, or one of the answers that the line also allows (`or`). asked: a question where
something sure could have been said, or one that leaves out a reading. wrong: a value filled that
was not meant; the one thing that must not happen. missed: nothing read where something was there.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Got = Mapping[str, Any]

#: Slots of free text: right when what is expected stands in what was filled.
FREE = ("topic", "title", "advice")


class Worth(StrEnum):
    RIGHT = "right"
    ASKED = "asked"
    WRONG = "wrong"
    MISSED = "missed"


@dataclass
class Slot:
    """One slot over all reports, in values: how many were expected, filled, and both."""

    expected: int = 0
    filled: int = 0
    right: int = 0


@dataclass
class Score:
    """The counts of one file, and its misses to look at."""

    worth: Counter[Worth] = field(default_factory=Counter)
    sentences: int = 0
    taken: int = 0  # sentences that are no command, or no report, and were taken for one
    must_ask: int = 0
    must_ask_named: int = 0
    slots: dict[str, Slot] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def note(self, worth: Worth, line: Got, got: Got) -> None:
        """Count this line; keep it to be looked at unless it is right."""
        self.worth[worth] += 1
        if worth is not Worth.RIGHT:
            wanted = " or ".join(map(str, _answers(line)))
            self.misses.append(f"{line['id']} {worth}: {line['text']!r}: {wanted}; got {got}")

    @property
    def lines(self) -> int:
        return self.worth.total()

    def share(self, worth: Worth) -> float:
        """This share of the lines, 0 to 1."""
        return self.worth[worth] / self.lines

    @property
    def taken_share(self) -> float:
        return self.taken / max(self.sentences, 1)

    @property
    def precision(self) -> float:
        """Of the values filled, the share that was meant."""
        filled = sum(slot.filled for slot in self.slots.values())
        return sum(slot.right for slot in self.slots.values()) / max(filled, 1)

    @property
    def recall(self) -> float:
        """Of the values surely stated, the share that was filled."""
        expected = sum(slot.expected for slot in self.slots.values())
        return sum(slot.right for slot in self.slots.values()) / max(expected, 1)

    def told(self, name: str) -> list[str]:
        """The counts, as lines to print."""
        shares = ", ".join(
            f"{worth} {self.worth[worth]} ({self.share(worth):.1%})" for worth in Worth
        )
        told = [f"{name}: {self.lines} lines: {shares}"]
        if self.sentences:
            told.append(f"  taken though nothing of the kind: {self.taken} of {self.sentences}")
        if self.slots:
            told.append(f"  slots: precision {self.precision:.1%}, recall {self.recall:.1%}")
            told.append(
                f"  doubtful slots named to be asked: {self.must_ask_named}/{self.must_ask}"
            )
        for slot, n in sorted(self.slots.items()):
            told.append(f"    {slot}: expected {n.expected}, filled {n.filled}, right {n.right}")
        return told


def judge_reading(score: Score, line: Got, got: Got) -> None:
    """A date or a school."""
    if any(_same(answer, got) for answer in _answers(line)):
        score.note(Worth.RIGHT, line, got)
    elif got["kind"] == "ask":
        score.note(Worth.ASKED, line, got)
    elif got["kind"] in ("reject", "none"):
        score.note(Worth.MISSED, line, got)
    else:
        score.note(Worth.WRONG, line, got)


def _answers(line: Got) -> list[Got]:
    return [line["expect"], *line.get("or", [])]


def _same(expected: Got, got: Got) -> bool:
    if expected["kind"] == got["kind"] == "ask":
        return set(expected["candidates"]) <= set(got["candidates"])
    return all(got.get(name) == value for name, value in expected.items())


def judge_command(score: Score, line: Got, got: Got) -> None:
    """A command with what follows it, or none."""
    sentence = line["expect"]["command"] == "none"
    score.sentences += sentence
    if any(_same_command(answer, got) for answer in _answers(line)):
        score.note(Worth.RIGHT, line, got)
    elif got["command"] == "none":
        score.note(Worth.MISSED, line, got)
    else:
        score.taken += sentence
        score.note(Worth.WRONG, line, got)


def _same_command(expected: Got, got: Got) -> bool:
    if expected["command"] != got["command"]:
        return False
    if expected["command"] == "none" or "arg" not in expected:
        return True
    return squeezed(expected["arg"]) == squeezed(got.get("arg"))


def judge_report(score: Score, line: Got, got: Got) -> None:
    """A report in one message: the form and every slot count, value by value."""
    expect = line["expect"]
    if expect["form"] is None:
        score.sentences += 1
        score.taken += got["form"] is not None
        # What is said of one slot outside a report does no harm: nothing begins.
        worth = Worth.RIGHT if got["form"] is None else Worth.WRONG
        _count(score, "form", set(), values("form", got["form"]))
        score.note(worth, line, got)
        return
    wanted, filled = _slots(expect), _slots(got)
    for name, allowed in expect.get("may", {}).items():
        name = "school" if name == "schools" else name
        filled[name] -= filled[name] if allowed is None else values(name, allowed)
    _free_text(wanted, filled)
    wrong = missing = False
    for name in sorted({*wanted, *filled}):
        _count(score, name, wanted[name], filled[name])
        wrong = wrong or bool(filled[name] - wanted[name])
        missing = missing or bool(wanted[name] - filled[name])
    score.must_ask += len(expect["must_ask"])
    score.must_ask_named += len({*expect["must_ask"]} & {*got["must_ask"]})
    score.note(Worth.WRONG if wrong else Worth.ASKED if missing else Worth.RIGHT, line, got)


def _count(score: Score, name: str, wanted: set[str], filled: set[str]) -> None:
    if not wanted and not filled:
        return
    slot = score.slots.setdefault(name, Slot())
    slot.expected += len(wanted)
    slot.filled += len(filled)
    slot.right += len(wanted & filled)


class _Slots(dict[str, set[str]]):
    """Slot name -> its values; a slot that is not there has none."""

    def __missing__(self, name: str) -> set[str]:
        self[name] = set()
        return self[name]


def _slots(read: Got) -> _Slots:
    slots = _Slots(form=values("form", read["form"]))
    for name, value in read["slots"].items():
        # One school or several: the same question.
        slots["school" if name == "schools" else name] |= values(name, value)
    return slots


def values(name: str, value: Any) -> set[str]:
    """The single values of a slot, so that two of three schools count as two."""
    if value is None or value == "" or value == []:
        return set()
    if name in FREE:
        return {squeezed(value)}
    return {str(one) for one in (value if isinstance(value, list) else [value])}


def _free_text(wanted: _Slots, filled: _Slots) -> None:
    """Make free text equal where the expected words stand in the filled ones.

    What nobody expects in a topic is the rest of the sentence, which belongs there; the title of
    an exchange may as well be called its topic.
    """
    if wanted["title"] and not filled["title"]:
        filled["title"] = filled.pop("topic", set())
    for name in FREE:
        if any(text in got for text in wanted[name] for got in filled[name]):
            filled[name] = set(wanted[name])
    if not wanted["topic"]:
        filled["topic"] = set()


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def squeezed(text: str | None) -> str:
    """The text without spaces and marks of punctuation, its digits Arabic, ํา as ำ."""
    folded = (text or "").translate(_DIGITS).replace("\u0e4d\u0e32", "\u0e33").casefold()
    return re.sub(r"[\s\u200b.,:;!?()\"'/-]+", "", folded)


#: How the answers to each file are judged.
JUDGES: dict[str, Callable[[Score, Got, Got], None]] = {
    "dates": judge_reading,
    "names": judge_reading,
    "reports": judge_report,
    "commands": judge_command,
}
