"""A photo out of the blue: kept for a while, with the offer to start or to join a report.

Whatever report is then taken in hand within LOOSE_FOR takes the photos along, however it was
begun: by a button of the offer, from the menu, by a typed command or by one message.
"""

from dataclasses import replace
from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import resume
from handlers.dialog.form import Draft, Form, Stage
from handlers.dialog.kinds import Photos
from handlers.effects import DeleteMedia, Effect, FetchContent, Say
from handlers.routes import route_named
from handlers.say import go, photo_ids, say
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from handlers.waiting import waiting_buttons
from models.loose_photos import NO_DRAFT, loose_photos, since
from models.policy import may
from models.visit_queries import add_photo
from models.vocabulary import PhotoState

#: How long a photo waits for a report.
LOOSE_FOR = timedelta(minutes=15)
#: The reports that a photo most often belongs to (names of handlers/routes.py).
OFFERED = ("log_visit", "log_exchange", "log_innovation")


def keep_photo(call: Call, message_id: str) -> list[Effect]:
    """Keep the photo, and ask which report it is for."""
    held = loose_photos(call.session, call.actor.line_user_id)
    effects = _let_go_of_old(call)
    if message_id not in {photo.line_message_id for photo in held}:
        add_photo(
            call.session,
            line_message_id=message_id,
            line_user_id=call.actor.line_user_id,
            draft_id=NO_DRAFT,
            now=call.now,
        )
        effects = [*effects, FetchContent(message_id)]
    call.session.flush()
    count = len(since(loose_photos(call.session, call.actor.line_user_id), call.now - LOOSE_FOR))
    return [*say(_offer(call, count)), *effects]


def _offer(call: Call, count: int) -> Card:
    routes = [route for name in OFFERED if (route := route_named(name)) is not None]
    begin = [
        go(route.name)
        for route in routes
        if route.needs is not None and may(call.actor.posts, route.needs)
    ]
    minutes = int(LOOSE_FOR.total_seconds() // 60)
    return Card(
        title=t("common.loose_photos.title", count=count),
        text=t("common.loose_photos.text", minutes=minutes),
        buttons=(*waiting_buttons(call), *begin, go("menu")),
    )


def adopt_photos(call: Call, effects: list[Effect]) -> list[Effect]:
    """The report just taken in hand takes the loose photos along, and its card says so: it stays
    the answer to what was said ("ยกเลิก" still asks whether to)."""
    draft = call.conversation.draft
    if draft is None:
        return effects
    what = CONVERSATIONS[draft.form].what
    most = _most_photos(what.form)
    if not most:
        return effects
    loose = since(loose_photos(call.session, call.actor.line_user_id), call.now - LOOSE_FOR)
    held = photo_ids(draft)
    taken = loose[: most - len(held)]
    if not taken:
        return effects
    for photo in taken:
        photo.draft_id = draft.id
    draft.answers["photos"] = ",".join([*held, *(photo.line_message_id for photo in taken)])
    call.session.flush()
    note = t("common.photos_adopted", count=len(taken))
    card = next((effect.card for effect in effects if isinstance(effect, Say)), None)
    if card is None or draft.stage is Stage.CONFIRMING:
        # The summary shows the photos among its rows.
        notes = "\n".join(part for part in (card.note if card else "", note) if part)
        others = [effect for effect in effects if not isinstance(effect, Say)]
        return [*resume(call, what, draft, note=notes), *others]
    return [
        replace(effect, card=card.noting(note))
        if isinstance(effect, Say) and effect.card is card
        else effect
        for effect in effects
    ]


def _let_go_of_old(call: Call) -> list[Effect]:
    """What nobody wanted in time is not kept."""
    held = loose_photos(call.session, call.actor.line_user_id)
    fresh = since(held, call.now - LOOSE_FOR)
    effects: list[Effect] = []
    for photo in held:
        if photo not in fresh:
            photo.state = PhotoState.WITHDRAWN
            effects += [DeleteMedia(photo.media_key)] if photo.media_key else []
    return effects


def takes_photos(draft: Draft) -> bool:
    """Whether this report has room for photos at all."""
    return bool(_most_photos(CONVERSATIONS[draft.form].what.form))


def _most_photos(form: Form) -> int:
    return next((slot.kind.most for slot in form.slots if isinstance(slot.kind, Photos)), 0)
