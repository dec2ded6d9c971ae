"""When the bot may push. The calendar itself stands in models/workdays.py, where the handlers see
it too: they say when something will go out."""

from models.workdays import CLOSES, EXTRA_DAYS_OFF, OPENS, Workdays

__all__ = ["CLOSES", "EXTRA_DAYS_OFF", "OPENS", "Workdays"]
