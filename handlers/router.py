"""Who answers an event: the first in PRECEDENCE that has something to say.

The order is the whole rule, so it stands in one list. Each step looks at the Call and returns
its effects, or None to leave the event to the next.
"""

from collections.abc import Callable
from datetime import timedelta

from handlers import joining
from handlers.call import Call
from handlers.cards.card import Card
from handlers.claiming_strangers import claim_turn
from handlers.dialog.inputs import Control, Other, Photo, Typed, control_of
from handlers.dialog.press import Do
from handlers.effects import DeleteMedia, Effect, FetchContent, Say
from handlers.event import Event
from handlers.groups import in_group
from handlers.leaving import STILL_OPEN, locked
from handlers.loose_photos import adopt_photos, keep_photo, takes_photos
from handlers.menu import menu_card
from handlers.one_message import report_from
from handlers.posts import telling_the_post
from handlers.quoting import of_the_last, quoted
from handlers.roster_chat import take_file
from handlers.routes import Route, route_named, route_of
from handlers.running import (
    command_in,
    converse,
    hand_over,
    old_button,
    press_input,
    refused,
    resume,
    run,
    sent_before,
)
from handlers.say import photo_ids, say
from handlers.taking_files import for_form, offer
from handlers.talks import CONVERSATIONS
from handlers.texts import has, t
from handlers.unfitting import unfitting
from handlers.unsending import unsent, unsent_before
from handlers.waiting import let_go
from models.people import normalise_code
from models.policy import may
from models.visit_queries import add_photo, photo_by_message, photos_left, photos_since
from models.vocabulary import PhotoState

#: Photos one person may send in a day; more would be a mistake, or a misuse of our disk.
PHOTOS_A_DAY = 60

#: What is heard in a group beside the bot's mention.
IN_GROUPS = ("postback", "join", "leave", "memberJoined", "memberLeft")

Step = Callable[[Call], list[Effect] | None]


def hears(event: Event) -> bool:
    """Whether this event is for the bot at all; the others are noted and left unanswered.

    In a group the bot hears its own mention and the taps on its buttons, who comes and goes, and
    nothing else; while another module holds the chat (`standby`) nothing at all. A tap on a tab of
    a rich menu is done by the phone itself; where that failed, its button asks for the menu in the
    chat.
    """
    if event.standby or event.turned_a_tab:
        return False
    if event.in_group:
        # Who has not consented calls without a user id, and may read totals all the same.
        return event.group_id is not None and (event.mentions_bot or event.kind in IN_GROUPS)
    if event.line_user_id is None:
        return False
    return event.kind in ("message", "postback", "follow", "unfollow", "unsend")


def answer(call: Call) -> list[Effect]:
    """The effects of one event that the bot hears. Exactly one of the steps takes it."""
    before = call.conversation.drafts_with_photos()
    in_hand = call.conversation.draft
    expired = call.conversation.drop_expired(call.today, call.kept.draft_days)
    _let_go_of_forms_gone(call)
    effects = next((done for take in PRECEDENCE if (done := take(call)) is not None), [])
    if call.conversation.draft is not in_hand:
        effects = adopt_photos(call, effects)
    if expired:
        effects = _noting(effects, t("common.draft_expired", days=call.kept.draft_days))
    if call.conversation.let_go:
        effects = _noting(effects, let_go(call))
    effects = joining.with_new_notice(call, effects)
    effects = telling_the_post(call, effects)
    gone = before - call.conversation.drafts_with_photos()
    return [*effects, *_forget_photos(call, gone)]


def _group(call: Call) -> list[Effect] | None:
    """No form and no personal data in a group: totals, where it is tied to a place."""
    return in_group(call) if call.event.in_group else None


def _came_or_went(call: Call) -> list[Effect] | None:
    match call.event.kind:
        case "follow":
            return joining.greet(call)
        case "unfollow":
            return joining.left(call)
    return None


def _forget_photos(call: Call, draft_ids: set[str]) -> list[Effect]:
    """The photos of drafts that were let go of without being sent are let go of with them."""
    keys = []
    for draft_id in draft_ids:
        for photo in photos_left(call.session, draft_id):
            photo.state = PhotoState.WITHDRAWN
            keys += [photo.media_key] if photo.media_key else []
    return [DeleteMedia(key) for key in keys]


def _locked(call: Call) -> list[Effect] | None:
    """Whose deletion waits can take it back and ask what is held; nothing else until then."""
    told = locked(call)
    if told is None:
        return None
    asked = _open_to_strangers(call)
    return asked[0].does(call) if asked and asked[0].name in STILL_OPEN else told


def _stranger(call: Call) -> list[Effect] | None:
    """Who has not joined can join, read what the bot is, and ask what is held; nothing else of
    theirs is used."""
    if call.actor.joined:
        return None
    text = call.event.text or ""
    if normalise_code(text):
        return joining.join(call.with_argument(text))
    if (claimed := claim_turn(call, _open_to_strangers(call))) is not None:
        return claimed
    if asked := _open_to_strangers(call):
        return asked[0].does(call.with_argument(asked[1]))
    return joining.about(call)


def _open_to_strangers(call: Call) -> tuple[Route, str] | None:
    """What is asked for of that which everybody may, with what follows it; or None."""
    press = call.event.press
    named = route_named(press.slot) if press and press.do is Do.GO else None
    found = (named, "") if named else route_of(call.event.text or "", inexact=True)
    return found if found and found[0].strangers else None


def _tap(call: Call) -> list[Effect] | None:
    """A button of ours, of any age."""
    if call.event.kind != "postback":
        return None
    press = call.event.press
    if press is None:
        return old_button()
    match press.do:
        case Do.GO:
            route = route_named(press.slot)
            return run(call, route, press.value) if route else old_button()
        case Do.START_OVER if press.slot in CONVERSATIONS:
            talk = CONVERSATIONS[press.slot]
            if talk.needs and not may(call.actor.posts, talk.needs):
                return refused(call)
            return talk.begins_anew(call.with_argument(press.value))
        case Do.RESUME:
            return resume(call, press.draft_id)
    if hand_over(call, press.draft_id) is None:
        return sent_before(call, press.draft_id) or old_button()
    return converse(call, press_input(call.event, press))


def _image(call: Call) -> list[Effect] | None:
    if call.event.kind != "message" or call.event.message_kind != "image":
        return None
    message_id, draft = call.event.message_id, call.conversation.draft
    if message_id is None or not call.event.content_is_at_line:
        return say(Card(text=t("common.photo_not_at_line")))
    since = call.now - timedelta(days=1)
    if photos_since(call.session, call.actor.line_user_id, since) >= PHOTOS_A_DAY:
        return say(Card(text=t("common.photos_too_many", most=PHOTOS_A_DAY)))
    if draft is None or not takes_photos(draft):
        return keep_photo(call, message_id)
    known = photo_by_message(call.session, message_id) is not None
    effects = converse(call, Photo(message_id))
    if not known and message_id in photo_ids(draft):
        add_photo(
            call.session,
            line_message_id=message_id,
            line_user_id=call.actor.line_user_id,
            draft_id=draft.id,
            now=call.now,
        )
        effects = [*effects, FetchContent(message_id)]
    return effects


def _unfinished(call: Call) -> list[Effect] | None:
    """Whatever else is said while a report is in hand belongs to it."""
    if call.conversation.draft is None or call.event.kind != "message":
        return None
    text, place = call.event.text, call.event.place
    if text is not None:
        return converse(call, Typed(text, command_in(call, text), call.event.message_id))
    if place is not None:
        return converse(call, place)
    kind = call.event.message_kind
    return converse(call, Other(kind if has(f"dialog.other.{kind}") else "unknown"))


def _control(call: Call) -> list[Effect] | None:
    """A control word with no report in hand."""
    match control_of(call.event.text or ""):
        case None:
            return None
        case Control.RESUME:
            return resume(call)
        case Control.MENU:
            return say(menu_card(call))
        case Control.HELP:
            return run(call, route_named("help"))
        case _:
            return say(menu_card(call).noting(t("common.nothing_to_leave")))


def _code(call: Call) -> list[Effect] | None:
    """A one-time code alone."""
    text = call.event.text or ""
    return joining.join(call.with_argument(text)) if normalise_code(text) else None


def _command(call: Call) -> list[Effect] | None:
    found = route_of(call.event.text or "", inexact=True)
    return run(call, found[0], found[1]) if found else None


def _not_understood(call: Call) -> list[Effect] | None:
    if call.event.text is None:
        sticker = call.event.message_kind == "sticker"
        note = t("common.sticker" if sticker else "common.other_message")
        return say(menu_card(call).noting(note))
    return unfitting(call)


PRECEDENCE: tuple[Step, ...] = (
    _group,
    _came_or_went,
    unsent,
    unsent_before,
    _locked,
    _stranger,
    _tap,
    for_form,
    _image,
    take_file,
    offer,
    quoted,
    _unfinished,
    _control,
    _code,
    _command,
    of_the_last,
    report_from,
    _not_understood,
)


def _let_go_of_forms_gone(call: Call) -> None:
    """A draft outlives a deploy; one of a form that is no more cannot be finished."""
    conversation = call.conversation
    conversation.parked = [d for d in conversation.parked if d.form in CONVERSATIONS]
    if conversation.draft and conversation.draft.form not in CONVERSATIONS:
        conversation.draft = None


def _noting(effects: list[Effect], note: str) -> list[Effect]:
    for place, effect in enumerate(effects):
        if isinstance(effect, Say):
            return [*effects[:place], Say(effect.card.noting(note)), *effects[place + 1 :]]
    return effects
