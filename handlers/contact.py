"""Who gets the reminders of a network, school or office: one responsible contact each."""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.contact import FORM
from handlers.say import go, say
from handlers.schools import options_of
from handlers.status_words import short_name
from handlers.texts import t
from models import audit
from models.contacts import candidates, set_contact
from models.duty_queries import judgements
from models.obligations import Subject
from models.policy import Action, may
from models.vocabulary import ScopeKind, SubjectKind


def begin(call: Call) -> list[Effect]:
    """ "ผู้รับการเตือน": of whom, and who."""
    if not _subjects(call):
        return say(Card(text=t("contact.cannot.none"), buttons=(go("menu"),)))
    return start_over(call, SETTING)


def _subjects(call: Call) -> dict[str, Subject]:
    """The subjects with duties that one may speak for: of an office itself and its networks, of
    a school itself and the networks it is in."""
    found: dict[str, Subject] = {}
    for post in call.actor.posts:
        if not may([post], Action.SET_CONTACT):
            continue
        for judged in judgements(call.session, now=call.now, scope=post.scope):
            subject = judged.subject
            elsewhere = subject.kind is SubjectKind.SCHOOL and (
                post.scope.kind is not ScopeKind.SCHOOL or subject.id != post.scope.id
            )
            if not elsewhere:
                found[f"{subject.kind.value}.{subject.id}"] = subject
    return found


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    subjects = _subjects(call)
    chosen = subjects.get(draft.answers.get("subject", ""))
    people = candidates(call.session, chosen, call.today) if chosen else []
    return World(
        today=call.today,
        options={
            "subject": options_of([(key, short_name(s.label)) for key, s in subjects.items()]),
            "person": tuple(Option(str(p.person_id), p.full_name) for p in people),
        },
    )


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    subject = _subjects(call).get(draft.answers["subject"])
    if subject is None:
        return Card(text=t("contact.cannot.none"), buttons=(go("menu"),))
    people = {str(p.person_id): p for p in candidates(call.session, subject, call.today)}
    person = people.get(draft.answers["person"])
    if person is None:
        text = t("contact.cannot.nobody", subject=subject.label)
        return Card(text=text, buttons=(go("menu"),))
    set_contact(call.session, subject, person.person_id, call.today, call.actor.person_id)
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="contact.set",
        subject_kind=subject.kind.value,
        subject_id=subject.code,
        details={"person_id": person.person_id},
    )
    text = t("contact.saved.text", person=person.full_name, subject=short_name(subject.label))
    return say(Card(text=text, buttons=(go("menu"),)))


SETTING = Conversing(FORM, world=_world, submit=_submit)
