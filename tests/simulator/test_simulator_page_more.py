"""What else the page does: quoting, taking back, menus, a group, large letters, banners."""

import io
import shutil
from typing import Any

import pytest
from desk import KANDA, MALI, Line, Receiver
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="needs chromium: apt-get install chromium"
    ),
]


def phone(page: Page) -> Locator:
    return page.locator("#phone-mali")


def chip(page: Page, name: str) -> Locator:
    """The button of a person or group above the phones; a banner may bear the same name."""
    return page.locator(".people").get_by_role("button", name=name)


def heard(line: Line, bot: Receiver, count: int) -> list[Any]:
    line.desk("GET", f"/deliveries?at_least={count}&wait=5")
    return bot.events


def card(*contents: dict[str, Any]) -> dict[str, Any]:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": body}}


def menu(line: Line, alias: str, *actions: dict[str, Any]) -> str:
    """A menu with its tiles side by side and a white picture, known by `alias`."""
    wide = 2400 // len(actions)
    areas = [
        {"bounds": {"x": i * wide, "y": 0, "width": wide, "height": 800}, "action": action}
        for i, action in enumerate(actions)
    ]
    body = {
        "size": {"width": 2400, "height": 800},
        "selected": True,
        "name": alias,
        "chatBarText": "เมนูครู",
        "areas": areas,
    }
    made: str = line.call("POST", "/v2/bot/richmenu", body).json["richMenuId"]
    raw = io.BytesIO()
    Image.new("1", (2400, 800), 1).save(raw, "PNG")
    path = f"/v2/bot/richmenu/{made}/content"
    assert line.call("POST", path, raw.getvalue(), Content_Type="image/png").status == 200
    named = {"richMenuAliasId": alias, "richMenuId": made}
    line.call("POST", "/v2/bot/richmenu/alias", named)
    return made


def test_a_message_is_quoted_and_ones_own_taken_back(page: Page, line: Line, bot: Receiver) -> None:
    asked = line.push(MALI, "ไปวันไหนคะ").json["sentMessages"][0]["id"]
    phone(page).get_by_text("ไปวันไหนคะ").click(button="right")
    phone(page).get_by_role("menuitem", name="ตอบกลับ").click()
    phone(page).get_by_label("ข้อความ").fill("เมื่อวาน")
    phone(page).get_by_label("ส่ง", exact=True).click()
    expect(phone(page).locator(".row.me .quoted")).to_contain_text("ไปวันไหนคะ")
    assert heard(line, bot, 1)[0]["message"]["quotedMessageId"] == asked

    phone(page).get_by_text("เมื่อวาน").click(button="right")
    phone(page).get_by_role("menuitem", name="ยกเลิกข้อความ").click()
    expect(phone(page).get_by_text("คุณยกเลิกข้อความแล้ว")).to_be_visible()
    expect(phone(page).locator(".row.me")).to_have_count(0)
    assert heard(line, bot, 2)[1]["type"] == "unsend"


def test_a_rich_menu_is_read_out_tapped_switched_and_folded(
    page: Page, line: Line, bot: Receiver
) -> None:
    report = {"type": "postback", "label": "บันทึกนิเทศ", "data": "v1|go", "displayText": "บันทึก"}
    tab = {"type": "richmenuswitch", "label": "อื่น ๆ", "richMenuAliasId": "more", "data": "tab"}
    ask = {"type": "message", "label": "ช่วยเหลือ", "text": "ช่วยเหลือ"}
    menu(line, "more", ask)
    mine = menu(line, "main", report, tab)
    line.call("POST", f"/v2/bot/user/{MALI}/richmenu/{mine}")

    foot = phone(page).get_by_role("group", name="เมนูครู")
    foot.get_by_role("button", name="บันทึกนิเทศ").press("Enter")
    expect(phone(page).locator(".row.me")).to_contain_text("บันทึก")
    foot.get_by_role("button", name="อื่น ๆ").click()
    foot.get_by_role("button", name="ช่วยเหลือ").click()
    expect(phone(page).locator(".row.me").last).to_contain_text("ช่วยเหลือ")
    assert [event["type"] for event in heard(line, bot, 3)] == ["postback", "postback", "message"]

    fold = phone(page).get_by_role("button", name="เมนูครู")
    fold.click()
    expect(foot).to_be_hidden()
    fold.click()
    phone(page).get_by_label("แป้นพิมพ์").click()
    expect(foot).to_be_hidden()
    expect(phone(page).get_by_label("ข้อความ")).to_be_focused()
    phone(page).get_by_label("เปิดเมนูด้านล่าง").click()
    expect(foot).to_be_visible()
    page.locator("body").evaluate("body => body.classList.add('pc')")
    expect(foot).to_be_hidden()


def test_anybody_in_the_group_can_call_the_bot(page: Page, line: Line, bot: Receiver) -> None:
    line.desk(
        "POST", f"/groups/{line.desk('GET', '/groups')[0]['group_id']}/invite", {"who": KANDA}
    )
    chip(page, "เครือข่ายของเรา").click()
    group = page.locator(".phone.group")
    group.get_by_label("ครูกานดา มาใหม่").click()
    group.get_by_label("ข้อความ").fill("@พี่")
    group.get_by_role("button", name="พี่เลี้ยง", exact=True).click()
    group.get_by_label("ส่ง", exact=True).click()
    expect(group.locator(".row.me .mention")).to_have_text("@พี่เลี้ยง")
    event = heard(line, bot, 2)[1]
    assert event["source"]["userId"] == KANDA
    assert event["message"]["mention"]["mentionees"][0]["isSelf"] is True

    line.reply(event["replyToken"], "คุยกันในแชทส่วนตัวนะคะ")
    expect(group.locator(".row.bot")).to_contain_text("ส่วนตัว")
    group.get_by_label("ครูมะลิ ใจดี").click()
    expect(group.locator(".row.other")).to_contain_text("ครูกานดา มาใหม่")


def test_a_voice_and_a_file_are_sent_from_the_plus_panel(
    page: Page, line: Line, bot: Receiver
) -> None:
    for what in ("เสียง", "ไฟล์"):
        phone(page).get_by_label("ส่งอย่างอื่น").click()
        phone(page).get_by_role("button", name=what, exact=True).click()
        phone(page).get_by_role("button", name=f"ส่ง{what}ตัวอย่าง").click()
    voice, file = (event["message"] for event in heard(line, bot, 2))
    assert (voice["type"], voice["duration"]) == ("audio", 2000)
    assert file["fileName"].endswith(".pdf")
    expect(phone(page).locator(".said.file")).to_contain_text(file["fileName"])


def test_large_letters_reach_what_lets_itself_be_scaled(page: Page, line: Line) -> None:
    line.send(
        MALI,
        card(
            {"type": "text", "text": "โตได้", "scaling": True},
            {"type": "text", "text": "โตไม่ได้"},
        ),
    )
    expect(phone(page).get_by_text("โตไม่ได้")).to_be_visible()
    page.locator("#large").evaluate("box => box.click()")
    sizes = {
        words: phone(page)
        .get_by_text(words, exact=True)
        .evaluate("node => getComputedStyle(node).fontSize")
        for words in ("โตได้", "โตไม่ได้")
    }
    assert sizes == {"โตได้": "32px", "โตไม่ได้": "16px"}


def test_boxes_share_their_width_as_line_does(page: Page, line: Line) -> None:
    """flex 1 and 3, one of 60 px, and a text that takes what it needs (flex 0)."""
    parts = [
        {"type": "text", "text": "ก", "flex": 1},
        {"type": "text", "text": "ข", "flex": 3},
        {"type": "box", "layout": "vertical", "width": "60px", "contents": []},
        {"type": "text", "text": "ค", "flex": 0, "gravity": "bottom"},
    ]
    row = {"type": "box", "layout": "horizontal", "height": "80px", "contents": parts}
    line.send(MALI, card(row))
    shown = phone(page).locator(".box.horizontal > *")
    expect(shown).to_have_count(4)
    one, three, fixed, last = (shown.nth(i).bounding_box() or {} for i in range(4))
    assert three["width"] == pytest.approx(3 * one["width"], rel=0.02)
    assert fixed["width"] == 60
    assert last["width"] < 20
    whole = phone(page).locator(".box.horizontal").bounding_box() or {}
    assert last["y"] + last["height"] == pytest.approx(whole["y"] + 80, abs=1)
    assert phone(page).locator(".bubble").bounding_box()["width"] == 300  # type: ignore[index]


def test_a_push_to_another_phone_comes_as_a_banner(page: Page, line: Line) -> None:
    line.push(MALI, "เปิดอยู่แล้ว")
    expect(phone(page).get_by_text("เปิดอยู่แล้ว")).to_be_visible()
    line.desk("POST", "/users/kanda/follow", {})
    line.send(KANDA, card({"type": "text", "text": "ข้างใน"}))
    banner = page.get_by_role("status").get_by_role("button")
    expect(banner).to_contain_text("การ์ด")
    banner.click()
    expect(page.locator("#phone-kanda").get_by_text("ข้างใน")).to_be_visible()
    assert page.url.endswith("#kanda")


def test_the_address_chooses_a_phone_and_a_reset_takes_new_people_away(
    page: Page, line: Line
) -> None:
    page.evaluate("location.hash = 'kanda'")
    expect(page.locator("#phone-kanda")).to_have_class("phone chosen")
    page.once("dialog", lambda dialog: dialog.accept("คนใหม่"))
    page.get_by_role("button", name="เพิ่มคน").click()
    expect(chip(page, "คนใหม่")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="เริ่มใหม่").click()
    expect(chip(page, "คนใหม่")).to_have_count(0)
    expect(page.locator(".phone.chosen")).to_have_count(1)


def test_a_name_in_a_text_v2_is_shown_as_a_mention(page: Page, line: Line) -> None:
    mention = {"type": "mention", "mentionee": {"type": "user", "userId": MALI}}
    group = line.desk("GET", "/groups")[0]["group_id"]
    line.send(group, {"type": "textV2", "text": "{a} {{b}}", "substitution": {"a": mention}})
    chip(page, "เครือข่ายของเรา").click()
    expect(page.locator(".phone.group .said")).to_have_text("@ครูมะลิ ใจดี {b}")
