"""What came of one input."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What the caller has to do after a turn."""

    GOES_ON = "goes_on"
    SEND = "send"  # the person confirmed: save it
    ENDED = "ended"  # the form itself says there is nothing to send (Turn.reason)
    PARKED = "parked"
    DROPPED = "dropped"
    MENU = "menu"  # show the menu; the draft waits
    COMMAND = "command"  # run Turn.command; the draft waits


@dataclass(frozen=True)
class Turn:
    """What came of one input. `note`: what was understood or is amiss, shown above the question.

    help: the card says how to answer. reason: why the form ended, a key into the texts.
    command: the words of the command to run.
    """

    outcome: Outcome = Outcome.GOES_ON
    note: str = ""
    help: bool = False
    reason: str = ""
    command: str = ""
