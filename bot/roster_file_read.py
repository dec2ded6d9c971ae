"""Reads a roster file that somebody sent (XLSX or CSV) into rows, within limits. What a cell says
is judged later (handlers/roster_values.py).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import IO, Any

from openpyxl import load_workbook

from bot.roster_file_safe import MOST_MB, is_workbook, look
from handlers.roster_sheet import (
    COLUMNS,
    DETAIL,
    FORMULA,
    RESULT,
    Book,
    Line,
    Part,
    Unreadable,
    Value,
    columns_in,
    missing_columns,
    part_called,
    part_name,
)
from handlers.texts import t
from handlers.thai.fold import fold

MOST_ROWS = 20_000
MOST_COLUMNS = 60
#: The heads stand in one of the first rows: people put a title above them.
HEADS_WITHIN = 10
MOST_CSV_MB = 5
#: A workbook of some megabytes may take hundreds once parsed: one at a time in a process.
_ONE_AT_A_TIME = Lock()

Row = Sequence[Any]


def read_roster(file: IO[bytes], name: str) -> Book:
    """The rows of a file, whatever its name says it is. Raises Unreadable, and nothing else."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    if size > MOST_MB * 1024 * 1024:
        raise Unreadable("too_large", most=MOST_MB)
    if size == 0:
        raise Unreadable("empty")
    if is_workbook(file):
        if name.lower().endswith((".xlsm", ".xltm", ".xlsb")):
            raise Unreadable("macro")
        with _ONE_AT_A_TIME:
            return _read_workbook(file)
    if size > MOST_CSV_MB * 1024 * 1024:
        raise Unreadable("too_large", most=MOST_CSV_MB)
    return _read_csv(file.read())


def _read_workbook(file: IO[bytes]) -> Book:
    merged = look(file).merged
    file.seek(0)
    try:
        opened = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except Exception:  # what broken XML makes it raise has no end of kinds
        raise Unreadable("broken") from None
    book = Book()
    try:
        _read_sheets(opened, merged, book)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable("broken") from None
    finally:
        opened.close()
    return _checked(book)


def _read_sheets(opened: Any, merged: dict[str, list[str]], book: Book) -> None:
    sheets = {part_called(sheet.title): sheet for sheet in opened.worksheets}
    known = {part: sheet for part, sheet in sheets.items() if part is not None}
    if not known:
        found = ", ".join(sheet.title[:31] for sheet in opened.worksheets[:5])
        raise Unreadable("no_sheet", wanted=part_name(Part.SCHOOLS), found=found)
    for part in Part:
        if (sheet := known.get(part)) is None:
            continue
        path = str(sheet._worksheet_path).lstrip("/")
        if merged.get(path):
            raise Unreadable("merged", sheet=sheet.title[:31], cells=", ".join(merged[path][:3]))
        sheet.reset_dimensions()  # what the file says of its size need not be true
        # Further down than this, something would have been left out without a word.
        rows = sheet.iter_rows(max_row=3 * MOST_ROWS, max_col=MOST_COLUMNS)
        _take_sheet(book, part, ((_cell(cell) for cell in row) for row in rows), sheet.title)


def _cell(cell: Any) -> Value | None:
    if cell.data_type == "f":
        return FORMULA
    value: Value | None = cell.value
    return value


def _take_sheet(book: Book, part: Part, rows: Iterable[Iterable[Any]], title: str) -> None:
    """The rows of one sheet under its heads."""
    numbered: Iterator[tuple[int, Row]] = ((n, tuple(row)) for n, row in enumerate(rows, 1))
    book.heads[part], columns = _heads(part, numbered, title)
    book.columns[part] = columns
    read = {key: place for key, place in columns.items() if key not in (RESULT, DETAIL)}
    for number, row in numbered:
        values = {
            key: value
            for key, place in read.items()
            if place < len(row) and not _is_blank(value := row[place])
        }
        if not values or _is_example(part, values):
            continue
        book.lines.append(Line(part, number, values))
        if number > MOST_ROWS + HEADS_WITHIN or len(book.lines) > MOST_ROWS:
            raise Unreadable("too_many_rows", most=f"{MOST_ROWS:,}")


def _heads(part: Part, rows: Iterator[tuple[int, Row]], title: str) -> tuple[int, dict[str, int]]:
    best: list[str] = []
    for number, row in rows:
        found = columns_in(part, row)
        missing = missing_columns(part, found)
        if not missing:
            return number, found
        if not best or len(missing) < len(best):
            best = missing
        if number >= HEADS_WITHIN:
            break
    wanted = best or missing_columns(part, {})
    raise Unreadable("no_columns", sheet=title[:31], columns=", ".join(wanted))


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_example(part: Part, values: dict[str, Value]) -> bool:
    name = values.get(COLUMNS[part][0].key)
    return isinstance(name, str) and fold(name).startswith(fold(t("roster_sheet.template.example")))


def _checked(book: Book) -> Book:
    if not book.lines:
        raise Unreadable("no_rows")
    return book


# --- CSV -----------------------------------------------------------------------------------------


def _read_csv(raw: bytes) -> Book:
    """The sheet of schools alone. The Thai of Windows (cp874) is taken where its heads are then
    ours; anything else is no text we know."""
    for encoding, note in (("utf-8-sig", ""), ("utf-16", "utf_16"), ("cp874", "cp874")):
        if encoding == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            continue
        return _take_csv(text, note)
    raise Unreadable("encoding")


def _take_csv(text: str, note: str) -> Book:
    book = Book(note=note)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max((",", ";", "\t"), key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        _take_sheet(book, Part.SCHOOLS, (row[:MOST_COLUMNS] for row in rows), "CSV")
    except csv.Error:
        raise Unreadable("broken") from None
    except Unreadable as fault:
        # Heads that are none of ours in another encoding than Unicode: it is the encoding.
        if fault.key == "no_columns" and not any("ก" <= sign <= "๛" for sign in first):
            raise Unreadable("encoding") from None
        raise
    return _checked(book)
