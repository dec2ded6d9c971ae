"""The overview as the page shows it: figures, charts, the heat table, and what it can be narrowed
to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from handlers.overview_figures import (
    Figure,
    Share,
    complete,
    levels,
    on_time,
    overdue,
    visits_each,
    visits_spread,
)
from handlers.overview_heat import PAGE, Heat, Level, Row, area_of, heat_of
from handlers.overview_progress import progress
from handlers.overview_quota import Quota, quota_of
from handlers.overview_stand import Asked, Stand, facts_of, stand_of
from handlers.status_words import year_words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.actors import Actor
from models.obligations import Judgement, Period
from models.overview_places import Place, Places
from models.status_queries import visits_to
from models.vocabulary import ScopeKind

#: So many schools have a bar of their own.
MOST_EACH = 12


@dataclass(frozen=True)
class Option:
    """One line of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Pages:
    """Which rows are shown, counted from 1, and where the pages before and after begin."""

    first: int
    last: int
    total: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Overview:
    """Everything on the page. `stand` is None for who sees nothing but the quota."""

    stand: Stand | None
    title: str
    subtitle: str
    as_of: str
    done: Share
    timely: Share
    late: int
    heat: Heat | None
    rows: Sequence[Row]
    pages: Pages | None
    figures: Sequence[Figure]
    quota: Quota | None
    programmes: Sequence[Option] = ()
    years: Sequence[Option] = ()
    areas: Sequence[Option] = ()
    up: Sequence[tuple[str, str]] = ()

    @property
    def at(self) -> str:
        return reference(self.stand.scope.kind, self.stand.scope.code) if self.stand else ""


def reference(kind: ScopeKind, code: str) -> str:
    """How an address names a place: "office-NPT1"."""
    return f"{kind.value}-{code}"


def overview_of(
    session: Session, actor: Actor, asked: Asked, now: datetime, zone: tzinfo
) -> Overview | None:
    """The page for this person; None where they may see nothing of what the address asks for."""
    today = now.astimezone(zone).date()
    quota = quota_of(session, actor, now, zone)
    stand = stand_of(session, actor, asked, today)
    if stand is None:
        return _quota_alone(quota, now, zone) if quota and not asked.at else None
    judged, places = _judged(session, stand, stand.year, now, zone)
    before = stand.year_before
    earlier = _judged(session, stand, before, now, zone)[0] if before else []
    heat = heat_of(stand.level, judged, places, stand.year)
    pages = _pages(len(heat.rows), asked.skip)
    return Overview(
        stand=stand,
        title=stand.scope.label,
        subtitle=subtitle_of(stand),
        as_of=_as_of(now, zone),
        done=complete(judged),
        timely=on_time(judged),
        late=overdue(judged),
        heat=heat,
        rows=heat.rows[pages.first - 1 : pages.last] if heat.rows else (),
        pages=pages,
        figures=_figures(session, stand, judged, earlier, places, today),
        quota=quota if not asked.at else None,
        programmes=[
            Option(code, name, code == stand.programme[1]) for _, code, name in stand.programmes
        ],
        years=[
            Option(
                str(year.label_be),
                t(f"words.year.{year.basis.value}", year=year.label_be),
                year.label_be == stand.year.label_be,
            )
            for year in stand.years
        ],
        areas=_areas(stand, heat),
        up=_up(stand, places),
    )


def subtitle_of(stand: Stand) -> str:
    """The programme and the year, which is said with its first and last day."""
    year = stand.year
    words = year_words(year.basis, year.label_be, year.starts_on, year.ends_on)
    return t("overview.subtitle", programme=stand.programme[2], year=words)


def _judged(
    session: Session, stand: Stand, year: Period, now: datetime, zone: tzinfo
) -> tuple[list[Judgement], Places]:
    """What a year asked of the place that is looked at."""
    judged, places = facts_of(session, stand, now, zone, year)
    if stand.area is not None:
        judged = [one for one in judged if area_of(one, places) == stand.area]
    return judged, places


def mentored_at(stand: Stand, places: Places) -> list[int]:
    """The schools that are visited, of the place that is looked at."""
    if stand.area is None:
        return list(places.mentored)
    return [one for one in places.mentored if _area_of_school(one, places) == stand.area]


def _area_of_school(school: int, places: Places) -> int | None:
    network = places.network_of_school.get(school)
    if network is not None and network in places.office_of_network:
        return places.office_of_network[network]
    return places.office_of_school.get(school)


def _figures(
    session: Session,
    stand: Stand,
    judged: Sequence[Judgement],
    earlier: Sequence[Judgement],
    places: Places,
    today: date,
) -> list[Figure]:
    mentored = mentored_at(stand, places)
    year = stand.year
    found = [progress(judged, year, today, earlier, stand.year_before)] if judged else []
    if mentored:
        visits = visits_to(session, mentored, stand.programme[0], year.starts_on, year.ends_on)
        if len(mentored) <= MOST_EACH:
            names = [(places.schools[one].label, one) for one in mentored if one in places.schools]
            found.append(visits_each(names, visits))
        else:
            found.append(visits_spread(mentored, visits))
    if (figure := levels(judged)) is not None:
        found.append(figure)
    return found


def _areas(stand: Stand, heat: Heat) -> list[Option]:
    """The areas to choose from: those of the table, and from within one the way to it alone."""
    if stand.level is not Level.AREAS:
        return []
    places = [row.place for row in heat.rows if row.place is not None]
    return [
        Option(reference(place.kind, place.code), place.label, False)
        for place in sorted(places, key=lambda place: place.label)
    ]


def _up(stand: Stand, places: Places) -> list[tuple[str, str]]:
    """The ways back: the own places, and from a network its area where the person sees that."""
    own = [one for one in stand.own if one != stand.scope]
    way = [(reference(one.kind, one.code), one.label) for one in own]
    area = _area(stand, places)
    wide = {one.kind for one in stand.own}
    if area is not None and wide & {ScopeKind.COUNTRY, ScopeKind.PROGRAMME}:
        way.append((reference(area.kind, area.code), area.label))
    return way


def _area(stand: Stand, places: Places) -> Place | None:
    if stand.scope.kind is not ScopeKind.NETWORK or stand.scope.id is None:
        return None
    area = places.office_of_network.get(stand.scope.id)
    return places.offices.get(area) if area is not None else None


def _pages(total: int, skip: int) -> Pages:
    first = skip if 0 <= skip < total else 0
    last = min(first + PAGE, total)
    return Pages(
        first=first + 1,
        last=last,
        total=total,
        before=max(0, first - PAGE) if first else None,
        after=last if last < total else None,
    )


def _quota_alone(quota: Quota, now: datetime, zone: tzinfo) -> Overview:
    nothing = Share(0, 0)
    return Overview(
        stand=None,
        title=t("overview.name"),
        subtitle="",
        as_of=_as_of(now, zone),
        done=nothing,
        timely=nothing,
        late=0,
        heat=None,
        rows=(),
        pages=None,
        figures=(),
        quota=quota,
    )


def _as_of(now: datetime, zone: tzinfo) -> str:
    local = now.astimezone(zone)
    return t("overview.as_of", day=short_date(local.date()), time=f"{local:%H:%M}")
