"""What one sort of report with a number R-… has of its own, and for whom a person may make it.

Each capability (handlers/plan.py, handlers/innovation.py …) hands over one Reporting; how it is
talked through and saved stands in handlers/report_talk.py, the same for all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.call import Call
from handlers.cards.card import Card
from handlers.dialog.form import Answers, Form
from handlers.dialog.world import World
from handlers.say import go
from handlers.texts import t
from handlers.thai.dates import long_date
from models.actors import Post
from models.duty_queries import judgements
from models.mentoring_ended import last_ended
from models.obligations import Judgement
from models.policy import Action, may
from models.report_places import ReportPlace
from models.reports import Report, WorkingGroupMember
from models.scopes import Scope
from models.vocabulary import ObligationKind, ReportKind, ScopeKind

Facts = Callable[[Call, ReportPlace, Answers, World], World]


@dataclass(frozen=True)
class Columns:
    """What stands beside the answers because queries ask for it (models/reports.py).

    `beside`: what has to be kept with the answers though it was not asked.
    """

    happened_on: date
    title: str
    ends_on: date | None = None
    public: bool = False
    about_school_id: int | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reporting:
    """One sort of report.

    action: what a post must allow. places: for whom such posts may make it. columns: what is kept
    beside the answers, given the day on which it was reported; None if the answers no longer fit
    the place. facts: what the form has to know of the place. recorded: the report that says the
    same already. meets: the obligation that it counts for. members: the people of a working
    group, given those it had. withheld: answers that are not kept as they are. lines: more lines
    for the receipt. first: why it cannot begin yet.
    """

    kind: ReportKind
    form: Form
    action: Action
    places: Callable[[Call, Sequence[Post]], list[ReportPlace]]
    columns: Callable[[Call, ReportPlace, Answers, date], Columns | None]
    facts: Facts = lambda _call, _place, _answers, world: world
    recorded: Callable[[Call, ReportPlace, Answers], Report | None] = lambda _c, _p, _a: None
    meets: ObligationKind | None = None
    members: Callable[
        [Call, Answers, Sequence[WorkingGroupMember]], Iterable[WorkingGroupMember]
    ] = lambda _call, _answers, _before: ()
    withheld: frozenset[str] = frozenset()
    lines: Callable[[Call, ReportPlace, Report], Sequence[str]] = lambda _c, _p, _r: ()
    first: Callable[[Call, Sequence[ReportPlace]], Card | None] = lambda _call, _places: None


def report_receipt(report_id: int) -> str:
    """The receipt number of a report as people see and type it."""
    return t("reporting.receipt_number", number=report_id)


def places_of(call: Call, reporting: Reporting) -> list[ReportPlace]:
    """For whom this person may make this report today, each once."""
    posts = [post for post in call.actor.posts if may([post], reporting.action)]
    key = ("report places", reporting.kind)
    return call.once(key, lambda: list(dict.fromkeys(reporting.places(call, posts))))


def cannot_report(call: Call, reporting: Reporting) -> Card | None:
    """Why this person cannot make this report now, or None."""
    places = places_of(call, reporting)
    if places:
        return reporting.first(call, places)
    ended = last_ended(call.session, call.actor.posts, call.today)
    if ended is None:
        return Card(text=t("reporting.cannot.no_place"), buttons=(go("menu"),))
    text = t("reporting.cannot.ended", programme=ended[0], day=long_date(ended[1]))
    return Card(text=text, buttons=(go("menu"),))


def place_key(place: ReportPlace) -> str:
    """The answer to "for whom?": it says which programme, too."""
    return f"{place.subject.kind.value}.{place.subject.id}.{place.programme_id}"


def judged_for(call: Call, place: ReportPlace) -> list[Judgement]:
    """Where the subject of a place stands now with all that its programme asks of it."""
    subject = place.subject
    scope = Scope(ScopeKind(subject.kind.value), subject.code, subject.id, subject.label)
    return [
        judged
        for judged in judgements(call.session, now=call.now, scope=scope)
        if (judged.subject.kind, judged.subject.id) == (subject.kind, subject.id)
        and judged.rule.programme_id == place.programme_id
        and not judged.rule.notice
    ]
