"""“เลื่อน”, “หยุดเตือน”, “เตือนต่อ”: one's own reminders, put off, stopped and taken up again."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.effects import Effect
from handlers.pausing_topics import ALL, read_topic, topic_of, topic_value
from handlers.say import go, say
from handlers.status_words import duty_words
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from handlers.thai.durations import read_until
from models.duty_facts import Judgement, Rule, Topic
from models.duty_queries import judgements_of
from models.reminder_history import things_told
from models.reminder_pauses import pause, pauses_of, resume

#: Days offered; others are typed.
OFFERED_DAYS = (1, 3, 7)
#: Longer than this is no putting off: then it is stopped.
MOST_DAYS = 30
#: What was said in these days is what somebody may mean.
LATELY = timedelta(days=45)
MOST_TOPICS = 8


def snooze(call: Call) -> list[Effect]:
    """ "เลื่อน 3 วัน": all of one's reminders; from a button what its card was about. Alone it
    asks how long."""
    carried = read_topic(call.argument or ALL)
    if carried is None:
        until = read_until(call.argument, call.today)
        return _put_off(call, None, until) if until else _how_long(call, None, unread=True)
    topic, days = carried
    if topic is not None and _rule_of(call, topic) is None:
        return _not_told_of()
    return _put_off(call, topic, _in_days(call, days)) if days else _how_long(call, topic)


def stop(call: Call) -> list[Effect]:
    """ "หยุดเตือน": what of, then that."""
    carried = read_topic(call.argument)
    if carried is None:
        return _which_topic(call)
    topic, _ = carried
    if topic is not None and _rule_of(call, topic) is None:
        return _not_told_of()
    pause(call.session, _person(call), topic, None, call.now)
    text = t("pausing.stopped", what=_what(call, topic))
    return say(Card(text=text, hint=t("pausing.still_owed"), buttons=_after(topic)))


def go_on(call: Call) -> list[Effect]:
    """ "เตือนต่อ": everything that was put off or stopped, or what the button is about."""
    carried = read_topic(call.argument or ALL)
    topic = carried[0] if carried else None
    paused = pauses_of(call.session, [_person(call)], call.today)
    resume(call.session, _person(call), call.today, call.now, topic)
    text = t("pausing.going_on" if paused else "pausing.nothing_paused")
    return say(Card(text=text, buttons=(go("deadlines"), go("menu"))))


def _how_long(call: Call, topic: Topic, *, unread: bool = False) -> list[Effect]:
    value = topic_value(topic)
    buttons = [go("snooze", t("pausing.days", days=n), f"{value}+{n}") for n in OFFERED_DAYS]
    card = Card(
        title=t("pausing.how_long"),
        text=_what(call, topic),
        note=t("pausing.unread") if unread else "",
        hint=t("pausing.typed"),
        buttons=(*buttons, _stop_button(topic)),
    )
    return say(card)


def _put_off(call: Call, topic: Topic, until: date) -> list[Effect]:
    if (until - call.today).days > MOST_DAYS:
        again = go("snooze", value=topic_value(topic))
        text = t("pausing.too_long", most=MOST_DAYS)
        return say(Card(text=text, buttons=(again, _stop_button(topic))))
    pause(call.session, _person(call), topic, until, call.now)
    what = _what(call, topic)
    text = t("pausing.put_off", what=what, day=long_date(until))
    return say(Card(text=text, hint=_due_before(call, topic, until), buttons=_after(topic)))


def _due_before(call: Call, topic: Topic, until: date) -> str:
    """Which days come before the reminders do: put off is put off, but not the day itself."""
    days = {
        (one.due_on, duty_words(one.rule))
        for one in _told_of(call)
        if one.due_on is not None
        and call.today <= one.due_on < until
        and topic in (None, topic_of(one.rule))
    }
    lines = [t("pausing.due_before", what=w, day=short_date(day)) for day, w in sorted(days)]
    return "\n".join(lines[:MOST_TOPICS])


def _which_topic(call: Call) -> list[Effect]:
    rules = list({one.rule: None for one in _told_of(call)})[:MOST_TOPICS]
    rows = tuple(
        Row(duty_words(rule), rule.programme_name, _stop_button(topic_of(rule))) for rule in rules
    )
    card = Card(
        title=t("pausing.which"),
        text="" if rows else t("pausing.none_lately"),
        rows=rows,
        hint=t("pausing.still_owed"),
        buttons=(_stop_button(None), go("menu")),
    )
    return say(card)


def _told_of(call: Call) -> Sequence[Judgement]:
    """What this person was reminded of lately and is still owed, the nearest first."""
    things = things_told(call.session, _person(call), call.now - LATELY)
    judged = judgements_of(call.session, things, call.now, call.zone).values()
    return sorted(
        (one for one in judged if one.owed),
        key=lambda one: (one.due_on or date.max, one.rule.code, one.subject.code),
    )


def _rule_of(call: Call, topic: Topic) -> Rule | None:
    rules = (one.rule for one in _told_of(call))
    return next((rule for rule in rules if topic_of(rule) == topic), None)


def _not_told_of() -> list[Effect]:
    text = t("pausing.not_told_of")
    return say(Card(text=text, buttons=(go("stop_reminding"), go("menu"))))


def _what(call: Call, topic: Topic) -> str:
    rule = _rule_of(call, topic)
    return duty_words(rule) if rule else t("pausing.everything")


def _stop_button(topic: Topic) -> Button:
    label = t("pausing.stop_all" if topic is None else "pausing.stop_this")
    return go("stop_reminding", label, topic_value(topic))


def _after(topic: Topic) -> tuple[Button, ...]:
    return go("go_on_reminding", value=topic_value(topic)), go("menu")


def _in_days(call: Call, days: int) -> date:
    return call.today + timedelta(days=days)


def _person(call: Call) -> int:
    assert call.actor.person_id is not None, "strangers are answered before any command"
    return call.actor.person_id
