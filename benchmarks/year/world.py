"""The country of the year: its networks, what they owe, and who works where."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from benchmarks.staff import Post, settle
from benchmarks.virtual import Virtual, rows_of
from benchmarks.world import NATIONAL, user_id
from bot.database import transaction, upgrade
from models.duties import Deadline
from models.duty_answering import contacts_for
from models.duty_queries import BANGKOK, judgements
from models.obligations import Judgement
from models.reminder_queries import Thing, thing_of
from models.roster import SHIPPED, import_files, import_roster, refusals
from models.scopes import find_scope
from models.vocabulary import Role, ScopeKind, SubjectKind

FISCAL_YEAR_BE = 2567
FIRST, LAST = date(2023, 10, 1), date(2024, 9, 30)
#: What is late at the year's end is followed for some weeks more.
UNTIL = date(2024, 11, 8)
#: So many people there are at the national size: most of them teachers whom nobody reminds.
PEOPLE = 8_000
#: Days in whose periods all that is owed in the year lies.
_LOOKS = (date(2023, 11, 20), date(2024, 2, 1), date(2024, 6, 1))
_RUNS_ON = {"starts": "2023-10-01", "ends": "2027-09-30"}


@dataclass(frozen=True)
class Owed:
    """One duty of the year; `person_id`: who answers for it, `office_id`: where it is overseen."""

    thing: Thing
    judged: Judgement
    person_id: int | None
    office_id: int | None

    @property
    def key(self) -> str:
        return f"{self.judged.rule.code}:{self.judged.subject.code}:{self.thing.due_on}"


@dataclass
class World:
    """What the run needs to know. `accounts`: the LINE user id of each person; `places`: school or
    office; `overseen`: the offices of each who looks after one."""

    duties: dict[Thing, Owed] = field(default_factory=dict)
    accounts: dict[int, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    overseen: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def furnish(url: str, *, national: bool, escalates: bool) -> World:
    """Migrate this empty database, and put rosters, deadlines and people into it.

    `national`: the invented roster of the whole country, where it is there, beside the real
    networks; `escalates`: whether anybody looks after those who owe.
    """
    upgrade(url)
    runtime = Virtual(url)
    files = [*SHIPPED, *([NATIONAL] if national and NATIONAL.exists() else [])]
    try:
        with transaction(runtime.engine) as session:
            assert refusals(import_files(session, files)) == []
            runs_on = {"programme": "QIN", "years_be": [2567, 2568, 2569, 2570], **_RUNS_ON}
            assert refusals(import_roster(session, [{"renewals": [runs_on]}])) == []
            _ask_all_schools(session)
        world = _people(runtime, escalates, PEOPLE if national else 0)
        with runtime.reading() as session:
            world.duties = _duties(session, runtime)
    finally:
        runtime.engine.dispose()
    return world


def _ask_all_schools(session: Session) -> None:
    """What a coordinator makes in chat: something that every school is to hand in."""
    programme = find_scope(session, ScopeKind.PROGRAMME, "QIN")
    assert programme is not None
    session.add(
        Deadline(
            code="YEAR-SCHOOLS",
            programme_id=programme.id,
            title_th="ส่งข้อมูลสถานศึกษาประจำปี",
            announced_on=date(2024, 1, 15),
            due_on=date(2024, 2, 15),
            subject_kind=SubjectKind.SCHOOL,
            ladder=[-14, -7, -3, -1, 0, 1, 3, 7],
            notice=False,
            sample=True,
        )
    )
    session.flush()


def _people(runtime: Virtual, escalates: bool, most: int) -> World:
    """Two people in each school; where it escalates two in each office that has networks, and one
    for the country; and more teachers until there are so many people in all."""
    engine, world = runtime.engine, World()
    schools = rows_of(engine, "SELECT DISTINCT school_id FROM network_memberships ORDER BY 1")
    hosts = rows_of(engine, "SELECT DISTINCT office_id FROM networks WHERE office_id IS NOT NULL")
    pilots = rows_of(
        engine,
        "SELECT DISTINCT e.office_id FROM enrolments e JOIN programmes p ON p.id = e.programme_id "
        "WHERE p.code = 'SANDBOX' AND e.office_id IS NOT NULL ORDER BY 1",
    )
    posts: list[Post] = []
    for (school,) in schools:
        posts.append((Role.SCHOOL_ADMINISTRATOR, ScopeKind.SCHOOL, school))
        posts.append((Role.TEACHER, ScopeKind.SCHOOL, school))
    posts += [(Role.AREA_COORDINATOR, ScopeKind.OFFICE, office) for (office,) in pilots]
    below = len(posts)
    if escalates:
        for (office,) in sorted({*hosts, *pilots}):
            posts.append((Role.SUPERVISOR, ScopeKind.OFFICE, office))
            if (office,) not in pilots:
                posts.append((Role.AREA_COORDINATOR, ScopeKind.OFFICE, office))
        posts.append((Role.NATIONAL_COORDINATOR, ScopeKind.COUNTRY, None))
    for n in range(most - len(posts)):
        posts.append((Role.TEACHER, ScopeKind.SCHOOL, schools[n % len(schools)][0]))
    with transaction(engine) as session:
        settle(session.connection(), posts)
    for number, (_, kind, place) in enumerate(posts, 1):
        world.accounts[number] = user_id(number)
        world.places[user_id(number)] = "school" if kind is ScopeKind.SCHOOL else "office"
        if kind is ScopeKind.OFFICE and place is not None and number > below:
            world.overseen[number].add(place)
    return world


def _duties(session: Session, runtime: Virtual) -> dict[Thing, Owed]:
    """All that is owed in the year, as the engine itself sees it before anything is done."""
    found: dict[Thing, Judgement] = {}
    for day in _LOOKS:
        at = datetime.combine(day, datetime.min.time(), BANGKOK)
        for one in judgements(session, now=at):
            due = one.due_on
            if one.owed and one.rule.ladder and due and FIRST <= due <= date(2024, 10, 20):
                found[thing_of(one)] = one
    contacts = contacts_for(session, found.values(), FIRST)
    offices = {
        **{(SubjectKind.NETWORK, i): o for i, o in _rows(runtime, "networks")},
        **{(SubjectKind.SCHOOL, i): o for i, o in _rows(runtime, "schools")},
    }
    owed = {}
    for thing, one in found.items():
        person = contacts.of(one)
        office = offices.get((thing.subject_kind, thing.subject_id), thing.subject_id)
        owed[thing] = Owed(thing, one, person.person_id if person else None, office)
    return owed


def _rows(runtime: Virtual, table: str) -> list[tuple[int, int | None]]:
    return [(i, o) for i, o in rows_of(runtime.engine, f"SELECT id, office_id FROM {table}")]  # noqa: S608 - our own two names
