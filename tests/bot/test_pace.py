"""Calls to LINE stay under its limits, by a clock that is handed in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import BURST_SECONDS, LIMITS, PART, Bucket, Pace


class Time:
    """A clock that only goes on when somebody sleeps or a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


def most_within(moments: list[float], seconds: float) -> int:
    """The most of these moments that lie within any span of so many seconds."""
    return max(
        sum(first <= each < first + seconds for each in moments[place:])
        for place, first in enumerate(moments)
    )


@given(
    rests=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 5.0]), min_size=1, max_size=150),
    rate=st.sampled_from([2.0, 50.0]),
)
def test_no_second_has_more_calls_than_the_rate_and_what_was_saved_up(
    rests: list[float], rate: float
) -> None:
    time = Time()
    bucket = Bucket(rate, burst=3, seconds=time)
    called = []
    for rest in rests:
        time.now += rest
        if wait := bucket.take():
            time.sleep(wait)
        called.append(time.now)
    assert most_within(called, 1.0) <= rate + 3 + 1  # + 1: both ends of a second


def test_who_comes_while_others_wait_has_its_turn_behind_them() -> None:
    bucket = Bucket(10, burst=1, seconds=Time())
    assert [round(bucket.take(), 3) for _ in range(4)] == [0, 0.1, 0.2, 0.3]


def test_a_long_rest_saves_up_no_more_than_a_moment_of_calls() -> None:
    time = Time()
    pace = Pace(seconds=time, sleep=time.sleep)
    time.now = 3600.0
    for _ in range(60):
        pace.wait("multicast")
    rate = LIMITS["multicast"] * PART
    assert time.now == pytest.approx(3600 + (60 - rate * BURST_SECONDS) / rate)


def test_each_endpoint_has_its_own_and_what_has_no_limit_never_waits() -> None:
    time = Time()
    pace = Pace(seconds=time, sleep=time.sleep)
    for endpoint in ("loading", "unheard_of"):
        for _ in range(2):
            pace.wait(endpoint)
    pace.wait("push")
    assert time.now == 0


def test_the_threads_of_a_process_share_them() -> None:
    lock, slept = threading.Lock(), []

    def sleep(seconds: float) -> None:
        with lock:
            slept.append(seconds)

    pace = Pace({"push": 40.0}, seconds=lambda: 0.0, sleep=sleep)  # ten a second, one at once
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(pace.wait, ["push"] * 21))
    assert sorted(round(each, 3) for each in slept) == [n / 10 for n in range(1, 21)]
