"""Draws a page as PNG: Typst from source, with the Sarabun that is installed with us and no font of
the system, so that every machine draws the same."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import typst

HERE = Path(__file__).parent
FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
SOURCES = (HERE / "drawing.typ", HERE / "icons.typ")
#: LINE takes no more.
MOST_BYTES = 1024 * 1024


def _source_hash() -> str:
    """Changes with anything that a picture is made of, beside the page itself."""
    parts = [file.read_bytes() for file in (*SOURCES, *sorted(FONTS.glob("*Bold.ttf")))]
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    return hashlib.sha256("".join([*digests, version("typst")]).encode()).hexdigest()


SOURCE_HASH = _source_hash()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(SOURCES[0], root=HERE, font_paths=[FONTS], ignore_system_fonts=True)


def draw(page: Mapping[str, Any]) -> bytes:
    """The PNG of a page as pages.py describes it. Raises ValueError where LINE would refuse it."""
    told = {"page": json.dumps(page, ensure_ascii=False)}
    png = _compiler().compile(format="png", ppi=72, sys_inputs=told)
    if not isinstance(png, bytes):
        raise ValueError(f"the page takes {len(png or ())} sheets")
    if len(png) > MOST_BYTES:
        raise ValueError(f"the picture has {len(png)} bytes, LINE takes {MOST_BYTES}")
    return png
