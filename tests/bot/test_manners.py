"""Who is answered, how often, and what is kept of whom."""

import json
from datetime import timedelta

from events import MALI, STRANGER, body, event
from street import Street, picture

from handlers.joining import NOTICE_VERSION


def test_a_stranger_reads_what_the_bot_is_and_nothing_else(street: Street) -> None:
    stranger = street.desk("POST", "/users", {"name": "ผู้ผ่านมา", "friend": True})["user_id"]
    phone = street.phone(stranger)
    for words in ("บันทึกนิเทศ", "ประวัติของฉัน", "รายงาน V-1", "ออกรหัส", "สวัสดี", "ทำต่อ"):
        phone.say(words)
        assert "ถ้าท่านมีรหัสเข้าร่วม" in phone.history()[-1].text or "ผู้ควบคุมข้อมูล" in (
            phone.history()[-1].text
        )
    assert street.rows("SELECT person_id FROM line_accounts WHERE person_id IS NOT NULL") != []
    assert street.count("mentoring_visits") == 0


def test_the_privacy_notice_is_shown_once_and_its_version_kept(street: Street) -> None:
    stranger = street.desk("POST", "/users", {"name": "ผู้ผ่านมา"})["user_id"]
    phone = street.phone(stranger)
    phone.do("follow", {})
    hello, notice = phone.wait(2)
    assert "พี่เลี้ยง" in hello.text
    assert "ผู้ควบคุมข้อมูล" in notice.text
    [(version, shown_at)] = street.rows(
        "SELECT notice_version, notice_shown_at FROM line_accounts"
        f" WHERE line_user_id = '{stranger}'"
    )
    assert version == NOTICE_VERSION
    assert shown_at is not None
    assert "ผู้ควบคุมข้อมูล" not in phone.say("สวัสดี").text


def test_the_photo_of_a_stranger_is_never_fetched(street: Street) -> None:
    stranger = street.desk("POST", "/users", {"name": "ผู้ผ่านมา", "friend": True})["user_id"]
    street.phone(stranger).album(picture(), picture("teal"))
    assert street.desk("GET", "/calls?endpoint=content") == []
    assert street.count("photos") == 0


def test_five_wrong_codes_lock_joining_for_an_hour(street: Street) -> None:
    kanda = street.phone("kanda")
    kanda.follow()
    for digits in ("2222", "3333", "4444", "5555"):
        assert "ไม่พบรหัส" in kanda.say(f"ABCD-{digits}").text
    assert "60 นาที" in kanda.say("ABCD-6666").text
    assert "ลองใหม่ได้ในอีก" in kanda.say("KNDA-2570").text
    _move_clock(street, hours=1, minutes=1)
    assert "เข้าร่วมแล้ว" in kanda.say("KNDA-2570").text


def test_the_name_is_asked_of_line_once_when_somebody_joins(street: Street) -> None:
    kanda = street.phone("kanda")
    kanda.follow()
    kanda.say("knda2570")
    street.desk("GET", "/calls?endpoint=profile&at_least=1&wait=5")
    street.until("SELECT full_name FROM people ORDER BY id DESC LIMIT 1", [("ครูกานดา มาใหม่",)])
    kanda.say("เมนู")
    assert len(street.desk("GET", "/calls?endpoint=profile")) == 1


def test_after_thirty_turns_in_a_minute_there_is_one_polite_line(street: Street) -> None:
    events = [event(message={"id": f"m{n}", "type": "text", "text": "เมนู"}) for n in range(40)]
    assert street.post(body(*events)).status == 200
    assert street.count("inbound_events") == 40
    assert street.count("effects") == 31
    [(payload,)] = street.rows("SELECT payload FROM effects ORDER BY id DESC LIMIT 1")
    assert "ขอพักสักครู่" in _plain(payload)


def test_an_album_in_any_order_is_one_turn_with_one_answer(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    colours = ("navy", "teal", "olive", "maroon", "purple")
    shown = mali.album(*[picture(colour) for colour in colours])
    assert "รวม 5 รูป" in shown.text
    assert len(mali.history()) == 2
    street.until("SELECT count(*) FROM photos WHERE state = 'stored'", [(5,)])


def test_an_album_of_which_an_image_never_comes_is_answered_all_the_same(street: Street) -> None:
    street.phone("mali").say("บันทึกนิเทศ")
    images = [
        event(
            message={
                "id": f"77{n}",
                "type": "image",
                "contentProvider": {"type": "line"},
                "imageSet": {"id": "SET1", "index": n, "total": 3},
            }
        )
        for n in (3, 1)
    ]
    street.desk("POST", "/raw", {"body": {"events": images}})
    on_time = street.runtime.machine_time
    later = timedelta(seconds=6)
    street.runtime.machine_time = lambda: on_time() + later  # type: ignore[method-assign]
    shown = street.phone("mali").wait(2)[-1]
    assert "รวม 2 รูป" in shown.text


def test_what_is_no_photo_is_told_on_the_summary_and_not_kept(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.album(picture(), b"this is no picture at all")
    street.until(
        "SELECT state, reason FROM photos ORDER BY state",
        [("refused", "not_an_image"), ("stored", None)],
    )
    assert "อีก 1 รูปรับไม่ได้" in mali.say("แก้ไข").text


def test_a_photo_that_line_no_longer_has_is_told(street: Street) -> None:
    street.desk("POST", "/faults", {"endpoint": "content", "kind": "gone", "times": 1})
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.album(picture())
    street.until("SELECT state FROM photos", [("gone",)])
    assert "รับไม่ได้" in mali.say("แก้ไข").text


def test_a_photo_taken_back_is_deleted_and_leaves_the_report(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.album(picture())
    street.until("SELECT state FROM photos", [("stored",)])
    [(message_id, key)] = street.rows("SELECT line_message_id, media_key FROM photos")
    mali.do("unsend", {"message_id": message_id})
    street.until("SELECT state FROM photos", [("withdrawn",)])
    mali.do("text", {"text": "ช่วยเหลือ"})
    assert "ยกเลิกการส่ง" in "\n".join(shown.text for shown in mali.wait(2))
    street.until("SELECT state FROM effects WHERE kind = 'delete_media'", [("sent",)])
    assert _missing(street, key)


def test_a_person_who_blocks_and_comes_back_finds_everything_as_it_was(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.tap("โรงเรียนบ้านลำพยา")
    mali.do("unfollow", {})
    blocked = f"SELECT blocked_at IS NULL FROM line_accounts WHERE line_user_id = '{MALI}'"
    assert not street.rows(blocked)[0][0]
    assert "ยินดีต้อนรับกลับมา" in mali.follow().text
    assert street.rows(blocked)[0][0]
    assert "นิเทศวันไหน" in mali.say("ทำต่อ").text


def test_a_draft_is_kept_fourteen_days_and_not_longer(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.tap("โรงเรียนบ้านลำพยา")
    mali.say("พัก")
    _move_clock(street, days=14)
    assert "นิเทศวันไหน" in mali.say("ทำต่อ").text
    mali.say("พัก")
    _move_clock(street, days=29)
    assert "เกิน 14 วัน" in mali.say("ทำต่อ").text


def test_two_taps_on_send_at_the_same_moment_make_one_record(street: Street) -> None:
    mali = street.phone("mali")
    for words in ("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "แผนพัฒนาคุณภาพ"):
        mali.say(words)
    mali.tap("ข้ามไปหน้าสรุป")
    street.desk("POST", "/webhook", {"duplicate": 3, "concurrent": True})
    mali.tap("ส่งรายงาน")
    mali.do("tap", {"label": "ส่งรายงาน"})
    assert "ไม่ได้บันทึกซ้ำ" in mali.wait()[-1].text
    assert street.count("mentoring_visits") == 1


def test_nothing_that_a_stranger_does_makes_a_person_or_a_record(street: Street) -> None:
    before = street.count("people"), street.count("mentoring_visits")
    source = {"type": "user", "userId": STRANGER}
    presses = ["v=1&do=%21&d=x", "v=1&do=g&s=invite", "v=1&do=o&s=visit", "v=1&do=u", "rubbish"]
    events = [
        event(source=source, type="postback", postback={"data": data}, message=None)
        for data in presses
    ]
    assert street.post(body(*events)).status == 200
    assert (street.count("people"), street.count("mentoring_visits")) == before
    assert street.rows("SELECT draft FROM conversations WHERE draft IS NOT NULL") == []


def _move_clock(street: Street, **ahead: int) -> None:
    moment = street.runtime.machine_time() + timedelta(**ahead)
    answer = street.pool.request(
        "POST", f"{street.url}/demo/clock", json={"at": moment.isoformat()}
    )
    assert answer.status == 200


def _plain(payload: object) -> str:
    parsed = json.loads(payload) if isinstance(payload, str) else payload
    return json.dumps(parsed, ensure_ascii=False)


def _missing(street: Street, key: str) -> bool:
    try:
        street.runtime.media.open(key).close()
    except FileNotFoundError:
        return True
    return False


def test_a_report_thrown_away_takes_its_photos_with_it(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.album(picture())
    street.until("SELECT state FROM photos", [("stored",)])
    [(key,)] = street.rows("SELECT media_key FROM photos")
    mali.say("ยกเลิก")
    mali.tap("ลบร่างนี้")
    street.until("SELECT state FROM photos", [("withdrawn",)])
    street.until("SELECT state FROM effects WHERE kind = 'delete_media'", [("sent",)])
    assert _missing(street, key)


def test_words_taken_back_are_let_go_of(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("สวัสดี")
    message_id = mali.sent[-1]["message_ids"][0]
    mali.do("unsend", {"message_id": message_id})
    kept = street.rows("SELECT payload FROM inbound_events WHERE kind = 'message'")
    assert kept == [(None,)]


def test_words_taken_back_before_they_came_are_neither_answered_nor_kept(street: Street) -> None:
    news = event(type="unsend", unsend={"messageId": "m1"}, message=None, replyToken=None)
    late = event(message={"id": "m1", "type": "text", "text": "บันทึกนิเทศ"})
    assert street.post(body(news, late)).status == 200
    assert street.rows("SELECT kind FROM effects WHERE kind = 'reply'") == []
    kept = street.rows("SELECT payload FROM inbound_events WHERE kind = 'message'")
    assert kept == [(None,)]


def test_leaving_is_heard_however_often_somebody_wrote_before(street: Street) -> None:
    events = [event(message={"id": f"m{n}", "type": "text", "text": "เมนู"}) for n in range(35)]
    events.append(event(type="unfollow", message=None, replyToken=None))
    assert street.post(body(*events)).status == 200
    blocked = f"SELECT blocked_at IS NOT NULL FROM line_accounts WHERE line_user_id = '{MALI}'"
    assert street.rows(blocked)[0][0]


def test_who_writes_again_is_not_taken_for_blocking(street: Street) -> None:
    unfollow = event(type="unfollow", message=None, replyToken=None)
    assert street.post(body(unfollow)).status == 200
    street.phone("mali").say("เมนู")
    blocked = f"SELECT blocked_at IS NULL FROM line_accounts WHERE line_user_id = '{MALI}'"
    assert street.rows(blocked)[0][0]


def test_a_flood_of_mentions_in_a_group_ends_in_silence(street: Street) -> None:
    mention = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    group = {"type": "group", "groupId": "C1", "userId": STRANGER}
    events = [
        event(
            source=group, message={"id": f"g{n}", "type": "text", "text": "@", "mention": mention}
        )
        for n in range(50)
    ]
    assert street.post(body(*events)).status == 200
    assert street.count("effects") <= 31
    assert street.rows(f"SELECT count(*) FROM conversations WHERE line_user_id = '{STRANGER}'") == [
        (0,)
    ]
