"""People: the front door to their tables, what is known of a speaker, scopes and invitations."""

from models.accounts import count_wrong_code, ensure_account, note_shown, set_blocked
from models.actors import Actor, Post, load_actor
from models.invitations import (
    Redeemed,
    RedeemFailure,
    create_invitation,
    invitation_exists,
    normalise_code,
    redeem_invitation,
)
from models.people_tables import Appointment, Invitation, LineAccount, Person
from models.scopes import COUNTRY, COUNTRY_CODE, Scope, covers, find_scope, scope_by_code

__all__ = [
    "COUNTRY",
    "COUNTRY_CODE",
    "Actor",
    "Appointment",
    "Invitation",
    "LineAccount",
    "Person",
    "Post",
    "RedeemFailure",
    "Redeemed",
    "Scope",
    "count_wrong_code",
    "covers",
    "create_invitation",
    "ensure_account",
    "find_scope",
    "invitation_exists",
    "load_actor",
    "normalise_code",
    "note_shown",
    "redeem_invitation",
    "scope_by_code",
    "set_blocked",
]
