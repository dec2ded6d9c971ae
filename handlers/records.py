"""Records after sending, whatever their kind: found by number, changed, and compared with before.

One literal table says how a record of each kind is found again as the answers of its form.
"""

import re
from collections.abc import Callable, Mapping

from handlers import exchange, reporting, visit
from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.changing import Sent, difference_row, differences, last_day, why_not
from handlers.conversing import Conversing, start_change
from handlers.deputy_words import signed_by
from handlers.effects import Effect
from handlers.exchange_view import exchange_receipt
from handlers.reporting import report_receipt
from handlers.say import go, number_of, receipt, say
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import fold
from models import audit
from models.deputy_marks import marks_of
from models.person_names import names_of
from models.report_queries import reaches_report
from models.versions import RecordVersion, versions_of
from models.vocabulary import RecordKind

#: How a record of each kind is found by the person who asks, as the answers of its form.
FIND: Mapping[RecordKind, Callable[[Call, int], Sent | None]] = {
    RecordKind.VISIT: visit.sent,
    RecordKind.EXCHANGE: exchange.sent,
    RecordKind.REPORT: reporting.sent,
}
#: The conversation in which a record is changed.
WHAT: Mapping[RecordKind, Callable[[Sent], Conversing]] = {
    RecordKind.VISIT: lambda _sent: visit.VISIT,
    RecordKind.EXCHANGE: lambda _sent: exchange.EXCHANGE,
    RecordKind.REPORT: reporting.conversing_of,
}
#: What the receipt of each kind looks like; its letters tell the kind of a typed number.
RECEIPTS: Mapping[RecordKind, Callable[[int], str]] = {
    RecordKind.VISIT: receipt,
    RecordKind.EXCHANGE: exchange_receipt,
    RecordKind.REPORT: report_receipt,
}


#: More rows than this make no bubble.
MOST_ROWS = 20


def kind_and_number(typed: str) -> tuple[RecordKind, int] | None:
    """What "V-12", "e๓" or "12" names; a number alone is a visit. None if it names nothing."""
    folded = fold(typed)
    number = number_of(folded)
    if number is None:
        return None
    for kind, shown in RECEIPTS.items():
        letters = re.sub(r"[\d-]", "", fold(shown(0)))
        if re.match(rf"{re.escape(letters)}(?![a-z])", folded):
            return kind, number
    return None if re.match("[a-z]", folded) else (RecordKind.VISIT, number)


def by_key(call: Call, key: str) -> Sent | None:
    """The record that a draft or a message names by "visit:12", if this person may see it."""
    kind, _, number = key.partition(":")
    if kind not in set(RecordKind) or not number.isdecimal():
        return None
    find = FIND.get(RecordKind(kind))
    return find(call, int(number)) if find else None


def sent_record(call: Call, typed: str) -> Sent | None:
    """The record of this receipt number, if this person may see it."""
    found = kind_and_number(typed)
    return FIND[found[0]](call, found[1]) if found else None


def change(call: Call) -> list[Effect]:
    """ "แก้ไขรายงาน V-12": its answers, each to be changed, until the window closes."""
    sent = sent_record(call, call.argument)
    if sent is None:
        return which(call)
    if why := why_not(call, sent):
        return refused(sent, why)
    return start_change(call, WHAT[sent.kind](sent), sent.key, sent.answers)


def versions(call: Call) -> list[Effect]:
    """ "ประวัติการแก้ไข V-12": what was changed, by whom, when and why; the newest first."""
    sent = sent_record(call, call.argument)
    if sent is None:
        return which(call)
    kept = _kept(call, sent)
    if not kept:
        return refused(sent, t("changing.never", number=sent.number))
    audit.saw(
        call.session,
        sent.kind.value,
        sent.id,
        by=call.actor.person_id,
        of=sent.reporter_person_id,
        at=call.now,
    )
    what = WHAT[sent.kind](sent)
    after = [version.answers for version in kept[1:]] + [dict(sent.answers)]
    names = names_of(call.session, {version.changed_by_person_id for version in kept})
    behalf = {mark.at: mark.for_whom for mark in marks_of(call.session, sent.kind.value, sent.id)}
    rows: list[Row] = []
    for version, then in reversed(list(zip(kept, after, strict=True))):
        who = names.get(version.changed_by_person_id) or t("visit.row.unnamed")
        who = signed_by(who, behalf.get(version.changed_at))
        rows.append(_heading(call, version, who))
        changed = differences(call, what, sent.key, version.answers, then)
        rows += [difference_row(one) for one in changed]
    title = t("changing.versions", number=sent.number, count=len(kept))
    return say(
        Card(title=title, rows=tuple(rows[:MOST_ROWS]), buttons=(open_again(sent), go("menu")))
    )


def buttons_of(call: Call, sent: Sent) -> tuple[Button, ...]:
    """What this person may do with a record that is open before them."""
    buttons: list[Button] = []
    if why_not(call, sent) is None:
        buttons.append(go("change", t("changing.change", number=sent.number), sent.number))
        buttons.append(go("withdraw", t("changing.withdraw", number=sent.number), sent.number))
    elif sent.withdrawn_at is not None and sent.reporter_person_id == call.actor.person_id:
        buttons.append(go("restore", t("withdrawal.restore", number=sent.number), sent.number))
    count = len(_kept(call, sent))
    if count:
        buttons.append(go("versions", t("changing.see_versions", count=count), sent.number))
    return tuple(buttons)


def state_line(call: Call, sent: Sent) -> str:
    """Where a record stands: withdrawn, reviewed, or until when it can be changed."""
    if sent.withdrawn_at is not None:
        day = short_date(call.day_of(sent.withdrawn_at))
        return t("changing.state.withdrawn", day=day)
    if why_not(call, sent) is None:
        return t("changing.state.open", day=short_date(last_day(call, sent.created_at)))
    return t(f"changing.state.{sent.review.value}")


def _kept(call: Call, sent: Sent) -> list[RecordVersion]:
    """The versions before of a record; none for whom it is open to only because it is public now:
    what was not public stays with those whom it reached."""
    if sent.kind is RecordKind.REPORT and not reaches_report(call.session, call.actor, sent.id):
        return []
    return versions_of(call.session, sent.kind, sent.id)


def _heading(call: Call, version: RecordVersion, who: str) -> Row:
    way = t(f"changing.way.{version.way.value}")
    day = short_date(call.day_of(version.changed_at))
    label = t("changing.heading", number=version.number, way=way, day=day)
    return Row(label, f"{who}\n{version.reason}".strip())


def open_again(sent: Sent) -> Button:
    return go("report", t("changing.open", number=sent.number), sent.number)


def done_before(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a change or a withdrawal that is over; None of any other draft."""
    sent = by_key(call, draft_id.partition("~")[0])
    if sent is None:
        return None
    return refused(sent, t("changing.over", number=sent.number, state=state_line(call, sent)))


def refused(sent: Sent, why: str) -> list[Effect]:
    return say(Card(text=why, buttons=(open_again(sent), go("menu"))))


def which(call: Call) -> list[Effect]:
    return say(Card(text=t("changing.which"), buttons=(go("my_history"), go("menu"))))
