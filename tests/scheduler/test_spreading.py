"""A country's morning is spread over half an hour; a small office's is not."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.spreading import FEW, MINUTES, minute_of, whose_minute_has_come

BANGKOK = ZoneInfo("Asia/Bangkok")


def told_at(people: list[int], time: str) -> list[int]:
    now = datetime.fromisoformat(f"2023-11-24T{time}").replace(tzinfo=BANGKOK)
    return whose_minute_has_come(people, now.astimezone(ZoneInfo("UTC")), BANGKOK)


def test_a_few_people_are_told_at_once() -> None:
    assert told_at(list(range(FEW)), "08:30") == list(range(FEW))


def test_many_are_told_a_minutes_worth_at_a_time_and_all_by_nine() -> None:
    people = list(range(1, 8001))
    by_minute = Counter(minute_of(person) for person in people)
    assert set(by_minute) == set(range(MINUTES))
    assert max(by_minute.values()) < 1.1 * len(people) / MINUTES
    told = [len(told_at(people, f"08:{30 + minute}")) for minute in range(MINUTES)]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (by_minute[0], len(people))
    assert told_at(people, "09:00") == told_at(people, "16:29") == people


def test_the_order_of_urgency_is_kept() -> None:
    people = list(range(5000, 0, -1))
    some = told_at(people, "08:40")
    assert some == sorted(some, reverse=True)
