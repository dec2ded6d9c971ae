"""Looking back: one's own reports, those one received, and one record by its number."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import reporting
from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row
from handlers.deputy_words import made_for
from handlers.effects import Effect, Say
from handlers.exchange_view import exchange_receipt, exchange_rows
from handlers.records import FIND, RECEIPTS, buttons_of, kind_and_number, state_line
from handlers.reviewing import last_change, with_review
from handlers.say import go, number_of, receipt, say
from handlers.searching_years import offer, periods_in
from handlers.texts import t
from handlers.thai.dates import short_date_with_weekday
from handlers.visit import open_button
from handlers.visit_view import rows_of
from models import audit
from models.deputy_marks import marks_of_all
from models.exchange_queries import ExchangeRecord, exchanges_seen, find_exchange
from models.history_queries import Past, past_of
from models.visit_queries import VisitRecord, find_visit, visits_received, visits_seen
from models.vocabulary import RecordKind, ReviewState, ScopeKind

#: Reports in one list; the next page is a tap away.
PAGE = 8


def mine(call: Call) -> list[Effect]:
    """ "ประวัติของฉัน": what one reported, of every kind, newest first."""
    if call.actor.person_id is None:
        return say(Card(text=t("history.none_mine"), buttons=(go("menu"),)))
    skip = number_of(call.argument) or 0
    found = past_of(call.session, call.actor.person_id, skip=skip, most=PAGE + 1)
    if not found:
        return say(Card(text=t("history.none_mine"), buttons=(go("menu"),)))
    more = len(found) > PAGE
    older = (go("my_history", t("history.older"), str(skip + PAGE)),) if more else ()
    marks = marks_of_all(call.session, {(past.kind.value, past.id) for past in found[:PAGE]})
    rows = tuple(
        _past_row(past, made_for(marks.get((past.kind.value, past.id), ())))
        for past in found[:PAGE]
    )
    return say(Card(title=t("history.mine"), rows=rows, buttons=(*older, go("menu"))))


def _past_row(past: Past, behalf: str) -> Row:
    number = RECEIPTS[past.kind](past.id)
    day = short_date_with_weekday(past.day)
    what = past.title
    if past.school:
        what = t("history.row_value", school=past.school, topic=past.title)
    if past.report_kind:
        what = t(
            "history.report_value", kind=t(f"reporting.kind.{past.report_kind.value}"), title=what
        )
    marks = [
        *((t("history.mark.withdrawn"),) if past.withdrawn_at else ()),
        *((t("history.mark.returned"),) if past.review is ReviewState.RETURNED else ()),
        *(() if past.own else (t("history.mark.with_others"),)),
        *((behalf,) if behalf else ()),
    ]
    return Row(
        t("history.row_label", receipt=number, day=day),
        "\n".join((what, *marks)),
        go("report", t("history.open", receipt=number), number),
        muted=past.withdrawn_at is not None,
    )


def received(call: Call) -> list[Effect]:
    """ "การนิเทศที่ได้รับ": reports of visits to one's own school; for offices, to all of theirs."""
    before = number_of(call.argument)
    schools = [
        post.scope.id
        for post in call.actor.posts
        if post.scope.kind is ScopeKind.SCHOOL and post.scope.id is not None
    ]
    if schools:
        found = visits_received(call.session, schools, before=before, most=PAGE + 1)
    else:
        found = visits_seen(call.session, call.actor, before=before, most=PAGE + 1)
    return say(_list(found, "received", t("history.received"), t("history.none_received")))


def one(call: Call) -> list[Effect]:
    """ "รายงาน V-12": one record, to those in whose scope it lies, and what they may do.

    "รายงาน 2566" is more likely the year.
    """
    if periods := periods_in(call, call.argument):
        return say(offer(call, call.argument, periods))
    found = kind_and_number(call.argument)
    if found is None:
        return say(Card(text=t("history.which"), buttons=(go("my_history"),)))
    kind, number = found
    card, sent = CARDS[kind](call, number), FIND[kind](call, number)
    if sent is None:
        return say(card)
    audit.saw(
        call.session,
        kind.value,
        number,
        by=call.actor.person_id,
        of=sent.reporter_person_id,
        at=call.now,
    )
    card = replace(
        card, hint=state_line(call, sent), rows=(*card.rows, *last_change(call, sent))
    ).offering(*buttons_of(call, sent))
    return [Say(with_review(call, sent, card), about=sent.key)]


def _visit(call: Call, number: int) -> Card:
    record = find_visit(call.session, call.actor, number)
    if record is None:
        text = t("history.not_found", receipt=receipt(number))
        return Card(text=text, buttons=(go("my_history"), go("menu")))
    rows = tuple(Row(label, value) for label, value in rows_of(call.session, record))
    title = t("history.one", receipt=receipt(number))
    return Card(title=title, rows=rows, buttons=(open_button(number),))


def exchanges(call: Call) -> list[Effect]:
    """ "กิจกรรมแลกเปลี่ยน": the exchanges one may see, newest first."""
    found = exchanges_seen(call.session, call.actor, before=number_of(call.argument), most=PAGE + 1)
    if not found:
        return say(Card(text=t("history.none_exchanges"), buttons=(go("menu"),)))
    shown, more = found[:PAGE], found[PAGE:]
    last = str(shown[-1].exchange.id)
    older = (go("exchanges", t("history.older"), last),) if more else ()
    rows = tuple(_exchange_row(record) for record in shown)
    return say(Card(title=t("history.exchanges"), rows=rows, buttons=(*older, go("menu"))))


def _exchange_row(record: ExchangeRecord) -> Row:
    number = exchange_receipt(record.exchange.id)
    day = short_date_with_weekday(record.exchange.starts_on)
    return Row(
        t("history.row_label", receipt=number, day=day),
        record.exchange.title,
        go("report", t("history.open", receipt=number), number),
    )


def _exchange(call: Call, number: int) -> Card:
    record = find_exchange(call.session, call.actor, number)
    if record is None:
        text = t("history.not_found", receipt=exchange_receipt(number))
        return Card(text=text, buttons=(go("exchanges"), go("menu")))
    rows = tuple(Row(label, value) for label, value in exchange_rows(call.session, record))
    page = OpenPage("exchange", str(number))
    return Card(
        title=t("history.one_exchange", receipt=exchange_receipt(number)),
        rows=rows,
        buttons=(Button(t("visit.saved.open"), page, primary=True),),
    )


#: How a record of each kind is shown to somebody who asks for it.
CARDS: Mapping[RecordKind, Callable[[Call, int], Card]] = {
    RecordKind.VISIT: _visit,
    RecordKind.EXCHANGE: _exchange,
    RecordKind.REPORT: reporting.one,
}


def _list(found: list[VisitRecord], route: str, title: str, none: str) -> Card:
    if not found:
        return Card(text=none, buttons=(go("menu"),))
    shown, more = found[:PAGE], found[PAGE:]
    rows = tuple(_row(record) for record in shown)
    next_page = (go(route, t("history.older"), str(shown[-1].visit.id)),) if more else ()
    return Card(title=title, rows=rows, buttons=(*next_page, go("menu")))


def _row(record: VisitRecord) -> Row:
    number = receipt(record.visit.id)
    day = short_date_with_weekday(record.visit.visited_on)
    return Row(
        t("history.row_label", receipt=number, day=day),
        t("history.row_value", school=record.school, topic=record.visit.topic),
        go("report", t("history.open", receipt=number), number),
    )
