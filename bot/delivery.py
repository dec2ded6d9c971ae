"""One try to carry out one effect, and what is to be written about it afterwards.

The rules: LINE's "Retry a failed API request", and DESIGN 4.3: a reply is free, so an unsure one
is tried again while its token lives (a token works once, so it cannot show twice); a push is
effectively once by its stored X-Line-Retry-Key.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot.alerts import tell_operators
from bot.answers import Answer, Outcome
from bot.fetching import PATIENCE, delete_media, fetch_content, fetch_profile
from bot.fetching_files import fetch_file, file_given_up
from bot.linking import link_menu
from bot.queued import Queued
from bot.roster_file_work import given_up, work_on_roster
from handlers.texts import t
from models.locked_json import UNREADABLE
from models.multicasts import end_shares
from models.people import LineAccount
from models.sending_words import EffectKind, EffectState
from models.shown import note_shown
from models.vocabulary import RecordKind

if TYPE_CHECKING:
    from bot.runtime import Runtime

log = structlog.get_logger()

#: LINE knows a retry key for 24 hours; after that the same push would be a new one.
PUSH_LIFE = timedelta(hours=23)
LOADING_SECONDS = 20
_NO_KEY = "no key opens it"

#: A further write into the transaction that notes what came of a try.
AlsoWrite = Callable[[Session], None]


@dataclass(frozen=True)
class Delivery:
    """What came of a try: a word for the metrics, columns of the effect's row, and a further
    write that belongs into the same transaction."""

    outcome: str
    columns: dict[str, Any]
    also: AlsoWrite | None = field(default=None)


def deliver(runtime: "Runtime", queued: Queued) -> Delivery:
    """Carry out one effect once. Raises nothing: what fails in a way nobody thought of is tried
    again for a while and then given up, so that it never stands in the way of its lane."""
    now = runtime.machine_time()
    if UNREADABLE in queued.payload and not _too_late(queued, now):
        # In the middle of a rotation another process may have its key, and does it then.
        if now - queued.created_at < PATIENCE:
            return _again(queued, now, _NO_KEY)
        return _give_up(runtime, queued, now, _NO_KEY)
    try:
        return _deliver(runtime, queued, now)
    except Exception as fault:
        why = type(fault).__name__
        log.exception("delivery_failed", effect_id=queued.id, kind=queued.kind.value)
        if now - queued.created_at < PATIENCE:
            return _again(queued, now, why, unsure=True)
        return _give_up(runtime, queued, now, why)


def _give_up(runtime: "Runtime", queued: Queued, now: datetime, why: str) -> Delivery:
    tell: AlsoWrite = partial(_tell_of_fault, runtime, now=now, why=why)
    if queued.kind is EffectKind.MULTICAST:
        return _not_multicast(queued, now, "gave_up", why, tell)
    if "roster_file" in queued.payload:
        tell = _both(given_up(runtime, queued), tell)
    if "sent_file" in queued.payload:
        tell = _both(file_given_up(queued), tell)
    return Delivery("gave_up", _done(EffectState.REJECTED, now, error=why), tell)


def _too_late(queued: Queued, now: datetime) -> bool:
    """Whether the token of a reply is of no use any more."""
    return queued.token_until is not None and now >= queued.token_until


def _deliver(runtime: "Runtime", queued: Queued, now: datetime) -> Delivery:
    match queued.kind:
        case EffectKind.REPLY:
            return _reply(runtime, queued, now)
        case EffectKind.PUSH:
            return _push(runtime, queued, now)
        case EffectKind.MULTICAST:
            return _multicast(runtime, queued, now)
        case EffectKind.SHARE:
            raise AssertionError("a share is carried by its multicast")
        case EffectKind.FETCH_CONTENT if "roster_file" in queued.payload:
            done = work_on_roster(runtime, queued, now)
        case EffectKind.FETCH_CONTENT if "sent_file" in queued.payload:
            done = fetch_file(runtime, queued, now)
        case EffectKind.FETCH_CONTENT:
            done = fetch_content(runtime, queued, now)
        case EffectKind.FETCH_PROFILE:
            done = fetch_profile(runtime, queued, now)
        case EffectKind.LINK_MENU:
            done = link_menu(runtime, queued, now)
        case EffectKind.DELETE_MEDIA:
            done = delete_media(runtime, queued)
    if done is None:
        return _again(queued, now, "not yet")
    return Delivery(done.outcome, _done(EffectState.SENT, now), done.also)


def _reply(runtime: "Runtime", queued: Queued, now: datetime) -> Delivery:
    assert queued.reply_token is not None
    assert queued.token_until is not None
    if _too_late(queued, now):
        return Delivery("too_late", _done(EffectState.UNSHOWN, now, error="token expired"))
    answer = runtime.line.reply(queued.reply_token, queued.payload["messages"])
    match answer.outcome:
        case Outcome.SENT | Outcome.ALREADY_SENT:
            _mark_as_read(runtime, queued)
            return _sent(answer, now, _noting_the_record(queued, answer, now))
        case Outcome.DEAD_REPLY_TOKEN if queued.unsure:
            # The earlier try of which nothing was heard did arrive: a token works once.
            return _sent(answer, now)
        case Outcome.DEAD_REPLY_TOKEN | Outcome.OVER_QUOTA:
            return Delivery(
                answer.outcome.value, _done(EffectState.UNSHOWN, now, error=_why(answer))
            )
        case Outcome.REFUSED:
            return _apologise(runtime, queued, answer, now)
    if queued.attempts == 0 and queued.lane == queued.line_user_id:
        # It will take over a second: let the person see that something is coming.
        runtime.line.show_loading(queued.line_user_id, LOADING_SECONDS)
    return _again(queued, now, _why(answer), unsure=answer.outcome is Outcome.UNSURE)


def _apologise(runtime: "Runtime", queued: Queued, refused: Answer, now: datetime) -> Delivery:
    """LINE will never take this message, which is our fault; its token is still good, so the
    person hears at least that something went wrong."""
    assert queued.reply_token is not None
    log.error("reply_refused", effect_id=queued.id, why=refused.why)
    runtime.line.reply(queued.reply_token, [{"type": "text", "text": t("common.fault")}])
    return _refused(refused, now)


def _push(runtime: "Runtime", queued: Queued, now: datetime) -> Delivery:
    assert queued.line_user_id is not None
    assert queued.retry_key is not None
    if _blocks_us(runtime, queued.line_user_id):
        return Delivery("blocked", _done(EffectState.REJECTED, now, error="blocked"))
    if now - queued.created_at > PUSH_LIFE:
        return Delivery("gave_up", _done(EffectState.REJECTED, now, error="gave up"))
    if runtime.pushes_stopped():
        # It rides on the person's next free reply instead.
        return Delivery("over_quota", _done(EffectState.UNSHOWN, now, error="quota spent"))
    answer = runtime.line.push(queued.line_user_id, queued.payload["messages"], queued.retry_key)
    match answer.outcome:
        case Outcome.SENT | Outcome.ALREADY_SENT:
            return _sent(answer, now)
        case Outcome.OVER_QUOTA:
            runtime.stop_pushes()
            return Delivery(
                "over_quota",
                _done(EffectState.UNSHOWN, now, error=_why(answer)),
                partial(_over_quota, runtime, now=now),
            )
        case Outcome.REFUSED | Outcome.DEAD_REPLY_TOKEN:
            return _refused(answer, now)
    return _again(queued, now, _why(answer), unsure=answer.outcome is Outcome.UNSURE)


def _multicast(runtime: "Runtime", queued: Queued, now: datetime) -> Delivery:
    """The same to up to 500 people. LINE does not say whom it reached: taken is sent. What it does
    not take waits, as each one's share, for their next free reply."""
    assert queued.retry_key is not None
    if now - queued.created_at > PUSH_LIFE:
        return _not_multicast(queued, now, "gave_up", "gave up")
    if runtime.pushes_stopped():
        return _not_multicast(queued, now, "over_quota", "quota spent")
    to, messages = queued.payload["to"], queued.payload["messages"]
    answer = runtime.line.multicast(to, messages, queued.retry_key)
    match answer.outcome:
        case Outcome.SENT | Outcome.ALREADY_SENT:
            return _end_multicast(queued, now, "sent", EffectState.SENT, EffectState.SENT)
        case Outcome.OVER_QUOTA:
            # Perhaps too many for what is left, and a single push is not: pushes are not stopped.
            tell = partial(_over_quota, runtime, now=now)
            return _not_multicast(queued, now, "over_quota", _why(answer), tell)
        case Outcome.REFUSED | Outcome.DEAD_REPLY_TOKEN:
            tell = partial(_tell_of_fault, runtime, now=now, why=_why(answer))
            return _not_multicast(queued, now, "refused", _why(answer), tell)
    return _again(queued, now, _why(answer), unsure=answer.outcome is Outcome.UNSURE)


def _not_multicast(
    queued: Queued, now: datetime, outcome: str, why: str, tell: AlsoWrite | None = None
) -> Delivery:
    rejected, unshown = EffectState.REJECTED, EffectState.UNSHOWN
    return _end_multicast(queued, now, outcome, rejected, unshown, tell, error=why)


def _end_multicast(
    queued: Queued,
    now: datetime,
    outcome: str,
    state: EffectState,
    shares: EffectState,
    tell: AlsoWrite | None = None,
    **columns: object,
) -> Delivery:
    """Its people are named by their shares alone from now on, so that they can be forgotten."""
    to, key = queued.payload["to"], queued.retry_key or ""

    def also(session: Session) -> None:
        end_shares(session, to, key, shares, now)
        if tell is not None:
            tell(session)

    columns |= {"payload": {"people": len(to)}}
    return Delivery(outcome, _done(state, now, **columns), also)


def _tell_of_fault(runtime: "Runtime", session: Session, now: datetime, why: str) -> None:
    tell_operators(runtime, session, "fault", now, t("common.alert.fault", where=why))


def _both(first: AlsoWrite, second: AlsoWrite) -> AlsoWrite:
    def write(session: Session) -> None:
        first(session)
        second(session)

    return write


def _over_quota(runtime: "Runtime", session: Session, now: datetime) -> None:
    tell_operators(runtime, session, "over_quota", now, t("common.alert.over_quota"))


def _blocks_us(runtime: "Runtime", line_user_id: str) -> bool:
    with runtime.reading() as session:
        account = session.get(LineAccount, line_user_id)
        return account is not None and account.blocked_at is not None


def _mark_as_read(runtime: "Runtime", queued: Queued) -> None:
    """Only where the channel's chat is on: otherwise LINE marks as read by itself."""
    token = queued.payload.get("read_token")
    if token and runtime.marks_as_read():
        runtime.line.mark_as_read(token)


def _sent(answer: Answer, now: datetime, also: AlsoWrite | None = None) -> Delivery:
    ids = list(answer.message_ids)
    return Delivery("sent", _done(EffectState.SENT, now, sent_message_ids=ids), also)


def _noting_the_record(queued: Queued, answer: Answer, now: datetime) -> AlsoWrite | None:
    """Which record a receipt was about, under the message id that LINE gave it: quoting that
    message is how a person means the record."""
    about, who = queued.payload.get("about"), queued.line_user_id
    if about is None or who is None or about["at"] >= len(answer.message_ids):
        return None
    message_id = answer.message_ids[about["at"]]
    kind, _, number = about["record"].partition(":")
    return lambda session: note_shown(session, message_id, who, RecordKind(kind), int(number), now)


def _refused(answer: Answer, now: datetime) -> Delivery:
    return Delivery("refused", _done(EffectState.REJECTED, now, error=_why(answer)))


def _again(queued: Queued, now: datetime, why: str, *, unsure: bool = False) -> Delivery:
    wait = min(60.0, 0.5 * 2**queued.attempts) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
    columns = {
        "not_before": now + timedelta(seconds=wait),
        "unsure": queued.unsure or unsure,
        "error": why,
    }
    return Delivery("again", columns)


def _done(state: EffectState, now: datetime, **columns: object) -> dict[str, Any]:
    return {"state": state, "done_at": now, **columns}


def _why(answer: Answer) -> str:
    return f"{answer.outcome.value} {answer.status or ''} {answer.why or ''}".strip()[:300]
