"""What operators watch: counters of this process, and the state of the outbox in the database."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from bot.database import reading
from models.outbox_queries import oldest_due, outbox_counts
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


class _OutboxState(Collector):
    """Read from the database at each scrape, so every process of the bot says the same."""

    def __init__(self, engine: Engine, now: datetime):
        self._engine = engine
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with reading(self._engine) as session:
            counts = outbox_counts(session)
            oldest = oldest_due(session, self._now)
            round_ended = round_at(session)
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


def exposition(engine: Engine, now: datetime) -> bytes:
    """Everything in Prometheus' text format."""
    state = CollectorRegistry()
    state.register(_OutboxState(engine, now))
    return generate_latest(registry) + generate_latest(state)
