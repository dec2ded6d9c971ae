"""“คำขอเข้าร่วม”: those who may let somebody in see who asks, approve, refuse, or take it back."""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, words_of
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave, LinkMenu, Unleave
from handlers.forms.claiming import REFUSAL
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date_with_weekday
from handlers.thai.fold import fold
from models import audit
from models.admitting import admit, take_back
from models.claim_queries import (
    UNDO_DAYS,
    Claim,
    Colleague,
    claim_to_decide,
    colleagues,
    count_waiting_for,
    decide,
    undo_claim,
    waiting_for,
)
from models.policy import Action
from models.posts_reach import keeps_all
from models.vocabulary import ClaimState

#: Requests in one list; the next page is a tap away.
PAGE = 8


def show(call: Call) -> list[Effect]:
    """ "คำขอเข้าร่วม": what waits for this person's word, the oldest first."""
    found = waiting_for(call.session, call.actor, call.today, skip=_skipped(call), most=PAGE + 1)
    if not found:
        return say(Card(text=t("claiming.list.none"), buttons=(go("menu"),)))
    more = len(found) > PAGE
    on = str(_skipped(call) + PAGE)
    later = (go("claims", t("claiming.list.more"), on),) if more else ()
    count = count_waiting_for(call.session, call.actor, call.today)
    rows = tuple(_row(call, claim) for claim in found[:PAGE])
    title = t("claiming.list.title", count=count)
    return say(Card(title=title, rows=rows, buttons=(*later, go("menu"))))


def one(call: Call) -> list[Effect]:
    """One request, with what may be done about it."""
    claim = _mine(call)
    return say(asked_card(call, claim)) if claim else _gone()


def approve(call: Call) -> list[Effect]:
    """ "อนุมัติคำขอ 12": the one who asked has the post from today on."""
    claim = _mine(call)
    if claim is None:
        return _gone()
    if claim.state is not ClaimState.WAITING:
        return _done_before(call, claim)
    same = _namesakes(call, claim)
    if _unsure(call, same):
        return say(asked_card(call, claim))
    if not _decide(call, claim, ClaimState.APPROVED):
        return _done_before(call, claim)
    person = same[0].person_id if same else None
    admit(call.session, claim, person_id=person, now=call.now, today=call.today)
    told = Card(text=t("claiming.told.approved", **_told(claim)), buttons=(go("menu"),))
    number = str(claim.id)
    card = Card(
        text=t("claiming.decided.approved", name=claim.full_name, **_told(claim)),
        buttons=(*_on(), go("undo_claim", t("claiming.one.undo"), number)),
    )
    menu = LinkMenu(claim.line_user_id)
    return [*say(card), *_left(call, claim, told, "approved"), menu]


def refuse(call: Call) -> list[Effect]:
    """ "ไม่อนุมัติคำขอ 12": asks for the reason."""
    claim = _mine(call)
    if claim is None:
        return _gone()
    if claim.state is not ClaimState.WAITING:
        return _done_before(call, claim)
    return start_over(call, REFUSING, claim=str(claim.id))


def undo(call: Call) -> list[Effect]:
    """ "เลิกการอนุมัติ 12": it was the wrong person, so what the approval brought is taken back."""
    claim = _mine(call)
    if claim is None:
        return _gone()
    if claim.state is not ClaimState.APPROVED or claim.decided_at is None:
        return _done_before(call, claim)
    if call.now - claim.decided_at > timedelta(days=UNDO_DAYS):
        return say(Card(text=t("claiming.decided.too_late", days=UNDO_DAYS), buttons=_on()))
    if not undo_claim(call.session, claim.id):
        return _done_before(call, claim)
    take_back(call.session, claim, call.today)
    _audit(call, claim, ClaimState.UNDONE)
    told = Card(text=t("claiming.told.undone", school=claim.school.label))
    text = t("claiming.decided.undone", name=claim.full_name, **_told(claim))
    card = Card(text=text, buttons=_on())
    menu = LinkMenu(claim.line_user_id)
    seen_no_more = Unleave(key_of(claim, "approved"))
    return [*say(card), seen_no_more, *_left(call, claim, told, "undone"), menu]


def asked_card(call: Call, claim: Claim) -> Card:
    """A request, as those see it who may decide it."""
    day = short_date_with_weekday(call.day_of(claim.made_at))
    card = Card(
        kicker=t("claiming.one.kicker", number=claim.id),
        title=claim.full_name,
        text=t("claiming.one.text", day=day, **_told(claim)),
    )
    if claim.state is not ClaimState.WAITING:
        return card.noting(_state(claim)).offering(*_on())
    number = str(claim.id)
    yes = go("approve_claim", t("claiming.one.approve"), number, primary=True)
    no = go("refuse_claim", t("claiming.one.refuse"), number)
    same = _namesakes(call, claim)
    if why := _unsure(call, same):
        return card.noting(why).offering(no, *_on())
    known = t("claiming.one.known" if same else "claiming.one.unknown")
    return card.noting(known).offering(yes, no, *_on())


def key_of(claim: Claim, what: str = "asked") -> str:
    """The name under which a card about this request is left."""
    return f"claim:{what}:{claim.id}"


def _skipped(call: Call) -> int:
    return number_of(call.argument) or 0


def _row(call: Call, claim: Claim) -> Row:
    day = short_date_with_weekday(call.day_of(claim.made_at))
    value = t("claiming.list.row", day=day, **_told(claim))
    open_it = go("one_claim", t("claiming.list.open", number=claim.id), str(claim.id))
    return Row(claim.full_name, value, open_it)


def _told(claim: Claim) -> dict[str, str]:
    return {"role": t(f"words.role.{claim.role.value}"), "school": claim.school.label}


def _namesakes(call: Call, claim: Claim) -> list[Colleague]:
    """Those of this name at the school, whatever title the name is written with; but the one who
    asks."""
    wanted = _bare(claim.full_name)
    people = colleagues(call.session, claim.school.id, claim.line_user_id, call.today)
    return [person for person in people if _bare(person.full_name) == wanted]


def _unsure(call: Call, same: list[Colleague]) -> str:
    """Why an approval cannot tell whose the account is, or may not tie it to them; "" if it can."""
    if any(each.has_account for each in same):
        return t("claiming.one.namesake")
    if len(same) > 1:
        return t("claiming.one.several")
    reached = [
        keeps_all(call.session, call.actor, each.person_id, call.today, Action.ADMIT)
        for each in same
    ]
    return "" if all(reached) else t("claiming.one.beyond")


def _bare(name: str) -> str:
    """A name without its title and its spaces."""
    folded = fold(name)
    for title in words_of("words.titles"):
        before = fold(title)
        if folded.startswith(before) and folded != before:
            folded = folded.removeprefix(before)
            break
    return "".join(folded.split())


def _mine(call: Call) -> Claim | None:
    number = number_of(call.argument)
    if number is None:
        return None
    return claim_to_decide(call.session, call.actor, number, call.today)


def _decide(call: Call, claim: Claim, state: ClaimState, reason: str = "") -> bool:
    if call.actor.person_id is None:
        return False
    by = call.actor.person_id
    done = decide(call.session, claim.id, state, by=by, at=call.now, reason=reason)
    if done:
        _audit(call, claim, state)
    return done


def _audit(call: Call, claim: Claim, state: ClaimState) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=f"claim.{state.value}",
        subject_kind="join_claim",
        subject_id=claim.id,
        details={"role": claim.role.value, "school": claim.school.code},
    )


def _left(call: Call, claim: Claim, card: Card, what: str) -> list[Effect]:
    """Who asked hears it soon; whoever else could decide need not look at it any more."""
    told = Leave(claim.line_user_id, card, key_of(claim, what), soon=True)
    return [Unleave(key_of(claim)), told]


def _state(claim: Claim) -> str:
    return t(f"claiming.state.{claim.state.value}")


def _done_before(call: Call, claim: Claim) -> list[Effect]:
    """A button outlives what it was for: what was decided stands."""
    now = claim_to_decide(call.session, call.actor, claim.id, call.today) or claim
    text = t("claiming.decided.before", name=now.full_name, state=_state(now))
    return say(Card(text=text, buttons=_on()))


def _gone() -> list[Effect]:
    return say(Card(text=t("claiming.decided.gone"), buttons=_on()))


def _on() -> tuple[Button, ...]:
    return go("claims", t("claiming.list.back")), go("menu")


# --- refusing ------------------------------------------------------------------------------------


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    claim = _mine(call.with_argument(draft.answers.get("claim", "")))
    if claim is None:
        return World(today=call.today)
    option = Option(str(claim.id), f"{claim.full_name} · {claim.school.label}")
    return World(today=call.today, options={"claim": (option,)})


def _submit(call: Call, draft: Draft) -> list[Effect]:
    claim = _mine(call.with_argument(draft.answers["claim"]))
    if claim is None:
        return _gone()
    reason = draft.answers["reason"]
    if not _decide(call, claim, ClaimState.REFUSED, reason):
        return _done_before(call, claim)
    text = t("claiming.told.refused", school=claim.school.label, reason=reason)
    card = Card(text=t("claiming.decided.refused", name=claim.full_name), buttons=_on())
    return [*say(card), *_left(call, claim, Card(text=text), "refused")]


REFUSING = Conversing(REFUSAL, world=_world, submit=_submit)
