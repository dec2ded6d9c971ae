"""One event of a webhook, read tolerantly: nothing a sender leaves out or adds can raise here.

LINE may add event types, fields and values at any time (development guidelines, "forward
compatibility"), so the raw JSON stays the truth and these are only looks into it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from handlers.dialog.inputs import Located
from handlers.dialog.press import Press, decode


@dataclass(frozen=True)
class Event:
    """A look into one raw event."""

    raw: Mapping[str, Any]

    @cached_property
    def id(self) -> str:
        """webhookEventId, or a hash of the event without its delivery context."""
        given = self._text("webhookEventId")
        if given:
            return given[:64]
        rest = {key: value for key, value in self.raw.items() if key != "deliveryContext"}
        return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()

    @property
    def kind(self) -> str:
        return self._text("type")[:64] or "unknown"

    @property
    def standby(self) -> bool:
        """Another module holds the chat: there is no reply token and the bot stays silent."""
        return self._text("mode") == "standby"

    @property
    def line_user_id(self) -> str | None:
        given = self._text("source", "userId")
        return given if 0 < len(given) <= 64 else None

    @property
    def in_group(self) -> bool:
        return self._text("source", "type") in ("group", "room")

    @property
    def group_id(self) -> str | None:
        """LINE's id of the group or room in which it happened; None in a private chat."""
        given = self._text("source", "groupId") or self._text("source", "roomId")
        return given if self.in_group and 0 < len(given) <= 64 else None

    @property
    def members_moved(self) -> tuple[int, int]:
        """How many people (joined, left) a group with this event; who they are is not looked at."""
        joined, left = self._look("joined", "members"), self._look("left", "members")
        return _length(joined), _length(left)

    @property
    def mentions_bot(self) -> bool:
        return any(m.get("isSelf") is True for m in self._mentionees)

    @property
    def text_without_mentions(self) -> str:
        """The words of a text without the names that it calls; LINE counts UTF-16 units."""
        units = (self.text or "").encode("utf-16-le", "surrogatepass")
        for one in sorted(self._mentionees, key=lambda m: -_count(m.get("index"))):
            first = 2 * _count(one.get("index"))
            last = first + 2 * _count(one.get("length"))
            units = units[:first] + units[last:]
        return units.decode("utf-16-le", "ignore").strip()

    @property
    def _mentionees(self) -> list[dict[str, Any]]:
        found = self._look("message", "mention", "mentionees")
        return [m for m in found if isinstance(m, dict)] if isinstance(found, list) else []

    @property
    def reply_token(self) -> str | None:
        given = self._text("replyToken")
        return given if 0 < len(given) <= 200 else None

    @property
    def read_token(self) -> str | None:
        return self._text("message", "markAsReadToken") or None

    @property
    def occurred_at(self) -> datetime | None:
        stamp = self._look("timestamp")
        if not isinstance(stamp, int) or not 0 < stamp < 32_503_680_000_000:
            return None
        return datetime.fromtimestamp(stamp / 1000, UTC)

    @property
    def text(self) -> str | None:
        """The words of a text message; None for anything else."""
        if self.kind != "message" or self.message_kind != "text":
            return None
        return self._text("message", "text") or None

    @property
    def message_kind(self) -> str:
        return self._text("message", "type")

    @property
    def place(self) -> Located | None:
        """A place sent from LINE's map, None for anything else."""
        if self.kind != "message" or self.message_kind != "location":
            return None
        latitude, longitude = self._look("message", "latitude"), self._look("message", "longitude")
        if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
            return None
        title, address = self._text("message", "title"), self._text("message", "address")
        return Located(title, address, float(latitude), float(longitude), self.message_id)

    @property
    def message_id(self) -> str | None:
        given = self._text("message", "id")
        return given if 0 < len(given) <= 64 else None

    @property
    def file_name(self) -> str:
        """What a file that was sent is called."""
        return self._text("message", "fileName")[:200]

    @property
    def file_size(self) -> int | None:
        """How many bytes it has, as LINE says."""
        size = self._look("message", "fileSize")
        return size if isinstance(size, int) and not isinstance(size, bool) else None

    @property
    def quoted_message_id(self) -> str | None:
        """The message that this one quotes (long-press, "reply")."""
        given = self._text("message", "quotedMessageId")
        return given if 0 < len(given) <= 64 else None

    @property
    def unsent_message_id(self) -> str | None:
        return self._text("unsend", "messageId") or None

    @property
    def content_is_at_line(self) -> bool:
        return self._text("message", "contentProvider", "type") in ("line", "")

    @property
    def album(self) -> tuple[str, int] | None:
        """(id, how many) of the album this image came in, or None. LINE may leave either out."""
        name, total = self._text("message", "imageSet", "id"), self._look("message", "imageSet")
        count = total.get("total") if isinstance(total, dict) else None
        if not name or not isinstance(count, int) or not 1 < count <= 100:
            return None
        return name[:60], count

    @property
    def press(self) -> Press | None:
        return decode(self._text("postback", "data"))

    @property
    def turned_a_tab(self) -> bool:
        """The phone has shown another page of its rich menu by itself: there is nothing to do."""
        return self._text("postback", "params", "status") == "SUCCESS"

    @property
    def picked_day(self) -> str | None:
        return self._text("postback", "params", "date") or None

    def _look(self, *path: str) -> Any:
        node: Any = self.raw
        for name in path:
            if not isinstance(node, Mapping):
                return None
            node = node.get(name)
        return node

    def _text(self, *path: str) -> str:
        found = self._look(*path)
        if not isinstance(found, str):
            return ""
        if found.isprintable():
            return found
        # Half a surrogate pair or a NUL cannot be stored; LINE never sends one, a stranger may.
        return found.encode("utf-8", "ignore").decode().replace("\0", "")


def _length(listed: Any) -> int:
    return min(len(listed), 1000) if isinstance(listed, list) else 0


def _count(given: Any) -> int:
    """A place or a length in a text; 0 where it is neither."""
    return given if isinstance(given, int) and 0 <= given <= 5000 else 0
