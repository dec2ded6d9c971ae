"""The one form of somebody who has not joined: each of its turns, and nothing else of a form's."""

from handlers import claiming
from handlers.call import Call
from handlers.conversing import resume, step
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Control, Input, Other, Typed, control_of
from handlers.dialog.press import Do
from handlers.effects import Effect
from handlers.forms.claiming import FORM
from handlers.joining import about
from handlers.routes import Route, route_of
from handlers.running import hand_over, press_input


def claim_turn(call: Call, asked: tuple[Route, str] | None) -> list[Effect] | None:
    """One more turn of the request in hand; None where this event is no part of one.

    asked: the command that strangers may give, if the event is one: in the middle of the form it
    is asked whether that was meant.
    """
    if call.event.press is not None:
        return _pressed(call)
    draft, text = _mine(call.conversation.draft), call.event.text
    if draft is not None and text is None and call.event.kind == "message":
        return _step(call, draft, Other("unknown"))
    if text is None:
        return None
    if draft is not None:
        command = asked[0].words[0] if asked else None
        return _step(call, draft, Typed(text, command, call.event.message_id))
    waiting = [each for each in call.conversation.parked if _mine(each)]
    if waiting and control_of(text) is Control.RESUME:
        return _taken_up(call, waiting[-1].id)
    return None


def _pressed(call: Call) -> list[Effect] | None:
    press = call.event.press
    assert press is not None
    match press.do:
        case Do.GO:
            return None
        case Do.START_OVER if press.slot == FORM.name:
            return claiming.begin_anew(call)
        case Do.RESUME:
            return _taken_up(call, press.draft_id)
    draft = _in_hand(call, press.draft_id)
    if draft is None:
        return claiming.already_sent(call, press.draft_id)
    return _step(call, draft, press_input(call.event, press))


def _taken_up(call: Call, draft_id: str) -> list[Effect] | None:
    waiting = [each.id for each in call.conversation.parked if _mine(each)]
    draft = _in_hand(call, draft_id or (waiting[-1] if waiting else ""))
    return resume(call, claiming.CLAIMING, draft) if draft else None


def _in_hand(call: Call, draft_id: str) -> Draft | None:
    """The request of this id, taken in hand; reports of a time before stay where they are."""
    drafts = (call.conversation.draft, *call.conversation.parked)
    known = any(_mine(each) and each.id == draft_id for each in drafts if each)
    return hand_over(call, draft_id) if known else None


def _mine(draft: Draft | None) -> Draft | None:
    return draft if draft is not None and draft.form == FORM.name else None


def _step(call: Call, draft: Draft, given: Input) -> list[Effect]:
    result = step(call, claiming.CLAIMING, draft, given)
    if not isinstance(result, str):
        return result
    call.conversation.park()
    found = route_of(result)
    if found is not None and found[0].strangers:
        return found[0].does(call.with_argument(found[1]))
    return about(call)
