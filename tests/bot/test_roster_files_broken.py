"""Roster files of every broken kind: each gets a clear Thai answer and is never half read."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl.workbook import Workbook

from bot import roster_file_safe
from bot.roster_file_read import read_roster
from bot.roster_file_write import write_results
from handlers.roster_sheet import FORMULA, Unreadable
from handlers.texts import t

HEADS = ["ชื่อสถานศึกษา *", "เครือข่าย", "บทบาท", "วันที่เข้าร่วม"]
CSV = "ชื่อสถานศึกษา,เครือข่าย,บทบาท\nโรงเรียนบ้านลำพยา,QIN-NPT1-A,ร่วมพัฒนา\n"


def workbook(change: Callable[[Workbook], None] = lambda _book: None) -> io.BytesIO:
    """A file with one good row, then changed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = t("roster_sheet.part.schools")
    sheet.append(HEADS)
    sheet.append(["โรงเรียนบ้านลำพยา", "QIN-NPT1-A", "ร่วมพัฒนา", "1/10/2569"])
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out


def repacked(part: str, content: bytes) -> io.BytesIO:
    """The good file with one part of it added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(workbook()) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return out


def why(file: io.BytesIO, name: str = "roster.xlsx") -> str:
    """The key of why it is not read. The words exist, in Thai."""
    with pytest.raises(Unreadable) as refused:
        read_roster(file, name)
    assert any("ก" <= sign <= "๛" for sign in refused.value.words)
    return refused.value.key


def _sheet(book: Workbook):  # type: ignore[no-untyped-def]
    return book[t("roster_sheet.part.schools")]


def test_a_good_file_is_read_row_by_row_under_its_heads() -> None:
    book = read_roster(workbook(), "roster.xlsx")
    (line,) = book.lines
    assert (line.number, line.values["school"]) == (2, "โรงเรียนบ้านลำพยา")
    assert "starts" in line.values


def test_the_wrong_sheet_is_named_with_those_that_are_there() -> None:
    assert why(workbook(lambda b: setattr(_sheet(b), "title", "Sheet1"))) == "no_sheet"


def test_missing_columns_are_named() -> None:
    assert why(workbook(lambda b: _sheet(b).delete_cols(3))) == "no_columns"


def test_heads_may_stand_below_a_title() -> None:
    book = read_roster(workbook(lambda b: _sheet(b).insert_rows(1, 2)), "roster.xlsx")
    assert [line.number for line in book.lines] == [4]


def test_merged_cells_are_refused() -> None:
    assert why(workbook(lambda b: _sheet(b).merge_cells("A2:A3"))) == "merged"


def test_a_formula_is_never_taken_for_its_value() -> None:
    book = read_roster(workbook(lambda b: _sheet(b).append(["=A2", "x", "y"])), "roster.xlsx")
    assert book.lines[1].values["school"] is FORMULA


def test_a_file_without_rows_says_so() -> None:
    assert why(workbook(lambda b: _sheet(b).delete_rows(2))) == "no_rows"


def test_the_example_row_is_no_row() -> None:
    example = t("roster_sheet.template.row.school")
    assert why(workbook(lambda b: _sheet(b).cell(2, 1, example))) == "no_rows"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.roster_file_read.MOST_ROWS", 3)

    def many(book: Workbook) -> None:
        for number in range(9):
            _sheet(book).append([f"โรงเรียน {number}"])

    assert why(workbook(many)) == "too_many_rows"


def test_fifty_megabytes_are_refused_unread() -> None:
    assert why(io.BytesIO(b"PK\x03\x04" + bytes(50 * 1024 * 1024))) == "too_large"


def test_a_zip_bomb_is_refused_by_what_its_directory_says() -> None:
    raw = bytes(roster_file_safe.MOST_UNPACKED_MB * 1024 * 1024 + 1)
    bomb = repacked("xl/worksheets/sheet1.xml", raw)
    assert bomb.tell() < 1024 * 1024
    assert why(bomb) == "bomb"


def test_a_bomb_whose_directory_lies_is_refused_while_it_is_read() -> None:
    raw = repacked("xl/worksheets/sheet1.xml", b"A" * 10_000_000).getvalue()
    size, lie = (10_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert why(io.BytesIO(raw.replace(size, lie))) == "broken"


def test_many_small_parts_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(roster_file_safe.MOST_PARTS + 1):
            packed.writestr(f"xl/{number}.xml", "")
    assert why(out) == "bomb"


@pytest.mark.parametrize("name", ["roster.xlsm", "roster.xlsx"])
def test_a_macro_is_refused_whatever_the_file_is_called(name: str) -> None:
    assert why(repacked("xl/vbaProject.bin", b"VBA"), name) == "macro"


def test_a_macro_file_is_known_by_its_name_alone() -> None:
    assert why(workbook(), "roster.XLSM") == "macro"


def test_an_old_or_locked_file_is_told_apart() -> None:
    assert why(io.BytesIO(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))) == "old_or_locked"


@pytest.mark.parametrize("raw", [b"PK\x03\x04rubbish", workbook().getvalue()[:900]])
def test_a_broken_file_is_refused(raw: bytes) -> None:
    assert why(io.BytesIO(raw)) == "broken"


def test_xml_that_declares_entities_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    assert why(repacked("xl/worksheets/sheet1.xml", laughs)) == "broken"


def test_another_zip_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    assert why(out) == "not_a_workbook"


def test_an_empty_file_says_so() -> None:
    assert why(io.BytesIO()) == "empty"


def test_a_day_of_excel_stays_a_day() -> None:
    book = read_roster(
        workbook(lambda b: _sheet(b).cell(2, 4, datetime.fromisoformat("2569-10-01"))),
        "roster.xlsx",
    )
    assert book.lines[0].values["starts"] == datetime.fromisoformat("2569-10-01")


# --- CSV -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8", ""), ("utf-8-sig", ""), ("cp874", "cp874"), ("utf-16", "utf_16")],
)
def test_csv_is_read_in_the_encodings_that_excel_writes(encoding: str, note: str) -> None:
    book = read_roster(io.BytesIO(CSV.encode(encoding)), "roster.csv")
    assert book.lines[0].values["school"] == "โรงเรียนบ้านลำพยา"
    assert book.note == note


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_may_be_parted_otherwise(delimiter: str) -> None:
    raw = CSV.replace(",", delimiter).encode()
    assert len(read_roster(io.BytesIO(raw), "roster.csv").lines) == 1


def test_csv_in_a_wrong_encoding_is_told_as_that() -> None:
    twice = CSV.encode("utf-8").decode("latin-1").encode("utf-8")
    assert why(io.BytesIO(twice), "roster.csv") == "encoding"
    assert why(io.BytesIO(bytes(range(256))), "roster.csv") == "encoding"


def test_csv_with_other_heads_names_what_is_missing() -> None:
    assert why(io.BytesIO("ชื่อ,ที่อยู่\n".encode()), "roster.csv") == "no_columns"


def test_a_file_of_which_only_the_rows_can_be_read_is_broken_when_its_results_are_written() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(workbook()) as good:
        xml = good.read(sheet).decode()
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<hyperlinks><hyperlink ref="A2" r:id="rId99" xmlns:r="{space}"/></hyperlinks>'
    at = "</sheetData>"
    file = repacked(sheet, xml.replace(at, at + link).encode())
    book = read_roster(file, "roster.xlsx")
    with pytest.raises(Unreadable) as refused:
        write_results(file, io.BytesIO(), book, [])
    assert refused.value.key == "broken"
