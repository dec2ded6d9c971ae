"""Which report a message is, or that it is none: a question, a plan, a command, other people's.

A report says that something was done (นิเทศ, จัดเวที …), and where or when. That much is asked of
it because a card for a report that nobody meant is worse than a card too few.
"""

import re

from handlers.thai.report_refusals import FINDINGS, PREFACE, QUESTION_AT_END, REFUSALS
from handlers.thai.report_sheet import Sheet
from handlers.thai.report_types import FormName, Taken
from handlers.thai.report_words import EXCHANGED, LEVELS, SUPERVISED, VISITED, WENT

#: Slots that tell of something done, beside its place and its day.
_CIRCUMSTANCES = ("topic", "headcount", "advice", "follow_up_date", "iqa_standards")
_NEVER = 10**9


def is_no_report(whole: Sheet, left: Sheet) -> bool:
    """Whether the words forbid to take it for a report: asked, planned, called off, of others.

    `left` is what the free parts have left of the `whole`: advice may well tell what to do.
    """
    if QUESTION_AT_END.search(FINDINGS.sub("", whole.text)):
        return True
    text = FINDINGS.sub("", PREFACE.sub("", left.text))
    return any(pattern.search(text) for pattern in REFUSALS)


def form_of(left: Sheet, told: Taken) -> FormName | None:
    """The form whose deed is told first, if there is enough beside the deed; else None.

    Enough is a place or a day, or two other circumstances. A heading ("รายงานการนิเทศ") and what
    people do for many reasons (ลงพื้นที่, ติดตาม) want one more; three labelled lines no verb.
    """
    named = told.slots.keys() | told.asks.keys()
    place_or_day = len(named & {"schools", "date"})
    beside = place_or_day + sum(slot in told.slots for slot in _CIRCUMSTANCES)
    enough = place_or_day >= 1 or beside >= 2
    more = place_or_day >= 1 and beside >= 2
    supervised, is_heading = _first_deed(SUPERVISED, left.text)
    visited, _ = _first_deed(VISITED, left.text)
    exchanged, is_talk = _first_deed(EXCHANGED, left.text)
    if exchanged < min(visited, supervised):
        wide = place_or_day and any(words.search(left.text) for words in LEVELS.values())
        return "exchange" if wide or (more if is_talk else enough) else None
    if visited < _NEVER or supervised < _NEVER:
        return "visit" if (more if is_heading and supervised < visited else enough) else None
    if more and (WENT.search(left.text) or (told.labels >= 3 and place_or_day == 2)):
        return "visit"
    return None


def _first_deed(pattern: re.Pattern[str], text: str) -> tuple[int, bool]:
    """(place of the first deed, whether it is but named, as in "รายงานการนิเทศ")."""
    for found in pattern.finditer(text):
        groups = found.groupdict()
        if not groups.get("no_deed"):
            return found.start(), groups.get("headed") is not None
    return _NEVER, False
