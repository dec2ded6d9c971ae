"""Every kind of reminder there is: one literal table, read from the top.

A rule (a row that a coordinator or a roster made, with its ladder of days) is of the first kind
that takes it; a rule that no kind takes, or that has no ladder, is recorded and judged, but nobody
is pushed about it.
The steps of a ladder go to the contact of whoever owes; where a kind `escalates`, those from the
third day after the due day go to the supervisor instead, and from the seventh to the coordinator
(DeRenzi et al. 2012: the worker first and then somebody above is what makes reminders work). To add
a kind, add a row here and its words to handlers/texts/reminders.toml.
"""

from collections.abc import Callable
from dataclasses import dataclass

from models.obligations import Judgement, Rule
from models.sending_words import Audience
from models.vocabulary import Cadence, ObligationKind, RuleSource


@dataclass(frozen=True)
class Kind:
    """One kind of reminder.

    name: the part of handlers/texts/reminders.toml with its words, where it has some of its own.
    takes: the rules of this kind. still: whether the thing is to be said at all; judged when a
    step is planned and again when it is sent. route: the command of handlers/routes.py behind its
    one button. escalates: whether late steps go to those who look after whoever owes.
    """

    name: str
    takes: Callable[[Rule], bool]
    still: Callable[[Judgement], bool]
    route: str
    escalates: bool


def _owed(judgement: Judgement) -> bool:
    return judgement.owed


def _ahead(judgement: Judgement) -> bool:
    return judgement.is_ahead


def _deadline(rule: Rule) -> bool:
    return rule.source is RuleSource.DEADLINE and not rule.notice


def _obligation(kind: ObligationKind) -> Callable[[Rule], bool]:
    """The obligations of one kind that have a cadence to be held against."""
    return lambda rule: (
        rule.source is RuleSource.OBLIGATION
        and rule.kind is kind
        and rule.cadence is not Cadence.NONE
    )


KINDS: tuple[Kind, ...] = (
    # The end of a programme or an agreement: it is told, and nothing is owed.
    Kind(
        "ending",
        takes=lambda rule: rule.notice,
        still=_ahead,
        route="status",
        escalates=False,
    ),
    # The sandbox letter wants names first, and then the word that they were sent.
    Kind(
        "staff",
        takes=lambda rule: _deadline(rule) and rule.kind is ObligationKind.RESPONSIBLE_STAFF,
        still=_owed,
        route="nominate",
        escalates=True,
    ),
    Kind(
        "deadline",
        takes=_deadline,
        still=_owed,
        route="submitted",
        escalates=True,
    ),
    *(
        Kind(name, takes=_obligation(kind), still=_owed, route=route, escalates=True)
        for name, kind, route in (
            ("exchange", ObligationKind.EXCHANGE, "log_exchange"),
            # Of each partner school, said to the mentor: models/duty_answering.py.
            ("mentoring", ObligationKind.MENTORING_VISIT, "log_visit"),
            ("plan", ObligationKind.NETWORK_PLAN, "log_plan"),
            ("evaluation", ObligationKind.EVALUATION, "log_evaluation"),
            ("report", ObligationKind.REPORT, "log_annual"),
            ("improvement", ObligationKind.IMPROVEMENT_PLAN, "log_improvement"),
        )
    ),
)


#: From which day after the due day on a step goes to whom.
OVERDUE: tuple[tuple[int, Audience], ...] = (
    (1, Audience.CONTACT),
    (3, Audience.SUPERVISOR),
    (7, Audience.COORDINATOR),
)


def audience_of(offset: int) -> Audience:
    """To whom a step of a kind that escalates goes; `offset` is in days from the due day."""
    return next((who for days, who in reversed(OVERDUE) if offset >= days), Audience.CONTACT)


def kind_of(rule: Rule) -> Kind | None:
    """The kind of reminder of this rule; None if nobody is to be pushed about it."""
    return next((kind for kind in KINDS if rule.ladder and kind.takes(rule)), None)
