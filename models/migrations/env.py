"""Where alembic finds the database: bot.database.upgrade() hands it an open connection.

To write a new version after a change of the tables:
    python -m alembic -c models/migrations/alembic.ini -x url=sqlite:///var/new.db \
        revision --autogenerate -m "what changed"
"""

from typing import Literal

from alembic import context
from sqlalchemy import JSON, Connection, create_engine, text

from models.base import UtcDateTime, WordList
from models.tables import metadata

# Any number, as long as it stays the same: two machines that migrate at once wait on it.
_ADVISORY_LOCK = 5_642_002


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A version says what the database stores, so it outlives the types of the models."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, WordList | JSON):
        return "sa.JSON()"
    return False


def _run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Held until the end of the transaction, and taken before the version is read.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    _run(handed_in)
else:
    engine = create_engine(context.get_x_argument(as_dictionary=True)["url"])
    with engine.begin() as opened:
        _run(opened)
    engine.dispose()
