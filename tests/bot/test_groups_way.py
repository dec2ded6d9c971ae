"""LINE groups over HTTP: tied by a coordinator, answered with totals when the bot is called."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from events import MALI, body, event
from street import Phone, Shown, Street

NETWORK = "ผูกกลุ่ม อนุบาลนครปฐม"
UNTIED = "กลุ่มนี้ยังไม่ได้ผูก"
#: What may never be read in a group: people of the cast, partner schools, bits of "by name".
NAMES = ("มะลิ", "สมศรี", "วิชัย", "ปราณี", "อนันต์", "ลำพยา", "บ้านห้วย", "ยังไม่ส่ง:", "โดยคุณ")


@dataclass
class Room:
    """The group of the desk. What is said comes back as what the bot then showed, if anything."""

    street: Street
    id: str
    seen: int = 0
    said: list[Shown] = field(default_factory=list)

    def say(self, who: str, words: str) -> Shown:
        return self._shown(who, "text", {"text": words})

    def call(self, who: str, words: str = "") -> Shown:
        return self.say(who, f"@พี่เลี้ยง {words}")

    def tap(self, who: str, label: str) -> Shown:
        return self._shown(who, "tap", {"label": label})

    def quiet(self, who: str, gesture: str, **wish: Any) -> bool:
        """Whether nothing is shown. The webhook was answered, and it is stored what will be."""
        before = self.street.count("effects")
        self.street.desk("POST", f"/users/{who}/{gesture}", {**wish, "group": self.id})
        return self.street.count("effects") == before

    def move(self, way: str, who: str) -> None:
        self.street.desk("POST", f"/groups/{self.id}/{way}", {"who": who})

    def _shown(self, who: str, gesture: str, wish: dict[str, Any]) -> Shown:
        self.seen = self._chat()["next"]
        self.street.desk("POST", f"/users/{who}/{gesture}", {**wish, "group": self.id})
        for _ in range(10):
            chat = self._chat(self.seen, wait=3)
            self.seen = chat["next"]
            for item in chat["messages"]:
                if item["from"] == "bot":
                    self.said.append(Shown(item["message"]))
                    return self.said[-1]
        raise AssertionError(f"nothing was shown to {who}")

    def _chat(self, after: int = 0, wait: int = 0) -> Any:
        return self.street.desk("GET", f"/users/{self.id}/chat?after={after}&wait={wait}")


def room_in(street: Street) -> Room:
    return Room(street, street.desk("GET", "/groups")[0]["group_id"])


def tied(street: Street, words: str = NETWORK, who: str = "pranee") -> Room:
    room = room_in(street)
    room.call(who, words)
    assert "แล้ว" in room.tap(who, "ยืนยันผูกกลุ่ม").text
    return room


def pushes(street: Street) -> int:
    return len(street.desk("GET", "/calls?endpoint=push"))


# --- the tie --------------------------------------------------------------------------------------


def test_a_coordinator_ties_a_group_and_anybody_in_it_reads_totals(street: Street) -> None:
    room = room_in(street)
    assert UNTIED in room.call("mali", "สถานะ").text
    asked = room.call("pranee", NETWORK)
    assert "ผูกกลุ่มนี้กับ เครือข่าย" in asked.text
    assert "ผูกกลุ่มนี้กับ" in room.tap("pranee", "ยืนยันผูกกลุ่ม").text

    status = room.call("mali", "สถานะ").text
    assert "ปีงบ" in status
    assert "นิเทศสถานศึกษา" in status
    assert "ครบแล้ว 0 จาก" in status
    assert "กำหนดที่จะถึง" in room.call("somsri", "กำหนดส่ง").text
    assert "สถานะ – ยอดรวม" in room.call("somsri", "ช่วยเหลือ").text
    assert pushes(street) == 0
    noted = "SELECT action, subject_kind, person_id IS NOT NULL FROM audit_entries"
    assert [tuple(row) for row in street.rows(f"{noted} WHERE subject_kind = 'group'")] == [
        ("group.tied", "group", True)
    ]


def test_only_the_tap_of_who_asked_counts(quick_street: Street) -> None:
    room = room_in(quick_street)
    room.call("pranee", NETWORK)
    for who in ("mali", "wichai", "anan"):
        assert "เฉพาะผู้ประสานงานที่ขอผูกกลุ่ม" in room.tap(who, "ยืนยันผูกกลุ่ม").text
    assert UNTIED in room.call("mali", "สถานะ").text
    assert "ไม่ได้ผูก" in room.tap("pranee", "ไม่ผูก").text
    assert quick_street.rows("SELECT tied_at FROM linked_groups") == [(None,)]
    room.tap("pranee", "ยืนยันผูกกลุ่ม")
    again = room.tap("pranee", "ยืนยันผูกกลุ่ม")
    assert "ผูกไว้อยู่แล้ว" in again.text


@pytest.mark.parametrize(
    ("who", "words", "told"),
    [
        ("mali", NETWORK, "ได้เฉพาะผู้ประสานงาน"),
        ("wichai", NETWORK, "ได้เฉพาะผู้ประสานงาน"),
        ("anan", NETWORK, "ไม่พบชื่อนี้"),
        ("pranee", "ผูกกลุ่ม สตูล", "ไม่พบชื่อนี้"),
        ("pranee", "ผูกกลุ่ม ทั้งประเทศ", "ไม่พบชื่อนี้"),
    ],
)
def test_a_group_is_tied_to_what_the_coordinator_reaches_alone(
    quick_street: Street, who: str, words: str, told: str
) -> None:
    shown = room_in(quick_street).call(who, words)
    assert told in shown.text
    assert shown.labels == []


def test_a_coordinator_who_names_nothing_means_the_own_area(quick_street: Street) -> None:
    room = tied(quick_street, "ผูกกลุ่ม")
    status = room.call("mali", "สถานะ").text
    assert "สพป.นครปฐม เขต 1" in status
    assert "เครือข่าย · ยังขาด" in status


def test_another_area_cannot_take_a_tied_group(quick_street: Street) -> None:
    room = tied(quick_street)
    room.call("anan", "ผูกกลุ่ม")
    assert "ผูกไว้กับที่อื่นแล้ว" in room.said[-1].text
    assert "ได้เฉพาะผู้ประสานงาน" in room.call("anan", "เลิกผูกกลุ่ม").text
    assert "ปีงบ" in room.call("anan", "สถานะ").text


def test_the_tie_ends_by_word_and_when_the_bot_is_taken_out(street: Street) -> None:
    room = tied(street)
    assert "เลิกผูกกลุ่มแล้ว" in room.call("pranee", "เลิกผูกกลุ่ม").text
    assert UNTIED in room.call("mali", "สถานะ").text
    room = tied(street)
    room.move("remove", "bot")
    room.move("invite", "bot")
    assert UNTIED in room.call("mali", "สถานะ").text
    actions = "SELECT action FROM audit_entries WHERE subject_kind = 'group' ORDER BY id"
    assert [action for (action,) in street.rows(actions)] == [
        *("group.tied", "group.untied", "group.tied", "group.untied"),
        *("group.left", "group.joined"),
    ]


def test_who_lost_the_post_ties_no_more(street: Street) -> None:
    room = tied(street)
    _change(
        street,
        "UPDATE appointments SET ends_on = '2024-01-01', starts_on = '2023-01-01'"
        " WHERE role = 'area_coordinator'",
    )
    assert UNTIED in room.call("mali", "สถานะ").text


def test_in_private_a_coordinator_sees_the_ties_and_ends_one(street: Street) -> None:
    room = tied(street)
    pranee = street.phone("pranee")
    shown = pranee.say("กลุ่มที่ผูกไว้")
    assert "ผูกเมื่อ" in shown.text
    assert "ยังไม่มีกลุ่ม" in street.phone("anan").say("ผูกกลุ่ม").text
    assert "เลิกผูกกลุ่มของ" in pranee.tap("เลิกผูกกลุ่มนี้").text
    assert UNTIED in room.call("mali", "สถานะ").text
    assert "ไม่ได้ผูกไว้แล้ว" in pranee.tap("เลิกผูกกลุ่มนี้").text


# --- what is said and what is kept ----------------------------------------------------------------


def test_no_person_and_no_school_is_named_however_things_stand(quick_street: Street) -> None:
    _waive_something(quick_street)
    for words in (NETWORK, "ผูกกลุ่ม นครปฐม เขต 1"):
        room = tied(quick_street, words)
        for asked in ("สถานะ", "กำหนดส่ง", "ช่วยเหลือ", "ค้างส่ง", "สถานะ บ้านลำพยา", "V-1"):
            shown = room.call("mali", asked).text
            assert not [name for name in NAMES if name in shown], (asked, shown)
        room.call("pranee", "เลิกผูกกลุ่ม")


def test_the_private_chat_stays_private(quick_street: Street) -> None:
    room = tied(quick_street)
    mali = quick_street.phone("mali")
    mali.say("บันทึกนิเทศ")
    for words in ("ประวัติของฉัน", "ข้อมูลของฉัน", "ยกเลิก", "1", "KNDA-2570"):
        assert "รายละเอียดดูในแชตส่วนตัว" in room.call("mali", words).text
    assert "ข้อ" in mali.say("ทำต่อ").text


def test_talk_among_members_is_neither_answered_nor_kept(street: Street) -> None:
    room = tied(street)
    secret = "เลขบัญชีครูสมศรี"
    assert room.quiet("mali", "text", text=secret)
    assert room.quiet("mali", "text", text="@ครูสมศรี รักเรียน สถานะ")
    assert room.quiet("mali", "text", text="@All สถานะ")
    room.call("mali", f"ผูกกลุ่ม {secret}")
    room.call("pranee", f"ผูกกลุ่ม {secret}")
    room.call("mali", secret)
    kept = street.rows("SELECT payload, line_user_id, error FROM inbound_events")
    assert set(kept) == {(None, None, None)}
    everything = [str(row) for row in street.rows("SELECT payload FROM effects")]
    assert not [row for row in everything if secret in row or json.dumps(secret) in row]
    assert street.count("conversations") == 0


def test_comings_and_goings_are_counted_and_nobody_is_named(street: Street) -> None:
    room = tied(street)
    room.move("invite", "kanda")
    room.move("remove", "kanda")
    room.move("remove", "somsri")
    counts = "SELECT members_joined, members_left, tied_at IS NOT NULL FROM linked_groups"
    assert [tuple(map(int, row)) for row in street.rows(counts)] == [(1, 2, 1)]
    assert set(street.rows("SELECT line_user_id FROM inbound_events")) == {(None,)}
    assert "ปีงบ" in room.call("mali", "สถานะ").text


def test_who_has_not_consented_reads_totals_too_and_ties_nothing(quick_street: Street) -> None:
    room = tied(quick_street)
    for words in ("สถานะ", "เลิกผูกกลุ่ม"):
        assert _post_mention(quick_street, {"groupId": room.id}, words) == 200
    first, second = _answers(quick_street)[-2:]
    assert "ปีงบ" in first
    assert "ได้เฉพาะผู้ประสานงาน" in second


def test_a_room_is_a_group_too(quick_street: Street) -> None:
    where = {"type": "room", "roomId": "R" + "1" * 32, "userId": MALI}
    assert _post_mention(quick_street, where, "สถานะ") == 200
    assert UNTIED in _answers(quick_street)[-1]


def test_words_after_an_emoji_and_between_names_are_still_read(quick_street: Street) -> None:
    room = tied(quick_street)
    assert "ปีงบ" in room.say("mali", "👋🏽 @พี่เลี้ยง สถานะ @ครูสมศรี รักเรียน").text


# --- small means ----------------------------------------------------------------------------------


def _waive_something(street: Street) -> None:
    """Something of the network is waived, by a coordinator whom the private status names."""
    pranee: Phone = street.phone("pranee")
    pranee.say("ยกเว้น เครือข่ายอนุบาลนครปฐม")
    for label in ("แผนเครือข่าย", "ต่อไป", "จนถึงวันที่กำหนด"):
        pranee.tap(label)
    pranee.say("31 มี.ค. 70")
    pranee.say("น้ำท่วม")
    pranee.tap("ยืนยันการยกเว้น")
    assert "คุณปราณี" in street.phone("wichai").say("สถานะ อนุบาลนครปฐม").text


def _change(street: Street, statement: str) -> None:
    with street.runtime.engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def _post_mention(street: Street, where: dict[str, str], words: str) -> int:
    called = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    said = {"id": "5", "type": "text", "text": f"@bot {words}", "mention": called}
    answer = street.post(body(event(source={"type": "group", **where}, message=said)))
    return int(answer.status)


def _answers(street: Street) -> list[str]:
    rows = [raw for (raw,) in street.rows("SELECT payload FROM effects ORDER BY id")]
    payloads = [raw if isinstance(raw, dict) else json.loads(raw) for raw in rows]
    return [Shown(payload["messages"][0]).text for payload in payloads]
