"""The import of rosters: offices, schools, programmes, networks, agreements, obligations,
deadlines and documents from JSON files.

Two shapes are read: the general one (models/data/*.json) and the national one that lists offices
and networks only (rows.py, national.py). Importing is idempotent, nothing is ever deleted, and
what a sample file says never overwrites a real record. Sections for which there is no table yet
(events) are named in the results and left alone.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from models.names import DATA
from models.roster.agreements import apply_agreements, apply_statistics
from models.roster.documents import Roster, read_document
from models.roster.duties import apply_deadlines, apply_obligations
from models.roster.guidelines import apply_documents
from models.roster.ledger import Ledger
from models.roster.networks import apply_enrolments, apply_networks
from models.roster.places import apply_offices, apply_schools
from models.roster.programmes import apply_programmes
from models.roster.renewals import apply_renewals
from models.roster.results import Outcome, RowResult
from models.roster_state import bump_roster_version, lock_roster

SHIPPED = (DATA / "seed_networks.json", DATA / "sandbox_sample.json")
"""The rosters that ship with the project: the real networks, and samples for the demo."""

__all__ = ["SHIPPED", "Outcome", "RowResult", "import_files", "import_roster", "refusals"]

_CHANGES = (Outcome.CREATED, Outcome.CHANGED)
_STEPS = (
    apply_offices,
    apply_programmes,
    apply_schools,
    apply_networks,
    apply_enrolments,
    apply_agreements,
    apply_statistics,
    apply_renewals,
    apply_obligations,
    apply_deadlines,
    apply_documents,
)


Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Tells nobody how far it has come."""


def import_roster(
    session: Session, documents: Sequence[object], progress: Progress = _silent
) -> list[RowResult]:
    """Bring the records of these parsed JSON documents into the caller's transaction.

    Documents that bring programmes go first, whatever their order. Returns one result for each
    row. If any is refused (`refusals`), the caller must roll back: a document counts as a whole
    or not at all. Never raises on a malformed document.
    """
    lock_roster(session)
    results: list[RowResult] = []
    rosters: list[Roster] = []
    for document in documents:
        roster, refused = read_document(document)
        results += refused
        rosters.append(roster)
    rosters.sort(key=lambda roster: not roster.programmes)
    ledger = Ledger(session)
    steps = [(roster, step) for roster in rosters for step in _STEPS]
    try:
        for done, (roster, step) in enumerate(steps, start=1):
            step(ledger, roster)
            session.flush()
            progress(done, len(steps))
    except (IntegrityError, DataError) as fault:
        # The checks of the steps come first; this is the database's own last word.
        why = f"the database refuses it: {type(fault.orig).__name__}"
        ledger.refuse("file", "", None, why)
    results += ledger.results()
    if any(result.outcome in _CHANGES for result in results):
        bump_roster_version(session)
    return results


def import_files(
    session: Session, files: Iterable[Path], progress: Progress = _silent
) -> list[RowResult]:
    """`import_roster` for files. One that cannot be read or is no JSON gives a refused result."""
    documents: list[object] = []
    broken: list[RowResult] = []
    for file in files:
        try:
            documents.append(json.loads(file.read_bytes()))
        except (OSError, ValueError, RecursionError) as fault:
            broken.append(RowResult("file", file.name, Outcome.REFUSED, None, str(fault)))
    return broken + import_roster(session, documents, progress)


def refusals(results: Iterable[RowResult]) -> list[RowResult]:
    """Those results for which the import must be rolled back."""
    return [result for result in results if result.outcome is Outcome.REFUSED]
