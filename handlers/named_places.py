"""Which network, office, programme or country a person names, of those within reach."""

import re
from collections.abc import Sequence

from handlers.call import Call
from handlers.dialog.inputs import words_of
from handlers.thai.fold import fold, tidy
from handlers.thai.gazetteer import Around, Gazetteer, Named
from handlers.thai.name_keys import school_key
from handlers.thai.names import AskWhich, Match
from handlers.thai.offices import Said, read_office
from models.actors import Post
from models.people import COUNTRY, Scope
from models.status_names import SeenName, names_seen
from models.status_reach import find_seen, seeing
from models.vocabulary import ScopeKind

#: Places offered where several are called the same.
MOST_ASKED = 6
#: A part of a name is looked for from this many characters on.
SHORTEST_PART = 5
#: How much of what was typed is said back.
_QUOTED = 40

_REFERENCE = re.compile(r"(network|school|office|programme|country):([\w-]{1,64})(?::(\d{1,6}))?")


def referred(argument: str) -> tuple[ScopeKind, str, int] | None:
    """What a button carries instead of a name: kind, code, and from where its list goes on."""
    reference = _REFERENCE.fullmatch(argument)
    if reference is None:
        return None
    kind, code, first = reference.groups(default="0")
    return ScopeKind(kind), code, int(first)


def scope_of(call: Call, posts: Sequence[Post], kind: ScopeKind, code: str) -> Scope | None:
    """The scope of this code, if it lies within the reach of these posts."""
    return find_seen(call.session, posts, kind, code, call.today)


def places_meant(
    call: Call, posts: Sequence[Post], asked: str, also: Sequence[SeenName] = ()
) -> list[SeenName]:
    """The places within reach of these posts, and `also` these, that `asked` may mean: one to
    take, several to ask about, or none.
    """
    names = list(dict.fromkeys((*names_seen(call.session, posts, call.today), *also)))
    if COUNTRY in {post.scope for post in seeing(posts)}:
        words = words_of("status.country")
        names.append(SeenName(ScopeKind.COUNTRY, COUNTRY.code, COUNTRY.label, words))
    return _meant(_without_lead_in(asked), names)


def shortened(asked: str) -> str:
    """What was typed, as it is said back."""
    words = " ".join(tidy(asked).split())
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"


def _meant(asked: str, names: Sequence[SeenName]) -> list[SeenName]:
    key = school_key(asked)
    exact = [one for one in names if key in {school_key(name) for name in one.names}]
    if exact:
        return exact[:MOST_ASKED]
    if (said := read_office(fold(asked))) is not None and said.zone is not None:
        offices = [one for one in names if one.kind is ScopeKind.OFFICE and _fits(one, said)]
        return offices if len(offices) <= MOST_ASKED else []
    digits = _digits(asked)
    by_code: dict[str, SeenName] = {}
    ring = []
    for one in names:
        # A number is never nearly right: "เขต 2" is not "เขต 1".
        called = [name for name in one.names if not digits or _digits(name) == digits]
        if called:
            code = f"{one.kind.value}:{one.code}"
            by_code[code] = one
            ring.append(Named(code, called[0], tuple(called[1:])))
    match Around(Gazetteer(ring), own=frozenset(by_code)).find(asked):
        case Match(code):
            return [by_code[code]]
        case AskWhich(codes):
            # One that is only nearly it is asked about, too.
            return [by_code[code] for code in codes]
    holding = [
        one
        for one in names
        if len(key) >= SHORTEST_PART and any(key in school_key(name) for name in one.names)
    ]
    return holding if len(holding) <= MOST_ASKED else []


def _fits(office: SeenName, said: Said) -> bool:
    """Whether an office is one of whom this was said: "นฐ.1", "โคราช เขต 2", "เขต 2"."""
    return any(
        own.zone == said.zone
        and said.province in (None, own.province)
        and said.kind in (None, own.kind)
        for own in map(read_office, map(fold, office.names))
        if own is not None
    )


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", fold(text))


def _without_lead_in(asked: str) -> str:
    """ "เครือข่ายบ้านลำพยา" asks for บ้านลำพยา."""
    words = fold(asked)
    for before in words_of("status.before_a_name"):
        rest = words.removeprefix(fold(before)).strip()
        if rest and rest != words:
            return rest
    return words
