"""“ใบรหัส”: codes for the schools of a place, to be handed out at a meeting.

The chat makes them; a page of ours, behind a button, hands over the paper (bot/code_file.py).
"""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row, Share
from handlers.codes_content import Code, to_text
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Pressed, Typed, words_of
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.codes import BOTH, FORM
from handlers.named_places import places_meant, referred, scope_of
from handlers.say import go, say
from handlers.schools import around
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.thai.names import AskWhich, Match
from models import audit
from models.actors import Post
from models.code_sheets import KEPT, keep_sheet, wipe_sheets
from models.people import Scope, covers, create_invitation, find_scope
from models.policy import Action, invitable_roles, may
from models.schools_within import schools_within
from models.vocabulary import Role, ScopeKind

#: Schools on one sheet: an area has fewer.
MOST_SCHOOLS = 150
#: So few codes are told in the chat, too.
FEW = 4


def begin(call: Call) -> list[Effect]:
    """ "ใบรหัส": the form."""
    return start(call, SHEETS)


def begin_anew(call: Call) -> list[Effect]:
    """A new sheet although a half-made one waits."""
    return start_over(call, SHEETS)


def handed_on(call: Call, code: str, where: str, what: str, until: str) -> tuple[Button, ...]:
    """The ways to give a single code away: the chat with it typed, LINE's list of friends, and a
    page with it as a picture and to print."""
    chat = Button(t("codes.one.open"), OpenPage("chat", code))
    share = Button(t("codes.one.share"), Share(t("codes.one.words", code=code), "chat", code))
    page = _page(call, where, until, [Code(code, where, what)])
    shown = Button(t("codes.one.picture"), page) if page else None
    return tuple(each for each in (share, shown, chat) if each)


def _page(call: Call, place: str, until: str, codes: list[Code]) -> OpenPage | None:
    """The page of these codes; None where nothing can be locked, and so nothing is kept."""
    locked = call.cipher.lock(to_text(place, until, codes))
    if locked is None or call.actor.person_id is None:
        return None
    wipe_sheets(call.session, call.now - KEPT)
    sheet = keep_sheet(call.session, call.actor.person_id, locked, call.now)
    return OpenPage("codes", str(sheet.id))


# --- what may be chosen --------------------------------------------------------------------------


def _inviting(call: Call) -> list[Post]:
    return [post for post in call.actor.posts if may([post], Action.INVITE)]


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    places = {_key(post.scope): post.scope.label for post in _inviting(call)}
    chosen = [draft.answers.get("place", "")]
    if isinstance(given, Pressed) and given.press.slot == "place":
        chosen.append(given.press.value)
    for key in chosen:
        if key not in places and (scope := _place(call, key)) is not None:
            places[key] = scope.label
    named: dict[str, str] = {}
    if isinstance(given, Typed) and draft.at == "place":
        named = _named(call, given.text)
    # Words that can mean one place only are a name of it.
    words = (given.text,) if isinstance(given, Typed) and len(named) == 1 else ()
    options = tuple(
        Option(key, label, words if key in named else ()) for key, label in (places | named).items()
    )
    return World(today=call.today, options={"place": options})


def _named(call: Call, typed: str) -> dict[str, str]:
    """The places that these words may mean, by key. The name of a school is the school, though a
    network is found by the names of its schools, too."""
    posts = _inviting(call)
    in_area = any(post.scope.kind is ScopeKind.OFFICE for post in posts)
    codes: tuple[str, ...] = ()
    match around(call, (), own_office_only=in_area).find(typed):
        case Match(code):
            codes = (code,)
        case AskWhich(several):
            codes = several
    keys = [f"{ScopeKind.SCHOOL.value}:{code}" for code in codes]
    schools = {key: scope.label for key in keys if (scope := _place(call, key))}
    if schools and not typed.strip().startswith(words_of("status.before_a_name")):
        return schools
    meant = [f"{one.kind.value}:{one.code}" for one in places_meant(call, posts, typed)]
    return {key: scope.label for key in meant if (scope := _place(call, key))}


def _key(scope: Scope) -> str:
    return f"{scope.kind.value}:{scope.code}"


def _place(call: Call, key: str) -> Scope | None:
    """The place of this key, if a post that may invite covers it; asked again when it is sent."""
    reference = referred(key)
    if reference is None:
        return None
    kind, code, _ = reference
    posts = _inviting(call)
    scope = scope_of(call, posts, kind, code) or find_scope(call.session, kind, code)
    if scope is None:
        return None
    own = any(covers(call.session, post.scope, scope, call.today) for post in posts)
    return scope if own else None


# --- made ----------------------------------------------------------------------------------------


def _submit(call: Call, draft: Draft) -> list[Effect]:
    answers = draft.answers
    scope = _place(call, answers["place"])
    if scope is None:
        return say(Card(text=t("codes.cannot.outside"), buttons=(go("menu"),)))
    schools = schools_within(call.session, scope, call.today, MOST_SCHOOLS + 1)
    schools = [school for school in schools if _covered(call, scope, school)]
    if len(schools) > MOST_SCHOOLS:
        told = t("codes.cannot.too_many", place=scope.label, most=MOST_SCHOOLS)
        return say(Card(text=told, buttons=(go("print_codes"), go("menu"))))
    days = int(answers["days"])
    roles = _roles(call, answers["role"])
    if not schools or not roles:
        told = t("codes.cannot.no_school", place=scope.label)
        return say(Card(text=told, buttons=(go("print_codes"), go("menu"))))
    if len(schools) * len(roles) > FEW and call.cipher.lock(scope.code) is None:
        # Nothing can be kept for a page, and so many codes are no message.
        return say(Card(text=t("codes.cannot.one_by_one"), buttons=(go("print_codes"), go("menu"))))
    codes = [
        _code(call, role, school, max(1, int(answers.get("uses") or 1)), days)
        for school in schools
        for role in roles
    ]
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="codes.made",
        subject_kind=scope.kind.value,
        subject_id=scope.code,
        details={"codes": len(codes), "roles": [role.value for role in roles], "days": days},
    )
    return say(_made(call, scope, len(schools), codes, days))


def _covered(call: Call, place: Scope, school: Scope) -> bool:
    """A network may have schools of another office: codes of those are not one's to give."""
    if place.kind is not ScopeKind.NETWORK:
        return True
    return any(covers(call.session, p.scope, school, call.today) for p in _inviting(call))


def _roles(call: Call, answer: str) -> list[Role]:
    wanted = [Role.TEACHER, Role.SCHOOL_ADMINISTRATOR] if answer == BOTH else [Role(answer)]
    posts = _inviting(call)
    return [r for r in wanted if any(r in invitable_roles(post.role) for post in posts)]


def _code(call: Call, role: Role, school: Scope, uses: int, days: int) -> Code:
    """One code. A school has one head, so that code is for one."""
    uses = uses if role is Role.TEACHER else 1
    code = create_invitation(
        call.session,
        role=role,
        scope=school,
        now=call.now,
        expires_at=call.now + timedelta(days=days),
        by_person_id=call.actor.person_id,
        uses=uses,
    )
    named, often = t(f"words.role.{role.value}"), t("codes.uses", count=uses)
    return Code(code, school.label, t("codes.made.what", role=named, uses=often))


def _made(call: Call, place: Scope, schools: int, codes: list[Code], days: int) -> Card:
    until = long_date(call.today + timedelta(days=days))
    page = _page(call, place.label, until, codes)
    rows = tuple(Row(one.code, f"{one.where}\n{one.what}") for one in codes)
    return Card(
        title=t("codes.made.title", count=f"{len(codes):,}"),
        text=t("codes.made.text", place=place.label, schools=schools, day=until),
        rows=rows if len(codes) <= FEW else (),
        hint=t("codes.made.hint"),
        buttons=(
            *((Button(t("codes.made.open"), page, primary=True),) if page else ()),
            go("print_codes", t("codes.made.again")),
            go("menu"),
        ),
    )


SHEETS = Conversing(FORM, world=_world, submit=_submit)
