"""For which reason a reminder's push is spent, and how many of each reason are planned."""

from collections.abc import Iterable

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.duties import Reminder
from models.sending_words import Audience, PushReason, ReminderState

#: From this step of a ladder on, in days from the due day, it is a matter of days.
LAST_DAYS_FROM = -3
_PLACES = tuple(PushReason)


def reason_of(stage: int, audience: Audience) -> PushReason:
    """Why a step of a ladder (in days from the due day) is pushed to somebody told as this."""
    if audience is not Audience.CONTACT:
        return PushReason.ESCALATION
    return PushReason.DEADLINE if stage >= LAST_DAYS_FROM else PushReason.NUDGE


def most_urgent(reasons: Iterable[PushReason]) -> PushReason:
    """The reason that survives longest; one push may have several."""
    return min(reasons, key=_PLACES.index)


def planned_by_reason(session: Session) -> dict[PushReason, int]:
    """How many people have something planned, each under the most urgent of its reasons."""
    place = case(
        (Reminder.audience != Audience.CONTACT, _PLACES.index(PushReason.ESCALATION)),
        (Reminder.stage >= LAST_DAYS_FROM, _PLACES.index(PushReason.DEADLINE)),
        else_=_PLACES.index(PushReason.NUDGE),
    )
    people = (
        select(func.min(place).label("place"))
        .where(Reminder.state == ReminderState.PLANNED)
        .group_by(Reminder.recipient_person_id)
        .subquery()
    )
    counts = session.execute(select(people.c.place, func.count()).group_by(people.c.place))
    return {_PLACES[place_]: count for place_, count in counts}
