"""What a deputy did, in words: on the card of a record, in lists, and where their name is told."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handlers.call import Call
from handlers.texts import has, t
from models.deputy_marks import Mark, marks_of
from models.person_names import names_of


def signed(call: Call) -> str:
    """Who speaks, for others to read: a deputy with the name of whom they stand in for."""
    who, behalf = call.actor.full_name or "", call.actor.on_behalf_of
    if behalf is None:
        return who
    names = call.once("stood in for", lambda: names_of(call.session, {behalf}))
    return signed_by(who, names.get(behalf, ""))


def signed_by(who: str | None, for_whom: str | None) -> str:
    """A name, with that of whom its bearer stood in for; None: for nobody."""
    who = who or ""
    if for_whom is None:
        return who
    return t("deputy_marks.signed", who=_named(who), for_whom=_named(for_whom))


def mark_rows(session: Session, kind: str, record_id: int) -> list[tuple[str, str]]:
    """A row (label, value) with what deputies did to this record; none where they did nothing."""
    found = marks_of(session, kind, record_id)
    return [(t("deputy_marks.label"), "\n".join(map(_words, found)))] if found else []


def made_for(marks: Iterable[Mark]) -> str:
    """For whom a record was sent, if a deputy sent it, for a list; else empty."""
    for mark in marks:
        if mark.action.endswith(".saved"):
            return t("deputy_marks.made_for", for_whom=_named(mark.for_whom))
    return ""


def _words(mark: Mark) -> str:
    known = f"audit.action.{mark.action.partition('.')[2]}"
    what = t(known) if has(known) else t("audit.action_other")
    return t("deputy_marks.one", what=what, who=_named(mark.who), for_whom=_named(mark.for_whom))


def _named(name: str) -> str:
    return name or t("visit.row.unnamed")
