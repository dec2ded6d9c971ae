"""Keeping the roster from the chat: the template, a filled file that is sent, and confirming it.

A file is only noted here; it is fetched, checked and taken over outside of the turn (bot/
roster_file_work.py), which then puts its result into the answer of this turn.
"""

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage
from handlers.effects import DeleteMedia, Effect, WorkOnRoster
from handlers.roster_cards import card_of_file
from handlers.roster_sheet import Unreadable
from handlers.say import go, number_of, say
from handlers.texts import t
from models.outbox_queries import take_back_left_to
from models.people import find_scope
from models.policy import Action, may
from models.roster.sheet_facts import roster_reach
from models.roster_files import (
    RosterFile,
    RosterFileState,
    add_roster_file,
    forget_older_files,
    newest_roster_file,
    roster_file,
)
from models.vocabulary import ScopeKind

#: Files whose names end so may be a roster.
_ENDINGS = (".xlsx", ".csv")
_NEVER = {".xlsm": "macro", ".xltm": "macro", ".xlsb": "macro", ".xls": "old_or_locked"}
#: LINE says how large a file is before it is fetched.
MOST_MB = 10
#: How the keys begin under which results are left that come late (bot/roster_file_work.py).
LEFT = "roster:"
#: The template of everything within reach.
WHOLE = "0"


def template(call: Call) -> list[Effect]:
    """ "แม่แบบรายชื่อ", also with the code of an office behind it: the button to the XLSX."""
    reach = roster_reach(call.actor.posts)
    subject = WHOLE
    if call.argument:
        office = find_scope(call.session, ScopeKind.OFFICE, call.argument)
        if office is not None and reach.has_office(office.id):
            subject = str(office.id)
    page = OpenPage("roster_template", subject)
    return say(
        Card(
            title=t("roster_file.template.title"),
            text=t("roster_file.template.text"),
            hint=t("roster_file.template.hint"),
            buttons=(Button(t("roster_file.template.open"), page, primary=True), go("menu")),
        )
    )


def take_file(call: Call) -> list[Effect] | None:
    """A step of the router: a file that was sent in the chat, by somebody who keeps a roster."""
    event = call.event
    if event.kind != "message" or event.message_kind != "file":
        return None
    person_id, message_id = call.actor.person_id, event.message_id
    if not may(call.actor.posts, Action.KEEP_ROSTER) or person_id is None or message_id is None:
        return None
    name, size = event.file_name, event.file_size
    draft = call.conversation.draft
    if not _may_be_roster(name):
        return None  # it may be meant for the question in hand, or to be kept as a document
    why = _not_even_fetched(name, size)
    if why is not None:
        return say(_refused(why))
    if draft is not None:
        call.conversation.park()
    file = add_roster_file(call.session, message_id, person_id, name, call.now)
    gone = forget_older_files(call.session, person_id, file.id)
    card = card_of_file(file)
    if draft is not None and draft.begun:
        card = card.noting(t("roster_file.parked"))
    work = WorkOnRoster(file.id, message_id=message_id)
    return [*say(card), work, *(DeleteMedia(key) for key in gone)]


def _may_be_roster(name: str) -> bool:
    return _ending(name) in (*_ENDINGS, *_NEVER)


def _ending(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def _not_even_fetched(name: str, size: int | None) -> str | None:
    if (why := _NEVER.get(_ending(name))) is not None:
        return why
    return "too_large" if size is not None and size > MOST_MB * 1024 * 1024 else None


def _refused(why: str) -> Card:
    words = Unreadable(why, most=MOST_MB).words
    return Card(
        title=t("roster_file.unread_title"),
        text=f"{words}\n\n{t('roster_file.nothing_changed')}",
        buttons=(go("roster_template"), go("menu")),
    )


def result(call: Call) -> list[Effect]:
    """ "ผลไฟล์รายชื่อ": where the newest file stands."""
    person_id = call.actor.person_id
    file = newest_roster_file(call.session, person_id) if person_id is not None else None
    if file is None:
        return say(Card(text=t("roster_file.none"), buttons=(go("roster_template"), go("menu"))))
    # What was left to be told of it is told now.
    take_back_left_to(call.session, call.actor.line_user_id, LEFT, call.now)
    return say(card_of_file(file))


def take_whole(call: Call) -> list[Effect]:
    """The button "นำเข้า": all of it, since all of it passed."""
    return _take(call, whole=True)


def take_passing(call: Call) -> list[Effect]:
    """The button "นำเข้าเฉพาะแถวที่ผ่าน"."""
    return _take(call, whole=False)


def drop(call: Call) -> list[Effect]:
    """The button "ไม่นำเข้า"."""
    file = _asked(call)
    if file is None or file.state is not RosterFileState.CHECKED:
        return _stale(call, file)
    file.state = RosterFileState.CANCELLED
    return say(card_of_file(file))


def _take(call: Call, *, whole: bool) -> list[Effect]:
    file = _asked(call)
    if file is None or file.state is not RosterFileState.CHECKED or file.media_key is None:
        return _stale(call, file)
    file.state, file.whole, file.rows_done = RosterFileState.APPLYING, whole, 0
    return [*say(card_of_file(file)), WorkOnRoster(file.id, take=True)]


def _asked(call: Call) -> RosterFile | None:
    number = number_of(call.argument)
    if number is None or call.actor.person_id is None:
        return None
    return roster_file(call.session, number, call.actor.person_id, lock=True)


def _stale(call: Call, file: RosterFile | None) -> list[Effect]:
    """A button of a file that is decided already, or was never there."""
    if file is None:
        return result(call)
    return say(card_of_file(file))
