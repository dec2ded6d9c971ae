"""The question to a school that was visited: whom it is asked, and what it looks like."""

from handlers.call import Call
from handlers.cards.card import Button, Card
from handlers.say import go, receipt
from handlers.texts import t
from handlers.thai.dates import long_date
from models.acknowledgements import Acknowledgement, speakers_of
from models.contacts import contact_of
from models.duty_facts import Subject
from models.visit_queries import VisitRecord
from models.vocabulary import SubjectKind


def whom_to_ask(call: Call, record: VisitRecord) -> tuple[str, ...]:
    """The accounts to ask: of the school's contact, or else of another one who may speak for it.
    Never of the reporter."""
    visit = record.visit
    people = speakers_of(call.session, visit.mentee_school_id, call.today)
    people.pop(visit.reporter_person_id, None)
    if not people:
        return ()
    school = Subject(SubjectKind.SCHOOL, visit.mentee_school_id, record.school_code, record.school)
    contact = contact_of(call.session, school, call.today) if len(people) > 1 else None
    first = next(iter(people.values()))
    return people.get(contact.person_id, first) if contact else first


def moment_of(asked: Acknowledgement) -> str:
    """When it was asked, for a button: one from before a change is known by it."""
    return str(round(asked.asked_at.timestamp() * 1000))


def once_of(asked: Acknowledgement) -> str:
    """The key under which the question is left, and taken back."""
    return f"ack:{asked.visit_id}:{moment_of(asked)}"


def asked_card(record: VisitRecord, asked: Acknowledgement) -> Card:
    """What is reported of the visit, with the answers."""
    visit = record.visit
    number = receipt(visit.id)
    text = t(
        "acknowledging.asked.text",
        number=number,
        day=long_date(visit.visited_on),
        mentor=record.mentor or "",
        topic=visit.topic,
    )
    if visit.agreed_actions:
        text += "\n" + t("acknowledging.asked.agreed", agreed=visit.agreed_actions)
    return Card(
        title=t("acknowledging.asked.title"),
        text=text,
        hint=t("acknowledging.asked.hint"),
        buttons=_answers(asked),
    )


def _answers(asked: Acknowledgement) -> tuple[Button, ...]:
    number = receipt(asked.visit_id)
    value = f"{number}@{moment_of(asked)}"
    return (
        go(
            "acknowledge",
            t("acknowledging.button.acknowledge", number=number),
            value,
            primary=True,
        ),
        go("object", t("acknowledging.button.object", number=number), value),
        go("report", t("acknowledging.button.open", number=number), number),
    )
