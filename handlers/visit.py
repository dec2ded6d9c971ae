"""Reporting a mentoring visit: who may, how it is saved, and how it is changed afterwards."""

from handlers.acknowledging import ask_the_school, tell_colleagues
from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage
from handlers.changing import Sent, save_change, still_raw, until_line
from handlers.conversing import Conversing, dropped, start, start_over
from handlers.deputy_words import signed
from handlers.dialog.form import Draft
from handlers.effects import DeleteMedia, Effect, Leave, Say
from handlers.forms.visit import FORM, LAST_STEPS
from handlers.say import go, number_of, photo_ids, receipt, say
from handlers.schools import learn_names
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.thanks import visit_counts
from handlers.visit_record import colleague_ids, sent, steps_of, write_answers
from handlers.visit_twins import left_as_it_was, recorded_already
from handlers.visit_world import facts, place_for, places_of
from models import audit
from models.co_reporting import add_co_reporter, change_co_reporters
from models.mentoring import MentorPlace
from models.mentoring_ended import last_ended
from models.periods import year_of
from models.person_names import accounts_of
from models.record_photos import keep_photos
from models.school_names import KnownSchool, schools_by_code
from models.visit_queries import (
    VisitRecord,
    attach_photos,
    count_visits,
    find_visit,
    save_visit,
    visit_of_draft,
)
from models.visits import MentoringVisit
from models.vocabulary import RecordKind

__all__ = ["VISIT", "already_sent", "begin", "begin_anew", "open_button", "sent"]


def begin(call: Call) -> list[Effect]:
    """ "บันทึกนิเทศ": the form, or why there is nobody to mentor."""
    if cannot := _cannot(call):
        return say(cannot)
    return start(call, VISIT, _given(call))


def begin_anew(call: Call) -> list[Effect]:
    """A new report although another one waits."""
    if cannot := _cannot(call):
        return say(cannot)
    return start_over(call, VISIT, likely=None, **_given(call))


def _given(call: Call) -> dict[str, str]:
    """What a button has answered beforehand: the code of a school that one mentors."""
    code = call.argument
    mentored = any(place.mentee(code) for place in places_of(call))
    return {"school": code} if mentored else {}


def _cannot(call: Call) -> Card | None:
    if places_of(call):
        return None
    ended = last_ended(call.session, call.actor.posts, call.today)
    if ended is None:
        return Card(text=t("visit.cannot.no_mentees"), buttons=(go("menu"),))
    programme, day = ended
    text = t("visit.cannot.ended", programme=programme, day=long_date(day))
    return Card(text=text, buttons=(go("menu"),))


def _place_and_school(call: Call, draft: Draft) -> tuple[MentorPlace, KnownSchool] | None:
    """From where, and which school; None where the post or the school went away meanwhile."""
    code = draft.answers["school"]
    place = place_for(call, code)
    school = schools_by_code(call.session, [code]).get(code)
    return (place, school) if place and school else None


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    already = visit_of_draft(call.session, draft.id)
    if already is not None:
        return say(_already(already.id))
    found = _place_and_school(call, draft)
    if found is None or call.actor.person_id is None:
        return _cannot(call) or Card(text=t("visit.cannot.no_mentees"))
    place, school = found
    visit = MentoringVisit(
        draft_id=draft.id,
        kind=place.kind,
        programme_id=place.programme_id,
        mentor_school_id=place.mentor_school_id,
        mentor_office_id=place.mentor_office_id,
        reporter_person_id=call.actor.person_id,
        form_version=draft.version,
        created_at=call.now,
        raw_texts=dict(draft.raw),
        sample=False,
    )
    _at_school(visit, place, school)
    write_answers(visit, draft.answers)
    if steps := steps_of(draft.answers):
        visit.previous_steps = steps
        visit.previous_visit_id = number_of(facts(call, draft, None).known.get(LAST_STEPS, ""))
    save_visit(call.session, visit)
    attach_photos(call.session, visit.id, photo_ids(draft))
    _note(call, visit, "visit.saved")
    learn_names(call, draft)
    named = colleague_ids(draft.answers)
    for person_id in sorted(named):
        add_co_reporter(
            call.session,
            RecordKind.VISIT,
            visit.id,
            person_id,
            added_by=call.actor.person_id,
            now=call.now,
        )
    record = find_visit(call.session, call.actor, visit.id)
    assert record is not None  # the reporter's own
    return [
        Say(_saved(call, record, place), about=f"visit:{visit.id}"),
        *ask_the_school(call, record),
        *tell_colleagues(call, record, named),
    ]


def _at_school(visit: MentoringVisit, place: MentorPlace, school: KnownSchool) -> None:
    mentee = place.mentee(school.code)
    visit.mentee_school_id = school.id
    visit.network_id = mentee.network_id if mentee else None


def _change(call: Call, draft: Draft) -> list[Effect] | Card:
    """The reporter confirmed a change of what was sent."""
    before = sent(call, number_of(draft.record) or 0)
    draft.answers.pop("again", None)  # that it is another visit is asked, and is no row of it
    if before is not None:
        _with_who_joined(draft, before)
    return save_change(call, draft, before, VISIT, lambda: _apply(call, draft))


def _with_who_joined(draft: Draft, now: Sent) -> None:
    """Carry the co-reporters of a change over to who they are now: others may have joined the
    visit, or objected, since the change was begun."""
    before, after = colleague_ids(draft.before), colleague_ids(draft.answers)
    people = (colleague_ids(now.answers) | (after - before)) - (before - after)
    if people == colleague_ids(now.answers):
        draft.answers["colleagues"] = now.answers["colleagues"]
    else:
        draft.answers["colleagues"] = ",".join(str(person_id) for person_id in sorted(people))


def _apply(call: Call, draft: Draft) -> list[Effect] | None:
    """Write the changed answers into the visit; who has to hear of it. None if its new school
    cannot be reported from where the person stands today."""
    record = find_visit(call.session, call.actor, number_of(draft.record) or 0)
    if record is None or call.actor.person_id is None:
        return None
    visit = record.visit
    if draft.answers["school"] != record.school_code:
        found = _place_and_school(call, draft)
        if found is None:
            return None
        _at_school(visit, *found)
        visit.previous_visit_id = None
    write_answers(visit, draft.answers)
    visit.previous_steps = steps_of(draft.answers)
    visit.raw_texts = still_raw(visit.raw_texts, draft) | draft.raw
    call.session.flush()
    gone = keep_photos(call.session, RecordKind.VISIT, visit.id, photo_ids(draft))
    before, after = colleague_ids(draft.before), colleague_ids(draft.answers)
    new = change_co_reporters(
        call.session,
        RecordKind.VISIT,
        visit.id,
        added=after - before,
        removed=before - after,
        by=call.actor.person_id,
        now=call.now,
    )
    changed = find_visit(call.session, call.actor, visit.id)
    assert changed is not None  # still the reporter's own
    return [
        *(DeleteMedia(key) for key in gone),
        *ask_the_school(call, changed),
        *tell_colleagues(call, changed, new),
    ]


def _note(call: Call, visit: MentoringVisit, action: str) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="visit",
        subject_id=visit.id,
    )


def _saved(call: Call, record: VisitRecord, place: MentorPlace) -> Card:
    visit = record.visit
    year = year_of(place.year_basis, visit.visited_on, visit.visited_on)
    count = count_visits(
        call.session, visit.mentee_school_id, visit.programme_id, year.starts_on, year.ends_on
    )
    label = t(f"words.year.{place.year_basis.value}", year=year.year_be)
    counted = t("visit.saved.count", year=label, count=count)
    return Card(
        title=t("visit.saved.title", receipt=receipt(visit.id)),
        text=t("visit.saved.text", school=record.school, day=long_date(visit.visited_on)),
        hint="\n".join([*visit_counts(call, record), counted, until_line(call, visit.created_at)]),
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
    """Nothing new is sent: it is recorded already, perhaps by a colleague."""
    twin = recorded_already(call, draft)
    if twin is None or call.actor.person_id is None:
        return say(dropped())
    if draft.record:
        return say(left_as_it_was(draft, twin))
    number = receipt(twin.visit_id)
    card = Card(text=t(reason, receipt=number), buttons=(open_button(twin.visit_id), go("menu")))
    if photos := photo_ids(draft):
        card = card.noting(t("visit.photos_not_added", count=len(photos), receipt=number))
    if reason != "visit.joined":
        return [Say(card, about=f"visit:{twin.visit_id}")]
    joined = add_co_reporter(
        call.session,
        RecordKind.VISIT,
        twin.visit_id,
        call.actor.person_id,
        added_by=call.actor.person_id,
        now=call.now,
    )
    if not joined:
        return say(card)
    told = Card(
        text=t("visit.joined_by", who=signed(call), receipt=number),
        buttons=(go("report", t("changing.open", number=number), number),),
    )
    once = f"joined:{twin.visit_id}:{call.actor.person_id}"
    accounts = accounts_of(call.session, {twin.reporter_person_id})
    left = [Leave(account, told, once) for each in accounts.values() for account in each]
    return [*say(card), *left]


VISIT = Conversing(FORM, world=facts, submit=_submit, ended=_ended, change=_change)
