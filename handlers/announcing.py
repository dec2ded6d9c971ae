"""“ประกาศ”: a coordinator says something to people of the own scope, all at once.

Whom it would reach and what it costs is shown before it is sent. It goes out in working hours, as
each one's push of the day (scheduler/announcing.py); until then it can be cancelled. Always in
private, and signed with name and office.
"""

from handlers.announcing_world import (
    choice_of,
    facts,
    people_of,
    sender_office,
    world_of_announcement,
)
from handlers.call import Call
from handlers.cards.card import Button, Card, Row, Tap
from handlers.cards.limits import shorten
from handlers.conversing import Conversing, start, start_over
from handlers.deputy_words import mark_rows
from handlers.dialog.form import Draft
from handlers.dialog.inputs import words_of
from handlers.dialog.press import Do, Press
from handlers.effects import Effect
from handlers.forms.announcement import FORM
from handlers.month_left import goes_out_at, month_after, too_many
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models import audit
from models.announcements import (
    Announcement,
    Result,
    announcement_of_draft,
    cancel_announcement,
    make_announcement,
    own_announcement,
    own_announcements,
    results_of,
)
from models.sending_words import AnnouncementState

#: Announcements in the list, and how much of the words of each.
LISTED, QUOTED = 6, 60


def show(call: Call) -> list[Effect]:
    """The last announcements with what came of them; what stands behind the command is the words
    of a new one."""
    if call.argument:
        words = _as_typed(call, call.argument)
        return start_over(call, ANNOUNCING, read=("words",), likely=None, words=words)
    rows = own_announcements(call.session, call.actor.person_id or 0, LISTED)
    results = results_of(call.session, [row.id for row in rows])
    new = go("new_announcement", primary=True)
    if not rows:
        return say(Card(title=t("announcing.title"), text=t("announcing.none"), buttons=(new,)))
    return say(
        Card(
            title=t("announcing.title"),
            rows=tuple(_row(call, row, results.get(row.id, Result())) for row in rows),
            buttons=(new, go("menu")),
        )
    )


def begin(call: Call) -> list[Effect]:
    """The form of a new one; if one waits, which is meant."""
    return start(call, ANNOUNCING)


def begin_anew(call: Call) -> list[Effect]:
    """A new one although another draft waits."""
    return start_over(call, ANNOUNCING)


def one(call: Call) -> list[Effect]:
    """One of the own announcements, whole, with what came of it."""
    row = _own(call)
    return say(_card(call, row)) if row else _gone()


def cancel(call: Call) -> list[Effect]:
    """It goes out to nobody, if it has not begun to."""
    row = _own(call)
    if row is None:
        return _gone()
    if not cancel_announcement(call.session, row, call.now):
        return say(_card(call, row).noting(t("announcing.too_late")))
    _note(call, row, "announcement.cancelled", {})
    return say(_card(call, row).noting(t("announcing.cancelled")))


def already_sent(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    row = call.once(
        ("announcement of draft", draft_id), lambda: announcement_of_draft(call.session, draft_id)
    )
    if row is None or row.by_person_id != call.actor.person_id:
        return None
    return say(_card(call, row).noting(t("announcing.already")))


def _as_typed(call: Call, argument: str) -> str:
    """The words behind the command with the lines in which they were typed, and every word."""
    typed = (call.event.text or "").strip()
    for command in words_of("commands.announcements"):
        if typed.startswith(command) and (behind := typed.removeprefix(command).lstrip(" :\n")):
            return behind
    return argument


# --- sending -------------------------------------------------------------------------------------


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    chosen = choice_of(call, draft.answers["audience"])
    people = len(people_of(call, chosen).reachable) if chosen else 0
    if chosen is None or not people or call.actor.person_id is None:
        buttons = (go("new_announcement"), go("menu"))
        return Card(text=t("announcing.cannot.changed"), buttons=buttons)
    if too_many(call, people):
        text = "\n".join([t("announcing.cannot.too_many"), *month_after(call, people)])
        return Card(text=text, buttons=(go("announcements"), go("menu")))
    new = make_announcement(
        call.session,
        draft_id=draft.id,
        by_person_id=call.actor.person_id,
        sender_th=sender_office(call, chosen.place),
        words=draft.answers["words"],
        audience=chosen.audience,
        place_kind=chosen.place.kind,
        place_code=chosen.place.code,
        people=people,
        created_at=call.now,
    )
    row = announcement_of_draft(call.session, draft.id)
    assert row is not None
    if not new:
        return already_sent(call, draft.id) or _gone()
    _note(call, row, "announcement.made", {"audience": chosen.key, "people": people})
    return say(
        Card(
            title=t("announcing.saved"),
            text="\n".join(facts(call, chosen)),
            hint=t("announcing.see_later"),
            buttons=(_open(row), *_cancel(row), go("menu")),
        )
    )


def _note(call: Call, row: Announcement, action: str, details: dict[str, object]) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="announcement",
        subject_id=row.id,
        details=details,
    )


# --- what came of it -----------------------------------------------------------------------------


def _own(call: Call) -> Announcement | None:
    number = number_of(call.argument)
    if number is None or call.actor.person_id is None:
        return None
    return own_announcement(call.session, number, call.actor.person_id)


def _gone() -> list[Effect]:
    return say(Card(text=t("announcing.gone"), buttons=(go("announcements"), go("menu"))))


def _row(call: Call, row: Announcement, result: Result) -> Row:
    made = short_date(call.day_of(row.created_at))
    words = shorten(" ".join(row.words.split()), QUOTED)
    return Row(words, f"{made}\n{_state(call, row, result)}", _open(row))


def _card(call: Call, row: Announcement) -> Card:
    result = results_of(call.session, [row.id]).get(row.id, Result())
    chosen = choice_of(call, f"{row.audience.value}.{row.place_kind.value}:{row.place_code}")
    waits = row.state is AnnouncementState.WAITING and not result.people
    marks = mark_rows(call.session, "announcement", row.id)
    return Card(
        kicker=long_date(call.day_of(row.created_at)),
        title=_state(call, row, result),
        text=row.words,
        rows=(
            *((Row(t("announcement.label.audience"), chosen.label),) if chosen else ()),
            *(Row(label, value) for label, value in marks),
        ),
        hint=t("announcing.line_does_not_tell") if result.sent else "",
        buttons=(*(_cancel(row) if waits else ()), go("announcements"), go("menu")),
    )


def _state(call: Call, row: Announcement, result: Result) -> str:
    match row.state:
        case AnnouncementState.CANCELLED:
            return t("announcing.state.cancelled")
        case AnnouncementState.WAITING if not result.people:
            at = goes_out_at(call)
            if at == call.now:
                return t("announcing.state.soon", count=row.people)
            day = short_date(at.date())
            return t("announcing.state.waiting", count=row.people, day=day, time=f"{at:%H:%M}")
    # Who got it by which way is kept for a year only.
    sent = result.sent if result.people else row.people
    parts = [t("announcing.state.sent", count=sent)]
    if result.waiting:
        parts.append(t("announcing.state.later", count=result.waiting))
    if result.unreachable:
        parts.append(t("announcing.state.unreachable", count=result.unreachable))
    return " · ".join(parts)


def _open(row: Announcement) -> Button:
    return _button("one_announcement", t("announcing.open"), row)


def _cancel(row: Announcement) -> tuple[Button, ...]:
    return (_button("cancel_announcement", t("announcing.cancel"), row),)


def _button(route: str, label: str, row: Announcement) -> Button:
    press = Press(Do.GO, slot=route, value=str(row.id))
    return Button(label, Tap(press.encode(), label))


ANNOUNCING = Conversing(FORM, world=world_of_announcement, submit=_submit)
