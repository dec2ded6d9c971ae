"""The registers of deadlines as a table of a file: one row for each who was asked."""

from collections.abc import Iterable

from handlers.export_columns import Column, Table
from handlers.status_words import state_words
from handlers.texts import t
from models.register_queries import Entry, registers_wanted
from models.vocabulary import ExportKind

REGISTER = Table[Entry](
    ExportKind.REGISTER,
    (
        Column("programme", lambda e: e.judged.rule.programme_code),
        Column("programme_name", lambda e: e.judged.rule.programme_name),
        Column("deadline", lambda e: e.judged.rule.id),
        Column("duty", lambda e: e.judged.rule.title),
        Column("due_on", lambda e: e.judged.due_on, day=True),
        Column("province", lambda e: e.province),
        Column("area_office", lambda e: e.office),
        Column(
            "subject_kind", lambda e: e.judged.subject.kind, lambda kind: t(f"status.kind.{kind}")
        ),
        Column("subject_code", lambda e: e.judged.subject.code),
        Column("subject", lambda e: e.judged.subject.label),
        Column("state", lambda e: e.judged.state, lambda state: t(f"export.state.{state}")),
        Column("sent_on", lambda e: e.judged.met_on, day=True),
        Column("on_time", lambda e: e.judged.on_time),
        Column("responsible_count", lambda e: len(e.responsible)),
        Column("responsible", lambda e: _lines(one.full_name for one in e.responsible)),
        Column("positions", lambda e: _lines(one.position for one in e.responsible)),
    ),
    registers_wanted,
    lambda session, wanted, now: len(registers_wanted(session, wanted, now)),
    lambda e: (e.judged.subject.label, f"{e.judged.rule.title} · {state_words(e.judged)}"),
)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
