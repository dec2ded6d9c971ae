"""“เอกสาร”: guideline documents and letters to look up; coordinators add them, and take off the
list what they added.
"""

from collections.abc import Sequence

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenUrl, Row
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.document import FORM
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import tidy
from handlers.thai.links import read_link, spot_links
from models import audit
from models.actors import Post
from models.documents import (
    Document,
    document_of_draft,
    documents_kept,
    documents_seen,
    find_kept,
    save_document,
)
from models.policy import Action, may
from models.search_texts import note_text
from models.vocabulary import ScopeKind, SearchedKind

#: Documents in one list; the next page is a tap away.
PAGE = 8
#: The answer of `audience` that is no office.
ALL = "all"


def show(call: Call) -> list[Effect]:
    """ "เอกสาร": those for this person, newest first."""
    before = number_of(call.argument)
    found = documents_seen(call.session, call.actor.posts, before=before, most=PAGE + 1)
    adds = may(call.actor.posts, Action.ADD_DOCUMENT)
    own = (go("add_document"), go("remove_document")) if adds else ()
    if not found:
        return say(Card(text=t("document.list.none"), buttons=(*own, go("menu"))))
    rows = tuple(_row(call, each) for each in found[:PAGE])
    buttons = (*_older("documents", found), *own, go("menu"))
    return say(Card(title=t("document.list.title"), rows=rows, buttons=buttons))


def _row(call: Call, document: Document) -> Row:
    label = document.publisher or t("document.list.no_publisher")
    if document.added_at is not None:
        label = t("document.list.added", day=short_date(call.day_of(document.added_at)))
    name = document.title_th
    if document.parts:
        name = t("document.list.row", name=name, parts=" · ".join(document.parts))
    if document.url is None:
        return Row(label, t("document.list.no_link", name=name), muted=True)
    return Row(label, name, Button(t("document.list.open"), OpenUrl(document.url)))


def _older(route: str, found: Sequence[Document]) -> tuple[Button, ...]:
    if len(found) <= PAGE:
        return ()
    return (go(route, t("history.older"), str(found[PAGE - 1].id)),)


# --- adding --------------------------------------------------------------------------------------


def begin(call: Call) -> list[Effect]:
    """ "เพิ่มเอกสาร": the form. Whom it is for is asked only where that may be several."""
    return begin_anew(call) if _audience_of_one(call) else start(call, ADDING)


def begin_anew(call: Call) -> list[Effect]:
    """A new one although another draft waits."""
    return start_over(call, ADDING, likely=None, **_audience_of_one(call))


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
    return World(today=call.today, options={"audience": options})


def _submit(call: Call, draft: Draft) -> list[Effect]:
    if (added := already_added(call, draft.id)) is not None:
        return added
    audience = draft.answers["audience"]
    post = _audiences(call).get(audience)
    if post is None or call.actor.person_id is None:
        # The post went away while the draft waited.
        return say(Card(text=t("document.saved.outside"), buttons=(go("menu"),)))
    document = save_document(
        call.session,
        draft_id=draft.id,
        title_th=draft.answers["name"],
        parts=[],
        url=draft.answers["link"],
        office_id=None if audience == ALL else post.scope.id,
        added_by_person_id=call.actor.person_id,
        added_at=call.now,
    )
    note_text(call.session, SearchedKind.DOCUMENT, document.id)
    _note(call, document, "document.added")
    named = _named(audience, post)
    text = t("document.saved.text", name=document.title_th, audience=named)
    buttons = (go("documents", primary=True), go("add_document"), go("menu"))
    return say(Card(title=t("document.saved.title"), text=text, buttons=buttons))


ADDING = Conversing(FORM, world=_world, submit=_submit)


# --- taking off the list -------------------------------------------------------------------------


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
        for each, row in ((each, _row(call, each)) for each in found)
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
    document.withdrawn_at = call.now
    _note(call, document, "document.removed")
    text = t("document.remove.gone", name=document.title_th)
    return say(Card(text=text, buttons=(go("documents"), go("menu"))))


def _not_found() -> Card:
    return Card(text=t("document.remove.not_found"), buttons=(go("documents"), go("menu")))


def _note(call: Call, document: Document, action: str) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="document",
        subject_id=document.id,
        details={"office": document.office_id},
    )
