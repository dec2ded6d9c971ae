"""Who has joined and who is silent, as totals on the card of a place."""

from dataclasses import dataclass

from handlers.call import Call
from handlers.cards.card import Row
from handlers.status_asked import follows_up
from handlers.status_facts import Facts
from handlers.status_words import dated_period
from handlers.texts import t
from models.duty_facts import Period
from models.status_joined import Joined, joined_of
from models.vocabulary import ScopeKind


@dataclass(frozen=True)
class JoinedThere:
    """The schools of a place by their id, as (code, name), and which of them have joined and
    reported in `year`."""

    schools: dict[int, tuple[str, str]]
    year: Period
    found: Joined

    @property
    def absent(self) -> list[int]:
        """Those that nobody has joined for."""
        return self.found.absent(list(self.schools))

    @property
    def silent(self) -> list[int]:
        """Those that have joined and reported nothing in the year."""
        return self.found.silent(list(self.schools))


def joined_there(call: Call, facts: Facts) -> JoinedThere | None:
    """Who has joined of the schools of a place; None where there is none, or no programme runs."""
    schools = {one.school_id: (one.school_code, one.school) for one in facts.members}
    schools |= {one.school_id: (one.school_code, one.school) for one in facts.pilots}
    codes = {one.programme_code for one in facts.members}
    codes |= {one.programme_code for one in facts.pilots}
    years = [year for code, year in facts.years.items() if code in codes]
    programmes = {run.programme_id for code, run in facts.runs.items() if code in codes}
    if not schools or not years:
        return None
    year = min(years, key=lambda one: one.starts_on)
    last = min(year.ends_on, call.today)
    found = joined_of(call.session, schools, programmes, year.starts_on, last, call.today)
    return JoinedThere(schools, year, found)


def joined_rows(call: Call, facts: Facts) -> list[Row]:
    """The totals, for those who may see by name who owes what; none of one school."""
    if facts.seen.asked.first or facts.seen.scope.kind is ScopeKind.SCHOOL:
        return []
    if not follows_up(call, facts.seen):
        return []
    there = joined_there(call, facts)
    if there is None:
        return []
    total, absent = len(there.schools), len(there.absent)
    value = t(
        "status.joined.value",
        joined=f"{total - absent:,}",
        total=f"{total:,}",
        absent=f"{absent:,}",
        silent=f"{len(there.silent):,}",
        period=dated_period(there.year),
    )
    return [Row(t("status.joined.label"), value, share=(total - absent) / total)]
