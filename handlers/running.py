"""Running what a person asks for: a command of the table, or one more turn of a report.

Whatever is begun, what was in hand before is put aside and not lost.
"""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import resume as take_up
from handlers.conversing import resume_button, step
from handlers.dialog.form import Draft, Stage
from handlers.dialog.inputs import Control, Input, Picked, Pressed, control_of
from handlers.dialog.press import Press
from handlers.effects import Effect, Say
from handlers.event import Event
from handlers.menu import menu_card
from handlers.noting_lists import LISTS, note_list
from handlers.records import done_before
from handlers.routes import Route, route_of
from handlers.say import go, say
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from handlers.waiting import waiting, waiting_card
from models.policy import may


def run(call: Call, route: Route | None, argument: str = "") -> list[Effect]:
    """Run a command, if the person's role allows it; asked anew, since a button outlives a post."""
    if route is None:
        return old_button()
    if not _allowed(call, route):
        return refused(call)
    left = call.conversation.draft
    call.conversation.park()
    effects = route.does(call.with_argument(argument))
    if route.name in LISTS:
        note_list(call, route.name, argument, effects)
    return offering_to_go_on(call, effects, left)


def refused(call: Call) -> list[Effect]:
    return say(menu_card(call).noting(t("common.not_allowed")))


def offering_to_go_on(call: Call, effects: list[Effect], left: Draft | None) -> list[Effect]:
    """What was in hand, `left`, may have been put aside for something else: say so, with the way
    back to it."""
    if left is None or not left.begun or call.conversation.draft is left:
        return effects
    button = resume_button()
    for place, effect in enumerate(effects):
        if not isinstance(effect, Say) or button in effect.card.buttons:
            continue
        card = effect.card.noting(t("common.put_aside", title=t(f"{left.form}.title")))
        if call.conversation.draft is None:
            card = card.offering(button)
        return [*effects[:place], Say(card), *effects[place + 1 :]]
    return effects


def command_in(call: Call, text: str) -> str | None:
    """The label of the command that `text` would be, said while a report is in hand.

    Where words of one's own are awaited, "ค้นหา สื่อการอ่าน" is an answer: there what follows a
    command has a number in it.
    """
    found = route_of(text)
    if found is None or not _allowed(call, found[0]):
        return None
    route, argument = found
    numbered = any(sign.isdecimal() for sign in argument)
    return None if argument and not numbered and _awaits_words(call) else route.words[0]


def _awaits_words(call: Call) -> bool:
    draft = call.conversation.draft
    if draft is None:
        return False
    slot = CONVERSATIONS[draft.form].what.form.slot(draft.at or "")
    return draft.stage is Stage.ASKING and slot is not None and slot.kind.free_text


def _allowed(call: Call, route: Route) -> bool:
    return route.needs is None or may(call.actor.posts, route.needs)


def converse(call: Call, given: Input) -> list[Effect]:
    draft = call.conversation.draft
    assert draft is not None
    result = step(call, CONVERSATIONS[draft.form].what, draft, given)
    if not isinstance(result, str):
        return result
    found = None if control_of(result) is Control.MENU else route_of(result)
    if found is not None:
        return run(call, found[0], found[1])
    call.conversation.park()
    return say(menu_card(call))


def resume(call: Call, draft_id: str = "") -> list[Effect]:
    """Take up the draft of this id, or the one in hand, or what was put aside: the list of these,
    where several wait."""
    conversation = call.conversation
    if not draft_id and conversation.draft is None and len(waiting(call)) > 1:
        return say(waiting_card(call))
    draft = hand_over(call, draft_id) if draft_id else conversation.draft or conversation.resume()
    if draft is None and draft_id:
        return sent_before(call, draft_id) or old_button()
    if draft is None:
        return say(menu_card(call).noting(t("common.nothing_waiting")))
    return take_up(call, CONVERSATIONS[draft.form].what, draft)


def hand_over(call: Call, draft_id: str) -> Draft | None:
    """The draft of this id, taken in hand if it was put aside; None if there is none such.

    A tap on a card of a waiting report means that report, so it is simply taken up again.
    """
    conversation = call.conversation
    if conversation.draft and conversation.draft.id == draft_id:
        return conversation.draft
    found = next((d for d in conversation.parked if d.id == draft_id), None)
    if found is not None:
        conversation.parked.remove(found)
        conversation.park()
        conversation.draft = found
    return found


def press_input(event: Event, press: Press) -> Input:
    return Picked(press, event.picked_day) if event.picked_day else Pressed(press)


def old_button() -> list[Effect]:
    return say(Card(text=t("common.old_button"), buttons=(go("menu"),)))


def sent_before(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, of whatever form it was."""
    for talk in CONVERSATIONS.values():
        if (effects := talk.already(call, draft_id)) is not None:
            return effects
    return done_before(call, draft_id)
