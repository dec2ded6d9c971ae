"""What lies behind a number of the overview: who has done it and who has not, and the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from handlers.exchange_view import exchange_receipt
from handlers.overview_heat import Heat, Row, area_of, heat_of
from handlers.overview_page import mentored_at, subtitle_of
from handlers.overview_stand import Stand, facts_of
from handlers.register import responsible_words
from handlers.report_kit import report_receipt
from handlers.say import receipt
from handlers.status_words import level_words, short_name, state_words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.actors import Actor
from models.obligations import Judgement
from models.overview_places import Places
from models.overview_records import (
    PAGE,
    Found,
    Listed,
    exchanges_listed,
    records_behind,
    visits_listed,
)
from models.register_queries import staff_of
from models.vocabulary import DutyState, ExchangeLevel, ObligationKind, RecordKind, VisitKind

#: Subjects on one page.
MOST_SUBJECTS = 60
#: Of a year that is over: who is responsible now was not so then.
_NOBODY: Mapping[int, str] = {}


@dataclass(frozen=True)
class Standing:
    """One who owes it: the name, where it stands in words, and how that is coloured. `who`: the
    people responsible there, of a list that is about them."""

    name: str
    words: str
    heat: str
    who: str | None = None


@dataclass(frozen=True)
class Opened:
    """One record: its kind and number, for its address, and what is said of it."""

    kind: str
    id: int
    receipt: str
    day: str
    title: str


@dataclass(frozen=True)
class Behind:
    """The list. `more`: how many subjects are not shown. `total`: of all records; None for what no
    record is made of. `before` and `after`: how many records the pages before and after skip; None
    where there is none."""

    title: str
    subtitle: str
    standings: Sequence[Standing]
    more: int
    records: Sequence[Opened]
    total: int | None
    before: int | None
    after: int | None


def behind_cell(
    session: Session,
    actor: Actor,
    stand: Stand,
    column: str,
    row: str,
    skip: int,
    now: datetime,
    zone: tzinfo,
) -> Behind | None:
    """The list behind one cell, or behind the sum of a column (`row` ""); None: there is none."""
    judged, places = facts_of(session, stand, now, zone)
    heat = heat_of(stand.level, judged, places, stand.year, stand.area)
    found = next((one for one in heat.columns if one.key == column), None)
    line = _row(heat, row)
    if found is None or line is None or column not in line.judged:
        return None
    there = line.judged[column]
    place = line.label if row else stand.scope.label
    heading = t("overview.list.title", what=found.heading, place=place)
    is_staff = there[0].rule.kind is ObligationKind.RESPONSIBLE_STAFF
    records = None if is_staff else records_behind(session, actor, there, skip)
    ordered = sorted(there, key=lambda one: (_order(one), one.subject.code))
    first = ordered[:MOST_SUBJECTS]
    today, named = now.astimezone(zone).date(), _NOBODY
    if is_staff and stand.oversees and stand.year.has(today):
        named = _staff(session, first, today)
    shown = [
        Standing(short_name(one.subject.label), _words(one), _heat(one), named.get(one.subject.id))
        for one in first
    ]
    notes = [found.note] if found.note else []
    subtitle = "\n".join((subtitle_of(stand), *notes))
    return behind(heading, subtitle, shown, len(ordered) - len(shown), records, skip)


def _staff(session: Session, judged: Sequence[Judgement], today: date) -> Mapping[int, str]:
    """Who is responsible today, in words, by the office's id; never how to reach them."""
    programme = judged[0].rule.programme_id
    offices = [one.subject.id for one in judged]
    found = staff_of(session, offices, today)
    return {
        office: responsible_words("staff", found.get((programme, office), ())) for office in offices
    }


def behind_visits(
    session: Session, actor: Actor, stand: Stand, skip: int, now: datetime, zone: tzinfo
) -> Behind:
    """The visits of mentoring to the schools of a place in the year."""
    _, places = facts_of(session, stand, now, zone)
    schools = mentored_at(stand, places)
    found = visits_listed(
        session, actor, stand.programme[0], stand.year, schools, skip, VisitKind.MENTORING
    )
    title = t("overview.list.visits", place=stand.scope.label)
    return behind(title, subtitle_of(stand), (), 0, found, skip)


def behind_level(
    session: Session,
    actor: Actor,
    stand: Stand,
    level: ExchangeLevel,
    skip: int,
    now: datetime,
    zone: tzinfo,
) -> Behind:
    """The exchanges of one level of the networks of a place in the year."""
    judged, places = facts_of(session, stand, now, zone)
    networks = {one.subject.id for one in judged if one.by_level and _here(stand, one, places)}
    found = exchanges_listed(session, actor, stand.programme[0], stand.year, networks, skip, level)
    words = t(f"words.level.{level.value}")
    title = t("overview.list.exchanges", level=words, place=stand.scope.label)
    return behind(title, subtitle_of(stand), (), 0, found, skip)


def _here(stand: Stand, judged: Judgement, places: Places) -> bool:
    return stand.area is None or area_of(judged, places) == stand.area


def _row(heat: Heat, key: str) -> Row | None:
    if not key:
        return heat.total
    return next((row for row in heat.rows if row.key == key), None)


def behind(
    title: str,
    subtitle: str,
    standings: Sequence[Standing],
    more: int,
    found: Found | None,
    skip: int,
) -> Behind:
    """A list with one page of records, if it has any."""
    if found is None:
        return Behind(title, subtitle, standings, more, (), None, None, None)
    shown_to = skip + len(found.records)
    return Behind(
        title=title,
        subtitle=subtitle,
        standings=standings,
        more=more,
        records=[_opened(one) for one in found.records],
        total=found.total,
        before=max(0, skip - PAGE) if skip else None,
        after=shown_to if shown_to < found.total else None,
    )


def _opened(one: Listed) -> Opened:
    return Opened(one.kind.value, one.id, _receipt(one), short_date(one.on), one.title)


def _receipt(one: Listed) -> str:
    match one.kind:
        case RecordKind.VISIT:
            return receipt(one.id)
        case RecordKind.EXCHANGE:
            return exchange_receipt(one.id)
        case RecordKind.REPORT:
            return report_receipt(one.id)
        case RecordKind.SUBMISSION:
            return ""


def _words(judged: Judgement) -> str:
    words = _ended(judged) if judged.state is DutyState.ENDED else state_words(judged)
    if judged.by_level:
        words = f"{words}\n{level_words(judged.by_level, judged.rule.levels_rule)}"
    return words


def _ended(judged: Judgement) -> str:
    """Of a year that is over: what was done then, not that it is over."""
    if judged.met_on is not None:
        return t("status.state.done" if judged.on_time else "status.state.done_late")
    return t("overview.list.was_missing", done=judged.done, needed=judged.needed)


def _heat(judged: Judgement) -> str:
    if judged.met_on is not None:
        return "full"
    if judged.state is DutyState.OVERDUE:
        return "late"
    return "none" if judged.needed and judged.state is not DutyState.WAIVED else "still"


def _order(judged: Judgement) -> int:
    return {"late": 0, "none": 1, "still": 2, "full": 3}[_heat(judged)]
