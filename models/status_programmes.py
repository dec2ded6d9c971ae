"""What is known of programmes as wholes: when they run, and what sources said of their size."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.programmes import Programme, ProgrammeStatistic


@dataclass(frozen=True, slots=True)
class Statistic:
    """What a source said of a programme at a date. `sources` are codes of published sources.

    `assumed`: the source bears no date of its own; it is the day on which it was published.
    """

    programme: str
    as_of: date
    assumed: bool
    networks: int
    lead_schools: int
    partner_schools: int
    sources: tuple[str, ...]


def dated_statistics(session: Session, programmes: Collection[str]) -> list[Statistic]:
    """The published figures of these programmes (by their codes), the oldest first."""
    rows = session.execute(
        select(Programme.code, ProgrammeStatistic)
        .join(ProgrammeStatistic, ProgrammeStatistic.programme_id == Programme.id)
        .where(Programme.code.in_(programmes))
        .order_by(Programme.id, ProgrammeStatistic.as_of)
    )
    return [
        Statistic(
            code,
            row.as_of,
            bool(row.details.get("as_of_assumed")),
            row.networks,
            row.lead_schools,
            row.partner_schools,
            tuple(part.strip() for part in row.source.split(",")),
        )
        for code, row in rows
    ]
