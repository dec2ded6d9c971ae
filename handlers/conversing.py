"""Holding a conversation: the same way for every Form.

A capability hands over what is its own as a Conversing: the Form, what the world looks like
for a draft, and what to do once the person has confirmed. The rest (starting, parking, taking
up again, going on) is here.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from handlers.call import Call
from handlers.cards.card import Button, Card, Tap
from handlers.dialog import engine
from handlers.dialog.answers import noted
from handlers.dialog.ask import card_of
from handlers.dialog.form import Draft, Form
from handlers.dialog.inputs import Input, Typed, words_of
from handlers.dialog.moves import edit
from handlers.dialog.press import Do, Press
from handlers.dialog.standing import ask, settle
from handlers.dialog.summary import record_shown
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Say
from handlers.say import go, say
from handlers.texts import t
from models.shown import note_given
from models.vocabulary import RecordKind


@dataclass(frozen=True)
class Conversing:
    """One capability that is held as a conversation.

    world: the facts for this draft; given the input, so that costly ones (all school names) are
    only looked up for typed text. submit: what to do when the person confirmed; it saves and
    says so, or gives a Card that says why it cannot be saved now: the draft is put aside then.
    ended: what to say when the form ended without sending, given its reason. change: instead of
    submit when the draft changes a sent record (Draft.record).
    """

    form: Form
    world: Callable[[Call, Draft, Input | None], World]
    submit: Callable[[Call, Draft], list[Effect] | Card]
    ended: Callable[[Call, Draft, str], list[Effect]] = lambda _call, _draft, reason: say(
        Card(text=t(reason))
    )
    change: Callable[[Call, Draft], list[Effect] | Card] | None = None


def start(call: Call, what: Conversing, given: Mapping[str, str] | None = None) -> list[Effect]:
    """Begin a new draft, with these answers. If one of the same form waits, ask which is meant."""
    waiting = _waiting(call, what.form.name)
    if waiting is not None:
        call.conversation.bring_forward(waiting)
        return say(_which(what, waiting, call.argument if given else ""))
    return start_over(call, what, likely=None, **(given or {}))


def start_over(
    call: Call,
    what: Conversing,
    *,
    read: Collection[str] = (),
    likely: Mapping[str, Mapping[str, str]] | None = None,
    about: str = "",
    **answers: str,
) -> list[Effect]:
    """Begin a new draft, whatever waits; the one in hand is put aside. `answers` are given
    beforehand and not asked; `read` names those of them that this event's text gave. `likely`: for
    a slot what that text may have meant, from value to label; `about`: the sent record ("visit:12")
    that it is about."""
    call.conversation.park()
    draft = Draft(_new_id(about), what.form.name, what.form.version, dict(answers))
    draft.likely = {slot: dict(readings) for slot, readings in (likely or {}).items()}
    offered = draft.likely
    world = world_of(call, what, draft, None)
    by = Typed(call.event.text or "", message_id=call.event.message_id)
    draft = engine.begin(what.form, draft.id, world, read=read, by=by, **answers)
    draft.likely = offered
    draft.touched_on = call.today.isoformat()
    call.conversation.draft = draft
    return say(card_of(what.form, draft, Turn(note=_read_note(what, draft, world)), world))


def start_change(
    call: Call,
    what: Conversing,
    record: str,
    answers: Mapping[str, str],
    *,
    at: str | None = None,
    typed: str = "",
) -> list[Effect]:
    """Change a sent record ("visit:12") whose answers are `answers`; what is in hand waits.

    at: ask this slot at once. typed: the words for its new answer ("26"), so that it need not be
    asked. A change of the same record that waits is taken up again.
    """
    call.conversation.park()
    waiting = next((d for d in call.conversation.parked if d.record == record), None)
    if waiting is None:
        draft = engine.begin_change(what.form, _new_id(record), record, answers)
    else:
        call.conversation.parked.remove(waiting)
        draft = waiting
        settle(draft)
    call.conversation.draft = draft
    draft.touched_on = call.today.isoformat()
    note = _brought_up_to_date(call, what, draft)
    turn = Turn(note=note or t("dialog.change.resumed" if waiting else "dialog.change.begun"))
    slot = what.form.slot(at or "")
    if slot is not None:
        turn = edit(what.form, draft, slot, world_of(call, what, draft, None))
    if slot is not None and typed:
        given = Typed(typed, message_id=call.event.message_id)
        world = world_of(call, what, draft, given)
        turn = engine.correct(what.form, draft, slot.name, typed, given.message_id, world)
    return _shown(call, what, draft, turn)


def _new_id(record: str) -> str:
    """The id of a new draft, at most 36 characters. About a sent record it begins with that
    ("visit:12~…"): its buttons, tapped long after, still say which record they were about."""
    return f"{record}~{uuid.uuid4().hex[:16]}" if record else str(uuid.uuid4())


def resume(call: Call, what: Conversing, draft: Draft, note: str = "") -> list[Effect]:
    """Go on where `draft`, which is in hand, stood."""
    draft.looked_up = {}
    carried = _brought_up_to_date(call, what, draft)
    settle(draft)
    draft.touched_on = call.today.isoformat()
    return _shown(call, what, draft, Turn(note=note or carried or t("common.resumed")))


def take_back(call: Call, what: Conversing, draft: Draft, line_message_id: str) -> list[str]:
    """Drop from `draft`, in hand or put aside, what a message gave that its sender took back; the
    labels of those rows."""
    world = world_of(call, what, draft, None)
    return engine.take_back(what.form, draft, line_message_id, world)


def world_of(call: Call, what: Conversing, draft: Draft, given: Input | None) -> World:
    """The facts for this draft, as its capability knows them."""
    world = what.world(call, draft, given)
    if draft.record:
        return replace(world, changing=True)
    if not draft.likely:
        return world
    return replace(
        world,
        likely={
            slot: tuple(Option(value, label) for value, label in readings.items())
            for slot, readings in draft.likely.items()
        },
        prompts={slot: t("dialog.likely") for slot in draft.likely} | dict(world.prompts),
    )


def step(call: Call, what: Conversing, draft: Draft, given: Input) -> list[Effect] | str:
    """One turn of the draft in hand. A str is a command that the person wants run instead; the
    draft is still in hand then."""
    at = draft.at
    carried = _brought_up_to_date(call, what, draft)
    if draft.at != at and isinstance(given, Typed):
        # The words were meant for a question that is no more: never an answer to another one.
        return _shown(call, what, draft, Turn(note=carried))
    world = world_of(call, what, draft, given)
    before = dict(draft.answers)
    turn = engine.take(what.form, draft, given, world)
    match turn.outcome:
        case Outcome.SEND:
            effects = _sent(call, what, draft)
            if isinstance(effects, Card):
                return _kept(call, what, draft, effects)
            call.conversation.draft = None
            return effects
        case Outcome.ENDED:
            call.conversation.draft = None
            return what.ended(call, draft, turn.reason)
        case Outcome.DROPPED:
            call.conversation.draft = None
            return say(change_dropped(what.form, draft) if draft.record else dropped())
        case Outcome.PARKED:
            call.conversation.park()
            return say(parked(what.form, draft, call.kept.draft_days))
        case Outcome.MENU:
            return words_of("controls.menu")[0]
        case Outcome.COMMAND:
            return turn.command
    if carried:
        turn = replace(turn, note="\n".join(part for part in (carried, turn.note) if part))
    if draft.answers == before:
        return say(card_of(what.form, draft, turn, world))
    # New answers may make other facts matter: a visit already recorded on that day.
    return _shown(call, what, draft, turn, given)


def _sent(call: Call, what: Conversing, draft: Draft) -> list[Effect] | Card:
    if not draft.record:
        effects = what.submit(call, draft)
    else:
        assert what.change is not None, f"{what.form.name} has drafts that change what was sent"
        effects = what.change(call, draft)
    if isinstance(effects, Card):
        return effects
    about = next((each.about for each in effects if isinstance(each, Say) and each.about), "")
    kind, _, number = about.partition(":")
    if about:
        who, record = call.actor.line_user_id, RecordKind(kind)
        note_given(call.session, draft.said, who, record, int(number), call.now)
    return effects


def refusal(effects: list[Effect], words: str) -> list[Effect] | Card:
    """What a `submit` gives that cannot save after all: the answer of `effects` with the words that
    were typed, so that they can be sent again, and the draft is put aside. As it is, where nothing
    was typed: then nothing is lost."""
    card = next((effect.card for effect in effects if isinstance(effect, Say)), None)
    return card.noting(t("common.your_words", words=words)) if card and words else effects


def _kept(call: Call, what: Conversing, draft: Draft, why: Card) -> list[Effect]:
    """It could not be saved: nothing of it is lost, and the person may come back to it."""
    ask(draft, None)
    call.conversation.park()
    note = t("common.put_aside", title=t(f"{what.form.name}.title"))
    return say(why.noting(note).offering(resume_button()))


def _shown(
    call: Call, what: Conversing, draft: Draft, turn: Turn, given: Input | None = None
) -> list[Effect]:
    """The card of a draft whose answers may have changed, with the facts looked up anew."""
    world = world_of(call, what, draft, given)
    engine.look_again(what.form, draft, world)
    return say(card_of(what.form, draft, turn, world))


def _brought_up_to_date(call: Call, what: Conversing, draft: Draft) -> str:
    """Carry a draft of an older form version over; what there is to say about it."""
    if draft.version == what.form.version:
        return ""
    return engine.carry_over(what.form, draft, world_of(call, what, draft, None))


def _read_note(what: Conversing, draft: Draft, world: World) -> str:
    """What was read from the message that began the draft; the summary shows it in its rows."""
    if draft.at is None:
        return ""
    slots = [slot for slot in what.form.slots if slot.name in draft.read]
    return "\n".join(noted(what.form, s, draft.answers[s.name], world) for s in slots)


def parked(form: Form, draft: Draft, days: int) -> Card:
    """The answer to "พัก"; `days`: for how many it is kept."""
    text = t("common.parked.text", title=t(f"{form.name}.title"), days=days)
    if draft.record:
        text = t("dialog.change.parked", record=record_shown(form, draft), days=days)
    return Card(title=t("common.parked.title"), text=text, buttons=(resume_button(), go("menu")))


def dropped() -> Card:
    """The answer when a draft was thrown away."""
    return Card(title=t("common.dropped"), buttons=(go("menu"),))


def change_dropped(form: Form, draft: Draft) -> Card:
    """The answer when a change of a sent record was thrown away."""
    title = t("dialog.change.dropped", record=record_shown(form, draft))
    return Card(title=title, buttons=(go("menu"),))


def resume_button() -> Button:
    label = words_of("controls.resume")[0]
    return Button(label, Tap(Press(Do.RESUME).encode(), label), primary=True)


def _waiting(call: Call, form: str) -> Draft | None:
    draft = call.conversation.draft
    drafts = [*call.conversation.parked, *([draft] if draft else [])]
    found = [d for d in drafts if d.form == form and d.begun and not d.record]
    return found[-1] if found else None


def _which(what: Conversing, draft: Draft, value: str) -> Card:
    title = t(f"{what.form.name}.title")
    again = t("common.waiting.start_over")
    anew = Press(Do.START_OVER, slot=what.form.name, value=value)
    return Card(
        title=t("common.waiting.title", title=title),
        text=t("common.waiting.text"),
        buttons=(
            Button(
                t("common.waiting.resume"),
                Tap(Press(Do.RESUME, draft.id).encode(), t("common.waiting.resume")),
                primary=True,
            ),
            Button(again, Tap(anew.encode(), again)),
        ),
    )
