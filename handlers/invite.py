"""A coordinator makes a one-time code for somebody new, within the own scope."""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.codes_sheet import handed_on
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Typed, words_of
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.invite import AT_A_SCHOOL, FORM
from handlers.say import go, say
from handlers.schools import around, meant_codes, options_of
from handlers.texts import t
from handlers.thai.dates import long_date
from models import audit
from models.actors import Post
from models.people import Scope, covers, create_invitation, find_scope
from models.policy import Action, invitable_roles, may, scope_kinds
from models.school_names import schools_by_code, schools_of_office
from models.vocabulary import Role, ScopeKind

#: How long a code can be used.
CODE_DAYS = 14


def begin(call: Call) -> list[Effect]:
    """ "ออกรหัส": the form."""
    return start(call, INVITE)


def begin_anew(call: Call) -> list[Effect]:
    """A new code although a half-made one waits."""
    return start_over(call, INVITE)


def _inviting(call: Call) -> list[Post]:
    return [post for post in call.actor.posts if may([post], Action.INVITE)]


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    posts = _inviting(call)
    roles = [r for r in Role if any(_may_invite(post, r) for post in posts)]
    offices = [p.scope.id for p in posts if p.scope.kind is ScopeKind.OFFICE and p.scope.id]
    near = [s for office in offices for s in schools_of_office(call.session, office)]
    names = {school.code: school.label for school in near}
    schools = None
    if isinstance(given, Typed):
        schools = around(call, (), own_office_only=bool(offices))
    others = meant_codes(draft, given) - names.keys()
    found = schools_by_code(call.session, sorted(others)).items()
    names |= {c: s.label for c, s in found if not offices or s.office_id in offices}
    return World(
        today=call.today,
        options={
            "role": tuple(
                Option(r.value, t(f"words.role.{r.value}"), words_of(f"words.role_words.{r.value}"))
                for r in roles
            ),
            "school": options_of([(s.code, s.name) for s in near]),
        },
        schools=schools,
        names=names,
    )


def _may_invite(post: Post, role: Role) -> bool:
    """A role held at a school needs a school; any other takes over the inviter's own scope."""
    if role not in invitable_roles(post.role):
        return False
    return role in AT_A_SCHOOL or post.scope.kind in scope_kinds(role)


def _submit(call: Call, draft: Draft) -> list[Effect]:
    role = Role(draft.answers["role"])
    scope = _scope(call, role, draft.answers.get("school", ""))
    if scope is None:
        return say(Card(text=t("invite.made.outside"), buttons=(go("menu"),)))
    expires_at = call.now + timedelta(days=CODE_DAYS)
    code = create_invitation(
        call.session,
        role=role,
        scope=scope,
        now=call.now,
        expires_at=expires_at,
        by_person_id=call.actor.person_id,
    )
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="invitation.made",
        subject_kind=scope.kind.value,
        subject_id=scope.code,
        details={"role": role.value},
    )
    named = t(f"words.role.{role.value}")
    until = long_date(call.today + timedelta(days=CODE_DAYS))
    return say(
        Card(
            title=t("invite.made.title", code=code),
            text=t("invite.made.text", role=named, scope=scope.label, day=until),
            buttons=(
                *handed_on(call, code, scope.label, named, until),
                go("invite"),
                go("print_codes"),
                go("menu"),
            ),
        )
    )


def _scope(call: Call, role: Role, school_code: str) -> Scope | None:
    """What the code reaches over: checked again now, since a button outlives an appointment."""
    for post in _inviting(call):
        if not _may_invite(post, role):
            continue
        if role not in AT_A_SCHOOL:
            return post.scope
        school = find_scope(call.session, ScopeKind.SCHOOL, school_code)
        if school is not None and covers(call.session, post.scope, school, call.today):
            return school
    return None


INVITE = Conversing(FORM, world=_world, submit=_submit)
