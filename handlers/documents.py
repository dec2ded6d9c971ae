"""“เอกสาร”: guideline documents and letters to look up; coordinators add them by a link or file."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, OpenUrl, Row
from handlers.conversing import Conversing, resume, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.kind_file import file_answer, file_number
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.document import FORM
from handlers.say import go, number_of, say
from handlers.sent_files import (
    draft_with,
    file_of,
    files_shown,
    given_file,
    own_file,
    why_again,
)
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import tidy
from handlers.thai.links import read_link, spot_links
from models import audit
from models.actors import Actor, Post
from models.documents import (
    Document,
    document_of_draft,
    document_with,
    documents_seen,
    find_document,
    save_document,
)
from models.kept_files import is_kept
from models.policy import Action, may
from models.search_texts import note_text
from models.sent_files import SentFile, find_sent_file
from models.vocabulary import ScopeKind, SearchedKind

#: Documents in one list; the next page is a tap away.
PAGE = 8
#: The answer of `audience` that is no office.
ALL = "all"
_THAI = re.compile("[ก-๙]")


def show(call: Call) -> list[Effect]:
    """ "เอกสาร": those for this person, newest first."""
    before = number_of(call.argument)
    found = documents_seen(call.session, call.actor.posts, before=before, most=PAGE + 1)
    adds = may(call.actor.posts, Action.ADD_DOCUMENT)
    own = (go("add_document"), go("remove_document")) if adds else ()
    if not found:
        return say(Card(text=t("document.list.none"), buttons=(*own, go("menu"))))
    rows = tuple(row_of(call, each) for each in found[:PAGE])
    buttons = (*_older("documents", found), *own, go("menu"))
    return say(Card(title=t("document.list.title"), rows=rows, buttons=buttons))


def row_of(call: Call, document: Document) -> Row:
    label = document.publisher or t("document.list.no_publisher")
    if document.added_at is not None:
        label = t("document.list.added", day=short_date(call.day_of(document.added_at)))
    name = document.title_th
    if document.parts:
        name = t("document.list.row", name=name, parts=" · ".join(document.parts))
    button = open_button(document)
    if button is None:
        return Row(label, t("document.list.no_link", name=name), muted=True)
    return Row(label, name, button)


def open_button(document: Document) -> Button | None:
    """The way to a document: its link, or the page behind which its file waits."""
    if document.file_id is not None:
        return Button(t("document.list.open"), OpenPage("document", str(document.id)))
    return Button(t("document.list.open"), OpenUrl(document.url)) if document.url else None


def document_file(
    session: Session, actor: Actor, number: int, _day: date
) -> tuple[str, SentFile] | None:
    """For its page: the title and file of a document that is on this person's list."""
    if not may(actor.posts, Action.SEE_STATUS):
        return None
    document = find_document(session, actor.posts, number)
    if document is None or document.file_id is None:
        return None
    file = find_sent_file(session, document.file_id)
    return (document.title_th, file) if file is not None else None


def _older(route: str, found: Sequence[Document]) -> tuple[Button, ...]:
    if len(found) <= PAGE:
        return ()
    return (go(route, t("history.older"), str(found[PAGE - 1].id)),)


# --- adding --------------------------------------------------------------------------------------


def begin(call: Call) -> list[Effect]:
    """ "เพิ่มเอกสาร": the form. Whom it is for is asked only where that may be several. With the
    number of a file that was just sent: the form with that file given."""
    if call.argument:
        return _from_file(call)
    return begin_anew(call) if _audience_of_one(call) else start(call, ADDING)


def begin_anew(call: Call) -> list[Effect]:
    """A new one although another draft waits."""
    return start_over(call, ADDING, likely=None, **_audience_of_one(call))


def _from_file(call: Call) -> list[Effect]:
    file = own_file(call, number_of(call.argument))
    if file is None or is_kept(call.session, file.id):
        return say(Card(text=t("sent_file.used"), buttons=(go("documents"), go("menu"))))
    if (begun := draft_with(call, file, FORM.name)) is not None:
        return resume(call, ADDING, begun)
    given = {"link": file_answer(file.id), **_audience_of_one(call)}
    # A camera's "IMG_2031" or a scanner's number says nothing; Thai words are a person's own.
    stem = tidy(file.name.rpartition(".")[0])
    if _THAI.search(stem):
        given["name"] = stem[:300]
    effects = start_over(call, ADDING, likely=None, **given)
    given_file(call, file, "link")
    return effects


def from_link(call: Call) -> list[Effect] | None:
    """A link that a coordinator sends, alone or with a title beside it: the form, with what was
    said filled in and to be confirmed. None of a text that holds no one safe link."""
    text = tidy(call.event.text or "")
    link = read_link(text)
    if not may(call.actor.posts, Action.ADD_DOCUMENT) or link is None:
        return None
    if not link.startswith("https://"):
        return None
    [*_, spot] = spot_links(text)
    title = " ".join(f"{text[: spot.start]} {text[spot.end :]}".split())
    given = {"link": link, **_audience_of_one(call)}
    if any(sign.isalnum() for sign in title):
        given["name"] = title[:300]
    read = ("link", "name") if "name" in given else ("link",)
    return start_over(call, ADDING, read=read, likely=None, **given)


def already_added(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    added = document_of_draft(call.session, draft_id)
    if added is None or added.added_by_person_id != call.actor.person_id:
        return None
    text = t("document.saved.already", name=added.title_th)
    return say(Card(text=text, buttons=(go("documents"), go("menu"))))


def _audience_of_one(call: Call) -> dict[str, str]:
    audiences = _audiences(call)
    return {"audience": next(iter(audiences))} if len(audiences) == 1 else {}


def _audiences(call: Call) -> dict[str, Post]:
    """For whom this person may add one, by the canonical answer."""
    return {
        str(post.scope.id) if post.scope.kind is ScopeKind.OFFICE else ALL: post
        for post in call.actor.posts
        if may([post], Action.ADD_DOCUMENT)
    }


def _named(audience: str, post: Post) -> str:
    if audience == ALL:
        return t("document.audience.all")
    return t("document.audience.office", office=post.scope.label)


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    options = tuple(Option(key, _named(key, post)) for key, post in _audiences(call).items())
    why = "" if draft.answers.get("link") else why_again(call, draft)
    return World(
        today=call.today,
        options={"audience": options},
        files=files_shown(call, draft, given),
        prompts={"link": why} if why else {},
        preview=_same_file(call, draft),
    )


def _same_file(call: Call, draft: Draft) -> str:
    """That a document with the very same file is on the person's list already, or ""."""
    file = own_file(call, file_number(draft.answers.get("link", "")))
    if file is None or file.sha256 is None:
        return ""
    same = document_with(call.session, call.actor.posts, file.sha256)
    return t("document.saved.same_file", name=same.title_th) if same else ""


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    if (added := already_added(call, draft.id)) is not None:
        return added
    audience = draft.answers["audience"]
    post = _audiences(call).get(audience)
    if post is None or call.actor.person_id is None:
        # The post went away while the draft waited.
        return say(Card(text=t("document.saved.outside"), buttons=(go("menu"),)))
    file = file_of(call, draft.answers["link"])
    if isinstance(file, Card):
        return file
    document = save_document(
        call.session,
        draft_id=draft.id,
        title_th=draft.answers["name"],
        parts=[],
        url=None if file else draft.answers["link"],
        file_id=file.id if file else None,
        office_id=None if audience == ALL else post.scope.id,
        added_by_person_id=call.actor.person_id,
        added_at=call.now,
    )
    note_text(call.session, SearchedKind.DOCUMENT, document.id)
    note_audit(call, document, "document.added")
    named = _named(audience, post)
    text = t("document.saved.text", name=document.title_th, audience=named)
    buttons = (go("documents", primary=True), go("add_document"), go("menu"))
    return say(Card(title=t("document.saved.title"), text=text, buttons=buttons))


ADDING = Conversing(FORM, world=_world, submit=_submit)


def note_audit(call: Call, document: Document, action: str) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="document",
        subject_id=document.id,
        details={"office": document.office_id},
    )
