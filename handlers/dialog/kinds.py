"""The plain sorts of answers: words, one of a few, several of a few, counts, photos."""

import re
from dataclasses import dataclass

from handlers.dialog.reading import Missed, Reading, Took, label_of, pick, quote
from handlers.dialog.world import Option, World
from handlers.texts import t
from handlers.thai.fold import tidy
from handlers.thai.numbers import MOST, read_count, read_range
from models.vocabulary import PhotoState

#: Characters of the longest answer: as much as LINE lets anybody type.
LONGEST = 5000
_SEPARATORS = re.compile(r"[,/·+;\n]")


@dataclass(frozen=True)
class Words:
    """Free text of at most `most` characters, kept as typed but for repaired marks.

    A picture of a thumb alone says nothing that a report could keep, so it is no answer.
    """

    most: int = LONGEST
    free_text: bool = True
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        kept = tidy(typed)
        if not any(sign.isalnum() for sign in kept):
            return Missed(t("dialog.miss.words"))
        return too_long(kept, self.most) or Took(kept)

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return value


@dataclass(frozen=True)
class OneOf:
    """One of a few: of the form's own choices, or of those the world holds for this slot."""

    choices: tuple[Option, ...] = ()
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return self.choices or world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        found = pick(typed, self.options(slot, world))
        return Took(found.value) if found else Missed(t("dialog.miss.one_of", read=quote(typed)))

    def check(self, value: str, slot: str, world: World) -> Reading:
        if value in {option.value for option in self.options(slot, world)}:
            return Took(value)
        return Missed(t("dialog.miss.no_longer"))

    def show(self, value: str, slot: str, world: World) -> str:
        return label_of(value, self.options(slot, world))


@dataclass(frozen=True)
class SomeOf:
    """Several of a few. The canonical value is the chosen values in the options' order: "a,c"."""

    choices: tuple[Option, ...] = ()
    free_text: bool = False
    several: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return self.choices or world.options.get(slot, ())

    def read(self, typed: str, slot: str, world: World) -> Reading:
        options = self.options(slot, world)
        chosen = set()
        for part in parts_of_list(typed):
            found = pick(part, options)
            if found is None:
                return Missed(t("dialog.miss.some_of", read=quote(part)))
            chosen.add(found.value)
        if not chosen:
            return Missed(t("dialog.miss.some_of", read=quote(typed)))
        return self.check(",".join(chosen), slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        chosen = set(value.split(",")) if value else set()
        kept = [o.value for o in self.options(slot, world) if o.value in chosen]
        if not kept or len(kept) != len(chosen):
            return Missed(t("dialog.miss.choose_one_at_least"))
        return Took(",".join(kept))

    def show(self, value: str, slot: str, world: World) -> str:
        options = self.options(slot, world)
        return " · ".join(label_of(part, options) for part in value.split(","))


@dataclass(frozen=True)
class Count:
    """How many. Canonical: the number in Arabic digits."""

    most: int = MOST
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        count = read_count(typed)
        if count is None:
            return Missed(t("dialog.miss.count", read=quote(typed)))
        return self.check(str(count), slot, world)

    def check(self, value: str, slot: str, world: World) -> Reading:
        if not value.isdecimal() or len(value) > 9 or not 0 <= int(value) <= self.most:
            return Missed(t("dialog.miss.count_range", read=quote(value), most=self.most))
        return Took(str(int(value)))

    def show(self, value: str, slot: str, world: World) -> str:
        return t("dialog.people", count=value)


@dataclass(frozen=True)
class CountRange:
    """About how many: one count or from … to. Canonical: "20" or "20-25", in Arabic digits."""

    most: int = MOST
    free_text: bool = False
    several: bool = False

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        found = read_range(typed)
        if found is None:
            return Missed(t("dialog.miss.count_or_range", read=quote(typed)))
        low, high = found
        if high > self.most:
            return Missed(t("dialog.miss.count_range", read=quote(typed), most=self.most))
        return Took(str(low) if low == high else f"{low}-{high}")

    def check(self, value: str, slot: str, world: World) -> Reading:
        return self.read(value, slot, world)

    def show(self, value: str, slot: str, world: World) -> str:
        return t("dialog.people", count=value.replace("-", "–"))


@dataclass(frozen=True)
class Photos:
    """Photos, in any order, several at once. Canonical: LINE's message ids, "id,id"."""

    most: int = 10
    free_text: bool = False
    several: bool = True

    def options(self, slot: str, world: World) -> tuple[Option, ...]:
        return ()

    def read(self, typed: str, slot: str, world: World) -> Reading:
        return Missed(t("dialog.miss.photos"))

    def check(self, value: str, slot: str, world: World) -> Reading:
        return Took(value)

    def show(self, value: str, slot: str, world: World) -> str:
        ids = value.split(",")
        lost = [i for i in ids if world.photos.get(i) in (PhotoState.GONE, PhotoState.REFUSED)]
        if not lost:
            return t("dialog.photo_count", count=len(ids))
        return t("dialog.photo_count_lost", count=len(ids) - len(lost), lost=len(lost))


def too_long(kept: str, most: int) -> Missed | None:
    """Why a text cannot be kept as it is, or None. Nothing of it is cut off in silence."""
    if len(kept) <= most:
        return None
    return Missed(t("dialog.miss.too_long", count=f"{len(kept):,}", most=f"{most:,}"))


def parts_of_list(typed: str) -> list[str]:
    """What stands between the signs of a list: "1,3", "1 3", "1 และ 3", "ออนไลน์ / โทรศัพท์"."""
    text = _SEPARATORS.sub("\n", tidy(typed))
    # Only numbers: then spaces and the words of a list divide them, too.
    numbers = re.sub(
        "|".join((t("dialog.item_word"), *t("dialog.and_words").split("|"))), " ", text
    )
    if all(part.isdecimal() for part in numbers.split()):
        return numbers.split()
    return [part for part in text.split("\n") if part.strip()]
