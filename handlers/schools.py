"""What the conversations need to know of schools: buttons of the near ones, names to match."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Pressed
from handlers.dialog.world import Option
from handlers.thai.names import Named
from models.actors import Actor
from models.school_names import KnownSchool, all_schools
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


def rings(
    session: Session, actor: Actor, own_codes: set[str], *, own_office_only: bool = False
) -> tuple[tuple[Named, ...], ...]:
    """All schools in three rings: the given ones, those of the actor's offices, the country.

    With `own_office_only` the country is left out, for what an office may do in its own area.
    """
    schools = all_schools(session)
    offices = _offices_of(actor, schools)
    near = [s for s in schools if s.code in own_codes]
    office = [s for s in schools if s.office_id in offices and s.code not in own_codes]
    far = [s for s in schools if s.office_id not in offices and s.code not in own_codes]
    return tuple(
        tuple(Named(s.code, s.name, s.aliases, s.label) for s in ring)
        for ring in ((near, office) if own_office_only else (near, office, far))
    )


def _offices_of(actor: Actor, schools: Sequence[KnownSchool]) -> set[int | None]:
    own = {(post.scope.kind, post.scope.id) for post in actor.posts}
    offices: set[int | None] = {scope_id for kind, scope_id in own if kind is ScopeKind.OFFICE}
    offices |= {s.office_id for s in schools if (ScopeKind.SCHOOL, s.id) in own and s.office_id}
    return offices
