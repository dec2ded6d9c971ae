"""What a phone uploads: files in base64, as the page's FileReader gives them."""

import base64
import binascii
from typing import Any


class NoFile(Exception):
    """There is no file, or it cannot be read; the text says which."""


def photo(encoded: Any) -> tuple[bytes, str]:
    """(bytes, media type) of a photo, with or without data: in front. LINE knows two types."""
    raw, _ = upload(encoded)
    return raw, "image/png" if raw.startswith(b"\x89PNG") else "image/jpeg"


def upload(encoded: Any) -> tuple[bytes, str]:
    """(bytes, media type) of any file; the type is the data URL's own. Raises NoFile."""
    if not isinstance(encoded, str) or not encoded:
        raise NoFile("a file is missing")
    head, found, rest = encoded.partition("base64,")
    try:
        raw = base64.b64decode(rest if found else encoded, validate=True)
    except binascii.Error:
        raise NoFile("a file is no base64") from None
    # Without a head of its own all of it is the file.
    mime = head.removeprefix("data:").rstrip(";").partition(";")[0] if found else ""
    return raw, mime or "application/octet-stream"
