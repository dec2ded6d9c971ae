"""“ตั้งสำนักงานใหม่”: a national coordinator sets up an area office, step by step: the office, its
networks and schools (through the template file), its coordinator's code.

Each step can be taken at any time; “ตั้งสำนักงานใหม่ <รหัส>” shows what is still missing.
"""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.office_setup import FORM, full_name, parts_of, short_name
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from handlers.thai.fold import fold
from handlers.thai.offices import read_office
from models import audit
from models.people import Scope, covers, create_invitation, find_scope
from models.policy import Action, may
from models.roster import import_roster, refusals
from models.roster.office_progress import (
    RunningProgramme,
    free_office_code,
    office_at,
    progress_of,
    running_programmes,
)
from models.roster.renewing_facts import renewable
from models.vocabulary import Role, ScopeKind

#: How long the code of the new office's coordinator can be used.
CODE_DAYS = 14


def begin(call: Call) -> list[Effect]:
    """The form; with the code of an office behind the command, how far its set-up has come."""
    office = _office(call, call.argument) if call.argument else None
    if office is not None:
        return _steps(call, office)
    if not _programmes(call):
        return say(_no_programme(call))
    if call.argument:
        said = read_office(fold(call.argument))
        if said is not None and said.kind is not None and said.province is not None:
            value = f"{said.kind.value}.{said.province}.{said.zone or ''}"
            return start_over(call, SETTING_UP, office=value)
    return start(call, SETTING_UP)


def begin_anew(call: Call) -> list[Effect]:
    """Another one although a half-made one waits."""
    return start_over(call, SETTING_UP)


def code(call: Call) -> list[Effect]:
    """A one-time code for the coordinator of the office whose code stands behind the command."""
    office = _office(call, call.argument)
    if office is None:
        return say(Card(text=t("office_setup.outside"), buttons=(go("set_up_office"), go("menu"))))
    plain = create_invitation(
        call.session,
        role=Role.AREA_COORDINATOR,
        scope=office,
        now=call.now,
        expires_at=call.now + timedelta(days=CODE_DAYS),
        by_person_id=call.actor.person_id,
    )
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="invitation.made",
        subject_kind=office.kind.value,
        subject_id=office.code,
        details={"role": Role.AREA_COORDINATOR.value},
    )
    until = long_date(call.today + timedelta(days=CODE_DAYS))
    return say(
        Card(
            title=t("office_setup.code.title", code=plain),
            text=t("office_setup.code.text", office=office.label, day=until),
            buttons=(_again(office), go("menu")),
        )
    )


def _programmes(call: Call) -> list[RunningProgramme]:
    """The programmes that run, or will, within reach of one's posts."""
    scopes = [post.scope for post in call.actor.posts if may([post], Action.SET_UP)]
    whole = any(scope.kind is ScopeKind.COUNTRY for scope in scopes)
    codes = {scope.code for scope in scopes if scope.kind is ScopeKind.PROGRAMME}
    found = running_programmes(call.session, call.today)
    return [one for one in found if whole or one.code in codes]


def _world(call: Call, _draft: Draft, _given: Input | None) -> World:
    options = tuple(
        Option(
            one.code,
            t("office_setup.programme", code=one.code, day=short_date(one.ends_on)),
            (one.code, one.name),
        )
        for one in _programmes(call)
    )
    return World(today=call.today, options={"programme": options})


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    programme = next(
        (one for one in _programmes(call) if one.code == draft.answers["programme"]), None
    )
    if programme is None:
        return _no_programme(call)
    said = draft.answers["office"]
    kind, province, zone = parts_of(said)
    there = office_at(call.session, kind, province, zone)
    office_code = there or free_office_code(call.session)
    span = {"from": programme.starts_on.isoformat(), "to": programme.ends_on.isoformat()}
    office = {
        "code": office_code,
        "kind": kind.value,
        "province": province,
        "zone": zone,
        "name_th": full_name(said),
        "short_th": short_name(said),
    }
    document = {
        "area_offices": [] if there else [office],
        "enrolments": [{"programme": programme.code, "office": office_code, **span}],
    }
    savepoint = call.session.begin_nested()
    if refusals(import_roster(call.session, [document])):
        savepoint.rollback()
        return Card(text=t("office_setup.refused"), buttons=(go("set_up_office"), go("menu")))
    savepoint.commit()
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="office.set_up",
        subject_kind="office",
        subject_id=office_code,
        details={"programme": programme.code, "new": there is None},
    )
    scope = find_scope(call.session, ScopeKind.OFFICE, office_code)
    assert scope is not None  # it was made just now
    return _steps(call, scope, t("office_setup.exists" if there else "office_setup.made"))


def _no_programme(call: Call) -> Card:
    """There is nothing that an office could take part in: it is renewed, or comes with a roster of
    the operator's."""
    if renewable(call.session):
        return Card(text=t("office_setup.no_programme"), buttons=(go("renew"), go("menu")))
    return Card(text=t("office_setup.no_programme_at_all"), buttons=(go("menu"),))


def _office(call: Call, office_code: str) -> Scope | None:
    """The office of this code, if it lies within reach."""
    office = find_scope(call.session, ScopeKind.OFFICE, office_code)
    if office is None:
        return None
    for post in call.actor.posts:
        if may([post], Action.SET_UP) and covers(call.session, post.scope, office, call.today):
            return office
    return None


def _steps(call: Call, office: Scope, note: str = "") -> list[Effect]:
    """What is there of an office, and the next step."""
    assert office.id is not None
    found = progress_of(call.session, office.id, call.today)
    rows = (
        Row(t("office_setup.step.office"), t("office_setup.there", code=office.code)),
        _row("networks", found.networks),
        _row("schools", found.schools),
        _row("coordinators", found.coordinators),
    )
    following = not found.schools
    template = go("roster_template", t("office_setup.template"), office.code, primary=following)
    invitation = go("office_code", t("office_setup.invite"), office.code, primary=not following)
    return say(
        Card(
            title=office.label,
            note=note,
            text=t("office_setup.next_schools" if following else "office_setup.next_codes"),
            rows=rows,
            buttons=(template, invitation, _again(office), go("menu")),
        )
    )


def _row(step: str, count: int) -> Row:
    value = t("office_setup.count", count=count) if count else t("office_setup.missing")
    return Row(t(f"office_setup.step.{step}"), value, muted=not count)


def _again(office: Scope) -> Button:
    return go("set_up_office", t("office_setup.look"), office.code)


SETTING_UP = Conversing(FORM, world=_world, submit=_submit)
