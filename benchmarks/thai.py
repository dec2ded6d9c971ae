"""How long reading Thai takes: `python -m benchmarks.thai`. CPU time, so other work does not show.

What stands behind it: no reading of a date over 0.2 ms on average, none of any text over 20 ms.
"""

from collections.abc import Callable
from datetime import date
from time import process_time

from handlers.thai.dates import Lean, read_date, spot
from handlers.thai.fold import fold, tidy
from handlers.thai.keyboard import other_layout
from handlers.thai.links import spot_links
from handlers.thai.numbers import spot_counts
from handlers.thai.phones import spot_phones
from handlers.thai.times import spot_times

TODAY = date(2023, 11, 21)
DATES = (
    "27 พ.ย. 66",
    "27พย66",
    "๒๗/๑๑/๒๕๖๖",
    "วันจันทร์ที่ 27 พฤศจิกายน พ.ศ. 2566",
    "27 พฤษจิกายณ 66",
    "2023-11-27",
    "27",
    "จันทร์",
    "เมื่อวาน",
    "3 วันที่แล้ว",
    "วันศุกร์หน้า",
    "สิ้นเดือนนี้",
    "1-4 กรกฎาคม 2565",
    "28 พ.ย. - 2 ธ.ค. 66",
    "29 ก.พ. 2566",
    "สวัสดี",
    "ไปนิเทศ รร.บ้านลำพยา เมื่อวาน ครู ๕ คน",
)
REPORT = "เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค. โทร 081-234-5678 "
# Repeated up to LINE's 5,000 characters: what makes patterns go back and forth the most.
UNITS = (
    "1 ",
    "1-",
    "สิบ",
    "1 พฤษจิกายม ",
    "20/11 ",
    "วันที่ 1 ",
    "จันทร์ที่",
    "\u0e4d",
    "http://a.b/",
    REPORT,
)
LONGEST = 5000
ROUNDS = 200

READERS: dict[str, Callable[[str], object]] = {
    "read_date": lambda text: read_date(text, TODAY, lean=Lean.PAST),
    "spot": lambda text: spot(fold(text), TODAY, Lean.PAST),
    "spot_times": lambda text: spot_times(fold(text)),
    "spot_counts": lambda text: spot_counts(fold(text)),
    "spot_phones": lambda text: spot_phones(fold(text)),
    "spot_links": lambda text: spot_links(tidy(text)),
    "other_layout": other_layout,
}


def seconds(read: Callable[[str], object], texts: tuple[str, ...], rounds: int) -> float:
    """The mean CPU time of one call."""
    started = process_time()
    for _ in range(rounds):
        for text in texts:
            read(text)
    return (process_time() - started) / rounds / len(texts)


def main() -> None:
    mean = seconds(READERS["read_date"], DATES, ROUNDS)
    print(f"read_date, {len(DATES)} kinds of dates: {mean * 1e6:.0f} µs a call\n")
    print(f"{'':14}{'one report':>12}{'worst of ' + str(LONGEST) + ' letters':>26}")
    for name, read in READERS.items():
        report = seconds(read, (REPORT,), ROUNDS)
        worst = max(seconds(read, ((unit * LONGEST)[:LONGEST],), 1) for unit in UNITS)
        print(f"{name:14}{report * 1e6:>9.0f} µs{worst * 1e3:>23.1f} ms")


if __name__ == "__main__":
    main()
