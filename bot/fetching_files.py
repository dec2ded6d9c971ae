"""Fetching a file that was sent for a form: taken off the wire, looked at, kept in the media store.
Whatever comes of it is written into its row; the form tells it when it goes on.
"""

import tempfile
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import IO, TYPE_CHECKING, cast

from sqlalchemy.orm import Session

from bot.answers import ContentOutcome
from bot.fetching import PATIENCE, Done, cleaned
from bot.file_kinds import kind_of
from bot.media import NotAPhoto
from bot.queued import Queued
from handlers.sent_files import NotKept
from models.sent_files import FileKind, SentFileState, find_sent_file

if TYPE_CHECKING:
    from bot.runtime import Runtime

_IN_MEMORY = 1024 * 1024


def fetch_file(runtime: "Runtime", queued: Queued, now: datetime) -> Done | None:
    """Fetch one file and store it; None: try again later. Doing it twice does no harm."""
    number = queued.payload["sent_file"]
    with runtime.reading() as session:
        file = find_sent_file(session, number)
        state = file.state if file else SentFileState.WITHDRAWN
    if state is not SentFileState.WAITING:
        return _not_wanted(runtime, number, state)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as fetched:
        body = cast("IO[bytes]", fetched)
        most = runtime.settings.file_mb * 1024 * 1024
        answer = runtime.line.content(queued.payload["message_id"], body, most)  # type: ignore[arg-type]
        match answer.outcome:
            case ContentOutcome.OK:
                return _keep(runtime, number, body)
            case ContentOutcome.TOO_LARGE:
                return Done("too_large", _ends(number, SentFileState.REFUSED, "too_large"))
            case ContentOutcome.GONE:
                return Done("gone", _ends(number, SentFileState.GONE, "gone"))
    if now - queued.created_at > PATIENCE:
        return Done("gave_up", _ends(number, SentFileState.GONE, "gone"))
    return None


def file_given_up(queued: Queued) -> Callable[[Session], None]:
    """Writes that a file could not be had, whatever went wrong, so that it is not waited for."""
    return _ends(queued.payload["sent_file"], SentFileState.GONE, "broken")


def _not_wanted(runtime: "Runtime", number: int, state: SentFileState) -> Done:
    """Taken back, perhaps after an earlier try had stored it and died before that was written."""
    if state is SentFileState.WITHDRAWN:
        for kind in FileKind:
            runtime.media.delete(_key(number, kind))
    return Done("not_wanted")


def _key(number: int, kind: FileKind) -> str:
    return f"files/{number}.{kind.value}"


def _keep(runtime: "Runtime", number: int, body: IO[bytes]) -> Done:
    try:
        kind, data = _looked_at(body)
    except NotKept as refusal:
        return Done("refused", _ends(number, SentFileState.REFUSED, refusal.why))
    key = _key(number, kind)
    runtime.media.put(key, data)

    def write(session: Session) -> None:
        file = find_sent_file(session, number, lock=True)
        if file is None or file.state is not SentFileState.WAITING:
            runtime.media.delete(key)  # taken back by its sender in the meantime
            return
        file.kind, file.media_key = kind, key
        file.sha256, file.size_bytes = sha256(data).hexdigest(), len(data)
        file.state = SentFileState.STORED

    return Done("stored", write)


def _looked_at(body: IO[bytes]) -> tuple[FileKind, bytes]:
    """What is in it, and the bytes to be kept: of a picture the picture alone, without the place
    and time at which it was taken."""
    kind = kind_of(body)
    body.seek(0)
    data = body.read()
    if kind is not FileKind.JPG:
        return kind, data
    try:
        return kind, cleaned(data).bytes
    except NotAPhoto:
        raise NotKept("broken") from None


def _ends(number: int, state: SentFileState, why: str) -> Callable[[Session], None]:
    def write(session: Session) -> None:
        file = find_sent_file(session, number, lock=True)
        if file is not None and file.state is SentFileState.WAITING:
            file.state, file.why = state, why

    return write
