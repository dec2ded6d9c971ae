"""What each role may do: one literal table. How far it reaches is the scope of the post.

A question is always asked twice: may this role do it at all (here), and does the post's scope
cover the subject (models/scopes.py, `covers`).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from models.vocabulary import Role, ScopeKind


class Action(StrEnum):
    """Something a person may be allowed to do."""

    REPORT_VISIT = "report_visit"  # record a visit that one made
    SEE_OWN = "see_own"  # one's own history
    OWN_DATA = "own_data"  # see, correct and delete what is held about oneself
    SEE_VISIT = "see_visit"  # any report within the scope, with its photos
    SEE_STATUS = "see_status"  # where the networks and offices of the scope stand
    SEE_OUTSTANDING = "see_outstanding"  # by name, who has sent what a deadline asks and who not
    REPORT_EXCHANGE = "report_exchange"  # record an exchange of learning
    REPORT_INNOVATION = "report_innovation"  # record an innovation or good practice
    REPORT_NETWORK = "report_network"  # what a network owes: plan, analysis, progress, evaluation…
    REPORT_ADVICE = "report_advice"  # advice to a pilot school, and its plan to improve
    REPORT_ZERO = "report_zero"  # say that there is nothing to report until a day
    ACKNOWLEDGE = "acknowledge"  # say for one's own school that a visit was as it is reported
    NOMINATE = "nominate"  # name the people responsible for the sandbox in one's office
    SUBMIT = "submit"  # say that what a deadline asks for has been sent
    REVIEW_SUBMISSION = "review_submission"  # confirm what was sent, or send it back
    REVIEW_RECORD = "review_record"  # pass a report of others, or ask for a change of it
    SET_DEADLINE = "set_deadline"  # say what is to be sent by when, by whom of the scope
    SEE_WITHDRAWN = "see_withdrawn"  # open a record of the scope that its reporter took back
    REMIND = "remind"  # remind those within the scope who owe something, in one's own name
    ANNOUNCE = "announce"  # say something to many people of the scope, in one's own name
    WAIVE = "waive"  # say that something somebody of the scope owes need not be done
    SET_DAYS_OFF = "set_days_off"  # declare a day off or a working day; over the country alone
    SET_CONTACT = "set_contact"  # say who gets the reminders of a network, school or office
    TIE_GROUP = "tie_group"  # tie a LINE group to a network or office of the scope, for totals
    INVITE = "invite"  # make codes within the scope
    ADMIT = "admit"  # let somebody in who has no code
    MANAGE_POSTS = "manage_posts"  # when posts of the scope begin and end, and whose they are
    SEE_TRAIL = "see_trail"  # who saw or did what to a record of the scope
    EXPORT = "export"  # download the records of the scope
    DRAFT_ANNUAL = "draft_annual"  # draft the annual report of a network that one leads, or wider
    ADD_DOCUMENT = "add_document"  # add a guideline document or letter for the scope
    KEEP_AGREEMENT = "keep_agreement"  # enter and withdraw the agreements of the scope's networks
    KEEP_ROSTER = "keep_roster"  # say which schools are in which networks of the scope, and when
    SET_UP = "set_up"  # set up an area office, renew a programme; over programmes alone
    RECEIVE_ALERTS = "receive_alerts"  # be told of faults: quota used up, a channel refused
    SEE_SYSTEM = "see_system"  # how the bot is: quota, outbox, faults; over the country alone


_REPORTER = frozenset(
    {
        Action.REPORT_VISIT,
        Action.REPORT_EXCHANGE,
        Action.REPORT_INNOVATION,
        Action.SEE_OWN,
        Action.OWN_DATA,
        Action.SEE_VISIT,
        Action.SEE_STATUS,
    }
)
# Which networks these are for, and which schools: models/report_places.py.
_OF_A_SCHOOL = _REPORTER | {
    Action.REPORT_NETWORK,
    Action.REPORT_ADVICE,
    Action.REPORT_ZERO,
    Action.ACKNOWLEDGE,
    Action.SUBMIT,
    Action.DRAFT_ANNUAL,
}
_OF_AN_OFFICE = _REPORTER | {
    Action.REPORT_NETWORK,
    Action.REPORT_ZERO,
    Action.SEE_WITHDRAWN,
    Action.SEE_OUTSTANDING,
    Action.REVIEW_RECORD,
    Action.NOMINATE,
    Action.SUBMIT,
    Action.REMIND,
    Action.WAIVE,
    Action.SET_CONTACT,
    Action.EXPORT,
    Action.DRAFT_ANNUAL,
}

MAY: Mapping[Role, frozenset[Action]] = {
    Role.TEACHER: _OF_A_SCHOOL,
    Role.SCHOOL_ADMINISTRATOR: _OF_A_SCHOOL | {Action.SET_CONTACT, Action.ADMIT},
    Role.EXPERT: _REPORTER | {Action.REPORT_ADVICE},
    Role.SUPERVISOR: _OF_AN_OFFICE,
    # In a sandbox the area office itself mentors, so its coordinator reports too.
    Role.AREA_COORDINATOR: _OF_AN_OFFICE
    | {
        Action.REVIEW_SUBMISSION,
        Action.SEE_TRAIL,
        Action.SET_DEADLINE,
        Action.ANNOUNCE,
        Action.TIE_GROUP,
        Action.INVITE,
        Action.ADMIT,
        Action.MANAGE_POSTS,
        Action.ADD_DOCUMENT,
        Action.KEEP_AGREEMENT,
        Action.KEEP_ROSTER,
    },
    Role.NATIONAL_COORDINATOR: frozenset(
        {
            Action.SEE_OWN,
            Action.OWN_DATA,
            Action.SEE_VISIT,
            Action.SEE_STATUS,
            Action.SEE_OUTSTANDING,
            Action.SEE_WITHDRAWN,
            Action.REVIEW_SUBMISSION,
            Action.REVIEW_RECORD,
            Action.SEE_TRAIL,
            Action.SET_DEADLINE,
            Action.REMIND,
            Action.WAIVE,
            Action.SET_DAYS_OFF,
            Action.ANNOUNCE,
            Action.TIE_GROUP,
            Action.INVITE,
            Action.ADMIT,
            Action.MANAGE_POSTS,
            Action.EXPORT,
            Action.DRAFT_ANNUAL,
            Action.ADD_DOCUMENT,
            Action.KEEP_AGREEMENT,
            Action.KEEP_ROSTER,
            Action.SET_UP,
            Action.SEE_SYSTEM,
        }
    ),
    # Keeps the bot running; the records of schools are none of an operator's business.
    Role.OPERATOR: frozenset(
        {Action.RECEIVE_ALERTS, Action.SEE_SYSTEM, Action.SET_DAYS_OFF, Action.OWN_DATA}
    ),
}

# Whom a coordinator may invite. Nobody invites somebody as powerful as oneself, and operators
# are appointed on the command line alone.
INVITABLE: Mapping[Role, frozenset[Role]] = {
    Role.TEACHER: frozenset(),
    Role.SCHOOL_ADMINISTRATOR: frozenset(),
    Role.EXPERT: frozenset(),
    Role.SUPERVISOR: frozenset(),
    Role.AREA_COORDINATOR: frozenset({Role.TEACHER, Role.SCHOOL_ADMINISTRATOR, Role.SUPERVISOR}),
    Role.NATIONAL_COORDINATOR: frozenset(
        {
            Role.TEACHER,
            Role.SCHOOL_ADMINISTRATOR,
            Role.EXPERT,
            Role.SUPERVISOR,
            Role.AREA_COORDINATOR,
        }
    ),
    Role.OPERATOR: frozenset(),
}

# Whom one may let in who has no code, and whose posts one may end: whom one may invite, and the
# head of a school its teachers.
ADMITTED: Mapping[Role, frozenset[Role]] = {
    **INVITABLE,
    Role.SCHOOL_ADMINISTRATOR: frozenset({Role.TEACHER}),
}

# Over what a role can be held at all.
SCOPES: Mapping[Role, frozenset[ScopeKind]] = {
    Role.TEACHER: frozenset({ScopeKind.SCHOOL}),
    Role.SCHOOL_ADMINISTRATOR: frozenset({ScopeKind.SCHOOL}),
    Role.EXPERT: frozenset({ScopeKind.NETWORK, ScopeKind.PROGRAMME}),
    Role.SUPERVISOR: frozenset({ScopeKind.OFFICE}),
    Role.AREA_COORDINATOR: frozenset({ScopeKind.OFFICE}),
    Role.NATIONAL_COORDINATOR: frozenset({ScopeKind.PROGRAMME, ScopeKind.COUNTRY}),
    Role.OPERATOR: frozenset({ScopeKind.COUNTRY}),
}


class HasRole(Protocol):
    """A post, as far as this table looks at it."""

    @property
    def role(self) -> Role: ...


def may(posts: Iterable[HasRole], action: Action) -> bool:
    """Whether any of these posts allows the action, wherever its scope lies."""
    return any(action in MAY[post.role] for post in posts)


def invitable_roles(role: Role) -> frozenset[Role]:
    """The roles that a holder of this role may invite others to, within the own scope."""
    return INVITABLE[role]


def scope_kinds(role: Role) -> frozenset[ScopeKind]:
    """The kinds of scope that this role can be held over."""
    return SCOPES[role]
