"""A digest as a supervisor or coordinator reads it: what was done first, then what is late, then
what comes. Pure.

Only what is new is told in full; what was told before stands there as a total.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.calling import Calls
from handlers.cards.card import Button, Card, Row
from handlers.cards.limits import shorten
from handlers.digest_buttons import about, list_of, name_of
from handlers.reminder_words import days_left, follow
from handlers.say import go
from handlers.status_behind import MOST_OF_A_NAME
from handlers.status_words import label_of
from handlers.texts import t
from handlers.thai.dates import short_date, short_date_with_weekday
from models.digest_facts import DigestFacts
from models.obligations import Judgement, Subject
from models.vocabulary import ScopeKind

#: New late ones in full; the rest stands behind a button.
MOST_NEW = 8
#: Duties that were newly met.
MOST_DONE = 5
#: Duties of one of them, duties that come, and names in the praise.
MOST_LINES, MOST_COMING, MOST_NAMES = 2, 3, 3
#: How much of a duty is said, in graphemes, so that all of its row is shown: of one among others,
#: and of one alone.
MOST_OF_A_DUTY, MOST_OF_ONE = 44, 90


def digest_card(facts: DigestFacts, today: date, calls: Calls) -> Card:
    """One card, whatever the number of networks. `calls` is asked where one alone is newly
    late."""
    rows = [
        *_overall(facts),
        *_new(facts, today),
        *_before(facts, today),
        *_coming(facts, today),
        *_sent(facts),
    ]
    return Card(
        kicker=_kicker(facts, today),
        title=_praise(facts),
        text="\n".join([*_done(facts), *([t("digest.helps")] if facts.new else [])]),
        rows=tuple(rows),
        hint=_more(facts),
        buttons=_buttons(facts, calls),
    )


# --- praise first --------------------------------------------------------------------------------


def _kicker(facts: DigestFacts, today: date) -> str:
    places = " · ".join(scope.label for scope in facts.scopes[:MOST_NAMES])
    if facts.since is None:
        return t("digest.kicker_first", places=places, day=short_date(today))
    since, day = short_date(facts.since), short_date(today)
    return t("digest.kicker", places=places, since=since, day=day)


def _praise(facts: DigestFacts) -> str:
    if facts.done:
        return t("digest.praise.done", count=len(facts.done))
    if facts.reports:
        return t("digest.praise.reports", count=facts.reports)
    if facts.asked and facts.done_all == facts.asked:
        return t("digest.praise.all")
    return t("digest.praise.late", count=len(facts.new)) if facts.new else t("digest.praise.none")


def _done(facts: DigestFacts) -> list[str]:
    """What is newly complete, a line for each duty, with some names."""
    lines = []
    for duty, some in _by_duty(facts.done).items():
        if facts.wide or len(some) > MOST_NAMES:
            lines.append(t("digest.done_count", duty=duty, count=len(some)))
        else:
            names = " · ".join(name_of(one.subject) for one in some)
            lines.append(t("digest.done_names", duty=duty, names=names))
    return lines[:MOST_DONE]


def _overall(facts: DigestFacts) -> list[Row]:
    if not facts.asked:
        return []
    value = t("digest.overall_value", done=facts.done_all, asked=facts.asked)
    return [Row(t("digest.overall"), value, share=facts.done_all / facts.asked)]


# --- then late, with days ------------------------------------------------------------------------


def _new(facts: DigestFacts, today: date) -> list[Row]:
    """What is newly late, in full: by who answers for it, or by area office where it is wide."""
    if facts.wide:
        return _new_by_office(facts, today)[:MOST_NEW]
    found: dict[Subject, list[Judgement]] = {}
    for one in facts.new:
        found.setdefault(_who(facts, one), []).append(one)
    return [_late_row(facts, who, some, today) for who, some in list(found.items())[:MOST_NEW]]


def _who(facts: DigestFacts, one: Judgement) -> Subject:
    """Visits are asked for each school, but the network or office that mentors owes them."""
    return facts.contacts.answering.of(one)


def _late_row(facts: DigestFacts, who: Subject, some: Sequence[Judgement], today: date) -> Row:
    most = MOST_OF_ONE if len(some) == 1 else MOST_OF_A_DUTY
    lines = [_late(one, who, today, most) for one in some[:MOST_LINES]]
    if (rest := len(some) - MOST_LINES) > 0:
        lines.append(t("digest.and_more", count=rest))
    contact = facts.contacts.of(some[0])
    if contact is not None:
        name = shorten(contact.full_name, MOST_OF_A_NAME)
        lines.append(t("digest.contact", name=name))
    return Row(t("digest.new", name=name_of(who)), "\n".join(lines), follow(who))


def _late(one: Judgement, who: Subject, today: date, most: int) -> str:
    duty, days = _duty(one, most), _days(one, today)
    if one.subject == who:
        return t("digest.late", duty=duty, days=days)
    return t("digest.late_of", subject=name_of(one.subject), duty=duty, days=days)


def _new_by_office(facts: DigestFacts, today: date) -> list[Row]:
    found: dict[str, list[Judgement]] = {}
    codes: dict[str, str] = {}
    for one in facts.new:
        office = facts.offices.get(one.subject)
        name = office.name if office else t("digest.no_office")
        codes[name] = office.code if office else ""
        found.setdefault(name, []).append(one)
    # A post over a programme sees its own networks and schools, but no office as a whole.
    opens = any(scope.kind is ScopeKind.COUNTRY for scope in facts.scopes)
    return [
        Row(
            t("digest.new", name=name),
            "\n".join(_totals(some, today)),
            list_of(f"office:{codes[name]}", name) if opens and codes[name] else None,
        )
        for name, some in sorted(found.items(), key=lambda each: -len(each[1]))
    ]


def _before(facts: DigestFacts, today: date) -> list[Row]:
    """What was late before, as totals."""
    new = set(map(id, facts.new))
    before = [one for one in facts.late if id(one) not in new]
    if not before:
        return []
    return [Row(t("digest.before", count=len(before)), "\n".join(_totals(before, today)))]


def _totals(some: Sequence[Judgement], today: date) -> list[str]:
    lines = [
        t("digest.total", duty=duty, count=len(group), days=max(_days(one, today) for one in group))
        for duty, group in _by_duty(some).items()
    ]
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([t("digest.and_more", count=rest)] if rest > 0 else [])]


# --- then what comes -----------------------------------------------------------------------------


def _coming(facts: DigestFacts, today: date) -> list[Row]:
    groups: dict[tuple[date, str], int] = {}
    for one in facts.coming:
        assert one.due_on is not None
        key = (one.due_on, _duty(one))
        groups[key] = groups.get(key, 0) + 1
    rows = [
        Row(
            t("digest.coming", duty=duty),
            t(
                "digest.coming_value",
                day=short_date_with_weekday(due_on),
                when=days_left((due_on - today).days),
                count=count,
            ),
        )
        for (due_on, duty), count in sorted(groups.items())[:MOST_COMING]
    ]
    rest = len(groups) - len(rows)
    more = go("deadlines", t("digest.deadlines"))
    return [*rows, *([Row(t("digest.later"), t("digest.and_more", count=rest), more)] * (rest > 0))]


def _sent(facts: DigestFacts) -> list[Row]:
    rows = []
    if facts.sent:
        value = t("digest.waiting", count=facts.sent, new=facts.sent_new)
        rows.append(Row(t("digest.sent"), value, go("to_confirm", t("digest.confirm"))))
    if facts.unread:
        value = t("digest.waiting", count=facts.unread, new=facts.unread_new)
        rows.append(Row(t("digest.unread"), value, go("to_review", t("digest.review"))))
    return rows


# --- and what can be done ------------------------------------------------------------------------


def _more(facts: DigestFacts) -> str:
    shown = {
        facts.offices.get(one.subject) if facts.wide else _who(facts, one) for one in facts.new
    }
    rest = len(shown) - MOST_NEW
    return t("digest.more", count=rest) if rest > 0 else ""


def _buttons(facts: DigestFacts, calls: Calls) -> tuple[Button, ...]:
    if not facts.late:
        return (go("deadlines"), go("status"))
    everybody = (
        go("outstanding", t("digest.list"), primary=True),
        go("remind", t("digest.remind_all")),
    )
    who = {_who(facts, one) for one in facts.new}
    if facts.wide or len(who) != 1:
        return everybody
    contacts = (facts.contacts.of(one) for one in facts.new)
    reached = any(contact is not None and contact.line_user_ids for contact in contacts)
    return (everybody[0], *about(who.pop(), calls, facts.scopes, reached=reached))


def _by_duty(some: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for one in some:
        found.setdefault(_duty(one), []).append(one)
    return found


def _duty(one: Judgement, most: int = MOST_OF_A_DUTY) -> str:
    return shorten(label_of(one.rule, one.period, None), most)


def _days(one: Judgement, today: date) -> int:
    assert one.due_on is not None
    return max(0, (today - one.due_on).days)
