"""“คำขอย้าย”: a post that is to move to a school beyond the reach of who moves it waits for those
who look after that school. They take it or refuse; until then nothing changes.
"""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.deputy_words import signed
from handlers.effects import Effect, Leave, Unleave
from handlers.posts import post_words
from handlers.posts_told import moved, told
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models import audit
from models.actors import Post
from models.people import Scope
from models.person_names import accounts_of, names_of
from models.post_moves import (
    Move,
    ask_move,
    count_moves_waiting,
    decide_move,
    deciders_of_move,
    move_of_post,
    move_to_decide,
    move_to_withdraw,
    moves_waiting,
)
from models.posts_held import Held, posts_of
from models.vocabulary import ClaimState

#: Requests in one list; the next page is a tap away.
PAGE = 8


def ask(call: Call, post: Held, school: Scope, first: date, draft_id: str) -> list[Effect] | Card:
    """Ask those who look after the school to take the post."""
    if call.actor.person_id is None:
        return Card(text=t("post_moves.gone"))
    move = ask_move(
        call.session,
        post,
        school,
        draft_id=draft_id,
        first_day=first,
        by=call.actor.person_id,
        now=call.now,
    )
    if move is None:
        there = move_of_post(call.session, post)
        text = t("post_moves.waits_already", name=post.full_name)
        return Card(text=text, buttons=(_withdrawing(there),) if there else ())
    _note(call, move, "post_move.asked")
    card = Card(
        title=t("post_moves.asked.title"),
        text=t("post_moves.asked.text", **_told(move)),
        buttons=(_withdrawing(move.id), go("people"), go("menu")),
    )
    accounts = deciders_of_move(call.session, move, call.today)
    asked = _asked_card(call, move)
    return [*say(card), *(Leave(account, asked, key_of(move.id)) for account in accounts)]


def show(call: Call) -> list[Effect]:
    """ "คำขอย้าย": what waits for this person's word, the oldest first."""
    skip = number_of(call.argument) or 0
    found = moves_waiting(call.session, call.actor, call.today, skip=skip, most=PAGE + 1)
    if not found:
        return say(Card(text=t("post_moves.none"), buttons=(go("people"), go("menu"))))
    count = count_moves_waiting(call.session, call.actor, call.today)
    more = (go("post_moves", t("post_moves.more"), str(skip + PAGE)),) if len(found) > PAGE else ()
    rows = tuple(_row(move) for move in found[:PAGE])
    title = t("post_moves.title", count=count)
    return say(Card(title=title, rows=rows, buttons=(*more, go("people"), go("menu"))))


def one(call: Call) -> list[Effect]:
    """One request, with what may be done about it."""
    move = _mine(call)
    return say(_asked_card(call, move)) if move else _gone()


def take(call: Call) -> list[Effect]:
    """ "รับย้าย 3": the post is held at the new school from its day on; from today where that
    day is over, and not before the post itself begins."""
    move = _mine(call)
    if move is None:
        return _gone()
    if move.state is not ClaimState.WAITING:
        return _done_before(move)
    post = _post(call, move)
    if post is None:
        return _over(move)
    first = max(move.first_day, call.today, post.starts_on)
    if post.ends_on is not None and post.ends_on < first:
        return _over(move)
    savepoint = call.session.begin_nested()
    if not _decide(call, move, ClaimState.APPROVED):
        savepoint.rollback()
        return _done_before(move)
    there = moved(call, post, move.school, first)
    if there is None:
        savepoint.rollback()  # the request waits on, as it does where the post was over before
        return _over(move)
    savepoint.commit()
    words, day = post_words(there), long_date(first)
    done = t("posts.saved.moved", name=_named(move), post=words, day=day)
    hears = Card(text=t("posts.told.moved", post=words, day=day))
    taken = t("post_moves.told.accepted", who=signed(call), what=done)
    return [
        *say(Card(text=done, buttons=_on())),
        *_answered(call, move, Card(text=taken)),
        *told(call, move.person_id, hears, f"moved:{post.id}"),
    ]


def deny(call: Call) -> list[Effect]:
    """ "ไม่รับย้าย 3": everything stays as it is, and who asked hears it."""
    move = _mine(call)
    if move is None:
        return _gone()
    if not _decide(call, move, ClaimState.REFUSED):
        return _done_before(move)
    card = Card(text=t("post_moves.refused", **_told(move)), buttons=_on())
    hears = Card(
        text=t("post_moves.told.refused", who=signed(call), **_told(move)),
        buttons=(go("people"), go("menu")),
    )
    return [*say(card), *_answered(call, move, hears)]


def withdraw(call: Call) -> list[Effect]:
    """ "ถอนคำขอย้าย 3": who asked takes it back, or whoever else looks after the post;
    then who asked hears it."""
    number = number_of(call.argument)
    move = move_to_withdraw(call.session, call.actor, number, call.today) if number else None
    if move is None:
        return _gone()
    if not decide_move(call.session, move.id, ClaimState.WITHDRAWN, by=None, at=None):
        return _done_before(move)
    _note(call, move, "post_move.withdrawn")
    card = Card(text=t("post_moves.withdrawn", **_told(move)), buttons=(go("people"), go("menu")))
    if move.asked_by_person_id == call.actor.person_id:
        return [*say(card), Unleave(key_of(move.id))]
    hears = Card(text=t("post_moves.told.withdrawn", who=signed(call), **_told(move)))
    return [*say(card), *_answered(call, move, hears)]


def key_of(number: int, what: str = "asked") -> str:
    """The name under which a card about the request of this number is left."""
    return f"post_move:{what}:{number}"


def _mine(call: Call) -> Move | None:
    number = number_of(call.argument)
    return move_to_decide(call.session, call.actor, number, call.today) if number else None


def _post(call: Call, move: Move) -> Held | None:
    """The post as it is now, if it is still the one that was to move."""
    posts = posts_of(call.session, move.person_id, call.today)
    same = (move.appointment_id, Post(move.role, move.leaves))
    return next((post for post in posts if (post.id, post.post) == same), None)


def _decide(call: Call, move: Move, state: ClaimState) -> bool:
    by = call.actor.person_id
    if by is None or not decide_move(call.session, move.id, state, by=by, at=call.now):
        return False
    _note(call, move, f"post_move.{state.value}")
    return True


def _answered(call: Call, move: Move, card: Card) -> list[Effect]:
    """Who asked hears it; whoever else could decide need not look at it any more."""
    who = move.asked_by_person_id
    accounts = accounts_of(call.session, {who}).get(who, ())
    once = key_of(move.id, "answered")
    left = [Leave(account, card, once, soon=True) for account in accounts]
    return [Unleave(key_of(move.id)), *left]


def _note(call: Call, move: Move, action: str) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="post_move",
        subject_id=move.id,
        details={"person": move.person_id, "to": move.school.code},
    )


def _asked_card(call: Call, move: Move) -> Card:
    who = names_of(call.session, {move.asked_by_person_id}).get(move.asked_by_person_id)
    card = Card(
        kicker=t("post_moves.one.kicker", number=move.id),
        title=_named(move),
        text=t(
            "post_moves.one.text",
            who=who or t("visit.row.unnamed"),
            asked=short_date(call.day_of(move.asked_at)),
            **_told(move),
        ),
    )
    if move.state is not ClaimState.WAITING:
        return card.noting(t(f"post_moves.state.{move.state.value}")).offering(*_on())
    yes = go("take_move", t("post_moves.button.accept"), str(move.id), primary=True)
    return card.offering(yes, _refusing(move), *_on())


def _row(move: Move) -> Row:
    open_it = go("one_move", t("post_moves.button.open", number=move.id), str(move.id))
    return Row(_named(move), t("post_moves.row", **_told(move)), open_it)


def _told(move: Move) -> dict[str, str]:
    return {
        "name": _named(move),
        "role": t(f"words.role.{move.role.value}"),
        "leaves": move.leaves.label,
        "school": move.school.label,
        "day": long_date(move.first_day),
    }


def _named(move: Move) -> str:
    return move.full_name or t("visit.row.unnamed")


def _refusing(move: Move) -> Button:
    return go("deny_move", t("post_moves.button.refuse"), str(move.id))


def _withdrawing(number: int) -> Button:
    return go("withdraw_move", t("post_moves.button.withdraw"), str(number))


def _over(move: Move) -> list[Effect]:
    """The post is not any more what was to move; the request waits to be refused."""
    text = t("post_moves.over", name=_named(move))
    return say(Card(text=text, buttons=(_refusing(move), *_on())))


def _done_before(move: Move) -> list[Effect]:
    """A button outlives what it was for: what was decided stands."""
    return say(Card(text=t("post_moves.before", name=_named(move)), buttons=_on()))


def _gone() -> list[Effect]:
    return say(Card(text=t("post_moves.gone"), buttons=_on()))


def _on() -> tuple[Button, ...]:
    return go("post_moves", t("post_moves.button.back")), go("menu")
