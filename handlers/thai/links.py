"""Web addresses as they are pasted: with or without https://, in the middle of a sentence.

They are looked for in tidied text, not in folded: in small letters a link to a drive is another.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from handlers.thai.fold import tidy

LONGEST = 1000  # characters; LINE opens no longer address from a button

# Names without https:// are links only where they end as sites do here: a space forgotten behind a
# full stop ("แผน.docx") makes no link.
_ENDINGS = "com|org|net|info|io|me|gl|gle|ly|app|be|gg|th"
_LINK = re.compile(
    r"(?<![a-z0-9@._/-])"
    rf"(?:(?P<scheme>https?://)(?:[a-z0-9-]+\.)+[a-z]{{2,24}}|(?:[a-z0-9-]+\.)+(?:{_ENDINGS}))"
    r"(?![a-z0-9@-])(?::[0-9]{1,5})?"
    # Thai is part of an address behind a sign of it: /แผน, but not "…/1aB2ค่ะ".
    r"(?:[/?#](?:[a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|(?<=[/=_+-])[ก-๎]+)*)?",
    re.IGNORECASE | re.ASCII,
)
_CLOSING = (".", ",", ";", ":", "!", "?", "'", ")", "]")
_SIGNS = "-._~:/?#[]@!$&'()*+,;=%"


@dataclass(frozen=True, slots=True)
class LinkSpot:
    """A link from `start` to before `end` of the text, and its whole address."""

    start: int
    end: int
    url: str


def read_link(text: str) -> str | None:
    """The one address in `text`, with https:// where no scheme was typed; None for none or two."""
    urls = {spot.url for spot in spot_links(tidy(text))}
    return urls.pop() if len(urls) == 1 else None


def spot_links(tidied: str) -> list[LinkSpot]:
    """Every link of a tidied (not folded) text, in order."""
    spots = []
    for found in _LINK.finditer(tidied):
        typed = _without_closing(found[0])
        url = ("" if found["scheme"] else "https://") + quote(typed, safe=_SIGNS)
        if len(url) <= LONGEST:
            spots.append(LinkSpot(found.start(), found.start() + len(typed), url))
    return spots


def _without_closing(typed: str) -> str:
    """Without the sentence's own signs behind it; a bracket opened in the address closes there."""
    while typed.endswith(_CLOSING):
        if typed.endswith(")") and typed.count("(") >= typed.count(")"):
            break
        typed = typed[:-1]
    return typed
