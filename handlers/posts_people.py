"""“บุคลากร”: the people somebody looks after, their posts and days, and what may be done."""

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.effects import Effect
from handlers.posts import days_words, post_words
from handlers.say import go, number_of, say
from handlers.texts import t
from models.person_names import names_of
from models.posts_held import Held
from models.posts_reach import count_kept, people_kept, post_kept, reached_by
from models.vocabulary import ScopeKind

#: Posts in one list; the next page is a tap away.
PAGE = 8
#: Of what was searched for, so much goes on with the button to the next page.
_SEARCHED = 30


def show(call: Call) -> list[Effect]:
    """ "บุคลากร": those one looks after, by name; "บุคลากร มะลิ": those who are called so."""
    skip, words = _asked(call.argument)
    found = people_kept(call.session, call.actor, call.today, words=words, skip=skip, most=PAGE + 1)
    if not found:
        none = t("posts.list.none_called", words=words) if words else t("posts.list.none")
        return say(Card(text=none, buttons=(go("people"), go("menu"))))
    count = count_kept(call.session, call.actor, call.today, words)
    more = f"{skip + PAGE} {words[:_SEARCHED]}".strip()
    later = (go("people", t("posts.list.more"), more),) if len(found) > PAGE else ()
    return say(
        Card(
            title=t("posts.list.title", count=f"{count:,}"),
            rows=tuple(_row(post) for post in found[:PAGE]),
            hint=t("posts.list.hint"),
            buttons=(*later, go("menu")),
        )
    )


def one(call: Call) -> list[Effect]:
    """One post, with what may be done about it."""
    post = kept(call)
    return say(one_card(call, post)) if post else gone()


def one_card(call: Call, post: Held) -> Card:
    """A post as those see it who look after it."""
    lines = [post_words(post.post), days_words(post)]
    if post.post.deputy_for is not None:
        names = names_of(call.session, {post.post.deputy_for})
        name = names.get(post.post.deputy_for, t("visit.row.unnamed"))
        lines.append(t("posts.one.deputy", name=name))
    return Card(
        title=post.full_name or t("visit.row.unnamed"),
        text="\n".join(lines),
        hint=_reached(call, post),
        buttons=(*_changes(post), go("people"), go("menu")),
    )


def kept(call: Call) -> Held | None:
    """The post whose number was given, if it is one's to look after; asked anew each time."""
    number = number_of(call.argument)
    if number is None:
        return None
    return post_kept(call.session, call.actor, number, call.today)


def gone() -> list[Effect]:
    return say(Card(text=t("posts.one.gone"), buttons=(go("people"), go("menu"))))


def _asked(argument: str) -> tuple[int, str]:
    """(from where, what was searched for) of "มะลิ", "8", "8 มะลิ"."""
    first, _, rest = argument.strip().partition(" ")
    if first.isdecimal() and len(first) <= 6:
        return int(first), rest.strip()
    return 0, argument.strip()


def _row(post: Held) -> Row:
    what = f"{post_words(post.post)}\n{days_words(post)}"
    name = post.full_name or t("visit.row.unnamed")
    return Row(name, what, go("one_post", t("posts.list.open", name=name), str(post.id)))


def _reached(call: Call, post: Held) -> str:
    """Whether the person can be written to: nobody blocks what they still read."""
    accounts, blocked = reached_by(call.session, post.person_id)
    if not accounts:
        return t("posts.one.no_account")
    return t("posts.one.unreached" if accounts == blocked else "posts.one.reached")


def _changes(post: Held) -> tuple[Button, ...]:
    number = str(post.id)
    end = go("end_post", t("posts.one.end"), number)
    if post.post.deputy_for is not None:
        return (end,)
    move = go("move_post", t("posts.one.move"), number)
    return (
        end,
        *((move,) if post.post.scope.kind is ScopeKind.SCHOOL else ()),
        go("deputise", t("posts.one.deputise"), number),
        go("code_for", t("posts.one.code"), number),
    )
