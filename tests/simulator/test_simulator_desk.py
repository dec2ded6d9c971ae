"""The tools beside the phones, in Debian's chromium: time machine, faults, log of calls, quota."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from desk import CAST, KANDA, MALI, Line, Receiver
from playwright.sync_api import Locator, Page, expect

from simulator.server import Simulator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="needs chromium: apt-get install chromium"
    ),
]


@pytest.fixture
def sim(bot: Receiver) -> Iterator[Simulator]:
    """On the real clock, beside a bot whose clock can be moved."""
    bot.ahead = timedelta()
    with Simulator(CAST, "secret", bot.url, seed=1) as simulator:
        yield simulator
        bot.go()


@pytest.fixture
def width() -> int:
    return 1280


def tool(page: Page, name: str) -> Locator:
    """One of the tools, opened."""
    page.wait_for_selector("#tool-clock", state="attached")
    if page.locator("#panel").is_hidden():
        page.get_by_role("button", name="เครื่องมือ").click()
    found = page.locator(f"#tool-{name}")
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found


def test_the_bots_time_is_moved_and_the_phones_go_along(
    page: Page, line: Line, bot: Receiver
) -> None:
    clock = tool(page, "clock")
    clock.get_by_label("วันที่").select_option("21")
    clock.get_by_label("เดือน").select_option("พฤศจิกายน")
    clock.get_by_label("ปี พ.ศ.").fill("2566")
    clock.get_by_role("button", name="ไปที่เวลานี้").click()
    expect(page.locator("#now")).to_contain_text("21 พ.ย. 2566 09:00 น.")
    expect(clock.locator(".moment")).to_contain_text("วันอังคารที่ 21 พฤศจิกายน 2566 เวลา 09:00")
    line.push(MALI, "เตือนความจำ")
    expect(page.locator("#phone-mali .log")).to_contain_text("21 พ.ย. 2566")
    expect(clock.locator(".diary")).to_contain_text("21 พ.ย. 2566 ครูมะลิ ใจดี")

    clock.get_by_role("button", name="เล่นทีละวัน").click()
    expect(page.locator("#now")).to_contain_text("21 พ.ย. 2566 15:35 น.")
    clock.get_by_role("button", name="หยุดพัก").click()
    line.desk("POST", "/users/mali/text", {"text": "วันไหนแล้ว"})
    said_at = datetime.fromtimestamp(bot.events[0]["timestamp"] / 1000, UTC)
    assert f"{said_at:%Y-%m-%d %H}" == "2023-11-21 08"
    clock.get_by_role("button", name="เวลาจริง").click()
    expect(clock.locator(".moment")).to_contain_text("เวลาจริง")


def test_a_bot_without_a_demo_has_no_clock_to_move(page: Page, bot: Receiver) -> None:
    bot.ahead = None
    clock = tool(page, "clock")
    clock.get_by_role("button", name="ไป 1 วัน").click()
    expect(clock.get_by_role("status")).to_contain_text("เลื่อนเวลาไม่ได้")
    assert bot.posts == []


def test_faults_are_ordered_and_called_off(page: Page, line: Line, bot: Receiver) -> None:
    faults = tool(page, "faults")
    faults.get_by_label("เกิดกับ").select_option("push")
    faults.get_by_label("กี่ครั้ง").fill("2")
    faults.get_by_role("button", name="ตอบ 500 LINE ไม่ทำ").click()
    expect(faults.locator(".waiting")).to_contain_text("ตอบ 500 · ส่งหาเอง (push) · อีก 2 ครั้ง")
    assert line.push(MALI, "x").status == 500
    expect(faults.locator(".waiting")).to_contain_text("อีก 1 ครั้ง")
    faults.get_by_role("button", name="ยกเลิก", exact=True).click()
    expect(faults.locator(".waiting li")).to_have_count(0)
    assert line.push(MALI, "x").status == 200

    faults.get_by_label("ส่งเหตุการณ์ซ้ำสองครั้ง").check()
    faults.get_by_role("button", name="คำตอบครั้งถัดไปหาย").click()
    expect(faults.get_by_text("รออยู่ 1 ครั้ง")).to_be_visible()
    line.desk("POST", "/users/mali/text", {"text": "สวัสดี"})
    assert len(line.desk("GET", "/deliveries?at_least=3&wait=5")) == 3
    assert len({event["webhookEventId"] for event in bot.events}) == 1


def test_a_broken_limit_is_a_red_line_with_a_word(page: Page, line: Line) -> None:
    calls = tool(page, "calls")
    line.push(MALI, "พอดี")
    line.push(MALI, "ก" * 5001)
    expect(calls.locator(".call")).to_have_count(2)
    wrong = calls.locator(".call.refused")
    expect(wrong).to_contain_text("ผิดข้อจำกัด ส่งหา → ครูมะลิ ใจดี 400")
    expect(wrong).to_contain_text("at most 5000 UTF-16 units, got 5001")
    expect(wrong.locator(".verdict svg")).to_be_visible()
    calls.get_by_label("เฉพาะที่มีปัญหา").check()
    expect(calls.locator(".call:visible")).to_have_count(1)

    expect(calls.locator(".moment")).to_have_text("ใช้ไป 1 จาก 300 ข้อความของเดือนนี้")
    calls.get_by_role("button", name="ใช้ให้หมด").click()
    expect(calls.locator(".moment")).to_contain_text("300 จาก 300 ข้อความของเดือนนี้ · หมดแล้ว")
    assert line.push(MALI, "x").status == 429
    expect(calls.locator(".call.refused").first).to_contain_text("quota: 300 a month")


@pytest.mark.parametrize("width", [390])
def test_on_a_phone_the_tools_fold_away_and_keys_will_do(page: Page, line: Line) -> None:
    page.wait_for_selector("#tool-clock", state="attached")
    button = page.get_by_role("button", name="เครื่องมือ")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#tool-clock > summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(button).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    line.desk("POST", "/users/kanda/follow", {})
    line.push(KANDA, "มีข้อความใหม่")
    somebody_else = page.locator("nav.people [data-key=kanda]")
    expect(somebody_else.get_by_label("ใหม่ 2")).to_be_visible()
    somebody_else.click()
    expect(somebody_else.get_by_label("ใหม่ 2")).to_have_count(0)
