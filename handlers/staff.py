"""Naming the 1–3 people responsible for the education sandbox at an area office.

The letter (21 Nov 2566) asks each office in a sandbox for one to three names and for a form by a
date; the bot keeps the names and cannot read the form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.call import Call
from handlers.calling import note_numbers
from handlers.cards.card import Button, Card, OpenUrl, Row
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.staff import FORM, REMOVAL
from handlers.say import go, number_of, say
from handlers.texts import t
from models import audit
from models.duties import ResponsibleStaff
from models.duty_queries import judgements
from models.obligations import Subject
from models.people import Scope
from models.policy import Action, may
from models.staff import (
    MOST_STAFF,
    NewStaff,
    StaffChange,
    name_staff,
    remove_staff,
    staff_in_force,
)
from models.vocabulary import DutyState, ObligationKind, ScopeKind, SubjectKind


@dataclass(frozen=True)
class Place:
    """An office that has to name people in a programme, and the official form, if it has one."""

    office: Scope
    programme_id: int
    form_url: str | None


def show(call: Call) -> list[Effect]:
    """ "แต่งตั้งผู้รับผิดชอบ": who is named, and what can be done about it."""
    place = _place(call)
    if place is None:
        return say(Card(text=t("staff.refused.no_office"), buttons=(go("menu"),)))
    return say(_list(call, place))


def add(call: Call) -> list[Effect]:
    """One more person; a fourth is refused with the reason."""
    place = _place(call)
    if place is None or len(_named(call, place)) < MOST_STAFF:
        return start_over(call, NAMING) if place else show(call)
    return say(_list(call, place).noting(t("staff.refused.full")))


def replace(call: Call) -> list[Effect]:
    """Somebody else in the place of one of them."""
    place = _place(call)
    if place is None or _person(call, place, call.argument) is None:
        return _gone(call)
    return start_over(call, NAMING, replaces=call.argument)


def remove(call: Call) -> list[Effect]:
    """Take one off the list; the last one is refused with the reason."""
    place = _place(call)
    if place is None or _person(call, place, call.argument) is None:
        return _gone(call)
    if len(_named(call, place)) == 1:
        return say(_list(call, place).noting(t("staff.refused.last")))
    return start_over(call, REMOVING, person=call.argument)


def _place(call: Call) -> Place | None:
    """The first of one's offices that has to name people, and its programme."""
    for post in call.actor.posts:
        if post.scope.kind is not ScopeKind.OFFICE or not may([post], Action.NOMINATE):
            continue
        found = [
            judged
            for judged in judgements(call.session, now=call.now, scope=post.scope)
            if judged.rule.kind is ObligationKind.RESPONSIBLE_STAFF
            and judged.state is not DutyState.ENDED
            and judged.subject.id == post.scope.id
        ]
        if found:
            url = next((j.rule.submit_url for j in reversed(found) if j.rule.submit_url), None)
            return Place(post.scope, found[0].rule.programme_id, url)
    return None


def _named(call: Call, place: Place) -> list[ResponsibleStaff]:
    assert place.office.id is not None
    return staff_in_force(call.session, place.office.id, place.programme_id, call.today)


def _person(call: Call, place: Place, number: str) -> ResponsibleStaff | None:
    wanted = number_of(number)
    return next((row for row in _named(call, place) if row.id == wanted), None)


def _gone(call: Call) -> list[Effect]:
    place = _place(call)
    if place is None:
        return show(call)
    return say(_list(call, place).noting(t("staff.refused.gone")))


def _list(call: Call, place: Place) -> Card:
    named = _named(call, place)
    office, count = place.office.label, len(named)
    _note_numbers(call, place, named)
    return Card(
        title=t("staff.list.title"),
        text=t("staff.list.text", office=office, count=count)
        if named
        else t("staff.list.none", office=office),
        rows=tuple(_row(call, row) for row in named),
        hint=t("staff.list.note"),
        buttons=(
            *((go("add_staff", primary=True),) if len(named) < MOST_STAFF else ()),
            *(_change(row) for row in named),
            *_form(place),
            go("submitted"),
        ),
    )


def _note_numbers(call: Call, place: Place, named: Sequence[ResponsibleStaff]) -> None:
    """Whose numbers the list shows; those that one wrote down oneself, nobody needs to note."""
    others = [
        row for row in named if row.contact and row.named_by_person_id != call.actor.person_id
    ]
    here = Subject(SubjectKind.OFFICE, place.office.id or 0, place.office.code, place.office.label)
    note_numbers(
        call.session, call.actor.person_id, [here] if others else [], call.now, len(others)
    )


def _row(call: Call, row: ResponsibleStaff) -> Row:
    contact = (call.cipher.unlock(row.contact) if row.contact else None) or ""
    value = "\n".join(part for part in (row.position, contact) if part)
    remove = go("remove_staff", t("staff.list.remove", name=row.full_name), str(row.id))
    return Row(row.full_name, value, remove)


def _change(row: ResponsibleStaff) -> Button:
    return go("replace_staff", t("staff.list.replace", name=row.full_name), str(row.id))


def _form(place: Place) -> tuple[Button, ...]:
    if place.form_url is None:
        return ()
    return (Button(t("staff.list.form"), OpenUrl(place.form_url)),)


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    place = _place(call)
    named = _named(call, place) if place else []
    people = tuple(Option(str(row.id), row.full_name) for row in named)
    return World(today=call.today, options={"replaces": people, "person": people})


def _name(call: Call, draft: Draft) -> list[Effect] | Card:
    place = _place(call)
    if place is None or place.office.id is None or call.actor.person_id is None:
        return show(call)
    answers = draft.answers
    person = NewStaff(
        answers["name"][:200],
        answers["position"][:200],
        call.cipher.lock(answers["contact"]) or "",
    )
    change = name_staff(
        call.session,
        person,
        office_id=place.office.id,
        programme_id=place.programme_id,
        by_person_id=call.actor.person_id,
        draft_id=draft.id,
        now=call.now,
        today=call.today,
        replaces=number_of(answers.get("replaces", "")),
    )
    if change is StaffChange.DONE:
        _audit(call, "staff.named", place)
    listed = _list(call, place).noting(_told(change, person.full_name, "staff.saved.note"))
    # A colleague named the third meanwhile: once one is taken off the list, this draft can go on.
    return listed if change is StaffChange.FULL else say(listed)


def _remove(call: Call, draft: Draft) -> list[Effect]:
    place = _place(call)
    row = _person(call, place, draft.answers["person"]) if place else None
    if place is None or place.office.id is None or row is None:
        return _gone(call)
    name = row.full_name
    change = remove_staff(
        call.session,
        row.id,
        office_id=place.office.id,
        programme_id=place.programme_id,
        today=call.today,
    )
    if change is StaffChange.DONE:
        _audit(call, "staff.removed", place)
    return say(_list(call, place).noting(_told(change, name, "staff.saved.removed")))


def _told(change: StaffChange, name: str, done: str) -> str:
    match change:
        case StaffChange.DONE | StaffChange.ALREADY:
            return t(done, name=name)
        case _:
            return t(f"staff.refused.{change.value}")


def _audit(call: Call, action: str, place: Place) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="office",
        subject_id=place.office.code,
    )


NAMING = Conversing(FORM, world=_world, submit=_name)
REMOVING = Conversing(REMOVAL, world=_world, submit=_remove)
