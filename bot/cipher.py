"""What lies locked in the database is of no use without its key: contact details, and what people
said and were told (models/locked_json.py).

AES-256-GCM of the `cryptography` library, which takes a sixth of the time of its Fernet; every turn
of a person locks several texts. What Fernet has locked still opens. A key is any long random text;
two with a comma during a rotation, the new one first.
"""

import base64
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: What our tokens begin with; those of Fernet all begin with "gAAAAA".
_MARK = "x1"
#: Half of a pair of surrogates is no text, but people's phones can send it.
_ANY = "surrogatepass"
#: Bytes of chance in each token: never twice the same under one key.
_NONCE = 12


class _Key:
    """One secret."""

    def __init__(self, secret: str):
        self._aead = AESGCM(sha256(b"philiang at rest:" + secret.encode()).digest())
        self._fernet = Fernet(base64.urlsafe_b64encode(sha256(secret.encode()).digest()))

    def lock(self, text: str) -> str:
        nonce = os.urandom(_NONCE)
        shut = self._aead.encrypt(nonce, text.encode("utf-8", _ANY), None)
        return _MARK + base64.urlsafe_b64encode(nonce + shut).decode().rstrip("=")

    def unlock(self, token: str) -> str | None:
        try:
            if not token.startswith(_MARK):
                return self._fernet.decrypt(token.encode()).decode()
            raw = base64.urlsafe_b64decode(token[len(_MARK) :] + "==")
            return self._aead.decrypt(raw[:_NONCE], raw[_NONCE:], None).decode("utf-8", _ANY)
        except (InvalidToken, InvalidTag, ValueError):
            return None


class Cipher:
    """Locks and unlocks texts. Without a key it locks nothing, so nothing is kept."""

    def __init__(self, secrets: tuple[str, ...]):
        self._keys = [_Key(secret) for secret in secrets]

    def lock(self, text: str) -> str | None:
        """`text` as a token of letters, digits, - and _; None where there is no key."""
        return self._keys[0].lock(text) if self._keys else None

    def renew(self, token: str) -> str | None:
        """The same under the newest key; `token` itself where it is under it already, None if no
        key in force opens it."""
        if self._keys and self._keys[0].unlock(token) is not None:
            return token
        text = self.unlock(token)
        return self.lock(text) if text is not None else None

    def unlock(self, token: str) -> str | None:
        """What was locked, or None if no key in force opens it."""
        for key in self._keys:
            text = key.unlock(token)
            if text is not None:
                return text
        return None
