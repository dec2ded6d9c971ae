"""The visit that a report may be about although it is recorded already: by oneself or by others."""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Card
from handlers.dialog.form import Draft
from handlers.dialog.world import Option
from handlers.forms.visit import JOIN, SAME, SEPARATE
from handlers.say import go, number_of, receipt
from handlers.texts import t
from handlers.thai.dates import short_date
from models.co_reporting import colleagues
from models.visits_before import NearVisit, visits_near


def colleagues_of(call: Call) -> list[tuple[int, str]]:
    """(person's id, name) of those of the speaker's own school or office."""
    return call.once("colleagues", lambda: colleagues(call.session, call.actor, call.today))


def recorded_already(call: Call, draft: Draft) -> NearVisit | None:
    """The visit that this draft may be about, too: one to the same school on the same day, or a
    day apart where somebody of the own school or office, or oneself, was with it. Of a sent visit
    that is changed: one to the school or on the day that it is changed to."""
    school, day = draft.answers.get("school"), draft.answers.get("date")
    if not school or not day or (draft.record and not _moves(draft)):
        return None
    own = number_of(draft.record)
    return call.once((school, day, own), lambda: _twin(call, school, date.fromisoformat(day), own))


def _moves(draft: Draft) -> bool:
    """Whether a change puts a sent visit at another school or on another day."""
    before, after = draft.before, draft.answers
    return bool(before) and any(before.get(s) != after.get(s) for s in ("school", "date"))


def _twin(call: Call, school: str, day: date, own: int | None) -> NearVisit | None:
    near = [each for each in visits_near(call.session, school, day) if each.visit_id != own]
    if not near:
        return None
    us = {who for who, _ in colleagues_of(call)} | {call.actor.person_id}
    ours = [
        v
        for v in near
        if v.visited_on == day or us & {v.reporter_person_id, *(who for who, _ in v.others)}
    ]
    ours.sort(key=lambda v: (v.visited_on != day, not _is_mine(call, v), -v.visit_id))
    return ours[0] if ours else None


def _is_mine(call: Call, visit: NearVisit) -> bool:
    people = {visit.reporter_person_id, *(who for who, _ in visit.others)}
    return call.actor.person_id in people


def again_options(call: Call, draft: Draft, twin: NearVisit | None) -> tuple[Option, ...]:
    """The choices where a visit is recorded already that may be this one."""
    if twin is None:
        return ()
    separate = Option(SEPARATE, t("visit.again.separate"), (t("visit.again.separate_word"),))
    if draft.record:
        leave = t("visit.again.not_changed")
        return Option(SAME, leave, (t("visit.again.same_word"),)), separate
    if _is_mine(call, twin):
        return Option(SAME, t("visit.again.same"), (t("visit.again.same_word"),)), separate
    return Option(JOIN, t("visit.again.join"), (t("visit.again.join_word"),)), separate


def recorded_as(call: Call, twin: NearVisit) -> str:
    """ "V-12 ของครูมะลิ 20 พ.ย. 2569": which visit is meant by "the same"."""
    mine = twin.reporter_person_id == call.actor.person_id
    who = t("visit.again.yours") if mine else twin.reporter or t("visit.row.unnamed")
    number, day = receipt(twin.visit_id), short_date(twin.visited_on)
    return t("visit.again.recorded", receipt=number, who=who, day=day)


def left_as_it_was(draft: Draft, twin: NearVisit) -> Card:
    """A sent visit was not changed into one that is recorded already: one of them may be withdrawn
    instead."""
    number, other = receipt(number_of(draft.record) or 0), receipt(twin.visit_id)
    return Card(
        text=t("visit.again.left_as_it_was", receipt=number, other=other),
        buttons=(
            go("report", t("changing.open", number=other), other),
            go("withdraw", t("changing.withdraw", number=number), number),
            go("menu"),
        ),
    )
