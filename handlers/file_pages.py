"""What a page says behind which a file waits, and the file itself."""

from dataclasses import dataclass
from typing import IO


class Busy(Exception):
    """Another file is being written, and takes long: come back in a moment."""


@dataclass(frozen=True)
class Offer:
    """The page. Without `button` the file can be fetched no more, and `text` says why.

    rows: what is in it, as label and value. others: further buttons, for the same in another form,
    each as (form, label).
    """

    title: str
    text: str
    button: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class File:
    """A file to be kept under `name` (ASCII); `kind` is its media type. A body that is a file
    itself stands at its beginning. rows: how many records are in it, where that is told.
    """

    name: str
    kind: str
    body: bytes | IO[bytes]
    rows: int = 0
