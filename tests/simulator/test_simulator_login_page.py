"""LINE's sign-in on the desk in Debian's chromium, on phone and desktop, with large letters too."""

import shutil
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from desk import CAST
from playwright.sync_api import Browser, Page, expect
from test_simulator_login import ASKED, CHANNEL

from simulator.server import Simulator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="needs chromium: apt-get install chromium"
    ),
]


@pytest.fixture(params=[390, 1280], ids=["phone", "desktop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with Simulator(CAST, seed=1, login_channel=CHANNEL) as simulator:
        made = browser.new_page(viewport={"width": request.param, "height": 844})
        made.set_default_timeout(5000)
        made.goto(f"{simulator.base_url}/oauth2/v2.1/authorize?{urlencode(ASKED)}")
        yield made
        made.close()


def test_everybody_is_a_button_that_a_thumb_hits_and_nothing_runs_out_of_the_window(
    page: Page,
) -> None:
    buttons = page.get_by_role("button").all()
    assert len(buttons) == len(CAST) + 1
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.viewport_size is not None
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in buttons:
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert 8 <= box["x"] < box["x"] + box["width"] <= width - 8


@pytest.mark.parametrize(("name", "back"), [("ครูมะลิ", "code=*"), ("ยกเลิก", "error=ACCESS_DENIED*")])
def test_one_signs_in_or_refuses_by_the_keyboard(page: Page, name: str, back: str) -> None:
    button = page.get_by_role("button", name=name)
    for _ in range(len(CAST) + 1):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if button.evaluate("node => node === document.activeElement"):
            break
    expect(button).to_be_focused()
    with page.expect_request(f"**/o/login/back?{back}"):
        page.keyboard.press("Enter")
