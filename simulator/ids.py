"""Ids shaped like LINE's: ULIDs for webhook events, long numbers for messages, opaque tokens."""

import random
import secrets
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(at_ms: int) -> str:
    """A ULID for the moment `at_ms` (milliseconds since 1970): 26 letters that sort by time."""
    number = (at_ms & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def user_id() -> str:
    """A user id as LINE forms them: U and 32 hexadecimal digits."""
    return f"U{secrets.token_hex(16)}"


def token() -> str:
    """A reply token or image-set id: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def long_token() -> str:
    """A quote token, mark-as-read token or access token."""
    return secrets.token_urlsafe(36)


def request_id() -> str:
    """What stands in X-Line-Request-Id."""
    return str(uuid.uuid4())


class MessageIds:
    """Numbers that only grow, unique for the life of a simulator (line-platform.md 1.2)."""

    def __init__(self, rng: random.Random) -> None:
        self._last = 500_000_000_000_000_000 + rng.randrange(10**15)

    def next(self) -> str:
        """The next id, as a string of 18 digits."""
        self._last += 1
        return str(self._last)
