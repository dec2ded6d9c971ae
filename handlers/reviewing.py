"""“รอตรวจ”: a supervisor passes a report, or asks its reporter with a sentence to change it.

A report that passed is locked until somebody who may review it opens it again.
"""

from handlers import records
from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.changing import Sent, difference_row, differences, last_day
from handlers.conversing import Conversing, refusal, start_over
from handlers.deputy_words import signed
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave
from handlers.forms.returning import FORM
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date_with_weekday
from models import audit
from models.person_names import accounts_of
from models.policy import Action, may
from models.record_reviews import (
    Awaiting,
    count_to_review,
    may_review,
    review_note,
    review_record,
    to_review,
)
from models.review_flags import flags_of
from models.versions import count_versions, versions_of
from models.visit_queries import find_visit
from models.vocabulary import RecordKind, ReviewState

#: Reports in one list; the next page is a tap away.
PAGE = 8
#: Between the number of a report and of its version, on the button that passes it.
SEEN = "@"


def show(call: Call) -> list[Effect]:
    """ "รอตรวจ": what waits for this reviewer's word, the oldest first."""
    skip = number_of(call.argument) or 0
    found = to_review(call.session, call.actor, skip=skip, most=PAGE + 1)
    if not found:
        return say(Card(text=t("reviewing.none"), buttons=(go("menu"),)))
    more = len(found) > PAGE
    later = (go("to_review", t("reviewing.more"), str(skip + PAGE)),) if more else ()
    title = t("reviewing.title", count=count_to_review(call.session, call.actor))
    rows = tuple(_row(one) for one in found[:PAGE])
    return say(Card(title=title, rows=rows, buttons=(*later, go("menu"))))


def pass_one(call: Call) -> list[Effect]:
    """ "ตรวจผ่าน V-12": the report is as it should be, and is locked."""
    sent = _mine_to_review(call)
    if sent is None:
        return _gone()
    if sent.review is ReviewState.NEW and _changed_since(call, sent):
        opened = go("report", t("changing.open", number=sent.number), sent.number, primary=True)
        text = t("reviewing.changed", number=sent.number)
        return say(Card(text=text, buttons=(opened, *_on())))
    if not _review(call, sent, ReviewState.PASSED, since=ReviewState.NEW):
        return _done_before(call, sent)
    return say(Card(text=t("reviewing.passed", number=sent.number), buttons=_on()))


def ask_change(call: Call) -> list[Effect]:
    """ "ขอแก้ไขรายงาน V-12": asks for the sentence."""
    sent = _mine_to_review(call)
    if sent is None:
        return _gone()
    if sent.review is not ReviewState.NEW:
        return _done_before(call, sent)
    return start_over(call, RETURNING, record=sent.key)


def reopen(call: Call) -> list[Effect]:
    """ "เปิดให้แก้ไข V-12": what passed waits for review again, and its reporter may change it.

    After the days for that, a reporter changes only what is sent back: then this asks what to."""
    sent = _mine_to_review(call)
    if sent is None:
        return _gone()
    if sent.review is ReviewState.PASSED and _is_late(call, sent):
        return start_over(call, RETURNING, record=sent.key)
    if not _review(call, sent, ReviewState.NEW, since=ReviewState.PASSED):
        return _done_before(call, sent)
    who = signed(call)
    text = t("reviewing.told.reopened", who=who, number=sent.number)
    told = Card(text=text, buttons=(go("report", value=sent.number), go("menu")))
    card = Card(text=t("reviewing.reopened", number=sent.number), buttons=_on())
    return [*say(card), *_left(call, sent, told, "reopened")]


def with_review(call: Call, sent: Sent, card: Card) -> Card:
    """A record that is open, with what its reviewer wants to know and may do; to its reporter,
    with the sentence of a reviewer who sent it back."""
    if sent.review is ReviewState.RETURNED:
        sentence = review_note(call.session, sent.kind, sent.id)
        card = card.noting(t("reviewing.note", sentence=sentence))
    if not _may(call, sent):
        return card
    flags = _flags(call, sent)
    if flags:
        card = card.noting(t("reviewing.look", flags=" · ".join(flags)))
    return card.offering(*_answers(call, sent))


def last_change(call: Call, sent: Sent) -> tuple[Row, ...]:
    """What the newest change of a record that waits for review changed, for its reviewer."""
    if sent.review is not ReviewState.NEW or not _may(call, sent):
        return ()
    kept = versions_of(call.session, sent.kind, sent.id)
    if not kept:
        return ()
    what = records.WHAT[sent.kind](sent)
    changed = differences(call, what, sent.key, kept[-1].answers, sent.answers)
    return tuple(difference_row(one) for one in changed)


def _answers(call: Call, sent: Sent) -> tuple[Button, ...]:
    number = sent.number
    seen = f"{number}{SEEN}{count_versions(call.session, sent.kind, sent.id)}"
    match sent.review:
        case ReviewState.NEW:
            return (
                go("pass_review", t("reviewing.button.pass", number=number), seen, primary=True),
                go("ask_change", t("reviewing.button.return", number=number), number),
                go("to_review", t("reviewing.button.next")),
            )
        case ReviewState.PASSED:
            return (go("reopen", t("reviewing.button.reopen", number=number), number),)
        case ReviewState.RETURNED:
            return ()


def _flags(call: Call, sent: Sent) -> list[str]:
    if sent.kind is not RecordKind.VISIT:
        return []
    record = find_visit(call.session, call.actor, sent.id)
    found = flags_of(call.session, record.visit) if record else []
    return [t(f"reviewing.flag.{flag.value}") for flag in found]


def _may(call: Call, sent: Sent) -> bool:
    if not may(call.actor.posts, Action.REVIEW_RECORD):
        return False
    return may_review(call.session, call.actor, sent.kind, sent.id)


def _mine_to_review(call: Call) -> Sent | None:
    sent = records.sent_record(call, call.argument.partition(SEEN)[0])
    return sent if sent is not None and _may(call, sent) else None


def _changed_since(call: Call, sent: Sent) -> bool:
    """Whether the button stood under an older version than the one it would pass."""
    _, behind, seen = call.argument.partition(SEEN)
    return bool(behind) and number_of(seen) != count_versions(call.session, sent.kind, sent.id)


def _is_late(call: Call, sent: Sent) -> bool:
    return call.today > last_day(call, sent.created_at)


def _review(
    call: Call, sent: Sent, state: ReviewState, *, since: ReviewState, note: str = ""
) -> bool:
    if call.actor.person_id is None:
        return False
    done = review_record(
        call.session,
        sent.kind,
        sent.id,
        by=call.actor.person_id,
        at=call.now,
        state=state,
        since=since,
        note=note,
    )
    if done:
        word = "reopened" if state is ReviewState.NEW else state.value
        audit.note(
            call.session,
            at=call.now,
            person_id=call.actor.person_id,
            action=f"{sent.kind.value}.{word}",
            subject_kind=sent.kind.value,
            subject_id=sent.id,
        )
    return done


def _row(one: Awaiting) -> Row:
    number = records.RECEIPTS[one.kind](one.id)
    what = one.title
    if one.school:
        what = t("history.row_value", school=one.school, topic=one.title)
    if one.report_kind:
        kind = t(f"reporting.kind.{one.report_kind.value}")
        what = t("history.report_value", kind=kind, title=what)
    who = t("reviewing.row_who", who=one.reporter or t("visit.row.unnamed"))
    label = t("history.row_label", receipt=number, day=short_date_with_weekday(one.day))
    return Row(label, f"{what}\n{who}", go("report", t("history.open", receipt=number), number))


def _left(call: Call, sent: Sent, card: Card, what: str) -> list[Effect]:
    """The reporter sees it with the next answer, or in the day's one push."""
    who = sent.reporter_person_id
    once = f"{what}:{sent.key}:{call.now.isoformat()}"
    return [Leave(account, card, once) for account in accounts_of(call.session, {who}).get(who, ())]


def _done_before(call: Call, sent: Sent) -> list[Effect]:
    """A button outlives what it was for: what was said of this one stands."""
    now = records.sent_record(call, sent.number) or sent
    state = t(f"changing.state.{now.review.value}")
    text = t("reviewing.done_before", number=sent.number, state=state)
    open_it = go("report", t("changing.open", number=sent.number), sent.number)
    return say(Card(text=text, buttons=(open_it, *_on())))


def _gone() -> list[Effect]:
    return say(Card(text=t("reviewing.gone"), hint=t("reviewing.which"), buttons=_on()))


def _on() -> tuple[Button, ...]:
    return go("to_review", t("reviewing.button.next")), go("menu")


# --- asking for a change -------------------------------------------------------------------------


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    """Which record it is about stays answered, whatever becomes of it: sending says what did."""
    key = draft.answers.get("record", "")
    sent = records.by_key(call, key)
    label = t("returning.record_gone")
    if sent is not None and _may(call, sent):
        label = t("history.report_value", kind=sent.number, title=sent.title)
    return World(today=call.today, options={"record": (Option(key, label),)})


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    sent = records.by_key(call, draft.answers["record"])
    sentence = draft.answers["sentence"]
    if sent is None or not _may(call, sent):
        return refusal(_gone(), sentence)
    reopens = sent.review is ReviewState.PASSED and _is_late(call, sent)
    since = ReviewState.PASSED if reopens else ReviewState.NEW
    if not _review(call, sent, ReviewState.RETURNED, since=since, note=sentence):
        return refusal(_done_before(call, sent), sentence)
    who, number = signed(call), sent.number
    told = Card(
        title=t("reviewing.told.returned_title", number=number),
        text=t("reviewing.told.returned", title=sent.title, who=who, sentence=sentence),
        buttons=(
            go("change", t("changing.change", number=number), number, primary=True),
            go("report", t("history.open", receipt=number), number),
        ),
    )
    card = Card(text=t("reviewing.returned", number=number), buttons=_on())
    return [*say(card), *_left(call, sent, told, "returned")]


RETURNING = Conversing(FORM, world=_world, submit=_submit)
