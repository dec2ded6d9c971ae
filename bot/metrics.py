"""What operators watch: counters of this process, and, in the database, the state of the outbox,
of the scheduler and of the month's messages."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from bot.database import reading
from models.outbox_queries import oldest_due, outbox_counts
from models.quota import Standing, standing
from models.scheduling import round_at

registry = CollectorRegistry()
webhooks = Counter(
    "philiang_webhooks_total", "Webhook calls by what came of them", ["outcome"], registry=registry
)
events = Counter(
    "philiang_events_total", "Inbound events by what came of them", ["outcome"], registry=registry
)
sends = Counter(
    "philiang_sends_total", "Tries to carry out an effect", ["kind", "outcome"], registry=registry
)


class _State(Collector):
    """Read from the database at each scrape, so every process of the bot says the same."""

    def __init__(self, engine: Engine, now: datetime, zone: tzinfo):
        self._engine = engine
        self._now, self._zone = now, zone

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with reading(self._engine) as session:
            counts = outbox_counts(session)
            oldest = oldest_due(session, self._now)
            round_ended = round_at(session)
            month = standing(session, self._now, self._zone)
        effects = GaugeMetricFamily(
            "philiang_outbox_effects", "Effects by kind and state", labels=["kind", "state"]
        )
        for (kind, state), count in counts.items():
            effects.add_metric([kind.value, state.value], count)
        yield effects
        lag = (self._now - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "philiang_outbox_lag_seconds", "How long the oldest due effect has waited", value=lag
        )
        if round_ended is not None:
            yield GaugeMetricFamily(
                "philiang_scheduler_round_age_seconds",
                "How long ago a scheduler last came to the end of a round",
                value=(self._now - round_ended).total_seconds(),
            )
        yield from _quota(month, self._now)


def _quota(month: Standing, now: datetime) -> Iterator[GaugeMetricFamily]:
    if month.allowed is not None:
        yield GaugeMetricFamily(
            "philiang_quota_limit", "Messages of this month; none without a limit", month.allowed
        )
    yield GaugeMetricFamily("philiang_quota_used", "Messages used this month", month.used)
    yield GaugeMetricFamily(
        "philiang_quota_forecast", "Messages used when the month ends, at most", month.forecast
    )
    pushed = GaugeMetricFamily(
        "philiang_pushed_messages", "Messages that LINE took from us this month", labels=["reason"]
    )
    for reason, count in month.spent.items():
        pushed.add_metric([reason.value], count)
    yield pushed
    if month.read_at is not None:
        yield GaugeMetricFamily(
            "philiang_quota_read_age_seconds",
            "How long ago LINE was asked for the quota",
            (now - month.read_at).total_seconds(),
        )


def exposition(engine: Engine, now: datetime, zone: tzinfo) -> bytes:
    """Everything in Prometheus' text format; `zone`: of the calendar whose months LINE counts."""
    state = CollectorRegistry()
    state.register(_State(engine, now, zone))
    return generate_latest(registry) + generate_latest(state)
