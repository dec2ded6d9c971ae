"""Every kind of reminder there is: one literal table, read from the top.

A rule (a row that a coordinator or a roster made, with its ladder of days) is of the first kind
that takes it; a rule that no kind takes is recorded and judged, but nobody is pushed about it.
The steps of a ladder go to the contact of whoever owes; where a kind `escalates`, those from the
third day after the due day go to the supervisor instead, and from the seventh to the coordinator
(DeRenzi et al. 2012: the worker first and then somebody above is what makes reminders work). To add
a kind, add a row here and its words to handlers/texts/reminders.toml.
"""

from collections.abc import Callable
from dataclasses import dataclass

from models.obligations import Judgement, Rule
from models.vocabulary import Audience, Cadence, ObligationKind, RuleSource


@dataclass(frozen=True)
class Kind:
    """One kind of reminder.

    takes: the rules of this kind. still: whether the thing is to be said at all; judged when a
    step is planned and again when it is sent. words: the part of handlers/texts/reminders.toml.
    route: the command of handlers/routes.py behind its one button. escalates: whether late steps
    go to those who look after whoever owes.
    """

    name: str
    takes: Callable[[Rule], bool]
    still: Callable[[Judgement], bool]
    route: str
    escalates: bool


def _owed(judgement: Judgement) -> bool:
    return judgement.owed


def _deadline(rule: Rule) -> bool:
    return rule.source is RuleSource.DEADLINE and not rule.notice


KINDS: tuple[Kind, ...] = (
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
    Kind(
        "exchange",
        takes=lambda rule: rule.kind is ObligationKind.EXCHANGE and rule.cadence is Cadence.YEARLY,
        still=_owed,
        route="log_exchange",
        escalates=True,
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
