"""Each night: what is kept no longer than it is needed goes, in small steps.

A step is one transaction; a night that is cut short goes on where it was, and several schedulers
do no harm. What was stamped with the bot's clock is judged by it, the rest by the machine's.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import time, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from handlers import claiming_decisions, post_moves
from handlers.call import Conversation
from handlers.dialog.form import Draft
from handlers.drafts_kept import all_taken_up, taken_up, unopened
from models import audit
from models.claim_queries import WAITS, drop_old_claims, waiting_claim
from models.code_sheets import KEPT as SHEETS_KEPT
from models.code_sheets import wipe_sheets
from models.data_requests import accounts_leaving, due_deletions, finish_deletion
from models.forgetting import forget_account, forget_person
from models.inbox_queries import lock_conversation, save_conversation
from models.outbox_queries import delete_media_later, take_back_left
from models.post_moves import moves_of
from models.privacy_words import AuditWay
from models.retention import (
    conversations_with_drafts,
    drafts_of,
    files_not_needed,
    photos_not_needed,
    purge_announced,
    purge_claims,
    purge_decisions,
    purge_effects,
    purge_events,
    purge_readings,
    purge_shown,
    silent_accounts,
    still_silent,
)
from models.retention_records import programmes_over, purge_records
from models.scheduling import note_purged, purged_on
from models.seals import purge_sealed
from models.visit_queries import photos_left
from models.vocabulary import DataAnswer, PhotoState
from scheduler.moment import Moment

log = structlog.get_logger()

#: In Bangkok; and not while reminders may go out.
NIGHT_FROM = time(1, 0)
#: Rows, accounts and conversations of one transaction.
ROWS, ACCOUNTS, CONVERSATIONS = 1000, 20, 200
#: What is counted, in the order in which it goes.
COUNTED = (
    *("people", "accounts", "drafts", "photos", "files", "claims", "events"),
    *("effects", "shown", "decisions", "readings", "announced"),
    *("records", "audit"),
)
#: What is being sent or fetched at this moment is left alone.
PHOTO_RESTS = timedelta(days=1)


def purge_tonight(moment: Moment, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Purge once on each day, at its first quiet moment; whether that was now."""
    if moment.is_open or moment.now.astimezone(moment.timezone).time() < NIGHT_FROM:
        return False
    with moment.reading() as session:
        if purged_on(session) == moment.today:
            return False
    counts = Purging(moment).purge(stopping)
    if stopping():
        return False
    with moment.writing() as session:
        note_purged(session, moment.today)
    log.info("purged", **counts)
    return True


class Purging:
    """One purge at one moment; `purge` counts what went, by kind."""

    def __init__(self, moment: Moment):
        self._moment, settings = moment, moment.runtime.settings
        machine = moment.runtime.machine_time()
        self._draft_days = settings.draft_days
        self._events_before = machine - timedelta(days=settings.raw_event_days)
        self._log_before = machine - timedelta(days=settings.push_log_days)
        self._decided_before = moment.now - timedelta(days=settings.push_log_days)
        self._silent_before = moment.now - timedelta(days=settings.unfollowed_days)
        years = timedelta(days=round(settings.record_years * 365.25))
        self._programmes_before = moment.today - years
        self._audit_before = moment.today - timedelta(days=settings.audit_days)
        self._last_conversation, self._last_photo = "", 0
        self._last_file = 0
        self.counts = dict.fromkeys(COUNTED, 0)

    def purge(self, stopping: Callable[[], bool] = lambda: False) -> dict[str, int]:
        """Take every step as often as there is something for it to do."""
        for step in (
            self._deletions,
            self._silent,
            self._drafts,
            self._photos,
            self._files,
            self._codes,
            self._claims,
            self._events,
            self._effects,
            self._shown,
            self._decisions,
            self._readings,
            self._announced,
            self._records,
            self._audit,
        ):
            while not stopping() and self._once(step):
                pass
        return self.counts

    def _once(self, step: Callable[[Session], bool]) -> bool:
        with self._moment.writing() as session:
            return step(session)

    def _deletions(self, session: Session) -> bool:
        """Deletions that can be taken back no more."""
        due = due_deletions(session, self._moment.now, ACCOUNTS)
        for request in due:
            accounts = [row.line_user_id for row in accounts_leaving(session, request.id)]
            self._wait_for_their_turns(session, accounts)
            session.refresh(request, with_for_update=True)
            if request.answer is not DataAnswer.WAITING:
                continue  # another scheduler, or the person, was quicker
            self._forget_accounts(session, accounts)
            if request.person_id is not None:
                self._forget_person(session, request.person_id, "deletion asked for")
            finish_deletion(session, request, self._moment.now)
        return bool(due)

    def _silent(self, session: Session) -> bool:
        """Accounts that have blocked the bot for long: as if deletion had been asked for."""
        found = silent_accounts(session, self._silent_before, ACCOUNTS)
        for one in found:
            self._wait_for_their_turns(session, [one.line_user_id])
            if not still_silent(session, one.line_user_id, self._silent_before):
                continue
            self._forget_accounts(session, [one.line_user_id])
            if one.alone and one.person_id is not None:
                self._forget_person(session, one.person_id, "blocked for long")
        return bool(found)

    def _wait_for_their_turns(self, session: Session, accounts: Iterable[str]) -> None:
        """What they are saying at this moment is answered first."""
        for account in accounts:
            lock_conversation(session, account, self._moment.runtime.machine_time())

    def _forget_accounts(self, session: Session, accounts: Iterable[str]) -> None:
        for account in accounts:
            if (claim := waiting_claim(session, account)) is not None:
                self._take_back(session, claiming_decisions.key_of(claim))
            self._delete_media(session, forget_account(session, account))
            self.counts["accounts"] += 1

    def _forget_person(self, session: Session, person_id: int, why: str) -> None:
        for number in moves_of(session, person_id):
            self._take_back(session, post_moves.key_of(number))
        self._delete_media(session, forget_person(session, person_id, self._moment.today))
        audit.note(
            session,
            at=self._moment.now,
            person_id=None,
            action="person.forgotten",
            subject_kind="person",
            subject_id=person_id,
            details={"why": why},
            way=AuditWay.SCHEDULER,
        )
        self.counts["people"] += 1

    def _drafts(self, session: Session) -> bool:
        """Drafts that nobody has touched for DRAFT_DAYS, with their photos; also those that no
        key opens."""
        rows = conversations_with_drafts(session, self._last_conversation, CONVERSATIONS)
        for row in rows:
            self._last_conversation = row.line_user_id
            if self._stale(row):
                self._drop_drafts(session, row.line_user_id)
        return bool(rows)

    def _drop_drafts(self, session: Session, account: str) -> None:
        row = lock_conversation(session, account, self._moment.runtime.machine_time())
        conversation = Conversation(draft=taken_up(row.draft), parked=all_taken_up(row.parked))
        before = conversation.drafts_with_photos()
        had = len([raw for raw in (row.draft, *row.parked) if raw is not None])
        conversation.drop_expired(self._moment.today, self._draft_days)
        draft = conversation.draft
        parked = [raw for raw in unopened([*row.parked, row.draft]) if not self._too_old([raw])]
        parked += [each.to_json() for each in conversation.parked]
        save_conversation(
            session,
            account,
            draft=draft.to_json() if draft else None,
            parked=parked,
        )
        for draft_id in before - conversation.drafts_with_photos():
            for photo in photos_left(session, draft_id):
                photo.state = PhotoState.WITHDRAWN
        self.counts["drafts"] += had - len(parked) - (draft is not None)

    def _photos(self, session: Session) -> bool:
        """Photos that were taken back, and those that neither a record nor a draft has."""
        before = self._moment.now - PHOTO_RESTS
        photos = photos_not_needed(session, before, self._last_photo, ROWS)
        if not photos:
            return False
        self._last_photo = photos[-1].id
        kept = drafts_of(session, sorted({photo.line_user_id for photo in photos}))
        gone = [p for p in photos if p.state is PhotoState.WITHDRAWN or p.draft_id not in kept]
        self._delete_media(session, [photo.media_key for photo in gone if photo.media_key])
        for photo in gone:
            session.delete(photo)
        session.flush()
        self.counts["photos"] += len(gone)
        return True

    def _files(self, session: Session) -> bool:
        """Files that were sent and neither kept with anything nor wanted by a draft."""
        before = self._moment.now - PHOTO_RESTS
        files = files_not_needed(session, before, self._last_file, ROWS)
        if not files:
            return False
        self._last_file = files[-1].id
        kept = drafts_of(session, sorted({file.line_user_id for file in files}))
        gone = [file for file in files if file.draft_id not in kept]
        self._delete_media(session, [file.media_key for file in gone if file.media_key])
        for file in gone:
            session.delete(file)
        session.flush()
        self.counts["files"] += len(gone)
        return True

    def _take_back(self, session: Session, once: str) -> None:
        """A card about somebody, left for those who were to decide and not seen yet, goes too."""
        take_back_left(session, once, self._moment.runtime.machine_time())

    def _delete_media(self, session: Session, keys: Iterable[str]) -> None:
        """The files go by the outbox, as anything that waits for a store or a network."""
        for key in keys:
            delete_media_later(session, key, self._moment.runtime.machine_time())

    def _codes(self, session: Session) -> bool:
        """Codes that were made to be printed are not read any more; as codes they hold."""
        wipe_sheets(session, self._moment.now - SHEETS_KEPT)
        return False

    def _claims(self, session: Session) -> bool:
        """Requests to be let in that nobody decided, with what still tells of them, and those
        that led to nothing."""
        waited = drop_old_claims(session, self._moment.now - WAITS)
        for claim in waited:
            self._take_back(session, claiming_decisions.key_of(claim))
        self.counts["claims"] += len(waited)
        return self._counted("claims", purge_claims(session, self._silent_before, ROWS))

    def _events(self, session: Session) -> bool:
        return self._counted("events", purge_events(session, self._events_before, ROWS))

    def _effects(self, session: Session) -> bool:
        return self._counted("effects", purge_effects(session, self._log_before, ROWS))

    def _shown(self, session: Session) -> bool:
        return self._counted("shown", purge_shown(session, self._log_before, ROWS))

    def _decisions(self, session: Session) -> bool:
        return self._counted("decisions", purge_decisions(session, self._decided_before, ROWS))

    def _readings(self, session: Session) -> bool:
        return self._counted("readings", purge_readings(session, self._log_before, ROWS))

    def _announced(self, session: Session) -> bool:
        return self._counted("announced", purge_announced(session, self._decided_before, ROWS))

    def _records(self, session: Session) -> bool:
        """What was reported in programmes that ended long ago, with the photos."""
        over = programmes_over(session, self._programmes_before)
        count, keys = purge_records(session, over, ROWS) if over else (0, [])
        self._delete_media(session, keys)
        return self._counted("records", count)

    def _audit(self, session: Session) -> bool:
        """Entries of days long ago; their seals stay (models/seals.py)."""
        count = purge_sealed(session, self._audit_before, self._moment.now)
        self.counts["audit"] += count or 0
        return count is not None

    def _counted(self, what: str, count: int) -> bool:
        self.counts[what] += count
        return count > 0

    def _stale(self, row: Any) -> bool:
        """Whether a draft of this row of `conversations` is too old: also one that no key opens,
        which still says when it was touched."""
        return self._too_old(raw for raw in (row.draft, *row.parked) if raw is not None)

    def _too_old(self, raws: Iterable[Mapping[str, Any]]) -> bool:
        found = Conversation(parked=[Draft.from_json(raw) for raw in raws])
        return bool(found.drop_expired(self._moment.today, self._draft_days))
