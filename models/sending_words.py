"""The words of what is sent: effects of the outbox, pushes, reminders and announcements.

Enums alone, as in models/vocabulary.py; the pure parts do without them.
"""

from enum import StrEnum


class EffectKind(StrEnum):
    """What the outbox can be told to do."""

    REPLY = "reply"
    PUSH = "push"
    MULTICAST = "multicast"  # the same to many people, in one call
    SHARE = "share"  # what one of these people gets of it; the multicast carries it
    FETCH_CONTENT = "fetch_content"
    FETCH_PROFILE = "fetch_profile"
    DELETE_MEDIA = "delete_media"
    LINK_MENU = "link_menu"


class EffectState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    UNSHOWN = "unshown"  # a reply that missed its minute; shown with the next sign of life
    REJECTED = "rejected"  # refused for good: by LINE, or because the person blocks the bot
    MERGED = "merged"  # an unshown one that a later reply has carried
    CARRIED = "carried"  # a share whose multicast is on its way


class PushReason(StrEnum):
    """Why a push is spent. When the month's messages run short the last goes without first, and
    the first survives longest (the order of the brief); behind it what is no reminder.
    """

    DEADLINE = "deadline"  # to the one who owes, from three days before the day on
    ESCALATION = "escalation"  # to those above, about what is overdue
    DIGEST = "digest"  # what is new, for a supervisor or coordinator
    NUDGE = "nudge"  # more than three days ahead, or somebody's "เตือน"
    THANKS = "thanks"
    BROADCAST = "broadcast"  # a coordinator's own words to many
    OTHER = "other"  # what others left, changes of a deadline, alerts


class ReminderState(StrEnum):
    PLANNED = "planned"
    SENT = "sent"  # pushed, or shown under a free reply
    DROPPED = "dropped"  # no longer due when its moment came
    LEFT = "left"  # over quota: waits for the person's next free reply


class Undone(StrEnum):
    """Why a round did not say something that is owed, where no reminder's state tells it."""

    HELD = "held"  # planned, but not at this moment: in a form, had a push today, a full week
    SKIPPED = "skipped"  # a step that was past before it could be planned
    RESTING = "resting"  # there is nothing to report until a day
    UNREACHABLE = "unreachable"  # nobody has joined who would be told


class AnnouncedTo(StrEnum):
    """To whom of a place a coordinator may announce something."""

    EVERYBODY = "everybody"  # who has joined
    SCHOOLS = "schools"  # the people of its schools
    NETWORKS = "networks"  # who answers for its networks
    OFFICES = "offices"  # the people of its area offices
    CONTACTS = "contacts"  # who answers for anything in it: those who get the reminders


class AnnouncementState(StrEnum):
    WAITING = "waiting"  # for the next working hours, or for the rest of its people
    SENT = "sent"
    CANCELLED = "cancelled"


class AnnouncedBy(StrEnum):
    """By which way one person gets an announcement."""

    MULTICAST = "multicast"
    LEFT = "left"  # with the next free reply, or as the push of another day
    NONE = "none"  # has no LINE account that takes messages


class Audience(StrEnum):
    """As what somebody gets a reminder."""

    CONTACT = "contact"  # answers for the subject that owes
    SUPERVISOR = "supervisor"  # looks after it
    COORDINATOR = "coordinator"  # one step further up
