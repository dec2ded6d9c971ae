"""“ทะเบียน 12”, “ทะเบียน ส่งรายชื่อ”: the register of a deadline: sent and not sent, responsible
people named and not, by province; the list of a province behind a button, all of it as a file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.cards.limits import shorten
from handlers.effects import Effect
from handlers.named_places import shortened
from handlers.say import go, number_of, say
from handlers.status_behind import MOST_OF_A_NAME, PAGE
from handlers.status_words import short_name, state_words
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import fold
from models.obligations import Judgement, Rule
from models.policy import Action, may
from models.register_queries import (
    Entry,
    Responsible,
    deadlines_registered,
    is_asked,
    is_sent,
    register_of,
    registering,
)
from models.vocabulary import SubjectKind

#: The number of a deadline, one province of it, and from where a list goes on.
_ASKED = re.compile(r"(\d{1,12})(?:/([^:/]{1,40}))?(?::(\d{1,6}))?")
#: A list of deadlines goes on from here.
_PAGE = re.compile(r":(\d{1,6})")
#: How a province is called in a button where there is none.
_NOWHERE = "-"


@dataclass(frozen=True)
class _Province:
    name: str
    entries: tuple[Entry, ...]

    @property
    def asked(self) -> int:
        return sum(entry.asked for entry in self.entries)

    @property
    def sent(self) -> int:
        return sum(entry.sent for entry in self.entries)

    @property
    def named(self) -> int:
        return sum(bool(entry.responsible) for entry in self.entries)


def show(call: Call) -> list[Effect]:
    """The register of the deadline of this number or name; without either, and of a name that
    several have, the deadlines to choose from."""
    if not call.argument or (page := _PAGE.fullmatch(call.argument)):
        found = deadlines_registered(call.session, registering(call.actor.posts), call.now)
        return say(_choose(found, int(page[1]) if call.argument and page else 0))
    asked = _ASKED.fullmatch(call.argument)
    if asked is None and not call.argument.removeprefix("#").isdecimal():
        return _named(call)
    number = int(asked[1]) if asked else number_of(call.argument)
    scopes = registering(call.actor.posts)
    entries = register_of(call.session, scopes, number, call.now) if number else []
    if not entries:
        text = t("register.not_found", number=number or "")
        return say(Card(text=text, buttons=(go("register"), go("menu"))))
    first = int(asked[3] or 0) if asked else 0
    province = asked[2] if asked else None
    if province is None:
        return say(_by_province(call, entries, first))
    here = [entry for entry in entries if (entry.province or _NOWHERE) == province]
    return say(_one_province(entries, here, province, first))


def _named(call: Call) -> list[Effect]:
    """The register of the one deadline in whose title these words stand."""
    words = _tight(call.argument)
    every = deadlines_registered(call.session, registering(call.actor.posts), call.now)
    found = [one for one in every if words in _tight(one[0].title)]
    exactly = [one for one in found if words == _tight(one[0].title)]
    found = exactly if len(exactly) == 1 else found
    if len(found) == 1:
        return show(call.with_argument(str(found[0][0].id)))
    if len(found) > PAGE:
        return say(_choose(every, 0))
    if found:
        return say(_choose(found, 0))
    text = t("register.not_named", name=shortened(call.argument))
    return say(Card(text=text, buttons=(go("register"), go("menu"))))


def _tight(text: str) -> str:
    return fold(text).replace(" ", "")


def _choose(found: Sequence[tuple[Rule, Sequence[Judgement]]], first: int) -> Card:
    if not found:
        return Card(text=t("register.none"), buttons=(go("deadlines"), go("menu")))
    rows = []
    for rule, judged in found[first : first + PAGE]:
        assert rule.due_on is not None
        value = t("register.due", number=rule.id, day=short_date(rule.due_on))
        button = go("register", t("register.open"), str(rule.id))
        done, asked = (sum(map(is_it, judged)) for is_it in (is_sent, is_asked))
        unit = t(f"status.unit.{rule.subject_kind.value}")
        sent = t("register.sent", sent=f"{done:,}", asked=f"{asked:,}", unit=unit)
        rows.append(Row(rule.title, f"{value}\n{sent}", button))
    more: tuple[Button, ...] = ()
    if first + PAGE < len(found):
        more = (go("register", t("status.more"), f":{first + PAGE}"),)
    return Card(title=t("register.which"), rows=tuple(rows), buttons=(*more, go("menu")))


def _by_province(call: Call, entries: Sequence[Entry], first: int) -> Card:
    """The totals, and a page of the provinces, those where most is missing first."""
    rule = entries[0].judged.rule
    assert rule.due_on is not None
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(entry.province or _NOWHERE, []).append(entry)
    provinces = sorted(
        (_Province(name, tuple(there)) for name, there in by_name.items()),
        key=lambda one: (one.sent - one.asked, one.name),
    )
    shown = provinces[first : first + PAGE]
    buttons = [go("register"), go("menu")]
    if may(call.actor.posts, Action.EXPORT):
        buttons.insert(0, go("register_file", t("register.export"), str(rule.id)))
    if first + PAGE < len(provinces):
        more = f"{rule.id}:{first + PAGE}"
        buttons.insert(0, go("register", t("status.more"), more))
    place = t("register.provinces", first=first + 1, last=first + len(shown), total=len(provinces))
    return Card(
        kicker=t("register.due", number=rule.id, day=short_date(rule.due_on)),
        title=t("register.title", deadline=rule.title),
        text=f"{_totals(_Province('', tuple(entries)))}\n{place}",
        rows=tuple(_province_row(rule.id, one) for one in shown),
        buttons=tuple(buttons),
    )


def _totals(province: _Province) -> str:
    one = province.entries[0].judged
    unit = t(f"status.unit.{one.rule.subject_kind.value}")
    total = len(province.entries)
    parts = [t("register.sent", sent=province.sent, asked=province.asked, unit=unit)]
    if total > province.asked:
        parts.append(t("status.all.waived", waived=total - province.asked))
    who = "staff" if one.rule.subject_kind is SubjectKind.OFFICE else "contact"
    parts.append(t(f"register.named_{who}", named=province.named, total=total, unit=unit))
    return "\n".join(parts)


def _province_row(number: int, province: _Province) -> Row:
    share = province.sent / province.asked if province.asked else None
    label = t("register.nowhere") if province.name == _NOWHERE else province.name
    button = go("register", t("register.list"), f"{number}/{province.name}")
    return Row(label, _totals(province), button, share=share)


def _one_province(
    entries: Sequence[Entry], here: Sequence[Entry], province: str, first: int
) -> Card:
    rule = entries[0].judged.rule
    ordered = sorted(here, key=lambda entry: (entry.sent, entry.judged.subject.code))
    shown = ordered[first : first + PAGE]
    buttons = [go("register", t("register.all"), str(rule.id)), go("menu")]
    if first + PAGE < len(ordered):
        more = f"{rule.id}/{province}:{first + PAGE}"
        buttons.insert(0, go("register", t("status.more"), more))
    label = t("register.nowhere") if province == _NOWHERE else province
    return Card(
        kicker=rule.title,
        title=label,
        text=_totals(_Province(province, tuple(here))) if here else t("register.none"),
        rows=tuple(_row(entry) for entry in shown),
        buttons=tuple(buttons),
    )


def _row(entry: Entry) -> Row:
    subject = entry.judged.subject
    lines = [state_words(entry.judged)]
    who = "staff" if subject.kind is SubjectKind.OFFICE else "contact"
    lines.append(responsible_words(who, entry.responsible))
    label = shorten(short_name(subject.label), MOST_OF_A_NAME)
    return Row(label, "\n".join(lines), muted=entry.sent)


def responsible_words(who: str, responsible: Sequence[Responsible]) -> str:
    """Who answers for it, or that nobody does. `who`: "staff" of an office, else "contact"."""
    names = " · ".join(
        f"{one.full_name} ({one.position})" if one.position else one.full_name
        for one in responsible
    )
    return t(f"register.{who}", names=names) if names else t(f"register.no_{who}")
