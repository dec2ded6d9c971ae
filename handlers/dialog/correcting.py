""" "แก้วันที่เป็น 26": which answer is to be changed, and the words for the new one."""

from collections.abc import Iterator

from handlers.dialog.form import Answers, Form, Slot
from handlers.dialog.inputs import words_of
from handlers.dialog.standing import named_slot
from handlers.dialog.world import World
from handlers.texts import t
from handlers.thai.fold import tidy

#: Characters of a row's name; what is longer is part of a sentence.
LONGEST_NAME = 40


def correction(
    text: str, form: Form, answers: Answers, world: World, *, loose: bool = False
) -> tuple[str, str] | None:
    """The slot and the words for its new answer in "เปลี่ยนหัวข้อเป็น …"; None if `text` is none.

    It begins with a word of changing, then a row of the form is named as a whole, then เป็น: so
    "แก้ไขปัญหาการอ่าน" is none. With `loose` a space is enough ("แก้ไข วันที่ 26 พ.ย."), for where
    no free text is awaited.
    """
    rest = _behind(tidy(text), words_of("dialog.change_words"))
    if rest is None:
        return None
    signs = (*words_of("dialog.into_words"), *((" ", "\n") if loose else ()))
    for name, value in _divisions(rest, signs):
        slot = _row(name, form, answers, world)
        if slot is not None and value:
            return slot.name, value
    return None


def _row(name: str, form: Form, answers: Answers, world: World) -> Slot | None:
    """The row called `name`, also as "ข้อวันที่"."""
    item = t("dialog.item_word")
    return named_slot(form, answers, name, world) or (
        named_slot(form, answers, name.removeprefix(item), world) if name != item else None
    )


def _behind(text: str, words: tuple[str, ...]) -> str | None:
    """What stands behind the longest of the words with which `text` begins; None without one."""
    found = max((word for word in words if text.startswith(word)), key=len, default=None)
    return None if found is None else text.removeprefix(found).strip()


def _divisions(text: str, signs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """`text` divided at each sign that is not too far behind: words that mean "into" first."""
    for sign in signs:
        place = text.find(sign, 1)
        while 0 < place <= LONGEST_NAME:
            yield text[:place].strip(), text[place + len(sign) :].strip()
            place = text.find(sign, place + 1)
