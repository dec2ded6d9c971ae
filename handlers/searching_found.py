"""One thing that was found: what it is, where the words stand in it, and how it is opened."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.call import Call
from handlers.cards.card import Row
from handlers.cards.limits import shorten
from handlers.dialog.form import Form
from handlers.documents import open_button
from handlers.forms import document, exchange, visit
from handlers.records import FIND, RECEIPTS, kind_and_number
from handlers.report_view import FORMS
from handlers.say import go
from handlers.texts import has, t
from handlers.thai.dates import short_date_with_weekday
from handlers.thai.fold import fold
from models.documents import find_document
from models.exchange_queries import find_exchange
from models.report_queries import find_report
from models.search_queries import Hit
from models.search_texts import Part, folded, parts
from models.visit_queries import find_visit
from models.vocabulary import RecordKind, SearchedKind

_NUMBER = re.compile(r"(?:[a-z] ?-? ?)?\d{1,12}")
#: Letters before and behind the word that was found.
AROUND = 24
#: Excerpts of one record.
MOST_EXCERPTS = 2
#: Of what it is called.
LONGEST_TITLE = 80


def row_of(call: Call, hit: Hit, words: Sequence[str]) -> Row:
    """The row of a record or document that this person may open, as the search has just found."""
    found, form = _row(call, hit)
    texts = parts(call.session, hit.kind, hit.id)
    title = shorten(found.value, LONGEST_TITLE)
    # What stands in the title is seen there.
    others = [word for word in words if excerpt(title, folded(word)) is None]
    return replace(found, value="\n".join((title, *_excerpts(texts, others, form))))


def numbered(call: Call, typed: str) -> list[Row]:
    """The records of which this is the number: "V-12"; a number alone may be one of each kind."""
    found = kind_and_number(typed) if _NUMBER.fullmatch(fold(typed)) else None
    if found is None:
        return []
    kinds = FIND if fold(typed).isdecimal() else (found[0],)
    there = [kind for kind in kinds if FIND[kind](call, found[1]) is not None]
    return [row_of(call, Hit(SearchedKind(kind.value), found[1], call.now), ()) for kind in there]


def _row(call: Call, hit: Hit) -> tuple[Row, Form]:
    """What it is called and how it is opened; and the form that it was made with."""
    match hit.kind:
        case SearchedKind.VISIT:
            visited = find_visit(call.session, call.actor, hit.id)
            assert visited is not None  # the search looks where this does
            title = t("history.row_value", school=visited.school, topic=visited.visit.topic)
            return _record(RecordKind.VISIT, hit.id, visited.visit.visited_on, title), visit.FORM
        case SearchedKind.EXCHANGE:
            held = find_exchange(call.session, call.actor, hit.id)
            assert held is not None
            day, title = held.exchange.starts_on, held.exchange.title
            return _record(RecordKind.EXCHANGE, hit.id, day, title), exchange.FORM
        case SearchedKind.REPORT:
            sent = find_report(call.session, call.actor, hit.id)
            assert sent is not None
            kind = sent.report.kind
            title = t(
                "history.report_value",
                kind=t(f"reporting.kind.{kind.value}"),
                title=sent.report.title,
            )
            return _record(RecordKind.REPORT, hit.id, sent.report.happened_on, title), FORMS[kind]
        case SearchedKind.DOCUMENT:
            return _document(call, hit.id), document.FORM


def _record(kind: RecordKind, number: int, day: date, title: str) -> Row:
    called = RECEIPTS[kind](number)
    label = t("history.row_label", receipt=called, day=short_date_with_weekday(day))
    return Row(label, title, go("report", t("history.open", receipt=called), called))


def _document(call: Call, number: int) -> Row:
    found = find_document(call.session, call.actor.posts, number)
    assert found is not None
    label = t("searching.document")
    button = open_button(found)
    if button is None:
        return Row(label, t("document.list.no_link", name=found.title_th), muted=True)
    return Row(label, found.title_th, button)


# --- where the words stand -----------------------------------------------------------------------


def _excerpts(texts: Sequence[Part], words: Sequence[str], form: Form) -> list[str]:
    """Where each of the words stands first, a line for each place."""
    lines: dict[str, None] = {}
    for word in words:
        for name, text in texts:
            if (cut := excerpt(text, folded(word))) is not None:
                lines[t("searching.found_in", label=_label(name, form), excerpt=cut)] = None
                break
    return list(lines)[:MOST_EXCERPTS]


def _label(name: str, form: Form) -> str:
    slot = form.slot(name)
    if slot is not None:
        return form.label(slot)
    return (
        t(f"searching.part.{name}") if has(f"searching.part.{name}") else t("searching.part.text")
    )


def excerpt(text: str, word: str) -> str | None:
    """A few words around the first place where `text` holds the folded `word`; None where it does
    not, for spaces and capitals count for nothing there."""
    line = " ".join(text.split())
    signs = [(sign, at) for at, letter in enumerate(line) for sign in folded(letter)]
    start = "".join(sign for sign, _ in signs).find(word) if word else -1
    if start < 0:
        return None
    first = _apart(line, max(0, signs[start][1] - AROUND), -1)
    last = _apart(line, min(len(line), signs[start + len(word) - 1][1] + 1 + AROUND), 1)
    before, behind = "…" if first else "", "…" if last < len(line) else ""
    return f"{before}{line[first:last].strip()}{behind}"


def _apart(line: str, at: int, step: int) -> int:
    """The nearest place from `at` on where no mark is parted from its letter."""
    while 0 < at < len(line) and (_is_mark(line[at]) or line[at - 1] in _LEADING):
        at += step
    return at


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn" or sign in _FOLLOWING


#: Vowels that stand before and behind their consonant.
_LEADING, _FOLLOWING = "เแโใไ", "ะาำๅ"
