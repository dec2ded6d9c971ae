"""Each night the audit of the day that is over is sealed (models/seals.py).

The seal goes into the log, too: whoever could write it anew in the database cannot there.
"""

from datetime import datetime, time, timedelta

import structlog

from bot.database import STORE_FAULTS
from models.seals import last_seal, seal, settled_until
from scheduler.moment import Moment

log = structlog.get_logger()

#: In Bangkok: what was begun before midnight is most likely stored by then.
SEAL_FROM = time(0, 30)


def seal_last_day(moment: Moment) -> bool:
    """Seal yesterday unless that is done; whether it was now. Several schedulers do no harm."""
    if moment.dry is not None or moment.now.astimezone(moment.timezone).time() < SEAL_FROM:
        return False
    yesterday = moment.today - timedelta(days=1)
    with moment.reading() as session:
        last = last_seal(session)
        if last is not None and last.day >= yesterday:
            return False
    midnight = datetime.combine(moment.today, time.min, moment.timezone)
    try:
        with moment.writing() as session:
            until = settled_until(session, midnight)
    except STORE_FAULTS:
        log.info("audit_busy")
        return False
    with moment.writing() as session:
        made = seal(session, yesterday, until, moment.now)
    if made is None:
        return False
    log.info("audit_sealed", day=made.day.isoformat(), entries=made.entries, seal=made.hash)
    return True
