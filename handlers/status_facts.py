"""What the cards of a status are made from, looked up for one place and one time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.call import Call
from handlers.status_asked import Seen, follows_up
from handlers.thai.periods import TERM
from models.duty_queries import judgements
from models.obligations import Judgement, Period, Rule, Subject
from models.people import Scope
from models.periods import year_of
from models.resting import resting_until
from models.status_past import judgements_in
from models.status_queries import (
    Member,
    Pilot,
    Runs,
    members_within,
    network_facts,
    pilots_within,
    programme_runs,
)
from models.status_records import Sought
from models.vocabulary import DutyState, RuleSource, ScopeKind, SubjectKind, YearBasis


@dataclass(frozen=True)
class Facts:
    """Where everybody within a place stands, who is in it, and the years that are told of.

    `day`: the day for which it is looked up who is in it. `years` and `runs` by the code of the
    programme; a programme that does not run then has no year.
    """

    seen: Seen
    day: date
    judgements: Sequence[Judgement]
    years: Mapping[str, Period]
    runs: Mapping[str, Runs]
    members: Sequence[Member]
    pilots: Sequence[Pilot]

    @property
    def trending(self) -> list[str]:
        """The programmes that run and of which something is told."""
        live = (j for j in self.judgements if j.state is not DutyState.ENDED)
        told = dict.fromkeys(judged.rule.programme_code for judged in live)
        return [code for code in told if code in self.years]

    def sought(self, year: Period, programme: str = "") -> Sought:
        """The records about this place in a year, of one programme or of all that may be told."""
        codes: Collection[str] | None = (programme,) if programme else self.seen.programmes
        ids = None
        if codes is not None:
            ids = frozenset(run.programme_id for code, run in self.runs.items() if code in codes)
        return Sought(self.seen.scope, year.starts_on, year.ends_on, self.day, ids)


def facts_of(call: Call, found: Seen, *, judged: bool = True) -> Facts:
    """All of it, for the present or for the time that was asked for; without the judgements where
    they are not `judged`."""
    days = found.days
    day = min(days[1], call.today) if days else call.today
    runs = programme_runs(call.session)
    years = _years_asked(found, runs) if days else _years_now(runs, call.today)
    members = members_within(call.session, found.scope, day)
    pilots = pilots_within(call.session, found.scope, day)
    return Facts(
        found,
        day,
        judged_for(call, found) if judged else [],
        {code: year for code, year in years.items() if found.tells(code)},
        {run.code: run for run in runs},
        [one for one in members if found.tells(one.programme_code)],
        [one for one in pilots if found.tells(one.programme_code)],
    )


def judged_for(
    call: Call, found: Seen, source: str = "", rule_id: int | None = None
) -> list[Judgement]:
    """Where everybody within a place stands then; with one rule, if it is named."""

    def only(rule: Rule) -> bool:
        named = rule_id is None or (rule.source.value, rule.id) == (source, rule_id)
        return named and found.tells(rule.programme_code)

    scope = found.scope
    if days := found.days:
        first, last = days
        judged = judgements_in(
            call.session, now=call.now, scope=scope, first=first, last=last, only=only
        )
    else:
        judged = judgements(call.session, now=call.now, scope=scope, only=only)
    if scope.kind is ScopeKind.SCHOOL and all(post.scope != scope for post in call.actor.posts):
        # Of a school that was opened from above its own duties alone, not its network's; and who
        # has not sent what a deadline asks for is read by name by those who follow it up alone.
        own = [one for one in judged if _is(one.subject, scope)]
        if follows_up(call, found):
            return own
        return [one for one in own if one.rule.source is not RuleSource.DEADLINE]
    return judged


def _is(subject: Subject, scope: Scope) -> bool:
    return subject.kind is SubjectKind.SCHOOL and subject.id == scope.id


def bases_of(call: Call, scope: Scope) -> frozenset[YearBasis]:
    """In which years the programmes count that a place has to do with: those that run now, or, if
    none does, all."""
    runs = call.once("programme runs", lambda: programme_runs(call.session))
    if scope.kind is ScopeKind.NETWORK:
        code = network_facts(call.session, scope, call.today).programme_code
        runs = [run for run in runs if run.code == code]
    elif scope.kind is ScopeKind.PROGRAMME:
        runs = [run for run in runs if run.programme_id == scope.id]
    running = [run for run in runs if run.has(call.today)]
    return frozenset(run.basis for run in running or runs)


def resting(call: Call, scope: Scope) -> date | None:
    """Until when a network has said to have nothing to report."""
    assert scope.id is not None  # the card of one network
    network = Subject(SubjectKind.NETWORK, scope.id, scope.code, scope.label)
    return resting_until(call.session, [network], call.today).get(network)


def _years_now(runs: Sequence[Runs], today: date) -> dict[str, Period]:
    """The programme's own year of today, for those that run."""
    found = {}
    for run in runs:
        if run.has(today):
            year = year_of(run.basis, today, run.starts_on)
            found[run.code] = Period(year.year_be, run.basis, year.starts_on, year.ends_on)
    return found


def _years_asked(found: Seen, runs: Sequence[Runs]) -> dict[str, Period]:
    """The time that was asked for, for every programme that ran in it."""
    assert found.days is not None
    first, last = found.days
    kind, *labels = found.asked.period.split(".")
    basis = YearBasis.ACADEMIC if kind == TERM else YearBasis(kind)
    semester = int(labels[1]) if kind == TERM else None
    year = Period(int(labels[0]), basis, first, last, semester)
    return {run.code: year for run in runs if run.starts_on <= last and first <= run.ends_on}
