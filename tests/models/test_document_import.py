"""Documents of a roster, and what the database itself holds of any."""

import json
from copy import deepcopy
from typing import Any

import pytest
from duty_desk import at, somebody
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from models.documents import Document, save_document
from models.roster import SHIPPED, Outcome, import_roster, refusals

SEED = json.loads(SHIPPED[0].read_bytes())
GUIDE = "GUIDE-QIN"


def bring_in(engine: Engine, **changed: Any) -> list[tuple[str, Outcome, str | None]]:
    """The seed once more, with its first document changed; what became of its documents."""
    document = deepcopy(SEED)
    document["documents"][0] |= changed
    with transaction(engine) as session:
        results = import_roster(session, [document])
        if refusals(results):
            session.rollback()
    return [(r.code, r.outcome, r.field) for r in results if r.kind == "document"]


def test_the_documents_of_the_sources_are_brought_in_with_who_published_them(
    stocked: Engine,
) -> None:
    with reading(stocked) as session:
        found = {row.code: row for row in session.scalars(select(Document))}
    assert set(found) == {row["code"] for row in SEED["documents"]}
    assert found[GUIDE].publisher == "สทศ.สพฐ."
    assert found[GUIDE].parts == ["เอกสารประกอบ", "เอกสารภาคผนวก"]
    assert found["LAW-SANDBOX-2562"].publisher is None
    assert {(row.office_id, row.url) for row in found.values()} == {(None, None)}


def test_a_second_import_changes_what_differs_alone(stocked: Engine) -> None:
    assert {outcome for _, outcome, _ in bring_in(stocked)} == {Outcome.UNCHANGED}
    url = "https://www.obec.example/guide.pdf"
    assert (GUIDE, Outcome.CHANGED, "url") in bring_in(stocked, url=url)
    with reading(stocked) as session:
        assert session.scalar(select(Document.url).where(Document.code == GUIDE)) == url


@pytest.mark.parametrize("url", ["http://www.obec.example/a", "javascript:alert(1)", "a.pdf", ""])
def test_a_link_that_is_not_https_is_refused(stocked: Engine, url: str) -> None:
    assert (GUIDE, Outcome.REFUSED, "url") in bring_in(stocked, url=url)


@pytest.mark.parametrize(
    "changed",
    [{"url": "http://www.obec.example/a"}, {"code": "BOTH"}, {"draft_id": None}],
)
def test_the_database_refuses_one_that_cannot_be(desk: Session, changed: dict[str, Any]) -> None:
    values = {
        "draft_id": "d1",
        "title_th": "คู่มือ",
        "parts": [],
        "url": "https://www.obec.example/a",
        "added_by_person_id": somebody(desk),
        "added_at": at("2023-06-01T12:00"),
    }
    save_document(desk, **values)
    with pytest.raises(IntegrityError):
        save_document(desk, **({**values, "draft_id": "d2"} | changed))
