"""Whether a stranger's file may be opened as a workbook at all: looked at from outside, and every
part read once against a limit, before anything parses it.
"""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

from handlers.roster_sheet import Unreadable

#: As it comes. Ten thousand rows of the template take less than one.
MOST_MB = 10
#: All parts unpacked: ten thousand rows take less than ten.
MOST_UNPACKED_MB = 60
MOST_PARTS = 200
_MB = 1024 * 1024
_CHUNK = 256 * 1024

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, or .xlsx with a password
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_TYPES = (b"macroEnabled", b"ms-office.vbaProject")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: A match may lie across the border of two pieces.
_OVERLAP = 128


@dataclass(frozen=True)
class Looked:
    """What was seen of a workbook: the merged cells by the path of the sheet's part."""

    merged: dict[str, list[str]]


def is_workbook(file: IO[bytes]) -> bool:
    """Whether this is a zip, as an .xlsx is. Raises Unreadable for what Excel writes otherwise."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(_OLD_OR_LOCKED):
        raise Unreadable("old_or_locked")
    return head.startswith(_ZIP)


def look(file: IO[bytes]) -> Looked:
    """Look at a workbook without parsing it. Raises Unreadable for one that is broken, too large
    once unpacked, with macros, or with an XML that declares things."""
    try:
        with zipfile.ZipFile(file) as packed:
            return _look(packed)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError):
        raise Unreadable("broken") from None
    except Exception:  # zlib.error, NotImplementedError (a strange packing), RuntimeError (locked)
        raise Unreadable("broken") from None


def _look(packed: zipfile.ZipFile) -> Looked:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_MB * _MB:
        raise Unreadable("bomb", most=MOST_UNPACKED_MB)
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names:
        raise Unreadable("not_a_workbook")
    if any(name.rpartition("/")[2] in _MACRO_PARTS for name in names):
        raise Unreadable("macro")
    merged: dict[str, list[str]] = {}
    left = MOST_UNPACKED_MB * _MB
    for part in parts:
        xml = part.filename.lower().endswith((".xml", ".rels"))
        found, size = _read_through(packed, part, left, xml=xml)
        left -= size
        if found:
            merged[part.filename] = found
    return Looked(merged)


def _read_through(
    packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, *, xml: bool
) -> tuple[list[str], int]:
    """The merged cells in a part, and its true size, which may be another than the one stated."""
    merged: dict[str, None] = {}
    size, before = 0, b""
    with packed.open(part) as opened:
        while piece := opened.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise Unreadable("bomb", most=MOST_UNPACKED_MB)
            if not xml:
                continue
            text = before + piece
            if _DECLARED.search(text):
                raise Unreadable("broken")
            if part.filename == "[Content_Types].xml" and any(one in text for one in _MACRO_TYPES):
                raise Unreadable("macro")
            merged |= {ref.decode(): None for ref in _MERGED.findall(text)}
            before = piece[-_OVERLAP:]
    return list(merged), size
