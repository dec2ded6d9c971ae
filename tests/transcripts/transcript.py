"""A transcript as text: a conversation that a Thai reader can follow, read into steps.

docs/transcripts.md tells how one is written. Nothing here speaks to the bot.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path

CAST = Path(__file__).parents[2] / "demo" / "cast.json"
#: How the people of the demo are called in a transcript, and their keys.
PEOPLE: Mapping[str, str] = {
    member["nick"]: member["key"] for member in json.loads(CAST.read_text("utf-8"))
}
BANGKOK = timezone(timedelta(hours=7))


class Gesture(Enum):
    """What somebody does on a phone; the value is how a transcript says it after the name."""

    SAY = ""
    TAP = "แตะ"
    TAP_OLD = "แตะปุ่มเก่า"
    PHOTOS = "ส่งรูป"
    FILE = "ส่งไฟล์"
    PLACE = "ส่งตำแหน่ง"
    STICKER = "ส่งสติกเกอร์"
    UNSEND = "ยกเลิกข้อความ"
    UNSEND_PHOTO = "ยกเลิกรูปที่"
    PICK = "เลือกวันที่"
    REPLY = "ตอบกลับ"
    FOLLOW = "เพิ่มเพื่อน"
    BLOCK = "บล็อก"


@dataclass
class Step:
    """One gesture and what the bot answers to it.

    value: what is typed, tapped or picked. quoted: words of the bot's message that it answers to.
    shows, hides: what the answer has to contain, and what it must not.
    """

    line: int
    who: str
    gesture: Gesture
    value: str = ""
    quoted: str = ""
    shows: list[str] = field(default_factory=list)
    hides: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ClockMoved:
    """From here on it is this moment."""

    line: int
    at: datetime


@dataclass(frozen=True)
class AtMost:
    """The first who speaks has needed no more taps and messages than this up to here."""

    line: int
    most: int


@dataclass(frozen=True)
class Post:
    """Somebody holds another post than in the cast: a role, as the bot names it, at a code."""

    who: str
    role: str
    code: str


@dataclass
class Transcript:
    """One file. data: rosters to be imported before it begins; they bring no new schools.
    samples: the day on which the demo began, if its invented reports are there."""

    name: str
    data: list[str] = field(default_factory=list)
    samples: date | None = None
    posts: list[Post] = field(default_factory=list)
    entries: list[Step | ClockMoved | AtMost] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        return [entry for entry in self.entries if isinstance(entry, Step)]

    def turns_until(self, words: str) -> int | None:
        """The taps and messages of the first speaker until the bot's answer has these words."""
        first = self.steps[0].who
        turns = 0
        for step in self.steps:
            turns += step.who == first
            if any(words in shown for shown in step.shows):
                return turns
        return None


class Unreadable(Exception):
    """A line of a transcript that means nothing."""


_STEP = re.compile(
    rf"(?P<who>{'|'.join(PEOPLE)})"
    rf"(?: (?P<gesture>{'|'.join(g.value for g in Gesture if g.value)}))?"
    r"(?: \"(?P<quoted>[^\"]+)\")?(?:: ?(?P<value>.*))?",
    re.DOTALL,
)
_EXPECT = re.compile(r"บอต(?P<never> ไม่)?: (?P<words>.+)")
_CLOCK = re.compile(r"วัน: (?P<day>\d{4}-\d\d-\d\d)(?: (?P<time>\d\d:\d\d))?")
_AT_MOST = re.compile(r"จำนวนครั้ง ≤ (?P<most>\d+)")
_DATA = re.compile(r"ข้อมูล: (?P<file>\S+\.json)")
_SAMPLES = re.compile(r"ข้อมูล: demo (?P<day>\d{4}-\d\d-\d\d)")
_POST = re.compile(
    rf"สมมติว่า (?P<who>{'|'.join(PEOPLE)}) เป็น (?P<role>\S+) ของ (?P<code>[A-Z0-9-]+)\b.*"
)


def read(file: Path) -> Transcript:
    """The transcript in this file. Raises Unreadable, naming file and line."""
    found = Transcript(file.stem)
    for number, line in _lines(file.read_text("utf-8")):
        if not _read_line(found, number, line):
            raise Unreadable(f"{file.name}:{number}: {line}")
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(number, line) without comments; "| …" goes on with the line before, as a new line of it."""
    waiting: tuple[int, str] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("|") and waiting:
            waiting = (waiting[0], waiting[1] + "\n" + line[1:].strip())
            continue
        if waiting:
            yield waiting
        waiting = (number, line)
    if waiting:
        yield waiting


def _read_line(found: Transcript, number: int, line: str) -> bool:
    if (step := _STEP.fullmatch(line)) and _readable(step):
        gesture = Gesture(step["gesture"] or "")
        value, quoted = step["value"] or "", step["quoted"] or ""
        found.entries.append(Step(number, step["who"], gesture, value, quoted))
    elif expect := _EXPECT.fullmatch(line):
        last = found.entries[-1] if found.entries else None
        if not isinstance(last, Step):
            return False
        (last.hides if expect["never"] else last.shows).append(expect["words"])
    elif clock := _CLOCK.fullmatch(line):
        at = datetime.fromisoformat(f"{clock['day']}T{clock['time'] or '09:00'}")
        found.entries.append(ClockMoved(number, at.replace(tzinfo=BANGKOK)))
    elif at_most := _AT_MOST.fullmatch(line):
        found.entries.append(AtMost(number, int(at_most["most"])))
    elif data := _DATA.fullmatch(line):
        found.data.append(data["file"])
    elif samples := _SAMPLES.fullmatch(line):
        found.samples = date.fromisoformat(samples["day"])
    elif post := _POST.fullmatch(line):
        found.posts.append(Post(post["who"], post["role"], post["code"]))
    else:
        return False
    return True


def _readable(step: re.Match[str]) -> bool:
    """A name alone says nothing, and only an answer to a message quotes."""
    if (step["gesture"] == Gesture.REPLY.value) != bool(step["quoted"]):
        return False
    silent = {Gesture.STICKER.value, Gesture.FOLLOW.value, Gesture.BLOCK.value}
    return bool(step["value"]) != (step["gesture"] in silent)
