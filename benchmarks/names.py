"""How fast school names are found among a whole country: `python -m benchmarks.names`.

The invented national roster is blown up to 30,000 schools by invented names of the usual parts.
Prints how long the index takes to build, how large it is, how long a look-up and a sentence take.
"""

import json
import random
import re
import statistics
from collections.abc import Callable, Iterator
from time import perf_counter, process_time

from benchmarks.world import NATIONAL
from handlers.thai.fold import fold
from handlers.thai.gazetteer import Around, Gazetteer, Named
from handlers.thai.offices import AreaOffice
from models.vocabulary import OfficeKind

SCHOOLS = 30_000
LOOK_UPS = 400
_HEADS = (*("บ้าน",) * 6, *("วัด",) * 2, "ชุมชน", "อนุบาล", "")
_PARTS = (
    *("หนอง", "ห้วย", "โคก", "นา", "ดอน", "บัว", "แดง", "ขาว", "ใหญ่", "น้อย", "เหนือ", "ใต้", "กลาง"),
    *("ทราย", "ไผ่", "มะม่วง", "ตะเคียน", "โพธิ์", "สระ", "คลอง", "ท่า", "ป่า", "เขา", "ทอง", "แก้ว"),
)
_ENDINGS = (*("",) * 6, "วิทยา", "พิทยาคม", "(ประชาอุทิศ)", " 2", " 15")
_SENTENCE = (
    "เมื่อวานนิเทศ {} ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค. แล้วไปเยี่ยม{}กับ{}มา "
    "พูดคุยเรื่องการวัดและประเมินผล การจัดการเรียนรู้ในห้องเรียน และบ้านของนักเรียน ครับ"
)


def main() -> None:
    """Print the measurements."""
    chance = random.Random(1)  # noqa: S311
    roster = json.loads(NATIONAL.read_text("utf-8"))
    members = [Named(s["code"], s["name"], office=s["office"]) for s in roster["schools"]]
    offices = [_office(office) for office in roster["offices"]]
    _measure(f"{len(members)} schools", Gazetteer(members, offices), chance)
    codes = [office.code for office in offices]
    country = [*members, *_more(codes, SCHOOLS - len(members), chance)]
    before, started = _resident_mb(), perf_counter()
    gazetteer = Gazetteer(country, offices)
    print(f"{SCHOOLS} schools: built in {perf_counter() - started:.1f} s", end=", ")
    print(f"{_resident_mb() - before:.0f} MB")
    _measure(f"{SCHOOLS} schools", gazetteer, chance)


def _measure(what: str, gazetteer: Gazetteer, chance: random.Random) -> None:
    own = [code for code in gazetteer.by_code if code.startswith("N001-")]
    office = gazetteer.by_code[own[0]].office
    around = Around(gazetteer, frozenset(own), frozenset({office}))
    around.find("ลำพยา")
    names = [place.name for place in gazetteer.by_code.values()]
    typed = [_slip(chance.choice(names), chance) for _ in range(LOOK_UPS)]
    _tell(f"{what}: a look-up", typed, around.find)
    sentence = fold(_SENTENCE.format(*(gazetteer.by_code[code].name for code in own[:3])))
    _tell(f"{what}: a sentence of {len(sentence)} characters", [sentence] * 20, around.spot)


def _tell(what: str, texts: list[str], read: Callable[[str], object]) -> None:
    took = []
    for text in texts:
        started = process_time()
        read(text)
        took.append((process_time() - started) * 1000)
    p95 = sorted(took)[int(len(took) * 0.95)]
    print(f"{what}: median {statistics.median(took):.2f} ms, p95 {p95:.2f} ms")


def _office(office: dict[str, str | list[str]]) -> AreaOffice:
    name = str(office["name"])
    zone = re.search("เขต ([0-9]+)", name)
    return AreaOffice(
        str(office["code"]),
        OfficeKind(str(office["kind"])),
        office["provinces"][0],
        int(zone[1]) if zone else None,
        (name,),
        tuple(office["provinces"][1:]),
    )


def _more(offices: list[str], count: int, chance: random.Random) -> Iterator[Named]:
    for number in range(count):
        parts = chance.sample(_PARTS, chance.choice((1, 2, 2, 3)))
        name = f"โรงเรียน{chance.choice(_HEADS)}{''.join(parts)}{chance.choice(_ENDINGS)}"
        yield Named(f"Z{number}", name, office=chance.choice(offices))


def _slip(name: str, chance: random.Random) -> str:
    """The name without "โรงเรียน", and one letter of it gone."""
    short = name.removeprefix("โรงเรียน")
    gone = chance.randrange(len(short))
    return short[:gone] + short[gone + 1 :]


def _resident_mb() -> float:
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    main()
