"""What stands on a sheet of codes: made in the chat, handed over by a page."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Code:
    """One code. `where` is the name of a school or office, `what` says for whom and how often."""

    code: str
    where: str
    what: str


@dataclass(frozen=True)
class Sheet:
    """Codes to be handed out. `until` is the day in words."""

    place: str
    until: str
    codes: tuple[Code, ...]

    @property
    def by_place(self) -> dict[str, list[Code]]:
        """The codes of each place, in their order."""
        found: dict[str, list[Code]] = {}
        for code in self.codes:
            found.setdefault(code.where, []).append(code)
        return found


def to_text(place: str, until: str, codes: Sequence[Code]) -> str:
    """A sheet as text, to be locked."""
    return json.dumps(asdict(Sheet(place, until, tuple(codes))), ensure_ascii=False)


def from_text(text: str) -> Sheet:
    """The sheet that was written so."""
    raw = json.loads(text)
    return Sheet(raw["place"], raw["until"], tuple(Code(**each) for each in raw["codes"]))
