"""What our buttons carry: a short, versioned postback. Any button may be tapped at any age."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

VERSION = "1"
LONGEST = 300  # LINE's limit on postback data


class Do(StrEnum):
    """What a tap asks for."""

    ANSWER = "a"  # this value answers this slot
    SURE = "s"  # this value answers this slot, and I was asked whether I mean it
    TOGGLE = "t"  # add or take away one of several
    PAGE = "n"  # show another page of the options
    DONE = "d"  # that is all of the several, or all photos
    KEEP = "k"  # leave the answer as it was
    SKIP = "x"
    FINISH = "f"  # skip all that may be skipped, to the summary
    BACK = "b"
    EDIT = "e"
    SEND = "!"
    PAUSE = "p"
    CANCEL = "c"
    DROP = "r"  # throw the draft away
    RESUME = "u"
    START_OVER = "o"  # begin anew, the old draft waits
    AS_ANSWER = "w"  # those words were an answer
    AS_COMMAND = "m"  # those words were a command
    GO = "g"  # run a command of handlers/routes.py


@dataclass(frozen=True)
class Press:
    """A tap: what to do, in which draft, at which slot (or command), with which value."""

    do: Do
    draft_id: str = ""
    slot: str = ""
    value: str = ""

    def encode(self) -> str:
        """The postback data, at most 300 characters for values of up to 100 (ASCII codes)."""
        parts = {"v": VERSION, "do": self.do, "d": self.draft_id, "s": self.slot, "x": self.value}
        return urlencode({key: value for key, value in parts.items() if value})


def decode(data: str) -> Press | None:
    """The Press in postback data, or None for data that is not ours or of another version."""
    if len(data) > LONGEST:
        return None
    parts = dict(parse_qsl(data))
    if parts.get("v") != VERSION or parts.get("do") not in set(Do):
        return None
    if not all(value.isprintable() for value in parts.values()):
        return None  # half a surrogate pair or a NUL, which no database takes
    return Press(Do(parts["do"]), parts.get("d", ""), parts.get("s", ""), parts.get("x", ""))
