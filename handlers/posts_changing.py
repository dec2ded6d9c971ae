"""A post ends by a day, or moves to another school: by those who look after its holder."""

from datetime import date, datetime, time, timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Typed
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave
from handlers.forms.posts import ENDING, MOVING
from handlers.post_moves import ask
from handlers.posts import post_words
from handlers.posts_people import gone, kept
from handlers.posts_told import moved, noted, told
from handlers.say import go, say
from handlers.schools import around, meant_codes, options_of
from handlers.texts import t
from handlers.thai.dates import long_date
from models.actors import Post
from models.code_makers import codes_that_stop
from models.people import Scope, covers, find_scope
from models.policy import Action, may
from models.posts import end_post
from models.posts_ending import accounts_beside, holds_another, last_deed
from models.posts_held import Held
from models.school_names import schools_by_code, schools_of_office
from models.vocabulary import ScopeKind


def end(call: Call) -> list[Effect]:
    """ "สิ้นสุดหน้าที่ 12": asks for the last day."""
    post = kept(call)
    return start_over(call, ENDING_ONE, post=str(post.id)) if post else gone()


def move(call: Call) -> list[Effect]:
    """ "ย้ายสถานศึกษา 12": asks where to and from when on."""
    post = kept(call)
    if post is None or not _moves(post):
        return gone()
    return start_over(call, MOVING_ONE, post=str(post.id))


def the_post(call: Call, draft: Draft) -> Held | None:
    """The post that a draft is about, if it is still one's to change."""
    return kept(call.with_argument(draft.answers.get("post", "")))


# --- ending --------------------------------------------------------------------------------------


def _option(post: Held) -> Option:
    return Option(str(post.id), f"{post.full_name} · {post_words(post.post)}")


def _ending_world(call: Call, draft: Draft, given: Input | None) -> World:
    post = the_post(call, draft)
    if post is None:
        return World(today=call.today)
    stop = codes_that_stop(call.session, post, call.today, call.now)
    prompts = {"last_day": t("posts.codes.ask", count=stop)} if stop else {}
    return World(today=call.today, options={"post": (_option(post),)}, prompts=prompts)


def _end(call: Call, draft: Draft) -> list[Effect] | Card:
    post = the_post(call, draft)
    if post is None:
        return gone()
    last = date.fromisoformat(draft.answers["last_day"])
    if why := _why_not(call, post, last):
        return Card(text=why)
    stop = codes_that_stop(call.session, post, last, max(call.now, _over(call, last)))
    if not end_post(call.session, post.id, last):
        return gone()
    noted(call, "post.ended", post, last_day=last.isoformat())
    words, day = post_words(post.post), long_date(last)
    card = Card(
        text=t("posts.saved.ended", name=post.full_name, post=words, day=day),
        buttons=(go("people"), go("menu")),
    )
    hears = Card(text=t("posts.told.ended", post=words, day=day))
    if stop:
        card = card.noting(t("posts.codes.stop", count=stop))
        hears = hears.noting(t("posts.codes.stop_own", count=stop))
    after = _for_those_beside(call, post, last, stop)
    return [*say(card), *told(call, post.person_id, hears, f"ended:{post.id}"), *after]


def _why_not(call: Call, post: Held, last: date) -> str:
    """Why a post that runs cannot have ended on a day that is over; "" if it can."""
    if last >= call.today or post.starts_on > call.today:
        return ""
    if last < post.starts_on:
        return t("posts.saved.before_start", day=long_date(post.starts_on))
    deed = last_deed(call.session, post)
    done_on = call.day_of(deed) if deed else last
    if done_on <= last or holds_another(call.session, post, done_on):
        return ""
    return t("posts.saved.deeds_since", name=post.full_name, day=long_date(done_on))


def _over(call: Call, last: date) -> datetime:
    """The moment at which this day (Bangkok) is over."""
    return datetime.combine(last + timedelta(days=1), time.min, call.zone)


def _for_those_beside(call: Call, post: Held, last: date, stop: int) -> list[Effect]:
    """Those who hold the same post, and may make the codes anew that stop with this one."""
    if not stop:
        return []
    card = Card(
        text=t("posts.codes.told", name=post.full_name, day=long_date(last), count=stop),
        buttons=(go("invite", t("posts.codes.anew")), go("menu")),
    )
    mine, once = call.actor.line_user_id, f"codes stop:{post.id}:{last.isoformat()}"
    accounts = accounts_beside(call.session, post, call.today)
    return [Leave(account, card, once) for account in accounts if account != mine]


# --- moving --------------------------------------------------------------------------------------


def _managing(call: Call) -> list[Post]:
    return [post for post in call.actor.posts if may([post], Action.MANAGE_POSTS)]


def _moving_world(call: Call, draft: Draft, given: Input | None) -> World:
    post = the_post(call, draft)
    own = [p.scope.id for p in _managing(call) if p.scope.kind is ScopeKind.OFFICE and p.scope.id]
    near = [s for office in own for s in schools_of_office(call.session, office)]
    names = {school.code: school.label for school in near}
    others = meant_codes(draft, given) - names.keys()
    found = schools_by_code(call.session, sorted(others))
    names |= {code: school.label for code, school in found.items()}
    schools = around(call, ()) if isinstance(given, Typed) else None
    options = {"school": options_of([(s.code, s.name) for s in near])}
    if post:
        options["post"] = (_option(post),)
    return World(today=call.today, options=options, schools=schools, names=names)


def _moves(post: Held) -> bool:
    """Whether it can be held elsewhere: a deputy stands in where the other's post is."""
    return post.post.scope.kind is ScopeKind.SCHOOL and post.post.deputy_for is None


def _covered(call: Call, school: Scope) -> bool:
    """Whether the school lies within what one looks after on this day."""
    return any(covers(call.session, p.scope, school, call.today) for p in _managing(call))


def _move(call: Call, draft: Draft) -> list[Effect] | Card:
    post = the_post(call, draft)
    if post is None or not _moves(post):
        return gone()
    school = find_scope(call.session, ScopeKind.SCHOOL, draft.answers["school"])
    if school is None or school == post.post.scope:
        return Card(text=t("posts.saved.same_school"))
    first = max(date.fromisoformat(draft.answers["first_day"]), post.starts_on)
    if post.ends_on is not None and post.ends_on < first:
        return Card(text=t("posts.saved.over_by_then", day=long_date(post.ends_on)))
    if not _covered(call, school):
        return ask(call, post, school, first, draft.id)
    there = moved(call, post, school, first)
    if there is None:
        return gone()
    words, day = post_words(there), long_date(first)
    card = Card(
        text=t("posts.saved.moved", name=post.full_name, post=words, day=day),
        buttons=(go("people"), go("menu")),
    )
    hears = Card(text=t("posts.told.moved", post=words, day=day))
    return [*say(card), *told(call, post.person_id, hears, f"moved:{post.id}")]


ENDING_ONE = Conversing(ENDING, world=_ending_world, submit=_end)
MOVING_ONE = Conversing(MOVING, world=_moving_world, submit=_move)
