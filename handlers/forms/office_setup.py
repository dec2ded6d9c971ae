"""“ตั้งสำนักงานใหม่”: which area office, and in which programme. Pure."""

from dataclasses import dataclass

from handlers.dialog.form import Form, Slot
from handlers.dialog.kinds import OneOf, Words
from handlers.dialog.reading import Missed, Reading, Took, quote
from handlers.dialog.world import World
from handlers.texts import t
from handlers.thai.fold import fold
from handlers.thai.offices import read_office
from models.names import part
from models.vocabulary import OfficeKind

_KINDS = (OfficeKind.PRIMARY, OfficeKind.SECONDARY)


@dataclass(frozen=True)
class OfficeName(Words):
    """An area office by kind, province and zone. Canonical: "primary.เชียงใหม่.3", or with nothing
    at the end where there is one in the province alone."""

    most: int = 200

    def read(self, typed: str, slot: str, world: World) -> Reading:
        said = read_office(fold(typed))
        if said is None or said.kind not in _KINDS or said.province is None:
            return Missed(t("office_setup.not_an_office", read=quote(typed)))
        return Took(f"{said.kind.value}.{said.province}.{said.zone or ''}")

    def check(self, value: str, slot: str, world: World) -> Reading:
        return Took(value) if value.count(".") == 2 else self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return f"{short_name(value)}\n{full_name(value)}"


def parts_of(value: str) -> tuple[OfficeKind, str, int | None]:
    """Kind, province and zone of the canonical answer."""
    kind, province, zone = value.split(".")
    return OfficeKind(kind), province, int(zone) if zone else None


def short_name(value: str) -> str:
    """ "สพป.เชียงใหม่ เขต 3"."""
    return part("office", f"{parts_of(value)[0].value}_short") + _place(value)


def full_name(value: str) -> str:
    """ "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเชียงใหม่ เขต 3"."""
    return part("office", f"{parts_of(value)[0].value}_full").format(place=_place(value))


def _place(value: str) -> str:
    _, province, zone = parts_of(value)
    return f"{province} {part('office', 'zone')} {zone}" if zone else province


FORM = Form(
    name="office_setup",
    version=1,
    slots=(
        Slot("office", OfficeName()),
        Slot("programme", OneOf()),
    ),
)
