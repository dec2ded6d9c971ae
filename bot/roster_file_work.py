"""Works on a roster file that was sent in the chat: fetched, checked and, once it is confirmed,
taken over. It runs in a sender's thread, so the chat goes on meanwhile; what came of it goes into
the answer that waits for it, or is shown when it is asked for.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, cast

from sqlalchemy.orm import Session

from bot.answers import ContentOutcome
from bot.clock import today
from bot.database import transaction
from bot.fetching import PATIENCE, Done
from bot.queued import Queued
from bot.roster_file_read import read_roster
from bot.roster_file_safe import MOST_MB
from bot.roster_file_take import take_over
from bot.roster_file_write import write_results
from bot.telling import leave
from handlers.cards.render import render
from handlers.roster_cards import card_of_file
from handlers.roster_chat import LEFT
from handlers.roster_plan import Progress, SheetPlan, plan_book
from handlers.roster_sheet import Book, Unreadable
from models import audit
from models.actors import load_actor
from models.locked_json import UNREADABLE
from models.outbox_queries import change_waiting, effect_of_turn
from models.roster.sheet_facts import Reach, roster_reach, sheet_facts
from models.roster.sheet_writes import write_sheet
from models.roster_files import RosterFile, RosterFileState, find_roster_file, note_progress

if TYPE_CHECKING:
    from bot.runtime import Runtime

_MAX_BYTES = MOST_MB * 1024 * 1024
_IN_MEMORY = 1024 * 1024
#: LINE shows the moving dots for as long as this, or until the answer comes.
_LOADING_SECONDS = 20
#: After so many tries that ended in a fault, or with the process, it is given up and told: the
#: person can try again, and a file that no process survives must not end one after the other.
_MOST_TRIES = 6
#: Refusals that are kept for the card.
_KEPT = 10
_UNDER_WAY = (RosterFileState.WAITING, RosterFileState.APPLYING)


@dataclass(frozen=True)
class _Job:
    """One piece of work, and for whom."""

    runtime: "Runtime"
    file_id: int
    effect_id: int
    line_user_id: str
    held: str  # the key of the answer that waits
    now: datetime  # the bot's clock

    @property
    def day(self) -> Any:
        return today(self.now, self.runtime.settings.timezone)

    def reach(self, session: Session) -> Reach:
        """As far as this person's posts reach now; nowhere once they have ended."""
        return roster_reach(load_actor(session, self.line_user_id, self.day).posts)


def work_on_roster(runtime: "Runtime", queued: Queued, now: datetime) -> Done | None:
    """Check a file, or take it over. None: try again later. Doing it twice does no harm: only a
    file that still waits for it is worked on."""
    payload, job = queued.payload, _job(runtime, queued)
    with runtime.reading() as session:
        file = find_roster_file(session, job.file_id)
        wanted = RosterFileState.APPLYING if payload["take"] else RosterFileState.WAITING
        if file is None or file.state is not wanted:
            # It may have been done by a process that died before it could tell.
            return Done("not_wanted", lambda session: _answer_again(job, session))
        name, whole, key = file.name, file.whole, file.media_key
    if queued.unsure and queued.attempts >= _MOST_TRIES:
        return Done("gave_up", given_up(runtime, queued))
    runtime.line.show_loading(job.line_user_id, _LOADING_SECONDS)
    if payload["take"]:
        return _take(job, name, key or "", whole=whole)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as fetched:
        body = cast("IO[bytes]", fetched)
        answer = runtime.line.content(payload["message_id"], body, _MAX_BYTES)  # type: ignore[arg-type]
        match answer.outcome:
            case ContentOutcome.OK:
                return _check(job, name, body)
            case ContentOutcome.TOO_LARGE:
                return _unread(job, Unreadable("too_large", most=MOST_MB))
            case ContentOutcome.GONE:
                return _unread(job, Unreadable("gone"))
    if now - queued.created_at > PATIENCE:
        return _unread(job, Unreadable("gone"))
    return None


def given_up(runtime: "Runtime", queued: Queued) -> Callable[[Session], None]:
    """Writes that nothing came of it, whatever went wrong, so that a file is not under way for
    ever. One that was to be taken over waits for its sender's word again: nothing of it is in
    force."""
    job = _job(runtime, queued)
    if not queued.payload["take"]:
        return _says_unread(job, Unreadable("failed"))

    def write(session: Session) -> None:
        file = find_roster_file(session, job.file_id, lock=True)
        if file is not None and file.state is RosterFileState.APPLYING:
            file.state, file.why = RosterFileState.CHECKED, {"note": "failed"}
            _answer(job, session, file)

    return write


def _job(runtime: "Runtime", queued: Queued) -> _Job:
    payload, now = queued.payload, runtime.clock.now()
    assert queued.line_user_id is not None
    who = queued.line_user_id
    return _Job(runtime, payload["roster_file"], queued.id, who, payload["held"], now)


# --- checking ------------------------------------------------------------------------------------


def _check(job: _Job, name: str, body: IO[bytes]) -> Done:
    try:
        book = read_roster(body, name)
    except Unreadable as why:
        return _unread(job, why)
    with job.runtime.reading() as session:
        reach = job.reach(session)
        facts = sheet_facts(session, reach)
    if reach.nothing:
        return _unread(job, Unreadable("not_allowed"))
    plan = plan_book(book, facts, reach, job.day, _progress(job))
    key = f"rosters/{job.file_id}.{'csv' if _is_csv(body) else 'xlsx'}"
    try:
        result_key = _keep_results(job, key, body, book, plan)
    except Unreadable as why:
        return _unread(job, why)
    body.seek(0)
    job.runtime.media.put(key, body.read())
    note = book.note or ("from_long_ago" if plan.long_ago else "")
    return Done("checked", _settles(job, plan, RosterFileState.CHECKED, note, key, result_key))


def _is_csv(body: IO[bytes]) -> bool:
    body.seek(0)
    return body.read(2) != b"PK"


def _progress(job: _Job) -> Callable[[int, int], None]:
    def note(done: int, total: int) -> None:
        with transaction(job.runtime.engine) as session:
            note_progress(session, job.file_id, done, total)

    return note


def _keep_results(job: _Job, key: str, body: IO[bytes], book: Book, plan: SheetPlan) -> str:
    """Store the sent file with its results beside it; the key."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as written:
        into = cast("IO[bytes]", written)
        write_results(body, into, book, plan.results)
        into.seek(0)
        result_key = key.replace(".", "-result.")
        job.runtime.media.put(result_key, into.read())
    return result_key


def _unread(job: _Job, why: Unreadable) -> Done:
    return Done("unread", _says_unread(job, why))


def _says_unread(job: _Job, why: Unreadable) -> Callable[[Session], None]:
    def write(session: Session) -> None:
        file = find_roster_file(session, job.file_id, lock=True)
        if file is None or file.state not in _UNDER_WAY:
            return
        file.state, file.done_at = RosterFileState.UNREAD, job.now
        file.why = {"key": why.key, **why.values}
        _answer(job, session, file)

    return write


def _settles(
    job: _Job, plan: SheetPlan, state: RosterFileState, note: str, key: str, result_key: str
) -> Callable[[Session], None]:
    """Writes what a plan came to, unless the file was let go of in the meantime."""

    def write(session: Session) -> None:
        file = find_roster_file(session, job.file_id, lock=True)
        if file is None or file.state not in _UNDER_WAY:
            for one in (key, result_key):
                job.runtime.media.delete(one)
            return
        _note(file, plan, job.now)
        file.state, file.media_key, file.result_key = state, key, result_key
        file.why = {"note": note} if note else None
        _answer(job, session, file)

    return write


def _note(file: RosterFile, plan: SheetPlan, now: datetime) -> None:
    file.counts = {outcome.value: count for outcome, count in plan.counts.items()}
    file.rows_total = file.rows_done = len(plan.results)
    file.first_refused = [
        [one.part.value, one.number, *one.faults[0]] for one in plan.refused[:_KEPT]
    ]
    file.done_at = now


# --- taking over ---------------------------------------------------------------------------------


def _take(job: _Job, name: str, key: str, *, whole: bool) -> Done:
    """Take over what was confirmed, in one transaction: who dies in the middle leaves nothing."""
    with job.runtime.media.open(key) as stored, tempfile.TemporaryFile() as copy:
        copy.write(stored.read())
        book = read_roster(copy, name)

        def planner(session: Session, progress: Progress) -> SheetPlan:
            reach = job.reach(session)
            return plan_book(book, sheet_facts(session, reach), reach, job.day, progress)

        def writer(session: Session, plan: SheetPlan) -> RosterFileState | None:
            return _write(job, session, plan, whole=whole)

        plan, state = take_over(job.runtime.engine, planner, writer, _progress(job))
        if state is None:
            return Done("not_wanted", lambda session: _answer_again(job, session))
        result_key = _keep_results(job, key, copy, book, plan)
    if state is RosterFileState.APPLIED:
        return Done("taken", lambda session: _answer_again(job, session))
    return Done("again", _settles(job, plan, state, "changed_meanwhile", key, result_key))


def _write(job: _Job, session: Session, plan: SheetPlan, *, whole: bool) -> RosterFileState | None:
    """What becomes of the file; None where it waits for this no more."""
    file = find_roster_file(session, job.file_id, lock=True)
    if file is None or file.state is not RosterFileState.APPLYING:
        return None
    if whole and plan.refused:
        return RosterFileState.CHECKED
    write_sheet(session, plan.writes)
    _note(file, plan, job.now)
    file.state, file.why = RosterFileState.APPLIED, None
    details: Mapping[str, Any] = {**(file.counts or {}), "whole": whole}
    audit.note(
        session,
        at=job.now,
        person_id=file.person_id,
        action="roster.imported",
        subject_kind="roster_file",
        subject_id=file.id,
        details=details,
    )
    return RosterFileState.APPLIED


# --- answering -----------------------------------------------------------------------------------


def _answer_again(job: _Job, session: Session) -> None:
    file = find_roster_file(session, job.file_id)
    if file is not None:
        _answer(job, session, file)


def _answer(job: _Job, session: Session, file: RosterFile) -> None:
    """Put the result into the answer that waits for it, if it still does; else leave it for the
    person's next one."""
    card = card_of_file(file)
    waiting = effect_of_turn(session, job.line_user_id, job.held)
    now = job.runtime.machine_time()
    if waiting is not None and UNREADABLE not in waiting.payload:
        payload = dict(waiting.payload)
        message = job.runtime.links.resolve(render(card), job.line_user_id)
        at = payload["held_at"]
        payload["messages"] = [*payload["messages"][:at], message, *payload["messages"][at + 1 :]]
        if change_waiting(session, waiting.id, payload=payload, not_before=now):
            return
    leave(job.runtime, session, job.line_user_id, card, f"{LEFT}{job.effect_id}", now)
