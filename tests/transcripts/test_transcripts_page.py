"""A conversation saved in the page of phones is one that the tests replay and the page plays."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from replay import Replay
from stage import Stage, clear, set_stage, settle_down
from transcript import Transcript, read

from handlers.texts import t
from tests.bot.street import Shown, Street, picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="needs chromium: apt-get install chromium"
    ),
]


@pytest.fixture
def stage(shared_stage: tuple[Street, Path], imported_file: Path) -> Iterator[Stage]:
    """Sets a stage on which nothing has happened yet, each time it is called."""
    street, file = shared_stage

    def anew(transcript: Transcript) -> Street:
        clear(street, file, imported_file)
        return set_stage(street, transcript)

    yield anew
    street.desk("POST", "/clock", {"now": True})


def test_what_the_page_saves_is_replayed_and_played(
    stage: Stage, browser: Browser, tmp_path: Path
) -> None:
    street = stage(Transcript("nothing said yet"))
    page = _tools(browser, street)
    _have_a_conversation(street)
    file = tmp_path / "saved.txt"
    with page.expect_download() as saved:
        page.get_by_role("button", name="บันทึกเป็นไฟล์").click()
    saved.value.save_as(file)
    text = file.read_text("utf-8")
    page.close()

    transcript = read(file)
    assert [step.gesture.name for step in transcript.steps] == [
        *("SAY", "TAP", "PICK", "TAP", "TAP", "TAP", "SAY", "TAP_OLD", "PHOTOS"),
        *("UNSEND_PHOTO", "STICKER", "REPLY", "SAY"),
    ]
    assert sum(len(step.shows) for step in transcript.steps) > 30
    Replay(stage(transcript), transcript).run()

    result = _play(browser, stage(transcript), file)
    assert result == "จบแล้ว ตรงทุกขั้น"
    file.write_text(text.replace("บอต: นิเทศแบบไหน", "บอต: ไม่มีทางพูด"), "utf-8")
    assert _play(browser, stage(transcript), file) == "บอตตอบไม่ตรงกับที่เขียนไว้"


def _have_a_conversation(street: Street) -> None:
    url = f"{street.simulator.base_url}/_sim/clock"
    assert street.pool.request("POST", url, json={"at": "2026-11-20T09:00+07:00"}).status == 200
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    mali.tap("โรงเรียนบ้านลำพยา")
    _answered(street, "pick", {"label": t("dialog.pick_date"), "date": "2026-11-17"})
    mali.tap("ไปที่สถานศึกษา")
    mali.tap("เป็นพี่เลี้ยง")
    mali.tap("ต่อไป")
    mali.say("แผนพัฒนาคุณภาพ\nการศึกษา")
    asked = next(one for one in _of_bot(street) if "1. เป็นพี่เลี้ยง" in Shown(one["message"]).labels)
    _answered(street, "tap", {"message_id": asked["id"], "label": "1. เป็นพี่เลี้ยง"})
    mali.album(picture("navy"), picture("teal"))
    settle_down(street)
    photo = next(m for m in street.desk("GET", "/gestures")["gestures"] if m["gesture"] == "images")
    mali.do("unsend", {"message_id": photo["message_ids"][1]})
    _answered(street, "sticker", {})
    settle_down(street)
    quoted = _of_bot(street)[-1]["id"]
    _answered(street, "text", {"text": "ข้อนี้คืออะไร", "quote": quoted})
    mali.say("เมนู")
    settle_down(street)


def _answered(street: Street, gesture: str, wish: dict[str, Any]) -> None:
    mali = street.phone("mali")
    mali.seen = street.desk("GET", "/users/mali/chat")["next"]
    mali.do(gesture, wish)
    mali.wait()


def _of_bot(street: Street) -> list[dict[str, Any]]:
    shown = street.desk("GET", "/users/mali/chat")["messages"]
    return [one for one in shown if one["from"] == "bot"]


def _tools(browser: Browser, street: Street) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    page.set_default_timeout(20_000)
    page.goto(f"{street.simulator.base_url}/#mali")
    page.wait_for_selector("#tool-clock", state="attached")
    page.get_by_role("button", name="เครื่องมือ").click()
    page.locator("#tool-transcripts > summary").click()
    return page


def _play(browser: Browser, street: Street, file: Path) -> str:
    page = _tools(browser, street)
    page.get_by_label("เปิดไฟล์บทสนทนา").set_input_files(file)
    page.get_by_role("button", name="เล่นทั้งหมด").click()
    result = page.locator("#tool-transcripts .moment")
    expect(result).to_contain_text("ตรง", timeout=30_000)
    settle_down(street)
    told = result.inner_text()
    page.close()
    return told
