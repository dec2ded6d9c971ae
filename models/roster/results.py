"""What an import says of each row."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row: its kind (office, school, …) and code, what became of it, in which fields, why.

    `field` names what changed, or what is wrong; `why` is English, for whoever runs the import.
    """

    kind: str
    code: str
    outcome: Outcome
    field: str | None = None
    why: str | None = None
