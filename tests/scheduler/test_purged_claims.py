"""Requests to be let in that led to nothing: how long they wait, how long they keep a name."""

from datetime import UTC, datetime, timedelta

import pytest
from office import SUDA, Office, at
from sqlalchemy.orm import Session
from test_purging import MACHINE, account, night, purged, run, wants_to_leave

from bot.telling import leave
from handlers.cards.card import Card
from models.actors import Post
from models.claim_queries import (
    ClaimMade,
    decide,
    make_claim,
    note_admitted,
    waiting_claim,
    withdraw_claim,
)
from models.people import ensure_account, scope_by_code, set_blocked
from models.post_moves import ask_move
from models.posts_held import posts_of
from models.sending_words import EffectState
from models.vocabulary import ClaimState, Role

__all__ = ["night"]

NOW = at("2026-11-20T01:30")


def a_claim(session: Session, number: int = 4, made_at: datetime = NOW) -> int:
    """Somebody who asks to be let in; the number of the request."""
    who = "U" + str(number) * 32
    ensure_account(session, who, made_at)
    school = scope_by_code(session, "NPT1-02")
    assert school is not None
    made = make_claim(
        session,
        draft_id=f"c{number}",
        line_user_id=who,
        full_name="วีณา ใฝ่รู้",
        post=Post(Role.TEACHER, school),
        now=made_at,
    )
    claim = waiting_claim(session, who)
    assert made is ClaimMade.DONE
    assert claim is not None
    return claim.id


def states(night: Office) -> list[str]:
    return [state for (state,) in night.rows("SELECT state FROM join_claims ORDER BY id")]


def test_those_that_led_to_nothing_go_after_ninety_days_and_are_counted(night: Office) -> None:
    with night.writing() as session:
        refused, withdrawn, approved = (a_claim(session, number) for number in (4, 5, 6))
        suda, later = night.person_id(SUDA.key), at("2026-11-25T09:00")
        assert decide(session, refused, ClaimState.REFUSED, by=suda, at=later, reason="ไม่รู้จัก")
        assert withdraw_claim(session, withdrawn)
        assert decide(session, approved, ClaimState.APPROVED, by=suda, at=later)
        note_admitted(session, approved, night.person_id("mali"), None, tied=True)
    assert "claims" not in purged(night, "2027-02-17T01:30")
    assert purged(night, "2027-02-19T01:30")["claims"] == 1
    assert states(night) == ["refused", "approved"]
    assert purged(night, "2027-02-24T01:30")["claims"] == 1
    assert states(night) == ["approved"]


def test_one_that_nobody_decides_waits_for_thirty_days(night: Office) -> None:
    with night.writing() as session:
        a_claim(session)
        who_decides = account(night, SUDA.key)
        leave(night.runtime, session, who_decides, Card(text="ขอเข้าร่วม"), "claim:asked:1", MACHINE)
    purged(night, "2026-12-19T01:30")
    assert states(night) == ["waiting"]
    assert purged(night, "2026-12-20T02:00")["claims"] == 1
    assert states(night) == []
    left = night.rows("SELECT state FROM effects WHERE turn_key LIKE '%claim:asked:1'")
    assert left in ([], [(EffectState.MERGED.value,)])


@pytest.mark.parametrize("blocked", [True, False])
def test_cards_that_name_who_was_deleted_are_shown_to_nobody_any_more(
    night: Office, blocked: bool
) -> None:
    """Those of a request to be let in, and of a move of their post; others' stay."""
    with night.writing() as session:
        number = a_claim(session)
        theirs, others = (a_move(night, session, key) for key in ("mali", "somsri"))
        keys = [f"claim:asked:{number}", f"post_move:asked:{theirs}", f"post_move:asked:{others}"]
        for once in keys:
            leave(
                night.runtime, session, account(night, SUDA.key), Card(text="คำขอ"), once, MACHINE
            )
    if blocked:
        with night.writing() as session:
            for who in ("U" + "4" * 32, account(night, "mali")):
                set_blocked(session, who, NOW - timedelta(days=400))
    else:
        wants_to_leave(night, "mali", NOW - timedelta(days=2))
    purged(night)
    query = "SELECT turn_key FROM effects WHERE state = 'unshown' ORDER BY id"
    assert [key for (key,) in night.rows(query)] == ([keys[2]] if blocked else [keys[0], keys[2]])


def a_move(night: Office, session: Session, key: str) -> int:
    """Somebody's post is to move; the number of the request."""
    [post] = posts_of(session, night.person_id(key), NOW.date())
    school = scope_by_code(session, "STN-P1")
    assert school is not None
    move = ask_move(
        session,
        post,
        school,
        draft_id=f"move-{key}",
        first_day=NOW.date(),
        by=night.person_id("pranee"),
        now=NOW,
    )
    assert move is not None
    return move.id


def test_a_dry_run_counts_them_and_deletes_none(night: Office) -> None:
    with night.writing() as session:
        a_claim(session, made_at=datetime.now(UTC) - timedelta(days=31))
    assert "claims\t1\n" in run(night, "--dry-run").output
    assert states(night) == ["waiting"]
