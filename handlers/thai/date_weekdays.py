"""Weekdays told from today: วันจันทร์ที่แล้ว, ศุกร์นี้, พุธสัปดาห์ก่อน, จันทร์ถึงพุธที่ผ่านมา, เมื่อวันอังคาร.

Where two careful readers would mean two days, both are asked about.
"""

import re
from datetime import date

from handlers.thai.date_types import Ask, Found, Moment, Reading, Span, Spot, days_off, each, one_of
from handlers.thai.date_words import (
    DOTTED_WEEKDAY,
    LAST,
    NEXT,
    TO,
    WEEKDAY,
    WHICH,
    ends_in,
    steps,
    weekday_number,
)

_SUNDAY = 6
_ONE = rf"(?:วัน ?)?(?P<first>{WEEKDAY})"
_WEEKEND = re.compile(
    rf"(?:วัน ?)?เสาร์? ?(?:(?:{TO}|และ|กับ|,) ?)?(?:วัน ?)?อาทิตย์? ?(?P<which>{WHICH})"
)
_SEVERAL = re.compile(
    rf"{_ONE} ?(?P<word>{TO}|และ|กับ|หรือ|,) ?(?:วัน ?)?(?P<weekday>{WEEKDAY}) ?(?:ของ ?)?"
    rf"(?P<week>สัปดาห์ ?|อาทิตย์ ?)?(?P<which>{WHICH})"
)
_WEEK_THEN_DAY = re.compile(
    rf"(?:สัปดาห์|อาทิตย์) ?(?P<which>นี้|{LAST}|{NEXT}) ?วัน ?(?P<weekday>{WEEKDAY})"
)
_WEEKDAY = re.compile(
    rf"(?P<named>วัน ?)?(?P<weekday>{WEEKDAY}|{DOTTED_WEEKDAY}) ?(?:ของ ?)?"
    rf"(?P<week>สัปดาห์ ?|อาทิตย์ ?)?(?P<which>{WHICH})"
)
_ALONE = re.compile(
    rf"(?:(?P<ago>เมื่อ) ?(?:วัน ?)?|วัน ?)(?P<weekday>{WEEKDAY})"
    rf"(?!์| ?(?:{TO}|และ|{WEEKDAY}))"
)
_NO_DAY_OF_ITS_OWN = re.compile(f"(?:ทุก|ใน|{TO}|และ) ?$")


def weekdays(text: str, moment: Moment) -> list[Spot]:
    """วันจันทร์ที่แล้ว, ศุกร์นี้, วันศุกร์หน้า, วันพุธสัปดาห์ก่อน, เสาร์อาทิตย์ที่ผ่านมา."""

    def weekend(found: re.Match[str]) -> Reading | None:
        reading = one_of(_meant_by(5, steps(found["which"]), moment))
        sunday = days_off(reading.day, 1) if isinstance(reading, Found) else None
        return Span(reading.day, sunday) if isinstance(reading, Found) and sunday else reading

    def several(found: re.Match[str]) -> Reading | None:
        reading, first = _told(found, moment), weekday_number(found["first"])
        if reading is None:
            return None
        back = (weekday_number(found["weekday"]) - first) % 7 or 7
        if not isinstance(reading, Found):
            return one_of(days_off(day, -back) for day in reading.days)
        start = days_off(reading.day, -back)
        if start and re.fullmatch(TO, found["word"]):
            return Span(start, reading.day)
        return one_of([start, reading.day])

    def of_week(found: re.Match[str]) -> Reading | None:
        return one_of(_in_week(weekday_number(found["weekday"]), steps(found["which"]), moment))

    def one(found: re.Match[str]) -> Reading | None:
        is_week = found["weekday"].startswith("อาทิตย์") and not (found["named"] or found["week"])
        if is_week:
            return _week_or_sunday(steps(found["which"]), moment)
        return _told(found, moment)

    return (
        each(_WEEKEND, text, weekend)
        + each(_SEVERAL, text, several)
        + each(_WEEK_THEN_DAY, text, of_week)
        + each(_WEEKDAY, text, one)
    )


def _told(found: re.Match[str], moment: Moment) -> Ask | Found | None:
    weekday, step = weekday_number(found["weekday"]), steps(found["which"])
    return one_of((_in_week if found["week"] else _meant_by)(weekday, step, moment))


def _in_week(weekday: int, step: int, moment: Moment) -> list[date | None]:
    """The weekday in this, the last or the next week; weeks begin on Monday or on Sunday."""
    today = moment.today.weekday()
    monday_first = weekday - today + 7 * step
    sunday_first = (weekday + 1) % 7 - (today + 1) % 7 + 7 * step
    return [moment.shifted(monday_first), moment.shifted(sunday_first)]


def _meant_by(weekday: int, step: int, moment: Moment) -> list[date | None]:
    """By "last" the latest one or that of last week; by "this" and "next" likewise."""
    ahead = (weekday - moment.today.weekday()) % 7
    if step < 0:
        nearest = moment.shifted(ahead - 7)
    elif step == 0:
        nearest = moment.shifted(ahead)
    else:
        nearest = moment.shifted(ahead or 7)
    # Nobody calls today "this Tuesday" without doubt.
    also = moment.shifted(7) if step == 0 and ahead == 0 else None
    days = [day for day in (nearest, also, *_in_week(weekday, step, moment)) if day]
    return [*moment.nearest_first(days)]


def _week_or_sunday(step: int, moment: Moment) -> Ask | None:
    days = [moment.shifted(7 * step), *_meant_by(_SUNDAY, step, moment)]
    asked = tuple(dict.fromkeys(day for day in days if day))
    return Ask(asked) if asked else None


def weekdays_alone(text: str, moment: Moment) -> list[Spot]:
    """วันจันทร์ in a sentence: asked; เมื่อวันจันทร์ is the last one. ทุกวันจันทร์ is no day."""

    def read(found: re.Match[str]) -> Reading | None:
        if ends_in(_NO_DAY_OF_ITS_OWN, found.string, found.start()):
            return None
        weekday = weekday_number(found["weekday"])
        if not found["ago"]:
            return last_or_next(weekday, moment)
        back = (moment.today.weekday() - weekday) % 7
        if back == 0:  # on a Tuesday: today would be called today, but one asks
            return one_of([moment.shifted(-7), moment.today])
        return one_of([moment.shifted(-back)])

    return each(_ALONE, text, read)


def last_or_next(weekday: int, moment: Moment) -> Ask:
    """The two nearest days of that weekday, the one on the lean's side first."""
    ahead = (weekday - moment.today.weekday()) % 7
    days = [day for step in (ahead - 7, ahead, ahead + 7) if (day := moment.shifted(step))]
    around = moment.nearest_first(days)[:2]
    leaning = [day for day in around if moment.leans_to(day)]
    return Ask(tuple(dict.fromkeys([*leaning, *around])))
