"""The hot path: conversations, inbound events and outbox effects.

These three are Core tables, written by Core statements alone: every event touches all of them,
and rows through ORM objects cost four times the CPU (docs/architecture.md). No other table has
statements of this kind, and these have no mapped class.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from models.base import Base, BigId, Json, UtcDateTime, enum_column_type
from models.locked_json import LockedJson
from models.sending_words import EffectKind, EffectState, PushReason

#: What the night's purge looks at stays open, so that no draft outlives its days.
_DRAFT = LockedJson(stays_open=("id", "form", "version", "touched_on"))
#: What decides whose an effect is, and what becomes of it; what holds nothing else lies open.
_PAYLOAD = LockedJson(
    stays_open=(
        *("left", "digest", "to", "people", "key", "message_id", "sent_file"),
        *("roster_file", "take", "held", "held_at", "images", "unasked"),
    ),
    empty=("messages",),
)

conversations = Table(
    "conversations",
    Base.metadata,
    Column("line_user_id", String(64), primary_key=True),
    Column("draft", _DRAFT),  # the form being filled in, or NULL
    Column("parked", _DRAFT, nullable=False, default=list),  # drafts put aside, the newest last
    Column("unsent", Json),  # LINE's ids of messages taken back before they came, the newest last
    Column("window_started_at", UtcDateTime),  # turns are counted within this window
    Column("window_turns", Integer, nullable=False, default=0),
    Column("touched_at", UtcDateTime, nullable=False),
)

inbound_events = Table(
    "inbound_events",
    Base.metadata,
    # webhookEventId, or a hash of the event where it has none: a duplicate stops here.
    Column("id", String(64), primary_key=True),
    Column("line_user_id", String(64)),
    Column("kind", String(64), nullable=False),
    Column("occurred_at", UtcDateTime),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", LockedJson()),
    Column("error", Text),
    Index(None, "line_user_id", "received_at"),
    Index(None, "received_at"),
)

effects = Table(
    "effects",
    Base.metadata,
    Column("id", BigId, primary_key=True),
    Column("lane", String(80), nullable=False),  # effects of one lane go one at a time, in order
    Column("kind", enum_column_type(EffectKind), nullable=False),
    Column("line_user_id", String(64)),
    Column("payload", _PAYLOAD, nullable=False),
    Column("state", enum_column_type(EffectState), nullable=False, default=EffectState.WAITING),
    Column("turn_key", String(80)),  # one visible answer per turn: an album is one turn
    Column("reply_token", String(200)),
    Column("token_until", UtcDateTime),
    Column("retry_key", String(36)),  # X-Line-Retry-Key, the same on every try
    Column("not_before", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("unsure", Boolean, nullable=False, default=False),  # a try whose outcome is unknown
    Column("error", Text),
    Column("sent_message_ids", Json),
    Column("event_id", String(64)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    # Of what costs messages of the month: why it is spent, and how many (one for each person).
    Column("push_reason", enum_column_type(PushReason)),
    Column("push_cost", Integer),
    UniqueConstraint("lane", "turn_key"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("(push_reason IS NULL) = (push_cost IS NULL)", name="push"),
    sqlite_autoincrement=True,
)

#: What is left and is pushed one day if no reply has shown it. Digests and reminders that the quota
#: left never are, and they are the many.
#: (`|| ''`: or SQLite would take the index of all that is unshown.)
LEFT_TO_PUSH = (
    f"state || '' = '{EffectState.UNSHOWN.value}' AND substr(lane, 1, 5) = 'left:'"
    " AND substr(turn_key, 1, 7) <> 'digest:' AND substr(turn_key, 1, 10) <> 'reminders:'"
)

# What waits is few beside what is done: partial indexes keep the claim flat as rows pile up.
for _name, _columns, _which in (
    ("ix_effects_waiting_not_before", ("not_before",), f"state = '{EffectState.WAITING.value}'"),
    ("ix_effects_waiting_lane", ("lane", "id"), f"state = '{EffectState.WAITING.value}'"),
    ("ix_effects_unshown", ("line_user_id",), f"state = '{EffectState.UNSHOWN.value}'"),
    ("ix_effects_left_to_push", ("line_user_id", "turn_key"), LEFT_TO_PUSH),
    ("ix_effects_rejected", ("done_at",), f"state = '{EffectState.REJECTED.value}'"),
    ("ix_effects_pushed", ("done_at",), "push_reason IS NOT NULL"),
):
    _where = text(_which)
    Index(
        _name,
        *(effects.c[column] for column in _columns),
        sqlite_where=_where,
        postgresql_where=_where,
    )
