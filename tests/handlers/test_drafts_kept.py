"""Drafts with contact details lie locked in the database."""

import json

from phones import CIPHER

from bot.cipher import Cipher
from handlers.dialog.form import Draft
from handlers.dialog.kind_contact import Phone
from handlers.dialog.kind_lists import People
from handlers.drafts_kept import PRIVATE, kept, renewed, taken_up
from handlers.talks import CONVERSATIONS

DRAFT = Draft(
    "d1", "staff", 1, {"contact": "0812345678"}, raw={"contact": "โทร 081-234-5678"}, at="contact"
)


def test_every_form_that_asks_how_to_reach_somebody_is_named() -> None:
    asking = {
        name
        for name, talk in CONVERSATIONS.items()
        for slot in talk.what.form.slots
        if isinstance(slot.kind, Phone | People) or "contact" in slot.name
    }
    assert asking == PRIVATE


def test_nothing_of_it_can_be_read_and_all_of_it_comes_back() -> None:
    stored = json.loads(json.dumps(kept(DRAFT, CIPHER)))
    assert "081" not in json.dumps(stored)
    assert (stored["id"], stored["form"]) == ("d1", "staff")
    assert taken_up(stored, CIPHER) == DRAFT


def test_other_drafts_are_stored_as_they_are() -> None:
    plain = Draft("d2", "visit", 1, {"topic": "แผน"})
    assert kept(plain, CIPHER) == plain.to_json()
    assert taken_up(plain.to_json(), CIPHER) == plain


def test_what_no_key_opens_is_let_go_and_a_rotation_keeps_it() -> None:
    stored = kept(DRAFT, Cipher(("old",)))
    assert taken_up(stored, Cipher(("new",))) is None
    anew = renewed(stored, Cipher(("new", "old")))
    assert taken_up(anew, Cipher(("new",))) == DRAFT
    assert renewed(anew, Cipher(("new", "old"))) == anew
