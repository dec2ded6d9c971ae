"""What the conversations need to know of schools: buttons of the near ones, names to match."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from handlers.call import Call
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Pressed
from handlers.dialog.world import Option
from handlers.thai.fold import tidy
from handlers.thai.gazetteer import Around, Gazetteer, Named
from handlers.thai.name_typed import typed_key
from handlers.thai.names import AskWhich
from handlers.thai.offices import AreaOffice
from models.actors import Actor
from models.learned_aliases import learn_alias, learned_for
from models.roster_state import roster_version
from models.school_names import all_offices, all_schools
from models.vocabulary import ScopeKind

#: Buttons for schools; the others are typed.
MOST_OFFERED = 10


def options_of(schools: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """Buttons for (code, name) pairs, each school once, the first ten."""
    names = dict(schools)
    return tuple(Option(code, name) for code, name in list(names.items())[:MOST_OFFERED])


def meant_codes(draft: Draft, given: Input | None) -> set[str]:
    """The schools this turn is about: the one answered, and the one on the button tapped now.

    That button may offer a school from afar, as a reading of a name typed a turn ago.
    """
    codes = {draft.answers.get("school", "")}
    if isinstance(given, Pressed) and given.press.slot == "school":
        codes.add(given.press.value)
    return codes - {""}


def around(call: Call, own_codes: Collection[str], *, own_office_only: bool = False) -> Around:
    """All schools as the speaker stands among them: the given ones are the own network's.

    With `own_office_only` the country is left out, for what an office may do in its own area.
    """
    return _Around(call, own_codes, beyond=not own_office_only)


class _Around(Around):
    """Whether the roster is still the one that was read is asked once a name is looked for: most
    of what is typed names no school."""

    _call: Call

    def __init__(self, call: Call, own: Collection[str], *, beyond: bool) -> None:
        fields = {"_call": call, "own": frozenset(own), "beyond": beyond}
        for name, value in fields.items():
            object.__setattr__(self, name, value)  # as a frozen dataclass does

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return _of_call(self._call).schools

    @cached_property
    def offices(self) -> frozenset[str]:
        return frozenset(_office_codes(self._call.actor, self.gazetteer))

    @cached_property
    def learned(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by what the speaker's side calls them."""
        call = self._call
        return call.once("learned", lambda: _learned(call, _of_call(call), self.offices))


def _of_call(call: Call) -> "_Roster":
    return call.once("roster", lambda: _roster(call.session))


def gazetteer(session: Session) -> Gazetteer:
    """All schools and offices of the country, as they stand in the database."""
    return _roster(session).schools


def learn_names(call: Call, draft: Draft, *, slot: str = "school") -> None:
    """Remember what the speaker calls the school of this draft, which was confirmed and sent.

    Learnt is only what was asked about when it was typed and then chosen.
    """
    typed, code = draft.raw.get(slot, ""), draft.answers.get(slot, "")
    if call.actor.person_id is None or not typed:
        return
    roster = _of_call(call)
    offices = frozenset(_office_codes(call.actor, roster.schools))
    if not teaches(typed, code, Around(roster.schools, offices=offices)):
        return
    office_ids = roster.office_ids
    learn_alias(
        call.session,
        alias_key=typed_key(typed),
        alias=tidy(typed),
        school_code=code,
        person_id=call.actor.person_id,
        office_id=next((office_ids[o] for o in sorted(offices) if o in office_ids), None),
        now=call.now,
    )


def teaches(typed: str, code: str, names: Around) -> bool:
    """Whether choosing this code after typing that tells something: it was one to ask about."""
    found = names.find(typed)
    return isinstance(found, AskWhich) and code in found.codes


@dataclass(frozen=True)
class _Roster:
    version: int
    schools: Gazetteer
    office_ids: Mapping[str, int]


# The names of a database are read once a process, and again when its roster has changed. An
# engine is a database; a transaction of an import that looks names up itself would spoil it.
_rosters: WeakKeyDictionary[Engine, _Roster] = WeakKeyDictionary()
_reading = Lock()


def _roster(session: Session) -> _Roster:
    engine, version = session.get_bind().engine, roster_version(session)
    kept = _rosters.get(engine)
    if kept is not None and kept.version == version:
        return kept
    with _reading:
        kept = _rosters.get(engine)
        if kept is None or kept.version != version:
            kept = _rosters[engine] = _read_roster(session, version)
    return kept


def _read_roster(session: Session, version: int) -> _Roster:
    offices = all_offices(session)
    schools = Gazetteer(
        (
            Named(s.code, s.name, s.aliases, s.label, s.office_code or "")
            for s in all_schools(session)
        ),
        (
            AreaOffice(o.code, o.kind, o.province, o.zone, o.names, o.other_provinces)
            for o in offices
        ),
    )
    return _Roster(version, schools, {office.code: office.id for office in offices})


def _office_codes(actor: Actor, schools: Gazetteer) -> Iterator[str]:
    for post in actor.posts:
        if post.scope.kind is ScopeKind.OFFICE:
            yield post.scope.code
        school = schools.by_code.get(post.scope.code)
        if post.scope.kind is ScopeKind.SCHOOL and school is not None and school.office:
            yield school.office


def _learned(
    call: Call, roster: _Roster, offices: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    if call.actor.person_id is None:
        return {}
    ids = [roster.office_ids[code] for code in offices if code in roster.office_ids]
    learned: dict[str, tuple[str, ...]] = {}
    for alias, code in learned_for(call.session, call.actor.person_id, ids):
        key = typed_key(alias)
        learned[key] = (*learned.get(key, ()), code)
    return learned
