"""What the form of a mentoring visit needs to know: who is mentored, what is recorded already,
what was agreed last time, and with whom one may have been there."""

from datetime import date, timedelta
from functools import partial

from handlers.call import Call
from handlers.dialog.form import Draft, Stage
from handlers.dialog.inputs import Input, Typed, words_of
from handlers.dialog.world import Option, World
from handlers.forms.visit import COLLEAGUES, LAST_STEPS, same_day_key
from handlers.looked_up import LookedUp
from handlers.people_options import people_options
from handlers.say import photo_ids, receipt
from handlers.schools import around, meant_codes, options_of
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.visit_record import colleague_ids
from handlers.visit_twins import again_options, colleagues_of, recorded_already, recorded_as
from models.mentoring import MentorPlace, mentor_places
from models.person_names import names_of
from models.school_names import schools_by_code
from models.visit_queries import photo_states
from models.visits_before import Agreed, NearVisit, last_agreed
from models.vocabulary import PhotoState, Purpose


def places_of(call: Call) -> list[MentorPlace]:
    """From where the speaker mentors today."""
    return call.once(
        "mentor_places", lambda: mentor_places(call.session, call.actor.posts, call.today)
    )


def place_for(call: Call, school_code: str) -> MentorPlace | None:
    """The standing from which this school is mentored; for a school outside, the first one."""
    places = places_of(call)
    return next((p for p in places if p.mentee(school_code)), places[0] if places else None)


def _named(call: Call, draft: Draft) -> list[tuple[int, str]]:
    """(person's id, name) of the co-reporters of a sent visit who are no colleagues any more."""
    if not draft.record:
        return []
    ids = colleague_ids(draft.before) | colleague_ids(draft.answers)
    ids -= {person_id for person_id, _ in colleagues_of(call)}
    return sorted(call.once(("named", *sorted(ids)), lambda: names_of(call.session, ids)).items())


def facts(call: Call, draft: Draft, given: Input | None) -> World:
    """The world around this draft of a visit. What is looked up for it is noted in the draft."""
    if draft.touched_on != call.today.isoformat():
        draft.looked_up = {}
    mentees = [(m.code, m.name) for place in places_of(call) for m in place.mentees]
    names = dict(mentees)
    schools = around(call, names.keys()) if isinstance(given, Typed) else None
    others = meant_codes(draft, given) - names.keys()
    names |= {c: s.label for c, s in schools_by_code(call.session, sorted(others)).items()}
    chosen, day = draft.answers.get("school", ""), draft.answers.get("date", "")
    twin = _near(call, draft)
    steps = _last_steps(call, draft)
    company = _has_company(call, draft)
    return World(
        today=call.today,
        options=LookedUp(
            {
                "school": options_of(mentees),
                "purposes": _purposes(place_for(call, chosen)),
                "again": again_options(call, draft, twin),
            },
            {"colleagues": lambda: _company(call, draft)} if company else {},
        ),
        schools=schools,
        names=names,
        photos=_photos(call, draft),
        known=({same_day_key(chosen, day): receipt(twin.visit_id)} if twin else {})
        | ({LAST_STEPS: steps} if steps is not None else {})
        | ({COLLEAGUES: "yes"} if company else {}),
        prompts=LookedUp(
            {"again": recorded_as(call, twin)} if twin else {},
            {"last_steps": lambda: _last_time(_agreed(call, draft))} if steps else {},
        ),
    )


def _photos(call: Call, draft: Draft) -> LookedUp[PhotoState]:
    """How far each photo has got, which only the row of photos shows."""
    ids = photo_ids(draft)

    def state(line_message_id: str) -> PhotoState:
        states = call.once(("photos", *ids), lambda: photo_states(call.session, ids))
        return states[line_message_id]

    return LookedUp({}, {each: partial(state, each) for each in ids})


# --- what is noted in the draft ------------------------------------------------------------------
#
# While other questions are asked, the answer of an earlier look-up is believed: nearly always it
# is "there is none". The summary looks anew, and so does sending (dialog/moves.py looks again), so
# what came up in between is asked about before anything is saved.

#: The question that is about each of them: there it is looked up anew.
_ASKED_AT = {"near": "again", "agreed": "last_steps", "company": "colleagues"}


def _noted(draft: Draft, name: str, about: str) -> str | None:
    """What was found out about these answers; None where it has to be looked up."""
    asking = draft.stage is Stage.ASKING and draft.at is not None and not draft.editing
    if draft.record or not asking or draft.at == _ASKED_AT[name]:
        return None
    key, told, found = draft.looked_up.get(name, "").partition("=")
    return found if told and key == about else None


def _note(draft: Draft, name: str, about: str, found: str) -> None:
    draft.looked_up[name] = f"{about}={found}"


def _near(call: Call, draft: Draft) -> NearVisit | None:
    """`recorded_already`, not looked for again where there was nothing."""
    about = same_day_key(draft.answers.get("school", ""), draft.answers.get("date", ""))
    if _noted(draft, "near", about) == "":
        return None
    twin = recorded_already(call, draft)
    _note(draft, "near", about, receipt(twin.visit_id) if twin else "")
    return twin


def _last_steps(call: Call, draft: Draft) -> str | None:
    """The visit whose agreed steps are to be asked about, None where there is none; "" in a sent
    visit whose steps were asked about."""
    if draft.record:
        same_school = draft.answers.get("school") == draft.before.get("school")
        return "" if draft.before.get("last_steps") and same_school else None
    about = same_day_key(draft.answers.get("school", ""), draft.answers.get("date", ""))
    found = _noted(draft, "agreed", about)
    if found is None:
        agreed = _agreed(call, draft)
        found = str(agreed.visit_id) if agreed else ""
        _note(draft, "agreed", about, found)
    return found or None


def _has_company(call: Call, draft: Draft) -> bool:
    """Whether there is anybody with whom one may have been there."""
    found = _noted(draft, "company", "")
    if found is None:
        found = "yes" if _company(call, draft) else ""
        _note(draft, "company", "", found)
    return bool(found)


def _company(call: Call, draft: Draft) -> tuple[Option, ...]:
    return people_options([*colleagues_of(call), *_named(call, draft)])


def _agreed(call: Call, draft: Draft) -> Agreed | None:
    """What the last visit to the school of this draft agreed on."""
    school_code, day = draft.answers.get("school", ""), draft.answers.get("date", "")
    place = place_for(call, school_code) if school_code else None
    mentee = place.mentee(school_code) if place else None
    if place is None or mentee is None:
        return None
    before = date.fromisoformat(day) if day else call.today + timedelta(days=1)
    return call.once(
        ("agreed", school_code, before),
        lambda: last_agreed(call.session, mentee.school_id, place.programme_id, before),
    )


def _last_time(agreed: Agreed | None) -> str:
    if agreed is None:
        return ""  # withdrawn since it was looked up
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
