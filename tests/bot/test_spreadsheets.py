"""Files of records: cells of the right sort, nothing that runs as a formula, readable Thai."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from bot.spreadsheets import (
    FORMULA_STARTS,
    LONGEST_CELL,
    cell,
    write_csv,
    write_json_lines,
    write_raw_csv,
    write_xlsx,
)
from handlers.export_columns import Column
from handlers.export_tables import TABLES, Table
from handlers.texts import has, t
from models.vocabulary import ExportKind, Purpose, VisitMode

BANGKOK = ZoneInfo("Asia/Bangkok")


@dataclass(frozen=True)
class Row:
    topic: str | None = "แผนพัฒนา"
    day: date | None = date(2023, 11, 27)
    count: int | None = 12
    mode: VisitMode = VisitMode.ONLINE
    purposes: tuple[Purpose, ...] = (Purpose.ADVICE, Purpose.MONITORING)
    sent: datetime = datetime(2023, 11, 27, 18, 5, tzinfo=UTC)
    sample: bool = True


TABLE = Table[Row](
    ExportKind.VISITS,
    (
        Column("topic", lambda r: r.topic),
        Column("visited_on", lambda r: r.day, day=True),
        Column("participants", lambda r: r.count),
        Column("mode", lambda r: r.mode, lambda mode: t(f"words.mode.{mode}")),
        Column("purposes", lambda r: r.purposes, lambda p: t(f"words.purpose.{p}")),
        Column("reported_at", lambda r: r.sent),
        Column("sample", lambda r: r.sample),
    ),
    lambda *_: [],
    lambda *_: 0,
    lambda _: ("", ""),
)
INJECTIONS = [f"{start}HYPERLINK(1)" for start in FORMULA_STARTS]


def workbook(rows: Iterable[Row]):
    into = io.BytesIO()
    write_xlsx(into, TABLE, rows, BANGKOK, [("จัดทำให้", "=ครูมะลิ")])
    return load_workbook(io.BytesIO(into.getvalue()))


def table_of(into: io.BytesIO) -> list[list[str]]:
    text = into.getvalue().decode()
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_cells_of_a_workbook_have_the_sort_of_their_value() -> None:
    sheet = workbook([Row(), Row(None, None, None)])[t("export.sheet.data")]
    headings, first, second = sheet.iter_rows(values_only=True)
    assert headings[:3] == ("เรื่อง", "วันที่นิเทศ (พ.ศ.)", "วันที่นิเทศ (ISO)")
    assert first == (
        "แผนพัฒนา",
        "27 พ.ย. 2566",
        datetime.fromisoformat("2023-11-27"),
        12,
        "ออนไลน์ (วิดีโอคอล)",
        "ให้คำแนะนำ · กำกับติดตาม",
        datetime.fromisoformat("2023-11-28T01:05"),
        "ใช่",
    )
    assert second[:4] == (None, None, None, None)
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["G2"].number_format == "yyyy-mm-dd hh:mm"


def test_a_workbook_has_a_frozen_header_filters_and_a_thai_font() -> None:
    sheet = workbook([Row()] * 3)[t("export.sheet.data")]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H4"
    for place in ("A1", "A2", "C2", "D3", "G4"):
        assert sheet[place].font.name == "TH Sarabun New"


def test_every_column_is_explained_on_a_sheet_of_its_own() -> None:
    book = workbook([Row()] * 2)
    told = dict(book[t("export.sheet.meaning")].iter_rows(values_only=True))
    headings = [each.value for each in book[t("export.sheet.data")][1]]
    assert [heading for heading in headings if not told[heading]] == []
    assert told["จำนวนรายการ"] == "2"
    assert told["จัดทำให้"] == "=ครูมะลิ"


@pytest.mark.parametrize("kind", TABLES)
def test_every_column_of_every_file_has_a_heading_of_its_own_and_a_meaning(
    kind: ExportKind,
) -> None:
    columns = TABLES[kind].columns
    headings = [heading for column in columns for heading in column.headings()]
    assert len(set(headings)) == len(headings)
    assert all(has(f"export.meaning.{column.name}") for column in columns)


@pytest.mark.parametrize("typed", INJECTIONS)
def test_what_looks_like_a_formula_stays_text_in_a_workbook(typed: str) -> None:
    into = io.BytesIO()
    write_xlsx(into, TABLE, [Row(typed)], BANGKOK, [])
    with zipfile.ZipFile(into) as parts:
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 2
        assert not any(b"<f>" in parts.read(name) for name in sheets)
    read = load_workbook(into)[t("export.sheet.data")]["A2"]
    assert read.data_type in ("s", "inlineStr")
    assert read.value.replace("_x000D_", "\r").strip() == typed.strip()


@pytest.mark.parametrize("typed", ["<r><t>ก</t></r>", "<r></is></c></r>", "<b>&", "_x0041_", "]]>"])
def test_markup_that_somebody_typed_stays_text(typed: str) -> None:
    read = workbook([Row(typed), Row("ต่อไป")])[t("export.sheet.data")]
    assert unescape(str(read["A2"].value)).rstrip() == typed
    assert read["A3"].value == "ต่อไป"


def test_an_address_becomes_no_link_and_a_number_typed_as_text_stays_text() -> None:
    sheet = workbook([Row("https://example.org"), Row("0812345678")])[t("export.sheet.data")]
    assert sheet["A2"].hyperlink is None
    assert sheet["A3"].value == "0812345678"


@pytest.mark.parametrize("typed", INJECTIONS)
def test_what_looks_like_a_formula_is_marked_in_csv(typed: str) -> None:
    for write in (write_csv, write_raw_csv):
        into = io.BytesIO()
        assert write(into, TABLE, [Row(typed)], BANGKOK) == 1
        assert table_of(into)[1][0] == f"'{typed}"


@settings(max_examples=200, deadline=None)
@given(typed=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_cell_of_csv_begins_like_a_formula(typed: str) -> None:
    into = io.BytesIO()
    write_csv(into, TABLE, [Row(typed)], BANGKOK)
    read = table_of(into)[1][0]
    assert not read.startswith(FORMULA_STARTS)
    assert read in (typed, f"'{typed}")
    assert cell(typed) == read


def test_csv_for_people_has_thai_headings_and_both_dates() -> None:
    into = io.BytesIO()
    assert write_csv(into, TABLE, [Row(), Row(None, None, None)], BANGKOK) == 2
    headings, first, second = table_of(into)
    assert headings[:3] == ["เรื่อง", "วันที่นิเทศ (พ.ศ.)", "วันที่นิเทศ (ISO)"]
    assert first[1:4] == ["27 พ.ย. 2566", "2023-11-27", "12"]
    assert first[6:] == ["2023-11-28 01:05", "ใช่"]
    assert second[:4] == ["", "", "", ""]


def test_files_for_programs_have_values_as_they_are() -> None:
    into = io.BytesIO()
    assert write_json_lines(into, TABLE, [Row()], BANGKOK) == 1
    assert json.loads(into.getvalue()) == {
        "topic": "แผนพัฒนา",
        "visited_on": "2023-11-27",
        "participants": 12,
        "mode": "online",
        "purposes": ["advice", "monitoring"],
        "reported_at": "2023-11-28T01:05:00+07:00",
        "sample": True,
    }
    into = io.BytesIO()
    write_raw_csv(into, TABLE, [Row()], BANGKOK)
    headings, line = table_of(into)
    assert headings[0] == "topic"
    assert line == [
        "แผนพัฒนา",
        "2023-11-27",
        "12",
        "online",
        "advice;monitoring",
        "2023-11-28T01:05:00+07:00",
        "True",
    ]


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    read = workbook([Row("ก" * (LONGEST_CELL + 1))])[t("export.sheet.data")]["A2"].value
    assert len(read) == LONGEST_CELL
    assert read.endswith(t("export.sheet.cut"))


def test_a_file_without_records_is_a_file_all_the_same() -> None:
    assert len(list(workbook([])[t("export.sheet.data")].iter_rows())) == 1
    into = io.BytesIO()
    assert write_csv(into, TABLE, [], BANGKOK) == 0
    assert len(table_of(into)) == 1
