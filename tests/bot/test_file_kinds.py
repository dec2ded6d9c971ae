"""What is in a file is told by its content, and a list of parts that hides something is not read
as if it were plain."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from bot.file_kinds import kind_of
from handlers.sent_files import NotKept
from models.sent_files import FileKind

MAIN = '<Override ContentType="wordprocessingml.document.main+xml"/>'
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"


def office(types: str | bytes, *parts: str) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types)
        for part in parts:
            packed.writestr(part, "x")
    return out


def test_an_ordinary_workbook_and_document_are_taken() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    assert kind_of(out) is FileKind.XLSX
    assert kind_of(office(f"<Types>{MAIN}", "word/document.xml")) is FileKind.DOCX


@pytest.mark.parametrize(
    ("types", "parts", "why"),
    [
        (f"<Types>{MAIN}{DOCM.replace('E', '&#69;')}", (), "broken"),
        (f"<Types>{MAIN}{' ' * 2 * 1024 * 1024}{DOCM}", (), "broken"),
        (f"<Types>{MAIN}".encode() + DOCM.encode("utf-16"), (), "broken"),
        (f'<!DOCTYPE Types [<!ENTITY e "E">]><Types>{MAIN}', (), "broken"),
        (f"<Types>{MAIN}", ("word\\vbaProject.bin",), "macro"),
        (f"<Types>{MAIN}", ("word/vbaProject.bin",), "macro"),
        (f"<Types>{MAIN}{DOCM}", (), "macro"),
    ],
)
def test_macros_are_found_however_they_hide(
    types: str | bytes, parts: tuple[str, ...], why: str
) -> None:
    with pytest.raises(NotKept) as refused:
        kind_of(office(types, *parts))
    assert refused.value.why == why
