"""Commands as people type them: with polite words around, misspelt, with more behind them.

The whole message must be the command. A sentence that merely contains its words ("ขอยกเลิกประชุม")
is none, and what may stand behind a command is decided for each (following.py).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from handlers.thai.fold import fold, tidy
from handlers.thai.following import After, argument_in
from handlers.thai.keyboard import in_english, in_thai, other_layout

#: What is nearly a command ("สถานะเครื่อข่าย"): so like one of its words by rapidfuzz's ratio, …
NEARLY = 80.0
#: … with no more than one of so many letters, and two in all, wrong, missing or too many, …
ONE_SLIP_IN, MOST_SLIPS = 5, 2
#: … so far ahead of every other command, …
CLEARLY = 5.0
#: … and no longer than this: a sentence is never a misspelt command.
SHORT = 25
#: Words of their own that are no slip of the finger.
_NO_SLIPS = frozenset(("พักผ่อน", "พักร้อน", "พักงาน", "สมัครงาน", "สมัครเรียน"))
#: Of so few letters nothing is nearly right, and no polite word is taken from before them.
_FEW = 4
_LONGEST = 160
#: Nobody says more polite words on either side.
_MOST_POLITE = 4


@dataclass(frozen=True, slots=True)
class Command:
    """What was asked for, and what stood behind it: spaces and digits folded, letters as typed."""

    name: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """How a command is called.

    alone: what is the command by itself, and also with more behind it where `after` says of what
    kind. before: what is this command only with more behind it. labels: for After.SLOT. exactly:
    a misspelling is never taken for it, for what is not to be done by mistake.
    """

    alone: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: After | None = None
    labels: frozenset[str] = frozenset()
    exactly: bool = False


class Table:
    """The words of all commands by their names. Built once, never changed."""

    def __init__(self, commands: Mapping[str, Words]) -> None:
        self.commands = commands
        #: The command of each key; where two would have it, the first.
        self.by_key: dict[str, str] = {}
        for name, words in commands.items():
            for word in words.alone:
                self.by_key.setdefault(_key(fold(word)), name)
        self.keys = list(self.by_key)
        self.toneless = [_TONES.sub("", key) for key in self.keys]
        heads = [
            (fold(word).replace(" ", ""), name)
            for name, words in commands.items()
            if words.after is not None
            for word in (*words.alone, *words.before)
        ]
        #: What may have more behind it, the longest first.
        self.heads = sorted(heads, key=lambda head: -len(head[0]))


# Polite words behind a command, also behind the name it may end in …
_SURE = (
    "ให้หน่อย|หน่อย|(?:(?<!สถา)นะ)?(?:ครับผม|คร้าบ|ค้าบ|ครับ|ครัช|คับ|ฮับ|งับ|ค่ะ|คะ|จ้า|จ้ะ|จ๊ะ|จ๋า)"
    "|ขอบคุณ|please|pls"
)
_SURE_CLOSER = re.compile(f"(?<=[^เแโใไ])(?:{_SURE})$")  # not in เจ้า, แคะ
# … and those in which a name may end as well (วัดชนะ, ท่าที).
_CLOSER = re.compile(
    f"(?<=[^เแโใไ])(?:{_SURE}|เป็น(?:อย่างไร|ยังไง|ไง)(?:บ้าง)?|ได้(?:ไหม|มั้ย|มั๊ย|รึเปล่า|ป่าว)"
    "|(?<!สถา)นะ|น้า|น่ะ|ค่า|ฮะ|ด้วย|ที|สิ|ซิ|เลย|บ้าง|ตอนนี้|ล่าสุด)$"
)
_OPENER = re.compile(
    "^(?:สวัสดี|หวัดดี|รบกวน|ช่วย|ต้องการจะ|ต้องการ|อยากจะ|อยาก|ขออนุญาต|ขอ|ให้|ตรวจสอบ|เช็ค|เช็ก|ทราบ"
    "|จะ(?=บันทึก|ส่ง|ดู|แก้)|เปิด|แสดง|เรียก|เริ่ม|กด|ดู|คำสั่ง|แอดมิน|น้องบอท|บอท|ครับ|ค่ะ|คะ|จ้า|นะ|ผม|หนู|ดิฉัน|please|show)"
    "(?![ะ-ฺ็-๎])[ ,]*"  # a vowel or tone over the last letter makes it another word
)
#: A name follows these without a space: สถานะเครือข่ายอ้อกระทิง.
_LEADS_TO_A_NAME = ("เครือข่าย", "โรงเรียน")
_MARKS = re.compile(r"^[\s/#.!\"'“”‘’]+|[\s!…?~ๆ\"'“”‘’]+$|[^\w\s.?)ะ-๎]+$")
_DOTS = re.compile(r"[\s.]+$")  # a shortened name may end in one: กทม.
_RUN = re.compile(r"(.)\1+")
_TONES = re.compile("[่-์็]")
_BETWEEN = " :#=-–"
_THAI = re.compile("[ก-ฮ]")


def read_command(text: str, table: Table, *, inexact: bool) -> Command | None:
    """The command that the whole of `text` is, or None.

    Polite words around it do not count. With `inexact` a short text that is nearly a command, or
    was typed in the other keyboard layout, is taken for it, as the last resort; not for use in an
    unfinished report, where such a text is more likely an answer. Never raises.
    """
    found = _read(text, table, inexact=inexact)
    return found or (_in_the_other_layout(text, table) if inexact else None)


def _in_the_other_layout(text: str, table: Table) -> Command | None:
    if len(text) > _LONGEST:
        return None
    if (meant := other_layout(text)) is not None:
        return _read(meant, table, inexact=bool(_THAI.search(meant)))
    # Not surely words, but the very words of a command ("ทำืี" is menu).
    converted = in_english(text) if _THAI.search(text) else in_thai(text)
    return _alone(fold(converted), table)


def _read(text: str, table: Table, *, inexact: bool) -> Command | None:
    folded = fold(text[: _LONGEST + 1])
    if not folded or len(folded) > _LONGEST:
        return None
    closed = _closed(folded, _CLOSER)
    cores = list(dict.fromkeys([*closed, *(core for each in closed for core in _opened(each))]))
    plain = _closed(folded, _SURE_CLOSER)[-1]
    before_a_name = [plain, *_opened(plain)]
    found = _first(cores, _alone, table) or _first(before_a_name, _followed, table)
    if found is None and inexact:
        found = _first(cores, _nearly, table) or _first(before_a_name, _nearly_followed, table)
    return Command(found.name, _as_typed(found.arg, text)) if found else None


def _first(
    cores: list[str], look: Callable[[str, Table], Command | None], table: Table
) -> Command | None:
    return next((found for core in cores if (found := look(core, table)) is not None), None)


def _closed(folded: str, closer: re.Pattern[str]) -> list[str]:
    """The text, and what is left of it as polite words behind it go, one more each time."""
    closed = [folded]
    while len(closed) <= _MOST_POLITE:
        if (less := _without_closer(closed[-1], closer)) in ("", closed[-1]):
            break
        closed.append(less)
    return closed


def _opened(core: str) -> list[str]:
    """What is left of the text as polite words before it go, one more each time."""
    opened: list[str] = []
    while len(opened) < _MOST_POLITE:
        less = _OPENER.sub("", core, count=1)
        if less == core or len(_key(less)) < _FEW:
            break
        core = less
        opened.append(core)
    return opened


def _without_closer(core: str, closer: re.Pattern[str]) -> str:
    plain = _MARKS.sub("", core)
    if closer is _CLOSER:
        plain = _DOTS.sub("", plain)
    return plain if plain != core else closer.sub("", core).rstrip()


def _key(folded: str) -> str:
    """What words are compared by: without spaces, every run of one letter as that letter."""
    return _RUN.sub(r"\1", folded.replace(" ", ""))


def _alone(core: str, table: Table) -> Command | None:
    name = table.by_key.get(_key(core))
    return Command(name) if name else None


def _followed(core: str, table: Table) -> Command | None:
    """The command with more behind it; of several that fit, the one of the longest words."""
    for head, name in table.heads:
        if not core.startswith(head[0]) or not (behind := _behind(core, head)):
            continue
        apart = behind[0] in _BETWEEN or head.endswith(_LEADS_TO_A_NAME)
        if (found := _with_argument(name, behind, table, apart=apart)) is not None:
            return found
    return None


def _with_argument(name: str, behind: str, table: Table, *, apart: bool) -> Command | None:
    words, rest = table.commands[name], behind.strip(_BETWEEN)
    if not rest or words.after is None:
        return None
    argument = argument_in(words.after, rest, apart=apart, labels=words.labels)
    return None if argument is None else Command(name, argument)


def _behind(core: str, head: str) -> str:
    """What stands behind `head` (spaces within it do not count); empty where it does not begin."""
    place = 0
    for sign in head:
        while core[place : place + 1] == " ":
            place += 1
        if core[place : place + 1] != sign:
            return ""
        place += 1
    rest = core[place:]
    return "" if re.match("[ะ-ฺ็-๎]", rest) else rest


def _nearly(core: str, table: Table) -> Command | None:
    likely = _likely(_key(core), table)
    name, like = max(likely.items(), key=lambda each: each[1], default=("", 0.0))
    second = max((like for other, like in likely.items() if other != name), default=0.0)
    return Command(name) if like >= NEARLY and like - second >= CLEARLY else None


def _nearly_followed(core: str, table: Table) -> Command | None:
    """A misspelt command with more behind it: "สถาณะ นครปฐม เขต 1"."""
    head, _, rest = core.partition(" ")
    key = _key(head)
    if key in table.by_key or not _FEW <= len(key) <= SHORT:
        return None  # rightly spelt, and what follows does not fit it
    likely = sorted((-_like(key, _key(word)), name) for word, name in table.heads)
    found = (
        _with_argument(name, rest, table, apart=True) for like, name in likely if -like >= NEARLY
    )
    return next((one for one in found if one is not None), None)


def _likely(key: str, table: Table) -> dict[str, float]:
    """How like the commands are that `key` may be a misspelling of."""
    if not _FEW <= len(key) <= SHORT or any(sign.isdecimal() for sign in key):
        return {}
    if key in _NO_SLIPS:
        return {}
    toneless = _TONES.sub("", key)
    near = {
        place
        for typed, words in ((key, table.keys), (toneless, table.toneless))
        for _, _, place in process.extract(
            typed, words, scorer=fuzz.ratio, score_cutoff=NEARLY - CLEARLY, limit=None
        )
    }
    likely: dict[str, float] = {}
    for word in (table.keys[place] for place in near):
        name = table.by_key[word]
        if not table.commands[name].exactly:
            likely[name] = max(_like(key, word), likely.get(name, 0.0))
    return likely


def _like(key: str, word: str) -> float:
    """rapidfuzz's ratio, with or without the tones, whichever is more; 0 for another word."""
    toneless = _TONES.sub("", key), _TONES.sub("", word)
    pairs = [pair for pair in ((key, word), toneless) if _may_be(*pair)]
    return max((fuzz.ratio(*pair) for pair in pairs), default=0.0)


def _may_be(key: str, word: str) -> bool:
    # Words that stand in it as they are do not count: "รายงานผล" says more than "รายงาน". Nor do
    # those of which it is but a part, that say the opposite, or that differ by a whole word.
    if len(word) < _FEW or word in key or (key in word and len(word) > len(key) + 1):
        return False
    if ("ไม่" in word) is not ("ไม่" in key):
        return False
    return Levenshtein.distance(key, word) <= min(MOST_SLIPS, max(1, len(word) // ONE_SLIP_IN))


def _as_typed(arg: str, text: str) -> str:
    """The folded `arg` with the capitals that were typed."""
    plain = " ".join(tidy(text).split())
    small = plain.casefold()
    place = small.rfind(arg)
    if place < 0 or len(small) != len(plain):
        return arg
    return plain[place : place + len(arg)]
