"""What a status is asked of: which place, in which programme, of which time.

A button carries all of it as a reference ("office:NPT1@QIN/fiscal.2566:8"); typed, it is a name
with a year around it ("นครปฐม เขต 1 ปีงบ 2566").
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Tap
from handlers.dialog.kind_period import begun
from handlers.dialog.press import Do, Press
from handlers.export_wanted import days_of, present
from handlers.named_places import scope_of
from handlers.texts import t
from handlers.thai.fold import fold
from handlers.thai.periods import TERM, read_period, without_period
from models.actors import Post
from models.policy import Action, may
from models.scopes import Scope
from models.status_seen import Programmes, area_seen, programme_of_network, school_seen
from models.vocabulary import ScopeKind, YearBasis

_REFERENCE = re.compile(
    r"(?P<kind>network|school|office|programme|country):(?P<code>[\w-]{1,64})"
    r"(?:@(?P<programme>[\w-]{1,64}))?(?:/(?P<period>(?:fiscal|academic|calendar)\.\d{4}"
    r"|term\.\d{4}\.[12]))?(?::(?P<first>\d{1,6}))?"
)


@dataclass(frozen=True)
class Reference:
    """A place by its kind and code, a programme alone of what it does, a time (a canonical value
    of handlers/thai/periods.py; none: the present), and from where a list goes on.
    """

    kind: ScopeKind
    code: str
    programme: str = ""
    period: str = ""
    first: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kind.value}:{self.code}"
            + (f"@{self.programme}" if self.programme else "")
            + (f"/{self.period}" if self.period else "")
            + (f":{self.first}" if self.first else "")
        )

    def at(self, first: int) -> "Reference":
        return replace(self, first=first)

    def of(self, kind: ScopeKind, code: str) -> "Reference":
        """Another place, of the same programme and time."""
        return replace(self, kind=kind, code=code, first=0)


@dataclass(frozen=True)
class Seen:
    """A place that was found within the reach of the asker, and what of it is to be told.

    `programmes`: the codes of those that may be told of; None: all of them.
    """

    scope: Scope
    asked: Reference
    programmes: Programmes = None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of the time; None for the present."""
        return days_of(self.asked.period) if self.asked.period else None

    def tells(self, programme: str) -> bool:
        """Whether anything of the programme of this code is told here."""
        if self.scope.kind is ScopeKind.PROGRAMME and programme != self.scope.code:
            return False
        return self.programmes is None or programme in self.programmes


def reference_in(argument: str) -> Reference | None:
    """What a button carries; None of what was typed."""
    found = _REFERENCE.fullmatch(argument)
    if found is None:
        return None
    return Reference(
        ScopeKind(found["kind"]),
        found["code"],
        found["programme"] or "",
        found["period"] or "",
        int(found["first"] or 0),
    )


def find_asked(call: Call, posts: Sequence[Post], asked: Reference) -> Seen | None:
    """The place of a reference, if these posts may see anything of it now."""
    if asked.period and not has_begun(asked.period, call.today):
        return None
    programmes: Programmes = frozenset((asked.programme,)) if asked.programme else None
    scope = scope_of(call, posts, asked.kind, asked.code)
    if scope is not None:
        own = _of_a_network(call, scope)
        if own is not None:
            programmes = own if programmes is None else programmes & own
        return Seen(scope, asked, programmes)
    if asked.kind is ScopeKind.OFFICE and asked.programme:
        scope = area_seen(call.session, posts, asked.code, asked.programme)
        return Seen(scope, asked, programmes) if scope else None
    if asked.kind is not ScopeKind.SCHOOL:
        return None
    found = school_seen(call.session, posts, asked.code, call.today)
    if found is None:
        return None
    school, reached = found
    if programmes is not None and reached is not None:
        programmes = programmes & reached
        return Seen(school, asked, programmes) if programmes else None
    return Seen(school, asked, reached if programmes is None else programmes)


def follows_up(call: Call, found: Seen) -> bool:
    """Whether a post of the asker that reaches this place may read there by name who owes what."""
    posts = [post for post in call.actor.posts if may([post], Action.SEE_OUTSTANDING)]
    return bool(posts) and find_asked(call, posts, found.asked) is not None


def seen(call: Call, scope: Scope, period: str = "") -> Seen:
    """A place that was found already, as it is asked for without a button."""
    asked = Reference(scope.kind, scope.code, period=period)
    return Seen(scope, asked, _of_a_network(call, scope))


def _of_a_network(call: Call, scope: Scope) -> Programmes:
    """A network is told of in its own programme alone, whatever else its schools take part in."""
    if scope.kind is not ScopeKind.NETWORK or scope.id is None:
        return None
    return frozenset((programme_of_network(call.session, scope.id),))


# --- typed ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """What was typed behind the command: the words of a place, and the times it may mean."""

    place: str
    periods: tuple[str, ...]


def typed(argument: str, today: date) -> Typed:
    """The place and the time in what stands behind the command."""
    place, words = without_period(fold(argument))
    if not words:
        return Typed(argument, ())
    return Typed(place, read_period(words, present(today)))


def period_meant(periods: Sequence[str], bases: Collection[YearBasis]) -> str | None:
    """The one time that is meant, where it is one: a year alone is that of the programmes asked
    about, if they all count in the same."""
    if len(periods) == 1:
        return periods[0]
    fitting = [value for value in periods if value.partition(".")[0] in set(bases)]
    return fitting[0] if len(fitting) == 1 else None


def has_begun(period: str, today: date) -> bool:
    """Whether a time has begun by this day."""
    return begun(period, present(today)) if period else True


def is_present_year(period: str, bases: Collection[YearBasis], today: date) -> bool:
    """Whether a time is the year in hand of all that is asked about."""
    kind, _, label = period.partition(".")
    if kind == TERM or {kind} != {basis.value for basis in bases}:
        return False
    return int(label) == present(today).year(YearBasis(kind))


# --- buttons -------------------------------------------------------------------------------------


def open_button(asked: Reference, name: str) -> Button:
    """A button that shows the status of a place."""
    press = Press(Do.GO, slot="status", value=str(asked))
    return Button(t("status.open"), Tap(press.encode(), t("status.asked", name=name)))
