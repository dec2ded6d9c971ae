"""Writes roster files: the template, and a sent file with what became of each of its rows."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.spreadsheets import BOM, FONT
from bot.spreadsheets import cell as as_cell
from handlers.roster_filled import Cells, Filled
from handlers.roster_sheet import (
    COLUMNS,
    DETAIL,
    RESULT,
    Book,
    LineResult,
    Part,
    Unreadable,
    column_name,
    part_called,
    part_name,
)
from handlers.texts import t
from models.periods import BE_OFFSET
from models.roster.results import Outcome

#: Down to this row the lists to choose from work.
LISTED_ROWS = 2_000
#: Excel takes no longer list in a cell's rule; a longer one stands on a sheet of its own.
MOST_LISTED = 255
#: As the outcomes are coloured: soft, and told by their word as well.
_COLOURS: Mapping[Outcome, str] = {
    Outcome.CREATED: "D9F2E3",
    Outcome.CHANGED: "FFF4CC",
    Outcome.REFUSED: "FADBD8",
}
#: What is named in a column has a row on this sheet.
_NAMED_ON = {"network": Part.NETWORKS, "network_office": Part.OFFICES, "office": Part.OFFICES}
_HOW = ("one", "two", "three", "four", "five")


def write_template(into: IO[bytes], template: Filled) -> None:
    """Write the template: what it means, then the sheets to fill in."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": FONT,
    }
    with Workbook(into, options) as book:
        styles = {
            "head": book.add_format({**FONT, "bold": True, "bg_color": "#DCE6F1", "border": 1}),
            "example": book.add_format({**FONT, "italic": True, "font_color": "#7F7F7F"}),
            "bold": book.add_format({**FONT, "bold": True}),
            "wrap": book.add_format({**FONT, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({**FONT, "num_format": "@"}),
        }
        guide = book.add_worksheet(t("roster_sheet.template.guide"))
        sheets = {part: book.add_worksheet(part_name(part)) for part in template.rows}
        choices = book.add_worksheet(t("roster_sheet.template.choices"))
        choices.hide()
        for part, sheet in sheets.items():
            _write_sheet(sheet, part, template.rows[part], styles)
            _write_choices(sheet, part, template, choices)
        _write_guide(guide, list(sheets), styles)
        sheets[Part.SCHOOLS].activate()


def _write_guide(sheet: Worksheet, parts: Sequence[Part], styles: Mapping[str, Format]) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, t("roster_sheet.how.head"), styles["bold"])
    row = 1
    for step in _HOW:
        sheet.write_string(row, 1, t(f"roster_sheet.how.{step}"), styles["wrap"])
        row += 1
    sheet.write_string(row + 1, 0, t("roster_sheet.how.columns"), styles["bold"])
    row += 2
    for part in parts:
        sheet.write_string(row, 0, part_name(part), styles["bold"])
        row += 1
        for column in COLUMNS[part]:
            sheet.write_string(row, 0, column_name(column.key), styles["wrap"])
            sheet.write_string(row, 1, t(f"roster_sheet.meaning.{column.key}"), styles["wrap"])
            row += 1


def _write_sheet(
    sheet: Worksheet, part: Part, rows: Iterable[Cells], styles: Mapping[str, Format]
) -> None:
    for place, column in enumerate(COLUMNS[part]):
        head = column_name(column.key) + (" *" if column.needed else "")
        sheet.set_column(place, place, column.width, styles["text"])
        sheet.write_string(0, place, head, styles["head"])
    sheet.freeze_panes(1, 1)
    for number, cells in enumerate(rows, start=1):
        style = styles["example"] if number == 1 else styles["text"]
        for place, column in enumerate(COLUMNS[part]):
            value = cells.get(column.key, "")
            if value:
                sheet.write_string(number, place, _shown(value), style)


def _shown(value: str | date) -> str:
    """Days as people write them: a cell that is a date would show another calendar."""
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year + BE_OFFSET}"
    return value


def _write_choices(sheet: Worksheet, part: Part, template: Filled, choices: Worksheet) -> None:
    for place, column in enumerate(COLUMNS[part]):
        # Whatever stands on the sheet of networks or offices, also what is added there.
        if (named := _NAMED_ON.get(column.key)) is not None and named in template.rows:
            source = f"='{part_name(named)}'!$A$3:$A${LISTED_ROWS}"
            sheet.data_validation(1, place, LISTED_ROWS, place, _list(source))
            continue
        listed = list(template.choices.get(column.key, ()))
        if not listed:
            continue
        if len(",".join(listed)) <= MOST_LISTED:
            sheet.data_validation(1, place, LISTED_ROWS, place, _list(listed))
            continue
        for number, one in enumerate(listed):
            choices.write_string(number, place, one)
        letter = get_column_letter(place + 1)
        name = t("roster_sheet.template.choices")
        source = f"='{name}'!${letter}$1:${letter}${len(listed)}"
        sheet.data_validation(1, place, LISTED_ROWS, place, _list(source))


def _list(source: str | Sequence[str]) -> dict[str, Any]:
    # A warning alone: a code or a spelling that is not in the list is judged by the bot.
    return {"validate": "list", "source": source, "error_type": "information"}


def write_results(
    original: IO[bytes], into: IO[bytes], book: Book, results: Sequence[LineResult]
) -> None:
    """Write the sent file again, with the outcome of each row and why in two columns of it. Raises
    Unreadable for a workbook of which only the rows could be read."""
    original.seek(0)
    if original.read(2) != b"PK":
        original.seek(0)
        _csv_results(original.read(), into, book, results)
        return
    original.seek(0)
    opened = _opened(original)
    sheets = {part: s for s in opened.worksheets if (part := part_called(s.title)) is not None}
    for part, columns in book.columns.items():
        sheet = sheets[part]
        places = _result_places(sheet.max_column, columns)
        head = book.heads[part]
        for key, place in places.items():
            sheet.cell(head, place + 1, column_name(key))
            sheet.column_dimensions[get_column_letter(place + 1)].width = (
                14 if key == RESULT else 60
            )
        for result in results:
            if result.part is part:
                _write_result(sheet, result, places, columns)
    opened.save(into)


def _opened(original: IO[bytes]) -> Any:
    try:
        return load_workbook(original, keep_links=False)
    except Exception:  # more of it is read than when its rows were taken: links, pictures
        raise Unreadable("broken") from None


def _write_result(
    sheet: Any, result: LineResult, places: Mapping[str, int], columns: Mapping[str, int]
) -> None:
    said = sheet.cell(result.number, places[RESULT] + 1, outcome_words(result.outcome))
    detail = sheet.cell(result.number, places[DETAIL] + 1, result.words)
    detail.alignment = Alignment(wrap_text=True, vertical="top")
    colour = _COLOURS.get(result.outcome)
    fill = PatternFill("solid", start_color=colour) if colour else PatternFill()
    said.fill = detail.fill = fill
    for key, _ in result.faults:
        if key in columns:
            sheet.cell(result.number, columns[key] + 1).fill = fill


def _result_places(width: int, columns: Mapping[str, int]) -> dict[str, int]:
    """Where the two columns stand, or are added."""
    places = dict(columns)
    for key in (RESULT, DETAIL):
        if key not in places:
            places[key] = max(width, *(place + 1 for place in places.values()))
    return {key: places[key] for key in (RESULT, DETAIL)}


def outcome_words(outcome: Outcome) -> str:
    return t(f"roster_sheet.outcome.{outcome.value}")


def _csv_results(raw: bytes, into: IO[bytes], book: Book, results: Sequence[LineResult]) -> None:
    encoding = {"cp874": "cp874", "utf_16": "utf-16"}.get(book.note, "utf-8-sig")
    text = raw.decode(encoding)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max((",", ";", "\t"), key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    told = {result.number: result for result in results}
    columns = book.columns[Part.SCHOOLS]
    places = _result_places(max(map(len, rows)), columns)
    head = book.heads[Part.SCHOOLS]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for number, row in enumerate(rows, start=1):
        row = [*row, *[""] * (1 + max(places.values()) - len(row))]
        if number == head:
            row[places[RESULT]], row[places[DETAIL]] = map(column_name, (RESULT, DETAIL))
        if (result := told.get(number)) is not None:
            row[places[RESULT]] = outcome_words(result.outcome)
            row[places[DETAIL]] = as_cell(result.words)
        writer.writerow(row)
    into.write((BOM + out.getvalue()).encode("utf-8"))
