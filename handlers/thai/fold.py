"""Folding: one spelling for what phones and old keyboards write in many.

NFC and NFKC do not help with Thai: NFC leaves ํ+า apart and NFKC splits every ำ (measured,
domain.md 4), so the few rules that matter stand here.
"""

import re

# Format characters that no phone shows. U+200D joins emoji, so it stays where one follows.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    "|\u200d(?![\u2640-\u27bf\U0001f000-\U0001faff])"
    # Control characters, halves of surrogate pairs, which no database takes, and what is no
    # character at all, which no Word file takes.
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_MARK = "ัิ-ฺ็-๎"  # everything that stands above or below a consonant
_NIKHAHIT_AA = re.compile("ํ([ัิ-ฺ็-์๎]*)า")  # ํ(tone)า is how old keyboards write ำ
_DOUBLE_E = re.compile("เ{2,}|แ{2,}|แเ|เแ")  # แ typed as two เ, or twice
_MARK_RUN = re.compile(f"[{_MARK}]*ำ[{_MARK}ำ]*|[{_MARK}]{{2,}}")
# Vowel signs before ํ before tones and ์: ท่ี becomes ที่, พันธ์ุ becomes พันธุ์.
_PLACE = {"ํ": 1, "่": 2, "้": 2, "๊": 2, "๋": 2, "์": 2, "๎": 3}

# Thai digits, and the wide forms of ASCII that some keyboards offer (！ to ～).
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789") | {
    wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)
}
# มากกกก is มาก. No Thai word has a letter three times over; two there are (กรรม, พรรค). A vowel
# sign stands once.
_DRAWN_OUT = re.compile(r"([ก-ฮๆ])\1{2,}|([ะาเโใไ])\2+")
_SPACED_REPEAT = re.compile(" +ๆ")
_WHITE = re.compile(r"\s+")

_PARTICLES = ("ครับผม", "ครับ", "คับ", "ค่ะ", "คะ", "จ้า", "จ้ะ", "จ๊ะ")
_LEADING_VOWELS = "เแโใไ"


def tidy(text: str) -> str:
    """What is stored: the text as it looks, with one spelling for each Thai syllable.

    Unseen and control characters go, every kind of space is a plain one, every line end is LF,
    the ends are stripped; ํ+า is ำ, เเ is แ, marks stand in order and once. Case, digits and line
    breaks stay. tidy(tidy(x)) == tidy(x); never raises.
    """
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", _UNSEEN.sub("", text))
    text = _DOUBLE_E.sub("แ", text)
    text = _NIKHAHIT_AA.sub(r"\1ำ", text)
    return _MARK_RUN.sub(_in_order, text).strip()


def _in_order(run: re.Match[str]) -> str:
    marks = sorted(dict.fromkeys(run[0]), key=lambda mark: _PLACE.get(mark, 0))
    if "ำ" not in marks:
        return "".join(marks)
    return "".join(mark for mark in marks if mark not in "ํำ") + "ำ"  # the tone comes before ำ


def fold(text: str) -> str:
    """What is compared: tidy, with digits 0-9, small Latin letters and single plain spaces.

    Letters drawn out for emphasis stand once (มากกกก), ๆ follows its word without a space.
    """
    plain = _WHITE.sub(" ", tidy(text).translate(_DIGITS).casefold())
    return tidy(_SPACED_REPEAT.sub("ๆ", _DRAWN_OUT.sub(r"\1\2", plain)))


def without_particles(folded: str) -> str:
    """A folded text without the polite words, full stops and exclamation marks at its end.

    A text that is nothing but a particle ("ครับ") keeps it: that is somebody saying yes.
    """
    while True:
        text = folded.rstrip(" .!…")
        particle = next((each for each in _PARTICLES if _ends_in_particle(text, each)), None)
        if particle is None:
            return text
        rest = text.removesuffix(particle).rstrip()
        # นะ belongs to the particle, but สถานะ is a word and a command.
        if rest.endswith("นะ") and not rest.endswith("สถานะ"):
            rest = rest.removesuffix("นะ").rstrip()
        if not rest:
            return text
        folded = rest


def _ends_in_particle(text: str, particle: str) -> bool:
    if not text.endswith(particle):
        return False
    # เจ้า and แคะ only look as if they ended in จ้า and คะ.
    return not text.removesuffix(particle).endswith(tuple(_LEADING_VOWELS))


def bare(text: str) -> str:
    """What a command is matched on: folded, no spaces, no ๆ, no particles at the end."""
    # Folded again, since marks that a space kept apart have met.
    return without_particles(fold(fold(text).replace(" ", "").replace("ๆ", "")))
