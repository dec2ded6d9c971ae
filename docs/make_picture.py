"""Draws docs/conversation.png (`make picture`): a visit reported on a phone of the demo.

Talks to a demo of its own through the page as a thumb would, in Debian's chromium, and puts the
phone's screen at three moments side by side.
"""

from datetime import datetime
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, expect

from docs.own_demo import ROOT, own_demo, phone_page
from docs.scenes import BANGKOK

PICTURE = ROOT / "docs" / "conversation.png"
#: A common phone, without the page's own bar above it.
WIDTH, HEIGHT = 390, 930
GAP = 24
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=BANGKOK)


def main() -> None:
    with own_demo(NOW) as demo, phone_page(f"{demo.page}/#mali", WIDTH, HEIGHT) as page:
        draw(report_a_visit(page.locator("#phone-mali")))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


def report_a_visit(phone: Locator) -> list[bytes]:
    """The conversation of the picture; the phone's screen at three moments of it."""
    say(phone, "บันทึกนิเทศ", "นิเทศที่ไหน")
    tap(phone, "โรงเรียนบ้านลำพยา", "นิเทศวันไหน")
    screens = [shown(phone)]
    say(phone, "เมื่อวาน", "ที่ตกลงกันครั้งก่อน")
    screens.append(shown(phone))
    tap(phone, "1. ทำแล้ว", "นิเทศแบบไหน")
    tap(phone, "ไปที่สถานศึกษา", "นิเทศเพื่ออะไร")
    say(phone, "1,2", "นิเทศเรื่องอะไร")
    say(phone, "การอ่านออกเขียนได้ ชั้น ป.2", "มาตรฐานใด")
    say(phone, "ข้าม", "จุดเด่น")
    say(phone, "ครูใช้แบบฝึกสม่ำเสมอ", "จุดที่ควรพัฒนา")
    say(phone, "ข้าม", "ข้อเสนอแนะ")
    say(phone, "ข้าม", "ตกลง")
    say(phone, "ทดลองใช้แบบฝึกอีก 4 สัปดาห์", "นัดติดตาม")
    say(phone, "อีก 2 สัปดาห์", "ผู้เข้าร่วม")
    say(phone, "๑๒ คน", "แนบรูป")
    say(phone, "ข้าม", "สรุปก่อนส่ง")
    tap(phone, "ส่งรายงาน", "บันทึกแล้ว")
    return [*screens, shown(phone)]


def shown(phone: Locator) -> bytes:
    phone.page.mouse.move(0, 0)  # what the pointer is over shows a menu
    return phone.locator(".screen").screenshot(animations="disabled")


def draw(screens: list[bytes]) -> None:
    """The screens side by side, in few enough colours for a small file."""
    parts = [Image.open(BytesIO(screen)) for screen in screens]
    width, height = parts[0].size
    sheet = Image.new("RGB", ((width + GAP) * len(parts) - GAP, height), "white")
    for place, part in enumerate(parts):
        sheet.paste(part, (place * (width + GAP), 0))
    sheet.quantize(128).save(PICTURE, optimize=True)


def say(phone: Locator, words: str, until: str) -> None:
    keyboard = phone.get_by_label("แป้นพิมพ์", exact=True)
    if keyboard.is_visible():  # the rich menu is in the place of the keyboard
        keyboard.click()
    phone.get_by_label("ข้อความ").fill(words)
    phone.get_by_label("ส่ง", exact=True).click()
    expect(phone.locator(".row.bot").last).to_contain_text(until)


def tap(phone: Locator, label: str, until: str) -> None:
    phone.locator("button, .tappable").filter(has_text=label).last.click()
    expect(phone.locator(".row.bot").last).to_contain_text(until)


if __name__ == "__main__":
    main()
