"""The reminder as a person reads it: everything that is due to them in one card. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.cards.card import Button, Card, OpenUrl, Row
from handlers.pausing_topics import topic_of, topic_value
from handlers.say import go, receipt
from handlers.texts import t
from handlers.thai.dates import long_date, short_date_with_weekday
from models.follow_ups import FollowUp
from models.obligations import Judgement
from models.vocabulary import DutyState, LevelsRule

#: Rows of one card; a bubble of LINE holds no more than 30 kB.
MOST_ROWS = 10


@dataclass(frozen=True)
class Owed:
    """One thing to be said to one person.

    words: a part of reminders.toml. route: the command behind its button. supervises: the person
    looks after the one who owes, and is not the one. contact: the name of who answers for it,
    for the supervisor. named: how many people an office has named. meant_for: the day (Bangkok)
    on which this should have been said, where it is late.
    """

    judgement: Judgement
    words: str
    route: str
    supervises: bool = False
    contact: str | None = None
    named: int = 0
    meant_for: date | None = None

    @property
    def next_words(self) -> str:
        """The words of what is to be done next: where people are named, to say it was sent."""
        return "deadline" if self.route == "submitted" else self.words

    @property
    def due_on(self) -> date:
        due_on = self.judgement.due_on
        assert due_on is not None, "what is owed has a day"
        return due_on


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
    card = card.offering(*_always(ordered, today))
    meant = [thing.meant_for for thing in ordered if thing.meant_for is not None]
    return card.noting(t("reminders.late_note", day=long_date(min(meant)))) if meant else card


def _single(thing: Owed, today: date) -> Card:
    judgement = thing.judgement
    past = "_past" if judgement.state is DutyState.OVERDUE else ""
    return Card(
        kicker=judgement.rule.programme_name,
        title=_when(thing, today),
        text=_what(thing),
        rows=(
            Row(t("reminders.label.subject"), judgement.subject.label),
            Row(t("reminders.label.by"), _by(thing, long_date(thing.due_on))),
            Row(t("reminders.label.count"), _count(thing)),
        ),
        hint=t(f"reminders.{thing.next_words}.hint{past}"),
        buttons=(_button(thing, primary=True), *_form(thing)),
    )


def _several(own: Sequence[Owed], others: Sequence[Owed], today: date) -> Card:
    rows = [
        *(_own_row(thing, today) for thing in own),
        *(_supervised_row(thing, today, mixed=True) for thing in others),
    ]
    return Card(title=t("reminders.many", count=len(rows)), **_first_of(rows))


def _supervisors(others: Sequence[Owed], today: date) -> Card:
    rows = [_supervised_row(thing, today, mixed=False) for thing in others]
    one = t("reminders.supervised.title", subject=others[0].judgement.subject.label)
    many = t("reminders.supervised.many", count=len(others))
    return Card(
        title=one if len(others) == 1 else many,
        text=t("reminders.supervised.text"),
        buttons=(go("status", t("reminders.supervised.button"), primary=True),),
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
        by=_by(thing, short_date_with_weekday(thing.due_on)),
        when=_when(thing, today),
        count=_count(thing),
    )
    return Row(_what(thing), value, _button(thing))


def _supervised_row(thing: Owed, today: date, *, mixed: bool) -> Row:
    subject = thing.judgement.subject.label
    value = t(
        "reminders.supervised.value",
        what=_what(thing),
        by=_by(thing, short_date_with_weekday(thing.due_on)),
        when=_when(thing, today),
        count=_count(thing),
    )
    if thing.contact is not None:
        value += "\n" + t("reminders.supervised.contact", name=thing.contact)
    return Row(t("reminders.supervised.row_label", subject=subject) if mixed else subject, value)


def _button(thing: Owed, *, primary: bool = False) -> Button:
    return go(thing.route, t(f"reminders.{thing.next_words}.button"), primary=primary)


def _always(things: Sequence[Owed], today: date) -> tuple[Button, Button]:
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


def _what(thing: Owed) -> str:
    period, year = thing.judgement.period, ""
    if period is not None:
        year = t(f"words.year.{period.basis.value}", year=period.label_be)
    return t(f"reminders.{thing.words}.what", title=thing.judgement.rule.title, year=year)


def _count(thing: Owed) -> str:
    judgement = thing.judgement
    levels = [
        t(
            "reminders.exchange.level",
            level=t(f"words.level.{level.value}"),
            done=min(done, needed),
            needed=needed,
        )
        for level, (done, needed) in judgement.by_level.items()
    ]
    any_level = "_any" if judgement.rule.levels_rule is LevelsRule.ANY else ""
    return t(
        f"reminders.{thing.words}.count{any_level}",
        done=judgement.done,
        needed=judgement.needed,
        levels=" · ".join(levels),
        named=thing.named,
    )


def _by(thing: Owed, day: str) -> str:
    due_time = thing.judgement.rule.due_time
    return t("reminders.by_time", day=day, time=f"{due_time:%H:%M}") if due_time else day


def _when(thing: Owed, today: date) -> str:
    """How long it is until the day, or since: counted in days of the calendar."""
    days = (thing.due_on - today).days
    match days:
        case 0 if thing.judgement.state is DutyState.OVERDUE:
            return t("reminders.when.past_today")
        case 0:
            return t("reminders.when.today")
        case 1:
            return t("reminders.when.tomorrow")
    if days < 0:
        return t("reminders.when.past", days=-days)
    return t("reminders.when.days", days=days)


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
            go("log_visit", primary=True),
            go("report", t("reminders.follow_up.open"), receipt(one.visit_id)),
        ),
    )
