"""Contact details in the database are of no use without the key."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.cipher import Cipher


@given(st.text(max_size=300))
def test_what_is_locked_can_be_unlocked_and_does_not_show(text: str) -> None:
    cipher = Cipher(("a long random text",))
    token = cipher.lock(text)
    assert token is not None
    assert cipher.unlock(token) == text
    assert len(text) < 4 or text not in token


def test_another_key_opens_nothing() -> None:
    token = Cipher(("one",)).lock("034-123456") or ""
    assert Cipher(("another",)).unlock(token) is None
    assert Cipher(("one",)).unlock("rubbish") is None


def test_during_a_rotation_the_old_key_still_opens() -> None:
    token = Cipher(("old",)).lock("034-123456") or ""
    both = Cipher(("new", "old"))
    assert both.unlock(token) == "034-123456"
    assert Cipher(("new",)).unlock(both.lock("x") or "") == "x"


def test_without_a_key_nothing_is_kept() -> None:
    assert Cipher(()).lock("034-123456") is None
    assert Cipher(()).unlock("anything") is None


def test_what_an_earlier_version_locked_still_opens() -> None:
    key = base64.urlsafe_b64encode(sha256(b"old").digest())
    token = Fernet(key).encrypt(b"034-123456").decode()
    assert Cipher(("new", "old")).unlock(token) == "034-123456"
    assert Cipher(("old",)).renew(token) == token
    assert Cipher(("new",)).unlock(Cipher(("new", "old")).renew(token) or "") == "034-123456"
    assert Cipher(("new",)).unlock(token) is None
