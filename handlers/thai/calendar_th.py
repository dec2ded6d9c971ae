"""The Thai names of days and months, and how a date is shown: always with its พ.ศ. year.

Not babel: its th_TH prints "ค.ศ. 2023" and it has no Buddhist calendar (domain.md 4).
"""

from datetime import date

BE_OFFSET = 543  # พ.ศ. = CE + 543

# January first.
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
# Monday first, as date.weekday() counts.
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT_WEEKDAYS = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")


def long_date(day: date) -> str:
    """'วันจันทร์ที่ 27 พฤศจิกายน 2566'."""
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    return f"วัน{weekday}ที่ {day.day} {month} {day.year + BE_OFFSET}"


def short_date(day: date) -> str:
    """'27 พ.ย. 2566'."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + BE_OFFSET}"


def short_date_with_weekday(day: date) -> str:
    """'จ. 27 พ.ย. 2566'."""
    return f"{SHORT_WEEKDAYS[day.weekday()]} {short_date(day)}"
