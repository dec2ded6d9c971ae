"""Area offices and provinces as they are written: สพป.นครปฐม เขต 1, นฐ.1, กทม., โคราช, เขต 1."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from handlers.thai.fold import fold, without_particles
from handlers.thai.name_keys import school_key
from handlers.thai.names import ASK_FROM, MOST_ASKED, TAKE_FROM, AskWhich, Match, NoMatch
from handlers.thai.provinces import BY_ABBREVIATION, BY_NAME, PROVINCES
from models.vocabulary import OfficeKind

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class AreaOffice:
    """An office by code. `names` are what else it is called; `zone` is its เขต, or the number of
    a special-education group. One สพม. may serve several provinces.
    """

    code: str
    kind: OfficeKind
    province: str | None = None
    zone: int | None = None
    names: tuple[str, ...] = ()
    other_provinces: tuple[str, ...] = ()

    @property
    def provinces(self) -> frozenset[str]:
        return frozenset((*self.other_provinces, *((self.province,) if self.province else ())))


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an office; None is what was left open."""

    kind: OfficeKind | None = None
    province: str | None = None
    zone: int | None = None


def _pattern(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_KINDS = {
    "สพป": OfficeKind.PRIMARY,
    "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา": OfficeKind.PRIMARY,
    "เขตพื้นที่การศึกษาประถมศึกษา": OfficeKind.PRIMARY,
    "ประถม": OfficeKind.PRIMARY,
    "สพม": OfficeKind.SECONDARY,
    "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา": OfficeKind.SECONDARY,
    "เขตพื้นที่การศึกษามัธยมศึกษา": OfficeKind.SECONDARY,
    "มัธยม": OfficeKind.SECONDARY,
    "สพท": None,
    "สำนักงานเขตพื้นที่การศึกษา": None,
    "เขตพื้นที่การศึกษา": None,
    "เขตพื้นที่": None,
}
_SPECIAL = r"(?:สศศ ?\.?|(?:สำนักบริหารงาน)?(?:การ)?ศึกษาพิเศษ)"
_KIND = rf"(?P<kind>{_pattern(_KINDS)}) ?\.?"
_PROVINCE = rf"(?:จังหวัด|จ\.)? ?(?P<province>{_pattern(BY_NAME)})"
_ABBREVIATION = rf"(?P<abbreviation>{_pattern(BY_ABBREVIATION)})"
_ZONE = r"(?:เขต|ข\.) ?(?P<zone>[0-9]{1,2})"
_BARE_ZONE = r"(?:เขต|ข\.)? ?\.?(?P<zone>[0-9]{1,2})"

# Every way to write one, tried in this order on the whole text and on the end of a longer one.
_GRAMMARS = (
    rf"{_SPECIAL} ?(?:กลุ่ม ?(?:ที่)?)? ?(?P<group>[0-9]{{1,2}})",
    rf"กลุ่ม ?(?:ที่)? ?(?P<group>[0-9]{{1,2}}) ?{_SPECIAL}",
    rf"{_KIND} ?{_PROVINCE} ?\.? ?{_BARE_ZONE}",
    rf"{_KIND} ?{_ABBREVIATION} ?\.? ?{_BARE_ZONE}",
    rf"{_KIND} ?{_PROVINCE} ?\.?",
    rf"{_KIND} ?{_ABBREVIATION} ?\.?",
    rf"{_ZONE} ?{_KIND} ?{_PROVINCE} ?\.?",
    rf"{_KIND} ?{_BARE_ZONE} ?{_PROVINCE}",
    rf"{_KIND} ?{_ZONE}",
    rf"{_PROVINCE} ?\.? ?{_BARE_ZONE}",
    rf"{_ZONE} ?{_PROVINCE} ?\.?",
    rf"{_ABBREVIATION} ?\.? ?{_BARE_ZONE}",
    rf"{_PROVINCE} ?\.?",
    rf"{_ABBREVIATION} ?\.?",
    _ZONE,
)
_WHOLE = tuple(re.compile(grammar) for grammar in _GRAMMARS)
# After a name an abbreviation stands apart from it; a province may be glued to it.
_AT_END = tuple(
    re.compile(rf"(?P<name>.*?[^ (])(?P<gap>[ (]*){grammar} ?\)?") for grammar in _GRAMMARS
)
# In the midst of a sentence: with its kind, with its zone, in brackets, or a province alone.
_AHEAD = tuple(
    re.compile(rf" ?\(? ?(?:สังกัด ?)?{grammar}(?![0-9ก-๎]) ?\)?")
    for grammar in _GRAMMARS
    if "kind" in grammar or "group" in grammar or "province" in grammar
)


def read_office(folded: str) -> Said | None:
    """What a folded text says of an office, when it says nothing else."""
    for pattern in _WHOLE:
        if said := pattern.fullmatch(folded):
            return _said(said)
    return None


def split_office(folded: str) -> tuple[str, Said] | None:
    """A folded name, and the office or province said after it: "บ้านหนองบัว", นครปฐม."""
    for pattern in _AT_END:
        said = pattern.fullmatch(folded)
        if said is None:
            continue
        parts = said.groupdict()
        province_alone = parts.get("province") and not parts.get("zone")
        if not said["gap"] and not (parts.get("kind") or province_alone):
            continue
        return said["name"], _said(said)
    return None


def office_ahead(folded: str, at: int) -> int:
    """Where an office or province ends that is said right behind this place; else this place."""
    for pattern in _AHEAD:
        if ahead := pattern.match(folded, at):
            return ahead.end()
    return at


def _said(match: re.Match[str]) -> Said:
    parts = match.groupdict()
    if group := parts.get("group"):
        return Said(OfficeKind.SPECIAL, None, int(group))
    province = BY_NAME.get(parts.get("province") or "")
    province = province or BY_ABBREVIATION.get(parts.get("abbreviation") or "")
    zone = parts.get("zone")
    return Said(_KINDS.get(parts.get("kind") or ""), province, int(zone) if zone else None)


def meant(said: Said, offices: Sequence[AreaOffice], own: Collection[str] = ()) -> list[AreaOffice]:
    """The offices that fit what was said. A zone alone is one of the own province (`own` are the
    codes of the own offices), if there is any.
    """
    provinces = {said.province} if said.province else set()
    if said.province is None and said.kind is not OfficeKind.SPECIAL:
        provinces = {p for office in offices if office.code in own for p in office.provinces}
    return [
        office
        for office in offices
        if (said.kind is None or office.kind is said.kind)
        and (said.zone is None or office.zone == said.zone)
        and (not provinces or provinces & office.provinces)
    ]


def find_office(
    text: str, offices: Sequence[AreaOffice], own: Collection[str] = ()
) -> Match | AskWhich | NoMatch:
    """Which of the offices the text names. Never raises.

    A zone that a province does not have is asked about: it has others. Misspelt provinces and
    other names are taken and asked about by the rule for names (domain.md 4).
    """
    folded = without_particles(fold(text[: _LONGEST + 1])).strip(" ()")
    if not folded or len(folded) > _LONGEST:
        return NoMatch()
    said = read_office(folded) or _misspelt(folded)
    if said is not None:
        if found := meant(said, offices, own):
            return _one_or_ask(found)
        # Nearly what was said: another zone of the same province is never taken silently.
        near = meant(Said(said.kind, said.province), offices, own) if said.province else []
        return AskWhich(tuple(o.code for o in near[:MOST_ASKED])) if near else NoMatch()
    return _by_name(folded, offices)


def _misspelt(folded: str) -> Said | None:
    """An office whose province is spelt nearly right ("สพป.นครปถม เขต 1")."""
    parts = re.fullmatch(rf"(?:{_KIND})? ?(?P<rest>[^0-9]{{4,}}?) ?(?:{_BARE_ZONE})?", folded)
    if parts is None:
        return None
    near = process.extractOne(
        school_key(parts["rest"]), _PROVINCE_KEYS, scorer=fuzz.ratio, score_cutoff=TAKE_FROM - 10
    )
    if near is None:
        return None
    zone = parts["zone"]
    return Said(_KINDS.get(parts["kind"] or ""), PROVINCES[near[2]], int(zone) if zone else None)


_PROVINCE_KEYS = [school_key(province) for province in PROVINCES]


def _one_or_ask(found: Sequence[AreaOffice]) -> Match | AskWhich:
    if len(found) == 1:
        return Match(found[0].code)
    return AskWhich(tuple(office.code for office in found[:MOST_ASKED]))


def _by_name(folded: str, offices: Sequence[AreaOffice]) -> Match | AskWhich | NoMatch:
    wanted, digits = school_key(folded), re.findall("[0-9]+", folded)
    scores: dict[str, float] = {}
    for office in offices:
        for name in office.names:
            # A number is never nearly right: "เขต 2" is not "เขต 1".
            if re.findall("[0-9]+", fold(name)) == digits:
                score = fuzz.ratio(wanted, school_key(name))
                scores[office.code] = max(score, scores.get(office.code, 0.0))
    likely = sorted((code for code in scores if scores[code] >= ASK_FROM), key=lambda c: -scores[c])
    if not likely:
        return NoMatch()
    if scores[likely[0]] == 100 and (len(likely) == 1 or scores[likely[1]] < 100):
        return Match(likely[0])
    return AskWhich(tuple(likely[:MOST_ASKED]))
