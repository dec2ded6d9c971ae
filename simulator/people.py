"""The people with a phone, the groups they are in, and what each chat shows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# A phone keeps this many items; older ones fall off, so that a long run does not grow.
KEPT = 4000


@dataclass
class Chat:
    """What one phone shows, in order. Items are numbered from 1 and keep their number."""

    items: list[Json] = field(default_factory=list)
    last: int = 0
    revision: int = 0
    read_up_to: int = 0
    loading_until: float = 0.0
    # The bot's message whose quick replies were used up by a tap that left no trace in the chat.
    quick_used: str = ""

    def add(self, item: Json) -> Json:
        self.last += 1
        item = {"n": self.last, **item}
        self.items.append(item)
        del self.items[:-KEPT]
        return item

    def after(self, n: int) -> list[Json]:
        """The items numbered above `n`."""
        if not self.items:
            return []
        first = self.items[0]["n"]
        return self.items[max(0, n + 1 - first) :]

    def find(self, message_id: str) -> Json | None:
        for item in reversed(self.items):
            if item["id"] == message_id:
                return item
        return None

    def taken_back(self) -> list[str]:
        """The ids of unsent messages: a phone that shows one of them still has to drop it."""
        return [item["id"] for item in self.items if item["message"].get("type") == "unsent"]

    def quick_replies(self) -> tuple[str, list[Json]]:
        """(message id, items) of the quick replies now shown.

        Only the newest message's are shown, and any new message wipes them
        (line-platform.md 1.7).
        """
        for item in reversed(self.items):
            if item["from"] == "note":
                continue
            if item["from"] != "bot" or item["id"] == self.quick_used:
                break
            return item["id"], list((item["message"].get("quickReply") or {}).get("items", []))
        return "", []


@dataclass
class Person:
    """Someone with a phone. `friend` and `blocked` are as LINE sees them."""

    user_id: str
    name: str
    key: str
    friend: bool = True
    blocked: bool = False
    wrote_at: float | None = None
    about: Json = field(default_factory=dict)
    rich_menu: str | None = None

    @property
    def chat_id(self) -> str:
        return self.user_id

    @property
    def source(self) -> Json:
        """The source of this person's events."""
        return {"type": "user", "userId": self.user_id}

    def writes(self, at: float) -> None:
        """A message to the bot opens seven days of pushes, friend or not."""
        self.wrote_at = at


@dataclass
class Group:
    """A group chat: who is in it, by user id, and whether the bot is."""

    group_id: str
    name: str
    members: list[str]
    bot_in: bool = True

    @property
    def chat_id(self) -> str:
        return self.group_id

    @property
    def source(self) -> Json:
        """The source of what happens to the group as a whole."""
        return {"type": "group", "groupId": self.group_id}


@dataclass(frozen=True)
class Member:
    """Someone in a group: what this person does happens there, whoever has blocked whom."""

    person: Person
    group: Group
    blocked: bool = False

    @property
    def user_id(self) -> str:
        return self.person.user_id

    @property
    def chat_id(self) -> str:
        return self.group.group_id

    @property
    def source(self) -> Json:
        return {**self.group.source, "userId": self.user_id}

    def writes(self, at: float) -> None:
        """What is said in a group opens no private chat."""


Speaker = Person | Member


def first_group(people: Iterable[Person]) -> list[Group]:
    """The group that is there from the start: all who know the bot. None where nobody does."""
    members = [person.user_id for person in people if person.friend]
    return [Group("C" + "c001".rjust(32, "0"), "เครือข่ายของเรา", members)] if members else []


def read_cast(cast: Path | str | Iterable[Mapping[str, Any]] | None) -> list[Json]:
    """The cast as a list of dicts, from a JSON file or given as it is; None gives nobody.

    Each needs "line_user_id" and "name"; "key", "joined" and the rest are optional.
    """
    if cast is None:
        return []
    if isinstance(cast, Path | str):
        entries: list[Json] = json.loads(Path(cast).read_text(encoding="utf-8"))
        return entries
    return [dict(entry) for entry in cast]


def as_person(entry: Mapping[str, Any]) -> Person:
    """One entry of the cast with a phone. Who has not joined is no friend of the bot yet."""
    return Person(
        user_id=entry["line_user_id"],
        name=entry["name"],
        key=entry.get("key", entry["line_user_id"]),
        friend=bool(entry.get("friend", entry.get("joined", True))),
        about={k: v for k, v in entry.items() if k not in {"line_user_id", "name", "key"}},
    )
