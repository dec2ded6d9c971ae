"""The page as a thumb meets it, in Debian's chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import CAST, MALI, Line, Receiver, quick, say
from playwright.sync_api import Page, expect

from simulator.server import Simulator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="needs chromium: apt-get install chromium"
    ),
]
POSTBACK = {"type": "postback", "label": "บันทึก", "data": "v1|save", "displayText": "บันทึกเลย"}
PICKER = {"type": "datetimepicker", "label": "เลือกวันที่", "data": "v1|d", "mode": "date"}


@pytest.fixture
def sim(bot: Receiver) -> Iterator[Simulator]:
    """Like the others' simulator, but on the real clock: a page shows real times."""
    with Simulator(CAST, "secret", bot.url, seed=1) as simulator:
        yield simulator
        bot.go()


def phone(page: Page) -> Any:
    return page.locator("#phone-mali")


def test_what_is_typed_is_heard_and_the_answer_shows(page: Page, line: Line, bot: Receiver) -> None:
    phone(page).get_by_label("ข้อความ").fill("สวัสดีค่ะ")
    phone(page).get_by_label("ส่ง", exact=True).click()
    expect(phone(page).locator(".row.me")).to_contain_text("สวัสดีค่ะ")

    line.desk("GET", "/deliveries?at_least=1&wait=5")
    assert line.reply(bot.events[0]["replyToken"], "ยินดีค่ะ").status == 200
    expect(phone(page).locator(".row.bot")).to_contain_text("ยินดีค่ะ")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_card_is_tapped_and_its_quick_reply_picks_a_date(
    page: Page, line: Line, bot: Receiver
) -> None:
    body = {
        "type": "box",
        "layout": "vertical",
        "contents": [{"type": "button", "action": POSTBACK}],
    }
    card = {"type": "flex", "altText": "ตรวจสอบ", "contents": {"type": "bubble", "body": body}}
    line.send(MALI, card, say("วันไหนคะ", quickReply=quick(PICKER)))

    phone(page).get_by_role("button", name="เลือกวันที่").click()
    phone(page).get_by_label("เลือกวันที่").fill("2026-11-20")
    phone(page).get_by_role("button", name="ตกลง").click()
    expect(phone(page).get_by_role("button", name="เลือกวันที่")).to_have_count(0)
    phone(page).get_by_role("button", name="บันทึก").click()
    expect(phone(page).locator(".row.me")).to_contain_text("บันทึกเลย")

    line.desk("GET", "/deliveries?at_least=2&wait=5")
    assert [event["postback"] for event in bot.events] == [
        {"data": "v1|d", "params": {"date": "2026-11-20"}},
        {"data": "v1|save"},
    ]


def test_several_photos_go_as_one_album(
    page: Page, line: Line, bot: Receiver, tmp_path: Path
) -> None:
    files = [tmp_path / f"{n}.jpg" for n in range(3)]
    for n, file in enumerate(files):
        file.write_bytes(b"\xff\xd8%d" % n)
    phone(page).locator("input[multiple]").set_input_files(files)
    expect(phone(page).locator(".photo")).to_have_count(3)
    expect(phone(page).locator(".album")).to_have_count(1)
    assert len(line.desk("GET", "/deliveries?at_least=3&wait=5")) == 3
    assert {event["message"]["imageSet"]["total"] for event in bot.events} == {3}


def test_one_can_block_and_come_back(page: Page, line: Line, bot: Receiver) -> None:
    phone(page).get_by_label("เมนูของแชท").click()
    phone(page).get_by_role("button", name="บล็อก", exact=True).click()
    expect(phone(page).get_by_label("ข้อความ")).to_be_hidden()
    phone(page).get_by_role("button", name="ปลดบล็อก").click()
    expect(phone(page).get_by_label("ข้อความ")).to_be_visible()
    line.desk("GET", "/deliveries?at_least=2&wait=5")
    assert [event["type"] for event in bot.events] == ["unfollow", "follow"]


def test_on_a_computer_the_alt_text_stands_for_the_card(page: Page, line: Line) -> None:
    body = {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "ข้างใน"}]}
    card = {"type": "flex", "altText": "ข้อความแทน", "contents": {"type": "bubble", "body": body}}
    line.send(MALI, card)
    expect(phone(page).get_by_text("ข้างใน")).to_be_visible()
    page.get_by_label("โหมด PC").check()
    expect(phone(page).get_by_text("ข้อความแทน")).to_be_visible()
    expect(phone(page).get_by_text("ข้างใน")).to_be_hidden()


def test_a_silent_bot_is_told_on_the_phone(page: Page, line: Line, bot: Receiver) -> None:
    bot.statuses = [503]
    phone(page).get_by_label("ข้อความ").fill("มีใครอยู่ไหม")
    phone(page).get_by_label("ส่ง", exact=True).click()
    expect(phone(page).get_by_role("alert")).to_contain_text("503")
