"""What the form of a mentoring visit needs to know: who is mentored, what is recorded already,
what was agreed last time, and with whom one may have been there."""

from datetime import date, timedelta

from handlers.call import Call
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Typed, words_of
from handlers.dialog.world import Option, World
from handlers.forms.visit import JOIN, LAST_STEPS, SAME, SEPARATE, same_day_key
from handlers.people_options import people_options
from handlers.say import photo_ids, receipt
from handlers.schools import around, meant_codes, options_of
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.visit_record import colleague_ids
from models.co_reporting import colleagues
from models.mentoring import MentorPlace, mentor_places
from models.person_names import names_of
from models.school_names import schools_by_code
from models.visit_queries import photo_states
from models.visits_before import Agreed, NearVisit, last_agreed, visits_near
from models.vocabulary import Purpose


def places_of(call: Call) -> list[MentorPlace]:
    """From where the speaker mentors today."""
    return call.once(
        "mentor_places", lambda: mentor_places(call.session, call.actor.posts, call.today)
    )


def place_for(call: Call, school_code: str) -> MentorPlace | None:
    """The standing from which this school is mentored; for a school outside, the first one."""
    places = places_of(call)
    return next((p for p in places if p.mentee(school_code)), places[0] if places else None)


def colleagues_of(call: Call) -> list[tuple[int, str]]:
    """(person's id, name) of those of the speaker's own school or office."""
    return call.once("colleagues", lambda: colleagues(call.session, call.actor, call.today))


def _named(call: Call, draft: Draft) -> list[tuple[int, str]]:
    """(person's id, name) of the co-reporters of a sent visit who are no colleagues any more."""
    if not draft.record:
        return []
    ids = colleague_ids(draft.before) | colleague_ids(draft.answers)
    ids -= {person_id for person_id, _ in colleagues_of(call)}
    return sorted(call.once(("named", *sorted(ids)), lambda: names_of(call.session, ids)).items())


def facts(call: Call, draft: Draft, given: Input | None) -> World:
    """The world around this draft of a visit."""
    mentees = [(m.code, m.name) for place in places_of(call) for m in place.mentees]
    names = dict(mentees)
    schools = around(call, names.keys()) if isinstance(given, Typed) else None
    others = meant_codes(draft, given) - names.keys()
    names |= {c: s.label for c, s in schools_by_code(call.session, sorted(others)).items()}
    chosen, day = draft.answers.get("school", ""), draft.answers.get("date", "")
    twin = recorded_already(call, draft)
    agreed = None if draft.record else _agreed(call, chosen, day)
    return World(
        today=call.today,
        options={
            "school": options_of(mentees),
            "purposes": _purposes(place_for(call, chosen)),
            "again": _again(call, twin),
            "colleagues": people_options([*colleagues_of(call), *_named(call, draft)]),
        },
        schools=schools,
        names=names,
        photos=photo_states(call.session, photo_ids(draft)),
        known=({same_day_key(chosen, day): receipt(twin.visit_id)} if twin else {})
        | _last_steps(draft, agreed),
        prompts=({"last_steps": _last_time(agreed)} if agreed else {})
        | ({"again": _recorded_as(call, twin)} if twin else {}),
    )


def recorded_already(call: Call, draft: Draft) -> NearVisit | None:
    """The visit that this draft may be about, too: one to the same school on the same day, or a
    day apart where somebody of the own school or office, or oneself, was with it."""
    school, day = draft.answers.get("school"), draft.answers.get("date")
    if not school or not day or draft.record:
        return None
    return call.once((school, day), lambda: _twin(call, school, date.fromisoformat(day)))


def _twin(call: Call, school: str, day: date) -> NearVisit | None:
    near = visits_near(call.session, school, day)
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


def _again(call: Call, twin: NearVisit | None) -> tuple[Option, ...]:
    """The choices where a visit is recorded already that may be this one."""
    if twin is None:
        return ()
    separate = Option(SEPARATE, t("visit.again.separate"), (t("visit.again.separate_word"),))
    if _is_mine(call, twin):
        return Option(SAME, t("visit.again.same"), (t("visit.again.same_word"),)), separate
    return Option(JOIN, t("visit.again.join"), (t("visit.again.join_word"),)), separate


def _recorded_as(call: Call, twin: NearVisit) -> str:
    """ "V-12 ของครูมะลิ 20 พ.ย. 2569": which visit is meant by "the same"."""
    mine = twin.reporter_person_id == call.actor.person_id
    who = t("visit.again.yours") if mine else twin.reporter or t("visit.row.unnamed")
    number, day = receipt(twin.visit_id), short_date(twin.visited_on)
    return t("visit.again.recorded", receipt=number, who=who, day=day)


def _last_steps(draft: Draft, agreed: Agreed | None) -> dict[str, str]:
    """Whether there are steps to ask about; in a sent visit, whether they were asked about."""
    if agreed is not None:
        return {LAST_STEPS: str(agreed.visit_id)}
    same_school = draft.answers.get("school") == draft.before.get("school")
    return {LAST_STEPS: ""} if draft.before.get("last_steps") and same_school else {}


def _agreed(call: Call, school_code: str, day: str) -> Agreed | None:
    """What the last visit to this school agreed on."""
    place = place_for(call, school_code) if school_code else None
    mentee = place.mentee(school_code) if place else None
    if place is None or mentee is None:
        return None
    before = date.fromisoformat(day) if day else call.today + timedelta(days=1)
    return call.once(
        ("agreed", school_code, before),
        lambda: last_agreed(call.session, mentee.school_id, place.programme_id, before),
    )


def _last_time(agreed: Agreed) -> str:
    follow_up = agreed.follow_up_on
    key = "visit.last_time.with_day" if follow_up else "visit.last_time.plain"
    return t(
        key,
        day=short_date(agreed.visited_on),
        agreed=agreed.agreed_actions,
        **({"follow_up": short_date(follow_up)} if follow_up else {}),
    )


def _purposes(place: MentorPlace | None) -> tuple[Option, ...]:
    chosen = place.purposes if place else tuple(Purpose)
    return tuple(
        Option(p.value, t(f"words.purpose.{p.value}"), words_of(f"words.purpose_words.{p.value}"))
        for p in chosen
    )
