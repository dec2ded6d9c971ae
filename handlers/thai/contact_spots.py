"""How to reach somebody, wherever it stands in a line: a phone number, e-mail, a LINE id."""

import re

# Seven digits or more, whatever the plan of numbers says: a number with a typing error still
# reaches somebody, and one on a card must not be shown to everybody either.
_NUMBER = r"(?:\+ ?)?\(?[0-9๐-๙](?:[ .()-]{0,2}[0-9๐-๙]){6,}(?: ?(?:ต่อ|ext\.?|#) ?[0-9๐-๙]{1,5})?"
_EMAIL = r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
_ID = r"@?[a-z0-9][a-z0-9._-]{2,}"
_LINE = (
    rf"(?:(?:id|ไอดี) ?)?(?:(?<![a-z])line(?![a-z])|ไลน์|ไลน) ?(?:id|ไอดี)? ?[:：=]? ?{_ID}"
    rf"|(?<![a-z0-9._-])@{_ID}"
)
_CALLED = r"(?:(?:เบอร์|หมายเลข)?โทร(?:ศัพท์|\.)?|เบอร์(?:มือถือ)?|มือถือ|ติดต่อ|อีเมล์?|e-?mail|tel\.?|phone)"
_CONTACT = re.compile(
    rf"(?:{_CALLED} ?[:：=.]? ?)*(?P<told>{_EMAIL}|{_LINE}|{_NUMBER})", re.IGNORECASE
)
_EDGES = " .,;:：()-–/"


def without_contacts(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text without them, the contacts in their order as they were typed). Takes tidied text;
    the words before a contact ("โทร") go with neither."""
    told = tuple(found["told"].strip() for found in _CONTACT.finditer(text))
    if not told:
        return text, ()
    return " ".join(_CONTACT.sub(" ", text).split()).strip(_EDGES), told
