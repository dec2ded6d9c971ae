"""Evaluating the partner schools of a network (clause 3.8): a level for each standard, before and
now.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.dialog.reading import label_of
from handlers.dialog.world import World
from handlers.forms.evaluation import FORM, LEVELS, before_slot, now_slot
from handlers.forms.shared import HAPPENED_ON
from handlers.report_kit import Columns, Reporting
from handlers.reported_years import year_answered, year_label, year_options
from handlers.schools import options_of
from handlers.texts import t
from handlers.thai.gazetteer import Around, Gazetteer, Named
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for
from models.report_queries import latest_report
from models.reports import Report
from models.scopes import Scope
from models.status_queries import Member, members_within
from models.vocabulary import IqaStandard, MemberRole, ObligationKind, ReportKind, ScopeKind


def _partners(call: Call, place: ReportPlace, *days: date) -> list[Member]:
    """The schools of the network that are mentored on one of these days."""
    network = place.subject
    scope = Scope(ScopeKind.NETWORK, network.code, network.id, network.label)
    found: dict[int, Member] = {}
    for day in dict.fromkeys(days):
        members = call.once(
            ("members", network, day), partial(members_within, call.session, scope, day)
        )
        for member in members:
            if member.role is not MemberRole.LEAD:
                found.setdefault(member.school_id, member)
    return list(found.values())


def _facts(call: Call, place: ReportPlace, answers: Answers, world: World) -> World:
    days = [call.today]
    if told_on := world.known.get(HAPPENED_ON):
        days.append(date.fromisoformat(told_on))  # of a report that is changed or looked at later
    years = year_options(place, call.today)
    partners = [(str(m.school_id), m.school) for m in _partners(call, place, *days)]
    named = Gazetteer(Named(key, name, (), name) for key, name in partners)
    return replace(
        world,
        options={**world.options, "school": options_of(partners), "year": years},
        schools=Around(named, own=frozenset(dict(partners))),
        prompts=dict(_last_time(call, place, answers)),
    )


def _last_time(call: Call, place: ReportPlace, answers: Answers) -> Iterator[tuple[str, str]]:
    """What the evaluation before this year said, as a line above each question."""
    school, year = answers.get("school"), year_answered(place, answers, call.today)
    if not school or year is None:
        return
    last = call.once(
        ("last evaluation", place, school, year),
        lambda: latest_report(
            call.session,
            ReportKind.EVALUATION,
            place.subject,
            about_school_id=int(school),
            last=year.starts_on - timedelta(days=1),
        ),
    )
    if last is None:
        return
    for standard in IqaStandard:
        if level := last.answers.get(now_slot(standard)):
            line = t("evaluation.last_time", level=label_of(level, LEVELS))
            yield before_slot(standard), line
            yield now_slot(standard), line


def _recorded(call: Call, place: ReportPlace, answers: Answers) -> Report | None:
    school, year = answers.get("school"), year_answered(place, answers, call.today)
    if not school or year is None:
        return None
    return latest_report(
        call.session,
        ReportKind.EVALUATION,
        place.subject,
        about_school_id=int(school),
        first=year.starts_on,
        last=year.ends_on,
    )


def _columns(call: Call, place: ReportPlace, answers: Answers, told_on: date) -> Columns | None:
    partners = {str(m.school_id): m.school for m in _partners(call, place, told_on, call.today)}
    school, year = answers["school"], year_answered(place, answers, told_on, call.today)
    if school not in partners or year is None:
        return None
    words = year_label(place, year)
    return Columns(
        min(told_on, year.ends_on),
        t("evaluation.list_title", school=partners[school], year=words),
        about_school_id=int(school),
    )


EVALUATION = Reporting(
    kind=ReportKind.EVALUATION,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=lambda call, posts: networks_reported_for(call.session, posts, call.today),
    columns=_columns,
    facts=_facts,
    recorded=_recorded,
    meets=ObligationKind.EVALUATION,
)
