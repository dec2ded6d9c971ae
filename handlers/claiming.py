"""“ขอเข้าร่วม”: somebody without a code says who they are and where they work, and waits.

Until somebody who may has approved it (handlers/claiming_decisions.py), nothing is shown to them
but the public names of schools.
"""

from handlers.call import Call
from handlers.cards.card import Button, Card
from handlers.claiming_decisions import asked_card, key_of
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave, Unleave
from handlers.forms.claiming import FORM
from handlers.joining import notice_if_new
from handlers.say import go, say
from handlers.schools import around
from handlers.texts import t
from handlers.thai.dates import short_date_with_weekday
from models import audit
from models.actors import Post
from models.claim_queries import (
    MOST_OF_ACCOUNT,
    Claim,
    ClaimMade,
    deciders,
    make_claim,
    waiting_claim,
    withdraw_claim,
)
from models.people import find_scope
from models.posts import holds
from models.school_names import schools_by_code
from models.vocabulary import Role, ScopeKind


def begin(call: Call) -> list[Effect]:
    """ "ขอเข้าร่วม": the form, or the request that waits."""
    return _noticed(call, _waiting(call) or start(call, CLAIMING))


def begin_anew(call: Call) -> list[Effect]:
    """A new request although a half-made one waits."""
    return _noticed(call, _waiting(call) or start_over(call, CLAIMING))


def withdraw(call: Call) -> list[Effect]:
    """ "ยกเลิกคำขอเข้าร่วม"."""
    claim = waiting_claim(call.session, call.actor.line_user_id)
    if claim is None or not withdraw_claim(call.session, claim.id):
        return say(Card(text=t("claiming.withdrawn.none"), buttons=_on(call)))
    _audit(call, claim, "claim.withdrawn")
    card = Card(text=t("claiming.withdrawn.done"), buttons=_on(call))
    return [*say(card), Unleave(key_of(claim))]


def already_sent(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a request that was sent."""
    claim = waiting_claim(call.session, call.actor.line_user_id)
    return say(_waits(call, claim)) if claim and claim.draft_id == draft_id else None


def _noticed(call: Call, effects: list[Effect]) -> list[Effect]:
    """A name is only asked for once the privacy notice was shown (PDPA s.23)."""
    return [*notice_if_new(call), *effects]


def _waiting(call: Call) -> list[Effect] | None:
    claim = waiting_claim(call.session, call.actor.line_user_id)
    return say(_waits(call, claim)) if claim else None


def _waits(call: Call, claim: Claim) -> Card:
    day = short_date_with_weekday(call.day_of(claim.made_at))
    told = t("claiming.waits.text", day=day, **_told(claim))
    return Card(title=t("claiming.waits.title"), text=told, buttons=(go("withdraw_claim"),))


def _told(claim: Claim) -> dict[str, str]:
    role = t(f"words.role.{claim.role.value}")
    return {"name": claim.full_name, "role": role, "school": claim.school.label}


def _on(call: Call) -> tuple[Button, ...]:
    return (go("menu"),) if call.actor.joined else (go("claim"), go("join_help"))


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    code = draft.answers.get("school", "")
    names = {c: s.label for c, s in schools_by_code(call.session, [code] if code else []).items()}
    own = call.actor.full_name
    return World(
        today=call.today,
        options={"name": (Option(own, own),)} if own else {},
        schools=around(call, ()) if given is not None else None,
        names=names,
    )


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    school = find_scope(call.session, ScopeKind.SCHOOL, draft.answers["school"])
    if school is None:
        return Card(text=t("dialog.miss.no_longer"))
    post = Post(Role(draft.answers["role"]), school)
    role = t(f"words.role.{post.role.value}")
    mine = call.actor.person_id
    if mine is not None and holds(call.session, mine, post, call.today):
        held = t("claiming.not_sent.held", role=role, school=school.label)
        return say(Card(text=held, buttons=_on(call)))
    made = make_claim(
        call.session,
        draft_id=draft.id,
        line_user_id=call.actor.line_user_id,
        full_name=draft.answers["name"],
        post=post,
        now=call.now,
    )
    claim = waiting_claim(call.session, call.actor.line_user_id)
    if claim is None:
        why = made if made is ClaimMade.BUSY else ClaimMade.TOO_MANY
        return say(Card(text=t(f"claiming.not_sent.{why.value}", most=MOST_OF_ACCOUNT)))
    if made is not ClaimMade.DONE:
        return say(_waits(call, claim))
    _audit(call, claim, "claim.made")
    sent = t("claiming.sent.text", **_told(claim))
    card = Card(title=t("claiming.sent.title"), text=sent, buttons=(go("withdraw_claim"),))
    return [*say(card), *_asked(call, claim)]


def _asked(call: Call, claim: Claim) -> list[Effect]:
    """Those who may decide it see it under their next answer, or in the day's one push."""
    card = asked_card(call, claim)
    accounts = deciders(call.session, claim, call.today)
    return [Leave(account, card, key_of(claim)) for account in accounts]


def _audit(call: Call, claim: Claim, action: str) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="join_claim",
        subject_id=claim.id,
        details={"role": claim.role.value, "school": claim.school.code},
    )


CLAIMING = Conversing(FORM, world=_world, submit=_submit)
