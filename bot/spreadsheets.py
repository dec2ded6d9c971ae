"""Records as files: XLSX and CSV for people, CSV and JSON lines for programs.

Rows are written as they come, so memory does not grow with their number. What people typed is
never run as a formula: in XLSX it is stored as text, in CSV a sign is put before it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import IO, Any, TypeVar

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handlers.export_columns import Cell, Column
from handlers.export_tables import Table
from handlers.texts import t

R = TypeVar("R")

#: The font of Thai offices; a machine without it shows its own Thai one.
FONT = {"font_name": "TH Sarabun New", "font_size": 16}
#: Characters that Excel keeps in one cell.
LONGEST_CELL = 32_767
#: What a spreadsheet may take for the beginning of a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def write_xlsx(
    into: IO[bytes],
    table: Table[R],
    records: Iterable[R],
    zone: tzinfo,
    about: Sequence[tuple[str, str]],
) -> int:
    """Write a workbook: the records, and a sheet that says what its columns mean and (`about`)
    what was asked for. How many records there were.
    """
    # Without default options a string that begins with "=" becomes a formula, an address a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": FONT,
    }
    with Workbook(into, options) as book:
        styles = _Styles(book)
        sheet = book.add_worksheet(t("export.sheet.data"))
        headings = [heading for column in table.columns for heading in column.headings()]
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, max(14, min(len(heading) + 6, 40)))
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, styles.heading)
        count = 0
        for count, record in enumerate(records, start=1):
            place = 0
            for column in table.columns:
                for value in column.cells(record, zone):
                    styles.write(sheet, count, place, value)
                    place += 1
        sheet.autofilter(0, 0, count, len(headings) - 1)
        told = [*about, (t("export.sheet.rows"), f"{count:,}")]
        _definitions(book, styles, table.columns, told)
    return count


def write_csv(into: IO[bytes], table: Table[R], records: Iterable[R], zone: tzinfo) -> int:
    """Write a CSV file for people: Thai headings and words, with a BOM so that Excel reads Thai.
    How many records there were.
    """
    headings = [heading for column in table.columns for heading in column.headings()]
    lines = ([_text(c) for column in table.columns for c in column.cells(r, zone)] for r in records)
    return _write_csv(into, headings, lines)


def write_raw_csv(into: IO[bytes], table: Table[R], records: Iterable[R], zone: tzinfo) -> int:
    """Write a CSV file for programs: one column for each, by its name, with a BOM. How many
    records there were.
    """
    lines = ([_text(column.raw(r, zone)) for column in table.columns] for r in records)
    return _write_csv(into, [column.name for column in table.columns], lines)


def write_json_lines(into: IO[bytes], table: Table[R], records: Iterable[R], zone: tzinfo) -> int:
    """Write one JSON object a line. How many there were."""
    count = 0
    for record in records:
        count += 1
        row = {column.name: column.raw(record, zone) for column in table.columns}
        into.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
    return count


def cell(value: str) -> str:
    """A text as a cell of a CSV file that is never run as a formula."""
    return "'" + value if value.startswith(FORMULA_STARTS) else value


class _Styles:
    """The few formats of a workbook, and writing a cell by the sort of its value."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        self.text: Format = book.add_format(top)
        self.day: Format = book.add_format(top | {"num_format": "yyyy-mm-dd"})
        self.moment: Format = book.add_format(top | {"num_format": "yyyy-mm-dd hh:mm"})
        self.heading: Format = book.add_format(
            {"bold": True, "bg_color": "#EAF3EE", "border": 1, "text_wrap": True}
        )
        self.wrapped: Format = book.add_format(top | {"text_wrap": True})

    def write(self, sheet: Worksheet, row: int, place: int, value: Cell) -> None:
        # Texts and numbers are left in the workbook's own format: a third faster.
        if isinstance(value, str):
            if value:
                sheet.write_string(row, place, _fitting(value))
        elif isinstance(value, date):
            style = self.moment if isinstance(value, datetime) else self.day
            sheet.write_datetime(row, place, value, style)
        elif value is not None:
            sheet.write_number(row, place, value)


def _definitions(
    book: Workbook,
    styles: _Styles,
    columns: Sequence[Column[Any]],
    about: Sequence[tuple[str, str]],
) -> None:
    sheet = book.add_worksheet(t("export.sheet.meaning"))
    sheet.set_column(0, 0, 34, styles.text)
    sheet.set_column(1, 1, 90, styles.wrapped)
    rows = [
        *((label, value, styles.wrapped) for label, value in about),
        ("", "", styles.text),
        (t("export.sheet.column"), t("export.sheet.means"), styles.heading),
        *(
            (heading, t(f"export.meaning.{column.name}"), styles.wrapped)
            for column in columns
            for heading in column.headings()
        ),
    ]
    for number, (left, right, style) in enumerate(rows):
        sheet.write_string(number, 0, left, style)
        sheet.write_string(number, 1, _fitting(right), style)


def _fitting(text: str) -> str:
    """As much as Excel keeps in a cell; what is left out is said.

    XlsxWriter takes a text from <r> to </r> for markup of its own and does not escape it.
    """
    if len(text) > LONGEST_CELL:
        cut = t("export.sheet.cut")
        text = text[: LONGEST_CELL - len(cut)] + cut
    return f"{text} " if text.endswith("</r>") else text


def _write_csv(into: IO[bytes], headings: Sequence[str], lines: Iterator[list[str]]) -> int:
    text = io.TextIOWrapper(into, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    text.write(BOM)
    count = 0
    writer.writerow(headings)
    for line in lines:
        count += 1
        writer.writerow(line)
    text.flush()
    text.detach()  # the file stays open
    return count


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return cell(";".join(map(str, value))) if isinstance(value, list) else str(value)
