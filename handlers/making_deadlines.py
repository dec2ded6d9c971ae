"""“เพิ่มกำหนดส่ง”: a coordinator says what is to be sent by when, and by whom of the own scope."""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.changing_deadlines import gone, save_changed
from handlers.conversing import Conversing, start, start_change, start_over
from handlers.deadline_steps import steps_gone, steps_to_come
from handlers.deadline_world import (
    answers_of,
    audiences_for,
    chosen_audience,
    own_deadline,
    wanted_of,
    world_of_deadline,
)
from handlers.dialog.form import Draft
from handlers.effects import Effect
from handlers.forms.deadline import FORM
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.thai.deadlines import read_deadline
from models import audit
from models.audiences import audience_of
from models.deadlines import deadline_of_draft, make_deadline
from models.duties import Deadline


def begin(call: Call) -> list[Effect]:
    """The form. What stands behind the command is taken for its title and its day: "เพิ่มกำหนดส่ง
    แผนปฏิบัติการ 30 พ.ย. 69"."""
    if cannot := _cannot(call):
        return say(cannot)
    if not call.argument:
        return start(call, MAKING)
    said = read_deadline(call.argument, call.today)
    return start_over(call, MAKING, read=tuple(said), likely=None, **said)


def begin_anew(call: Call) -> list[Effect]:
    """A new one although another draft waits."""
    cannot = _cannot(call)
    return say(cannot) if cannot else start_over(call, MAKING)


def change(call: Call) -> list[Effect]:
    """Its answers, to be changed one by one."""
    deadline = own_deadline(call, call.argument)
    audience = audience_of(call.session, deadline, call.today) if deadline else None
    if deadline is None or audience is None:
        return gone()
    answers = answers_of(deadline, audience)
    return start_change(call, MAKING, f"deadline:{deadline.id}", answers)


def already_made(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    deadline = call.once(
        ("deadline of draft", draft_id), lambda: deadline_of_draft(call.session, draft_id)
    )
    if deadline is None or deadline.created_by_person_id != call.actor.person_id:
        return None
    text = t("deadline.saved.already", title=deadline.title_th)
    return say(Card(text=text, buttons=(go("deadlines"), go("menu"))))


def _cannot(call: Call) -> Card | None:
    """Why this person cannot make any now, or None."""
    if audiences_for(call, Draft("", FORM.name, FORM.version)):
        return None
    return Card(text=t("deadline.cannot.nobody"), buttons=(go("menu"),))


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    audience = chosen_audience(call, draft)
    wanted = wanted_of(draft.answers, audience) if audience else None
    if audience is None or wanted is None or call.actor.person_id is None:
        # The post, or those that were chosen, went away while the draft waited.
        buttons = (go("add_deadline"), go("menu"))
        return _cannot(call) or Card(text=t("deadline.cannot.changed"), buttons=buttons)
    deadline, new = make_deadline(
        call.session,
        audience,
        wanted,
        draft_id=draft.id,
        by=call.actor.person_id,
        now=call.now,
        today=call.today,
    )
    if not new:
        return already_made(call, draft.id) or gone()
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="deadline.made",
        subject_kind="deadline",
        subject_id=deadline.id,
        details={"due_on": deadline.due_on.isoformat(), "audience": audience.key},
    )
    count = len(audience.subjects if wanted.subject_ids is None else wanted.subject_ids)
    return say(_saved(call, deadline, count))


def _saved(call: Call, deadline: Deadline, count: int) -> Card:
    by = long_date(deadline.due_on)
    if deadline.due_time is not None:
        by = t("reminders.by_time", day=by, time=f"{deadline.due_time:%H:%M}")
    lines = [t("deadline.saved.reminds", steps=steps_to_come(call, deadline))]
    if gone_by := steps_gone(call, deadline):
        lines.append(t("deadline.saved.gone", days=gone_by))
    if deadline.repeats_yearly:
        lines.append(t("deadline.saved.yearly"))
    return Card(
        title=t("deadline.saved.title"),
        text=t("deadline.saved.text", title=deadline.title_th, by=by, count=count),
        hint="\n".join(lines),
        buttons=(
            go("deadlines", primary=True),
            go("add_deadline", t("deadline.saved.another")),
            go("menu"),
        ),
    )


MAKING = Conversing(
    FORM,
    world=world_of_deadline,
    submit=_submit,
    change=save_changed,
)
