"""A deadline that stands: looked at, changed, cancelled. Who was reminded of it is told, once."""

from collections.abc import Callable, Mapping

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenUrl, Row
from handlers.changing import Difference, difference_row
from handlers.conversing import Conversing, start_over
from handlers.deadline_steps import steps_to_come
from handlers.deadline_world import (
    answers_of,
    chosen_audience,
    own_deadline,
    wanted_of,
    world_of_deadline,
)
from handlers.deputy_words import mark_rows, signed
from handlers.dialog.form import WHY, Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave
from handlers.forms.deadline import CANCELLING, FORM
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models import audit
from models.audiences import Audience, audience_of
from models.deadlines import cancel_deadline, change_deadline
from models.duties import Deadline
from models.person_names import accounts_of
from models.reminder_queries import people_reminded
from models.vocabulary import RuleSource, SubjectKind

#: Changes of these are nothing to those who are to send it.
_NOT_TOLD = frozenset({"ladder", "yearly", "whom", "chosen"})

#: The card for somebody who was reminded of these subjects; None where there is nothing to say.
CardFor = Callable[[set[tuple[SubjectKind, int]]], Card | None]


def one(call: Call) -> list[Effect]:
    """One deadline of one's own, with what can be done about it."""
    deadline = own_deadline(call, call.argument)
    audience = audience_of(call.session, deadline, call.today) if deadline else None
    if deadline is None or deadline.created_at is None:
        return gone()
    number = str(deadline.id)
    marks = mark_rows(call.session, "deadline", deadline.id)
    change = (go("change_deadline", t("deadline.one.change"), number),) if audience else ()
    form = t("deadlines.form")
    link = (Button(form, OpenUrl(deadline.submit_url)),) if deadline.submit_url else ()
    return say(
        Card(
            title=deadline.title_th,
            rows=(
                *(_rows(call, deadline, audience) if audience else ()),
                *(Row(label, value) for label, value in marks),
            ),
            hint=t("deadline.one.hint", day=short_date(call.day_of(deadline.created_at))),
            buttons=(
                *change,
                go("cancel_deadline", t("deadline.one.cancel"), number),
                go("register", t("deadlines.who"), number),
                *link,
                go("deadlines"),
            ),
        )
    )


def cancel(call: Call) -> list[Effect]:
    """Asks why, and for a confirmation."""
    deadline = own_deadline(call, call.argument)
    if deadline is None:
        return gone()
    return start_over(call, CANCELLING_ONE, deadline=str(deadline.id))


def gone() -> list[Effect]:
    """The same words for what is no more and for what is not this person's to change."""
    return say(Card(text=t("deadline.cannot.gone"), buttons=(go("deadlines"), go("menu"))))


def _rows(call: Call, deadline: Deadline, audience: Audience) -> tuple[Row, ...]:
    answers = answers_of(deadline, audience)
    world = world_of_deadline(call, _record(deadline), None)
    rows = []
    for slot in FORM.slots:
        if slot.name == "title" or not answers.get(slot.name):
            continue
        value = slot.kind.show(answers[slot.name], slot.name, world)
        if slot.name == "ladder":
            steps = t("deadline.one.steps", steps=steps_to_come(call, deadline))
            value = f"{value}\n{steps}"
        rows.append(Row(FORM.label(slot), value))
    return tuple(rows)


def _record(deadline: Deadline) -> Draft:
    return Draft("", FORM.name, FORM.version, record=f"deadline:{deadline.id}")


# --- changed -------------------------------------------------------------------------------------


def save_changed(call: Call, draft: Draft) -> list[Effect]:
    """The person confirmed the change of `draft.record`."""
    deadline, audience = own_deadline(call, draft.record), chosen_audience(call, draft)
    if deadline is None or audience is None:
        return gone()
    wanted = wanted_of(draft.answers, audience)
    if wanted is None:
        return gone()
    changed = _differences(call, deadline, audience, draft)
    if not changed:
        return say(Card(text=t("deadline.cannot.nothing"), buttons=(_open(deadline),)))
    due_before = deadline.due_on
    change_deadline(call.session, deadline, wanted)
    details = {"due_on": wanted.due_on.isoformat(), "before": due_before.isoformat()}
    _audit(call, deadline, "deadline.changed", details)
    told = _told(call, deadline, _card_of_change(call, deadline, audience, changed, draft))
    count = len({effect.line_user_id for effect in told})
    return [
        *say(
            Card(
                title=t("deadline.changed.title"),
                text=deadline.title_th,
                rows=tuple(difference_row(one) for one in changed.values()),
                hint=t("deadline.changed.told", count=count) if count else "",
                buttons=(_open(deadline), go("deadlines"), go("menu")),
            )
        ),
        *told,
    ]


def _open(deadline: Deadline) -> Button:
    return go("one_deadline", t("deadline.changed.open"), str(deadline.id))


def _differences(
    call: Call, deadline: Deadline, audience: Audience, draft: Draft
) -> dict[str, Difference]:
    """What the draft says otherwise than the deadline, in words, by the name of the question."""
    before, after = answers_of(deadline, audience), draft.answers
    world = world_of_deadline(call, draft, None)
    found = {}
    for slot in FORM.slots:
        pair = (before.get(slot.name, ""), after.get(slot.name, ""))
        if slot.name != WHY.name and pair[0] != pair[1]:
            shown = (slot.kind.show(value, slot.name, world) if value else "" for value in pair)
            found[slot.name] = Difference(FORM.label(slot), *shown)
    return found


def _card_of_change(
    call: Call,
    deadline: Deadline,
    audience: Audience,
    changed: Mapping[str, Difference],
    draft: Draft,
) -> CardFor:
    asked = {
        (subject.kind, subject.id)
        for subject in audience.subjects
        if deadline.subject_ids is None or subject.id in deadline.subject_ids
    }
    rows = tuple(difference_row(one) for name, one in changed.items() if name not in _NOT_TOLD)
    hint = _why(call, draft.answers.get(WHY.name, ""))

    def card_for(reminded_of: set[tuple[SubjectKind, int]]) -> Card | None:
        if not reminded_of & asked:
            title = t("deadline.told.not_yours")
            return Card(title=title, text=deadline.title_th, hint=hint, buttons=(go("deadlines"),))
        if not rows:
            return None
        title = t("deadline.told.changed")
        return Card(
            title=title, text=deadline.title_th, rows=rows, hint=hint, buttons=(go("deadlines"),)
        )

    return card_for


# --- cancelled -----------------------------------------------------------------------------------


def _world(call: Call, draft: Draft, _given: Input | None) -> World:
    deadline = own_deadline(call, draft.answers.get("deadline", ""))
    if deadline is None:
        return World(today=call.today)
    shown = f"{deadline.title_th} ({short_date(deadline.due_on)})"
    option = Option(str(deadline.id), shown)
    return World(today=call.today, options={"deadline": (option,)})


def _cancelled(call: Call, draft: Draft) -> list[Effect]:
    deadline = own_deadline(call, draft.answers["deadline"])
    if deadline is None:
        return gone()
    cancel_deadline(call.session, deadline, call.now)
    _audit(call, deadline, "deadline.cancelled", {})
    card = Card(
        title=t("deadline.told.cancelled"),
        text=f"{deadline.title_th} ({long_date(deadline.due_on)})",
        hint=_why(call, draft.answers.get("reason", "")),
        buttons=(go("deadlines"),),
    )
    told = _told(call, deadline, lambda _reminded_of: card)
    count = len({effect.line_user_id for effect in told})
    done = Card(
        title=t("deadline_cancelling.done", title=deadline.title_th),
        hint=t("deadline.changed.told", count=count) if count else "",
        buttons=(go("deadlines"), go("menu")),
    )
    return [*say(done), *told]


CANCELLING_ONE = Conversing(CANCELLING, world=_world, submit=_cancelled)


# --- told ----------------------------------------------------------------------------------------


def _told(call: Call, deadline: Deadline, card_for: CardFor) -> list[Leave]:
    """A card left for everybody who was reminded of it, but for who changed it."""
    reminded = people_reminded(call.session, RuleSource.DEADLINE, deadline.id)
    accounts = accounts_of(call.session, reminded.keys() - {call.actor.person_id})
    once = f"deadline:{deadline.id}:{call.now.isoformat()}"
    return [
        Leave(account, card, once)
        for person_id, some in accounts.items()
        if (card := card_for(reminded[person_id])) is not None
        for account in some
    ]


def _why(call: Call, reason: str) -> str:
    lines = [t("deadline.told.reason", reason=reason)] if reason else []
    return "\n".join([*lines, t("deadline.told.by", who=signed(call))])


def _audit(call: Call, deadline: Deadline, action: str, details: Mapping[str, str]) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="deadline",
        subject_id=deadline.id,
        details=details,
    )
