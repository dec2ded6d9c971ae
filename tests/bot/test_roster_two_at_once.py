"""Two coordinators take over files about the same schools at the same moment."""

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bot.database import again_if_thrown_out, transaction
from bot.roster_file_take import take_over
from handlers.roster_plan import Progress, SheetPlan, plan_book
from handlers.roster_sheet import Book, Line, Part
from models.roster import import_roster, refusals
from models.roster.results import Outcome
from models.roster.sheet_facts import EVERYTHING, sheet_facts
from models.roster.sheet_writes import write_sheet

TODAY = date(2026, 11, 22)
A, B = "QIN-NPT1-A", "QIN-NPT1-B"
NEW = [f"โรงเรียนวัดใหม่ {number}" for number in range(20)]
_IN_TWO = text(
    "SELECT count(*) FROM network_memberships one JOIN network_memberships two"
    " ON two.school_id = one.school_id AND two.id > one.id"
    " AND two.starts_on <= one.ends_on AND one.starts_on <= two.ends_on"
)


def joining(network: str, schools: list[str]) -> Book:
    rows = [
        {"school": school, "network": network, "role": "ร่วมพัฒนา", "office": "NPT1"}
        for school in schools
    ]
    return Book([Line(Part.SCHOOLS, number, cells) for number, cells in enumerate(rows, 2)])


class Coordinator:
    """Takes one file over, row by row; both have planned before either of them writes."""

    def __init__(self, engine: Engine, together: Barrier, book: Book):
        self.engine, self.together, self.book, self.planned = engine, together, book, 0

    def __call__(self) -> Counter[Outcome]:
        plan, _ = take_over(self.engine, self._plan, self._write)
        return Counter(result.outcome for result in plan.results)

    def _plan(self, session: Session, _progress: Progress) -> SheetPlan:
        plan = plan_book(self.book, sheet_facts(session, EVERYTHING), EVERYTHING, TODAY)
        self.planned += 1
        if self.planned == 1:
            self.together.wait(20)
        return plan

    def _write(self, session: Session, plan: SheetPlan) -> None:
        write_sheet(session, plan.writes)


def both(engine: Engine, *books: Book) -> list[Counter[Outcome]]:
    together = Barrier(len(books))
    with ThreadPoolExecutor(len(books)) as pool:
        work = [pool.submit(Coordinator(engine, together, book)) for book in books]
        return [one.result(60) for one in work]


def count(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def test_the_same_file_twice_at_once_makes_everything_once(stocked: Engine) -> None:
    before = count(stocked, "SELECT count(*) FROM schools")
    told = both(stocked, joining(A, NEW), joining(A, NEW))
    assert sorted(told, key=str) == sorted(
        [Counter({Outcome.CREATED: 20}), Counter({Outcome.UNCHANGED: 20})], key=str
    )
    assert count(stocked, "SELECT count(*) FROM schools") == before + len(NEW)


def test_overlapping_files_put_no_school_into_two_networks(stocked: Engine) -> None:
    told = both(stocked, joining(A, NEW[:12]), joining(B, list(reversed(NEW[8:]))))
    refused = sum(one[Outcome.REFUSED] for one in told)
    created = sum(one[Outcome.CREATED] for one in told)
    assert (created, refused) == (20, 4)
    with stocked.connect() as connection:
        assert connection.execute(_IN_TWO).scalar_one() == 0


@pytest.mark.parametrize("times", [3])
def test_a_roster_of_the_command_line_at_the_same_time_is_no_deadlock(
    stocked: Engine, times: int
) -> None:
    """Both change the same network; each sees what the other has made of it."""
    together = Barrier(2)
    document = {
        "networks": [
            {"code": A, "programme": "QIN", "area_office": "NPT1", "lead": "NPT1-01"}
            | {"name_th": "เครือข่าย ก", "partners": ["NPT1-02", "NPT1-03", "NPT1-04"]}
        ]
    }

    def imports() -> None:
        def once() -> None:
            with transaction(stocked) as session:
                assert refusals(import_roster(session, [document])) == []

        together.wait(20)
        for _ in range(times):
            again_if_thrown_out(once)

    renamed = Line(Part.NETWORKS, 2, {"network_name": "เครือข่าย ข", "network_code": A})
    book = Book([renamed, *joining(A, NEW).lines])
    with ThreadPoolExecutor(2) as pool:
        other = Coordinator(stocked, together, book)
        work: list[Future[Any]] = [pool.submit(imports), pool.submit(other)]
        for one in work:
            one.result(60)
    assert count(stocked, "SELECT count(*) FROM schools WHERE code LIKE 'NPT1-%'") == 8 + len(NEW)
