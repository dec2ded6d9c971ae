"""Holding a conversation: the same way for every Form.

A capability hands over what is its own as a Conversing: the Form, what the world looks like
for a draft, and what to do once the person has confirmed. The rest (starting, parking, taking
up again, going on) is here.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from handlers.call import Call
from handlers.cards.card import Button, Card, Tap
from handlers.dialog import engine
from handlers.dialog.ask import card_of
from handlers.dialog.form import Draft, Form
from handlers.dialog.inputs import Input, words_of
from handlers.dialog.moves import settle
from handlers.dialog.press import Do, Press
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import World
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t


@dataclass(frozen=True)
class Conversing:
    """One capability that is held as a conversation.

    world: the facts for this draft; given the input, so that costly ones (all school names) are
    only looked up for typed text. submit: what to do when the person confirmed; it saves and
    says so. ended: what to say when the form ended without sending, given its reason.
    """

    form: Form
    world: Callable[[Call, Draft, Input | None], World]
    submit: Callable[[Call, Draft], list[Effect]]
    ended: Callable[[Call, Draft, str], list[Effect]] = lambda _call, _draft, reason: say(
        Card(text=t(reason))
    )


def start(call: Call, what: Conversing) -> list[Effect]:
    """Begin a new draft. If one of the same form waits, ask which is meant."""
    waiting = _waiting(call, what.form.name)
    if waiting is not None:
        return say(_which(what, waiting))
    return start_over(call, what)


def start_over(call: Call, what: Conversing, **answers: str) -> list[Effect]:
    """Begin a new draft, whatever waits; the one in hand is put aside. `answers` are given
    beforehand and not asked."""
    call.conversation.park()
    draft = Draft(str(uuid.uuid4()), what.form.name, what.form.version, dict(answers))
    world = what.world(call, draft, None)
    draft = engine.begin(what.form, draft.id, world, **answers)
    draft.touched_on = call.today.isoformat()
    call.conversation.draft = draft
    return say(card_of(what.form, draft, Turn(), world))


def resume(call: Call, what: Conversing, draft: Draft, note: str = "") -> list[Effect]:
    """Go on where `draft`, which is in hand, stood."""
    world = what.world(call, draft, None)
    if draft.version != what.form.version:
        engine.carry_over(what.form, draft, world)
    settle(draft)
    engine.look_again(what.form, draft, world)
    draft.touched_on = call.today.isoformat()
    return say(card_of(what.form, draft, Turn(note=note or t("common.resumed")), world))


def step(call: Call, what: Conversing, draft: Draft, given: Input) -> list[Effect] | str:
    """One turn of the draft in hand. A str is a command that the person wants run instead; the
    draft is still in hand then."""
    world = what.world(call, draft, given)
    if draft.version != what.form.version:
        engine.carry_over(what.form, draft, world)
    before = dict(draft.answers)
    turn = engine.take(what.form, draft, given, world)
    match turn.outcome:
        case Outcome.SEND:
            effects = what.submit(call, draft)
            call.conversation.draft = None
            return effects
        case Outcome.ENDED:
            call.conversation.draft = None
            return what.ended(call, draft, turn.reason)
        case Outcome.DROPPED:
            call.conversation.draft = None
            return say(dropped())
        case Outcome.PARKED:
            call.conversation.park()
            return say(parked(what.form))
        case Outcome.MENU:
            return words_of("controls.menu")[0]
        case Outcome.COMMAND:
            return turn.command
    if draft.answers != before:
        # New answers may make other facts matter: a visit already recorded on that day.
        world = what.world(call, draft, given)
        engine.look_again(what.form, draft, world)
    return say(card_of(what.form, draft, turn, world))


def parked(form: Form) -> Card:
    """The answer to "พัก"."""
    return Card(
        title=t("common.parked.title"),
        text=t("common.parked.text", title=t(f"{form.name}.title")),
        buttons=(resume_button(), go("menu")),
    )


def dropped() -> Card:
    """The answer when a draft was thrown away."""
    return Card(title=t("common.dropped"), buttons=(go("menu"),))


def resume_button() -> Button:
    label = words_of("controls.resume")[0]
    return Button(label, Tap(Press(Do.RESUME).encode(), label), primary=True)


def _waiting(call: Call, form: str) -> Draft | None:
    draft = call.conversation.draft
    if draft is not None and draft.form == form and draft.begun:
        return draft
    found = [d for d in call.conversation.parked if d.form == form and d.begun]
    return found[-1] if found else None


def _which(what: Conversing, draft: Draft) -> Card:
    title = t(f"{what.form.name}.title")
    again = t("common.waiting.start_over")
    return Card(
        title=t("common.waiting.title", title=title),
        text=t("common.waiting.text"),
        buttons=(
            Button(
                t("common.waiting.resume"),
                Tap(Press(Do.RESUME, draft.id).encode(), t("common.waiting.resume")),
                primary=True,
            ),
            Button(again, Tap(Press(Do.START_OVER, slot=what.form.name).encode(), again)),
        ),
    )
