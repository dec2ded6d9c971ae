"""Who answers an event: the first in PRECEDENCE that has something to say.

The order is the whole rule, so it stands in one list. Each step looks at the Call and returns
its effects, or None to leave the event to the next.
"""

from collections.abc import Callable
from datetime import timedelta

from handlers import joining
from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import resume_button
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Control, Other, Photo, Typed, control_of
from handlers.dialog.press import Do
from handlers.dialog.reading import quote
from handlers.effects import DeleteMedia, Effect, FetchContent, Say
from handlers.event import Event
from handlers.menu import menu_card
from handlers.routes import CONVERSATIONS, route_named, route_of
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
from handlers.say import go, say
from handlers.texts import has, t
from models.inbox_queries import forget_message
from models.people import normalise_code
from models.policy import may
from models.visit_queries import add_photo, photo_by_message, photos_left, photos_since
from models.vocabulary import PhotoState

#: Photos one person may send in a day; more would be a mistake, or a misuse of our disk.
PHOTOS_A_DAY = 60

Step = Callable[[Call], list[Effect] | None]


def hears(event: Event) -> bool:
    """Whether this event is for the bot at all; the others are noted and left unanswered.

    In a group the bot hears its own mention only, and while another module holds the chat
    (`standby`) nothing.
    """
    if event.standby or event.line_user_id is None:
        return False
    if event.in_group:
        return event.mentions_bot
    return event.kind in ("message", "postback", "follow", "unfollow", "unsend")


def answer(call: Call) -> list[Effect]:
    """The effects of one event that the bot hears. Exactly one of the steps takes it."""
    before = call.conversation.drafts_with_photos()
    expired = call.conversation.drop_expired(call.today)
    _let_go_of_forms_gone(call)
    effects = next((done for take in PRECEDENCE if (done := take(call)) is not None), [])
    if expired:
        effects = _noting(effects, t("common.draft_expired"))
    gone = before - call.conversation.drafts_with_photos()
    return [*effects, *_forget_photos(call, gone)]


def _group(call: Call) -> list[Effect] | None:
    """No form and no personal data in a group: only a pointer to the private chat."""
    return say(Card(text=t("common.group_pointer"))) if call.event.in_group else None


def _came_or_went(call: Call) -> list[Effect] | None:
    match call.event.kind:
        case "follow":
            return joining.greet(call)
        case "unfollow":
            return joining.left(call)
    return None


def _unsent(call: Call) -> list[Effect] | None:
    """A message taken back: what we kept of it goes, too (LINE's guideline on unsend)."""
    if call.event.kind != "unsend":
        return None
    message_id = call.event.unsent_message_id or ""
    forget_message(call.session, call.actor.line_user_id, message_id)
    photo = photo_by_message(call.session, message_id, lock=True)
    if photo is None or photo.line_user_id != call.actor.line_user_id:
        return []
    for draft in (call.conversation.draft, *call.conversation.parked):
        if draft is not None:
            _take_out(draft, photo.line_message_id)
    photo.state = PhotoState.WITHDRAWN
    forget: list[Effect] = [DeleteMedia(photo.media_key)] if photo.media_key else []
    return [*forget, Say(Card(text=t("common.unsent")))]


def _forget_photos(call: Call, draft_ids: set[str]) -> list[Effect]:
    """The photos of drafts that were let go of without being sent are let go of with them."""
    keys = []
    for draft_id in draft_ids:
        for photo in photos_left(call.session, draft_id):
            photo.state = PhotoState.WITHDRAWN
            keys += [photo.media_key] if photo.media_key else []
    return [DeleteMedia(key) for key in keys]


def _stranger(call: Call) -> list[Effect] | None:
    """Who has not joined can join, and read what the bot is; nothing else of theirs is used."""
    if call.actor.joined:
        return None
    press = call.event.press
    named = route_named(press.slot) if press and press.do is Do.GO else None
    if named and named.strangers:
        return named.does(call)
    text = call.event.text or ""
    if normalise_code(text):
        return joining.join(call.with_argument(text))
    found = route_of(text, inexact=True)
    if found and found[0].strangers:
        return found[0].does(call.with_argument(found[1]))
    return joining.about(call)


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
            return talk.begins_anew(call) if may(call.actor.posts, talk.needs) else refused(call)
        case Do.RESUME:
            return resume(call, press.draft_id)
    if hand_over(call, press.draft_id) is None:
        return sent_before(call, press.draft_id) or old_button()
    return converse(call, press_input(call.event, press))


def _image(call: Call) -> list[Effect] | None:
    if call.event.kind != "message" or call.event.message_kind != "image":
        return None
    message_id, draft = call.event.message_id, call.conversation.draft
    if message_id is None or draft is None:
        buttons = (resume_button() if call.conversation.parked else go("menu"),)
        return say(Card(text=t("common.photo_without_report"), buttons=buttons))
    if not call.event.content_is_at_line:
        return say(Card(text=t("common.photo_not_at_line")))
    since = call.now - timedelta(days=1)
    if photos_since(call.session, call.actor.line_user_id, since) >= PHOTOS_A_DAY:
        return say(Card(text=t("common.photos_too_many", most=PHOTOS_A_DAY)))
    known = photo_by_message(call.session, message_id) is not None
    effects = converse(call, Photo(message_id))
    if not known and message_id in draft.answers.get("photos", "").split(","):
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
    text = call.event.text
    if text is None:
        kind = call.event.message_kind
        return converse(call, Other(kind if has(f"dialog.other.{kind}") else "unknown"))
    return converse(call, Typed(text, command_in(call, text)))


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
    waiting = bool(call.conversation.parked)
    key = "common.not_understood_waiting" if waiting else "common.not_understood"
    return say(menu_card(call).noting(t(key, read=quote(call.event.text))))


PRECEDENCE: tuple[Step, ...] = (
    _group,
    _came_or_went,
    _unsent,
    _stranger,
    _tap,
    _image,
    _unfinished,
    _control,
    _code,
    _command,
    _not_understood,
)


def _take_out(draft: Draft, message_id: str) -> None:
    held = draft.answers.get("photos", "").split(",")
    if message_id not in held:
        return
    kept = [part for part in held if part != message_id]
    if kept or draft.at is None:
        draft.answers["photos"] = ",".join(kept)
    else:
        del draft.answers["photos"]  # none is left, so its question is open again


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
