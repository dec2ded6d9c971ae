"""“ถามผู้ประสานงาน”: somebody is stuck; who oversees their place is told with the next free reply."""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import resume_button
from handlers.deputy_words import signed
from handlers.effects import Effect, Leave
from handlers.say import go, say
from handlers.texts import t
from models.contacts import Contact, supervisors_of
from models.duty_facts import Subject
from models.vocabulary import Role, ScopeKind, SubjectKind

COORDINATOR_FIRST = (Role.AREA_COORDINATOR, Role.SUPERVISOR)
#: A post over one of these has somebody above it to ask.
_SUBJECTS = {
    ScopeKind.SCHOOL: SubjectKind.SCHOOL,
    ScopeKind.NETWORK: SubjectKind.NETWORK,
    ScopeKind.OFFICE: SubjectKind.OFFICE,
}


def ask_coordinator(call: Call) -> list[Effect]:
    """Name who can help, and leave them a word about it; the report in hand waits meanwhile."""
    back = (resume_button(),) if call.conversation.parked else ()
    helper = _helper(call)
    if helper is None:
        return say(Card(text=t("asking.nobody"), buttons=(*back, go("help"))))
    about = _about(call)
    card = Card(
        title=t("asking.wanted.title"),
        text=t("asking.wanted.text", who=signed(call), place=_place(call), about=about),
        buttons=(go("menu"),),
    )
    # One word a day about one thing: who taps twice is not twice as stuck.
    once = f"ask:{call.actor.person_id}:{call.today.isoformat()}:{_draft_id(call)}"
    left = [Leave(account, card, once) for account in helper.line_user_ids]
    told = t("asking.told" if left else "asking.not_reached", name=helper.full_name)
    return [*say(Card(text=told, buttons=(*back, go("menu")))), *left]


def _helper(call: Call) -> Contact | None:
    subjects = [
        Subject(_SUBJECTS[post.scope.kind], post.scope.id, post.scope.code, post.scope.label)
        for post in call.actor.posts
        if post.scope.kind in _SUBJECTS and post.scope.id is not None
    ]
    found = supervisors_of(call.session, subjects, call.today, first=COORDINATOR_FIRST)
    above = (found[subject] for subject in subjects if subject in found)
    return next((one for one in above if one.person_id != call.actor.person_id), None)


def _place(call: Call) -> str:
    return call.actor.posts[0].scope.label if call.actor.posts else ""


def _about(call: Call) -> str:
    """The report that was in hand: running a command has just put it aside."""
    parked = call.conversation.parked
    return t(f"{parked[-1].form}.title") if parked else t("asking.in_general")


def _draft_id(call: Call) -> str:
    return call.conversation.parked[-1].id if call.conversation.parked else ""
