"""What somebody has put off is said again on its day, if it is still owed then.

The row is planned beside those of the ladder and judged at its sending like them; what lies on
the ladder that same day is one row with it.
"""

from sqlalchemy.orm import Session

from models.reminder_pauses import ReminderPause, a_pause_ends, pauses_to_end, put_off
from models.reminder_queries import ToPlan, add_planned
from scheduler.moment import Moment

#: Pauses ended in one transaction.
AT_ONCE = 50


class Waking:
    """Ends the pauses whose day has come, some at a time."""

    def __init__(self, moment: Moment):
        self._moment = moment

    def wake_some(self) -> bool:
        """Plan what some more people have put off until now; whether there were any."""
        with self._moment.reading() as session:
            if not a_pause_ends(session, self._moment.today):
                return False
        with self._moment.writing() as session:
            over = pauses_to_end(session, self._moment.today, AT_ONCE)
            for one in over:
                self._wake(session, one)
            session.flush()
        return bool(over)

    def _wake(self, session: Session, one: ReminderPause) -> None:
        today = self._moment.today
        rows = [
            ToPlan(
                thing,
                (today - thing.due_on).days,
                one.person_id,
                audience,
                late=False,
                reason=f"after being put off until {one.until}, {audience.value}",
                woken=True,
            )
            for thing, audience in put_off(session, one).items()
        ]
        add_planned(session, rows, self._moment.now)
        one.ended_at = self._moment.now
