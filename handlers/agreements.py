"""“ข้อตกลง”: the agreements that bind the networks within one's reach: listed, opened, and those
that were entered in the chat withdrawn. What counts as seen is what counts for “สถานะ”.
"""

from datetime import date

from sqlalchemy.orm import Session

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, OpenUrl, Row
from handlers.cards.limits import shorten
from handlers.deputy_words import mark_rows
from handlers.effects import DeleteMedia, Effect
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date
from models import audit
from models.actors import Actor
from models.agreements import (
    agreement_of_file,
    agreements_of_network,
    agreements_seen,
    find_agreement,
    party_names,
)
from models.agreements_entered import find_kept, withdraw
from models.networks import Agreement
from models.policy import Action, may
from models.sent_files import SentFile, find_sent_file, let_go

#: Agreements in one list; the next page is a tap away.
PAGE = 8
#: Parties told by name, and letters of a title in a list.
MOST_PARTIES, MOST_OF_A_TITLE = 8, 120
#: Behind the number on the button of who has been asked whether it is meant.
SURE = "!"


def show(call: Call) -> list[Effect]:
    """ "ข้อตกลง": those that one may see, newest first; behind a button from which number on."""
    before = number_of(call.argument)
    found = agreements_seen(
        call.session, call.actor.posts, call.today, before=before, most=PAGE + 1
    )
    own = (go("add_agreement"),) if may(call.actor.posts, Action.KEEP_AGREEMENT) else ()
    if not found:
        return say(Card(text=t("agreement.list.none"), buttons=(*own, go("menu"))))
    older = [go("agreements", t("history.older"), str(found[PAGE - 1].id))] if found[PAGE:] else []
    rows = tuple(row_of(each, call.today) for each in found[:PAGE])
    buttons = (*older, *own, go("menu"))
    return say(Card(title=t("agreement.list.title"), rows=rows, buttons=buttons))


def rows_of_network(call: Call, network_id: int, most: int = 3) -> list[Row]:
    """The newest agreements that bind this network, for its details."""
    found = agreements_of_network(call.session, network_id, most)
    return [row_of(each, call.today) for each in found]


def row_of(agreement: Agreement, today: date) -> Row:
    """One agreement in a list, with the way to it."""
    label = t("agreement.list.label", day=short_date(agreement.signed_on))
    title = shorten(agreement.title_th, MOST_OF_A_TITLE)
    look = go("one_agreement", t("agreement.list.look"), str(agreement.id))
    return Row(label, f"{title}\n{_term(agreement, today)}", look)


def one(call: Call) -> list[Effect]:
    """One agreement: its term, its parties, the way to its file, and out of the list."""
    number = number_of(call.argument) or 0
    agreement = find_agreement(call.session, call.actor.posts, number, call.today)
    if agreement is None:
        text = t("agreement.list.gone")
        return say(Card(text=text, buttons=(go("agreements"), go("menu"))))
    kept = find_kept(call.session, call.actor.posts, number) is not None
    end = go("end_agreement", t("agreement.withdraw.button"), str(number))
    opened = _open_button(agreement)
    marks = mark_rows(call.session, "agreement", number)
    return say(
        Card(
            title=agreement.title_th,
            kicker=t("agreement.list.label", day=short_date(agreement.signed_on)),
            text=f"{_term(agreement, call.today)}\n{_parties(call, agreement)}".strip(),
            rows=tuple(Row(label, value) for label, value in marks),
            buttons=(
                *((opened,) if opened else ()),
                *((end,) if kept else ()),
                go("agreements"),
                go("menu"),
            ),
        )
    )


def end(call: Call) -> list[Effect]:
    """Withdraw one, after a second look."""
    typed, sure, _ = call.argument.partition(SURE)
    agreement = find_kept(call.session, call.actor.posts, number_of(typed) or 0)
    if agreement is None:
        text = t("agreement.withdraw.gone")
        return say(Card(text=text, buttons=(go("agreements"), go("menu"))))
    if not sure:
        yes = go("end_agreement", t("agreement.withdraw.yes"), f"{agreement.id}{SURE}")
        no = go("one_agreement", t("agreement.withdraw.no"), str(agreement.id), primary=True)
        text = t("agreement.withdraw.text", title=agreement.title_th)
        return say(Card(title=t("agreement.withdraw.ask"), text=text, buttons=(yes, no)))
    withdraw(call.session, agreement, call.now)
    note_audit(call, agreement, "agreement.withdrawn")
    text = t("agreement.withdraw.done", title=agreement.title_th)
    card = Card(text=text, buttons=(go("agreements"), go("menu")))
    return [*say(card), *_without_file(call, agreement)]


def unsent_file(call: Call, file: SentFile) -> list[Effect] | None:
    """The message with the file of an agreement was taken back: the agreement stays without it.
    None where the file belongs to none."""
    agreement = agreement_of_file(call.session, file.id)
    if agreement is None:
        return None
    text = t("agreement.saved.unsent", title=agreement.title_th)
    card = Card(text=text, buttons=(go("agreements"), go("menu")))
    return [*say(card), *_without_file(call, agreement)]


def agreement_file(
    session: Session, actor: Actor, number: int, day: date
) -> tuple[str, SentFile] | None:
    """For its page: the title and file of an agreement that this person may see."""
    agreement = find_agreement(session, actor.posts, number, day)
    if agreement is None or agreement.file_id is None:
        return None
    file = find_sent_file(session, agreement.file_id)
    return (agreement.title_th, file) if file is not None else None


def note_audit(call: Call, agreement: Agreement, action: str) -> None:
    """Into the record of who did what."""
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="agreement",
        subject_id=agreement.id,
        details={"programme": agreement.programme_id},
    )


def _without_file(call: Call, agreement: Agreement) -> list[Effect]:
    if agreement.file_id is None:
        return []
    file = find_sent_file(call.session, agreement.file_id, lock=True)
    agreement.file_id = None
    return [DeleteMedia(key) for key in let_go(file)] if file else []


def _open_button(agreement: Agreement) -> Button | None:
    label = t("agreement.list.open")
    if agreement.file_id is not None:
        return Button(label, OpenPage("agreement", str(agreement.id)), primary=True)
    url = agreement.file_url or ""
    return Button(label, OpenUrl(url), primary=True) if url.startswith("https://") else None


def _term(agreement: Agreement, today: date) -> str:
    starts, ends = agreement.starts_on or agreement.signed_on, agreement.ends_on
    if ends is None:
        return t("agreement.list.term_open", first=short_date(starts))
    if ends < today:
        return t("agreement.list.over", last=short_date(ends))
    return t("agreement.list.term", first=short_date(starts), last=short_date(ends))


def _parties(call: Call, agreement: Agreement) -> str:
    found = party_names(call.session, agreement)
    if not found:
        return ""
    names, more = ", ".join(found[:MOST_PARTIES]), len(found) - MOST_PARTIES
    if more > 0:
        return t("agreement.list.parties_more", names=names, more=more)
    return t("agreement.list.parties", names=names)
