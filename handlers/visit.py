"""Reporting a mentoring visit: who may, what the form needs to know, how it is saved."""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Typed
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.visit import FORM, SAME, SEPARATE, same_day_key
from handlers.say import go, receipt, say
from handlers.schools import meant_codes, options_of, rings
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.thai.names import Named
from models import audit
from models.mentoring import MentorPlace, last_ended, mentor_places
from models.periods import year_of
from models.school_names import schools_by_code
from models.visit_queries import (
    attach_photos,
    count_visits,
    photo_states,
    visit_of_draft,
    visit_on,
)
from models.visits import MentoringVisit
from models.vocabulary import IqaStandard, Purpose, VisitMode


def begin(call: Call) -> list[Effect]:
    """ "บันทึกนิเทศ": the form, or why there is nobody to mentor."""
    if cannot := _cannot(call):
        return say(cannot)
    return start(call, VISIT)


def begin_anew(call: Call) -> list[Effect]:
    """A new report although another one waits."""
    if cannot := _cannot(call):
        return say(cannot)
    return start_over(call, VISIT)


def _cannot(call: Call) -> Card | None:
    if _mentor_places(call):
        return None
    ended = last_ended(call.session, call.actor.posts, call.today)
    if ended is None:
        return Card(text=t("visit.cannot.no_mentees"), buttons=(go("menu"),))
    programme, day = ended
    text = t("visit.cannot.ended", programme=programme, day=long_date(day))
    return Card(text=text, buttons=(go("menu"),))


def _mentor_places(call: Call) -> list[MentorPlace]:
    return call.once(
        "mentor_places", lambda: mentor_places(call.session, call.actor.posts, call.today)
    )


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    places = _mentor_places(call)
    mentees = [(m.code, m.name) for place in places for m in place.mentees]
    names = dict(mentees)
    near: tuple[tuple[Named, ...], ...] = ()
    slot = FORM.slot(draft.at or "")
    if isinstance(given, Typed) and slot is not None and isinstance(slot.kind, SchoolName):
        near = rings(call.session, call.actor, {code for code, _ in mentees})
        names |= {named.code: named.label for ring in near for named in ring}
    others = meant_codes(draft, given) - names.keys()
    names |= {c: s.label for c, s in schools_by_code(call.session, sorted(others)).items()}
    chosen = draft.answers.get("school", "")
    known = _recorded(call, draft)
    return World(
        today=call.today,
        options={
            "school": options_of(mentees),
            "purposes": _purposes(places, chosen),
            "again": _same_or_not(known.get(same_day_key(chosen, draft.answers.get("date", "")))),
        },
        rings=near,
        names=names,
        photos=photo_states(call.session, _photo_ids(draft)),
        known=known,
    )


def _same_or_not(number: str | None) -> tuple[Option, ...]:
    """The choices where a visit to the same school on the same day is recorded already."""
    if number is None:
        return ()
    return (
        Option(SEPARATE, t("visit.again.separate"), (t("visit.again.separate_word"),)),
        Option(SAME, t("visit.again.same", receipt=number), (t("visit.again.same_word"),)),
    )


def _purposes(places: list[MentorPlace], school: str) -> tuple[Option, ...]:
    place = _place_for(places, school)
    chosen = place.purposes if place else tuple(Purpose)
    return tuple(Option(p.value, t(f"words.purpose.{p.value}")) for p in chosen)


def _place_for(places: list[MentorPlace], school: str) -> MentorPlace | None:
    """The standing from which this school is mentored; for a school outside, the first one."""
    return next((p for p in places if p.mentee(school)), places[0] if places else None)


def _recorded(call: Call, draft: Draft) -> dict[str, str]:
    """The visit that is recorded already for the school and day of this draft, if there is one."""
    school, day = draft.answers.get("school"), draft.answers.get("date")
    if not school or not day:
        return {}
    key = same_day_key(school, day)
    number = call.once(key, lambda: visit_on(call.session, school, date.fromisoformat(day)))
    return {key: receipt(number)} if number else {}


def _photo_ids(draft: Draft) -> list[str]:
    return [part for part in draft.answers.get("photos", "").split(",") if part]


def _submit(call: Call, draft: Draft) -> list[Effect]:
    already = visit_of_draft(call.session, draft.id)
    if already is not None:
        return say(_already(already.id))
    answers = draft.answers
    places = _mentor_places(call)
    place = _place_for(places, answers["school"])
    school = schools_by_code(call.session, [answers["school"]]).get(answers["school"])
    if place is None or school is None or call.actor.person_id is None:
        # The post or the school went away while the draft waited.
        return say(_cannot(call) or Card(text=t("visit.cannot.no_mentees")))
    mentee = place.mentee(school.code)
    visit = MentoringVisit(
        draft_id=draft.id,
        kind=place.kind,
        programme_id=place.programme_id,
        network_id=mentee.network_id if mentee else None,
        mentor_school_id=place.mentor_school_id,
        mentor_office_id=place.mentor_office_id,
        mentee_school_id=school.id,
        visited_on=date.fromisoformat(answers["date"]),
        mode=VisitMode(answers["mode"]),
        purposes=[Purpose(part) for part in answers["purposes"].split(",")],
        iqa_standards=[IqaStandard(p) for p in answers.get("standards", "").split(",") if p],
        topic=answers["topic"],
        strengths=answers.get("strengths", ""),
        improvements=answers.get("improvements", ""),
        agreed_actions=answers.get("agreed", ""),
        follow_up_on=_day(answers.get("follow_up", "")),
        participants=int(answers["participants"]) if answers.get("participants") else None,
        reporter_person_id=call.actor.person_id,
        form_version=draft.version,
        created_at=call.now,
        sample=False,
    )
    call.session.add(visit)
    call.session.flush()
    attach_photos(call.session, visit.id, _photo_ids(draft))
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="visit.saved",
        subject_kind="visit",
        subject_id=visit.id,
    )
    return say(_saved(call, visit, place, school.name))


def _saved(call: Call, visit: MentoringVisit, place: MentorPlace, school: str) -> Card:
    year = year_of(place.year_basis, visit.visited_on, visit.visited_on)
    count = count_visits(
        call.session, visit.mentee_school_id, visit.programme_id, year.starts_on, year.ends_on
    )
    return Card(
        title=t("visit.saved.title", receipt=receipt(visit.id)),
        text=t("visit.saved.text", school=school, day=long_date(visit.visited_on)),
        hint=t(
            "visit.saved.count",
            year=t(f"words.year.{place.year_basis.value}", year=year.year_be),
            count=count,
        ),
        buttons=(open_button(visit.id), go("log_visit", t("visit.saved.another"))),
    )


def open_button(visit_id: int) -> Button:
    return Button(t("visit.saved.open"), OpenPage("visit", str(visit_id)), primary=True)


def _already(visit_id: int) -> Card:
    text = t("visit.saved.already", receipt=receipt(visit_id))
    return Card(text=text, buttons=(open_button(visit_id),))


def already_sent(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    visit = visit_of_draft(call.session, draft_id)
    if visit is None or visit.reporter_person_id != call.actor.person_id:
        return None
    return say(_already(visit.id))


def _ended(call: Call, draft: Draft, reason: str) -> list[Effect]:
    known = _recorded(call, draft)
    number = known.get(same_day_key(draft.answers["school"], draft.answers["date"]), "")
    return say(Card(text=t(reason, receipt=number), buttons=(go("my_history"), go("menu"))))


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


VISIT = Conversing(FORM, world=_world, submit=_submit, ended=_ended)
