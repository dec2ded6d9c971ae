"""The words of privacy: ways of the audit, the basis of the notice, what one may agree to."""

from enum import StrEnum


class AuditWay(StrEnum):
    """By which way something was seen or done."""

    CHAT = "chat"
    PAGE = "page"  # a web page behind a signed link
    COMMAND = "command"  # the command line of whoever runs the bot
    SCHEDULER = "scheduler"


class LegalBasis(StrEnum):
    """Why personal data may be used at all (PDPA s.24); what needs consent says so by itself."""

    PUBLIC_TASK = "public_task"


class ConsentTo(StrEnum):
    """What is never needed and only done for those who agree (PDPA s.19)."""

    PHOTOS_OF_PEOPLE = "photos_of_people"
    OUTSIDE_HOURS = "outside_hours"
