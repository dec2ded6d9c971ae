"""Dates with a day and a month: 27 พ.ย. 66, ๒๗/๑๑/๒๕๖๖, 2023-11-27, 1-4 กรกฎาคม 2565."""

import re
from collections.abc import Iterator

from handlers.thai.date_said import Said, between, resolve
from handlers.thai.date_types import Mention, Moment
from handlers.thai.date_words import (
    MONTH,
    NOT_A_YEAR,
    SHORT_WEEKDAY,
    WEEKDAY,
    month_number,
    weekday_number,
)

_TO = "-|จนถึง|ถึง|to"
_WEEKDAY_BEFORE = (
    rf"(?:(?:วัน ?)?(?P<weekday>{WEEKDAY}) ?(?:ที่)? ?,? ?"
    rf"|(?<![ก-๎.])(?P<short_weekday>{SHORT_WEEKDAY})\. ?)?"
)
_EARLIER = rf"(?P<earlier>(?:[0-9]{{1,2}} ?(?:{_TO}|,|และ|กับ|หรือ|&|\+) ?(?:วันที่ ?)?){{0,3}})"
_YEAR = (
    r"(?:(?(stroke) ?(?P=stroke)?| ?[,'’(]?) ?(?:(?P<which_year>ปี ?(?:นี้|ที่แล้ว|ที่ผ่านมา|ก่อน|หน้า))"
    r"|(?:ปี ?)?(?P<era>พ ?\. ?ศ ?\.?|พศ\.?|ค ?\. ?ศ ?\.?|คศ\.?)? ?"
    rf"(?P<year>[0-9]{{2,5}})(?![0-9]){NOT_A_YEAR}))?"
)
_BY_WORD = re.compile(
    rf"{_WEEKDAY_BEFORE}(?:วันที่ ?)?(?<![0-9])(?<![0-9][./:]){_EARLIER}"
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? ?(?P<stroke>[/-])? ?"
    rf"(?:(?:เดือน ?)?(?P<month>{MONTH})|เดือน ?(?P<month_no>[0-9]{{1,2}})(?![0-9])){_YEAR}"
)
_BY_NUMBER = re.compile(
    rf"{_WEEKDAY_BEFORE}(?:วันที่ ?)?(?<![0-9])(?<![0-9][./:])"
    rf"(?P<earlier>(?:[0-9]{{1,2}} ?(?:{_TO}) ?)?)(?P<day>[0-9]{{1,2}})"
    r" ?(?P<mark>[/.-]) ?(?P<month_no>[0-9]{1,2}) ?(?P=mark) ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])(?P<year>[0-9]{4}) ?(?P<mark>[/.-]) ?(?P<month_no>[0-9]{1,2})"
    r" ?(?P=mark) ?(?P<day>[0-9]{1,2})(?![0-9])"
)
# Digits left over behind the month, which may be a year in a spelling we cannot read.
_YEAR_LEFT = re.compile(rf"[^0-9ก-๎a-z]{{1,4}}[0-9]{{2,4}}(?![0-9]){NOT_A_YEAR}")
_JOINED = re.compile(rf" ?(?:{_TO}) ?(?:วัน ?)?")
_YEAR_STEPS = {"นี้": 0, "ที่แล้ว": -1, "ที่ผ่านมา": -1, "ก่อน": -1, "หน้า": 1}


def explicit_dates(text: str, moment: Moment) -> list[Mention]:
    """Every date of day and month in the folded text, in order; ranges as one mention."""
    said = sorted(_said(text), key=lambda one: one.start)
    mentions: list[Mention] = []
    while said:
        first = said.pop(0)
        if said and _JOINED.fullmatch(text, first.end, max(first.end, said[0].start)):
            last = said.pop(0)
            mentions.append(Mention(first.start, last.end, between(first, last, moment)))
        else:
            mentions.append(Mention(first.start, first.end, resolve(first, moment)))
    return mentions


def _said(text: str) -> Iterator[Said]:
    taken: list[tuple[int, int]] = []
    for pattern in (_YEAR_FIRST, _BY_NUMBER, _BY_WORD):
        for found in pattern.finditer(text):
            if all(found.end() <= start or end <= found.start() for start, end in taken):
                taken.append(found.span())
                yield _pieces(found)


def _pieces(found: re.Match[str]) -> Said:
    group = found.groupdict()
    earlier = group.get("earlier") or ""
    days = tuple(int(digits) for digits in (*re.findall("[0-9]+", earlier), group["day"]))
    weekday = group.get("weekday") or group.get("short_weekday")
    which_year = group.get("which_year")
    era = group.get("era")
    return Said(
        start=found.start(),
        end=found.end(),
        text=found[0].strip(),
        days=days,
        is_range=len(days) == 2 and re.search(_TO, earlier) is not None,
        month=int(group["month_no"]) if group["month_no"] else month_number(group["month"]),
        year=group.get("year"),
        era=era[0] if era else None,
        year_step=_YEAR_STEPS[which_year.removeprefix("ปี").strip()] if which_year else None,
        weekday=weekday_number(weekday) if weekday else None,
        in_doubt=_seems_to_have_a_year(found.string, found.end()),
    )


def _seems_to_have_a_year(text: str, end: int) -> bool:
    return "ปี" in text or "พ.ศ" in text or _YEAR_LEFT.match(text, end) is not None
