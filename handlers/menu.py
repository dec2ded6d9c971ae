"""The menu and the help in the chat: what this person may do, from the same table that does it.

What the rich menus under the chat show stands in rich_menus/definitions.py.
"""

from collections.abc import Iterable

from handlers.call import Call
from handlers.cards.card import Button, Card, Type
from handlers.conversing import resume_button
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import t
from models.acknowledgements import count_waiting
from models.actors import Actor
from models.menus import Menu, menu_of
from models.policy import Action, may

#: What the menu offers, in this order, to whom it is allowed (names of handlers/routes.py).
MENU: tuple[tuple[str, Action], ...] = (
    ("log_visit", Action.REPORT_VISIT),
    ("log_exchange", Action.REPORT_EXCHANGE),
    ("more_reports", Action.REPORT_INNOVATION),
    ("my_history", Action.SEE_OWN),
    ("received", Action.SEE_VISIT),
    ("status", Action.SEE_STATUS),
    ("nominate", Action.NOMINATE),
    ("invite", Action.INVITE),
)

#: What is too rare for a button of its own, but told by the help.
BESIDES: tuple[tuple[str, Action], ...] = (
    ("search", Action.SEE_VISIT),
    ("overview", Action.SEE_STATUS),
    ("my_status", Action.SEE_STATUS),
    ("programme_status", Action.SEE_STATUS),
    ("deadlines", Action.SEE_STATUS),
    ("register", Action.SEE_OUTSTANDING),
    ("outstanding", Action.SEE_OUTSTANDING),
    ("status_joined", Action.SEE_OUTSTANDING),
    ("digest", Action.SEE_OUTSTANDING),
    ("to_review", Action.REVIEW_RECORD),
    ("to_confirm", Action.REVIEW_SUBMISSION),
    ("remind", Action.REMIND),
    ("waive", Action.WAIVE),
    ("announcements", Action.ANNOUNCE),
    ("exchanges", Action.SEE_VISIT),
    ("innovations", Action.SEE_VISIT),
    ("reports", Action.SEE_VISIT),
    ("add_deadline", Action.SET_DEADLINE),
    ("submitted", Action.SUBMIT),
    ("set_contact", Action.SET_CONTACT),
    ("tie_group", Action.TIE_GROUP),
    ("export", Action.EXPORT),
    ("annual_report", Action.DRAFT_ANNUAL),
    ("documents", Action.SEE_STATUS),
    ("add_document", Action.ADD_DOCUMENT),
    ("agreements", Action.SEE_STATUS),
    ("add_agreement", Action.KEEP_AGREEMENT),
    ("days_off", Action.SET_DAYS_OFF),
    ("claims", Action.ADMIT),
    ("people", Action.MANAGE_POSTS),
    ("post_moves", Action.MANAGE_POSTS),
    ("change_role", Action.OWN_DATA),
    ("deputise", Action.SEE_OWN),
    ("new_phone", Action.OWN_DATA),
    ("print_codes", Action.INVITE),
    ("roster_template", Action.KEEP_ROSTER),
    ("renew", Action.SET_UP),
    ("set_up_office", Action.SET_UP),
    ("system_status", Action.SEE_SYSTEM),
    ("my_data", Action.OWN_DATA),
    ("consents", Action.OWN_DATA),
)


def show(call: Call) -> list[Effect]:
    """ "เมนู"."""
    return say(menu_card(call))


def menu_card(call: Call, actor: Actor | None = None) -> Card:
    """What this person may do, as buttons; an unfinished report first."""
    actor = actor or call.actor
    noted = count_waiting(call.session, actor) if may(actor.posts, Action.ACKNOWLEDGE) else 0
    waiting = bool(call.conversation.parked or call.conversation.draft)
    buttons = [go(route) for route, action in MENU if may(actor.posts, action)]
    posts = "\n".join(
        t("menu.post", role=t(f"words.role.{post.role.value}"), scope=post.scope.label)
        for post in actor.posts
    )
    return Card(
        title=t("menu.title"),
        text=posts,
        hint=t("menu.waiting") if waiting else t("menu.hint"),
        note=t("acknowledging.waiting", count=noted) if noted else "",
        buttons=(
            *((resume_button(),) if waiting else ()),
            *((go("acknowledge"),) if noted else ()),
            *buttons,
            go("help"),
        ),
    )


def offered(actor: Actor, routes: Iterable[str]) -> tuple[Button, ...]:
    """Buttons for those of these routes that this person may run."""
    needs = dict(MENU + BESIDES)
    return tuple(go(r) for r in routes if r not in needs or may(actor.posts, needs[r]))


#: Under the help.
HELP_BUTTONS = ("guide", "commands", "menu", "ask_coordinator")


def help_card(call: Call) -> list[Effect]:
    """ "ช่วยเหลือ" outside a form (within one: handlers/dialog/ask.py): in short what one can do, and
    three examples to tap, which type what they say."""
    menu = _rich_menu(call.actor)
    waiting = call.conversation.parked or call.conversation.draft
    examples = tuple(
        Button(t("help.example", words=words), Type(words)) for words in help_examples(call.actor)
    )
    routes = HELP_BUTTONS if call.actor.joined else ()  # to strangers the examples are all
    return say(
        Card(
            title=t("help.title"),
            text="\n".join((t(f"help.about.{menu.value}"), t("help.typing"))),
            hint=t("help.try"),
            note=t("menu.waiting") if waiting else "",
            buttons=(
                *((resume_button(),) if waiting else ()),
                *examples,
                *(go(route) for route in routes),
            ),
        )
    )


def help_examples(actor: Actor) -> list[str]:
    """Three commands to try, with a place of the own where one is named."""
    place = actor.posts[0].scope.label if actor.posts else ""
    examples = t(f"help.examples.{_rich_menu(actor).value}", place=place)
    return [words.strip() for words in examples.split("|")]


def _rich_menu(actor: Actor) -> Menu:
    return menu_of({post.role for post in actor.posts})


def commands_card(call: Call) -> list[Effect]:
    """ "คำสั่งทั้งหมด": everything this person may type."""
    lines = [
        t(f"help.{route}") for route, action in MENU + BESIDES if may(call.actor.posts, action)
    ]
    text = "\n".join([t("help.intro"), *lines, t("help.always")])
    return say(Card(title=t("help.all"), text=text, buttons=(go("menu"), go("privacy"))))
