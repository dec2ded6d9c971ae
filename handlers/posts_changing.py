"""A post ends by a day, or moves to another school: by those who look after its holder."""

from datetime import date, timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Typed
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave, LinkMenu
from handlers.forms.posts import ENDING, MOVING
from handlers.posts import post_words
from handlers.posts_people import gone, kept
from handlers.say import go, say
from handlers.schools import around, meant_codes, options_of
from handlers.texts import t
from handlers.thai.dates import long_date
from models import audit
from models.actors import Post
from models.people import Scope, covers, find_scope
from models.person_names import accounts_of
from models.policy import Action, may
from models.posts import appoint, end_post
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
    if post is None or post.post.scope.kind is not ScopeKind.SCHOOL:
        return gone()
    return start_over(call, MOVING_ONE, post=str(post.id))


def the_post(call: Call, draft: Draft) -> Held | None:
    """The post that a draft is about, if it is still one's to change."""
    return kept(call.with_argument(draft.answers.get("post", "")))


def told(call: Call, person_id: int, card: Card, what: str) -> list[Effect]:
    """The person concerned sees it under the next answer, and their menu follows."""
    accounts = accounts_of(call.session, {person_id}).get(person_id, ())
    once = f"post:{what}:{call.now.isoformat()}"
    return [
        *(Leave(account, card, once) for account in accounts),
        *(LinkMenu(account) for account in accounts),
    ]


def noted(call: Call, action: str, post: Held, **details: str) -> None:
    """Who changed which post, and whose it is."""
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="appointment",
        subject_id=post.id,
        details={"person": post.person_id, **details},
    )


# --- ending --------------------------------------------------------------------------------------


def _option(post: Held) -> Option:
    return Option(str(post.id), f"{post.full_name} · {post_words(post.post)}")


def _ending_world(call: Call, draft: Draft, given: Input | None) -> World:
    post = the_post(call, draft)
    return World(today=call.today, options={"post": (_option(post),)} if post else {})


def _end(call: Call, draft: Draft) -> list[Effect]:
    post = the_post(call, draft)
    last = date.fromisoformat(draft.answers["last_day"])
    if post is None or not end_post(call.session, post.id, last):
        return gone()
    noted(call, "post.ended", post, last_day=last.isoformat())
    words, day = post_words(post.post), long_date(last)
    card = Card(
        text=t("posts.saved.ended", name=post.full_name, post=words, day=day),
        buttons=(go("people"), go("menu")),
    )
    hears = Card(text=t("posts.told.ended", post=words, day=day))
    return [*say(card), *told(call, post.person_id, hears, f"ended:{post.id}")]


# --- moving --------------------------------------------------------------------------------------


def _managing(call: Call) -> list[Post]:
    return [post for post in call.actor.posts if may([post], Action.MANAGE_POSTS)]


def _moving_world(call: Call, draft: Draft, given: Input | None) -> World:
    post = the_post(call, draft)
    own = [p.scope.id for p in _managing(call) if p.scope.kind is ScopeKind.OFFICE and p.scope.id]
    near = [s for office in own for s in schools_of_office(call.session, office)]
    names = {school.code: school.label for school in near}
    others = meant_codes(draft, given) - names.keys()
    found = schools_by_code(call.session, sorted(others)).items()
    names |= {code: s.label for code, s in found if not own or s.office_id in own}
    schools = around(call, (), own_office_only=bool(own)) if isinstance(given, Typed) else None
    options = {"school": options_of([(s.code, s.name) for s in near])}
    if post:
        options["post"] = (_option(post),)
    return World(today=call.today, options=options, schools=schools, names=names)


def _covered(call: Call, code: str) -> Scope | None:
    """The school, if it lies within what one looks after on this day."""
    school = find_scope(call.session, ScopeKind.SCHOOL, code)
    posts = _managing(call)
    if school and any(covers(call.session, p.scope, school, call.today) for p in posts):
        return school
    return None


def _move(call: Call, draft: Draft) -> list[Effect] | Card:
    post = the_post(call, draft)
    if post is None or post.post.scope.kind is not ScopeKind.SCHOOL:
        return gone()
    school = _covered(call, draft.answers["school"])
    if school is None or school == post.post.scope:
        return Card(text=t("posts.saved.outside"))
    first = date.fromisoformat(draft.answers["first_day"])
    if post.ends_on is not None and post.ends_on < first:
        return Card(text=t("posts.saved.over_by_then", day=long_date(post.ends_on)))
    end_post(call.session, post.id, first - timedelta(days=1))
    there = Post(post.post.role, school)
    appoint(call.session, post.person_id, there, first, post.ends_on)
    noted(call, "post.moved", post, to=school.code, first_day=first.isoformat())
    words, day = post_words(there), long_date(first)
    card = Card(
        text=t("posts.saved.moved", name=post.full_name, post=words, day=day),
        buttons=(go("people"), go("menu")),
    )
    hears = Card(text=t("posts.told.moved", post=words, day=day))
    return [*say(card), *told(call, post.person_id, hears, f"moved:{post.id}")]


ENDING_ONE = Conversing(ENDING, world=_ending_world, submit=_end)
MOVING_ONE = Conversing(MOVING, world=_moving_world, submit=_move)
