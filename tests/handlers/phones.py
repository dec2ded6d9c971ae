"""Phones of the cast, spoken with through the router on a database, without LINE and without HTTP.

As in the bot, a conversation goes through JSON between two events. Nothing is ever committed.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cipher import Cipher
from handlers.call import Call, Controller, Conversation
from handlers.cards.card import Button, Card, OpenPage, Tap
from handlers.cards.limits import broken
from handlers.cards.render import alt_text, render
from handlers.dialog.form import Draft
from handlers.dialog.press import Press
from handlers.effects import Effect, Say
from handlers.event import Event
from handlers.router import answer, hears
from models.audit import AuditEntry, on_behalf_of
from models.people import (
    Appointment,
    LineAccount,
    Person,
    ensure_account,
    load_actor,
    scope_by_code,
)
from models.people_tables import Invitation, scope_column
from models.visits import MentoringVisit, Photo
from models.vocabulary import Role

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday morning in Bangkok, 2569 BE

MALI = "U0000000000000000000000000000a001"
SOMSRI = "U0000000000000000000000000000a002"
WICHAI = "U0000000000000000000000000000a003"
PRANEE = "U0000000000000000000000000000a004"
ANAN = "U0000000000000000000000000000a005"
KANDA = "U0000000000000000000000000000a006"
STRANGER = "U" + "9" * 32

#: What a handler may change; a refusal changes none of it.
RECORDS = (MentoringVisit, Photo, Invitation, Person, Appointment, AuditEntry)

CIPHER = Cipher(("a key for tests alone",))


@dataclass
class Desk:
    """One open transaction, and everybody's conversations. `now` may be moved by a test."""

    session: Session
    now: datetime = NOW
    conversations: dict[str, str] = field(default_factory=dict)
    events: int = 0

    def phone(self, who: str) -> "Phone":
        return Phone(self, who)

    def deliver(self, raw: dict[str, Any]) -> list[Effect]:
        """What bot/inbox.py does with one event, without the outbox."""
        event = Event(raw)
        if not hears(event):
            return []
        who, day = event.line_user_id or "", self.now.astimezone(BANGKOK).date()
        actor = load_actor(self.session, who, day)
        if not actor.known:
            ensure_account(self.session, who, self.now)
        on_behalf_of(self.session, actor.on_behalf_of)
        kept = json.loads(self.conversations.get(who, '{"draft": null, "parked": []}'))
        conversation = Conversation(
            draft=Draft.from_json(kept["draft"]) if kept["draft"] else None,
            parked=[Draft.from_json(raw) for raw in kept["parked"]],
            unsent=kept.get("unsent", []),
        )
        controller = Controller("สำนักตัวอย่าง", "pdpa@obec.example")
        effects = answer(
            Call(self.session, actor, event, conversation, self.now, day, controller, CIPHER)
        )
        self.session.flush()
        draft = conversation.draft
        self.conversations[who] = json.dumps(
            {
                "draft": draft.to_json() if draft else None,
                "parked": [each.to_json() for each in conversation.parked],
                "unsent": conversation.unsent,
            }
        )
        for effect in effects:
            if isinstance(effect, Say):
                assert broken(render(effect.card)) == []
        return effects

    def records(self) -> dict[str, int]:
        """How many rows each table of records holds."""
        counts = {}
        for table in RECORDS:
            counted = self.session.scalar(select(func.count()).select_from(table))
            counts[table.__tablename__] = counted or 0
        return counts

    def visits(self) -> list[MentoringVisit]:
        return list(self.session.scalars(select(MentoringVisit).order_by(MentoringVisit.id)))

    def appoint(self, who: str, role: Role, code: str) -> "Phone":
        """Give somebody new a role over the scope of that code."""
        scope = scope_by_code(self.session, code)
        assert scope is not None, code
        ensure_account(self.session, who, self.now)
        account = self.session.get(LineAccount, who)
        assert account is not None
        if account.person_id is None:
            person = Person(full_name="คนตัวอย่าง", created_at=self.now)
            self.session.add(person)
            self.session.flush()
            account.person_id = person.id
        column = scope_column(scope.kind)
        self.session.add(
            Appointment(
                person_id=account.person_id,
                role=role,
                scope_kind=scope.kind,
                starts_on=datetime(2023, 10, 1, tzinfo=UTC).date(),
                **({column: scope.id} if column else {}),
            )
        )
        self.session.flush()
        return self.phone(who)


@dataclass
class Phone:
    """One person's phone: gestures, and what was shown after the last one."""

    desk: Desk
    who: str
    effects: list[Effect] = field(default_factory=list)
    seen: list[Card] = field(default_factory=list)

    def say(self, *texts: str) -> str:
        for text in texts:
            self._message(type="text", text=text)
        return self.shown

    def image(self, message_id: str, provider: str = "line") -> str:
        return self._message(type="image", id=message_id, contentProvider={"type": provider})

    def sticker(self) -> str:
        return self._message(type="sticker", stickerId="1")

    def press(self, press: Press, day: str | None = None) -> str:
        params = {"params": {"date": day}} if day else {}
        return self._event(type="postback", postback={"data": press.encode(), **params})

    def data(self, data: str) -> str:
        return self._event(type="postback", postback={"data": data})

    def tap(self, label: str) -> str:
        """Tap the newest button whose label contains `label`, on whatever card it stands."""
        return self.data(self.data_of(label))

    def data_of(self, label: str) -> str:
        for card in reversed(self.seen):
            for button in self._buttons(card):
                if label in button.label and isinstance(button.action, Tap):
                    return button.action.data
        raise AssertionError(
            f"no button {label!r} on {[alt_text(card) for card in self.seen[-2:]]}"
        )

    def follow(self) -> str:
        return self._event(type="follow")

    def unfollow(self) -> str:
        return self._event(type="unfollow")

    def unsend(self, message_id: str) -> str:
        return self._event(type="unsend", unsend={"messageId": message_id})

    @property
    def shown(self) -> str:
        """All words shown after the last gesture."""
        return "\n".join(
            alt_text(effect.card) for effect in self.effects if isinstance(effect, Say)
        )

    @property
    def labels(self) -> list[str]:
        return [b.label for e in self.effects if isinstance(e, Say) for b in self._buttons(e.card)]

    @property
    def pages(self) -> list[OpenPage]:
        """The pages that can be opened from what is shown."""
        cards = [effect.card for effect in self.effects if isinstance(effect, Say)]
        return [b.action for c in cards for b in self._buttons(c) if isinstance(b.action, OpenPage)]

    @property
    def draft(self) -> dict[str, Any] | None:
        kept: dict[str, Any] | None = self._kept()["draft"]
        return kept

    @property
    def at(self) -> str:
        """The question in hand; empty where there is none."""
        return (self.draft or {}).get("at") or ""

    @property
    def answers(self) -> dict[str, str]:
        """What the report in hand holds."""
        found: dict[str, str] = (self.draft or {}).get("answers", {})
        return found

    @property
    def parked(self) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = self._kept()["parked"]
        return kept

    def _kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = json.loads(self.desk.conversations[self.who])
        return kept

    def _message(self, **message: Any) -> str:
        return self._event(type="message", message={"id": f"m{self.desk.events}", **message})

    def _event(self, **more: Any) -> str:
        self.desk.events += 1
        self.effects = self.desk.deliver(
            {
                "webhookEventId": f"E{self.desk.events}",
                "source": {"type": "user", "userId": self.who},
                "timestamp": int(self.desk.now.timestamp() * 1000),
                "mode": "active",
                "replyToken": f"r{self.desk.events}",
                **more,
            }
        )
        self.seen += [effect.card for effect in self.effects if isinstance(effect, Say)]
        return self.shown

    @staticmethod
    def _buttons(card: Card) -> list[Button]:
        rows = [row.button for row in card.rows if row.button]
        return [*card.buttons, *rows, *card.quick]


def report(phone: Phone, topic: str = "แผนพัฒนา", *, school: str = "1", day: str = "เมื่อวาน") -> str:
    """The shortest way through a visit, sent."""
    phone.say("บันทึกนิเทศ")
    if "เริ่มใหม่" in phone.labels:
        phone.tap("เริ่มใหม่")
    phone.say(school, day)
    if "ถูกต้องไหม" in phone.shown:
        phone.say("ใช่")
    if "คนละครั้ง" in phone.shown:
        phone.say("คนละครั้ง")
    phone.say("1", "1", topic)
    phone.tap("ข้ามไปหน้าสรุป")
    return phone.tap("ส่งรายงาน")
