""" "คู่มือ": the short picture guide of one's role, to swipe through, each step with its button.

The long guides stand in docs/th. Here: a picture, three or four lines, what starts it. The same is
a page of the bot's that everybody may read (bot/pages), so a coordinator can send it on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Share
from handlers.dialog.inputs import words_of
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.fold import fold
from models.menus import Menu, menu_of
from models.policy import Action, may

#: The page of a guide, and the folder of the pictures under the bot's static files.
PAGE = "guide"


@dataclass(frozen=True)
class Leaf:
    """One thing that is explained: a picture of docs/th/scenes.txt, and the route that starts it.

    Its words are in handlers/texts/guide.toml: a title, and steps, one a line.
    """

    picture: str
    route: str = ""


LEAVES: Mapping[str, Leaf] = {
    "join": Leaf("teacher-join", "join_help"),
    "visit": Leaf("teacher-ask", "log_visit"),
    "message": Leaf("teacher-message"),
    "change": Leaf("teacher-send", "my_history"),
    "acknowledge": Leaf("teacher-acknowledge", "acknowledge"),
    "reminder": Leaf("teacher-reminder", "deadlines"),
    "contact": Leaf("teacher-reminder", "set_contact"),
    "outstanding": Leaf("supervisor-outstanding", "outstanding"),
    "remind": Leaf("supervisor-remind", "remind"),
    "review": Leaf("supervisor-review", "to_review"),
    "export": Leaf("supervisor-export", "export"),
    "invite": Leaf("coordinator-invite", "invite"),
    "deadline": Leaf("coordinator-deadline", "add_deadline"),
    "confirm": Leaf("coordinator-confirm", "to_confirm"),
    "announce": Leaf("coordinator-announce", "announcements"),
    "system": Leaf("operator-system", "system_status"),
    "day_off": Leaf("operator-day-off", "add_day_off"),
}

#: What is in the guide of each, in this order: five at the most.
GUIDES: Mapping[Menu, tuple[str, ...]] = {
    Menu.NEWCOMER: ("join",),
    Menu.TEACHER: ("visit", "message", "change", "acknowledge", "reminder"),
    Menu.ADMINISTRATOR: ("acknowledge", "contact", "visit", "message", "change"),
    Menu.SUPERVISOR: ("outstanding", "remind", "review", "visit", "export"),
    Menu.AREA_COORDINATOR: ("invite", "outstanding", "deadline", "confirm", "announce"),
    Menu.NATIONAL_COORDINATOR: ("invite", "outstanding", "deadline", "confirm", "export"),
    Menu.OPERATOR: ("system", "day_off"),
}

#: Whose guides somebody who invites people can send on.
SENT_ON = (Menu.TEACHER, Menu.ADMINISTRATOR, Menu.SUPERVISOR)


@dataclass(frozen=True)
class Explained:
    """A leaf in words: its title, its steps, the path of its picture under the static files."""

    title: str
    steps: tuple[str, ...]
    picture: str


def explained(menu: Menu) -> list[Explained]:
    """The guide of those who have this menu."""
    return [
        Explained(
            t(f"guide.{name}.title"),
            tuple(t(f"guide.{name}.steps").splitlines()),
            f"{PAGE}/{LEAVES[name].picture}.png",
        )
        for name in GUIDES[menu]
    ]


def title_of(menu: Menu) -> str:
    """What the guide of those who have this menu is called."""
    return t("guide.title", whose=words_of(f"guide.whose.{menu.value}")[0])


def show(call: Call) -> list[Effect]:
    """ "คู่มือ", or "คู่มือ ครู" for another's."""
    own = menu_of({post.role for post in call.actor.posts})
    wanted = _named(call.argument) or own
    sends_on = may(call.actor.posts, Action.INVITE)
    return say(card_of(wanted, own=wanted is own, sends_on=sends_on))


def card_of(menu: Menu, *, own: bool, sends_on: bool) -> Card:
    """The guide of those who have this menu, to swipe through. own: its buttons may be pressed by
    the reader; sends_on: so may those that send guides to others."""
    cards = [
        _card(each, LEAVES[name].route if own else "")
        for name, each in zip(GUIDES[menu], explained(menu), strict=True)
    ]
    cards[0] = replace(cards[0], kicker=title_of(menu))
    cards[-1] = cards[-1].offering(Button(t("guide.open_page"), OpenPage(PAGE, menu.value)))
    if sends_on:
        cards.append(_to_send_on())
    return replace(cards[0], beside=tuple(cards[1:]))


def _card(each: Explained, route: str) -> Card:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(each.steps, start=1))
    buttons = (go(route, primary=True),) if route else ()
    return Card(title=each.title, text=steps, picture=each.picture, buttons=buttons)


def _to_send_on() -> Card:
    return Card(
        title=t("guide.send_on.title"),
        text=t("guide.send_on.text"),
        buttons=tuple(
            Button(
                t("guide.send_on.button", whose=words_of(f"guide.whose.{menu.value}")[0]),
                Share(title_of(menu), PAGE, menu.value),
            )
            for menu in SENT_ON
        ),
    )


def _named(argument: str) -> Menu | None:
    wanted = fold(argument).strip(" .")
    return next(
        (menu for menu in Menu if wanted in map(fold, words_of(f"guide.whose.{menu.value}"))), None
    )
