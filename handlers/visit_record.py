"""A visit as a record and as the answers of its form: one made from the other, both ways."""

from collections.abc import Mapping
from datetime import date

from handlers.call import Call
from handlers.changing import Sent
from handlers.forms.visit import FORM
from handlers.say import receipt
from handlers.texts import t
from handlers.thai.dates import short_date
from models.co_reporting import co_reporters_of
from models.record_photos import photo_ids_of
from models.visit_queries import VisitRecord, find_visit
from models.visits import MentoringVisit
from models.vocabulary import IqaStandard, Purpose, RecordKind, StepsState, VisitMode


def write_answers(visit: MentoringVisit, answers: Mapping[str, str]) -> None:
    """Put the answers that are columns of a visit into it; the school and the people are not."""
    visit.visited_on = date.fromisoformat(answers["date"])
    visit.mode = VisitMode(answers["mode"])
    visit.purposes = [Purpose(part) for part in answers["purposes"].split(",")]
    visit.iqa_standards = [IqaStandard(p) for p in answers.get("standards", "").split(",") if p]
    visit.topic = answers["topic"]
    visit.strengths = answers.get("strengths", "")
    visit.improvements = answers.get("improvements", "")
    visit.advice = answers.get("advice", "")
    visit.agreed_actions = answers.get("agreed", "")
    visit.follow_up_on = _day(answers.get("follow_up", ""))
    visit.participants = int(answers["participants"]) if answers.get("participants") else None


def colleague_ids(answers: Mapping[str, str]) -> set[int]:
    """The people named as co-reporters."""
    return {int(part) for part in answers.get("colleagues", "").split(",") if part}


def sent(call: Call, visit_id: int) -> Sent | None:
    """The visit of this number as it was sent, if the speaker may see it."""
    record = find_visit(call.session, call.actor, visit_id)
    if record is None:
        return None
    visit = record.visit
    return Sent(
        kind=RecordKind.VISIT,
        id=visit.id,
        number=receipt(visit.id),
        title=t("visit.one_line", school=record.school, day=short_date(visit.visited_on)),
        form=FORM.name,
        form_version=visit.form_version,
        answers=_answers(call, record),
        reporter_person_id=visit.reporter_person_id,
        created_at=visit.created_at,
        review=visit.review_state,
        withdrawn_at=visit.withdrawn_at,
    )


def _answers(call: Call, record: VisitRecord) -> dict[str, str]:
    visit = record.visit
    named = co_reporters_of(call.session, RecordKind.VISIT, visit.id)
    people = ",".join(str(row.person_id) for row, _ in named if row.objected_at is None)
    photos = photo_ids_of(call.session, RecordKind.VISIT, visit.id)
    steps = visit.previous_steps
    return {
        "school": record.school_code,
        "date": visit.visited_on.isoformat(),
        "last_steps": steps.value if steps else "",
        "mode": visit.mode.value,
        "purposes": ",".join(visit.purposes),
        "topic": visit.topic,
        "standards": ",".join(visit.iqa_standards),
        "strengths": visit.strengths,
        "improvements": visit.improvements,
        "advice": visit.advice,
        "agreed": visit.agreed_actions,
        "follow_up": visit.follow_up_on.isoformat() if visit.follow_up_on else "",
        "participants": "" if visit.participants is None else str(visit.participants),
        "colleagues": people,
        "photos": ",".join(photos),
    }


def steps_of(answers: Mapping[str, str]) -> StepsState | None:
    """What was answered about the steps agreed last time."""
    return StepsState(answers["last_steps"]) if answers.get("last_steps") else None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
