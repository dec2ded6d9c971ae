"""The parts that the chapters of an annual report are put together from, in its own words."""

from collections.abc import Iterator, Sequence

from handlers.annual_found import Found
from handlers.paper import Grid, Heading, Missing, Paragraph, Part, Points
from handlers.report_view import details_of
from handlers.texts import t
from handlers.thai.dates import short_date
from models.vocabulary import ReportKind

#: Rows of a table in the paper; all of them are in the files of “ส่งออก”.
MOST_ROWS = 200


def told(found: Found, kind: ReportKind) -> Iterator[Part]:
    """Each report of a kind as it was confirmed: for whom and when, and what its reporter said."""
    records = found.reports[kind]
    if not records:
        yield missing(kind.value)
        return
    for record in records[:MOST_ROWS]:
        day = short_date(record.report.happened_on)
        yield Heading(t("annual_draft.told", subject=record.subject_label, day=day))
        yield Points(tuple(f"{label}: {value}" for label, value in details_of(record)))
    if note := left_out(len(records)):
        yield Paragraph(note)


def heading(name: str) -> Heading:
    return Heading(t(f"annual_draft.heading.{name}"))


def missing(name: str) -> Missing:
    return Missing(t(f"annual_draft.missing.{name}"))


def grid(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Grid:
    headings = tuple(t(f"annual_draft.column.{name}") for name in columns)
    return Grid(headings, tuple(rows[:MOST_ROWS]), left_out(len(rows)))


def left_out(count: int) -> str:
    """What is said when not everything stands here; "" if it does."""
    if count <= MOST_ROWS:
        return ""
    return t("annual_draft.left_out", count=f"{count - MOST_ROWS:,}")
