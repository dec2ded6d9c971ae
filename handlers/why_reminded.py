"""“ทำไมได้ข้อความนี้”: by which rule, of whom, by when, at which step, and why this person; what was
announced to them; and what was not said to them on that day, and why not."""

from collections.abc import Container, Sequence
from datetime import date, datetime, time, timedelta

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect
from handlers.menu import offered
from handlers.say import go, say
from handlers.status_words import duty_words, waiver_words
from handlers.texts import t
from handlers.thai.dates import long_date, short_date_with_weekday
from models.announced_to import Heard, announced_between, last_announced_at
from models.duties import Reminder
from models.duty_queries import judgements_of
from models.obligations import Judgement
from models.reminder_history import decided_between, last_told_at, not_said_on
from models.reminder_queries import Thing, thing_of_row
from models.sending_words import ReminderState

MOST_ROWS = 8


def show(call: Call) -> list[Effect]:
    """The reminders of the day on the button (Bangkok, ISO 8601); typed alone, the last ones."""
    day = _day(call)
    if day is None:
        return say(Card(text=t("why_reminded.never"), buttons=(go("deadlines"), go("menu"))))
    decided = _decided_on(call, day)
    sent = _sent_on(call, day, decided)
    unsaid = _unsaid_on(call, day, decided, sent)
    heard = _announced_on(call, day)
    if not sent and not unsaid and not heard:
        text = t("why_reminded.none", day=long_date(day))
        return say(Card(text=text, buttons=(go("deadlines"), go("menu"))))
    judged = judgements_of(call.session, {*sent, *unsaid}, call.now, call.zone)
    rows = (
        *(_announced_row(one) for one in heard),
        *(_row(judged.get(thing), its_rows) for thing, its_rows in sent.items()),
        *(_unsaid_row(judged.get(thing), thing, why) for thing, why in unsaid.items()),
    )
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
        lasts = (
            last_told_at(call.session, call.actor.person_id),
            last_announced_at(call.session, call.actor.person_id),
        )
        return max((call.day_of(last) for last in lasts if last), default=None)


def _decided_on(call: Call, day: date) -> Sequence[Reminder]:
    assert call.actor.person_id is not None, "strangers are answered before any command"
    return decided_between(call.session, call.actor.person_id, *_bounds(call, day))


def _bounds(call: Call, day: date) -> tuple[datetime, datetime]:
    first = datetime.combine(day, time.min, call.zone)
    return first, first + timedelta(days=1)


def _announced_on(call: Call, day: date) -> list[Heard]:
    assert call.actor.person_id is not None
    return announced_between(call.session, call.actor.person_id, *_bounds(call, day))


def _announced_row(one: Heard) -> Row:
    """An announcement is no reminder: nothing is owed, and no pause keeps it back."""
    why = t(
        "why_reminded.announced.why",
        audience=t(f"announcement.audience.{one.audience.value}", place=one.place),
    )
    way = t(f"why_reminded.announced.{one.way.value}")
    return Row(t("why_reminded.announced.from", sender=one.sender), f"{why}\n{way}")


def _sent_on(call: Call, day: date, decided: Sequence[Reminder]) -> dict[Thing, list[Reminder]]:
    found: dict[Thing, list[Reminder]] = {}
    for row in decided:
        on_that_day = row.sent_at is not None and call.day_of(row.sent_at) == day
        if row.state is ReminderState.SENT and on_that_day:
            found.setdefault(thing_of_row(row), []).append(row)
    return found


def _unsaid_on(
    call: Call, day: date, decided: Sequence[Reminder], sent: Container[Thing]
) -> dict[Thing, str]:
    """What was not said on that day, with the key of the reason."""
    assert call.actor.person_id is not None
    found: dict[Thing, str] = {}
    for one in not_said_on(call.session, call.actor.person_id, day):
        found[thing_of_row(one)] = one.what.value
    for row in decided:
        if row.state in (ReminderState.LEFT, ReminderState.DROPPED):
            found[thing_of_row(row)] = row.state.value
    return {thing: why for thing, why in found.items() if thing not in sent}


def _unsaid_row(judged: Judgement | None, thing: Thing, why: str) -> Row:
    day = t("why_reminded.due", day=short_date_with_weekday(thing.due_on))
    label = duty_words(judged.rule) if judged else t("why_reminded.gone")
    lines = [day, t(f"why_reminded.unsaid.{why}"), *_waived(judged)]
    return Row(label, "\n".join(lines), muted=True)


def _waived(judged: Judgement | None) -> list[str]:
    """That it is waived by now, by whom and until when."""
    waiver = judged.waiver if judged else None
    return [waiver_words(waiver, waiver.due_on)] if waiver else []


def _row(judged: Judgement | None, rows: Sequence[Reminder]) -> Row:
    day = t("why_reminded.due", day=short_date_with_weekday(rows[0].due_on))
    steps = [_step(row) for row in rows]
    if judged is None:
        return Row(t("why_reminded.gone"), "\n".join([day, *steps]))
    why = t(f"why_reminded.as.{rows[-1].audience.value}", subject=judged.subject.label)
    return Row(duty_words(judged.rule), "\n".join([day, *steps, why, *_waived(judged)]))


def _step(row: Reminder) -> str:
    if row.woken:
        return t("why_reminded.step.woken")
    if row.stage == 0:
        return t("why_reminded.step.today")
    key = "why_reminded.step.before" if row.stage < 0 else "why_reminded.step.after"
    return t(key, days=abs(row.stage))
