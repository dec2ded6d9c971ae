"""A message that its sender took back: what it gave goes, and what we kept of it.

LINE asks for that (development guidelines, "unsend"). The event has no reply token, so the next
reply says what became of it.
"""

from handlers import agreements, delisting
from handlers.call import Call
from handlers.cards.card import Card
from handlers.changing import Sent, note_change
from handlers.conversing import resume_button, take_back
from handlers.effects import DeleteMedia, Effect, Say
from handlers.records import buttons_of, by_key, open_again
from handlers.say import go
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from models.inbox_queries import forget_message
from models.record_photos import record_of_photo
from models.record_states import note_changed
from models.sent_files import SentFile, file_by_message, let_go
from models.shown import record_shown
from models.visit_queries import photo_by_message
from models.visits import Photo
from models.vocabulary import ChangeWay, PhotoState, RecordKind


def unsent(call: Call) -> list[Effect] | None:
    """What to do about a message that was taken back; None for any other event."""
    if call.event.kind != "unsend":
        return None
    message_id = call.event.unsent_message_id or ""
    came = forget_message(call.session, call.actor.line_user_id, message_id)
    if message_id and not came:
        call.conversation.take_back_early(message_id)
    labels: list[str] = []
    for draft in (call.conversation.draft, *call.conversation.parked):
        if draft is not None:
            labels += take_back(call, CONVERSATIONS[draft.form].what, draft, message_id)
    photo = photo_by_message(call.session, message_id, lock=True)
    if photo is not None and photo.line_user_id == call.actor.line_user_id:
        return _photo(call, photo)
    file = file_by_message(call.session, message_id, lock=True)
    if file is not None and file.line_user_id == call.actor.line_user_id:
        return _file(call, file, labels)
    if labels:
        return [Say(Card(text=_answers_gone(labels), buttons=(resume_button(),)))]
    kept = _record(call, record_shown(call.session, call.actor.line_user_id, message_id))
    return [_still_there(call, kept)] if kept else []


def unsent_before(call: Call) -> list[Effect] | None:
    """A message that comes after the news that it was taken back is not taken."""
    message_id = call.event.message_id
    if call.event.kind != "message" or message_id not in call.conversation.unsent:
        return None
    forget_message(call.session, call.actor.line_user_id, message_id)
    return []


def _photo(call: Call, photo: Photo) -> list[Effect]:
    """A photo goes out of what was sent with it, too; what was there is kept as a version.
    It is no correction: a review that was made stands."""
    sent = _record(call, record_of_photo(photo))
    if sent is not None and photo.state is not PhotoState.WITHDRAWN:
        note_change(call, sent, ChangeWay.UNSEND)
        note_changed(call.session, sent.kind, sent.id, call.now)
    photo.state = PhotoState.WITHDRAWN
    forget: list[Effect] = [DeleteMedia(photo.media_key)] if photo.media_key else []
    if sent is None:
        return [*forget, Say(Card(text=t("common.unsent")))]
    text = t("common.unsent_photo_of", number=sent.number)
    card = Card(text=text, buttons=(open_again(sent), go("menu")))
    return [*forget, Say(card, about=sent.key)]


def _file(call: Call, file: SentFile, labels: list[str]) -> list[Effect]:
    """A document has nothing to show without it, an agreement has."""
    gone = delisting.unsent_file(call, file) or agreements.unsent_file(call, file)
    if gone is not None:
        return gone
    card = Card(text=t("common.unsent_file"))
    if labels:
        card = Card(text=_answers_gone(labels), buttons=(resume_button(),))
    return [*(DeleteMedia(key) for key in let_go(file)), Say(card)]


def _answers_gone(labels: list[str]) -> str:
    return t("common.unsent_answers", labels=" · ".join(dict.fromkeys(labels)))


def _still_there(call: Call, sent: Sent) -> Say:
    """Nobody else takes words out of a report that was sent: the reporter may."""
    text = t("common.unsent_but_sent", number=sent.number, title=sent.title)
    buttons = (*buttons_of(call, sent), open_again(sent), go("menu"))
    return Say(Card(text=text, buttons=buttons), about=sent.key)


def _record(call: Call, found: tuple[RecordKind, int] | None) -> Sent | None:
    """A record of one's own, by its kind and number."""
    sent = by_key(call, f"{found[0].value}:{found[1]}") if found else None
    return sent if sent and sent.reporter_person_id == call.actor.person_id else None
