"""Programmes of a roster, with the period that its sources state."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.periods import years_between
from models.programmes import Programme, ProgrammePeriod
from models.roster.documents import Roster
from models.roster.ledger import Ledger
from models.roster.rows import ProgrammeRow
from models.vocabulary import ExchangeLevel, LevelsRule, MentorKind, Purpose

_VERBS = (
    Purpose.MENTORING,
    Purpose.ADVICE,
    Purpose.ASSISTANCE,
    Purpose.MONITORING,
    Purpose.EVALUATION,
)

# Where a roster does not say what visits of a programme are for: the verbs of clause 3.5 where a
# lead school mentors; the sandbox letter adds advice on the annual action plan; the experts of
# the Collaborative Assessment advise and assess.
PURPOSES: Mapping[MentorKind, tuple[Purpose, ...]] = {
    MentorKind.LEAD: _VERBS,
    MentorKind.AREA_OFFICE: (*_VERBS, Purpose.ACTION_PLAN_ADVICE),
    MentorKind.EXPERT_TEAM: (Purpose.ADVICE, Purpose.EVALUATION),
}

# Likewise the levels at which exchange is reported: the three of clause 3.7, and the national one
# of the signing in 2565, where lead schools form networks. The sandbox letter wants good practices
# spread and has no networks, so an area office exchanges across its area and the country: assumed,
# for no source names its levels. Of the Collaborative Assessment none speaks at all.
EXCHANGE_LEVELS: Mapping[MentorKind, tuple[ExchangeLevel, ...]] = {
    MentorKind.LEAD: tuple(ExchangeLevel),
    MentorKind.AREA_OFFICE: (ExchangeLevel.AREA, ExchangeLevel.NATIONAL),
    MentorKind.EXPERT_TEAM: (),
}


def apply_programmes(ledger: Ledger, roster: Roster) -> None:
    """Programmes and their original periods. Their owners are named by code."""
    for row in roster.programmes:
        if not ledger.code_is_free("programme", row.code):
            continue
        if row.owner and row.owner not in ledger.agencies and row.owner not in ledger.offices:
            ledger.refuse("programme", row.code, "owner", f"there is no agency {row.owner}")
            continue
        values: dict[str, Any] = {
            "code": row.code,
            "name_th": row.name_th,
            "owner_code": row.owner,
            "year_basis": row.year_basis,
            "mentor_kind": row.mentor_role,
            "mentee_role": row.mentee_role,
            "purposes": list(row.purposes or PURPOSES[row.mentor_role]),
            "exchange_levels": list(row.exchange_levels or EXCHANGE_LEVELS[row.mentor_role]),
            "sample": row.sample,
        }
        found = ledger.programmes.get(row.code)
        if row.levels_rule is not None or found is None:
            # A roster that is silent leaves the reading that was chosen since.
            values["levels_rule"] = row.levels_rule or LevelsRule.EACH
        if row.school_breaks is not None:
            values["school_breaks"] = list(row.school_breaks)
        programme = ledger.put("programme", row.code, Programme, found, values)
        ledger.programmes[row.code] = programme
        ledger.session.flush()
        _original_period(ledger, row, programme)


def _original_period(ledger: Ledger, row: ProgrammeRow, programme: Programme) -> None:
    years = list(row.years_be) or years_between(row.year_basis, row.starts, row.ends)
    put_period(
        ledger,
        ("programme", row.code),
        programme,
        {"starts_on": row.starts, "ends_on": row.ends, "years_be": years, "sample": row.sample},
    )


def put_period(
    ledger: Ledger, row: tuple[str, str], programme: Programme, values: dict[str, object]
) -> ProgrammePeriod | None:
    """Make a period or change the one that starts on that day; refuse one that overlaps another.

    `row` is the kind and code under which this is told.
    """
    starts_on, ends_on = values["starts_on"], values["ends_on"]
    assert isinstance(starts_on, date)
    assert isinstance(ends_on, date)
    found = None
    for period in ledger.periods(programme):
        if period.starts_on == starts_on:
            found = period
        elif period.starts_on <= ends_on and starts_on <= period.ends_on:
            why = f"overlaps the period {period.starts_on} to {period.ends_on}"
            ledger.refuse(*row, "starts", why)
            return None
    period = ledger.put(*row, ProgrammePeriod, found, {"programme_id": programme.id, **values})
    if found is None:
        ledger.changed(*row, "period")
    ledger.session.flush()
    return period
