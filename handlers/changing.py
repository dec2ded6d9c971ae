"""Changing what was sent: who still may, what changed, and the version that is kept of before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.conversing import Conversing
from handlers.dialog.form import WHY, Draft
from handlers.effects import Effect, Say
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models import audit
from models.record_states import mark_changed, review_held
from models.versions import keep_version
from models.vocabulary import ChangeWay, RecordKind, ReviewState


@dataclass(frozen=True)
class Sent:
    """A record that was sent, as the answers of its form. `number` is its receipt: "V-12";
    `title` says in one line what it is about."""

    kind: RecordKind
    id: int
    number: str
    title: str
    form: str
    form_version: int
    answers: Mapping[str, str]
    reporter_person_id: int
    created_at: datetime
    review: ReviewState
    withdrawn_at: datetime | None

    @property
    def key(self) -> str:
        """ "visit:12": what a draft that changes it carries, and a message that shows it."""
        return f"{self.kind.value}:{self.id}"


@dataclass(frozen=True)
class Difference:
    """One row that changed, as it is shown: empty where there was, or is, nothing."""

    label: str
    before: str
    after: str


def last_day(call: Call, created_at: datetime) -> date:
    """The last day (Bangkok) on which the reporter may change or withdraw a record."""
    return call.day_of(created_at) + timedelta(days=call.edit_days)


def until_line(call: Call, created_at: datetime) -> str:
    """ "แก้ไขได้ถึง 20 ธ.ค. 2569", for the receipt."""
    return t("changing.until", day=short_date(last_day(call, created_at)))


def why_not(call: Call, sent: Sent) -> str | None:
    """Why this person may not change or withdraw the record now, in words; None if they may.

    A reviewer who sent it back wants it changed, however long ago it was reported.
    """
    if sent.reporter_person_id != call.actor.person_id:
        return t("changing.cannot.not_yours", number=sent.number)
    if sent.withdrawn_at is not None:
        return t("changing.cannot.withdrawn", number=sent.number)
    if sent.review is ReviewState.PASSED:
        return t("changing.cannot.reviewed", number=sent.number)
    if sent.review is not ReviewState.RETURNED and call.today > last_day(call, sent.created_at):
        day = long_date(last_day(call, sent.created_at))
        return t("changing.cannot.too_late", number=sent.number, day=day)
    return None


def save_change(
    call: Call,
    draft: Draft,
    sent: Sent | None,
    what: Conversing,
    apply: Callable[[], list[Effect] | None],
) -> list[Effect] | Card:
    """The person confirmed the change: `apply` the new answers, and keep the version before.

    `apply` gives what else is to be done because of them; None, having written nothing, where
    they no longer fit where the person stands today. Then a Card says so.
    """
    if sent is None:
        return say(Card(text=t("changing.cannot.gone"), buttons=(go("my_history"), go("menu"))))
    # Held until this is saved: a reviewer who passes it at this moment waits, and then sees it.
    sent = replace(sent, review=review_held(call.session, sent.kind, sent.id))
    if why := why_not(call, sent):
        # Put aside and not lost: who reviewed it in between may open it again.
        return Card(text=why, buttons=(go("report", value=sent.number), go("menu")))
    changed = differences(call, what, sent.key, sent.answers, draft.answers)
    if not changed:
        text = t("changing.nothing", number=sent.number)
        return say(Card(text=text, buttons=(go("report", value=sent.number),)))
    others = apply()
    if others is None:
        text = t("changing.cannot.place_gone", number=sent.number)
        return Card(text=text, buttons=(go("report", value=sent.number), go("menu")))
    keep_version(
        call.session,
        sent.kind,
        sent.id,
        dict(sent.answers),
        by=sent.reporter_person_id,
        at=call.now,
        way=ChangeWay.EDIT,
        reason=draft.answers.get(WHY.name, ""),
    )
    mark_changed(call.session, sent.kind, sent.id, call.now)
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=f"{sent.kind.value}.changed",
        subject_kind=sent.kind.value,
        subject_id=sent.id,
    )
    card = Card(
        title=t("changing.saved", number=sent.number),
        rows=tuple(difference_row(one) for one in changed),
        hint=until_line(call, sent.created_at),
        buttons=(go("report", t("changing.open", number=sent.number), sent.number), go("menu")),
    )
    return [Say(card, about=sent.key), *others]


def note_change(call: Call, sent: Sent, way: ChangeWay, reason: str = "") -> None:
    """Keep what the record says before its reporter changes it this way, and note that."""
    assert call.actor.person_id is not None  # only the reporter comes here
    keep_version(
        call.session,
        sent.kind,
        sent.id,
        dict(sent.answers),
        by=call.actor.person_id,
        at=call.now,
        way=way,
        reason=reason,
    )
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=f"{sent.kind.value}.{way.value}",
        subject_kind=sent.kind.value,
        subject_id=sent.id,
    )


def still_raw(raw: Mapping[str, str], draft: Draft) -> dict[str, str]:
    """What was typed for those answers of a record that `draft` leaves as they are: what was typed
    for an answer that is changed says nothing of the new one."""
    return {slot: typed for slot, typed in raw.items() if slot not in draft.changed}


def differences(
    call: Call, what: Conversing, key: str, before: Mapping[str, str], after: Mapping[str, str]
) -> list[Difference]:
    """The rows in which two sets of answers of one record ("visit:12") differ, in the order of
    the questions of its form."""
    shown_before = _shown(call, what, key, before)
    shown_after = _shown(call, what, key, after)
    return [
        Difference(what.form.label(slot), shown_before[slot.name], shown_after[slot.name])
        for slot in what.form.slots
        if slot.name != WHY.name and before.get(slot.name, "") != after.get(slot.name, "")
    ]


def difference_row(one: Difference) -> Row:
    nothing = t("dialog.nothing_given")
    before, after = one.before or nothing, one.after or nothing
    return Row(one.label, t("changing.difference", before=before, after=after))


def _shown(call: Call, what: Conversing, key: str, answers: Mapping[str, str]) -> dict[str, str]:
    """Every answer of a record in words."""
    draft = Draft("", what.form.name, what.form.version, dict(answers), record=key)
    world = what.world(call, draft, None)
    return {
        slot.name: slot.kind.show(value, slot.name, world) if value else ""
        for slot in what.form.slots
        for value in (answers.get(slot.name, ""),)
    }
