"""What happens to an answer when LINE, the network or our own process fails on the way."""

import base64
import json
from datetime import date, timedelta

import pytest
from events import MALI, body, event
from street import Street, picture

from bot.database import transaction
from bot.telling import push
from demo.people import cast
from handlers.cards.card import Card
from models.people import Appointment, load_actor, set_blocked
from models.vocabulary import Role, ScopeKind


def _order(street: Street, endpoint: str, kind: str, times: int = 1, **more: object) -> None:
    street.desk("POST", "/faults", {"endpoint": endpoint, "kind": kind, "times": times, **more})


def _calls(street: Street, endpoint: str) -> list[int]:
    return [call["status"] for call in street.desk("GET", f"/calls?endpoint={endpoint}")]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("status", {"status": 500}),
        ("status", {"status": 429}),
        ("accept_then_500", {}),
        ("reset", {}),
        ("accept_then_reset", {}),
    ],
)
def test_a_reply_that_goes_wrong_is_shown_once_all_the_same(
    quick_street: Street, kind: str, more: dict[str, object]
) -> None:
    _order(quick_street, "reply", kind, **more)
    mali = quick_street.phone("mali")
    assert "เมนู" in mali.say("เมนู").text
    assert "นิเทศที่ไหน" in mali.say("บันทึกนิเทศ").text
    assert len(mali.history()) == 2


def test_while_an_answer_takes_long_the_person_sees_that_it_comes(quick_street: Street) -> None:
    _order(quick_street, "reply", "status", status=500)
    quick_street.phone("mali").say("เมนู")
    assert _calls(quick_street, "loading") == [202]


def test_answers_of_one_person_keep_their_order_through_faults(street: Street) -> None:
    _order(street, "reply", "status", times=2, status=500)
    said = ["เมนู", "บันทึกนิเทศ", "ช่วยเหลือ"]
    events = [event(message={"id": str(n), "type": "text", "text": w}) for n, w in enumerate(said)]
    street.desk("POST", "/raw", {"body": {"destination": "U" + "b" * 32, "events": events}})
    shown = street.phone("mali").wait(3)
    assert [bool(s.text) for s in shown] == [True] * 3
    assert "เมนู" in shown[0].text
    assert "นิเทศที่ไหน" in shown[1].text
    assert "ตอบข้อนี้ได้" in shown[2].text


def test_an_answer_that_missed_its_minute_comes_with_the_next_sign_of_life(street: Street) -> None:
    street.desk("POST", "/webhook", {"reply_token_seconds": 0})
    mali = street.phone("mali")
    mali.do("text", {"text": "บันทึกนิเทศ"})
    street.desk("GET", "/calls?endpoint=reply&at_least=1&wait=5")
    street.desk("POST", "/webhook", {"reply_token_seconds": 60})
    street.until("SELECT state FROM effects", [("unshown",)])

    mali.do("text", {"text": "โรงเรียนบ้านลำพยา"})
    apology, missed, question = mali.wait(3)
    assert apology.text.startswith("ขออภัย เมื่อสักครู่")
    assert "นิเทศที่ไหน" in missed.text
    assert "นิเทศวันไหน" in question.text
    assert mali.say("วันนี้").text.count("ขออภัย") == 0


def test_what_a_process_stored_and_did_not_send_another_one_sends(street: Street) -> None:
    street.runtime.outbox.stop()
    mali = street.phone("mali")
    mali.do("text", {"text": "เมนู"})
    assert mali.quiet()
    assert street.rows("SELECT state FROM effects") == [("waiting",)]
    # The one that died held a lease; only when that is over may another process take it.
    later = street.runtime.machine_time() + timedelta(seconds=21)
    street.runtime.machine_time = lambda: later  # type: ignore[method-assign]
    street.runtime.outbox.start()
    assert "เมนู" in mali.wait()[0].text


def test_a_push_is_shown_once_however_often_it_has_to_be_tried(street: Street) -> None:
    _order(street, "push", "accept_then_500")
    _push(street, "once-only")
    assert "แจ้ง" in street.phone("mali").wait()[0].text
    street.until("SELECT state FROM effects", [("sent",)])
    assert _calls(street, "push") == [500, 409]
    assert len(street.phone("mali").history()) == 1


def test_the_same_reason_is_pushed_only_once(street: Street) -> None:
    assert _push(street, "reason-7") is True
    assert _push(street, "reason-7") is False
    assert _push(street, "reason-8") is True


def test_when_the_months_quota_is_spent_a_push_rides_on_the_next_reply(street: Street) -> None:
    street.desk("POST", "/quota", {"limit": 0})
    _push(street, "after-quota")
    street.desk("GET", "/calls?endpoint=push&at_least=1&wait=5")
    street.until("SELECT state FROM effects", [("unshown",)])
    mali = street.phone("mali")
    mali.do("text", {"text": "เมนู"})
    assert "แจ้ง" in "\n".join(shown.text for shown in mali.wait(3))
    assert _calls(street, "push") == [429]


def test_once_the_quota_is_spent_no_further_push_is_tried_and_operators_are_told(
    street: Street,
) -> None:
    _make_operator(street, "pranee")
    street.desk("POST", "/quota", {"limit": 0})
    _push(street, "first")
    told = "SELECT count(*) FROM effects WHERE turn_key LIKE 'alert:over_quota:%'"
    street.until(told, [(1,)])
    _push(street, "second")
    street.until("SELECT state FROM effects", [("unshown",)] * 3)
    assert _calls(street, "push") == [429]
    pranee = street.phone("pranee")
    pranee.do("text", {"text": "เมนู"})
    assert "โควตา" in "\n".join(shown.text for shown in pranee.wait(3))


def test_when_line_refuses_a_message_of_ours_the_person_hears_of_the_trouble(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.queue.render", lambda _card: {"type": "text", "text": ""})
    assert "ขออภัย ระบบขัดข้อง" in street.phone("mali").say("เมนู").text
    street.until("SELECT state FROM effects", [("rejected",)])


def test_operators_hear_of_a_fault_once_an_hour(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_call: object) -> list[object]:
        raise ZeroDivisionError

    _make_operator(street, "pranee")
    monkeypatch.setattr("bot.inbox.answer", broken)
    street.phone("mali").say("เมนู")
    street.phone("mali").say("เมนู")
    assert "แจ้งผู้ดูแล" in street.phone("pranee").wait()[0].text
    assert street.rows("SELECT count(*) FROM effects WHERE kind = 'push'") == [(1,)]


def test_messages_are_marked_as_read_where_the_channels_chat_is_on(street: Street) -> None:
    street.desk("POST", "/webhook", {"chat_mode": "chat"})
    street.phone("mali").say("เมนู")
    street.desk("GET", "/calls?endpoint=mark_as_read&at_least=1&wait=5")
    assert _calls(street, "mark_as_read") == [200]


def test_nothing_is_pushed_to_somebody_who_blocks_the_bot(street: Street) -> None:
    with transaction(street.runtime.engine) as session:
        set_blocked(session, MALI, street.runtime.machine_time())
    _push(street, "blocked")
    street.until("SELECT state, error FROM effects", [("rejected", "blocked")])
    assert _calls(street, "push") == []


def test_a_redelivered_event_gives_its_unsent_answer_a_fresh_minute(street: Street) -> None:
    street.runtime.outbox.stop()
    first = event(replyToken="a" * 32)
    street.desk("POST", "/raw", {"body": {"events": [first]}})
    [(before,)] = street.rows("SELECT token_until FROM effects")
    later = street.runtime.machine_time() + timedelta(seconds=40)
    street.runtime.machine_time = lambda: later  # type: ignore[method-assign]
    again = {**first, "deliveryContext": {"isRedelivery": True}}
    street.desk("POST", "/raw", {"body": {"events": [again]}})
    [(after,)] = street.rows("SELECT token_until FROM effects")
    assert str(after) > str(before)
    assert street.count("effects") == 1


def test_a_handler_that_fails_is_apologised_for_and_the_event_is_kept(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_call: object) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.inbox.answer", broken)
    assert "ขออภัย ระบบขัดข้อง" in street.phone("mali").say("เมนู").text
    assert street.rows("SELECT error FROM inbound_events") == [("ZeroDivisionError",)]
    assert street.rows("SELECT draft FROM conversations") in ([], [(None,)])


def test_a_message_taken_back_early_is_not_taken_although_the_news_of_it_failed(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_call: object) -> list[object]:
        raise ZeroDivisionError

    news = event(type="unsend", unsend={"messageId": "early"}, message=None, replyToken=None)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("bot.inbox.answer", broken)
        assert street.post(body(news)).status == 200
    message = {"id": "early", "type": "text", "text": "เมนู"}
    assert street.post(body(event(message=message))).status == 200
    assert street.count("effects") == 0, "nothing is answered to what was taken back"


def test_every_answer_knows_the_ids_that_line_gave_it(street: Street) -> None:
    street.phone("mali").say("เมนู")
    street.until("SELECT state FROM effects", [("sent",)])
    [(ids,)] = street.rows("SELECT sent_message_ids FROM effects")
    shown = street.phone("mali").history()
    assert shown[0].raw["id"] in ids


def _push(street: Street, once: str) -> bool:
    now = street.runtime.machine_time()
    with transaction(street.runtime.engine) as session:
        return push(street.runtime, session, MALI, Card(text="แจ้งให้ทราบ"), once, now)


def _make_operator(street: Street, who: str) -> None:
    member = next(member for member in cast() if member.key == who)
    with transaction(street.runtime.engine) as session:
        actor = load_actor(session, member.line_user_id, date(2026, 11, 22))
        assert actor.person_id is not None
        session.add(
            Appointment(
                person_id=actor.person_id,
                role=Role.OPERATOR,
                scope_kind=ScopeKind.COUNTRY,
                starts_on=date(2024, 1, 1),
            )
        )


def test_what_was_missed_in_private_is_never_carried_into_a_group(street: Street) -> None:
    _leave_unshown(street)
    mention = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    said = {"id": "5", "type": "text", "text": "@bot", "mention": mention}
    group = {"type": "group", "groupId": "C" + "1" * 32, "userId": MALI}
    assert street.post(body(event(source=group, message=said))).status == 200
    [(payload,)] = street.rows("SELECT payload FROM effects ORDER BY id DESC LIMIT 1")
    assert "แชตส่วนตัว" in _plain(payload)
    assert "เมื่อสักครู่" not in _plain(payload)
    kept = f"SELECT count(*) FROM effects WHERE state = 'unshown' AND line_user_id = '{MALI}'"
    assert street.rows(kept) == [(1,)]


def test_an_unsend_that_comes_twice_does_not_silence_the_person(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.album(picture())
    street.until("SELECT state FROM photos", [("stored",)])
    [(message_id,)] = street.rows("SELECT line_message_id FROM photos")
    unsend = event(type="unsend", unsend={"messageId": message_id}, message=None, replyToken=None)
    assert street.post(body(unsend, unsend)).status == 200
    assert street.post(body(unsend)).status == 200
    assert mali.say("ช่วยเหลือ").text


def test_a_push_that_backs_off_does_not_hold_up_the_replies(street: Street) -> None:
    _order(street, "push", "status", times=20, status=500)
    _push(street, "stuck")
    street.desk("GET", "/calls?endpoint=push&at_least=1&wait=5")
    assert "เมนู" in street.phone("mali").say("เมนู").text
    assert street.rows("SELECT state FROM effects WHERE kind = 'push'") == [("waiting",)]


def test_every_image_of_an_album_twice_is_still_one_answer(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    for index in (2, 1, 3):
        image = event(
            message={
                "id": f"88{index}",
                "type": "image",
                "contentProvider": {"type": "line"},
                "imageSet": {"id": "SET9", "index": index, "total": 3},
            }
        )
        street.desk("POST", "/raw", {"body": {"events": [image]}})
        if index != 3:
            street.desk("POST", "/raw", {"body": {"events": [image]}})
            assert street.rows("SELECT count(*) FROM effects WHERE kind = 'reply'") == [(2,)]
    assert "รวม 3 รูป" in mali.wait()[-1].text


def test_what_was_missed_comes_with_an_album_too(street: Street) -> None:
    _leave_unshown(street)
    mali = street.phone("mali")
    mali.seen = street.phone("mali")._call("GET", "chat?after=0")["next"]
    mali.do("images", {"files": [base64_of(picture()), base64_of(picture("teal"))]})
    shown = "\n".join(each.text for each in mali.wait(3))
    assert "เมื่อสักครู่" in shown
    assert "รวม 2 รูป" in shown


def test_an_effect_that_always_fails_is_given_up_and_told(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_key: str, _data: bytes) -> None:
        raise OSError("disk full")

    _make_operator(street, "pranee")
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    monkeypatch.setattr(street.runtime.media, "put", full)
    monkeypatch.setattr("bot.delivery.PATIENCE", timedelta(0))
    mali.album(picture())
    street.until(
        "SELECT state, error FROM effects WHERE kind = 'fetch_content'", [("rejected", "OSError")]
    )
    assert "แจ้งผู้ดูแล" in street.phone("pranee").wait()[0].text


def test_spent_quota_is_not_forgotten_by_a_read_mark(street: Street) -> None:
    street.runtime.stop_pushes()
    assert street.runtime.marks_as_read() is False
    assert street.runtime.pushes_stopped()


def _leave_unshown(street: Street) -> None:
    """A question of a report that was stored and could not be shown in time."""
    street.desk("POST", "/webhook", {"reply_token_seconds": 0})
    street.phone("mali").do("text", {"text": "บันทึกนิเทศ"})
    street.until("SELECT state FROM effects", [("unshown",)])
    street.desk("POST", "/webhook", {"reply_token_seconds": 60})


def _plain(payload: object) -> str:
    parsed = json.loads(payload) if isinstance(payload, str) else payload
    return json.dumps(parsed, ensure_ascii=False)


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()
