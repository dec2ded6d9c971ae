"""Logs: one line an event on stdout, JSON outside the demo; ids and actions, never what was said.

Use `structlog.get_logger()` anywhere and pass ids: `log.info("visit_saved", visit_id=12)`.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

# Keys under which a sentence, a name or a secret could slip into the logs.
PRIVATE = frozenset(
    {"text", "body", "message", "messages", "payload", "draft", "answer", "url", "code"}
    | {"token", "reply_token", "access_token", "authorization"}
    | {"name", "full_name", "display_name"}
)
INNERMOST_FRAMES = 12


def configure(*, demo: bool) -> None:
    """Sets up structlog and the standard library's logging for this process."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _say_where_it_broke,
        _keep_private,
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
        if demo
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
        # Not cached: a logger made at import would keep the settings of before, and some 10 µs
        # a line do not matter.
        cache_logger_on_first_use=False,
    )
    # Libraries: only their warnings, through the same door. line-bot-sdk and urllib3 write whole
    # bodies at DEBUG, and Flask's own server the addresses of signed pages, which are the keys to
    # them; so they are held at WARNING whatever the root says.
    handler = _ToStdout()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one, _ToStdout)] + [handler]
    root.setLevel(logging.WARNING)
    for name in ("linebot", "urllib3", "sqlalchemy", "PIL", "werkzeug"):
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def on_stderr() -> Iterator[None]:
    """Meanwhile the log goes to stderr, so that a command's own lines stand alone."""
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        yield
    finally:
        structlog.configure(**before)


class _ToStdout(logging.Handler):
    """Prints to what is stdout at that moment, as structlog does."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stdout, flush=True)
        except Exception:
            self.handleError(record)


def _say_where_it_broke(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Turns exc_info into the kinds of the exceptions and the places they passed.

    Their texts stay out: a database error quotes the row it could not store, a parser the words
    that it could not read.
    """
    exc_info = event.pop("exc_info", None)
    if not exc_info:
        return event
    error = _exception_of(exc_info)
    if error is None:
        return event
    event["error"] = " <- ".join(_kinds(error))
    event["where"] = _places(error.__traceback__)
    return event


def _exception_of(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        found = exc_info[1]
        return found if isinstance(found, BaseException) else None
    return sys.exc_info()[1]


def _kinds(error: BaseException) -> list[str]:
    kinds = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kinds.append(type(current).__name__)
        current = current.__cause__ or current.__context__
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-INNERMOST_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _keep_private(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key in PRIVATE.intersection(event):
        event[key] = "(private)"
    return event
