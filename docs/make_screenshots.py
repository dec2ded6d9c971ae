"""Takes the pictures of the guides (`make screenshots`), on a demo of its own.

Plays docs/th/scenes.txt and looks at the page of phones where it says so. Beside the pictures it
writes docs/th/pictures.json, which tells what each shows; the test of the guides plays the same
without a browser and compares, so that no picture outlives what the bot says.
"""

import hashlib
import json
import sys
import threading
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from docs.own_demo import ROOT, own_demo, phone_page
from docs.scenes import ANY_CODE, BANGKOK, CODE, Picture, Stage

#: The bot serves them, too: the guide in the chat shows the same (handlers/guide.py).
FOLDER = ROOT / "bot" / "pages" / "static" / "guide"
TOLD = Path(__file__).parent / "th" / "pictures.json"
#: A phone's screen in CSS pixels; LINE takes pictures in a bubble of up to 1024 real ones a side.
WIDTH, HEIGHT = 390, 640
COLOURS = 64
#: The demo begins before its scenes.
BEFORE = datetime(2026, 11, 20, 8, 0, tzinfo=BANGKOK)

#: Opens or closes the rich menu, scrolls to the end of the chat or to the beginning of its newest
#: turn, and tells of each row whether it can be seen.
_ARRANGE = """([phone, withMenu, fromTop]) => {
  phone.querySelector(".screen").classList.toggle("with-menu", withMenu);
  const log = phone.querySelector(".log");
  log.scrollTop = log.scrollHeight;
  if (fromTop) [...log.querySelectorAll(".row.me")].at(-1).scrollIntoView({ block: "start" });
  const { top, bottom } = log.getBoundingClientRect();
  return [...log.querySelectorAll(".row")].map((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > top + 4 && box.top < bottom - 4;
  });
}"""
#: What is another each time, and what the pictures show for it.
SAME = (
    (CODE.pattern, ANY_CODE),
    (r"\d{1,2} \S+\.\S+ \d{4} เวลา \d\d:\d\d น\.", "24 พ.ย. 2569 เวลา 08:41 น."),
    (r"\d+ (?:วินาที|นาที)ที่แล้ว", "5 วินาทีที่แล้ว"),
)
_SAME = """([phone, pairs]) => {
  const log = phone.querySelector(".log");
  const texts = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const [pattern, same] of pairs) {
      texts.currentNode.data = texts.currentNode.data.replace(new RegExp(pattern, "g"), same);
    }
  }
  for (const time of log.querySelectorAll(".meta time")) time.textContent = "09:41";
}"""
_LOADED = """(phone) => [...phone.querySelectorAll("img")].every((one) => one.complete)"""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    told: dict[str, Any] = {}
    with own_demo(BEFORE) as demo:
        stage = Stage(demo.page, demo.runtime)
        _wait_for_menus(stage)
        with phone_page(f"{demo.page}/#mali", WIDTH, HEIGHT) as page:
            _prepare(page)
            stage.play(lambda picture: told.update({picture.name: _take(stage, page, picture)}))
    TOLD.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for file in sorted(FOLDER.glob("*.png")):
        if file.stem not in told:
            file.unlink()
        else:
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")


def _wait_for_menus(stage: Stage) -> None:
    pause = threading.Event()
    for _ in range(240):
        if stage.has_menus():
            return
        pause.wait(0.25)
    sys.exit("The rich menus did not come to the phones.")


def _prepare(page: Page) -> None:
    """Make the phone's screen as high as wanted, and nothing comes over it."""
    page.add_style_tag(content=".notices { display: none } * { caret-color: transparent }")
    screen = page.locator("#phone-mali .screen")
    screen.wait_for()
    box = screen.bounding_box()
    assert box is not None
    page.set_viewport_size({"width": WIDTH, "height": round(2 * HEIGHT - box["height"])})


def _take(stage: Stage, page: Page, picture: Picture) -> dict[str, Any]:
    """Take one picture; what to keep about it."""
    newest, menu = stage.newest(picture.key)
    page.locator(f'.people button[data-key="{picture.key}"]').click()
    phone = page.locator(f'[id="phone-{picture.key}"]')
    expect(phone.locator(f'.row[data-id="{newest}"]')).to_be_attached()
    expect(phone.locator(f'.menu-picture img[src*="{menu}"]')).to_be_attached()
    handle = phone.element_handle()
    page.evaluate(_SAME, [handle, SAME])
    page.wait_for_function(_LOADED, arg=handle)
    seen: list[bool] = page.evaluate(_ARRANGE, [handle, picture.with_menu, picture.from_top])
    file = FOLDER / f"{picture.name}.png"
    _keep(phone.locator(".screen").screenshot(animations="disabled"), file)
    first, last = seen.index(True), len(seen) - seen[::-1].index(True)
    return {
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "from_the_end": [len(seen) - first, len(seen) - last],
        "shows": stage.shown(picture, len(seen) - first, len(seen) - last),
    }


def _keep(screen: bytes, file: Path) -> None:
    """In few enough colours for a small file."""
    Image.open(BytesIO(screen)).convert("RGB").quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
