"""Takes the content of a message off the wire, never more of it than was asked for."""

from collections.abc import Callable
from typing import BinaryIO

from urllib3 import BaseHTTPResponse

from bot.answers import ContentAnswer, ContentOutcome, LineFault

WHOLE_SECONDS = 60.0  # for a whole photo, however slowly it drips
CHUNK = 64 * 1024


def fetch(
    call: Callable[[], BaseHTTPResponse],
    into: BinaryIO,
    max_bytes: int,
    elapsed: Callable[[], float],
) -> ContentAnswer:
    """Calls LINE's content host and takes what it answers; never raises. The rest: see `take`."""
    try:
        response = call()
    except LineFault as fault:
        return ContentAnswer(ContentOutcome.FAULT, fault.answer.status, why=fault.answer.why)
    except Exception as fault:
        return ContentAnswer(ContentOutcome.FAULT, why=type(fault).__name__)
    return take(response, into, max_bytes, elapsed)


def take(
    response: BaseHTTPResponse, into: BinaryIO, max_bytes: int, elapsed: Callable[[], float]
) -> ContentAnswer:
    """Reads an opened, unread answer of LINE's content host into a file; never raises.

    `elapsed` tells the seconds since the call began. What is not read to its end is closed and
    not drained, so that a stranger's large file costs one chunk beyond the cap.
    """
    status = response.status
    outcome, size, why = ContentOutcome.FAULT, 0, None
    try:
        if status == 202:
            outcome = ContentOutcome.NOT_READY
        elif status in (404, 410):
            outcome = ContentOutcome.GONE
        elif status == 200:
            outcome, size, why = _stream(response, into, max_bytes, elapsed)
    except Exception as fault:  # cut off, silent for too long, or a full disk
        why = type(fault).__name__
    finally:
        if outcome is ContentOutcome.OK:
            response.release_conn()
        else:
            response.close()
    headers = response.headers
    return ContentAnswer(
        outcome, status, headers.get("x-line-request-id"), size, headers.get("content-type"), why
    )


def _stream(
    response: BaseHTTPResponse, into: BinaryIO, max_bytes: int, elapsed: Callable[[], float]
) -> tuple[ContentOutcome, int, str | None]:
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > max_bytes:
        return ContentOutcome.TOO_LARGE, 0, None
    size = 0
    for chunk in response.stream(CHUNK, decode_content=False):
        size += len(chunk)
        if size > max_bytes:
            return ContentOutcome.TOO_LARGE, size, None
        if elapsed() > WHOLE_SECONDS:
            return ContentOutcome.FAULT, size, "too slow"
        into.write(chunk)
    return ContentOutcome.OK, size, None
