"""“เตือน <ที่ใด>”: who oversees a place reminds those there who owe something, in the own name.

It is shown first whom it would reach. The cards are left for the next round of the scheduler, so
that nobody gets a second push on a day, and none outside working hours; always in private.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.cards.limits import shorten
from handlers.effects import Effect, Leave
from handlers.outstanding import Owing, owed_lines, owing_in
from handlers.reminding_places import as_reference, place_meant
from handlers.say import go, say
from handlers.status_behind import MOST_OF_A_NAME
from handlers.status_words import short_name
from handlers.texts import t
from models import audit
from models.contacts import Contact, contacts_of
from models.outbox_queries import left_before, pushes_since
from models.people import Scope
from models.reminder_pauses import pause_over, pauses_of
from models.reminder_queries import pushes_on
from models.vocabulary import ObligationKind, RuleSource, ScopeKind, SubjectKind

#: People reminded at once.
MOST_PEOPLE = 500
#: Names in the preview, and subjects on one person's card; the rest are counted.
MOST_ROWS = 8
#: Pushes for one person in a week (scheduler/facts.py): who has had them reads it later.
MOST_A_WEEK = 2
#: Where what is owed is reported; what is in no form is told by the status.
_BEGINS = {
    ObligationKind.EXCHANGE: "log_exchange",
    ObligationKind.MENTORING_VISIT: "log_visit",
    ObligationKind.NETWORK_PLAN: "log_plan",
    ObligationKind.EVALUATION: "log_evaluation",
    ObligationKind.IMPROVEMENT_PLAN: "log_improvement",
    ObligationKind.RESPONSIBLE_STAFF: "nominate",
}


@dataclass
class Reached:
    """One person, and everything they are to be reminded of."""

    person: Contact
    owing: list[Owing] = field(default_factory=list)


@dataclass
class Plan:
    """Whom a reminder of this place reaches, and whom it does not.

    later: how many of them have had all pushes of their day or week. unreachable: subjects for
    which nobody has joined, or who block the bot. paused: people who want no reminders for now.
    beyond: people there was no room for.
    """

    place: Scope
    reached: list[Reached]
    later: set[int] = field(default_factory=set)
    unreachable: int = 0
    paused: int = 0
    beyond: int = 0

    @property
    def duties(self) -> int:
        return sum(len(one.owed) for each in self.reached for one in each.owing)


def preview(call: Call) -> list[Effect]:
    """ "เตือน เครือข่ายบ้านอ้อกระทิง": who it would reach, and the button that sends it."""
    place = place_meant(call)
    return say(place if isinstance(place, Card) else _preview(call, place))


def send(call: Call) -> list[Effect]:
    """Remind them: what is owed and who answers for it is looked up anew."""
    place = place_meant(call)
    if isinstance(place, Card):
        return say(place)
    plan = _plan(call, place)
    if not plan.reached:
        return say(_nobody(call, plan))
    once = f"remind:{call.today.isoformat()}"
    accounts = {each.person.line_user_ids[-1]: each for each in plan.reached}
    before = left_before(call.session, accounts, once)
    new = {account: each for account, each in accounts.items() if account not in before}
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="reminded",
        subject_kind=place.kind.value,
        subject_id=place.code,
        details={"people": len(new)},
    )
    lines = [t("reminding.sent_when")]
    if plan.later:
        lines.append(t("reminding.later", count=len(plan.later)))
    if before:
        lines.append(t("reminding.sent_before", count=len(before)))
    card = Card(
        title=t("reminding.sent", people=len(new)),
        text="\n".join(lines),
        buttons=(go("outstanding"), go("menu")),
    )
    left = [
        Leave(account, _told(call, each), once, soon=each.person.person_id not in plan.later)
        for account, each in new.items()
    ]
    return [*say(card), *left]


def _plan(call: Call, place: Scope) -> Plan:
    owing = owing_in(call, place)
    if place.kind is ScopeKind.SCHOOL:
        its_own = (SubjectKind.SCHOOL, place.id)
        owing = [one for one in owing if (one.subject.kind, one.subject.id) == its_own]
    contacts = contacts_of(call.session, [one.subject for one in owing], call.today)
    ids = {contact.person_id for contact in contacts.values()}
    pauses = pauses_of(call.session, ids, call.today)
    plan, found, paused = Plan(place, []), dict[int, Reached](), set[int]()
    for one in owing:
        contact = contacts.get(one.subject)
        if contact is None or not contact.line_user_ids:
            plan.unreachable += 1
            continue
        if contact.person_id == call.actor.person_id:
            continue
        silent = pauses.get(contact.person_id, ())
        heard = [d for d in one.owed if pause_over(silent, d.rule.source, d.rule.id) is None]
        if not heard:
            paused.add(contact.person_id)
            continue
        reached = found.setdefault(contact.person_id, Reached(contact))
        reached.owing.append(Owing(one.subject, heard))
    plan.paused = len(paused - found.keys())
    plan.reached = list(found.values())[:MOST_PEOPLE]
    plan.beyond = len(found) - len(plan.reached)
    plan.later = _later(call, [each.person for each in plan.reached])
    return plan


def _later(call: Call, people: list[Contact]) -> set[int]:
    """Those who have had their push of this day, or all of this week (Monday to Sunday)."""
    monday = call.today - timedelta(days=call.today.weekday())
    week = [monday + timedelta(days=n) for n in range(call.today.weekday() + 1)]
    accounts = {account for person in people for account in person.line_user_ids}
    pushed = pushes_on(call.session, accounts, week)
    return {person.person_id for person in people if _has_had_all(person, pushed, call.today)}


def _has_had_all(person: Contact, pushed: dict[str, set[date]], today: date) -> bool:
    days = {day for account in person.line_user_ids for day in pushed[account]}
    return today in days or len(days) >= MOST_A_WEEK


def _preview(call: Call, place: Scope) -> Card:
    plan = _plan(call, place)
    if not plan.reached:
        return _nobody(call, plan)
    shown = plan.reached[:MOST_ROWS]
    lines = [t("reminding.count", people=len(plan.reached), duties=plan.duties)]
    month = datetime.combine(call.today.replace(day=1), time.min, call.zone)
    notes = [*_notes(plan), t("reminding.used", used=pushes_since(call.session, month))]
    if (rest := len(plan.reached) - len(shown)) > 0:
        notes.insert(0, t("reminding.more", count=rest))
    reference = as_reference(place)
    return Card(
        title=t("reminding.title", place=short_name(place.label)),
        text="\n".join(lines),
        rows=tuple(_row(each) for each in shown),
        hint="\n".join(notes),
        buttons=(
            go("remind_now", t("reminding.send"), reference, primary=True),
            go("outstanding"),
            go("menu"),
        ),
    )


def _notes(plan: Plan) -> list[str]:
    notes = []
    if plan.later:
        notes.append(t("reminding.later", count=len(plan.later)))
    if plan.paused:
        notes.append(t("reminding.paused", count=plan.paused))
    if plan.unreachable:
        notes.append(t("reminding.unreachable", count=plan.unreachable))
    if plan.beyond:
        notes.append(t("reminding.most", most=MOST_PEOPLE))
    return notes


def _nobody(call: Call, plan: Plan) -> Card:
    owed = plan.unreachable or plan.paused
    key = "reminding.nobody" if owed else "reminding.nothing_owed"
    text = "\n".join([t(key, place=short_name(plan.place.label)), *_notes(plan)])
    return Card(text=text, buttons=(go("outstanding"), go("menu")))


def _row(each: Reached) -> Row:
    names = [shorten(short_name(one.subject.label), MOST_OF_A_NAME) for one in each.owing]
    return Row(shorten(each.person.full_name, MOST_OF_A_NAME), "\n".join(names[:MOST_ROWS]))


def _told(call: Call, each: Reached) -> Card:
    """What the one who is reminded reads."""
    who = call.actor.full_name or ""
    first = each.owing[0].owed[0].rule
    route = "submitted" if first.source is RuleSource.DEADLINE else None
    if first.kind is not None:
        route = _BEGINS.get(first.kind, route)
    begin = (go(route, primary=True),) if route else ()
    rows = tuple(
        Row(shorten(short_name(one.subject.label), MOST_OF_A_NAME), owed_lines(one, call.today))
        for one in each.owing[:MOST_ROWS]
    )
    return Card(
        title=t("reminding.told.title", who=who),
        text=t("reminding.told.text", who=who),
        rows=rows,
        buttons=(*begin, go("status"), go("stop_reminding")),
    )
