"""Obligations and deadlines of a roster, with their ladders of reminders."""

from sqlalchemy import select

from models.duties import Deadline, Obligation
from models.names import part
from models.roster.documents import Roster
from models.roster.duty_rows import WHOLE_LADDER, DeadlineRow, ObligationRow
from models.roster.ledger import Ledger
from models.vocabulary import Cadence, ObligationKind


def apply_obligations(ledger: Ledger, roster: Roster) -> None:
    """Obligations. What a row only assumes of the year and of the reading of the levels is left
    to the programme, where it can be changed. Each has the whole ladder unless its row says
    otherwise; people responsible have none, for the deadline by which they are wanted has its own.
    """
    if not roster.obligations:
        return
    known = {row.code: row for row in ledger.session.scalars(select(Obligation))}
    for row in roster.obligations:
        programme = ledger.programmes.get(row.programme)
        if programme is None:
            _no_programme(ledger, "obligation", row)
            continue
        cadence, min_count = row.how_often
        has_none = cadence is Cadence.NONE or row.kind is ObligationKind.RESPONSIBLE_STAFF
        values = {
            "code": row.code,
            "programme_id": programme.id,
            "kind": row.kind,
            "subject_kind": row.subject_kind,
            "member_role": row.member_role,
            "cadence": cadence,
            "min_count": min_count,
            "levels": list(row.levels),
            "levels_rule": None if row.levels_rule_assumed else row.levels_rule,
            "year_basis": None if row.year_basis_assumed else row.year_basis,
            "min_people": row.min_people,
            "max_people": row.max_people,
            "clause": row.clause,
            "title_th": row.title_th or part("obligation", row.kind),
            "ladder": row.offsets(() if has_none else WHOLE_LADDER, overdue=True),
            "assumed": row.cadence_assumed,
            "sample": row.sample,
        }
        ledger.put("obligation", row.code, Obligation, known.get(row.code), values)
    ledger.session.flush()


def apply_deadlines(ledger: Ledger, roster: Roster) -> None:
    """Deadlines. One that is derived from a programme's end is a notice: nothing is overdue."""
    if not roster.deadlines:
        return
    known = {row.code: row for row in ledger.session.scalars(select(Deadline))}
    obligations = {row.code: row for row in ledger.session.scalars(select(Obligation))}
    for row in roster.deadlines:
        programme = ledger.programmes.get(row.programme)
        if programme is None:
            _no_programme(ledger, "deadline", row)
            continue
        owed = obligations.get(row.obligation) if row.obligation else None
        if row.obligation and (owed is None or owed.programme_id != programme.id):
            why = f"there is no obligation {row.obligation} in {row.programme}"
            ledger.refuse("deadline", row.code, "obligation", why)
            continue
        values = {
            "code": row.code,
            "programme_id": programme.id,
            "obligation_id": owed.id if owed else None,
            "title_th": row.title_th,
            "announced_on": row.announced,
            "due_on": row.due,
            "due_time": row.due_time,
            "subject_kind": row.subject_kind,
            "member_role": row.member_role,
            "submit_url": row.submit_url,
            "ladder": row.offsets((), overdue=not row.derived),
            "notice": row.derived,
            "sample": row.sample,
        }
        ledger.put("deadline", row.code, Deadline, known.get(row.code), values)


def _no_programme(ledger: Ledger, kind: str, row: ObligationRow | DeadlineRow) -> None:
    why = f"there is no programme {row.programme}"
    ledger.refuse(kind, row.code, "programme", why)
