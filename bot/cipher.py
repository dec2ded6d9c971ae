"""Contact details, locked: what lies in the database is of no use without DATA_KEY.

Fernet (AES-128-CBC with HMAC-SHA256) of the `cryptography` library. DATA_KEY is any long random
text; two with a comma during a rotation, the new one first.
"""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Cipher:
    """Locks and unlocks short texts. Without a key it locks nothing, so nothing is kept."""

    def __init__(self, secrets: tuple[str, ...]):
        keys = [base64.urlsafe_b64encode(sha256(s.encode()).digest()) for s in secrets]
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None
        self._newest = Fernet(keys[0]) if keys else None

    def lock(self, text: str) -> str | None:
        """`text` as a token of letters, digits, - and _; None where there is no key."""
        return self._fernet.encrypt(text.encode()).decode() if self._fernet else None

    def renew(self, token: str) -> str | None:
        """The same under the newest key; `token` itself where it is under it already, None if no
        key in force opens it."""
        if self._fernet is None or self._newest is None:
            return None
        try:
            self._newest.decrypt(token.encode())
            return token
        except InvalidToken:
            pass
        try:
            return self._fernet.rotate(token.encode()).decode()
        except InvalidToken:
            return None

    def unlock(self, token: str) -> str | None:
        """What was locked, or None if no key in force opens it."""
        if self._fernet is None:
            return None
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except (InvalidToken, UnicodeDecodeError):
            return None
