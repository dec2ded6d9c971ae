"""Where what is owed is reported, and with which answers its form begins: the value that a button
of a reminder carries, and what its form makes of it. Pure.

A button outlives what it was made for, so each form takes of its value only what fits today.
"""

from collections.abc import Mapping, Sequence

from models.exchange_places import ExchangePlace
from models.obligations import Judgement, Rule
from models.vocabulary import ExchangeLevel, LevelsRule, ObligationKind, RuleSource, SubjectKind

#: Where what an obligation asks for is reported; of what is in no form the status tells.
BEGINS: Mapping[ObligationKind, str] = {
    ObligationKind.EXCHANGE: "log_exchange",
    ObligationKind.MENTORING_VISIT: "log_visit",
    ObligationKind.NETWORK_PLAN: "log_plan",
    ObligationKind.EVALUATION: "log_evaluation",
    ObligationKind.REPORT: "log_annual",
    ObligationKind.IMPROVEMENT_PLAN: "log_improvement",
    ObligationKind.RESPONSIBLE_STAFF: "nominate",
}
STATUS = "status"
_REPORTS = frozenset({"log_plan", "log_evaluation", "log_annual", "log_improvement"})


def route_for(rule: Rule) -> str:
    """The command with which what this rule asks for is told to the bot."""
    if rule.kind is ObligationKind.RESPONSIBLE_STAFF:
        return BEGINS[rule.kind]  # names come before the word that they were sent
    if rule.source is RuleSource.DEADLINE:
        return "submitted"
    return BEGINS.get(rule.kind, STATUS) if rule.kind else STATUS


def value_for(route: str, judged: Judgement) -> str:
    """What a button of this command carries, so that its form begins with what is known."""
    rule, subject = judged.rule, judged.subject
    if route == "submitted" and rule.source is RuleSource.DEADLINE:
        return f"{rule.id}.{subject.kind.value}.{subject.id}"
    if route == "log_visit" and subject.kind is SubjectKind.SCHOOL:
        return subject.code
    if route == "log_exchange" and subject.kind is SubjectKind.NETWORK:
        return f"{rule.programme_code}:{subject.code}:{_missing_level(judged)}"
    if route in _REPORTS:
        return f"{subject.kind.value}.{subject.id}.{rule.programme_id}"
    return ""


def _missing_level(judged: Judgement) -> str:
    """The one level at which an exchange is missing; empty where it is not one alone."""
    missing = [level for level, (done, needed) in judged.by_level.items() if done < needed]
    each = judged.rule.levels_rule is LevelsRule.EACH
    return missing[0].value if each and len(missing) == 1 else ""


def exchange_answers(value: str, places: Sequence[ExchangePlace]) -> dict[str, str]:
    """The answers with which the form of an exchange begins, given what a button carried and
    where its presser reports exchanges today."""
    programme, _, rest = value.partition(":")
    network, _, level = rest.partition(":")
    place = next((each for each in places if each.programme_code == programme), None)
    if place is None or place.network(network) is None:
        return {}
    answers = {"programme": programme} if len(places) > 1 else {}
    if level not in place.levels:
        return answers
    answers["level"] = level
    # Who else took part in a wider one is still asked.
    if level == ExchangeLevel.INTRA_NETWORK and len(place.networks) > 1:
        answers["networks"] = network
    return answers
