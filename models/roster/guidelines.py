"""Guideline documents, letters and laws of a roster."""

from sqlalchemy import select

from models.documents import Document
from models.roster.documents import Roster
from models.roster.ledger import Ledger
from models.search_texts import note_text
from models.vocabulary import SearchedKind


def apply_documents(ledger: Ledger, roster: Roster) -> None:
    """Documents: for everybody. A publisher is kept by its name, or by its code where the roster
    does not name it.
    """
    if not roster.documents:
        return
    known = {row.code: row for row in ledger.session.scalars(select(Document))}
    called = {row.code: row.short_th or row.name_th for row in roster.agencies}
    put: list[Document] = []
    for row in roster.documents:
        publisher = called.get(row.publisher, row.publisher) if row.publisher else None
        values = {
            "code": row.code,
            "title_th": row.title_th,
            "publisher": publisher,
            "parts": list(row.parts),
            "url": row.url,
            "sample": row.sample,
        }
        put.append(ledger.put("document", row.code, Document, known.get(row.code), values))
    ledger.session.flush()
    for document in put:
        note_text(ledger.session, SearchedKind.DOCUMENT, document.id)
