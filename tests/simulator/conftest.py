"""A simulator and a webhook receiver for each test; for those of the page, the page too."""

from collections.abc import Iterator

import pytest
from desk import CAST, Line, Receiver
from playwright.sync_api import Browser, Page

from simulator.server import Simulator


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_795_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def bot() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def sim(bot: Receiver, clock: Hands) -> Iterator[Simulator]:
    with Simulator(CAST, "secret", bot.url, clock=clock, seed=1) as simulator:
        yield simulator
        bot.go()


@pytest.fixture
def line(sim: Simulator) -> Iterator[Line]:
    client = Line(sim)
    yield client
    client.close()


@pytest.fixture
def width() -> int:
    """Of the window: a phone's. A test of the desk, or of both, says otherwise."""
    return 390


@pytest.fixture
def page(browser: Browser, line: Line, width: int) -> Iterator[Page]:
    """The page of the phones, มะลิ's chosen. No script of it may fail."""
    wrong: list[str] = []
    made = browser.new_page(viewport={"width": width, "height": 844})
    made.set_default_timeout(5000)
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.goto(f"{line.base}/#mali")
    made.wait_for_selector("#phone-mali.chosen")
    yield made
    made.close()
    assert wrong == []
