"""The words of this field as enums: the one part of models that the pure parts may import. Those
of sending stand in models/sending_words.py.

Values are stored in the database and appear in exports, so they never change their spelling.
The Thai word for each stands in the text catalog (handlers/texts/words.toml).
"""

from enum import StrEnum


class OfficeKind(StrEnum):
    """What an office is: สพฐ. and its bureaus, สพป., สพม., or a special-education group."""

    CENTRAL = "central"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    SPECIAL = "special"


class YearBasis(StrEnum):
    """Which year a programme counts in. Every total says which one it means."""

    FISCAL = "fiscal"  # ปีงบประมาณ: 1 October to 30 September, named by its ending year
    ACADEMIC = "academic"  # ปีการศึกษา: 16 May to 15 May, named by its starting year
    CALENDAR = "calendar"
    ANNIVERSARY = "anniversary"  # counted from the day of signing


class MemberRole(StrEnum):
    """A school's part in a network or programme (แกนนำ, ร่วมพัฒนา, นำร่อง)."""

    LEAD = "lead"
    PARTNER = "partner"
    PILOT = "pilot"


class MentorKind(StrEnum):
    """Who mentors in a programme."""

    LEAD = "lead"
    AREA_OFFICE = "area_office"
    EXPERT_TEAM = "expert_team"


class Role(StrEnum):
    """What a person may be appointed as; what each may do stands in models/policy.py."""

    TEACHER = "teacher"
    SCHOOL_ADMINISTRATOR = "school_administrator"
    EXPERT = "expert"
    SUPERVISOR = "supervisor"
    AREA_COORDINATOR = "area_coordinator"
    NATIONAL_COORDINATOR = "national_coordinator"
    OPERATOR = "operator"


class ScopeKind(StrEnum):
    """What an appointment reaches over. The code of COUNTRY is TH."""

    SCHOOL = "school"
    NETWORK = "network"
    OFFICE = "office"
    PROGRAMME = "programme"
    COUNTRY = "country"


class PartyRole(StrEnum):
    """A party's part in an agreement."""

    LEAD = "lead"
    PARTNER = "partner"
    AREA_OFFICE = "area_office"
    AGENCY = "agency"
    WITNESS = "witness"


class VisitKind(StrEnum):
    """Mentoring by a lead school or office (clause 3.5), or supervision by a supervisor (3.6)."""

    MENTORING = "mentoring"
    SUPERVISION = "supervision"


class VisitMode(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"
    PHONE = "phone"
    OTHER = "other"


class Purpose(StrEnum):
    """The verbs of clause 3.5, and the sandbox letter's advice on the annual action plan."""

    MENTORING = "mentoring"
    ADVICE = "advice"
    ASSISTANCE = "assistance"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"
    ACTION_PLAN_ADVICE = "action_plan_advice"


class IqaStandard(StrEnum):
    """The three standards of basic education (กฎกระทรวงการประกันคุณภาพการศึกษา 2561)."""

    LEARNERS = "1"
    MANAGEMENT = "2"
    TEACHING = "3"


class PhotoState(StrEnum):
    """Where a photo that somebody sent has got to."""

    WAITING = "waiting"  # not fetched from LINE yet
    STORED = "stored"
    REFUSED = "refused"  # too large, too many pixels, not an image
    GONE = "gone"  # LINE no longer has it
    WITHDRAWN = "withdrawn"  # unsent by its sender


class ExchangeLevel(StrEnum):
    """How wide an exchange of learning reaches: the three levels of clause 3.7, and the country."""

    INTRA_NETWORK = "intra_network"
    INTER_NETWORK = "inter_network"
    AREA = "area"
    NATIONAL = "national"


class LevelsRule(StrEnum):
    """How clause 3.7 is read: once a year at each of its levels, or at any one of them."""

    EACH = "each"
    ANY = "any"


class SubjectKind(StrEnum):
    """Who owes something. A partner or pilot school is a school."""

    NETWORK = "network"
    SCHOOL = "school"
    OFFICE = "office"


class RuleSource(StrEnum):
    """Where a rule stands: an obligation that comes round, or a deadline with its one day."""

    OBLIGATION = "obligation"
    DEADLINE = "deadline"


class ObligationKind(StrEnum):
    """What is owed; it decides which records meet it."""

    EXCHANGE = "exchange"
    MENTORING_VISIT = "mentoring_visit"
    NETWORK_PLAN = "network_plan"
    EVALUATION = "evaluation"
    REPORT = "report"
    RESPONSIBLE_STAFF = "responsible_staff"
    IMPROVEMENT_PLAN = "improvement_plan"


class Cadence(StrEnum):
    """How often something is owed."""

    YEARLY = "yearly"
    SEMESTER = "semester"
    ONCE = "once"  # once in each period of the programme
    DATE = "date"  # by one day: a deadline
    NONE = "none"  # no source says how often: recorded, never owed


class DutyState(StrEnum):
    """Where a subject stands with a rule at a moment."""

    DONE = "done"
    DUE = "due"  # owed, and its day has not passed
    OVERDUE = "overdue"
    WAIVED = "waived"  # would be owed, but a coordinator has waived it
    NOT_ASKED = "not_asked"  # the subject takes part for too little of the period
    RECORDED = "recorded"  # there is no cadence to hold the records against
    NOT_YET = "not_yet"  # not announced yet, or the subject does not take part yet
    ENDED = "ended"  # the programme's period, or the subject's part in it, is over


class ReportKind(StrEnum):
    """What is reported with a form other than visit and exchange; the clauses are the MOU's."""

    INNOVATION = "innovation"  # 3.7: an innovation or good practice, made known
    NETWORK_PLAN = "network_plan"  # 3.3
    CONTEXT_ANALYSIS = "context_analysis"  # 3.1, with goals and indicators
    PLAN_PROGRESS = "plan_progress"  # 3.4
    EVALUATION = "evaluation"  # 3.8, of one school
    SUGGESTION = "suggestion"  # 3.9
    WORKING_GROUP = "working_group"  # คณะทำงาน
    ADVICE_SESSION = "advice_session"  # Collaborative Assessment
    IMPROVEMENT_PLAN = "improvement_plan"  # Collaborative Assessment
    ZERO_REPORT = "zero_report"  # nothing to report until a day; reminders rest
    ANNUAL_REPORT = "annual_report"  # 3.9, of one year


class ExportKind(StrEnum):
    """What can be had as a file."""

    VISITS = "visits"
    EXCHANGES = "exchanges"
    REPORTS = "reports"  # the others
    STATUS = "status"  # where every subject stands with every duty
    ANNUAL = "annual"  # the annual report of a place, written from all of these
    REGISTER = "register"  # who has sent what deadlines ask for, and who is responsible


class RecordKind(StrEnum):
    """What can be sent, and then opened, changed, reviewed or spoken of."""

    VISIT = "visit"
    EXCHANGE = "exchange"
    REPORT = "report"
    SUBMISSION = "submission"


class SearchedKind(StrEnum):
    """What “ค้นหา” looks through: the records that have texts, and the guideline documents."""

    VISIT = "visit"
    EXCHANGE = "exchange"
    REPORT = "report"
    DOCUMENT = "document"


class ReviewState(StrEnum):
    """A reviewer's word on a record."""

    NEW = "new"
    PASSED = "passed"
    RETURNED = "returned"  # sent back, with a sentence


class ChangeWay(StrEnum):
    """By which way a record that was sent came to be changed."""

    EDIT = "edit"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    UNSEND = "unsend"  # its sender unsent the message that gave an answer


class AckState(StrEnum):
    """What the other side of a visit says of it."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"  # รับทราบ
    OBJECTED = "objected"


class DataRequestKind(StrEnum):
    """What a person asks for concerning the own data (PDPA s.30-36)."""

    COPY = "copy"
    DELETION = "deletion"
    CORRECTION = "correction"


class DataAnswer(StrEnum):
    """What became of such a request."""

    ASKED = "asked"  # the second step, the confirmation, was not taken
    WAITING = "waiting"  # locked and set aside; it can still be taken back
    GIVEN = "given"  # a copy was shown, a name corrected
    DONE = "done"  # deleted for good
    CANCELLED = "cancelled"


class ClaimState(StrEnum):
    """What became of a request to be let in without a code."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the one who asked
    UNDONE = "undone"  # the approval was of the wrong person, and is taken back


class GoalState(StrEnum):
    """Where a goal of a plan stands."""

    DONE = "done"
    GOING = "going"
    STUCK = "stuck"


class StepsState(StrEnum):
    """What became of the steps that were agreed at the visit before."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class QualityLevel(StrEnum):
    """ระดับคุณภาพ of internal quality assurance, the lowest first."""

    DEVELOPING = "1"  # กำลังพัฒนา
    MODERATE = "2"  # ปานกลาง
    GOOD = "3"  # ดี
    VERY_GOOD = "4"  # ดีเลิศ
    EXCELLENT = "5"  # ยอดเยี่ยม
