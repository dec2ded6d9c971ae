"""What the form of a report with a number R-… has to know: for whom it can be made, what its
capability knows of that place, and whether the same is recorded already.
"""

from dataclasses import replace

from handlers.call import Call
from handlers.dialog.form import Draft
from handlers.dialog.world import Option, World
from handlers.forms.shared import HAPPENED_ON, NEW, RECORDED, SAME
from handlers.report_kit import Reporting, place_key, places_of, report_receipt
from handlers.say import photo_ids
from handlers.status_words import short_name
from handlers.texts import t
from models.obligations import Subject
from models.report_places import ReportPlace
from models.report_queries import ReportRecord, find_report
from models.visit_queries import photo_states


def world_of_report(call: Call, reporting: Reporting, draft: Draft) -> World:
    """The facts for this draft."""
    places = places_for(call, reporting, draft)
    world = World(
        today=call.today,
        options={"subject": _options(places)},
        photos=photo_states(call.session, photo_ids(draft)),
    )
    if draft.record and (record := record_changed(call, draft)):
        world = replace(world, known={HAPPENED_ON: record.report.happened_on.isoformat()})
    place = chosen_place(places, draft)
    if place is None:
        return world
    world = reporting.facts(call, place, draft.answers, world)
    found = None if draft.record else reporting.recorded(call, place, draft.answers)
    if found is None:
        return world
    number = report_receipt(found.id)
    same = t("reporting.again.same", receipt=number)
    again = (
        Option(NEW, t("reporting.again.new"), (t("reporting.again.new_word"),)),
        Option(SAME, same, (t("reporting.again.same_word"),)),
    )
    return replace(
        world,
        known={**world.known, RECORDED: number},
        options={**world.options, "again": again},
    )


def places_for(call: Call, reporting: Reporting, draft: Draft) -> list[ReportPlace]:
    """One's own places, and that of a record which is looked at or changed: one may have left it
    since, or only review it."""
    places = places_of(call, reporting)
    key = draft.answers.get("subject", "")
    if not key or key in {place_key(place) for place in places}:
        return places
    if draft.record and (record := record_changed(call, draft)):
        there: ReportPlace | None = place_of_record(call, record)
    else:
        there = call.once(("place of a record", key), lambda: None)
    return [there, *places] if there else places


def chosen_place(places: list[ReportPlace], draft: Draft) -> ReportPlace | None:
    """For which of these places the draft is: the answered one, or the only one."""
    key = draft.answers.get("subject", "")
    if not key:
        return places[0] if len(places) == 1 else None
    return next((place for place in places if place_key(place) == key), None)


def _options(places: list[ReportPlace]) -> tuple[Option, ...]:
    """The places by their short names; in which programme, where a name stands there twice."""
    names = [short_name(place.subject.label) for place in places]
    return tuple(
        Option(
            place_key(place),
            t("reporting.in_programme", place=name, programme=place.programme_name)
            if names.count(name) > 1
            else name,
            (place.subject.label,),
        )
        for place, name in zip(places, names, strict=True)
    )


def record_changed(call: Call, draft: Draft) -> ReportRecord | None:
    """The sent report that this draft changes, if this person may see it."""
    number = draft.record.partition(":")[2]
    return find_report(call.session, call.actor, int(number)) if number.isdecimal() else None


def place_of_record(call: Call, record: ReportRecord) -> ReportPlace:
    """For whom a report was made; kept for this event, in which its answers are shown."""
    report, programme = record.report, record.programme
    subject_id = report.network_id or report.school_id or report.office_id
    assert subject_id is not None, "the database holds that one of them is set"
    place = ReportPlace(
        Subject(report.subject_kind, subject_id, "", record.subject_label),
        programme.id,
        programme.code,
        programme.name_th,
        programme.year_basis,
    )
    return call.once(("place of a record", place_key(place)), lambda: place)
