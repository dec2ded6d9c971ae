"""What a coordinator asks for every year: next year's deadline is made when its day has passed."""

from models.deadlines import renew_yearly, yearly_passed
from scheduler.moment import Moment


def renew_deadlines(moment: Moment) -> None:
    """Make those whose turn it is; mostly there is none, and then nothing is written."""
    with moment.reading() as session:
        if not yearly_passed(session, moment.today):
            return
    with moment.writing() as session:
        renew_yearly(session, moment.now, moment.today)
