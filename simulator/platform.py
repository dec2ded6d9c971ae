"""What LINE knows: people, chats, contents, books. All in memory, under one lock.

Whoever changes something holds `lock` and calls `touch`; whoever waits for a change waits on
`changed`. Nothing here speaks HTTP.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from simulator import ids
from simulator.books import AccessTokens, Clock, Menus, Quota, ReplyTokens, RetryKeys
from simulator.journal import Journal
from simulator.people import (
    Chat,
    Group,
    Json,
    Member,
    Person,
    Speaker,
    as_person,
    first_group,
    read_cast,
)
from simulator.rates import Rates

BOT_USER_ID = "U00000000000000000000000000b07b07"
BOT_NAME = "พี่เลี้ยง"
QUOTABLE = frozenset({"text", "textV2", "sticker", "image", "video", "template", "flex"})
SEVEN_DAYS = 7 * 24 * 3600.0
BANGKOK = timezone(timedelta(hours=7))


class Platform:
    """The state of one LINE channel and its people."""

    def __init__(
        self,
        *,
        cast: Path | str | Iterable[Mapping[str, Any]] | None = None,
        channel_id: str = "2000000001",
        channel_secret: str = "",
        access_token: str = "",
        reply_token_seconds: float = 60.0,
        clock: Clock = time.time,
        seed: int | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.channel_id = channel_id
        self.channel_secret = channel_secret
        self.clock = clock
        # How far the demo's clock has been moved (time_machine.py), in seconds. What people see and
        # what events say moves with it; the life of tokens and keys goes by the machine's clock.
        self.ahead = 0.0
        self.rng = random.Random(seed)
        self.message_ids = ids.MessageIds(self.rng)
        self.stopping = False
        self.data = ""  # the name of what the bot began with, for the head of a transcript
        self._cast = read_cast(cast)
        self._access_token = access_token
        self._reply_token_seconds = reply_token_seconds
        self.revision = 0
        self.reset()

    def reset(self) -> None:
        """Back to the first moment: the cast, empty chats, full quota. Message ids go on."""
        with self.lock:
            self.people: dict[str, Person] = {
                entry["line_user_id"]: as_person(entry) for entry in self._cast
            }
            self.groups: dict[str, Group] = {
                group.group_id: group for group in first_group(self.people.values())
            }
            self.chats: dict[str, Chat] = {group_id: Chat() for group_id in self.groups}
            self.contents: dict[str, tuple[bytes, str]] = {}
            self.unsent: set[str] = set()
            self.quote_tokens: dict[str, str] = {}
            self.read_tokens: dict[str, tuple[str, int]] = {}
            self.reply_tokens = ReplyTokens(self.clock, self._reply_token_seconds)
            self.retry_keys = RetryKeys(self.clock)
            self.quota = Quota(self.month)
            self.menus = Menus()
            self.access_tokens = AccessTokens(self.clock, self._access_token)
            self.calls: deque[Json] = deque(maxlen=5000)
            self.call_count = 0
            self.rates = Rates(self.clock)
            self.journal = Journal()
            self.chat_mode = "bot"
            self.touch()
            self.reset_at = self.revision

    # People

    def person(self, key_or_id: str) -> Person | None:
        """Someone by user id, or by the short key of the cast."""
        found = self.people.get(key_or_id)
        if found:
            return found
        return next((p for p in self.people.values() if p.key == key_or_id), None)

    def speaker(self, key_or_id: str, group_id: str | None = None) -> Speaker | None:
        """Someone in their own chat with the bot, or in that group; None if they are not there."""
        person = self.person(key_or_id)
        if group_id is None or person is None:
            return person
        group = self.groups.get(group_id)
        return Member(person, group) if group and person.user_id in group.members else None

    def hears(self, event: Json) -> bool:
        """Whether the bot gets this event: of a group only while it is in it, or has just left."""
        group = self.groups.get(event["source"].get("groupId", ""))
        return group is None or group.bot_in or event["type"] == "leave"

    def add_group(self, name: str, members: list[str]) -> Group:
        """A new group without the bot."""
        with self.lock:
            group_id = f"C{ids.token()}"
            self.groups[group_id] = Group(group_id, name, members, bot_in=False)
            self.touch(self.chat(group_id))
            return self.groups[group_id]

    def add_person(self, name: str, *, friend: bool = False) -> Person:
        """Someone new, with a fresh user id."""
        with self.lock:
            user_id = ids.user_id()
            self.people[user_id] = Person(user_id, name, user_id, friend=friend)
            self.touch()
            return self.people[user_id]

    def chat(self, chat_id: str) -> Chat:
        """That chat's log, made at first sight."""
        return self.chats.setdefault(chat_id, Chat())

    # Changes and waiting

    def touch_all(self) -> None:
        """Something changed on everybody's phone."""
        for user_id in self.people:
            self.touch(self.chat(user_id))
        self.touch()

    def touch(self, chat: Chat | None = None) -> None:
        """Something changed: wake all who wait."""
        self.revision += 1
        if chat is not None:
            chat.revision = self.revision
        self.changed.notify_all()

    def wait(self, ready: Callable[[], bool], seconds: float) -> None:
        """Hold until `ready()` or the time is up or the simulator stops. Call under the lock."""
        self.changed.wait_for(lambda: self.stopping or ready(), timeout=max(0.0, seconds))

    def stop(self) -> None:
        with self.lock:
            self.stopping = True
            self.changed.notify_all()

    # Showing and sending

    def now(self) -> float:
        """The moment that people see, in seconds since 1970: the machine's, or the demo's."""
        return self.clock() + self.ahead

    def now_ms(self) -> int:
        return int(self.now() * 1000)

    def month(self) -> str:
        """The month in Bangkok, 2026-11. When exactly LINE's month turns is not documented."""
        return datetime.fromtimestamp(self.now(), BANGKOK).strftime("%Y-%m")

    def show(
        self, chat_id: str, sender: str, message: Json, via: str = "", by: str | None = None
    ) -> Json:
        """Put one thing into a chat: `sender` is "me", "bot" or "note" (follow and the like).

        `by`: the user id of who said it; in a group "me" may be any of its members.
        """
        chat = self.chat(chat_id)
        at_ms = self.now_ms()
        item = chat.add(
            {
                "from": sender,
                "id": message.get("id", ""),
                "timestamp": at_ms,
                "at": datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds"),
                "via": via,
                "by": by,
                "message": message,
            }
        )
        if sender == "bot":
            chat.loading_until = 0.0
        if sender == "me" and self.chat_mode == "bot":
            chat.read_up_to = item["n"]  # with Chat off, reading is automatic
        self.touch(chat)
        return item

    def reaches(self, user_id: str) -> bool:
        """Whether a push shows up there: friends, and who wrote within seven days; no blockers."""
        person = self.people.get(user_id)
        if person is None or person.blocked:
            return False
        return person.friend or (
            person.wrote_at is not None and self.now() - person.wrote_at < SEVEN_DAYS
        )

    def send(self, chat_id: str, messages: list[Json], via: str, shown: bool = True) -> list[Json]:
        """The bot's messages go out; `shown` false drops them silently, as for a blocker.

        Gives the sentMessages of the answer: id, and quoteToken where a message can be quoted.
        """
        sent: list[Json] = []
        for message in messages:
            message_id = self.message_ids.next()
            entry = {"id": message_id}
            if message.get("type") in QUOTABLE:
                entry["quoteToken"] = self.new_quote_token(message_id)
            if shown:
                quoted = self.quote_tokens.get(message.get("quoteToken", ""))
                about = {"quotedMessageId": quoted} if quoted else {}
                self.show(chat_id, "bot", {**message, **about, **entry}, via)
            sent.append(entry)
        return sent

    def new_quote_token(self, message_id: str) -> str:
        token = ids.long_token()
        self.quote_tokens[token] = message_id
        return token

    def log_call(self, entry: Json) -> None:
        """Keep one API call with LINE's verdict on it."""
        with self.lock:
            self.call_count += 1
            self.calls.append({"n": self.call_count, "order": self.revision, **entry})
            self.touch()
