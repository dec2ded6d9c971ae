"""A programme that was renewed in the chat: its new end is told beforehand to those who take part,
and afterwards every form and every status says that it is over."""

from collections.abc import Iterator
from typing import Any

import pytest
from dues import free_reply
from office import CENTRAL, Office

END = "30 ก.ย. 2573"
LAST_DAY = "30 กันยายน 2573"
#: 90, 60, 30, 14 and 7 days before 30 September 2030; the third falls on a Saturday.
SAID_ON = ("2030-07-02", "2030-08-01", "2030-08-30", "2030-09-16", "2030-09-23")
QUIET = ("2030-07-01", "2030-07-03", "2030-08-31", "2030-10-01", "2030-10-02", "2030-10-21")


@pytest.fixture
def renewed(stocked_sqlite_url: str) -> Iterator[Office]:
    """The coordinator of the country has renewed QIN for three years."""
    office = Office(stocked_sqlite_url, CENTRAL)
    for minute, words in enumerate(("ต่ออายุโครงการ", "QIN", "1 ต.ค. 70", "3", "ยืนยัน")):
        answered(office, "central", f"2026-11-20T09:{minute:02d}", words)
    yield office
    office.runtime.engine.dispose()


def answered(office: Office, who: str, moment: str, words: str) -> str:
    """Every word of the answer to this person at this moment of Bangkok."""
    free_reply(office, who, moment, words)
    [(payload,)] = office.rows(f"SELECT payload FROM effects WHERE reply_token = 'token-{moment}'")
    return "\n".join(_words(payload["messages"]))


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "text":
            yield node["text"]
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _words(part)


def pushed(office: Office, day: str) -> dict[str, str]:
    """What a round on the morning of this day pushed, by person."""
    query = "SELECT line_user_id, payload FROM effects WHERE kind = 'push' ORDER BY id"
    before = len(office.rows(query))
    office.round(f"{day}T10:30")
    keys = {member.line_user_id: key for key, member in office.people.items()}
    rows = office.rows(query)[before:]
    return {keys[who]: "\n".join(_words(payload["messages"])) for who, payload in rows}


def test_the_new_end_is_told_to_the_contact_on_its_days_and_not_after(renewed: Office) -> None:
    told = {}
    for day in sorted((*SAID_ON, *QUIET)):
        about = {who for who, says in pushed(renewed, day).items() if f"สิ้นสุดโครงการ {END}" in says}
        told[day] = about
    assert told == {day: {"mali"} for day in SAID_ON} | {day: set() for day in QUIET}


@pytest.mark.parametrize("who", ["mali", "wichai"])
def test_afterwards_forms_and_status_say_that_it_is_over(renewed: Office, who: str) -> None:
    asked = ("บันทึกนิเทศ", "บันทึกแลกเปลี่ยน", "แผนเครือข่าย", "บ้านลำพยา เมื่อวาน นิเทศการอ่าน")
    for minute, words in enumerate(asked):
        still = answered(renewed, who, f"2030-09-30T09:{minute:02d}", words)
        assert "สิ้นสุดแล้ว" not in still, words
        answered(renewed, who, f"2030-09-30T10:{minute:02d}", "ยกเลิก")
    for minute, words in enumerate(asked):
        over = answered(renewed, who, f"2030-10-08T09:{minute:02d}", words)
        assert f"สิ้นสุดแล้วเมื่อ วันจันทร์ที่ {LAST_DAY}" in over, words
    assert f"โครงการสิ้นสุดแล้วเมื่อ {END}" in answered(renewed, who, "2030-10-08T10:00", "สถานะ")
    programme = answered(renewed, who, "2030-10-08T10:01", "สถานะโครงการ")
    assert f"สิ้นสุดแล้ว (1 ต.ค. 2570 – {END})" in programme
    assert "ไม่มีกำหนด" in answered(renewed, who, "2030-10-08T10:02", "กำหนดส่ง")


def test_in_the_renewed_time_reports_are_taken_as_before(renewed: Office) -> None:
    asked = answered(renewed, "mali", "2028-11-20T09:00", "บันทึกนิเทศ")
    assert "สิ้นสุดแล้ว" not in asked
    programme = answered(renewed, "mali", "2028-11-20T09:01", "สถานะโครงการ")
    assert END in programme
    assert "สิ้นสุดแล้ว" not in programme
