"""What names are compared by: a key of their letters, and a key of how they sound."""

import re
from dataclasses import dataclass

from handlers.thai.fold import fold

_PREFIX = re.compile(r"(?:โรงเรียน|โรงเรยน|โรงเรียร|โรงรียน|ร ?\.? ?ร ?(?:\.|(?=[^ะ-ฺ็-๎])))\s*")
_NETWORK = re.compile(r"เครือข่าย(?:นวัตกรรมคุณภาพ ?(?:สถานศึกษา)?)? ?")
_DROPPED = re.compile(r"""[\s.()\[\]"'“”‘’,:;/_ฯๆ่-์็-]""")
# Letters held down: no Thai word has three of one letter in a row.
_HELD = re.compile(r"([ก-๎])\1{2,}")

# Short for the first word of many names.
_SHORT = (
    (re.compile(r"^(?:อนบ|อบ) ?\. ?"), "อนุบาล"),
    (re.compile(r"^บ ?\. ?"), "บ้าน"),
    (re.compile(r"^ว ?\. ?"), "วัด"),
    (re.compile(r"^ช ?\. ?"), "ชุมชน"),
    (re.compile(r"^ตชด ?\.? ?"), "ตำรวจตระเวนชายแดน"),
    (re.compile(r"^ศกศ ?\.? ?"), "ศูนย์การศึกษาพิเศษ"),
    (re.compile(r"^ราชประชา ?(?=ที่|[0-9])"), "ราชประชานุเคราะห์"),
    (re.compile(r"^ไทยรัฐ ?(?=ที่|[0-9])"), "ไทยรัฐวิทยา"),
)
# "มิตรภาพที่ 55" is "มิตรภาพ 55".
_THE_NTH = re.compile(r"(?:ลำดับ|แห่ง)?ที่ ?(?=[0-9])")
_DIGITS = re.compile(r"[0-9]+")

# What is written differently and sounds alike; each entry is what the left side is heard as.
_SILENT = re.compile("[ก-ฮ][ิุ]?์")
_ALIKE = (("ทร", "ซ"), ("รร", "ั"), ("ำ", "ัม"), ("ัย", "ไ"), ("ไย", "ไ"), ("ใย", "ไ"))
_HEARD = str.maketrans("ณญฌฐฏฎฑฒธศษฬรภฆใัีืึู", "นยชถตดทททสสลลพคไะิิิุ")
_DOUBLED = re.compile(r"([ก-๎])\1+")

_SHORT_SCHOOL = re.compile(r"^(?:รร|ร\.ร)(?:\.| ) *(?=.)")

# The first words that say what a school is called after. Two of them with one rest are two
# schools, but people leave them out.
_HEAD = re.compile(r"(?P<head>(?:ชุมชน ?)?(?:บ้าน|บาน|วัด)|ชุมชน|อนุบาล)(?=.)")
_SHORTEST_CORE = 3


@dataclass(frozen=True, slots=True)
class NameKey:
    """One way of reading a name. letters: what of it is compared; sound: how it sounds; numbers:
    those in it, in order; head: the word it begins with that says what it is called after, or "".
    """

    letters: str
    sound: str
    numbers: tuple[str, ...]
    head: str


def without_prefix(folded: str) -> str:
    """A folded name without "เครือข่าย", "โรงเรียน" or "รร.", its first word written out."""
    name = folded
    for beginning in (_NETWORK, _PREFIX):
        if prefix := beginning.match(name):
            name = name[prefix.end() :]
    for short, word in _SHORT:
        if short.match(name):
            return short.sub(word, name, count=1)
    return name


def spelt_out(name: str) -> str:
    """A school's name with "โรงเรียน" where it was written for short: "รร.บ้านลำพยา"."""
    return _SHORT_SCHOOL.sub("โรงเรียน", name, count=1)


def school_key(name: str) -> str:
    """What names are compared by: no "โรงเรียน" or "รร.", no spaces, dots, brackets or tones."""
    return letters_of(without_prefix(fold(name)))


def name_key(folded: str) -> NameKey:
    """The keys of a folded name that has lost its "โรงเรียน" already."""
    head = _HEAD.match(folded)
    letters = letters_of(folded)
    numbers = tuple(_DIGITS.findall(letters))
    return NameKey(letters, sound_of(folded), numbers, letters_of(head[0]) if head else "")


def core_of(folded: str) -> tuple[NameKey, str] | None:
    """The keys of a folded name without its head ("ลำพยา" of "บ้านลำพยา"), and the head's
    letters; None where too little is left.
    """
    head = _HEAD.match(folded)
    if head is None:
        return None
    rest = folded[head.end() :]
    letters = letters_of(rest)
    if len(_DIGITS.sub("", letters)) < _SHORTEST_CORE:
        return None
    key = NameKey(letters, sound_of(rest), tuple(_DIGITS.findall(letters)), "")
    return key, letters_of(head[0])


def letters_of(folded: str) -> str:
    """A folded text without tones, spaces, dots and brackets."""
    return _DROPPED.sub("", _HELD.sub(r"\1", _THE_NTH.sub("", folded)))


def is_dropped(char: str) -> bool:
    """Whether `letters_of` leaves this character out."""
    return _DROPPED.match(char) is not None


def sound_of(folded: str) -> str:
    """How a folded text sounds, roughly: what people write one for another is one letter."""
    heard = _DROPPED.sub("", _SILENT.sub("", _THE_NTH.sub("", folded)))
    for written, said in _ALIKE:
        heard = heard.replace(written, said)
    return _DOUBLED.sub(r"\1", heard.translate(_HEARD))
