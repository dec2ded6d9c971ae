"""Meeting somebody new: greeting, privacy notice, and joining by a one-time code."""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.effects import Effect, FetchProfile, Say
from handlers.menu import menu_card
from handlers.say import go, say
from handlers.texts import t
from models import audit
from models.people import (
    Actor,
    Redeemed,
    RedeemFailure,
    count_wrong_code,
    load_actor,
    normalise_code,
    note_shown,
    redeem_invitation,
    set_blocked,
)

#: Rises when the notice changes; whoever has seen an older one is shown the new one.
NOTICE_VERSION = "1"


def greet(call: Call) -> list[Effect]:
    """A follow: greeting, privacy notice, how to join; or the way back for somebody joined."""
    set_blocked(call.session, call.actor.line_user_id, None)
    if call.actor.joined:
        return say(menu_card(call).noting(t("joining.welcome_back")))
    return [Say(Card(title=t("joining.hello.title"), text=t("joining.hello.text"))), _notice(call)]


def left(call: Call) -> list[Effect]:
    """An unfollow: nothing is sent to somebody who blocks the bot; the records stay."""
    set_blocked(call.session, call.actor.line_user_id, call.now)
    return []


def about(call: Call) -> list[Effect]:
    """What somebody unknown may read: what the bot is, and how to join. Nothing else."""
    card = Card(title=t("joining.stranger.title"), text=t("joining.stranger.text"))
    if call.actor.notice_version == NOTICE_VERSION:
        return say(card)
    return [Say(card), _notice(call)]


def privacy(call: Call) -> list[Effect]:
    """ "ความเป็นส่วนตัว": the notice again."""
    return [_notice(call)]


def join(call: Call) -> list[Effect]:
    """A one-time code, alone or behind "ลงทะเบียน"."""
    code = normalise_code(call.argument)
    if code is None:
        return say(Card(text=t("joining.how")))
    locked_until = call.actor.joining_locked_until
    if locked_until is not None and locked_until > call.now:
        return say(_locked(int((locked_until - call.now).total_seconds() // 60) + 1))
    result = redeem_invitation(
        call.session,
        code=code,
        line_user_id=call.actor.line_user_id,
        full_name=call.actor.full_name or t("joining.unnamed"),
        now=call.now,
        today=call.today,
    )
    if isinstance(result, Redeemed):
        return _welcome(call, result)
    if result is not RedeemFailure.UNKNOWN:
        return say(Card(text=t(f"joining.refused.{result.value}", code=code)))
    if count_wrong_code(call.session, call.actor.line_user_id, call.now):
        return say(_locked(60))
    return say(Card(text=t("joining.refused.unknown", code=code)))


def _welcome(call: Call, joined: Redeemed) -> list[Effect]:
    audit.note(
        call.session,
        at=call.now,
        person_id=joined.person_id,
        action="person.joined",
        subject_kind=joined.post.scope.kind.value,
        subject_id=joined.post.scope.code,
        details={"role": joined.post.role.value},
    )
    actor: Actor = load_actor(call.session, call.actor.line_user_id, call.today)
    welcome = t(
        "joining.welcome",
        role=t(f"words.role.{joined.post.role.value}"),
        scope=joined.post.scope.label,
    )
    effects: list[Effect] = [Say(menu_card(call, actor).noting(welcome)), FetchProfile()]
    if call.actor.notice_version != NOTICE_VERSION:
        effects.insert(0, _notice(call))
    return effects


def _locked(minutes: int) -> Card:
    return Card(text=t("joining.locked", minutes=minutes))


def _notice(call: Call) -> Say:
    """The privacy notice (PDPA s.23), and the record that this version was shown, and when."""
    note_shown(call.session, call.actor.line_user_id, NOTICE_VERSION, call.now)
    return Say(
        Card(
            title=t("joining.notice.title"),
            text=t(
                "joining.notice.text",
                controller=call.controller.name,
                contact=call.controller.contact,
            ),
            quick=() if call.actor.joined else (go("join_help"), go("help")),
        )
    )


def how(call: Call) -> list[Effect]:
    """How to join, for somebody who asks."""
    return say(Card(text=t("joining.how")))
