"""A conversation without a database: a form, a draft, the facts around it, and what is shown.

Every input goes through `take` as in the bot, but first the draft goes through JSON, as it does
between two events.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.cards.card import Button, Card, Tap
from handlers.dialog.ask import card_of
from handlers.dialog.engine import begin, begin_change, look_again, take
from handlers.dialog.form import Draft, Form, Stage
from handlers.dialog.inputs import Input, Located, Other, Photo, Picked, Pressed, Typed
from handlers.dialog.press import Do, Press, decode
from handlers.dialog.turn import Outcome, Turn
from handlers.dialog.world import Option, World
from handlers.forms import visit
from handlers.texts import t
from handlers.thai.gazetteer import Around, Gazetteer, Named
from models.vocabulary import Purpose

TODAY = date(2026, 11, 20)  # a Friday, 2569 BE

LAMPHAYA = Named("NPT1-02", "โรงเรียนบ้านลำพยา", (), "โรงเรียนบ้านลำพยา (สพป.นครปฐม เขต 1)")
BANGKHAEM = Named("NPT1-03", "โรงเรียนวัดบางแขม", (), "โรงเรียนวัดบางแขม (สพป.นครปฐม เขต 1)")
FAR = Named("RYG1-P1", "โรงเรียนหาดทรายทอง", (), "โรงเรียนหาดทรายทอง (สพป.ระยอง เขต 1)")
SCHOOLS = (LAMPHAYA, BANGKHAEM, FAR)
AROUND = Around(Gazetteer(SCHOOLS), own=frozenset({LAMPHAYA.code, BANGKHAEM.code}))

WorldOf = Callable[[Draft], World]


def visit_world(*, recorded: dict[str, str] | None = None, today: date = TODAY) -> WorldOf:
    """The facts around a visit. recorded: receipts by `same_day_key`."""

    def world(draft: Draft) -> World:
        school, day = draft.answers.get("school", ""), draft.answers.get("date", "")
        known = {k: v for k, v in (recorded or {}).items() if k.startswith(f"{school} ")}
        number = known.get(visit.same_day_key(school, day))
        return World(
            today=today,
            options={
                "school": (
                    Option(LAMPHAYA.code, LAMPHAYA.name),
                    Option(BANGKHAEM.code, BANGKHAEM.name),
                ),
                "purposes": tuple(Option(p.value, t(f"words.purpose.{p.value}")) for p in Purpose),
                "again": (
                    (
                        Option(visit.SEPARATE, t("visit.again.separate"), ("คนละครั้ง",)),
                        Option(visit.SAME, t("visit.again.same"), ("ครั้งเดียวกัน",)),
                    )
                    if number
                    else ()
                ),
            },
            schools=AROUND,
            names={named.code: named.label for named in SCHOOLS},
            known=known,
            prompts={"again": number} if number else {},
        )

    return world


@dataclass
class Talk:
    """One person's side of one draft. `world_of` gives the facts anew for every turn."""

    form: Form = visit.FORM
    world_of: WorldOf = field(default_factory=visit_world)
    draft: Draft = field(init=False)
    turn: Turn = field(default_factory=Turn)

    def __post_init__(self) -> None:
        empty = Draft("d-1", self.form.name, self.form.version)
        self.draft = begin(self.form, "d-1", self.world_of(empty))

    def give(self, given: Input) -> Turn:
        self.draft = Draft.from_json(json.loads(json.dumps(self.draft.to_json())))
        before = dict(self.draft.answers)
        self.turn = take(self.form, self.draft, given, self.world_of(self.draft))
        if self.draft.answers != before and self.turn.outcome is Outcome.GOES_ON:
            look_again(self.form, self.draft, self.world_of(self.draft))
        return self.turn

    def say(self, *texts: str, command: str | None = None, message_id: str | None = None) -> Turn:
        for text in texts:
            self.give(Typed(text, command, message_id))
        return self.turn

    def locate(self, title: str = "", address: str = "", message_id: str | None = None) -> Turn:
        return self.give(Located(title, address, 13.8194, 100.0644, message_id))

    def tap(self, do: Do, slot: str = "", value: str = "", *, of: str = "d-1") -> Turn:
        return self.give(Pressed(Press(do, of, slot, value)))

    def touch(self, label: str) -> Turn:
        """Tap the button that is really shown and whose label contains `label`."""
        button = self.button(label)
        assert isinstance(button.action, Tap), f"{label} is no button of ours"
        press = decode(button.action.data)
        assert press is not None
        return self.give(Pressed(press))

    def pick(self, slot: str, day: str) -> Turn:
        return self.give(Picked(Press(Do.ANSWER, "d-1", slot), day))

    def photos(self, *ids: str) -> Turn:
        for each in ids:
            self.give(Photo(each))
        return self.turn

    def send(self, kind: str) -> Turn:
        return self.give(Other(kind))

    @property
    def card(self) -> Card:
        return card_of(self.form, self.draft, self.turn, self.world_of(self.draft))

    @property
    def buttons(self) -> list[Button]:
        rows = [row.button for row in self.card.rows if row.button]
        return [*self.card.buttons, *rows, *self.card.quick]

    def button(self, label: str) -> Button:
        found = [button for button in self.buttons if label in button.label]
        assert found, f"no button {label!r} among {[button.label for button in self.buttons]}"
        return found[0]

    @property
    def at(self) -> str:
        """The question in hand, or the stage when there is none."""
        asking = self.draft.stage is Stage.ASKING
        return (self.draft.at or "") if asking else self.draft.stage.value

    @property
    def answers(self) -> dict[str, str]:
        return self.draft.answers


def changing(record: str = "visit:7", **answers: str) -> Talk:
    """A visit that was sent is being changed; its summary is shown."""
    before = {
        "school": LAMPHAYA.code,
        "date": "2026-11-19",
        "mode": "onsite",
        "purposes": "mentoring",
        "topic": "แผนพัฒนา",
    }
    talk = Talk()
    talk.draft = begin_change(talk.form, "d-1", record, before | answers)
    facts = talk.world_of
    talk.world_of = lambda draft: replace(facts(draft), changing=True)
    return talk


def skipping_to(talk: Talk, name: str) -> Talk:
    """All questions that may be skipped are, up to the one of that name."""
    while talk.at != name:
        before = talk.at
        talk.say("ข้าม")
        assert talk.at != before, f"{before} cannot be skipped"
    return talk


def at_topic(talk: Talk | None = None) -> Talk:
    """School, date, mode and purposes are given; the topic is asked."""
    talk = talk or Talk()
    talk.say("1", "เมื่อวาน", "1", "1,3")
    assert talk.at == "topic"
    return talk


def at_summary(talk: Talk | None = None) -> Talk:
    """All that is needed is given, the rest skipped; the summary is shown."""
    talk = at_topic(talk)
    talk.say("แผนพัฒนาคุณภาพ", "ข้ามไปหน้าสรุป")
    assert talk.at == "confirming"
    return talk


def in_the_year(talk: Talk, year: int) -> Talk:
    """The same talk with today moved to that year, CE."""
    before = talk.world_of
    moved = TODAY.replace(year=year)
    talk.world_of = lambda draft: replace(before(draft), today=moved)
    return talk
