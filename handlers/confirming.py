"""“รอยืนยัน”: a coordinator confirms what others said they sent, or sends it back with a sentence."""

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row
from handlers.conversing import Conversing, refusal, start_over
from handlers.deputy_words import mark_rows, signed
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave
from handlers.forms.sending_back import FORM
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date
from models import audit
from models.person_names import accounts_of
from models.record_photos import photo_ids_of
from models.submissions import (
    SubmissionRecord,
    find_to_review,
    review_submission,
    submissions_to_review,
)
from models.vocabulary import RecordKind, ReviewState

#: Submissions in one list; the next page is a tap away.
PAGE = 8


def show(call: Call) -> list[Effect]:
    """ "รอยืนยัน": what waits for this coordinator's word, the oldest first."""
    after = number_of(call.argument)
    found = submissions_to_review(call.session, call.actor, after=after, most=PAGE + 1)
    if not found:
        return say(Card(text=t("confirming.none"), buttons=(go("menu"),)))
    shown = found[:PAGE]
    last = str(shown[-1].submission.id)
    more = (go("to_confirm", t("confirming.more"), last),) if len(found) > PAGE else ()
    rows = tuple(_row(call, record) for record in shown)
    title = t("confirming.title", count=len(shown))
    return say(Card(title=title, rows=rows, buttons=(*more, go("menu"))))


def one(call: Call) -> list[Effect]:
    """One submission, with its two answers."""
    record = _found(call)
    if record is None:
        return _gone()
    number = str(record.submission.id)
    audit.saw(
        call.session,
        RecordKind.SUBMISSION.value,
        number,
        by=call.actor.person_id,
        of=record.submission.by_person_id,
        at=call.now,
    )
    return say(
        Card(
            title=record.deadline.title_th,
            text=_row(call, record).value,
            rows=tuple(
                Row(label, value)
                for label, value in mark_rows(
                    call.session, RecordKind.SUBMISSION, record.submission.id
                )
            ),
            buttons=(
                go("confirm_sent", t("confirming.button.confirm"), number, primary=True),
                go("send_back", t("confirming.button.send_back"), number),
                *_photos_button(call, record),
                go("to_confirm", t("confirming.button.next"), number),
            ),
        )
    )


def confirm(call: Call) -> list[Effect]:
    """The coordinator says that it was received."""
    record = _found(call)
    if record is None:
        return _gone()
    if not _review(call, record, passed=True, note=""):
        return _done_before(record)
    named = _named(record)
    told = Card(
        text=t("confirming.told.confirmed", who=signed(call), **named),
        buttons=(go("menu"),),
    )
    text = t("confirming.confirmed", **named)
    buttons = (go("to_confirm", t("confirming.button.next")), go("menu"))
    return [*say(Card(text=text, buttons=buttons)), *_left(call, record, told)]


def send_back(call: Call) -> list[Effect]:
    """Asks for the sentence."""
    record = _found(call)
    if record is None:
        return _gone()
    if record.submission.review_state is not ReviewState.NEW:
        return _done_before(record)
    return start_over(call, SENDING_BACK, submission=str(record.submission.id))


def _found(call: Call) -> SubmissionRecord | None:
    number = number_of(call.argument)
    return find_to_review(call.session, call.actor, number) if number else None


def _done_before(record: SubmissionRecord) -> list[Effect]:
    """A button outlives the answer it gave: what was said of this one stands."""
    state = t(f"confirming.state.{record.submission.review_state.value}")
    text = t("confirming.done_before", state=state, **_named(record))
    buttons = (go("to_confirm", t("confirming.button.next")), go("menu"))
    return say(Card(text=text, buttons=buttons))


def _gone() -> list[Effect]:
    buttons = (go("to_confirm", t("confirming.button.next")), go("menu"))
    return say(Card(text=t("confirming.gone"), buttons=buttons))


def _row(call: Call, record: SubmissionRecord) -> Row:
    submission = record.submission
    lines = [
        t(
            "confirming.row_value",
            subject=record.subject.label,
            day=short_date(submission.submitted_on),
            who=record.by or t("visit.row.unnamed"),
        )
    ]
    if photos := photo_ids_of(call.session, RecordKind.SUBMISSION, submission.id):
        lines.append(t("confirming.row_photos", count=len(photos)))
    label = t("confirming.row_label", deadline=record.deadline.title_th)
    open_it = go("one_sent", t("confirming.button.open"), str(submission.id))
    return Row(label, "\n".join(lines), open_it)


def _photos_button(call: Call, record: SubmissionRecord) -> tuple[Button, ...]:
    if not photo_ids_of(call.session, RecordKind.SUBMISSION, record.submission.id):
        return ()
    page = OpenPage("submission", str(record.submission.id))
    return (Button(t("confirming.button.photos"), page),)


def _named(record: SubmissionRecord) -> dict[str, str]:
    return {"deadline": record.deadline.title_th, "subject": record.subject.label}


def _review(call: Call, record: SubmissionRecord, *, passed: bool, note: str) -> bool:
    if call.actor.person_id is None:
        return False
    done = review_submission(
        call.session,
        record.submission.id,
        by=call.actor.person_id,
        at=call.now,
        passed=passed,
        note=note,
    )
    if done:
        audit.note(
            call.session,
            at=call.now,
            person_id=call.actor.person_id,
            action="submission.confirmed" if passed else "submission.returned",
            subject_kind="submission",
            subject_id=record.submission.id,
        )
    return done


def _left(call: Call, record: SubmissionRecord, card: Card) -> list[Effect]:
    who = record.submission.by_person_id
    once = f"reviewed:{record.submission.id}:{call.now.isoformat()}"
    accounts = accounts_of(call.session, {who}).get(who, ())
    return [Leave(account, card, once) for account in accounts]


# --- sending back --------------------------------------------------------------------------------


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    """Which one it is about stays answered, whatever becomes of it: sending says what did."""
    number = draft.answers.get("submission", "")
    record = _found(call.with_argument(number))
    label = t("returning.record_gone")
    if record is not None:
        label = f"{record.deadline.title_th} ({record.subject.label})"
    return World(today=call.today, options={"submission": (Option(number, label),)})


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    record = _found(call.with_argument(draft.answers["submission"]))
    sentence = draft.answers["sentence"]
    if record is None:
        return refusal(_gone(), sentence)
    if not _review(call, record, passed=False, note=sentence):
        return refusal(_done_before(record), sentence)
    named = _named(record)
    told = Card(
        title=t("confirming.told.returned_title", deadline=named["deadline"]),
        text=t("confirming.told.returned", subject=named["subject"], sentence=sentence),
        buttons=(go("submitted", primary=True), go("menu")),
    )
    text = t("confirming.returned", **named)
    buttons = (go("to_confirm", t("confirming.button.next")), go("menu"))
    return [*say(Card(text=text, buttons=buttons)), *_left(call, record, told)]


SENDING_BACK = Conversing(FORM, world=_world, submit=_submit)
