"""Replays a transcript on the phones of the simulator, and says with all that was said so far
where the bot answers otherwise than it stands there."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stage import settle_down
from transcript import (
    PEOPLE,
    AtMost,
    ClockMoved,
    Gesture,
    Step,
    Transcript,
)

from handlers.texts import t
from tests.bot.street import Phone, Shown, Street, picture, walk

COLOURS = ("navy", "teal", "olive", "maroon", "purple", "orange", "gold", "grey", "pink", "black")
Json = dict[str, Any]


class Otherwise(AssertionError):
    """The bot answered otherwise. The text is the conversation up to there."""


@dataclass
class Replay:
    """One transcript on one street. told: the conversation so far, as a reader sees it."""

    street: Street
    transcript: Transcript
    told: list[str] = field(default_factory=list)
    turns: int = 0
    phones: dict[str, Phone] = field(default_factory=dict)
    #: What each person has sent, for taking it back: (the words, message ids).
    sent: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)

    def run(self) -> None:
        """Raises Otherwise at the first answer that is not as it is written. Afterwards nothing is
        on its way any more."""
        try:
            self._go_through()
        finally:
            settle_down(self.street)

    def _go_through(self) -> None:
        for entry in self.transcript.entries:
            match entry:
                case ClockMoved():
                    self._move_clock(entry)
                case AtMost():
                    why = f"{self.turns} ครั้ง เกิน {entry.most}"
                    self._check(self.turns <= entry.most, why, entry.line)
                case Step():
                    self._step(entry)

    def _step(self, step: Step) -> None:
        self.turns += step.who == self.transcript.steps[0].who
        self.told.append(f"{step.line:>4}  {_said(step)}")
        phone = self.phones.setdefault(step.who, self.street.phone(PEOPLE[step.who]))
        try:
            answer = self._do(phone, step)
        except AssertionError as fault:
            raise self._otherwise(str(fault), step.line) from None
        lines = [line for shown in answer for line in _lines_of(shown)]
        self.told += [f"      | {line}" for line in lines]
        text = _folded("\n".join(lines))
        for words in step.shows:
            self._check(_folded(words) in text, f"ควรมี: {words}", step.line)
        for words in step.hides:
            self._check(_folded(words) not in text, f"ไม่ควรมี: {words}", step.line)

    def _do(self, phone: Phone, step: Step) -> list[Shown]:
        """What the bot then showed. Taking a message back or blocking gets no answer."""
        gesture, body = self._gesture(step)
        made = phone.do(gesture, body)
        self.sent.setdefault(step.who, []).append((step.value, made["message_ids"]))
        if gesture in {"unsend", "unfollow"} or not made["event_ids"]:
            return []
        answer = phone.wait()
        if step.gesture is Gesture.FILE:
            settle_down(self.street)  # it is fetched and looked at beside the answer
        return answer

    def _gesture(self, step: Step) -> tuple[str, Json]:
        match step.gesture:
            case Gesture.SAY:
                return "text", {"text": step.value}
            case Gesture.TAP:
                return "tap", self._button(step.who, step.value, newest=True)
            case Gesture.TAP_OLD:
                return "tap", self._button(step.who, step.value, newest=False)
            case Gesture.PHOTOS:
                photos = [picture(colour) for colour in COLOURS[: int(step.value)]]
                files = [base64.b64encode(photo).decode() for photo in photos]
                return "images", {"files": files, "shuffle": True}
            case Gesture.FILE:
                file = f"data:application/pdf;base64,{base64.b64encode(b'%PDF-1.4').decode()}"
                return "media", {"kind": "file", "file": file, "name": step.value}
            case Gesture.PLACE:
                place = {"title": step.value, "latitude": 13.82, "longitude": 100.06}
                return "location", place
            case Gesture.STICKER:
                return "sticker", {}
            case Gesture.FOLLOW:
                return "follow", {}
            case Gesture.BLOCK:
                return "unfollow", {}
            case Gesture.PICK:
                button = self._button(step.who, t("dialog.pick_date"), newest=True)
                return "pick", {**button, "date": step.value}
            case Gesture.UNSEND | Gesture.UNSEND_PHOTO:
                return "unsend", {"message_id": self._message_to_unsend(step)}
            case Gesture.REPLY:
                return "text", {"text": step.value, "quote": self._quoted(step)}

    def _message_to_unsend(self, step: Step) -> str:
        sent = self.sent.get(step.who, [])
        if step.gesture is Gesture.UNSEND:
            found = [ids[0] for words, ids in sent if words == step.value and ids]
            assert found, f"{step.who} ไม่ได้ส่งข้อความนี้"
            return found[-1]
        albums = [ids for _, ids in sent if ids]
        return albums[-1][int(step.value) - 1]

    def _quoted(self, step: Step) -> str:
        # Which record a message showed is written down once LINE has taken the message.
        settle_down(self.street)
        found = [
            message_id
            for message_id, shown in self._shown_by_bot(step.who)
            if _folded(step.quoted) in _folded(shown.text)
        ]
        assert found, f"บอตไม่ได้พูดว่า {step.quoted}"
        return found[-1]

    def _button(self, who: str, label: str, *, newest: bool) -> Json:
        """Where the button with these words is: on the newest message that has one, or the
        oldest. A button that bears just these words goes first."""
        shown = list(self._shown_by_bot(who))
        for message_id, message in reversed(shown) if newest else shown:
            fitting = [each for each in _names(message) if label in each]
            if fitting:
                wanted = label if label in fitting else fitting[0]
                return {"message_id": message_id, "label": wanted}
        raise AssertionError(f"ไม่มีปุ่ม {label}")

    def _shown_by_bot(self, who: str) -> Iterator[tuple[str, Shown]]:
        """(message id, what it shows) of all that the bot has sent to this person."""
        chat = self.street.desk("GET", f"/users/{PEOPLE[who]}/chat?after=0")
        for item in chat["messages"]:
            if item["from"] == "bot":
                yield item["id"], Shown(item["message"])

    def _move_clock(self, moved: ClockMoved) -> None:
        self.told.append(f"{moved.line:>4}  — {moved.at:%Y-%m-%d %H:%M} —")
        url = f"{self.street.url}/demo/clock"
        answer = self.street.pool.request("POST", url, json={"at": moved.at.isoformat()})
        assert answer.status == 200

    def _check(self, holds: bool, why: str, line: int) -> None:
        if not holds:
            raise self._otherwise(why, line)

    def _otherwise(self, why: str, line: int) -> Otherwise:
        told = "\n".join(self.told)
        return Otherwise(f"\n{told}\n\n{self.transcript.name}.txt:{line}: {why}")


def _names(shown: Shown) -> list[str]:
    """What the buttons of a message are called: their labels, and what a tap then says."""
    actions = [node["action"] for node in walk(shown.raw) if "action" in node]
    labels = [action["label"] for action in actions if "label" in action]
    return labels + [action["displayText"] for action in actions if "displayText" in action]


def _said(step: Step) -> str:
    how = f" {step.gesture.value}" if step.gesture.value else ""
    quoted = f' "{step.quoted}"' if step.quoted else ""
    value = step.value.replace("\n", "\n      | ")
    return f"{step.who}{how}{quoted}: {value}"


def _lines_of(shown: Shown) -> list[str]:
    """The texts of a message, and its buttons in one line."""
    labels = shown.labels
    said = [line for text in shown.texts for line in text.splitlines() if line not in labels]
    return [*said, " ".join(f"[{label}]" for label in labels)] if labels else said


def _folded(text: str) -> str:
    """One space wherever there is any, so that a line break is no difference."""
    return " ".join(text.split())
