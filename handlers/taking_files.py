"""A file that comes in the chat: for the form in hand that takes one, or out of the blue. It is
noted in the turn, and fetched and looked at after it (bot/fetching_files.py).
"""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.dialog.form import Draft
from handlers.dialog.inputs import FileSent
from handlers.dialog.kind_file import LinkOrFile
from handlers.effects import Effect, FetchFile
from handlers.running import converse
from handlers.say import go, say
from handlers.sent_files import name_of
from handlers.talks import CONVERSATIONS
from handlers.texts import t
from models.policy import Action, may
from models.sent_files import NO_DRAFT, SentFile, add_sent_file, file_by_message, files_since

#: Files one person may send in a day; more would be a mistake, or a misuse of our disk.
FILES_A_DAY = 60
#: What their names end in. What is in them is looked at once they are here (bot/file_kinds.py).
_ENDINGS = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".jpg", ".jpeg", ".png"})
_NEVER = {
    **dict.fromkeys((".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".ppsm"), "macro"),
    **dict.fromkeys((".doc", ".xls", ".ppt"), "old_or_locked"),
}


def for_form(call: Call) -> list[Effect] | None:
    """A step of the router: a file or picture while a form is in hand that takes one."""
    draft, event = call.conversation.draft, call.event
    if event.kind != "message" or event.message_kind not in ("file", "image"):
        return None
    if draft is None or not _takes_files(draft) or event.message_id is None:
        return None
    why = _refusal(call)
    if why is not None:
        return say(Card(text=why, buttons=(go("menu"),)))
    file, effects = _noted(call, draft.id)
    return [*converse(call, FileSent(file.id, event.message_id)), *effects]


def offer(call: Call) -> list[Effect] | None:
    """A step of the router: a file out of the blue, by somebody who may keep it as a document."""
    event = call.event
    if event.kind != "message" or event.message_kind != "file" or event.message_id is None:
        return None
    if not may(call.actor.posts, Action.ADD_DOCUMENT) or call.conversation.draft is not None:
        return None
    why = _refusal(call)
    if why is not None:
        hint = t("sent_file.or_roster")
        return say(Card(text=why, hint=hint, buttons=(go("roster_template"), go("menu"))))
    file, effects = _noted(call, NO_DRAFT)
    agreement = []
    if may(call.actor.posts, Action.KEEP_AGREEMENT):
        agreement = [go("add_agreement", t("sent_file.offer.agreement"), str(file.id))]
    card = Card(
        title=t("sent_file.offer.title", name=name_of(file)),
        text=t("sent_file.offer.text"),
        hint=t("sent_file.or_roster"),
        buttons=(
            go("add_document", t("sent_file.offer.document"), str(file.id), primary=True),
            *agreement,
            go("roster_template"),
            go("menu"),
        ),
    )
    return [*say(card), *effects]


def _refusal(call: Call) -> str | None:
    """Why a file is not even fetched: by its name, by the size that LINE tells, or since there
    were too many of that day. None: it is."""
    event, day = call.event, timedelta(days=1)
    if not event.content_is_at_line:
        return t("common.photo_not_at_line")
    if files_since(call.session, call.actor.line_user_id, call.now - day) >= FILES_A_DAY:
        return t("sent_file.too_many", most=FILES_A_DAY)
    name, size = event.file_name.strip().lower(), event.file_size
    ending = name[name.rfind(".") :] if "." in name else ""
    if ending in _NEVER:
        return t(f"sent_file.why.{_NEVER[ending]}")
    if ending and ending not in _ENDINGS:
        return t("sent_file.why.other_kind")
    if size is not None and size > call.file_mb * 1024 * 1024:
        return t("sent_file.why.too_large", most=call.file_mb)
    return None


def _noted(call: Call, draft_id: str) -> tuple[SentFile, list[Effect]]:
    """The row of the file in this message, and what is to be done to have it."""
    event = call.event
    assert event.message_id is not None
    known = file_by_message(call.session, event.message_id)
    if known is not None:
        return known, []
    file = add_sent_file(
        call.session,
        message_id=event.message_id,
        line_user_id=call.actor.line_user_id,
        name=event.file_name or t("sent_file.picture"),
        draft_id=draft_id,
        now=call.now,
    )
    return file, [FetchFile(file.id, event.message_id)]


def _takes_files(draft: Draft) -> bool:
    slots = CONVERSATIONS[draft.form].what.form.slots
    return any(isinstance(slot.kind, LinkOrFile) for slot in slots)
