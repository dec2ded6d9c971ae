"""Takes a planned roster file over: the plan is made first, so that others wait for the writing
alone, and made anew where the roster has changed in between.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.database import again_if_thrown_out, reading, transaction
from handlers.roster_plan import Progress, SheetPlan, silent
from models.roster_state import lock_roster, roster_version

T = TypeVar("T")
#: How often it is planned while others may change the roster; after that they wait.
_FREE_TRIES = 2

#: A plan on what the session sees; it says how far it has come.
Planner = Callable[[Session, Progress], SheetPlan]
#: Writes a plan into the transaction, or decides not to.
Writer = Callable[[Session, SheetPlan], T]


def take_over(
    engine: Engine, planner: Planner, writer: Writer[T], progress: Progress = silent
) -> tuple[SheetPlan, T]:
    """The plan that was written, and what `writer` gives. Of several who change the roster at the
    same moment each sees what the one before has made of it. progress: may write by itself."""
    for _ in range(_FREE_TRIES):
        with reading(engine) as session:
            version = roster_version(session)
            plan = planner(session, progress)
        written = again_if_thrown_out(partial(_write, engine, plan, version, writer))
        if written is not None:
            return plan, written[0]
    return again_if_thrown_out(lambda: _plan_and_write(engine, planner, writer))


def _write(engine: Engine, plan: SheetPlan, version: int, writer: Writer[T]) -> tuple[T] | None:
    with transaction(engine) as session:
        return (writer(session, plan),) if lock_roster(session) == version else None


def _plan_and_write(engine: Engine, planner: Planner, writer: Writer[T]) -> tuple[SheetPlan, T]:
    with transaction(engine) as session:
        lock_roster(session)
        plan = planner(session, silent)  # nobody else can write meanwhile
        return plan, writer(session, plan)
