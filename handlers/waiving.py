"""“ยกเว้น <ที่ใด>”: who oversees a place says that something it owes need not be done, and why.

What is waived says so, by whom and until when, wherever it is shown; it can be taken back
(handlers/waivers.py).
"""

from collections.abc import Sequence
from datetime import date

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.conversing import Conversing, start_over
from handlers.deputy_words import signed
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave
from handlers.forms.waiver import DAY, FORM
from handlers.reminding_places import place_meant
from handlers.say import go, say
from handlers.status_words import short_name
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.waiving_reach import (
    duty_key,
    duty_label,
    open_at,
    place_key,
    place_of,
    places_open,
    waived_now,
    why_waived,
)
from models import audit
from models.obligations import Judgement
from models.person_names import accounts_of
from models.policy import Action
from models.reminder_queries import people_reminded
from models.scopes import Scope
from models.waivers import waive, waived_by_draft

#: Duties told of in full on one card.
MOST_ROWS = 8


def begin(call: Call) -> list[Effect]:
    """The form; with a place behind the command, what it owes is asked at once."""
    if not call.argument:
        if places_open(call):
            return start_over(call, WAIVING)
        return say(Card(text=t("waiving.nothing"), buttons=(go("waivers"), go("menu"))))
    place = place_meant(call, Action.WAIVE, "waive")
    if isinstance(place, Card):
        return say(place)
    if not open_at(call, place):
        text = t("waiving.nothing_there", place=short_name(place.label))
        return say(Card(text=text, buttons=(go("waivers"), go("outstanding"), go("menu"))))
    return start_over(call, WAIVING, place=place_key(place))


def already_waived(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    if not waived_by_draft(call.session, draft_id, _person(call)):
        return None
    return say(Card(text=t("waiving.already"), buttons=(go("waivers"), go("menu"))))


def row_of(judged: Judgement) -> Row:
    """What is waived of whom, by whom, until when and why."""
    subject = short_name(judged.subject.label)
    label = t("waiving.row.label", duty=duty_label(judged), subject=subject)
    return Row(label, why_waived(judged))


def tell_the_reminded(
    call: Call, duties: Sequence[Judgement], card: Card, once: str
) -> list[Leave]:
    """The card, left for everybody who was reminded of one of these, but for who speaks."""
    reminded = {
        person_id
        for one in duties
        for person_id, about in people_reminded(call.session, one.rule.source, one.rule.id).items()
        if (one.subject.kind, one.subject.id) in about
    }
    accounts = accounts_of(call.session, reminded - {_person(call)})
    return [Leave(account, card, once) for some in accounts.values() for account in some]


def _world(call: Call, draft: Draft, _given: Input | None) -> World:
    place = _chosen(call, draft)
    places = [(place_key(one), one.label) for one in places_open(call)]
    if place is not None and place_key(place) not in dict(places):
        places.insert(0, (place_key(place), place.label))
    duties = open_at(call, place) if place else []
    return World(
        today=call.today,
        options={
            "place": tuple(Option(key, short_name(label), (label,)) for key, label in places),
            "duties": tuple(Option(duty_key(one), _label(one, place)) for one in duties),
        },
    )


def _chosen(call: Call, draft: Draft) -> Scope | None:
    key = draft.answers.get("place", "")
    return call.once(("place to waive for", key), lambda: place_of(call, key)) if key else None


def _label(judged: Judgement, place: Scope | None) -> str:
    """What it is, and whose where that is not the place itself."""
    day = short_date(judged.due_on) if judged.due_on else ""
    subject = judged.subject
    if place is not None and (place.kind.value, place.id) == (subject.kind.value, subject.id):
        return t("waiver.duty", duty=duty_label(judged), day=day)
    name = short_name(subject.label)
    return t("waiver.duty_of", duty=duty_label(judged), subject=name, day=day)


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    answers, place = draft.answers, _chosen(call, draft)
    chosen = set(answers["duties"].split(","))
    duties = [one for one in open_at(call, place) if duty_key(one) in chosen] if place else []
    if not duties:
        # They were done, or the post went away, while the draft waited.
        text = t("waiving.changed")
        card = Card(text=text, buttons=(go("outstanding"), go("menu")))
        return already_waived(call, draft.id) or card
    until = date.fromisoformat(answers["until"]) if answers["how_long"] == DAY else None
    waive(
        call.session,
        duties,
        until=until,
        reason=answers["reason"],
        draft_id=draft.id,
        by=_person(call),
        now=call.now,
    )
    waived = waived_now(call, duties)
    for one in waived:
        note_waiver(call, one, "duty.waived", until)
    lines = [t("waiving.told.reason", reason=answers["reason"]), _by(call)]
    card = Card(
        title=t("waiving.told.title"),
        rows=tuple(row_of(one) for one in waived[:MOST_ROWS]),
        hint="\n".join(lines),
        buttons=(go("status"),),
    )
    told = tell_the_reminded(call, waived, card, f"waived:{draft.id}")
    count = len({effect.line_user_id for effect in told})
    hint = [t("waiving.done.hint"), *([t("waiving.done.told", count=count)] if count else [])]
    done = Card(
        title=t("waiving.done.title", count=len(waived)),
        rows=card.rows,
        hint="\n".join(hint),
        buttons=(go("waivers", t("waiving.list")), go("outstanding"), go("menu")),
    )
    return [*say(done), *told]


def note_waiver(call: Call, judged: Judgement, action: str, until: date | None = None) -> None:
    """Into the record of who did what: no reason, which may name somebody."""
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind=judged.subject.kind.value,
        subject_id=judged.subject.code,
        details={
            "rule": judged.rule.code,
            "due_on": judged.due_on.isoformat() if judged.due_on else None,
            "until": until.isoformat() if until else None,
        },
        record=("waiver", judged.waiver.id) if judged.waiver else None,
    )


def _by(call: Call) -> str:
    return t("waiving.told.by", who=signed(call))


def _person(call: Call) -> int:
    assert call.actor.person_id is not None, "strangers are answered before any command"
    return call.actor.person_id


WAIVING = Conversing(FORM, world=_world, submit=_submit)
