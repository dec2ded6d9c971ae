"""What is in a file that a stranger sent: told by its content, never by its name. It is looked at
from outside and nothing in it is run or parsed; what may hold macros is not taken.
"""

import re
import zipfile
from typing import IO

from handlers.sent_files import NotKept
from models.sent_files import FileKind

_PDF = b"%PDF-"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc, .xls, .ppt, or one with a password
_ZIP = b"PK\x03\x04"
_TYPES = "[content_types].xml"
#: The list of parts of an Office file with thousands of pictures takes less.
_MOST_OF_TYPES = 2 * 1024 * 1024
#: The kinds of main parts (ECMA-376, part 1), without macros.
_MAIN = (
    (b"wordprocessingml.document.main+xml", FileKind.DOCX),
    (b"spreadsheetml.sheet.main+xml", FileKind.XLSX),
    (b"presentationml.presentation.main+xml", FileKind.PPTX),
)
_MACRO_TYPES = (b"macroenabled", b"vbaproject", b"macrosheet", b"activex")
#: By which a list could say something else to an Office program than is read here: words written
#: by numbers, in UTF-16, in a comment or an entity. What Office programs write has none of them.
_TRICKS = (b"&#", b"\0", b"<!")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def kind_of(file: IO[bytes]) -> FileKind:
    """What this file has in it. Raises NotKept for what is not taken; stands anywhere after."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(_PDF):
        return FileKind.PDF
    if head.startswith(_PICTURES):
        return FileKind.JPG  # as which it is kept
    if head.startswith(_OLD_OR_LOCKED):
        raise NotKept("old_or_locked")
    if not head.startswith(_ZIP):
        raise NotKept("other_kind" if head else "broken")
    return _office(file)


def _office(file: IO[bytes]) -> FileKind:
    try:
        with zipfile.ZipFile(file) as packed:
            names = {part.filename.lower(): part for part in packed.infolist()}
            if _TYPES not in names:
                raise NotKept("other_kind")
            with packed.open(names[_TYPES]) as opened:
                types = opened.read(_MOST_OF_TYPES).lower()
    except NotKept:
        raise
    except Exception:  # what a stranger's bytes make a reader raise has no end of kinds
        raise NotKept("broken") from None
    if len(types) == _MOST_OF_TYPES or any(trick in types for trick in _TRICKS):
        raise NotKept("broken")
    if any(re.split(r"[/\\]", name)[-1] in _MACRO_PARTS for name in names):
        raise NotKept("macro")
    if any(word in types for word in _MACRO_TYPES):
        raise NotKept("macro")
    found = next((kind for word, kind in _MAIN if word in types), None)
    if found is None:
        raise NotKept("other_kind")
    return found
