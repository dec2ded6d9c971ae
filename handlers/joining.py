"""Meeting somebody new: greeting, privacy notice, and joining by a one-time code."""

from dataclasses import replace

from handlers.call import Call
from handlers.cards.card import Button, Card
from handlers.codes_new_phone import carry_over
from handlers.effects import Effect, FetchProfile, LinkMenu, Say
from handlers.forms.claiming import FORM as CLAIM
from handlers.menu import menu_card
from handlers.say import go, say
from handlers.texts import t
from models import audit
from models.menus import accounts_of
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
NOTICE_VERSION = "2"


def greet(call: Call) -> list[Effect]:
    """A follow: greeting, privacy notice, how to join; or the way back for somebody joined."""
    set_blocked(call.session, call.actor.line_user_id, None)
    # What LINE shows to somebody who comes back, nobody knows.
    menu = [LinkMenu(call.actor.line_user_id)] if call.actor.known else []
    if call.actor.joined:
        return [*say(menu_card(call).noting(t("joining.welcome_back"))), *menu]
    hello = Card(title=t("joining.hello.title"), text=t("joining.hello.text"))
    if call.actor.notice_version == NOTICE_VERSION:  # who comes back has been shown it
        return [Say(replace(hello, quick=_first_steps())), *menu]
    return [Say(hello), _notice(call), *menu]


def left(call: Call) -> list[Effect]:
    """An unfollow: nothing is sent to somebody who blocks the bot; the records stay."""
    set_blocked(call.session, call.actor.line_user_id, call.now)
    return []


def about(call: Call) -> list[Effect]:
    """What somebody unknown may read: what the bot is, and how to join. Nothing else."""
    card = Card(
        title=t("joining.stranger.title"),
        text=t("joining.stranger.text"),
        buttons=(go("claim", t("joining.no_code")),),
    )
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
        return say(_how())
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
    call.conversation.drop_form(CLAIM.name)
    audit.note(
        call.session,
        at=call.now,
        person_id=joined.person_id,
        action="person.joined" if joined.released is None else "person.retied",
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
    released = joined.released or ()
    if joined.released is not None:
        welcome = t("posts.phone.welcome")
        carry_over(call, released)
    accounts = (*accounts_of(call.session, joined.person_id), *released)
    effects: list[Effect] = [
        Say(menu_card(call, actor).noting(welcome)),
        FetchProfile(),
        *(LinkMenu(account) for account in accounts),
    ]
    if call.actor.notice_version != NOTICE_VERSION:
        effects.insert(0, _notice(call))
    return effects


def with_new_notice(call: Call, effects: list[Effect]) -> list[Effect]:
    """The answer of this turn, under the privacy notice where that has changed since this person
    was shown it; never in the middle of a form."""
    seen = call.actor.notice_version
    said = [effect for effect in effects if isinstance(effect, Say)]
    if seen in (None, NOTICE_VERSION) or not said or call.conversation.draft is not None:
        return effects
    if call.event.in_group or call.event.reply_token is None or call.event.album:
        return effects
    if any(one.card.title == t("joining.notice.title") for one in said):
        return effects  # it is what was asked for
    notice = _notice(call, t("joining.notice.changed"))
    return [replace(notice, card=replace(notice.card, quick=())), *effects]


def _first_steps() -> tuple[Button, ...]:
    return (go("join_help"), go("help"))


def _locked(minutes: int) -> Card:
    return Card(text=t("joining.locked", minutes=minutes))


def _notice(call: Call, note: str = "") -> Say:
    """The privacy notice (PDPA s.23), and the record that this version was shown, when, and on
    what basis. `note`: why it is shown again."""
    note_shown(call.session, call.actor.line_user_id, NOTICE_VERSION, call.now)
    return Say(
        Card(
            title=t("joining.notice.title"),
            note=note,
            text=t(
                "joining.notice.text",
                controller=call.controller.name,
                contact=call.controller.contact,
                years=call.kept.record_years,
                event_days=call.kept.raw_event_days,
                draft_days=call.kept.draft_days,
                unfollowed_days=call.kept.unfollowed_days,
            ),
            quick=() if call.actor.joined else _first_steps(),
        )
    )


def notice_if_new(call: Call) -> list[Effect]:
    """The privacy notice, for somebody who has not been shown this version of it."""
    return [] if call.actor.notice_version == NOTICE_VERSION else [_notice(call)]


def how(call: Call) -> list[Effect]:
    """How to join, for somebody who asks."""
    return say(_how())


def _how() -> Card:
    return Card(text=t("joining.how"), buttons=(go("claim", t("joining.no_code")),))
