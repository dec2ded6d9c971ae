"""“เปลี่ยนบทบาท”: of several posts, the one to act as. The menu follows, and cards tell which."""

from dataclasses import replace

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect, LinkMenu, Say
from handlers.menu import menu_card
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date
from models import audit
from models.actors import Post, load_actor
from models.person_names import names_of
from models.posts_held import Held, act_as, posts_today

#: As the number of a post: all that are one's own.
ALL = "0"
#: Noted of an event that changed as what one acts: its answer says so itself.
_CHANGED = "acts as another"


def show(call: Call) -> list[Effect]:
    """ "เปลี่ยนบทบาท": one's posts, each with its days; with a number that one is acted as."""
    posts = _posts(call)
    number = number_of(call.argument)
    if number is not None:
        return _change(call, posts, number)
    if len(posts) < 2:
        return say(menu_card(call).noting(t("posts.one_only")))
    names = names_of(call.session, {p.post.deputy_for for p in posts if p.post.deputy_for})
    rows = tuple(_row(call, post, names) for post in posts)
    everything = (go("change_role", t("posts.all"), ALL),) if call.actor.acting else ()
    text = _acting(call) if call.actor.acting else t("posts.acting_all")
    return say(
        Card(title=t("posts.title"), text=text, rows=rows, buttons=(*everything, go("menu")))
    )


def telling_the_post(call: Call, effects: list[Effect]) -> list[Effect]:
    """The answers to somebody who acts as one of several posts, each telling which."""
    changed = call.once(_CHANGED, lambda: False)
    if not call.actor.acting or changed or call.event.in_group:
        return effects
    as_what = _acting(call)
    return [
        Say(_under(effect.card, as_what), effect.about) if isinstance(effect, Say) else effect
        for effect in effects
    ]


def post_words(post: Post) -> str:
    """ "ครู โรงเรียนวัดปลักไม้ลาย"."""
    return t("menu.post", role=t(f"words.role.{post.role.value}"), scope=post.scope.label)


def days_words(post: Held) -> str:
    """From when until when a post is held."""
    first = short_date(post.starts_on)
    if post.ends_on is None:
        return t("posts.days.since", first=first)
    return t("posts.days.until", first=first, last=short_date(post.ends_on))


def _under(card: Card, as_what: str) -> Card:
    kicker = " · ".join(part for part in (as_what, card.kicker) if part)
    return card if card.kicker.startswith(as_what) else replace(card, kicker=kicker)


def _acting(call: Call) -> str:
    words = t("posts.acting", post=post_words(call.actor.posts[0]))
    behalf = call.actor.on_behalf_of
    if behalf is None:
        return words
    name = names_of(call.session, {behalf}).get(behalf, t("visit.row.unnamed"))
    return " · ".join((words, t("posts.for_whom", name=name)))


def _posts(call: Call) -> list[Held]:
    """The posts that are held today."""
    if call.actor.person_id is None:
        return []
    return posts_today(call.session, call.actor.person_id, call.today)


def _row(call: Call, held: Held, names: dict[int, str]) -> Row:
    days = days_words(held)
    if held.post.deputy_for is not None:
        who = names.get(held.post.deputy_for, t("visit.row.unnamed"))
        days = "\n".join((t("posts.for_whom", name=who), days))
    label = t("posts.act_as", post=post_words(held.post))
    as_this = go("change_role", label, str(held.id))
    now = call.actor.acting and call.actor.posts == (held.post,)
    return Row(post_words(held.post), days, None if now else as_this)


def _change(call: Call, posts: list[Held], number: int) -> list[Effect]:
    chosen = next((post for post in posts if post.id == number), None)
    if chosen is None and number != int(ALL):
        return say(Card(text=t("posts.gone"), buttons=(go("change_role"), go("menu"))))
    act_as(call.session, call.actor.line_user_id, chosen.id if chosen else None)
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="role.changed",
        subject_kind="appointment",
        subject_id=chosen.id if chosen else 0,
    )
    call.once(_CHANGED, lambda: True)
    actor = load_actor(call.session, call.actor.line_user_id, call.today)
    note = t("posts.changed", post=post_words(chosen.post)) if chosen else t("posts.changed_all")
    return [*say(menu_card(call, actor).noting(note)), LinkMenu(call.actor.line_user_id)]
