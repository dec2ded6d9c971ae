"""What can be done about those who owe something, as buttons: call, remind, waive, open their list.
Pure."""

from collections.abc import Iterable

from handlers.calling import Calls
from handlers.cards.card import Button, OpenUrl, Tap
from handlers.cards.limits import shorten
from handlers.dialog.press import Do, Press
from handlers.status_behind import MOST_OF_A_NAME
from handlers.status_words import short_name
from handlers.texts import t
from models.digest_news import is_wide
from models.obligations import Subject
from models.scopes import Scope
from models.vocabulary import SubjectKind


def about(
    who: Subject, calls: Calls, scopes: Iterable[Scope], *, reached: bool
) -> tuple[Button, ...]:
    """What somebody over these scopes can do about one who owes something: call, remind (where that
    reaches anybody), waive."""
    callee, reference, name = calls(who), f"{who.kind.value}:{who.code}", name_of(who)
    remind = _says("remind", t("digest.remind"), reference, t("reminding.asked", name=name))
    waive = _says("waive", t("digest.waive"), reference, t("waiving.asked", name=name))
    # A waiver comes from above: nobody waives what the own office owes.
    above = who.kind is not SubjectKind.OFFICE or is_wide(scope.kind for scope in scopes)
    buttons = (*((remind,) if reached else ()), *((waive,) if above else ()))
    if callee is None:
        return buttons
    call = Button(t("digest.call", name=callee.name), OpenUrl(f"tel:{callee.number}"))
    return (call, *buttons)


def _says(route: str, label: str, reference: str, asked: str) -> Button:
    return Button(label, Tap(Press(Do.GO, slot=route, value=reference).encode(), asked))


def list_of(reference: str, name: str) -> Button:
    asked = t("outstanding.asked", name=name)
    return _says("outstanding", t("outstanding.open"), reference, asked)


def name_of(who: Subject) -> str:
    """A network, school or office as a list names it."""
    return shorten(short_name(who.label), MOST_OF_A_NAME)
