"""What an annual report is written from: the records of a place and a year, read once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.annual_queries import Picture, agreements_binding, clauses_of, pictures_wanted
from models.exchange_queries import ExchangeRecord
from models.export_queries import (
    Standing,
    Wanted,
    exchanges_wanted,
    reports_wanted,
    standings_wanted,
    visits_wanted,
)
from models.networks import Agreement, AgreementClause
from models.report_queries import ReportRecord
from models.status_queries import Member, members_within
from models.vocabulary import Purpose, ReportKind

#: Pictures in the annex.
PICTURES = 12
#: Sentences of visits that are quoted.
QUOTED = 30


@dataclass
class ToSchool:
    """The visits to one school."""

    count: int = 0
    last_on: date = date.min
    topics: list[str] = field(default_factory=list)


@dataclass
class Found:
    """Everything the chapters ask for. `members`: those of the last day of the year. `clauses`: by
    the id of their agreement.

    visited: by network, school, and its id, since many are called alike. improvements: what
    visits found to be improved, the first QUOTED of them.
    """

    wanted: Wanted
    members: list[Member]
    agreements: list[Agreement]
    standings: list[Standing]
    exchanges: list[ExchangeRecord]
    reports: dict[ReportKind, list[ReportRecord]]
    pictures: Sequence[Picture]
    clauses: dict[int, list[AgreementClause]] = field(default_factory=dict)
    visits: int = 0
    visited: dict[tuple[str, str, int], ToSchool] = field(default_factory=dict)
    purposes: Counter[Purpose] = field(default_factory=Counter)
    improvements: list[tuple[str, str]] = field(default_factory=list)


def read(session: Session, wanted: Wanted, now: datetime, today: date) -> Found:
    """All of it, of what the person may have; `today` is the day in Bangkok.

    Visits are counted as they are streamed, so that a whole country fits into memory.
    """
    day = min(wanted.last or today, today)
    members = members_within(session, wanted.scope, day)
    networks = sorted({member.network_id for member in members})
    reports: dict[ReportKind, list[ReportRecord]] = {kind: [] for kind in ReportKind}
    for record in reports_wanted(session, wanted):
        reports[record.report.kind].append(record)
    found = Found(
        wanted,
        members,
        agreements_binding(session, networks, day),
        standings_wanted(session, wanted, now),
        list(exchanges_wanted(session, wanted)),
        reports,
        pictures_wanted(session, wanted, PICTURES),
    )
    found.clauses = clauses_of(session, [agreement.id for agreement in found.agreements])
    for one in visits_wanted(session, wanted):
        found.visits += 1
        found.purposes.update(one.visit.purposes)
        school = one.network or "", one.school, one.visit.mentee_school_id
        to = found.visited.setdefault(school, ToSchool())
        to.count += 1
        to.last_on = max(to.last_on, one.visit.visited_on)
        if one.visit.topic not in to.topics and len(to.topics) < 5:
            to.topics.append(one.visit.topic)
        if one.visit.improvements and len(found.improvements) < QUOTED:
            found.improvements.append((one.school, one.visit.improvements))
    return found
