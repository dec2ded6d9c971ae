"""A simulator and a webhook receiver for each test."""

from collections.abc import Iterator

import pytest
from desk import CAST, Line, Receiver

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
