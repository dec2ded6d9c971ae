"""What is searched in each record: its texts and the names of its places, folded, as one row.

Written where records are saved and changed (`note_text`). What is folded here is compared with
words that went through `folded`, too. A record that was withdrawn keeps its row; who searches
looks at the record itself (models/search_queries.py).
"""

import re
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import BigInteger, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, enum_column_type
from models.documents import Document
from models.exchanges import ExchangeActivity, ExchangeNetwork, ExchangeSchool
from models.networks import Network
from models.places import Office, School
from models.reports import Report
from models.visits import MentoringVisit
from models.vocabulary import RecordKind, SearchedKind

#: A text of a record, by the slot of its form that it was the answer to, or by what it names.
Part = tuple[str, str]

#: The answers of reports that are searched: what somebody wrote in words. Never the people of a
#: working group, whose contacts are locked, nor links.
ANSWERS = frozenset(
    {
        "title",
        "what",
        "for_whom",
        "years",
        "findings",
        "goals",
        "evidence",
        "suggestion",
        "problem",
        "name",
        "order",
        "advice",
        "maturity",
        "suggestions",
        "reason",
    }
)
#: What begins the slot of a sentence about a goal (handlers/forms/progress.py).
NOTE = "note_"

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Addresses and telephone numbers that somebody wrote into a text are none to be found by.
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+66|0)(?:[ -]?\d){8,9}(?!\d)", re.ASCII)


class SearchText(Base):
    """The folded texts of one record or document, a line for each of its parts."""

    __tablename__ = "search_texts"

    kind: Mapped[SearchedKind] = mapped_column(enum_column_type(SearchedKind), primary_key=True)
    record_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    folded: Mapped[str] = mapped_column(Text)


def folded(text: str) -> str:
    """What is compared: small letters, digits 0-9, without spaces, which Thai sets as it likes,
    and without contact details. `text` is tidy already (handlers/thai/fold.py)."""
    plain = _CONTACT.sub(" ", text.translate(_DIGITS))
    return "".join(plain.casefold().split())


def note_record(session: Session, kind: RecordKind, record_id: int) -> None:
    """Note what can be searched in a record that was just saved or changed; of a submission,
    which has no texts, nothing."""
    if kind is not RecordKind.SUBMISSION:
        note_text(session, SearchedKind(kind.value), record_id)


def note_text(session: Session, kind: SearchedKind, record_id: int) -> None:
    """Note what can be searched in a record or document that was just saved or changed."""
    texts = (folded(text) for _, text in parts(session, kind, record_id))
    lines = dict.fromkeys(filter(None, texts))
    session.merge(SearchText(kind=kind, record_id=record_id, folded="\n".join(lines)))
    session.flush()


def parts(session: Session, kind: SearchedKind, record_id: int) -> list[Part]:
    """The texts of a record that are searched, what somebody wrote before the names.

    Not scoped: for a record that a look-up of its own has found for the asker.
    """
    return [(name, text) for name, text in _PARTS[kind](session, record_id) if text]


def _visit(session: Session, visit_id: int) -> list[Part]:
    visit = session.get_one(MentoringVisit, visit_id)
    return [
        ("topic", visit.topic),
        ("strengths", visit.strengths),
        ("improvements", visit.improvements),
        ("advice", visit.advice),
        ("agreed", visit.agreed_actions),
        *_schools(session, visit.mentee_school_id),
        *_networks(session, visit.network_id),
        *_schools(session, visit.mentor_school_id),
        *_offices(session, visit.mentor_office_id),
    ]


def _exchange(session: Session, exchange_id: int) -> list[Part]:
    exchange = session.get_one(ExchangeActivity, exchange_id)
    networks = select(ExchangeNetwork.network_id).where(ExchangeNetwork.exchange_id == exchange_id)
    schools = select(ExchangeSchool.school_id).where(ExchangeSchool.exchange_id == exchange_id)
    return [
        ("title", exchange.title),
        ("place", exchange.place),
        ("innovation", exchange.innovation),
        ("result", exchange.result),
        ("lesson", exchange.lesson),
        *_networks(session, *session.scalars(networks)),
        *_schools(session, *session.scalars(schools)),
        *_offices(session, exchange.office_id),
    ]


def _report(session: Session, report_id: int) -> list[Part]:
    report = session.get_one(Report, report_id)
    answers = [
        (slot, text)
        for slot, text in report.answers.items()
        if slot in ANSWERS or slot.startswith(NOTE)
    ]
    return [
        ("title", report.title),
        *answers,
        *_networks(session, report.network_id),
        *_schools(session, report.school_id, report.about_school_id),
        *_offices(session, report.office_id),
    ]


def _document(session: Session, document_id: int) -> list[Part]:
    document = session.get_one(Document, document_id)
    return [
        ("name", document.title_th),
        ("publisher", document.publisher or ""),
        *(("name", part) for part in document.parts),
    ]


_PARTS: Mapping[SearchedKind, Callable[[Session, int], list[Part]]] = {
    SearchedKind.VISIT: _visit,
    SearchedKind.EXCHANGE: _exchange,
    SearchedKind.REPORT: _report,
    SearchedKind.DOCUMENT: _document,
}


def _schools(session: Session, *ids: int | None) -> list[Part]:
    query = select(School.name_th).where(School.id.in_(_there(ids))).order_by(School.code)
    return [("school", name) for name in session.scalars(query)] if any(ids) else []


def _networks(session: Session, *ids: int | None) -> list[Part]:
    query = select(Network.name_th).where(Network.id.in_(_there(ids))).order_by(Network.code)
    return [("network", name) for name in session.scalars(query)] if any(ids) else []


def _offices(session: Session, *ids: int | None) -> list[Part]:
    query = select(Office.short_th).where(Office.id.in_(_there(ids))).order_by(Office.code)
    return [("office", name) for name in session.scalars(query)] if any(ids) else []


def _there(ids: Iterable[int | None]) -> list[int]:
    return [each for each in ids if each is not None]
