"""All tables together: import this one where the whole schema is wanted (migrations, tests)."""

from models import (
    audit,
    conversations,
    demo_clock,
    duties,
    exchanges,
    networks,
    people_tables,
    places,
    programmes,
    scheduling,
    visits,
)
from models.base import Base

metadata = Base.metadata

__all__ = [
    "audit",
    "conversations",
    "demo_clock",
    "duties",
    "exchanges",
    "metadata",
    "networks",
    "people_tables",
    "places",
    "programmes",
    "scheduling",
    "visits",
]
