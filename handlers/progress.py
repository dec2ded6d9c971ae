"""How far a network's plan has come, goal by goal, for a semester (clause 3.4).

The goals are those of the newest context analysis; the report keeps their words, since a later
analysis may say something else.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.dialog.form import Answers
from handlers.dialog.world import Option, World
from handlers.forms.analysis import MOST_GOALS
from handlers.forms.progress import FORM, goal_slot
from handlers.report_kit import Columns, Reporting
from handlers.say import go
from handlers.texts import t
from models.actors import Post
from models.periods import Term, term_of
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for
from models.report_queries import latest_report
from models.reports import Report
from models.vocabulary import GoalState, ReportKind

#: Where the report keeps the words of the goals, one on each line.
GOALS = "goals"


def _goals(call: Call, place: ReportPlace, answers: Answers) -> list[str]:
    """The goals that are asked about: those the report keeps, or the newest of the network."""
    kept = answers.get(GOALS)
    if kept is None:
        newest = call.once(
            ("goals", place),
            lambda: latest_report(call.session, ReportKind.CONTEXT_ANALYSIS, place.subject),
        )
        kept = newest.answers.get("goals", "") if newest else ""
    return [goal for goal in kept.split("\n") if goal][:MOST_GOALS]


def _places(call: Call, posts: Sequence[Post]) -> list[ReportPlace]:
    """One's networks; those without goals only where none has any."""
    networks = networks_reported_for(call.session, posts, call.today)
    return [place for place in networks if _goals(call, place, {})] or networks


def _first(call: Call, places: Sequence[ReportPlace]) -> Card | None:
    if any(_goals(call, place, {}) for place in places):
        return None
    buttons = (go("log_analysis", primary=True), go("menu"))
    return Card(text=t("progress.no_goals"), buttons=buttons)


def _terms(today: date) -> list[Term]:
    """The semester of today, and the one before."""
    this = term_of(today)
    return [this, term_of(this.starts_on - timedelta(days=1))]


def _key(term: Term) -> str:
    return f"{term.year_be}.{term.number}"


def term_words(key: str) -> str:
    """ "ภาคเรียนที่ 1/2569" of a canonical answer."""
    year, _, number = key.partition(".")
    return t("status.period.semester", semester=number, year=year)


def _numbers(key: str) -> str:
    """ "1/2569" of a canonical answer, as people type it."""
    year, _, number = key.partition(".")
    return f"{number}/{year}"


def term_by_key(key: str) -> Term:
    """The semester of a canonical answer: "2569.1"."""
    year_be, _, number = key.partition(".")
    month, year = (6, int(year_be) - 543) if number == "1" else (12, int(year_be) - 543)
    return term_of(date(year, month, 1))


def _facts(call: Call, place: ReportPlace, answers: Answers, world: World) -> World:
    keys = [_key(term) for term in _terms(call.today)]
    if (answered := answers.get("term")) and answered not in keys:
        keys.append(answered)  # of a report that is changed or looked at much later
    goals = _goals(call, place, answers)
    prompts = {
        goal_slot(n): t("progress.goal", place=n, goal=goal) for n, goal in enumerate(goals, 1)
    }
    terms = tuple(Option(key, term_words(key), (_numbers(key),)) for key in keys)
    return replace(world, options={**world.options, "term": terms}, prompts=prompts)


def _recorded(call: Call, place: ReportPlace, answers: Answers) -> Report | None:
    if not answers.get("term"):
        return None
    term = term_by_key(answers["term"])
    return latest_report(
        call.session,
        ReportKind.PLAN_PROGRESS,
        place.subject,
        first=term.starts_on,
        last=term.ends_on,
    )


def _columns(call: Call, place: ReportPlace, answers: Answers, told_on: date) -> Columns | None:
    goals = _goals(call, place, answers)
    if not goals:
        return None
    states = [answers.get(goal_slot(n)) for n, _ in enumerate(goals, 1)]
    return Columns(
        min(told_on, term_by_key(answers["term"]).ends_on),
        t(
            "progress.list_title",
            term=term_words(answers["term"]),
            done=states.count(GoalState.DONE.value),
            total=len(goals),
        ),
        beside={GOALS: "\n".join(goals)},
    )


PROGRESS = Reporting(
    kind=ReportKind.PLAN_PROGRESS,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=_places,
    columns=_columns,
    facts=_facts,
    recorded=_recorded,
    first=_first,
)
