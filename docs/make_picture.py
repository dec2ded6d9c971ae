"""Draws docs/conversation.png (`make picture`): a visit reported on a phone of the demo.

Starts a demo of its own, on an empty database and free ports, talks to it through the page as a
thumb would, in Debian's chromium, and puts the phone's screen at three moments side by side.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import urllib3
from PIL import Image
from playwright.sync_api import Locator, expect, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "conversation.png"
# A common phone, without the page's own bar above it.
WIDTH, HEIGHT = 390, 930
GAP = 24


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The picture needs Debian's chromium: apt-get install chromium fonts-thai-tlwg")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        bot, page_port = free_ports()
        demo = subprocess.Popen(
            [sys.executable, "-m", "demo"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "BOT_PORT": bot, "PAGE_PORT": page_port, "DEMO_HOME": folder},
        )
        try:
            answers(f"http://127.0.0.1:{bot}/readyz")
            answers(f"http://127.0.0.1:{page_port}/")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.5
            )
            page.goto(f"http://127.0.0.1:{page_port}/#mali")
            phone = page.locator("#phone-mali")
            draw(report_a_visit(phone))
            browser.close()
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(30)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


def report_a_visit(phone: Locator) -> list[bytes]:
    """The conversation of the picture; the phone's screen at three moments of it."""
    say(phone, "บันทึกนิเทศ", "นิเทศที่ไหน")
    tap(phone, "โรงเรียนบ้านลำพยา", "นิเทศวันไหน")
    screens = [shown(phone)]
    say(phone, "เมื่อวาน", "นิเทศแบบไหน")
    screens.append(shown(phone))
    tap(phone, "ไปที่สถานศึกษา", "นิเทศเพื่ออะไร")
    say(phone, "1,2", "นิเทศเรื่องอะไร")
    say(phone, "การอ่านออกเขียนได้ ชั้น ป.2", "มาตรฐานใด")
    say(phone, "ข้าม", "จุดเด่น")
    say(phone, "ครูใช้แบบฝึกสม่ำเสมอ", "จุดที่ควรพัฒนา")
    say(phone, "ข้าม", "คำแนะนำ")
    say(phone, "ทดลองใช้แบบฝึกอีก 4 สัปดาห์", "นัดติดตาม")
    say(phone, "อีก 2 สัปดาห์", "ผู้เข้าร่วม")
    say(phone, "๑๒ คน", "แนบรูป")
    say(phone, "ข้าม", "สรุปก่อนส่ง")
    tap(phone, "ส่งรายงาน", "บันทึกแล้ว")
    return [*screens, shown(phone)]


def shown(phone: Locator) -> bytes:
    return phone.locator(".screen").screenshot()


def draw(screens: list[bytes]) -> None:
    """The screens side by side, in few enough colours for a small file."""
    parts = [Image.open(BytesIO(screen)) for screen in screens]
    width, height = parts[0].size
    sheet = Image.new("RGB", ((width + GAP) * len(parts) - GAP, height), "white")
    for place, part in enumerate(parts):
        sheet.paste(part, (place * (width + GAP), 0))
    sheet.quantize(128).save(PICTURE, optimize=True)


def say(phone: Locator, words: str, until: str) -> None:
    phone.get_by_label("ข้อความ").fill(words)
    phone.get_by_label("ส่ง", exact=True).click()
    expect(phone.locator(".row.bot").last).to_contain_text(until)


def tap(phone: Locator, label: str, until: str) -> None:
    phone.locator("button, .tappable").filter(has_text=label).last.click()
    expect(phone.locator(".row.bot").last).to_contain_text(until)


def free_ports() -> tuple[str, str]:
    """Two ports that nothing listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as b:
        return str(one.getsockname()[1]), str(b.getsockname()[1])


def answers(url: str) -> None:
    """Wait until a GET of this address is answered 200; at most about a minute."""
    patience = urllib3.Retry(total=14, backoff_factor=0.1, backoff_max=5, status_forcelist=[503])
    with urllib3.PoolManager(retries=patience, timeout=5) as pool:
        answer = pool.request("GET", url)
        assert answer.status == 200, f"{url} answered {answer.status}"


if __name__ == "__main__":
    main()
