"""Reading a report from one message: the visit or the exchange, and what was surely said of it.

"เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค." fills school, day,
headcount, topic and follow-up, and leaves mode and purposes to be asked. A wrong guess is worse
than a question: what can be read in two ways is asked about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from handlers.thai.gazetteer import Around
from handlers.thai.report_facts import (
    days,
    headcount,
    level,
    lies_ahead,
    mode,
    purposes,
    schools,
    standards,
)
from handlers.thai.report_form import form_of, is_no_report
from handlers.thai.report_parts import advice, follow_up, labelled, topic
from handlers.thai.report_rest import rest_of, topic_in
from handlers.thai.report_sheet import BLOT, PLACE_BLOT, Sheet, lay_out
from handlers.thai.report_types import REQUIRED, FormName, Setting, Taken, Understood
from handlers.thai.report_words import STANDARDS

__all__ = ["Understood", "read_report", "report_in"]

Reader = Callable[[Sheet, Setting], Taken]
# In this order: each leaves less to the next. The standards take nothing, so they look first.
FREE_PARTS: tuple[Reader, ...] = (standards, labelled, follow_up, advice, topic)
CIRCUMSTANCES: tuple[Reader, ...] = (days, schools, headcount)
WAYS: tuple[Reader, ...] = (mode, level, purposes)

#: What a report of the one form has no place for.
_NOT_OF: Mapping[FormName, frozenset[str]] = {
    "visit": frozenset({"level"}),
    "exchange": frozenset({"purposes", "iqa_standards"}),
}
#: What is read of it all the same, but stands in no row of it.
_IN_NO_ROW: Mapping[FormName, frozenset[str]] = {
    "visit": frozenset(),
    "exchange": frozenset({"advice", "follow_up_date"}),
}
#: What is asked about with the readings of what was said.
_ASKED_WITH_READINGS = frozenset({"date", "schools"})
#: What the readers call otherwise than the form does.
_CALLED: Mapping[FormName, Mapping[str, str]] = {
    "visit": {"schools": "school"},
    "exchange": {"topic": "title"},
}


def read_report(
    text: str, today: date, around: Around, *, within: FormName | None = None
) -> Understood:
    """What one message reports. Never raises.

    `today` is the day in Bangkok; `around` the schools as the writer stands to them. `within` is
    the form being filled in: then no deed need be told ("บ้านลำพยา เมื่อวาน ออนไลน์"), and what is
    a question or a plan still fills nothing. Slots: school (a visit), schools (an exchange), date,
    end_date, mode, purposes, iqa_standards, headcount, level, title (an exchange), topic (a visit),
    advice, follow_up_date.
    """
    setting = Setting(today, around)
    whole = lay_out(text, setting)
    outside, free, parts = _read(FREE_PARTS, whole, Taken(), setting)
    left, told, facts = _read(CIRCUMSTANCES, outside, free, setting)
    if lies_ahead(outside, today) or is_no_report(whole, left):
        return Understood(None)
    deed = form_of(left, told)
    form = within or deed
    if form is None:
        return Understood(None)
    left, told, ways = _read(WAYS, left, told, setting)
    in_slots = [*_telling(parts, form)]
    if deed and "topic" not in told.slots and (named := topic_in(left)):
        subject, place = named
        told = replace(told, slots={**told.slots, "topic": subject})
        in_slots.append(place)
    as_facts = [*_telling([*facts, *ways], form)]
    if form == "visit":
        as_facts += [found.span() for found in STANDARDS.finditer(whole.text)]
    return _in_form(form, told, rest_of(whole, in_slots, as_facts))


def report_in(text: str, today: date, around: Around) -> Understood | None:
    """The report that a free message is, or None: then it is for others to answer."""
    understood = read_report(text, today, around)
    return understood if understood.form else None


def _read(
    readers: tuple[Reader, ...], sheet: Sheet, told: Taken, setting: Setting
) -> tuple[Sheet, Taken, list[Taken]]:
    """What the readers leave of the sheet; all that was told so far, of which the first has the
    word; and what each of them took."""
    slots, asks, labels = dict(told.slots), dict(told.asks), told.labels
    each: list[Taken] = []
    for reader in readers:
        taken = reader(sheet, setting)
        each.append(taken)
        sheet = sheet.without(taken.spans, PLACE_BLOT if taken.place else BLOT)
        labels += taken.labels
        known = slots.keys() | asks.keys()
        slots |= {slot: value for slot, value in taken.slots.items() if slot not in known}
        asks |= {slot: values for slot, values in taken.asks.items() if slot not in known}
    return sheet, Taken(slots=slots, asks=asks, labels=labels), each


def _telling(taken: Iterable[Taken], form: FormName) -> Iterator[tuple[int, int]]:
    """The pieces of which the form will hold what they tell."""
    for each in taken:
        held = each.slots.keys() | (each.asks.keys() & _ASKED_WITH_READINGS)
        if held - _NOT_OF[form] - _IN_NO_ROW[form]:
            yield from (span for span in each.spans if span not in each.slotless)


def _in_form(form: FormName, told: Taken, rest: str) -> Understood:
    called, foreign = _CALLED[form], _NOT_OF[form]
    slots = {called.get(s, s): value for s, value in told.slots.items() if s not in foreign}
    asks = {called.get(s, s): values for s, values in told.asks.items() if s not in foreign}
    named = slots.get("school")
    if isinstance(named, tuple):
        slots["school"] = named[0]
        if len(named) > 1:  # each visit is of one school
            del slots["school"]
            slots["schools"] = asks["school"] = named
    missing = [slot for slot in REQUIRED[form] if slot not in slots]
    return Understood(form, slots, asks, tuple(dict.fromkeys([*missing, *asks])), rest)
