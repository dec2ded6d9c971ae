"""Rows of one file that mean the same membership or term: the same row twice, or one that ends what
is there and another that begins it anew. Pure.
"""

from collections.abc import Iterable
from datetime import date

from handlers.roster_offices import OfficePlan
from handlers.roster_schools import SchoolPlan
from handlers.roster_sheet import Part
from handlers.roster_values import Wrong

#: Rows that say of something from when to when it is.
Spanned = OfficePlan | SchoolPlan
Row = tuple[Part, int]


def told_apart(rows: Iterable[Spanned], today: date) -> tuple[dict[Row, Spanned], dict[Row, Wrong]]:
    """What each row means beside the others, in their order; and which say what another has said.

    Of several rows that overlap what is there, the one that begins with it means it; the others
    are new (who leaves and comes back has two).
    """
    rows = list(rows)
    kept: dict[Row, Spanned] = {}
    wrong: dict[Row, Wrong] = {}
    begins = {plan.known for plan in rows if plan.known and plan.begins == plan.known.starts_on}
    first: dict[object, int] = {}
    for plan in rows:
        row = (plan.line.part, plan.line.number)
        try:
            known = plan.known
            if known is not None and known in begins and plan.begins != known.starts_on:
                plan = plan.without(known, today)
            number = first.setdefault(plan.means, plan.line.number)
            if number != plan.line.number:
                raise Wrong(plan.names, "twice", row=number)
            kept[row] = plan
        except Wrong as fault:
            wrong[row] = fault
    return kept, wrong
