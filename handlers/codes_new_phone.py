"""“เปลี่ยนเครื่อง”: a code that ties somebody known to another phone or LINE account.

Made by the person, while the old phone is at hand, or by who looks after them. Once it is typed,
the old accounts are let go of, and what was begun there goes on here.
"""

from datetime import timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.codes_sheet import handed_on
from handlers.drafts_kept import all_taken_up
from handlers.effects import Effect
from handlers.posts_people import gone, kept
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date
from models import audit
from models.actors import Post
from models.inbox_queries import drafts_taken_from
from models.people import create_invitation
from models.policy import Action, may
from models.posts_reach import keeps_all
from models.sent_files import files_follow
from models.visit_queries import photos_follow

#: How long such a code can be used: it opens somebody's account.
CODE_DAYS = 2


def mine(call: Call) -> list[Effect]:
    """ "เปลี่ยนเครื่อง": a code for oneself."""
    if call.actor.person_id is None or not call.actor.posts:
        return gone()
    name = call.actor.full_name or t("visit.row.unnamed")
    return _made(call, call.actor.person_id, name, call.actor.posts[0])


def for_somebody(call: Call) -> list[Effect]:
    """ "ออกรหัสเปลี่ยนเครื่อง 12": a code for the holder of that post, who has no phone to ask."""
    post = kept(call)
    if post is None or post.post.deputy_for is not None:
        return gone()
    if not keeps_all(call.session, call.actor, post.person_id, call.today):
        return say(Card(text=t("posts.phone.beyond"), buttons=(go("people"), go("menu"))))
    return _made(call, post.person_id, post.full_name, post.post)


def carry_over(call: Call, released: tuple[str, ...]) -> None:
    """What was begun on the accounts that are let go of waits here, where there is room."""
    for account in released:
        drafts = all_taken_up(drafts_taken_from(call.session, account))
        numbers = [draft.id for draft in drafts]
        photos_follow(call.session, numbers, call.actor.line_user_id)
        files_follow(call.session, numbers, call.actor.line_user_id)
        call.conversation.parked += drafts


def _made(call: Call, person_id: int, name: str, post: Post) -> list[Effect]:
    code = create_invitation(
        call.session,
        role=post.role,
        scope=post.scope,
        now=call.now,
        expires_at=call.now + timedelta(days=CODE_DAYS),
        by_person_id=call.actor.person_id,
        for_person_id=person_id,
    )
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="phone_code.made",
        subject_kind="person",
        subject_id=person_id,
    )
    until = long_date(call.today + timedelta(days=CODE_DAYS))
    inviting = may(call.actor.posts, Action.INVITE)
    ways = handed_on(call, code, post.scope.label, name, until) if inviting else ()
    return say(
        Card(
            title=t("posts.phone.title", code=code),
            text=t("posts.phone.text", name=name, day=until),
            buttons=(*ways, go("menu")),
        )
    )
