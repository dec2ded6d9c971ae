"""A report in one message: what it surely states is filled in, the rest is asked as usual."""

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.call import Call
from handlers.conversing import start_over, world_of
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Typed
from handlers.effects import Effect
from handlers.schools import around
from handlers.talks import CONVERSATIONS
from handlers.thai.dates import long_date
from handlers.thai.gazetteer import Around
from handlers.thai.reports import Understood, report_in
from handlers.visit_world import places_of
from models.policy import may


def report_from(call: Call) -> list[Effect] | None:
    """The form that this message reports, with its answers in it; None if it reports nothing."""
    text = call.event.text
    if text is None:
        return None
    own = {mentee.code for place in places_of(call) for mentee in place.mentees}
    near = around(call, own)
    understood = report_in(text, call.today, near)
    if understood is None or understood.form is None:
        return None
    talk = CONVERSATIONS[understood.form]
    if talk.needs and not may(call.actor.posts, talk.needs):
        return None
    if (cannot := _cannot_begin(call, understood.form)) is not None:
        return cannot
    answers = _with_the_rest(understood, _answers(call, understood.form, text))
    likely = dict(_likely(understood, near))
    if not answers and not likely:
        return None
    return start_over(call, talk.what, read=tuple(answers), likely=likely, **answers)


def _likely(understood: Understood, near: Around) -> Iterator[tuple[str, dict[str, str]]]:
    """What may be meant of a day and a school, where the message leaves it open."""
    for slot, show in (("date", _day_label), ("school", near.label)):
        values = [str(value) for value in understood.asks.get(slot, ())]
        if values and slot not in understood.slots:
            yield slot, {value: show(value) for value in values}


def _day_label(value: str) -> str:
    return long_date(date.fromisoformat(value))


def _cannot_begin(call: Call, form: str) -> list[Effect] | None:
    """Why nobody here may report it, in the words of the capability itself."""
    if form == "visit" and not places_of(call):
        return CONVERSATIONS[form].begins_anew(call)
    return None


#: The row that holds what no other row takes.
_TOLD_IN: Mapping[str, str] = {"visit": "topic", "exchange": "title"}


def _with_the_rest(understood: Understood, answers: Mapping[str, str]) -> Mapping[str, str]:
    """The answers, with what no row took of the message behind what it was about: so the summary
    shows it, and nothing that was told is lost."""
    slot = _TOLD_IN.get(understood.form or "", "")
    told = " ".join(part for part in (answers.get(slot, ""), understood.rest) if part)
    return {**answers, slot: told} if answers and told else answers


def _answers(call: Call, form: str, text: str) -> Mapping[str, str]:
    what = CONVERSATIONS[form].what
    blank = Draft("", what.form.name, what.form.version)
    return what.form.reads(text, world_of(call, what, blank, Typed(text)))
