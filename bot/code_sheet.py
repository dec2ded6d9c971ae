"""Codes on paper and as pictures: a PDF to cut up at a meeting, and one QR code as a PNG."""

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import fontpkg_sarabun
import segno
import typst

from handlers.codes_content import Code, Sheet
from handlers.texts import t

SOURCE = Path(__file__).parent / "code_sheet.typ"
FONTS = Path(fontpkg_sarabun.__file__).parent / "files"

#: Turns a code into the address that opens the chat with it typed.
ChatLink = Callable[[str], str]


def draw_pdf(sheet: Sheet, chat: ChatLink) -> bytes:
    """The sheet on A4, the codes of each school under its name, with lines to cut along."""
    told = {
        "title": t("codes.paper.title", place=sheet.place),
        "how": t("codes.paper.how", until=sheet.until),
        "places": [
            {"name": name, "codes": [_told(code, chat) for code in codes]}
            for name, codes in sheet.by_place.items()
        ],
    }
    sheet_json = json.dumps(told, ensure_ascii=False)
    pdf = _compiler().compile(format="pdf", sys_inputs={"sheet": sheet_json})
    assert isinstance(pdf, bytes)
    return pdf


def draw_png(code: str, chat: ChatLink) -> bytes:
    """The QR code of one code, large enough for a phone to read off another phone."""
    out = io.BytesIO()
    _qr(chat(code)).save(out, kind="png", scale=12, border=4)
    return out.getvalue()


def _told(code: Code, chat: ChatLink) -> dict[str, str]:
    return {"code": code.code, "what": code.what, "qr": _svg(chat(code.code))}


def _svg(address: str) -> str:
    out = io.BytesIO()
    _qr(address).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def _qr(address: str) -> segno.QRCode:
    # M reads through a fold or a stain, and is not finer than a cheap printer.
    return segno.make_qr(address, error="m")


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(SOURCE, root=SOURCE.parent, font_paths=[FONTS], ignore_system_fonts=True)
