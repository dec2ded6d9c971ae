"""The words of one thing that somebody is reminded of: what, by when, how much is done. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.cards.card import Button, Tap
from handlers.dialog.press import Do, Press
from handlers.starting import value_for
from handlers.status_words import duty_words, period_words, short_name
from handlers.texts import has, t
from models.obligations import Judgement, Subject
from models.vocabulary import DutyState, LevelsRule

#: Wordings that take turns, before the day and after it.
WORDINGS = 4


@dataclass(frozen=True)
class Owed:
    """One thing to be said to one person.

    words: a part of reminders.toml. route: the command behind its button. supervises: the person
    looks after the one who owes, and is not the one. contact: the name of who answers for it,
    for the supervisor. named: how many people an office has named. meant_for: the day (Bangkok)
    on which this should have been said, where it is late. sender: the name of who oversees the
    one who owes. step: the how manieth time this is said. agreed: what was agreed last.
    """

    judgement: Judgement
    words: str
    route: str
    supervises: bool = False
    contact: str | None = None
    named: int = 0
    meant_for: date | None = None
    sender: str | None = None
    step: int = 0
    agreed: str = ""

    @property
    def value(self) -> str:
        """What the button carries, so that its form begins with what is known."""
        return value_for(self.route, self.judgement)

    @property
    def due_on(self) -> date:
        due_on = self.judgement.due_on
        assert due_on is not None, "what is owed has a day"
        return due_on


def follow(subject: Subject) -> Button:
    """Opens what this one owes, with what can be done about it."""
    press = Press(Do.GO, slot="follow", value=f"{subject.kind.value}:{subject.code}")
    shown = t("digest.follow_asked", name=short_name(subject.label))
    return Button(t("digest.follow"), Tap(press.encode(), shown))


def part_of(thing: Owed) -> str:
    """The part of reminders.toml with its words: its own, or that of any duty."""
    return thing.words if has(f"reminders.{thing.words}.what") else "duty"


def steps_said(ladder: Iterable[int], stage: int) -> int:
    """How many steps of a ladder come before this one: which wording's turn it is."""
    return sum(offset < stage for offset in ladder)


def opening_of(thing: Owed) -> str:
    """Who asks, and for whom; the wordings take turns with the steps."""
    past = thing.judgement.state is DutyState.OVERDUE
    turn = 0 if thing.judgement.is_ahead else thing.step % WORDINGS
    key = f"reminders.opening.{'past' if past else 'before'}_{turn}"
    subject = thing.judgement.subject.label
    return t(key, sender=thing.sender or t("reminders.sender"), subject=subject)


def what_of(thing: Owed) -> str:
    """What is to be done, with its year or semester where it has one."""
    rule, period, part = thing.judgement.rule, thing.judgement.period, part_of(thing)
    title = duty_words(rule) if part == "duty" else rule.title
    return t(f"reminders.{part}.what", title=title, year=period_words(period) if period else "")


def count_of(thing: Owed) -> str:
    """How much of it is done."""
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
    part = part_of(thing)
    any_level = (
        "_any" if part == "exchange" and judgement.rule.levels_rule is LevelsRule.ANY else ""
    )
    return t(
        f"reminders.{part}.count{any_level}",
        done=judgement.done,
        needed=judgement.needed,
        levels=" · ".join(levels),
        named=thing.named,
    )


def by_words(thing: Owed, day: str) -> str:
    """The day by which, as it is given, with the time of that day where there is one."""
    due_time = thing.judgement.rule.due_time
    return t("reminders.by_time", day=day, time=f"{due_time:%H:%M}") if due_time else day


def when_words(thing: Owed, today: date) -> str:
    """How long it is until the day, or since: counted in days of the calendar."""
    days = (thing.due_on - today).days
    if days == 0 and thing.judgement.state is DutyState.OVERDUE:
        return t("reminders.when.past_today")
    return days_left(days)


def days_left(days: int) -> str:
    """ "เหลืออีก 3 วัน", or how long it is past where that is below nothing."""
    match days:
        case 0:
            return t("reminders.when.today")
        case 1:
            return t("reminders.when.tomorrow")
    if days < 0:
        return t("reminders.when.past", days=-days)
    return t("reminders.when.days", days=days)
