"""“รายงาน 2566” may be a year: the annual report of it, and all that was reported in it."""

import re

from handlers.call import Call
from handlers.cards.card import Button, Card
from handlers.dialog.kind_period import begun, period_words
from handlers.dialog.reading import quote
from handlers.effects import Effect
from handlers.export_wanted import dated_words, days_of, present
from handlers.say import go, say
from handlers.searching_found import numbered, row_of
from handlers.texts import t
from handlers.thai.periods import Now, read_period
from models.policy import Action, may
from models.search_queries import search
from models.vocabulary import YearBasis

#: Reports in one list; the next page is a tap away.
PAGE = 8
#: What a button carries: a canonical period (handlers/thai/periods.py) and how many to skip.
_VALUE = re.compile(r"((?:fiscal|academic|calendar)\.\d{4}|term\.\d{4}\.[12])(?:~(\d{1,5}))?")


def periods_in(call: Call, argument: str) -> tuple[str, ...]:
    """The years and semesters that the whole of these words may mean, of those that have begun."""
    now = present(call.today)
    return tuple(each for each in read_period(argument, now) if begun(each, now))


def offer(call: Call, argument: str, periods: tuple[str, ...]) -> Card:
    """What there is of a year: the annual report, what was reported in it, and the reports that
    have the year for their number."""
    annual = (
        (go("annual_report", t("searching.year.annual", year=argument), argument),)
        if may(call.actor.posts, Action.DRAFT_ANNUAL)
        else ()
    )
    return Card(
        text=t("searching.year.which", read=quote(argument)),
        rows=tuple(numbered(call, argument)),
        buttons=(*annual, *_lists(periods), go("menu")),
    )


def listed(call: Call) -> list[Effect]:
    """ "รายงานของปี 2566": all that was reported of it and that one may see, newest first."""
    carried, now = _VALUE.fullmatch(call.argument), present(call.today)
    if carried and not begun(carried[1], now):
        carried = None
    periods = (carried[1],) if carried else periods_in(call, call.argument) or _this_year(now)
    if len(periods) > 1:
        text = t("searching.year.calendar")
        return say(Card(text=text, buttons=(*_lists(periods), go("menu"))))
    period, skip = periods[0], int(carried[2] or 0) if carried else 0
    found = search(call.session, call.actor, (), days=days_of(period), skip=skip, most=PAGE + 1)
    if not found:
        text = t("searching.year.none", period=dated_words(period))
        return say(Card(text=text, buttons=(go("reports"), go("menu"))))
    older = (_list(period, skip + PAGE),) if len(found) > PAGE else ()
    return say(
        Card(
            title=t("searching.year.title", period=period_words(period)),
            rows=tuple(row_of(call, hit, ()) for hit in found[:PAGE]),
            buttons=(*older, go("menu")),
        )
    )


def _this_year(now: Now) -> tuple[str, ...]:
    return (f"{YearBasis.FISCAL}.{now.fiscal}", f"{YearBasis.ACADEMIC}.{now.academic}")


def _lists(periods: tuple[str, ...]) -> tuple[Button, ...]:
    """A list for each; of a year that may be several, the calendar's own is hardly meant."""
    several = len(periods) > 1
    return tuple(
        _list(each)
        for each in periods
        if not (several and each.startswith(YearBasis.CALENDAR.value))
    )


def _list(period: str, skip: int = 0) -> Button:
    if skip:
        return go("year_reports", t("searching.more"), f"{period}~{skip}")
    return go("year_reports", t("searching.year.list", period=period_words(period)), period)
