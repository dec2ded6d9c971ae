"""By which names a status can be asked for: networks, their schools, offices and programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, literal, or_, select, true
from sqlalchemy.orm import Session

from models.actors import Post
from models.networks import Network, NetworkMembership
from models.places import Office, OfficeAlias, School, SchoolAlias
from models.programmes import Enrolment, Programme
from models.scopes import enrolled_on, member_on
from models.status_reach import (
    network_over,
    networks_seen,
    offices_seen,
    programmes_seen,
    seeing,
)
from models.status_seen import has_part, programmes_held
from models.vocabulary import ScopeKind


@dataclass(frozen=True, slots=True)
class SeenName:
    """A network, office or programme that somebody may see, and everything it is called.

    A network is also called by each of its schools, first of all the lead's. `label` is what is
    shown where others might be called the same.
    """

    kind: ScopeKind
    code: str
    label: str
    names: tuple[str, ...]


def names_seen(session: Session, posts: Sequence[Post], today: date) -> list[SeenName]:
    """All that these posts may see on this day (Bangkok), with its names."""
    return [
        *_networks(session, posts, today),
        *_offices(session, posts),
        *_programmes(session, posts),
    ]


def areas_named(session: Session, posts: Sequence[Post]) -> dict[str, list[SeenName]]:
    """The areas that posts over a programme see in part, by the code of that programme."""
    ids = programmes_held(posts)
    if not ids:
        return {}
    found = {}
    for id_, code in session.execute(
        select(Programme.id, Programme.code).where(Programme.id.in_(ids)).order_by(Programme.id)
    ):
        found[code] = _named_offices(session, has_part(literal(id_)))
    return found


def pilots_named(session: Session, posts: Sequence[Post], today: date) -> list[SeenName]:
    """The schools within reach that take part in a programme themselves, without a network."""
    scopes = [post.scope for post in seeing(posts)]
    reached: list[ColumnElement[bool]] = [
        School.id.in_([s.id for s in scopes if s.kind is ScopeKind.SCHOOL]),
        School.office_id.in_([s.id for s in scopes if s.kind is ScopeKind.OFFICE]),
        Enrolment.programme_id.in_(programmes_held(posts)),
    ]
    if any(scope.kind is ScopeKind.COUNTRY for scope in scopes):
        reached = [true()]
    names: dict[str, list[str]] = {}
    for code, name, alias in session.execute(
        select(School.code, School.name_th, SchoolAlias.alias)
        .join(Enrolment, Enrolment.school_id == School.id)
        .outerjoin(SchoolAlias, SchoolAlias.school_id == School.id)
        .where(enrolled_on(today), or_(*reached))
        .order_by(School.code)
    ):
        names.setdefault(code, [name])
        names[code] += [alias] if alias else []
    return [
        SeenName(ScopeKind.SCHOOL, code, called[0], tuple(dict.fromkeys(called)))
        for code, called in names.items()
    ]


def _networks(session: Session, posts: Sequence[Post], today: date) -> list[SeenName]:
    seen = networks_seen(posts, today)
    labels: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for code, name, office in session.execute(
        select(Network.code, Network.name_th, Office.short_th)
        .outerjoin(Office, Office.id == Network.office_id)
        .where(seen)
        .order_by(Network.code)
    ):
        labels[code] = f"{name} ({office})" if office else name
        names[code] = [name]
    members = session.execute(
        select(Network.code, School.name_th, SchoolAlias.alias)
        .select_from(NetworkMembership)
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(School, School.id == NetworkMembership.school_id)
        .outerjoin(SchoolAlias, SchoolAlias.school_id == School.id)
        .where(seen, or_(member_on(today), network_over(today)))
    )
    for code, *called in members:
        names[code] += [name for name in called if name]
    return [
        SeenName(ScopeKind.NETWORK, code, label, tuple(dict.fromkeys(names[code])))
        for code, label in labels.items()
    ]


def _offices(session: Session, posts: Sequence[Post]) -> list[SeenName]:
    return _named_offices(session, offices_seen(posts))


def _named_offices(session: Session, which: ColumnElement[bool]) -> list[SeenName]:
    found: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for code, short, name, province, zone, alias in session.execute(
        select(
            Office.code,
            Office.short_th,
            Office.name_th,
            Office.province,
            Office.zone,
            OfficeAlias.alias,
        )
        .outerjoin(OfficeAlias, OfficeAlias.office_id == Office.id)
        .where(which)
        .order_by(Office.code)
    ):
        if code not in found:
            labels[code] = short
            found[code] = [short, name, *_short_forms(short, province, zone)]
        if alias:
            found[code].append(alias)
    return [
        SeenName(ScopeKind.OFFICE, code, labels[code], tuple(dict.fromkeys(names)))
        for code, names in found.items()
    ]


def _short_forms(short: str, province: str | None, zone: int | None) -> list[str]:
    """How people shorten "สพป.นครปฐม เขต 1": without the kind of office, without "เขต"."""
    if province is None or province not in short:
        return []
    if zone is None:
        return [province]
    place = short[short.index(province) :]
    return [place, f"{province} {zone}", f"{short[: short.index(province)]}{province} {zone}"]


def _programmes(session: Session, posts: Sequence[Post]) -> list[SeenName]:
    rows = session.execute(
        select(Programme.code, Programme.name_th)
        .where(programmes_seen(posts))
        .order_by(Programme.id)
    )
    return [SeenName(ScopeKind.PROGRAMME, code, name, (name, code)) for code, name in rows]
