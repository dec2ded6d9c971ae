"""Dates with a day and a month: 27 พ.ย. 66, ๒๗/๑๑/๒๕๖๖, 2023-11-27, 1-4 กรกฎาคม 2565, Nov 27."""

import re
from collections.abc import Iterator

from handlers.thai.date_said import Said, between, resolve
from handlers.thai.date_types import Moment, Spot
from handlers.thai.date_words import (
    ALONE,
    AND,
    DAY,
    DOTTED_WEEKDAY,
    ENGLISH_MONTH,
    MONTH,
    NOT_A_YEAR,
    OR,
    TO,
    WEEKDAY,
    ends_in,
    month_number,
    weekday_number,
)

_WEEKDAY = rf"(?:วัน ?)?(?:{WEEKDAY}) ?(?:ที่)? ?,? ?|{DOTTED_WEEKDAY} ?"
_WEEKDAY_BEFORE = (
    rf"(?:(?:วัน ?)?(?P<weekday>{WEEKDAY}) ?(?:ที่)? ?,? ?|(?P<short_weekday>{DOTTED_WEEKDAY}) ?)?"
)
# The other days of "1, 2 และ 4 ก.ค.", "จันทร์ 20 - พุธ 22 พ.ย.".
_EARLIER = rf"(?P<earlier>(?:(?:{_WEEKDAY})?(?:วันที่ ?)?{ALONE}{DAY} ?(?:{TO}|{AND}) ?){{0,4}})"
_DAY = rf"(?:วันที่ ?)?{_EARLIER}{_WEEKDAY_BEFORE}(?:วันที่ ?)?{ALONE}(?P<day>[0-9]{{1,2}})"
_ERA = (
    r"(?P<era>พ ?\. ?ศ ?\.?|พศ\.?|พุทธศักราช|b\.?e\.?(?![a-z])"
    r"|ค ?\. ?ศ ?\.?|คศ\.?|คริสต์?ศักราช|a\.?d\.?(?![a-z]))"
)
_YEAR = rf"(?:ปี ?)?{_ERA}? ?(?P<year>[0-9]{{2,5}})(?![0-9]){NOT_A_YEAR}"
_BY_WORD = re.compile(
    rf"{_DAY}(?:st|nd|rd|th)? ?(?:of )?(?P<stroke>[/.-])? ?"
    rf"(?:(?:เดือน ?)?(?P<month>{MONTH})|เดือน ?(?P<month_no>[0-9]{{1,2}})(?![0-9]))"
    r"(?:(?(stroke) ?(?P=stroke)?| ?[,'’(]?) ?"
    rf"(?:(?P<which_year>ปี ?(?:นี้|ที่แล้ว|ที่ผ่านมา|ก่อน|หน้า))|{_YEAR})"
    r"| ?(?P<side>ที่ผ่านมา|ที่แล้ว|ที่จะถึง|นี้))?"
)
_BY_NUMBER = re.compile(
    rf"{_WEEKDAY_BEFORE}(?:วันที่ ?)?{ALONE}"
    # "1-4/7/65", but not the end of another date: "66 ถึง 11.08.2566".
    rf"(?P<earlier>(?:{DAY} ?(?:{TO}) ?(?={DAY} ?[/.-]{{1,2}} ?(?:1[0-2]|0?[1-9]) ?[/.-]))?)"
    # The 65 of "65-15-11-2565" is another date's year.
    rf"(?P<day>{DAY}|[0-9]{{1,2}}(?! ?[/.-] ?[0-9]{{1,2}} ?[/.-] ?[0-9]{{2,4}} ?-))"
    r" ?(?P<mark>[/.-])(?P=mark)? ?(?P<month_no>[0-9]{1,2})"
    # Two kinds of marks are a slip, but "26-27/11" is a range.
    r"(?: ?(?P=mark){1,2} ?|(?<=[/.][0-9])[/.-]|(?<=[/.][0-9]{2})[/.-])"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]|[/.:][0-9])"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<month_no>[0-9]{1,2})"
    r"(?P=mark)(?P<day>[0-9]{1,2})(?![0-9]|[/.-][0-9])"
)
_MONTH_FIRST = re.compile(
    rf"(?:เดือน ?)?(?P<month>{MONTH}) ?(?:(?P<year>[0-9]{{4}}|[0-9]{{2}}) ?)?"
    r"วันที่ ?(?P<day>[0-9]{1,2})(?![0-9]|[/.:-][0-9])"
)
_ENGLISH = re.compile(
    rf"(?P<month>{ENGLISH_MONTH})[. ]{{0,2}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    r"(?![0-9]|[/.:-][0-9])(?:(?: ?, ?| )(?P<year>[0-9]{4})(?![0-9]))?"
)
# A day and a month in figures without a year. In a sentence "5/2" is a classroom and "8/10" a mark,
# so the day must be told by a word or be none of those.
_SHORT = re.compile(
    rf"(?P<told>(?:วันที่|เมื่อ|{WEEKDAY}|{DOTTED_WEEKDAY}) ?)?{ALONE}"
    rf"(?P<earlier>(?:{DAY} ?(?:{TO}) ?)?)(?P<day>[0-9]{{1,2}})/(?P<month_no>[0-9]{{1,2}})"
    r"(?![0-9]|[/.:][0-9])(?! ?(?:คะแนน|คน|%))"
)
_NUMBERED = re.compile(r"(?:ป|ม|อ|ชั้น|ห้อง|ที่|คะแนน|ได้|หมู่|ข้อ|หน้า|เทอม|อนุบาล|ประถม|มัธยม)[. ]{0,2}$")
_HIGHEST_CLASS = 12
# Digits left over behind the month, which may be a year in a spelling we cannot read.
_YEAR_LEFT = re.compile(rf"[^0-9ก-๎a-z]{{1,4}}[0-9]{{2,4}}(?![0-9]){NOT_A_YEAR}")
_JOINED = re.compile(rf" ?(?:{TO}) ?(?:วัน ?)?")
_AGO = re.compile("เมื่อ ?$")
_YEAR_STEPS = {"นี้": 0, "ที่แล้ว": -1, "ที่ผ่านมา": -1, "ก่อน": -1, "หน้า": 1}
_SIDES = {"ที่ผ่านมา": -1, "ที่แล้ว": -1, "ที่จะถึง": 1, "นี้": 0}


def explicit_dates(text: str, moment: Moment) -> list[Spot]:
    """Every date of day and month in the folded text, in order; ranges as one spot."""
    said = sorted(_said(text), key=lambda one: one.start)
    spots: list[Spot] = []
    while said:
        first = said.pop(0)
        if said and _JOINED.fullmatch(text, first.end, max(first.end, said[0].start)):
            last = said.pop(0)
            spots.append(Spot(first.start, last.end, between(first, last, moment)))
        else:
            spots.append(Spot(first.start, first.end, resolve(first, moment)))
    return spots


def _said(text: str) -> Iterator[Said]:
    taken: set[int] = set()
    for pattern in (_YEAR_FIRST, _BY_NUMBER, _BY_WORD, _MONTH_FIRST, _ENGLISH, _SHORT):
        for found in pattern.finditer(text):
            if pattern is _SHORT and not _is_a_day(found):
                continue
            places = range(found.start(), found.end())
            if taken.isdisjoint(places):
                taken.update(places)
                yield _pieces(found)


def _is_a_day(short: re.Match[str]) -> bool:
    """Whether "20/11" in a sentence is surely a day: told by a word, or no class and no number."""
    day, month = int(short["day"]), int(short["month_no"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return False
    if short["told"]:
        return True
    return day > _HIGHEST_CLASS and not ends_in(_NUMBERED, short.string, short.start())


def _pieces(found: re.Match[str]) -> Said:
    group = found.groupdict()
    earlier = group.get("earlier") or ""
    days = tuple(int(digits) for digits in (*re.findall("[0-9]+", earlier), group["day"]))
    weekday = group.get("weekday") or group.get("short_weekday")
    which_year, side, era = (group.get(name) for name in ("which_year", "side", "era"))
    return Said(
        start=found.start(),
        end=found.end(),
        text=found[0].strip(),
        days=days,
        is_range=len(days) == 2 and re.search(TO, earlier) is not None,
        are_choices=OR in earlier,
        month=int(group["month_no"]) if group.get("month_no") else month_number(group["month"]),
        year=group.get("year"),
        era=("พ" if era[0] in "พb" else "ค") if era else None,
        year_step=_YEAR_STEPS[which_year.removeprefix("ปี").strip()] if which_year else None,
        side=_SIDES[side] if side else -1 if ends_in(_AGO, found.string, found.start()) else None,
        weekday=weekday_number(weekday) if weekday else None,
        in_doubt=_seems_to_have_a_year(found.string, found.end()),
    )


def _seems_to_have_a_year(text: str, end: int) -> bool:
    return "ปี" in text or "พ.ศ" in text or _YEAR_LEFT.match(text, end) is not None
