"""The records behind a number of a status, the newest first; each opens by its number."""

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect
from handlers.exchange_view import exchange_receipt
from handlers.report_kit import report_receipt
from handlers.report_view import title_of
from handlers.say import go, receipt, say
from handlers.status import gone, own
from handlers.status_asked import Seen, find_asked, open_button, reference_in
from handlers.status_behind import PAGE
from handlers.status_details import what_words
from handlers.texts import t
from handlers.thai.dates import short_date, short_date_with_weekday
from models.status_queries import programme_runs
from models.status_records import (
    Sought,
    count_exchanges_about,
    count_reports_about,
    count_visits_about,
    exchanges_about,
    reports_about,
    visits_about,
)
from models.vocabulary import ReportKind, VisitKind

_ASKED = re.compile(r"([a-z_]{1,32})\.([\w-]{1,64})\.(\d{8})\.(\d{8})~(.+)")


def show(call: Call) -> list[Effect]:
    """The records that a button names, as far as the one who taps may open them."""
    wanted = _ASKED.fullmatch(call.argument)
    asked = reference_in(wanted[5]) if wanted else None
    if wanted is None or asked is None:
        return say(own(call))
    found = find_asked(call, call.actor.posts, asked)
    if found is None or not found.tells(wanted[2]):
        return say(gone())
    sought = _sought(call, found, wanted[2], wanted[3], wanted[4])
    known = {*ReportKind, *VisitKind, "visits", "exchanges"}
    if sought is None or wanted[1] not in known:
        return say(gone())
    return say(_list(call, found, sought, wanted[1], call.argument.partition("~")[0]))


def _sought(call: Call, found: Seen, programme: str, first: str, last: str) -> Sought | None:
    ids = {run.programme_id for run in programme_runs(call.session) if run.code == programme}
    try:
        days = [datetime.strptime(day, "%Y%m%d").date() for day in (first, last)]  # noqa: DTZ007
    except ValueError:
        return None
    if not ids:
        return None
    on = min(found.days[1], call.today) if found.days else call.today
    return Sought(found.scope, days[0], days[1], on, frozenset(ids))


def _list(call: Call, found: Seen, sought: Sought, what: str, key: str) -> Card:
    total, opened, rows = _found(call, sought, what, found.asked.first)
    asked = found.asked
    buttons = [open_button(asked.at(0), found.scope.label), go("menu")]
    if asked.first + PAGE < opened:
        value = f"{key}~{asked.at(asked.first + PAGE)}"
        buttons.insert(0, go("status_records", t("status.more"), value))
    time = t(
        "status.records.time",
        what=what_words(what),
        first=short_date(sought.first),
        last=short_date(sought.last),
    )
    count = t("status.records.count", count=f"{total:,}")
    if opened < total:
        # The number is everybody's who sees the place; the records are of those they concern.
        count = t("status.records.opened", count=f"{total:,}", opened=f"{opened:,}")
    return Card(
        kicker=time, title=found.scope.label, text=count, rows=tuple(rows), buttons=tuple(buttons)
    )


def _found(call: Call, sought: Sought, what: str, skip: int) -> tuple[int, int, Sequence[Row]]:
    """How many there are, how many of them this person may open, and a page of these."""
    session, actor = call.session, call.actor
    if what in set(ReportKind):
        kind = ReportKind(what)
        opened, reports = reports_about(session, actor, sought, kind, skip, PAGE)
        rows = [
            _row(
                report_receipt(r.report.id),
                short_date_with_weekday(r.report.happened_on),
                title_of(r),
            )
            for r in reports
        ]
        return count_reports_about(session, sought).get(kind, 0), opened, rows
    if what == "exchanges":
        opened, held = exchanges_about(session, actor, sought, skip, PAGE)
        rows = [
            _row(
                exchange_receipt(e.exchange.id),
                short_date_with_weekday(e.exchange.starts_on),
                e.exchange.title,
            )
            for e in held
        ]
        return count_exchanges_about(session, sought), opened, rows
    of_kind = VisitKind(what) if what in set(VisitKind) else None
    opened, visits = visits_about(session, actor, sought, of_kind, skip, PAGE)
    rows = [
        _row(
            receipt(v.visit.id),
            short_date_with_weekday(v.visit.visited_on),
            t("history.row_value", school=v.school, topic=v.visit.topic),
        )
        for v in visits
    ]
    return count_visits_about(session, sought, of_kind), opened, rows


def _row(number: str, day: str, value: str) -> Row:
    label = t("history.row_label", receipt=number, day=day)
    return Row(label, value, go("report", t("history.open", receipt=number), number))
