"""“เพิ่มวันหยุด <วัน> <ชื่อ>”, “เพิ่มวันทำงาน”: days that are other than the calendar says.

The cabinet adds holidays at a few days' notice. Whoever is over the whole country declares them
here; the scheduler reads them in every round, and nothing goes out on a day off.
"""

from datetime import date, timedelta

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.cards.limits import shorten
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import World
from handlers.effects import Effect
from handlers.forms.day_off import FORM, OFF, WORKING
from handlers.named_places import shortened
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import Found, Lean, long_date, read_date, short_date_with_weekday
from handlers.thai.deadlines import read_deadline
from models import audit
from models.days_off import day_of_draft, declare, declared_days, withdraw, workdays
from models.policy import Action, may
from models.vocabulary import ScopeKind
from models.workdays import Workdays, holidays_between

#: How far ahead the calendar's own holidays are told, and how many.
AHEAD = timedelta(days=92)
MOST_HOLIDAYS = 6
MOST_OF_A_NAME = 60
#: A bubble holds no more rows; who has declared more sees the nearest.
MOST_ROWS = 10


def add_off(call: Call) -> list[Effect]:
    """ "เพิ่มวันหยุด 31 ธ.ค. 69 วันหยุดพิเศษ"."""
    return _add(call, OFF)


def add_working(call: Call) -> list[Effect]:
    """ "เพิ่มวันทำงาน 28 ธ.ค. 69 ทำงานชดเชย"."""
    return _add(call, WORKING)


def show(call: Call) -> list[Effect]:
    """What is declared from today on, and the calendar's next holidays."""
    if not _is_over_the_country(call):
        return _refused()
    rows = []
    for one in declared_days(call.session, call.today)[:MOST_ROWS]:
        key = "working" if one.works else "off"
        remove = go("remove_day_off", t("days_off.remove"), one.day.isoformat())
        value = t(f"days_off.value_{key}", name=one.name_th)
        rows.append(Row(short_date_with_weekday(one.day), value, remove))
    official = [
        t("days_off.calendar_day", day=short_date_with_weekday(day), name=_short(name))
        for day, name in holidays_between(call.today, call.today + AHEAD)[:MOST_HOLIDAYS]
    ]
    return say(
        Card(
            title=t("days_off.title"),
            text="" if rows else t("days_off.none"),
            rows=tuple(rows),
            hint=t("days_off.calendar", days="\n".join(official)) if official else "",
            buttons=(go("add_day_off"), go("add_working_day"), go("menu")),
        )
    )


def remove(call: Call) -> list[Effect]:
    """Take back what was declared of the day behind the command; alone, the list."""
    if not _is_over_the_country(call):
        return _refused()
    if not call.argument:
        return show(call)
    day = _day_in(call)
    before = withdraw(call.session, day, call.now) if day else None
    if before is None or day is None:
        text = t("days_off.removed.gone", read=shortened(call.argument))
        return say(Card(text=text, buttons=(go("days_off"), go("menu"))))
    _audit(call, "day.withdrawn", day, works=before.works)
    return say(
        Card(
            title=t("days_off.removed.title"),
            text=t("days_off.removed.text", day=long_date(day), name=before.name_th),
            buttons=(go("days_off"), go("menu")),
        )
    )


def already_declared(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    row = day_of_draft(call.session, draft_id)
    if row is None or row.added_by_person_id != call.actor.person_id:
        return None
    return say(Card(text=t("days_off.already"), buttons=(go("days_off"), go("menu"))))


def _add(call: Call, sort: str) -> list[Effect]:
    if not _is_over_the_country(call):
        return _refused()
    said = read_deadline(call.argument, call.today) if call.argument else {}
    renamed = {"title": "name", "due": "day"}
    answers = {renamed[slot]: value for slot, value in said.items()}
    return start_over(call, DECLARING, likely=None, sort=sort, **answers)


def _world(call: Call, _draft: Draft, _given: Input | None) -> World:
    return World(today=call.today)


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    if not _is_over_the_country(call) or call.actor.person_id is None:
        return Card(text=t("days_off.only_country"), buttons=(go("menu"),))
    day, works = date.fromisoformat(draft.answers["day"]), draft.answers["sort"] == WORKING
    before = workdays(call.session, call.zone).is_workday(day)
    new = declare(
        call.session,
        day,
        works=works,
        name=draft.answers["name"],
        draft_id=draft.id,
        by=call.actor.person_id,
        now=call.now,
    )
    if not new:
        return already_declared(call, draft.id) or Card(text=t("days_off.already"))
    _audit(call, "day.declared", day, works=works)
    key = "working" if works else "off"
    lines = [t(f"days_off.saved.was_{key}")] if before is works else []
    lines.append(_effect(workdays(call.session, call.zone), day, works=works))
    return say(
        Card(
            title=t(f"days_off.saved.{key}"),
            text=t("days_off.saved.text", day=long_date(day), name=draft.answers["name"]),
            hint="\n".join(lines),
            buttons=(
                go("days_off"),
                go("add_day_off", t("days_off.another")),
                go("menu"),
            ),
        )
    )


def _short(name: str) -> str:
    """One name of a day that has several, as much of it as a line holds."""
    return shorten(name.split(";")[0], MOST_OF_A_NAME)


def _effect(calendar: Workdays, day: date, *, works: bool) -> str:
    if works:
        return t("days_off.saved.effect_working")
    return t("days_off.saved.effect_off", day=long_date(calendar.goes_out_on(day, 0)))


def _day_in(call: Call) -> date | None:
    """The day behind the command: a button's, or one that is typed."""
    try:
        return date.fromisoformat(call.argument)
    except ValueError:
        match read_date(call.argument, call.today, lean=Lean.FUTURE):
            case Found(day):
                return day
    return None


def _is_over_the_country(call: Call) -> bool:
    return any(
        post.scope.kind is ScopeKind.COUNTRY and may([post], Action.SET_DAYS_OFF)
        for post in call.actor.posts
    )


def _refused() -> list[Effect]:
    return say(Card(text=t("days_off.only_country"), buttons=(go("menu"),)))


def _audit(call: Call, action: str, day: date, *, works: bool) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="day",
        subject_id=day.isoformat(),
        details={"works": works},
    )


DECLARING = Conversing(FORM, world=_world, submit=_submit)
