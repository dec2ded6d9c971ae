"""What stands in one cell of a roster file: words, a day, a role, yes; or why it is none."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from handlers.dialog.inputs import words_of
from handlers.roster_sheet import Formula, Line, Value
from handlers.texts import t
from handlers.thai.dates import Found, Lean, Reading, read_date
from handlers.thai.fold import bare as said
from handlers.thai.fold import tidy
from models.periods import BE_OFFSET
from models.vocabulary import MemberRole

_LONGEST_NAME = 300
#: Digits of a number: it stands for a code.
_LONGEST_NUMBER = 20
_NUMBER_TOO_LONG = 10**_LONGEST_NUMBER
#: A year from which on it can only be one of the Buddhist era.
_FIRST_YEAR_BE = 2400


class Wrong(Exception):
    """This cell cannot be taken: the key of its column, and why, in Thai."""

    def __init__(self, column: str, key: str, **values: object):
        super().__init__(key)
        self.column = column
        self.why = t(f"roster_sheet.wrong.{key}", **values)


def words(line: Line, column: str) -> str:
    """The text of a cell; "" for an empty one. A whole number is its digits (codes)."""
    value: Value | None = line.values.get(column)
    match value:
        case None:
            return ""
        case Formula():
            raise Wrong(column, "formula")
        case bool():
            raise Wrong(column, "no_words")
        case int() | float() if abs(value) >= _NUMBER_TOO_LONG:
            raise Wrong(column, "too_long", most=_LONGEST_NUMBER)
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case date():
            raise Wrong(column, "a_date")
        case _:
            text = _tidied(str(value))
            if text.startswith("#") and text.rstrip("!?").isupper():  # #REF!, #N/A
                raise Wrong(column, "excel_error", read=text[:20])
            if len(text) > _LONGEST_NAME:
                raise Wrong(column, "too_long", most=_LONGEST_NAME)
            return text


@lru_cache(maxsize=16_384)
def _tidied(text: str) -> str:
    """The same words stand in many rows, and a cell is looked at more than once."""
    return " ".join(tidy(text).split())


def code(line: Line, column: str) -> str:
    """A code in capitals; "" for none."""
    text = words(line, column).upper()
    plain = text.replace("-", "")
    if text and (
        len(text) > 64 or text.startswith("-") or not (plain.isascii() and plain.isalnum())
    ):
        raise Wrong(column, "code", read=text[:40])
    return text


def day(line: Line, column: str, today: date) -> date | None:
    """A day, from a cell that is a date or from words. A year of the Buddhist era is read as such
    in both; a date that is not surely one day is wrong."""
    value = line.values.get(column)
    if isinstance(value, datetime):
        return _in_common_era(column, value.date())
    if isinstance(value, date):
        return _in_common_era(column, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise Wrong(column, "not_a_date", read=str(value)[:40])
    text = words(line, column)
    if not text:
        return None
    found = _read(text, today)
    if not isinstance(found, Found) or not any(sign.isdigit() for sign in text):
        raise Wrong(column, "not_a_date", read=text[:40])
    return found.day


@lru_cache(maxsize=4096)
def _read(text: str, today: date) -> Reading:
    """The same few days stand in thousands of rows."""
    return read_date(text, today, lean=Lean.NEAREST)


def _in_common_era(column: str, found: date) -> date:
    if found.year < _FIRST_YEAR_BE:
        return found
    try:
        return found.replace(year=found.year - BE_OFFSET)
    except ValueError:  # 29 February of a year that has none
        raise Wrong(column, "no_such_day", read=f"{found.day}/{found.month}/{found.year}") from None


def role(line: Line, column: str, allowed: Sequence[MemberRole]) -> MemberRole:
    """One of the roles that the programme's members have."""
    text = words(line, column)
    if not text:
        raise Wrong(column, "empty")
    bare = said(text)
    for one in allowed:
        if bare in _bare(f"roster_sheet.role.{one.value}"):
            return one
    known = " / ".join(role_words(one)[0] for one in allowed)
    raise Wrong(column, "role", read=text[:40], known=known)


def role_words(one: MemberRole) -> tuple[str, ...]:
    """What a role is called; the first as the template says it."""
    return words_of(f"roster_sheet.role.{one.value}")


def yes(line: Line, column: str) -> bool:
    """Whether a cell says yes; an empty one says no."""
    text = words(line, column)
    bare = said(text)
    if not bare or bare in _bare("roster_sheet.no"):
        return False
    if bare in _bare("roster_sheet.yes"):
        return True
    raise Wrong(column, "yes_or_no", read=text[:40])


@cache
def _bare(key: str) -> frozenset[str]:
    return frozenset(said(word) for word in words_of(key))
