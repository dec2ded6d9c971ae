"""That a list was shown, as one entry of the audit: which, over what reach, how many rows.

Not each row: who asks what an account could have seen gets the lists that it was answered. Of what
was asked only codes and numbers are kept, since what people type may name somebody.
"""

import re
from collections.abc import Iterable

from handlers.call import Call
from handlers.effects import Effect, Say
from models import audit
from models.scopes import Scope
from models.vocabulary import ScopeKind

#: The commands whose answers list what others reported, or people.
LISTS = frozenset(
    {
        *("received", "exchanges", "reports", "innovations", "status_records"),
        *("search", "year_reports", "register", "to_confirm", "to_review"),
        *("people", "claims", "status_joined", "nominate", "outstanding", "follow"),
    }
)
#: "2", "network:QIN-NPT1-A", "2569"; not a phone number.
_CODES = re.compile(r"(?!.*\d{7})[A-Za-z0-9:_|/. -]{1,60}")
#: The wider before the narrower.
_WIDTH = (
    *(ScopeKind.COUNTRY, ScopeKind.PROGRAMME, ScopeKind.OFFICE),
    *(ScopeKind.NETWORK, ScopeKind.SCHOOL),
)


def note_list(call: Call, route: str, asked: str, effects: Iterable[Effect]) -> None:
    """Note that this command of LISTS was answered with rows; no rows, no entry."""
    rows = sum(_rows(effect) for effect in effects if isinstance(effect, Say))
    if not rows or call.actor.person_id is None or not call.actor.posts:
        return
    reach = _widest([post.scope for post in call.actor.posts])
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=f"{route}.listed",
        subject_kind=reach.kind.value,
        subject_id=reach.code[:64],
        details={"rows": rows, **({"asked": asked} if _CODES.fullmatch(asked) else {})},
    )


def _rows(said: Say) -> int:
    return sum(len(card.rows) for card in (said.card, *said.card.beside))


def _widest(scopes: list[Scope]) -> Scope:
    return min(scopes, key=lambda scope: _WIDTH.index(scope.kind))
