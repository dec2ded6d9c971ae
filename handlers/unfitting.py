"""When nothing fits: what was read, and the three likeliest things as buttons."""

from datetime import UTC, datetime

from handlers import documents
from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import resume_button
from handlers.dialog.inputs import bare_words
from handlers.dialog.reading import quote
from handlers.effects import Effect
from handlers.menu import menu_card
from handlers.routes import command_table, route_named
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.fold import bare
from handlers.thai.likely import likely_commands
from models.actors import Actor
from models.inbox_queries import events_since
from models.policy import may

#: What is offered, as far as the person may; in this order where nothing speaks for any.
OFFERED = (
    "log_visit",
    "status",
    "log_exchange",
    "my_history",
    "deadlines",
    "outstanding",
    "received",
    "exchanges",
    "submitted",
    "nominate",
    "set_contact",
    "invite",
    "log_innovation",
    "innovations",
    "log_plan",
    "log_progress",
    "log_evaluation",
    "log_suggestion",
    "log_zero",
    "more_reports",
    "help",
    "ask_coordinator",
)
MOST_OFFERED = 3
#: How many ways there are to say it (unfitting.said.0, …).
WAYS = 4
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def unfitting(call: Call) -> list[Effect]:
    """The answer to a text that is no command, report or answer; a greeting gets one back."""
    text = call.event.text or ""
    if bare(text) in bare_words("unfitting.greetings"):
        return say(menu_card(call).noting(t("unfitting.greeted")))
    if bare(text) in bare_words("unfitting.thanks"):
        return say(Card(text=t("unfitting.thanked"), buttons=(go("menu"),)))
    if (adding := documents.from_link(call)) is not None:
        return adding
    # Every event counts, so what follows at once is said in another way.
    turn = events_since(call.session, call.actor.line_user_id, _EVER)
    names = likely_commands(text, command_table(), call.today, offered_to(call.actor))
    waiting = bool(call.conversation.parked)
    return say(
        Card(
            text=said(text, turn),
            hint=t("unfitting.waiting" if waiting else "unfitting.hint"),
            buttons=(
                *((resume_button(),) if waiting else ()),
                *(go(name) for name in names[:MOST_OFFERED]),
                go("menu"),
            ),
        )
    )


def said(text: str, turn: int) -> str:
    """That it was not understood, with what was read; the next turn has other words."""
    return t(f"unfitting.said.{turn % WAYS}", read=quote(text))


def offered_to(actor: Actor) -> list[str]:
    """Those of OFFERED that this person may run."""
    routes = [route for name in OFFERED if (route := route_named(name)) is not None]
    return [r.name for r in routes if r.needs is None or may(actor.posts, r.needs)]
