"""`flask --app bot.app doctor`: whether everything that the bot stands on is in order.

Each check says one line. Faults in the settings themselves end every command before it begins, all
told at once (bot/settings.py); what is looked at here is whether they fit the world.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.answers import LineFault, judge
from bot.database import STORE_FAULTS, schema_is_current
from bot.runtime import Runtime
from bot.settings import is_loopback
from handlers.system_status import STANDS_STILL
from models.outbox_queries import oldest_due
from models.quota import SOFT_SHARE, standing
from models.scheduling import round_at

#: What waits longer than this in the outbox is not being sent.
OUTBOX_LAGS = timedelta(minutes=2)


class Health(StrEnum):
    OK = "ok"
    WARNING = "warning"  # it runs, and somebody should look at it
    FAULT = "fault"  # something does not work


@dataclass(frozen=True)
class Finding:
    """What one check found: no secret stands in `words`."""

    about: str
    health: Health
    words: str


def examine(runtime: Runtime) -> Iterator[Finding]:
    """Every check in turn; what needs the database is left out where that is away."""
    yield from _settings(runtime)
    schema = _schema(runtime)
    yield schema
    checks: list[Callable[[Runtime], Finding]] = [_channel, _webhook, _quota]
    if schema.health is Health.OK:
        checks += [_scheduler, _outbox]
    for check in checks:
        yield check(runtime)


def _settings(runtime: Runtime) -> Iterator[Finding]:
    settings, found = runtime.settings, []
    if settings.demo:
        yield Finding("settings", Health.OK, "the demo's")
        return
    if not settings.public_base_url.startswith("https://") or is_loopback(settings.public_base_url):
        words = "PUBLIC_BASE_URL is no https:// address that phones can open; links lead nowhere"
        found.append(Finding("settings", Health.FAULT, words))
    for name, given, lacks in (
        ("DATA_KEY", settings.data_key, "contact details cannot be kept"),
        ("METRICS_TOKEN", settings.metrics_token, "/metrics answers nobody"),
        ("CONTROLLER_NAME", settings.controller_name, "the privacy notice names nobody"),
        ("CONTROLLER_CONTACT", settings.controller_contact, "the privacy notice has no address"),
    ):
        if not given:
            found.append(Finding("settings", Health.WARNING, f"{name} is not set: {lacks}"))
    yield from found or [Finding("settings", Health.OK, "complete")]


def _schema(runtime: Runtime) -> Finding:
    try:
        current = schema_is_current(runtime.engine)
    except STORE_FAULTS as fault:
        return Finding("schema", Health.FAULT, f"database away ({type(fault).__name__})")
    if current:
        return Finding("schema", Health.OK, f"current, on {runtime.engine.dialect.name}")
    return Finding("schema", Health.FAULT, "not current: run flask --app bot.app db upgrade")


def _channel(runtime: Runtime) -> Finding:
    try:
        info = runtime.line.bot_info()
    except LineFault as fault:
        return Finding("channel", Health.FAULT, f"LINE does not know us: {fault}")
    return Finding("channel", Health.OK, f"{info.user_id}, chat mode {info.chat_mode}")


def _webhook(runtime: Runtime) -> Finding:
    """What LINE has as our address, against what we think it is."""
    url = f"{runtime.settings.api_base}/v2/bot/channel/webhook/endpoint"
    try:
        heard = runtime.line.call("webhook_endpoint", "GET", url)
    except LineFault as fault:
        return Finding("webhook", Health.FAULT, f"LINE was not reached: {fault}")
    if heard.status == 404:
        return Finding("webhook", Health.FAULT, "LINE has no webhook URL for this channel")
    said = heard.json() or {}
    if heard.status != 200:
        answer = judge(heard)
        return Finding("webhook", Health.FAULT, f"LINE says {heard.status} {answer and answer.why}")
    ours, theirs = f"{runtime.settings.public_base_url}/webhook", str(said.get("endpoint", ""))
    if not said.get("active"):
        return Finding("webhook", Health.FAULT, f"{theirs} is switched off at LINE")
    if theirs != ours:
        return Finding("webhook", Health.FAULT, f"LINE calls {theirs}, and we are at {ours}")
    return Finding("webhook", Health.OK, theirs)


def _quota(runtime: Runtime) -> Finding:
    try:
        said = runtime.line.quota()
    except LineFault as fault:
        return Finding("quota", Health.FAULT, f"not read: {fault}")
    if said.limit is None:
        return Finding("quota", Health.OK, f"{said.used} used, no limit")
    words = f"{said.used} of {said.limit} used{_foreseen(runtime)}"
    if said.spent:
        return Finding("quota", Health.WARNING, f"{words}; replies only until the month ends")
    if said.used >= SOFT_SHARE * said.limit:
        return Finding("quota", Health.WARNING, f"{words}; over 80 %")
    return Finding("quota", Health.OK, words)


def _foreseen(runtime: Runtime) -> str:
    try:
        with runtime.reading() as session:
            month = standing(session, runtime.machine_time(), runtime.settings.timezone)
    except STORE_FAULTS:
        return ""
    return f", at most {month.forecast} when the month ends"


def _scheduler(runtime: Runtime) -> Finding:
    with runtime.reading() as session:
        last = round_at(session)
    if last is None:
        return Finding("scheduler", Health.FAULT, "no round has ever ended: python -m scheduler")
    ago = runtime.machine_time() - last
    words = f"last round ended {int(ago.total_seconds())} s ago"
    return Finding("scheduler", Health.FAULT if ago > STANDS_STILL else Health.OK, words)


def _outbox(runtime: Runtime) -> Finding:
    now = runtime.machine_time()
    with runtime.reading() as session:
        oldest = oldest_due(session, now)
    if oldest is None:
        return Finding("outbox", Health.OK, "nothing waits")
    lag = now - oldest
    words = f"the oldest has waited {int(lag.total_seconds())} s"
    return Finding("outbox", Health.WARNING if lag > OUTBOX_LAGS else Health.OK, words)
