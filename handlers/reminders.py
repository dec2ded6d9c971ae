"""The reminder as a person reads it: everything that is due to them in one card. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.cards.card import Button, Card, OpenUrl, Row
from handlers.pausing_topics import topic_of, topic_value
from handlers.reminder_words import (
    Owed,
    by_words,
    count_of,
    follow,
    opening_of,
    part_of,
    steps_said,
    what_of,
    when_words,
)
from handlers.say import go, receipt
from handlers.texts import has, t
from handlers.thai.dates import long_date, short_date_with_weekday
from models.follow_ups import FollowUp
from models.vocabulary import DutyState

__all__ = [
    "Owed",
    "always",
    "follow_up_card",
    "left_heading",
    "reminder",
    "ridden",
    "steps_said",
]

#: Rows of one card; a bubble of LINE holds no more than 30 kB.
MOST_ROWS = 10
#: Things under an answer to something else: each further one is heeded less (field practice, 0).
MOST_RIDDEN = 2


def reminder(things: Sequence[Owed], today: date) -> Card:
    """One card for everything that one person is to be told today; `things` is not empty.

    What is nearest to its day, or furthest past it, comes first; what somebody else owes after
    what one owes oneself.
    """
    ordered = sorted(things, key=lambda thing: (thing.supervises, thing.due_on))
    own = [thing for thing in ordered if not thing.supervises]
    others = [thing for thing in ordered if thing.supervises]
    if not own:
        card = _supervisors(others, today)
    elif len(ordered) == 1:
        card = _single(own[0], today)
    else:
        card = _several(own, others, today)
    card = card.offering(*always(ordered, today))
    meant = [thing.meant_for for thing in ordered if thing.meant_for is not None]
    return card.noting(t("reminders.late_note", day=long_date(min(meant)))) if meant else card


def ridden(things: Sequence[Owed], today: date) -> Card:
    """What was not pushed, under an answer to something else: the two nearest of them, each with
    the button that begins it, and how many more there are."""
    nearest = sorted(things, key=lambda thing: thing.due_on)
    rest = len(nearest) - MOST_RIDDEN
    return Card(
        kicker=t("reminders.ridden"),
        rows=tuple(_own_row(thing, today) for thing in nearest[:MOST_RIDDEN]),
        hint=t("reminders.more", count=rest) if rest > 0 else "",
        buttons=(
            *((go("deadlines", t("reminders.all_of_them")),) if rest > 0 else ()),
            *always(things, today),
        ),
    )


def _single(thing: Owed, today: date) -> Card:
    judgement = thing.judgement
    past = "_past" if judgement.state is DutyState.OVERDUE else ""
    rows = [
        Row(t("reminders.label.subject"), judgement.subject.label),
        Row(t("reminders.label.by"), by_words(thing, long_date(thing.due_on))),
        Row(t("reminders.label.count"), count_of(thing)),
    ]
    if thing.agreed:
        rows.append(Row(t("reminders.label.agreed"), thing.agreed))
    key = f"reminders.{_next(thing)}.hint{past}"
    return Card(
        kicker=judgement.rule.programme_name,
        title=when_words(thing, today),
        text=f"{what_of(thing)}\n{opening_of(thing)}",
        rows=tuple(rows),
        hint=t(key) if has(key) else "",
        buttons=(_button(thing, primary=True), *_form(thing)),
    )


def _several(own: Sequence[Owed], others: Sequence[Owed], today: date) -> Card:
    rows = [
        *(_own_row(thing, today) for thing in own),
        *(_supervised_row(thing, today, mixed=True) for thing in others),
    ]
    senders = {thing.sender for thing in own}
    sender = senders.pop() if len(senders) == 1 else None
    return Card(
        title=t("reminders.many", count=len(rows)),
        text=t("reminders.many_from", sender=sender) if sender else "",
        **_first_of(rows),
    )


def _supervisors(others: Sequence[Owed], today: date) -> Card:
    rows = [_supervised_row(thing, today, mixed=False) for thing in others]
    one = t("reminders.supervised.title", subject=others[0].judgement.subject.label)
    many = t("reminders.supervised.many", count=len(others))
    return Card(
        title=one if len(others) == 1 else many,
        text=t("reminders.supervised.text"),
        buttons=(
            go("outstanding", t("reminders.supervised.list"), primary=True),
            go("status", t("reminders.supervised.button")),
        ),
        **_first_of(rows),
    )


def _first_of(rows: Sequence[Row]) -> dict[str, Any]:
    """The rows that one bubble holds, and how many more there are."""
    left = len(rows) - MOST_ROWS
    hint = t("reminders.more", count=left) if left > 0 else ""
    return {"rows": tuple(rows[:MOST_ROWS]), "hint": hint}


def _own_row(thing: Owed, today: date) -> Row:
    value = t(
        "reminders.value",
        subject=thing.judgement.subject.label,
        by=by_words(thing, short_date_with_weekday(thing.due_on)),
        when=when_words(thing, today),
        count=count_of(thing),
    )
    return Row(what_of(thing), value, _button(thing))


def _supervised_row(thing: Owed, today: date, *, mixed: bool) -> Row:
    subject = thing.judgement.subject
    value = t(
        "reminders.supervised.value",
        what=what_of(thing),
        by=by_words(thing, short_date_with_weekday(thing.due_on)),
        when=when_words(thing, today),
        count=count_of(thing),
    )
    if thing.contact is not None:
        value += "\n" + t("reminders.supervised.contact", name=thing.contact)
    label = subject.label
    if mixed:
        label = t("reminders.supervised.row_label", subject=label)
    return Row(label, value, follow(subject))


def _next(thing: Owed) -> str:
    """The words of what is to be done next: where people are named, to say it was sent."""
    return "deadline" if thing.route == "submitted" else part_of(thing)


def _button(thing: Owed, *, primary: bool = False) -> Button:
    key = f"reminders.{_next(thing)}.button"
    # What has no words of its own begins with the words of its command.
    return go(thing.route, t(key) if has(key) else "", thing.value, primary=primary)


def always(things: Sequence[Owed], today: date) -> tuple[Button, Button]:
    """To put it off (of several rules all together), and to ask why it came."""
    topics = {topic_of(one.judgement.rule) for one in things}
    topic = topics.pop() if len(topics) == 1 else None
    return (
        go("snooze", t("reminders.button.snooze"), topic_value(topic)),
        go("why_reminded", t("reminders.button.why"), today.isoformat()),
    )


def _form(thing: Owed) -> tuple[Button, ...]:
    """Where it is to be sent; who still has to name people first finds it behind their list."""
    url = thing.judgement.rule.submit_url
    return (Button(t("deadlines.form"), OpenUrl(url)),) if url and thing.words == "deadline" else ()


def left_heading(count: int) -> Card:
    """What stands over cards that others left, where they are pushed."""
    return Card(text=t("reminders.left", count=count))


def follow_up_card(one: FollowUp) -> Card:
    """ "Tomorrow is the day you agreed on": what was agreed, and the report of it to begin."""
    day = long_date(one.follow_up_on)
    lines = [t("reminders.follow_up.text", school=one.school, day=day)]
    if one.agreed_actions:
        lines.append(t("reminders.follow_up.agreed", agreed=one.agreed_actions))
    return Card(
        title=t("reminders.follow_up.title"),
        text="\n".join(lines),
        buttons=(
            go("log_visit", value=one.school_code, primary=True),
            go("report", t("reminders.follow_up.open"), receipt(one.visit_id)),
        ),
    )
