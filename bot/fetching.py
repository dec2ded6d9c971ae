"""Fetching from LINE what a message only points at: photos and display names."""

import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.answers import ContentOutcome, LineFault
from bot.media import CleanPhoto, NotAPhoto, clean_photo
from bot.queued import Queued
from handlers.texts import t
from models.people import LineAccount, Person
from models.visit_queries import photo_by_message
from models.vocabulary import PhotoState

if TYPE_CHECKING:
    from bot.runtime import Runtime

#: LINE's own limit for an image is 10 MB.
MAX_PHOTO_BYTES = 12 * 1024 * 1024
#: A photo of a few kilobytes may unpack to hundreds of megabytes: one at a time in a process.
_ONE_AT_A_TIME = threading.Lock()
#: How long to go on asking for a photo that LINE has not ready, or does not give.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    """The effect is at its end, one way or another; `also` writes what came of it."""

    outcome: str
    also: Callable[[Session], None] | None = None


def fetch_content(runtime: "Runtime", queued: Queued, now: datetime) -> Done | None:
    """Fetch, clean and store one photo; None: try again later."""
    message_id = queued.payload["message_id"]
    with runtime.reading() as session:
        photo = photo_by_message(session, message_id)
    if photo is None or photo.state is not PhotoState.WAITING:
        if photo is not None and photo.state is PhotoState.WITHDRAWN:
            # An earlier try may have stored it, and died before that was written.
            runtime.media.delete(_key(photo.id))
        return Done("not_wanted")
    with tempfile.SpooledTemporaryFile(1024 * 1024) as into:
        answer = runtime.line.content(message_id, into, MAX_PHOTO_BYTES)  # type: ignore[arg-type]
        into.seek(0)
        raw = into.read() if answer.outcome is ContentOutcome.OK else b""
    match answer.outcome:
        case ContentOutcome.OK:
            return _keep(runtime, message_id, photo.id, raw)
        case ContentOutcome.GONE:
            return Done("gone", _ends(message_id, PhotoState.GONE, "gone"))
        case ContentOutcome.TOO_LARGE:
            return Done("too_large", _ends(message_id, PhotoState.REFUSED, "too_large"))
    if now - queued.created_at > PATIENCE:
        return Done("gave_up", _ends(message_id, PhotoState.GONE, "gave_up"))
    return None


def cleaned(raw: bytes) -> CleanPhoto:
    """The picture alone. Raises NotAPhoto."""
    with _ONE_AT_A_TIME:
        return clean_photo(raw)


def _key(photo_id: int) -> str:
    return f"photos/{photo_id}.jpg"


def _keep(runtime: "Runtime", message_id: str, photo_id: int, raw: bytes) -> Done:
    try:
        clean = cleaned(raw)
    except NotAPhoto as refusal:
        why = refusal.reason.value
        return Done("refused", _ends(message_id, PhotoState.REFUSED, why))
    key = _key(photo_id)
    runtime.media.put(key, clean.bytes)

    def write(session: Session) -> None:
        photo = photo_by_message(session, message_id, lock=True)
        if photo is None or photo.state is not PhotoState.WAITING:
            # Taken back by its sender in the meantime.
            runtime.media.delete(key)
            return
        _describe(photo, key, clean)

    return Done("stored", write)


def _describe(photo: object, key: str, clean: CleanPhoto) -> None:
    for name, value in {
        "state": PhotoState.STORED,
        "media_key": key,
        "sha256": clean.sha256,
        "size_bytes": len(clean.bytes),
        "width": clean.width,
        "height": clean.height,
    }.items():
        setattr(photo, name, value)


def _ends(message_id: str, state: PhotoState, why: str) -> Callable[[Session], None]:
    def write(session: Session) -> None:
        photo = photo_by_message(session, message_id)
        if photo is not None and photo.state is PhotoState.WAITING:
            photo.state, photo.reason = state, why

    return write


def fetch_profile(runtime: "Runtime", queued: Queued, now: datetime) -> Done | None:
    """Ask once what the person calls themselves; a name given by a coordinator stays."""
    assert queued.line_user_id is not None
    line_user_id = queued.line_user_id
    try:
        name = runtime.line.profile(line_user_id)
    except LineFault:
        return None if now - queued.created_at < PATIENCE else Done("gave_up")
    if not name:
        return Done("no_name")

    def write(session: Session) -> None:
        account = session.get(LineAccount, line_user_id)
        if account is None:
            return
        account.display_name = name[:200]
        person = session.get(Person, account.person_id) if account.person_id else None
        if person is not None and person.full_name == t("joining.unnamed"):
            person.full_name = name[:200]

    return Done("named", write)


def delete_media(runtime: "Runtime", queued: Queued) -> Done:
    """Delete a stored photo that its sender took back."""
    runtime.media.delete(queued.payload["key"])
    return Done("deleted")
