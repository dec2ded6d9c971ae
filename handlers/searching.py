"""“ค้นหา”: reports and documents that one may see and that hold all of some words, newest first."""

import re

from handlers.call import Call
from handlers.cards.card import Button, Card, Type
from handlers.dialog.inputs import words_of
from handlers.effects import Effect
from handlers.named_places import shortened
from handlers.say import go, say
from handlers.searching_found import numbered, row_of
from handlers.texts import t
from handlers.thai.fold import fold, tidy
from models.search_queries import search

#: What is found, on one card; the next page is a tap away.
PAGE = 8
#: More words than these narrow nothing down.
MOST_WORDS = 8
_PAGE = re.compile(rf"(?:^|\s){re.escape(t('searching.asked_page'))} ?(\d{{1,4}})$")
_QUOTES = "\"'“”‘’"


def find(call: Call) -> list[Effect]:
    """ "ค้นหา การอ่าน บ้านลำพยา": what holds both; without words, how it is done."""
    asked, page = _asked(call.argument)
    if not asked:
        return say(Card(text=t("searching.how"), buttons=(go("menu"),)))
    rows = numbered(call, asked) if page == 1 else []
    words = asked.split()[:MOST_WORDS]
    skip = (page - 1) * PAGE
    hits = search(call.session, call.actor, words, skip=skip, most=PAGE + 1)
    rows += [row_of(call, hit, words) for hit in hits[:PAGE]]
    if not rows:
        return say(_nothing(asked, page))
    older = (_next(asked, page + 1),) if len(hits) > PAGE else ()
    return say(
        Card(
            title=t("searching.title", words=shortened(asked)),
            kicker=t("searching.page", page=page) if page > 1 else "",
            rows=tuple(rows),
            buttons=(*older, go("menu")),
        )
    )


def _asked(argument: str) -> tuple[str, int]:
    """The words, and which page of what holds them: "แผน หน้า 2"."""
    words = " ".join(tidy(argument).split())
    named = _PAGE.search(fold(words))
    page = max(1, int(named[1])) if named else 1
    if named:
        words = " ".join(words.split()[: -len(named[0].split())])
    return words.strip(_QUOTES), page


def _nothing(asked: str, page: int) -> Card:
    if page > 1:
        text = t("searching.none.last", words=shortened(asked))
        return Card(text=text, buttons=(go("menu"),))
    return Card(
        text=t("searching.none.text", words=shortened(asked)),
        hint=t("searching.none.ideas"),
        buttons=(go("my_history"), go("reports"), go("documents"), go("menu")),
    )


def _next(asked: str, page: int) -> Button:
    """It types the words: a postback has no room for many Thai letters."""
    command = words_of("commands.search")[0]
    typed = t("searching.typed", command=command, words=asked, page=page)
    return Button(t("searching.more"), Type(typed))
