"""What no reader took: kept as it was typed, and where it plainly is the subject, the topic."""

import re
from collections.abc import Iterable

from handlers.thai.report_parts import cleaned
from handlers.thai.report_sheet import BLOT, PLACE_BLOT, Sheet, blotted
from handlers.thai.report_words import DEEDS, EARLIER_TODAY, FILLERS, LINKS, SUBJECT

_PIECE = re.compile(f"[^{BLOT}{PLACE_BLOT}\n,;]+")
_BEFORE = re.compile(rf"(?:\s|{FILLERS}|{DEEDS})*")
#: Over the facts that a slot took out of a sentence, which may say more than they do.
_FACT = "\x02"
_SAID = re.compile(f"[^{BLOT}\n]+")
_WORD = re.compile(r"\S+")
_NO_REMARK = re.compile(rf"(?:[{_FACT}.,:;()/+-]|{FILLERS}|{DEEDS}|{LINKS})*")

_Spans = Iterable[tuple[int, int]]


def rest_of(whole: Sheet, parts: _Spans, facts: _Spans) -> str:
    """What the message says beyond what fills a slot, each piece as it was typed, with how it goes
    on where it is too long to be read; no phone numbers.

    `parts`: the pieces of the whole sheet that stand in a slot word by word. `facts`: those of
    which a slot has the meaning: within a sentence that says more they stay, else it makes none.
    """
    plain = "".join(
        whole.typed[place] if sign == BLOT else sign
        for sign, place in zip(whole.text, whole.origin, strict=False)
    )
    earlier = (found.span() for found in EARLIER_TODAY.finditer(plain))
    text = blotted(plain, [*facts, *earlier], _FACT)
    text = "".join(sign if sign.isspace() else over for sign, over in zip(plain, text, strict=True))
    text = blotted(text, [*parts, *whole.phones])
    pieces = (_remark(whole, text, *found.span()) for found in _SAID.finditer(text))
    return " ".join(" ".join([*pieces, whole.unread]).split())


def _remark(whole: Sheet, text: str, start: int, end: int) -> str:
    """The piece without the words at its edges that say nothing of their own."""
    words = [found.span() for found in _WORD.finditer(text, start, end)]
    telling = [span for span in words if not _NO_REMARK.fullmatch(text, *span)]
    return whole.as_typed(telling[0][0], telling[-1][1]) if telling else ""


def topic_in(left: Sheet) -> tuple[str, tuple[int, int]] | None:
    """The one piece left that names a subject ("การจัดทำ SAR"), and its place; None where there is
    none or two."""
    named = []
    for found in _PIECE.finditer(left.text):
        before = _BEFORE.match(left.text, *found.span())
        start = before.end() if before else found.start()
        if SUBJECT.match(left.text, start):
            named.append((cleaned(left.as_typed(start, found.end())), (start, found.end())))
    return named[0] if len(named) == 1 and named[0][0] else None
