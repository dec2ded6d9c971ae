"""One-time codes: who gets in, once, and who does not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from bot.database import make_engine, reading, transaction
from models.people import (
    COUNTRY,
    Appointment,
    Invitation,
    Person,
    Post,
    Redeemed,
    RedeemFailure,
    Scope,
    count_wrong_code,
    create_invitation,
    ensure_account,
    load_actor,
    normalise_code,
    redeem_invitation,
    scope_by_code,
)
from models.vocabulary import Role

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KANDA = "U" + "5" * 32
MALI = "U" + "1" * 32


def scope(session: Session, code: str) -> Scope:
    found = scope_by_code(session, code)
    assert found is not None
    return found


def invite(
    engine: Engine, code: str = "NPT1-05", role: Role = Role.TEACHER, plain: str | None = None
) -> str:
    with transaction(engine) as session:
        return create_invitation(
            session,
            role=role,
            scope=scope(session, code),
            now=NOW,
            expires_at=NOW + timedelta(days=7),
            by_person_id=None,
            code=plain,
        )


def redeem(
    engine: Engine,
    code: str,
    line_user_id: str = KANDA,
    name: str = "ครูกานดา มาใหม่",
    now: datetime = NOW,
) -> Redeemed | RedeemFailure:
    with transaction(engine) as session:
        return redeem_invitation(
            session, code=code, line_user_id=line_user_id, full_name=name, now=now, today=TODAY
        )


def test_a_code_makes_a_stranger_a_teacher_of_the_school(stocked: Engine) -> None:
    redeemed = redeem(stocked, invite(stocked))
    assert isinstance(redeemed, Redeemed)
    assert redeemed.full_name == "ครูกานดา มาใหม่"
    with reading(stocked) as session:
        actor = load_actor(session, KANDA, TODAY)
        assert actor.joined
        assert actor.posts == (Post(Role.TEACHER, scope(session, "NPT1-05")),)
        assert redeemed.post == actor.posts[0]


def test_the_demo_may_fix_a_code(stocked: Engine) -> None:
    assert invite(stocked, plain="knda 2570") == "KNDA-2570"
    assert isinstance(redeem(stocked, "KNDA-2570"), Redeemed)
    with pytest.raises(ValueError, match="not a code"):
        invite(stocked, plain="KANDA")


def test_a_code_is_not_stored_in_plain(stocked: Engine) -> None:
    code = invite(stocked)
    with reading(stocked) as session:
        stored = session.scalars(select(Invitation.code_hash)).one()
    assert code not in stored
    assert len(stored) == 64


def test_an_unknown_code_is_told_from_a_used_and_an_expired_one(stocked: Engine) -> None:
    used, expired = invite(stocked), invite(stocked)
    redeem(stocked, used)
    assert redeem(stocked, used, MALI) is RedeemFailure.USED
    assert redeem(stocked, expired, now=NOW + timedelta(days=7)) is RedeemFailure.EXPIRED
    assert redeem(stocked, "ZZZZ-9999") is RedeemFailure.UNKNOWN
    assert redeem(stocked, "ไม่ใช่รหัส") is RedeemFailure.UNKNOWN


def test_a_refused_code_makes_nobody(stocked: Engine) -> None:
    redeem(stocked, "ZZZZ-9999")
    with reading(stocked) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_second_code_gives_the_same_person_a_second_post(stocked: Engine) -> None:
    first = redeem(stocked, invite(stocked))
    second = redeem(stocked, invite(stocked, "NPT1", Role.SUPERVISOR), name="อีกชื่อหนึ่ง")
    assert isinstance(first, Redeemed)
    assert isinstance(second, Redeemed)
    assert second.person_id == first.person_id
    assert second.full_name == first.full_name
    with reading(stocked) as session:
        roles = [post.role for post in load_actor(session, KANDA, TODAY).posts]
    assert roles == [Role.TEACHER, Role.SUPERVISOR]


def test_a_post_that_is_held_already_is_not_given_twice(stocked: Engine) -> None:
    redeem(stocked, invite(stocked))
    assert isinstance(redeem(stocked, invite(stocked)), Redeemed)
    with reading(stocked) as session:
        assert session.scalar(select(func.count()).select_from(Appointment)) == 1


def test_a_post_over_the_country(stocked: Engine) -> None:
    redeem(stocked, invite(stocked, "TH", Role.NATIONAL_COORDINATOR))
    with reading(stocked) as session:
        (post,) = load_actor(session, KANDA, TODAY).posts
    assert post.scope == COUNTRY


def test_of_two_who_use_one_code_at_once_one_gets_in(stocked: Engine, stocked_url: str) -> None:
    code = invite(stocked)
    start = Barrier(2, timeout=20)

    def use(line_user_id: str) -> Redeemed | RedeemFailure:
        engine = make_engine(stocked_url)
        try:
            start.wait()
            return redeem(engine, code, line_user_id)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(use, (KANDA, MALI)))
    assert outcomes.count(RedeemFailure.USED) == 1
    assert sum(isinstance(outcome, Redeemed) for outcome in outcomes) == 1


def somebody_waits_for_a_lock(engine: Engine) -> bool:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.02)"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(500):
        with reading(engine) as session:
            if session.scalar(waiting):
                return True
    return False


def test_one_who_finds_the_code_unused_may_still_come_second(
    postgresql_url: str, request: pytest.FixtureRequest
) -> None:
    """On PostgreSQL both may read the code as unused; the UPDATE of the second waits for the
    first and then finds nothing to claim.
    """
    engine = make_engine(postgresql_url)
    request.addfinalizer(engine.dispose)
    with transaction(engine) as session:
        code = create_invitation(
            session,
            role=Role.OPERATOR,
            scope=COUNTRY,
            now=NOW,
            expires_at=NOW + timedelta(days=1),
            by_person_id=None,
        )
    with ThreadPoolExecutor(1) as other:
        with transaction(engine) as session:
            first = redeem_invitation(
                session, code=code, line_user_id=MALI, full_name="a", now=NOW, today=TODAY
            )
            assert isinstance(first, Redeemed)
            # Not committed yet: the other reads the code as unused, and waits to claim it.
            waiting = other.submit(redeem, engine, code)
            assert somebody_waits_for_a_lock(engine)
        assert waiting.result(20) is RedeemFailure.USED


def test_five_wrong_codes_lock_joining_for_an_hour(engine: Engine) -> None:
    with transaction(engine) as session:
        ensure_account(session, KANDA, NOW)
        told = [count_wrong_code(session, KANDA, NOW) for _ in range(5)]
    locked_until = NOW + timedelta(hours=1)
    assert told == [None, None, None, None, locked_until]
    with reading(engine) as session:
        actor = load_actor(session, KANDA, TODAY)
    assert actor.joining_locked_until == locked_until
    assert actor.wrong_codes == 0


def test_a_good_code_forgets_the_wrong_ones(stocked: Engine) -> None:
    with transaction(stocked) as session:
        ensure_account(session, KANDA, NOW)
        count_wrong_code(session, KANDA, NOW)
    redeem(stocked, invite(stocked))
    with reading(stocked) as session:
        assert load_actor(session, KANDA, TODAY).wrong_codes == 0


@pytest.mark.parametrize(
    "typed",
    [
        "KNDA-2570",
        "knda2570",
        " KNDA 2570 ",
        "KNDA - 2570",
        "knda-๒๕๗๐",
        "KNDA–2570",
        "ＫＮＤＡ－２５７０",
        "KNDA\u200b-2570\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "KNDA-2570"


@pytest.mark.parametrize(
    "typed",
    ["", "KNDA", "2570", "KNDA-257", "KNDA-25701", "โรงเรียน", "KNDA-2570 KNDA-2571", "²²²²"],
)
def test_what_is_not_one_code_is_none(typed: str) -> None:
    assert normalise_code(typed) is None


@given(st.text())
def test_no_text_breaks_the_reader_of_codes(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or normalise_code(code) == code
