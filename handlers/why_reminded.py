"""“ทำไมได้ข้อความนี้”: by which rule, of whom, by when, at which step, and why this person."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect
from handlers.menu import offered
from handlers.say import go, say
from handlers.status_words import duty_words
from handlers.texts import t
from handlers.thai.dates import long_date, short_date_with_weekday
from models.duties import Reminder
from models.duty_queries import judgements_of
from models.obligations import Judgement
from models.reminder_history import decided_between, last_told_at
from models.reminder_queries import Thing, thing_of_row
from models.vocabulary import ReminderState

MOST_ROWS = 8


def show(call: Call) -> list[Effect]:
    """The reminders of the day on the button (Bangkok, ISO 8601); typed alone, the last ones."""
    day = _day(call)
    if day is None:
        return say(Card(text=t("why_reminded.never"), buttons=(go("deadlines"), go("menu"))))
    sent = _sent_on(call, day)
    if not sent:
        text = t("why_reminded.none", day=long_date(day))
        return say(Card(text=text, buttons=(go("deadlines"), go("menu"))))
    judged = judgements_of(call.session, sent, call.now, call.zone)
    rows = tuple(_row(judged.get(thing), its_rows) for thing, its_rows in sent.items())
    left = len(rows) - MOST_ROWS
    return say(
        Card(
            title=t("why_reminded.title", day=long_date(day)),
            note=t("why_reminded.more", count=left) if left > 0 else "",
            rows=rows[:MOST_ROWS],
            hint=t("why_reminded.rule"),
            buttons=(
                go("snooze"),
                go("stop_reminding"),
                *offered(call.actor, ("set_contact",)),
                go("menu"),
            ),
        )
    )


def _day(call: Call) -> date | None:
    try:
        return date.fromisoformat(call.argument)
    except ValueError:
        assert call.actor.person_id is not None
        last = last_told_at(call.session, call.actor.person_id)
        return call.day_of(last) if last else None


def _sent_on(call: Call, day: date) -> dict[Thing, list[Reminder]]:
    assert call.actor.person_id is not None, "strangers are answered before any command"
    first = datetime.combine(day, time.min, call.zone)
    decided = decided_between(call.session, call.actor.person_id, first, first + timedelta(days=1))
    found: dict[Thing, list[Reminder]] = {}
    for row in decided:
        on_that_day = row.sent_at is not None and call.day_of(row.sent_at) == day
        if row.state is ReminderState.SENT and on_that_day:
            found.setdefault(thing_of_row(row), []).append(row)
    return found


def _row(judged: Judgement | None, rows: Sequence[Reminder]) -> Row:
    day = t("why_reminded.due", day=short_date_with_weekday(rows[0].due_on))
    steps = [_step(row) for row in rows]
    if judged is None:
        return Row(t("why_reminded.gone"), "\n".join([day, *steps]))
    why = t(f"why_reminded.as.{rows[-1].audience.value}", subject=judged.subject.label)
    return Row(duty_words(judged.rule), "\n".join([day, *steps, why]))


def _step(row: Reminder) -> str:
    if row.woken:
        return t("why_reminded.step.woken")
    if row.stage == 0:
        return t("why_reminded.step.today")
    key = "why_reminded.step.before" if row.stage < 0 else "why_reminded.step.after"
    return t(key, days=abs(row.stage))
