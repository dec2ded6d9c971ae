"""The books LINE keeps: reply tokens, retry keys, the month's quota, access tokens, rich menus.

None of these locks; the platform calls them under its own lock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator import ids
from simulator.people import Person

Clock = Callable[[], float]


@dataclass
class Grant:
    """A reply token: whose chat it answers, and until when."""

    chat_id: str
    made_at: float
    expires_at: float = 0.0
    used: bool = False


class ReplyTokens:
    """Single use, dead some seconds after the last delivery, dead for good 20 minutes after the
    event (line-platform.md 1.3)."""

    FOR_GOOD = 20 * 60.0

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self.seconds = seconds
        self._grants: dict[str, Grant] = {}

    def issue(self, chat_id: str, token: str | None = None) -> str:
        """A token for that chat. It lives from its delivery on; see delivered()."""
        now = self._clock()
        if len(self._grants) > 5000:
            self._grants = {
                t: g for t, g in self._grants.items() if g.made_at + self.FOR_GOOD > now
            }
        token = token or ids.token()
        self._grants[token] = Grant(chat_id, now, now + self.seconds)
        return token

    def delivered(self, token: str) -> None:
        """The webhook with this token goes out now, for the first time or again."""
        grant = self._grants.get(token)
        if grant is None:
            return
        grant.expires_at = min(self._clock() + self.seconds, grant.made_at + self.FOR_GOOD)

    def answers(self, token: str) -> str | None:
        """The chat this token answers, or None if unknown, used or expired."""
        grant = self._grants.get(token)
        if grant is None or grant.used or self._clock() >= grant.expires_at:
            return None
        return grant.chat_id

    def spend(self, token: str) -> None:
        """Use the token up."""
        self._grants[token].used = True


@dataclass(frozen=True)
class Accepted:
    """An accepted request with a retry key."""

    request_id: str
    at: float
    answer: dict[str, Any]
    body: Any


class RetryKeys:
    """Accepted keys, kept for 24 h (line-platform.md 1.4)."""

    LIFE = 24 * 3600.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accepted: dict[str, Accepted] = {}

    def accepted(self, key: str) -> Accepted | None:
        found = self._accepted.get(key)
        return found if found and self._clock() < found.at + self.LIFE else None

    def keep(self, key: str, request_id: str, answer: dict[str, Any], body: Any) -> None:
        now = self._clock()
        if len(self._accepted) > 20_000:
            self._accepted = {
                k: a for k, a in self._accepted.items() if now < a.at + self.LIFE / 24
            }
        self._accepted[key] = Accepted(request_id, now, answer, body)


class Quota:
    """Messages of the month, counted per person who gets them. `limit` None: no limit.

    `month` gives the name of the present month; each has a count of its own, so that a new month
    begins with none used.
    """

    def __init__(self, month: Callable[[], str]) -> None:
        self.limit: int | None = 300
        self._month = month
        self._used: dict[str, int] = {}

    @property
    def used(self) -> int:
        return self._used.get(self._month(), 0)

    @used.setter
    def used(self, messages: int) -> None:
        self._used[self._month()] = messages

    def room_for(self, people: int) -> bool:
        return self.limit is None or self.used + people <= self.limit


@dataclass
class AccessTokens:
    """The long-lived token of the console, and stateless ones that live 900 s."""

    clock: Clock
    long_lived: str
    STATELESS_LIFE = 900
    _stateless: dict[str, float] = field(default_factory=dict)

    def issue(self) -> str:
        now = self.clock()
        self._stateless = {t: until for t, until in self._stateless.items() if until > now}
        token = ids.long_token()
        self._stateless[token] = now + self.STATELESS_LIFE
        return token

    def revoke_stateless(self) -> None:
        """Drop all stateless tokens, as if their time had come."""
        self._stateless.clear()

    def good(self, token: str) -> bool:
        return token == self.long_lived or self._stateless.get(token, 0.0) > self.clock()


@dataclass
class Menus:
    """All rich menus of the channel: definitions, images, aliases, the default."""

    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    images: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    default: str | None = None

    def shown_to(self, person: Person) -> str | None:
        """The menu at the foot of this person's chat: their own before everybody's.

        On a phone everybody's comes when the chat is opened anew; here at once.
        """
        if not person.friend or person.blocked:
            return None
        wanted = (person.rich_menu, self.default)
        return next((menu for menu in wanted if menu in self.definitions), None)
