"""What is owed and waits for a free reply, as it is stored: all but the judgement, which is made
anew when it is shown. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from handlers.effects import Nudge
from handlers.reminders import Owed
from models.obligations import Judgement
from models.vocabulary import RuleSource, SubjectKind

#: A date among what is stored; a text that looks like one stays a text.
_DAY = "day"
_JUDGED = "judgement"


def packed(owed: Owed, row_ids: Collection[int]) -> dict[str, Any]:
    """One thing as JSON, with the ids of the reminders that it stands for."""
    values = {one.name: getattr(owed, one.name) for one in fields(owed) if one.name != _JUDGED}
    stored = {
        name: {_DAY: value.isoformat()} if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None
    }
    return {"rows": list(row_ids), "owed": stored}


def row_ids(raw: Mapping[str, Any]) -> list[int]:
    """The ids of the reminders that something packed stands for."""
    return [int(number) for number in raw["rows"]]


def unpacked(raw: Mapping[str, Any], judged: Judgement) -> Owed:
    """The thing as it is to be said now. What another version of the bot stored and this one does
    not know is passed over."""
    known = {one.name for one in fields(Owed)} - {_JUDGED}
    values = {name: _read(value) for name, value in raw["owed"].items() if name in known}
    return Owed(judgement=judged, **values)


def _read(value: Any) -> Any:
    return date.fromisoformat(value[_DAY]) if isinstance(value, dict) else value


def packed_nudge(nudge: Nudge) -> dict[str, Any]:
    """What somebody reminds another person of, as JSON."""
    duties = [
        [source.value, rule_id, kind.value, subject_id, due_on.isoformat()]
        for source, rule_id, kind, subject_id, due_on in nudge.duties
    ]
    return {"who": nudge.who, "duties": duties}


def unpacked_nudge(raw: Mapping[str, Any]) -> Nudge:
    """The same, as it was."""
    return Nudge(
        raw["who"],
        tuple(
            (
                RuleSource(source),
                int(rule_id),
                SubjectKind(kind),
                int(subject_id),
                date.fromisoformat(due_on),
            )
            for source, rule_id, kind, subject_id, due_on in raw["duties"]
        ),
    )
