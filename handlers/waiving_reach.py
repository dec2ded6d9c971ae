"""What somebody may waive, and what is waived within their reach.

A waiver comes from above: what the own office owes is waived by whoever looks after it.
"""

from collections.abc import Iterable, Sequence

from handlers.call import Call
from handlers.status_words import label_of, waiver_words
from handlers.texts import t
from models.actors import Post
from models.duty_answering import Answering, answering
from models.duty_queries import outstanding
from models.obligations import Judgement, Subject
from models.policy import Action, may
from models.scopes import Scope, covers, find_scope
from models.vocabulary import ScopeKind, SubjectKind

_KINDS = {kind.value: kind for kind in SubjectKind}


def overseen(call: Call) -> list[Judgement]:
    """What is owed or waived within the reach of this person, each once."""
    found: dict[str, Judgement] = {}
    for post in _posts(call):
        within = outstanding(call.session, now=call.now, scope=post.scope, tz=call.zone)
        owes = answering(call.session, within, call.today)
        for judged in within:
            if _from_above(post, judged, owes):
                found.setdefault(duty_key(judged), judged)
    return list(found.values())


def places_open(call: Call) -> list[Subject]:
    """Those within reach who owe something, in the order of their rules."""
    return call.once(
        "places to waive for",
        lambda: list(dict.fromkeys(one.subject for one in overseen(call) if one.owed)),
    )


def open_at(call: Call, place: Scope) -> list[Judgement]:
    """What this place owes that this person may waive; of a network also what its schools are
    to get. Nothing where it is out of reach."""
    key = ("to waive at", place.kind, place.code)
    return call.once(key, lambda: [one for one in _outstanding_at(call, place) if one.owed])


def waived_now(call: Call, duties: Iterable[Judgement]) -> list[Judgement]:
    """These duties judged anew: those of them that are waived by now."""
    keys = {duty_key(one) for one in duties}
    return [one for one in overseen(call) if one.waiver and duty_key(one) in keys]


def place_of(call: Call, key: str) -> Scope | None:
    """The place of this key, if it lies within reach now."""
    kind, _, code = key.partition(":")
    if kind not in _KINDS:
        return None
    scope = find_scope(call.session, ScopeKind(kind), code)
    if scope is None:
        return None
    reach = (covers(call.session, post.scope, scope, call.today) for post in _posts(call))
    return scope if any(reach) else None


def place_key(place: Scope | Subject) -> str:
    """Which place it is, in ASCII: "network:QIN-NPT1-A"."""
    return f"{place.kind.value}:{place.code}"


def duty_key(judged: Judgement) -> str:
    """Which round of which duty it is, in ASCII."""
    rule, subject = judged.rule, judged.subject
    return f"{rule.source.value}.{rule.id}.{subject.kind.value}.{subject.id}.{judged.due_on}"


def duty_label(judged: Judgement) -> str:
    return label_of(judged.rule, judged.period, None)


def why_waived(judged: Judgement) -> str:
    """By whom, until when and why."""
    assert judged.waiver is not None
    words = waiver_words(judged.waiver, judged.due_on)
    return t("waiving.row.value", words=words, reason=judged.waiver.reason)


def _outstanding_at(call: Call, place: Scope) -> Sequence[Judgement]:
    if place_of(call, place_key(place)) is None:
        return []
    found = outstanding(call.session, now=call.now, scope=place, tz=call.zone)
    if place.kind is not ScopeKind.NETWORK:
        own = (place.kind.value, place.id)
        found = [one for one in found if (one.subject.kind.value, one.subject.id) == own]
    posts, owes = _posts(call), answering(call.session, found, call.today)
    return [one for one in found if any(_from_above(post, one, owes) for post in posts)]


def _posts(call: Call) -> list[Post]:
    return [post for post in call.actor.posts if may([post], Action.WAIVE)]


def _from_above(post: Post, judged: Judgement, owes: Answering) -> bool:
    """Whether this post stands above whoever answers for it: in a sandbox the visits that its
    schools are to get are the office's own. That it reaches there is known."""
    if post.scope.kind is ScopeKind.PROGRAMME:
        return judged.rule.programme_id == post.scope.id
    own_office = owes.of(judged).kind is SubjectKind.OFFICE
    return post.scope.kind is ScopeKind.COUNTRY or not own_office
