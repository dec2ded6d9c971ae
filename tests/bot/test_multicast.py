"""The same words to many people in one call: sent once, or shown with the next free reply."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from events import MALI
from street import Street

from bot.database import transaction
from bot.telling import multicast
from handlers.cards.card import Card
from handlers.cards.render import render
from handlers.texts import t
from models.demo_clock import set_offset
from models.sending_words import PushReason
from scheduler.jobs import run_round

SOMSRI = MALI[:-1] + "2"
STATES = "SELECT kind, state FROM effects WHERE kind IN ('multicast', 'share') ORDER BY id"
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+07:00")


def send(street: Street, once: str = "reminders:2026-11-23") -> dict[str, int]:
    now = street.runtime.machine_time()
    with transaction(street.runtime.engine) as session:
        message = render(Card(title="ประกาศ", text="พรุ่งนี้หยุด"))
        accounts = [MALI, SOMSRI]
        return multicast(
            session, f"multicast:{once}", accounts, message, once, now, PushReason.BROADCAST
        )


def told(street: Street, who: str) -> int:
    return sum("พรุ่งนี้หยุด" in shown.text for shown in street.phone(who).history())


def calls(street: Street) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = street.desk("GET", "/calls?endpoint=multicast")
    return found


@pytest.mark.parametrize("kind", [None, "accept_then_500", "accept_then_reset", "reset"])
def test_it_is_shown_once_to_each_however_often_it_has_to_be_tried(
    quick_street: Street, kind: str | None
) -> None:
    if kind:
        quick_street.desk("POST", "/faults", {"endpoint": "multicast", "kind": kind})
    assert set(send(quick_street)) == {MALI, SOMSRI}
    quick_street.until(STATES, [("share", "sent"), ("share", "sent"), ("multicast", "sent")])
    assert (told(quick_street, "mali"), told(quick_street, "somsri")) == (1, 1)
    assert len({call["retry_key"] for call in calls(quick_street)}) == 1
    assert len({str(call["body"]) for call in calls(quick_street)}) == 1
    [(payload,)] = quick_street.rows("SELECT payload FROM effects WHERE kind = 'multicast'")
    assert MALI not in str(payload)  # so that she can be forgotten
    assert send(quick_street) == {}, "their push of that day is spent"


@pytest.mark.parametrize(
    ("limit", "status", "error"), [(1, 429, "over_quota"), (500, 400, "refused")]
)
def test_what_line_does_not_take_waits_for_the_next_free_reply(
    quick_street: Street, limit: int, status: int, error: str
) -> None:
    quick_street.desk("POST", "/quota", {"limit": limit})
    if status == 400:
        order = {"endpoint": "multicast", "kind": "status", "status": 400}
        quick_street.desk("POST", "/faults", order)
    send(quick_street)
    unshown = [("share", "unshown"), ("share", "unshown"), ("multicast", "rejected")]
    quick_street.until(STATES, unshown)
    [(why,)] = quick_street.rows("SELECT error FROM effects WHERE kind = 'multicast'")
    assert why.startswith(error)
    mali = quick_street.phone("mali")
    mali.do("text", {"text": "เมนู"})
    assert "พรุ่งนี้หยุด" in mali.wait(2)[-1].text
    assert t("common.missed_reply") not in "\n".join(one.text for one in mali.history())
    assert told(quick_street, "mali") == 1
    assert not quick_street.runtime.pushes_stopped(), "a single push may have room yet"


def test_one_that_line_was_away_for_too_long_is_left(quick_street: Street) -> None:
    quick_street.runtime.outbox.stop()
    send(quick_street)
    later = quick_street.runtime.machine_time() + timedelta(hours=24)
    quick_street.runtime.machine_time = lambda: later  # type: ignore[method-assign]
    quick_street.runtime.outbox.start()
    unshown = [("share", "unshown"), ("share", "unshown"), ("multicast", "rejected")]
    quick_street.until(STATES, unshown)
    assert calls(quick_street) == []


def test_a_coordinator_writes_confirms_and_sees_what_came_of_it(quick_street: Street) -> None:
    seconds = int((MONDAY - quick_street.runtime.machine_time()).total_seconds())
    with transaction(quick_street.runtime.engine) as session:
        set_offset(session, seconds)
    pranee = quick_street.phone("pranee")
    pranee.say("ประกาศ พรุ่งนี้หยุด")
    pranee.tap("ทุกคน")
    assert t("announcing.saved") in pranee.tap("ส่งประกาศ").text
    run_round(quick_street.runtime, quick_street.runtime.clock.now())
    for who in ("mali", "somsri", "wichai"):
        assert "คุณปราณี ประสาน" in quick_street.phone(who).wait()[0].text
    quick_street.until(
        "SELECT count(*) FROM effects WHERE kind = 'share' AND state = 'sent'", [(3,)]
    )
    assert t("announcing.state.sent", count=3) in pranee.say("ประกาศ").text
    assert [call["status"] for call in calls(quick_street)] == [200]
    # Nothing of it is in a group, and nobody else's phone has it.
    assert quick_street.phone("anan").quiet()
