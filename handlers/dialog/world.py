"""The facts a conversation may look at. Put in from outside; the dialog itself looks up nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.thai.gazetteer import Around
from models.vocabulary import PhotoState


@dataclass(frozen=True)
class Option:
    """One possible answer: the canonical value, the words on its button, other words for it."""

    value: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class World:
    """What is true around a draft at this moment.

    today: the day in Bangkok. options: for a slot, the answers to offer, where these come from
    the records and not from the form. schools, networks: names to match typed ones against, as
    the person stands among them. names: what the codes in the answers are called. photos: where
    each photo has got to. files: what the files are called that were sent for this draft and can be
    kept, by canonical answer. known: facts that forms ask by key (for the visit: the receipt of one
    with the same school and date). prompts: for a slot, a line shown above its hint (the goal
    that is asked about, what was agreed last time). likely: for a slot, what a message may have
    meant, offered first. changing: a record that was sent already is being changed. These two are
    set by handlers/conversing.py. preview: what sending would do, for the summary.
    """

    today: date
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    schools: Around | None = None
    networks: Around | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, PhotoState] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    likely: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    changing: bool = False
    preview: str = ""
