"""What forms do with files that were sent in the chat for them (handlers/taking_files.py). What
turns out not to be kept is told at its question, which is open again then.
"""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.cards.limits import shorten
from handlers.dialog.form import Draft
from handlers.dialog.inputs import FileSent, Input
from handlers.dialog.kind_file import file_answer, file_number
from handlers.texts import t
from models.sent_files import SentFile, SentFileState, files_by_number, newest_of_draft

#: Letters of a file's name on a card.
_SHOWN = 60
_WANTED = (SentFileState.WAITING, SentFileState.STORED)


class NotKept(Exception):
    """A file that is not kept; `why` is a key under "sent_file.why" of the Thai texts."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def own_file(call: Call, number: int | None) -> SentFile | None:
    """The file of this number that the person has sent, if it can still be kept."""
    found = files_by_number(call.session, call.actor.line_user_id, [number] if number else [])
    return next((file for file in found.values() if file.state in _WANTED), None)


def draft_with(call: Call, file: SentFile, form: str) -> Draft | None:
    """The unfinished form of this name that has taken this file, now in hand; None where there is
    none. A form of another name that has taken it gives it up."""
    conversation = call.conversation
    drafts = [conversation.draft, *conversation.parked]
    found = next((each for each in drafts if each is not None and each.id == file.draft_id), None)
    if found is not None and found.form != form:
        if found.answers.get("link") == file_answer(file.id):
            del found.answers["link"]
        found.said.pop(file.line_message_id, None)
        return None
    if found is not None and found is not conversation.draft:
        conversation.parked.remove(found)
        conversation.park()
        conversation.draft = found
    return found


def given_file(call: Call, file: SentFile, slot: str) -> None:
    """The draft in hand has just begun with this file as the answer to `slot`: it is the draft's
    from now on, and the answer goes when its message is taken back."""
    draft = call.conversation.draft
    assert draft is not None
    file.draft_id = draft.id
    draft.said.setdefault(file.line_message_id, []).append(slot)


def files_shown(call: Call, draft: Draft, given: Input | None) -> dict[str, str]:
    """For the world of a form: what the files are called that its answers name, as long as they
    can be kept."""
    answers = [*draft.answers.values(), *draft.before.values()]
    numbers = {number for each in answers if (number := file_number(each)) is not None}
    if isinstance(given, FileSent):
        numbers.add(given.number)
    found = files_by_number(call.session, call.actor.line_user_id, numbers)
    return {file_answer(file.id): _words(file) for file in found.values() if file.state in _WANTED}


def why_again(call: Call, draft: Draft) -> str:
    """Why the question is open (again): what was wrong with the file that was sent last, or ""."""
    file = newest_of_draft(call.session, draft.id)
    if file is None or file.state in (*_WANTED, SentFileState.WITHDRAWN):
        return ""
    why = t(f"sent_file.why.{file.why or 'broken'}", most=call.file_mb)
    return t("sent_file.not_kept", name=name_of(file), why=why)


def file_of(call: Call, answer: str) -> SentFile | Card | None:
    """The file that an answer names, surely stored; a Card where it is not here yet; None where
    the answer is no file."""
    number = file_number(answer)
    if number is None:
        return None
    file = own_file(call, number)
    if file is None or file.state is not SentFileState.STORED:
        return Card(text=t("sent_file.still_coming"))
    return file


def name_of(file: SentFile) -> str:
    """What the sender calls it, short enough for a card."""
    return shorten(" ".join(file.name.split()), _SHOWN)


def _words(file: SentFile) -> str:
    if file.state is SentFileState.STORED and file.size_bytes is not None:
        return t("sent_file.shown", name=name_of(file), size=size_words(file.size_bytes))
    return t("sent_file.coming", name=name_of(file))


def size_words(size: int) -> str:
    """How large a file is, in MB or KB of 1024."""
    if size >= 1024 * 1024:
        return t("sent_file.mb", size=f"{size / 1024 / 1024:.1f}")
    return t("sent_file.kb", size=max(1, round(size / 1024)))
