"""How to reach somebody or something: a phone number, a web address."""

from dataclasses import dataclass

from handlers.dialog.reading import Missed, Reading, Took, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.links import read_link
from handlers.thai.phones import read_phone

_LANDLINE_DIGITS = 9


@dataclass(frozen=True)
class Phone:
    """A Thai phone number. Canonical: its digits ("0812345678"), with an extension where given."""

    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        digits = read_phone(typed)
        return Took(digits) if digits else Missed(t("dialog.miss.phone", read=quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        number, _, extension = value.partition(" ")
        if len(number) == _LANDLINE_DIGITS and not number.startswith("02"):
            shown = f"{number[:3]}-{number[3:]}"  # 034-251234, as the provinces write theirs
        else:
            shown = f"{number[:-7]}-{number[-7:-4]}-{number[-4:]}"
        return f"{shown} {extension}".strip()


@dataclass(frozen=True)
class Link:
    """A web address. Canonical: the whole of it, with https:// where no scheme was typed.

    secure: whether http:// is refused, for a link that others are to open.
    """

    secure: bool = False
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        url = read_link(typed)
        if url is None:
            return Missed(t("dialog.miss.link", read=quote(typed)))
        if self.secure and not url.startswith("https://"):
            return Missed(t("dialog.miss.link_not_secure", read=quote(typed)))
        return Took(url)

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return value
