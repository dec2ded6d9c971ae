"""“นำเอกสารออก”: coordinators take off the list what they added; a file goes with its document."""

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.documents import PAGE, note_audit, row_of
from handlers.effects import DeleteMedia, Effect
from handlers.say import go, number_of, say
from handlers.texts import t
from models.documents import Document, document_of_file, documents_kept, find_kept
from models.sent_files import SentFile, find_sent_file, let_go


def remove(call: Call) -> list[Effect]:
    """ "นำเอกสารออก": those that one may take off the list; of one, whether it is meant."""
    if call.argument:
        return _ask(call, number_of(call.argument))
    posts = call.actor.posts
    found = documents_kept(call.session, posts, most=PAGE)
    if not found:
        text = t("document.remove.none")
        return say(Card(text=text, buttons=(go("documents"), go("menu"))))
    choose = t("document.remove.choose")
    rows = tuple(
        Row(row.label, row.value, go("remove_document", choose, str(each.id)))
        for each, row in ((each, row_of(call, each)) for each in found)
    )
    return say(Card(title=t("document.remove.title"), rows=rows, buttons=(go("menu"),)))


def _ask(call: Call, number: int | None) -> list[Effect]:
    document = find_kept(call.session, call.actor.posts, number or 0)
    if document is None:
        return say(_not_found())
    buttons = (
        go("confirm_removal", t("document.remove.yes"), str(document.id)),
        go("documents", t("document.remove.no"), primary=True),
    )
    return say(Card(title=t("document.remove.ask"), text=document.title_th, buttons=buttons))


def confirm_removal(call: Call) -> list[Effect]:
    """It is taken off the list."""
    document = find_kept(call.session, call.actor.posts, number_of(call.argument) or 0)
    if document is None:
        return say(_not_found())
    gone = _take_off(call, document)
    text = t("document.remove.gone", name=document.title_th)
    return [*say(Card(text=text, buttons=(go("documents"), go("menu")))), *gone]


def unsent_file(call: Call, file: SentFile) -> list[Effect] | None:
    """The message with the file of a document was taken back: it is on the list no more. None
    where the file belongs to none."""
    document = document_of_file(call.session, file.id)
    if document is None:
        return None
    gone = _take_off(call, document)
    text = t("document.saved.unsent", name=document.title_th)
    return [*say(Card(text=text, buttons=(go("documents"), go("menu")))), *gone]


def _take_off(call: Call, document: Document) -> list[Effect]:
    """Nobody opens it any more, so its file goes, too."""
    document.withdrawn_at = call.now
    note_audit(call, document, "document.removed")
    if document.file_id is None:
        return []
    file = find_sent_file(call.session, document.file_id, lock=True)
    document.file_id = None
    return [DeleteMedia(key) for key in let_go(file)] if file else []


def _not_found() -> Card:
    return Card(text=t("document.remove.not_found"), buttons=(go("documents"), go("menu")))
