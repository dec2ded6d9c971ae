"""The day in Bangkok of a stored instant, said in SQL. The zone has been UTC+7 without a break for
a century, so a constant does on SQLite, which knows no zones."""

from datetime import date
from typing import Any

from sqlalchemy import Date, FunctionElement
from sqlalchemy.ext.compiler import compiles


class day_in_bangkok(FunctionElement[date]):
    """The day on which the instant in this column falls."""

    type = Date()
    inherit_cache = True


@compiles(day_in_bangkok, "sqlite")
def _on_sqlite(element: day_in_bangkok, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+7 hours')"


@compiles(day_in_bangkok, "postgresql")
def _on_postgresql(element: day_in_bangkok, compiler: Any, **kw: Any) -> str:
    return f"CAST(timezone('Asia/Bangkok', {compiler.process(element.clauses, **kw)}) AS DATE)"
