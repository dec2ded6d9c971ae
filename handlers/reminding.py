"""“เตือน <ที่ใด>”: who oversees a place reminds those there who owe something, in the own name.

It is shown first whom it would reach. The cards are left for the next round of the scheduler, so
that nobody gets a second push on a day, and none outside working hours; always in private.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.cards.limits import shorten
from handlers.deputy_words import signed
from handlers.effects import Effect, Leave
from handlers.month_left import month_after, too_many, when_it_goes_out, without_room
from handlers.outstanding import Owing, owing_in
from handlers.reminding_card import MOST_ROWS, nudge_card, nudge_of
from handlers.reminding_places import as_reference, place_meant
from handlers.say import go, say
from handlers.status_behind import MOST_OF_A_NAME
from handlers.status_words import short_name
from handlers.texts import t
from models import audit
from models.contacts import Contact
from models.duty_answering import Contacts, contacts_for
from models.obligations import Subject
from models.outbox_queries import left_before
from models.people import Scope
from models.reminder_pauses import pause_over, pauses_of
from models.vocabulary import ScopeKind, SubjectKind

#: People reminded at once.
MOST_PEOPLE = 500


@dataclass
class Reached:
    """One person, and everything they are to be reminded of."""

    person: Contact
    owing: list[Owing] = field(default_factory=list)


@dataclass
class Plan:
    """Whom a reminder of this place reaches, and whom it does not.

    later: how many of them have had all pushes of their day or week. unreachable: subjects for
    which nobody has joined, or who block the bot. own: subjects for which who asks answers
    themselves. paused: people who want no reminders for now.
    beyond: people there was no room for.
    """

    place: Scope
    reached: list[Reached]
    later: set[int] = field(default_factory=set)
    unreachable: int = 0
    own: int = 0
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
    lines = [*_when(call, plan), t("reminding.once_a_day"), *_notes(plan)] if new else []
    if before:
        lines.append(t("reminding.sent_before", count=len(before)))
    card = Card(
        title=t("reminding.sent", people=len(new)) if new else t("reminding.all_sent"),
        text="\n".join(lines),
        buttons=(go("outstanding"), go("menu")),
    )
    return [*say(card), *(_leave(call, each, once, plan) for each in new.values())]


def _leave(call: Call, each: Reached, once: str, plan: Plan) -> Leave:
    who = signed(call)
    return Leave(
        each.person.line_user_ids[-1],
        nudge_card(who, each.owing, call.today),
        once,
        soon=each.person.person_id not in plan.later,
        nudge=nudge_of(who, each.owing),
    )


def reaches_somebody(call: Call, place: Scope) -> bool:
    """Whether reminding this place would reach anybody at all."""
    return bool(_plan(call, place).reached)


def _plan(call: Call, place: Scope) -> Plan:
    owing = owing_in(call, place)
    if place.kind is ScopeKind.SCHOOL:
        its_own = (SubjectKind.SCHOOL, place.id)
        owing = [one for one in owing if (one.subject.kind, one.subject.id) == its_own]
    contacts = contacts_for(call.session, [d for one in owing for d in one.owed], call.today)
    ids = {contact.person_id for contact in contacts.by_subject.values()}
    pauses = pauses_of(call.session, ids, call.today)
    plan, found, paused = Plan(place, []), dict[int, Reached](), set[int]()
    for one, contact in ((part, contacts.of(part.owed[0])) for part in _parts(owing, contacts)):
        if contact is None or not contact.line_user_ids:
            plan.unreachable += 1
            continue
        if contact.person_id == call.actor.person_id:
            plan.own += 1
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
    plan.later = without_room(call, [each.person for each in plan.reached])
    return plan


def _parts(owing: Iterable[Owing], contacts: Contacts) -> Iterator[Owing]:
    """What each of them owes, apart by who answers for it: visits are the mentor's."""
    for one in owing:
        parts: dict[Subject, Owing] = {}
        for judged in one.owed:
            answers = contacts.answering.of(judged)
            parts.setdefault(answers, Owing(one.subject)).owed.append(judged)
        yield from parts.values()


def _preview(call: Call, place: Scope) -> Card:
    plan = _plan(call, place)
    if not plan.reached:
        return _nobody(call, plan)
    shown = plan.reached[:MOST_ROWS]
    people = len(plan.reached)
    lines = [t("reminding.count", people=people, duties=plan.duties)]
    notes = [*_notes(plan), *month_after(call, people), *_when(call, plan)]
    if too_many(call, people):
        notes.append(t("reminding.rest_is_left"))
    if (rest := people - len(shown)) > 0:
        notes.insert(0, t("reminding.more", count=rest))
    reference = as_reference(place)
    return Card(
        title=t("reminding.title", place=short_name(place.label)),
        text="\n".join([*lines, *notes]),
        rows=tuple(_row(each) for each in shown),
        buttons=(
            go("remind_now", t("reminding.send"), reference, primary=True),
            go("outstanding"),
            go("menu"),
        ),
    )


def _when(call: Call, plan: Plan) -> list[str]:
    """When it goes out; when the others read it is told by the notes."""
    return [when_it_goes_out(call)] if len(plan.later) < len(plan.reached) else []


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
    key = "reminding.nothing_owed"
    if plan.unreachable or plan.paused:
        key = "reminding.nobody"
    elif plan.own:
        key = "reminding.own"
    text = "\n".join([t(key, place=short_name(plan.place.label)), *_notes(plan)])
    return Card(text=text, buttons=(go("outstanding"), go("menu")))


def _row(each: Reached) -> Row:
    names = [shorten(short_name(one.subject.label), MOST_OF_A_NAME) for one in each.owing]
    return Row(shorten(each.person.full_name, MOST_OF_A_NAME), "\n".join(names[:MOST_ROWS]))
