"""The conversations that the guides show (docs/th/scenes.txt), played on the phones of a demo.

Written like a transcript (docs/transcripts.md), and besides: where a picture is taken, a round of
reminders, and somebody new. The same is played by `make screenshots`, which looks at the page, and
by the test of the guides, which looks at what stands in the chat.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import urllib3

from bot.clock import today
from bot.database import transaction
from bot.runtime import Runtime
from demo.people import CAST, Member, settle
from handlers.dialog.inputs import words_of
from models.actors import load_actor
from models.menus import menu_of
from models.outbox_queries import outbox_counts
from models.sending_words import EffectState
from models.vocabulary import Role, ScopeKind
from rich_menus.definitions import MENUS
from scheduler.jobs import run_round

SCENES = Path(__file__).parent / "th" / "scenes.txt"
BANGKOK = timezone(timedelta(hours=7))
#: How long to wait for what is on its way, and how often to look, in seconds.
PATIENCE, PAUSE = 20.0, 0.05

_LINES = {
    "clock": re.compile(r"วัน: (?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d)"),
    "new": re.compile(r"คนใหม่: (?P<nick>\S+) (?P<name>.+) (?P<role>\S+) (?P<code>\S+)"),
    "round": re.compile(r"รอบการเตือน"),
    "picture": re.compile(
        r"ภาพ: (?P<name>[a-z-]+) (?P<who>\S+)(?P<menu> เมนู)?(?P<top> ต้น)?(?P<sample> โดยไม่ดูตัวเลข)?"
    ),
    "follow": re.compile(r"(?P<who>\S+) เพิ่มเพื่อน"),
    "tap": re.compile(r"(?P<who>\S+) แตะ: (?P<label>.+)"),
    "say": re.compile(r"(?P<who>[^\s:]+): (?P<words>.+)", re.DOTALL),
}
#: A one-time code is another each time; in pictures it is always this one.
CODE, ANY_CODE = re.compile(r"\b[A-Z]{4}-\d{4}\b"), "ABCD-2345"
_FIGURE = re.compile(r"\d")

Json = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A phone to look at now, by its key. with_menu: the rich menu is open; from_top: the newest
    turn begins at the top, rather than ending at the bottom; sample: its figures are those of the
    machine's day, so that only what has none is compared."""

    name: str
    key: str
    with_menu: bool = False
    from_top: bool = False
    sample: bool = False


class Stage:
    """The phones of a demo: `desk` is the address of the page, `runtime` on the same database."""

    def __init__(self, desk: str, runtime: Runtime):
        self._desk, self._runtime = desk, runtime
        self._pool = urllib3.PoolManager(retries=False, timeout=PATIENCE)
        self._cast = json.loads(CAST.read_text("utf-8"))
        self._keys: dict[str, str] = {member["nick"]: member["key"] for member in self._cast}

    def play(self, camera: Callable[[Picture], None]) -> None:
        """All scenes from the first to the last; `camera` is called for each picture."""
        self._call("POST", "/webhook", {"timeout": PATIENCE})  # the first answer may take long
        for line in _lines(SCENES.read_text("utf-8")):
            kind, found = next(
                (kind, found) for kind, each in _LINES.items() if (found := each.fullmatch(line))
            )
            match kind:
                case "clock":
                    at = datetime.fromisoformat(f"{found['day']}T{found['time']}")
                    self.set_clock(at.replace(tzinfo=BANGKOK))
                case "new":
                    self._welcome(found["nick"], found["name"], Role(found["role"]), found["code"])
                case "round":
                    run_round(self._runtime, self._runtime.clock.now())
                case "picture":
                    marks = (bool(found[mark]) for mark in ("menu", "top", "sample"))
                    camera(Picture(found["name"], self._keys[found["who"]], *marks))
                case "follow":
                    self._gesture(found["who"], "follow", {})
                case "tap":
                    self._gesture(found["who"], "tap", self._button(found["who"], found["label"]))
                case "say":
                    self._gesture(found["who"], "text", {"text": found["words"]})
            self._settle()

    def shown(self, picture: Picture, first: int, last: int) -> list[str]:
        """What can be read on that phone from the `first` item of its chat to the `last`, both
        counted from the end (0: the end), then its quick replies or what stands on its menu."""
        chat = self._chat(picture.key)
        spoken = [item for item in chat["messages"] if item["from"] != "note"]
        items = spoken[len(spoken) - first : len(spoken) - last]
        lines = [line for item in items for line in _lines_of(item)]
        if picture.sample:
            lines = [line for line in lines if not _FIGURE.search(line)]
        if picture.with_menu:
            below = self._tiles(picture.key)
        else:
            below = [str(item["action"]["label"]) for item in chat["quick_replies"]]
        return [CODE.sub(ANY_CODE, line) for line in lines] + [f"[{each}]" for each in below]

    def set_clock(self, at: datetime) -> None:
        """Everybody's clock, the bot's and the phones', to that moment (aware)."""
        self._call("POST", "/clock", {"at": at.isoformat()})

    def has_menus(self) -> bool:
        """Whether everybody of the cast who has joined is shown a rich menu."""
        joined = [member["key"] for member in self._cast if member["joined"]]
        return all(self._chat(key)["rich_menu"] for key in joined)

    def newest(self, key: str) -> tuple[str, str | None]:
        """The ids of the newest item on that phone, and of its rich menu."""
        chat = self._chat(key)
        return chat["messages"][-1]["id"], chat["rich_menu"]

    def _tiles(self, key: str) -> list[str]:
        """What stands on the first page of this person's rich menu."""
        who = next((m["line_user_id"] for m in self._cast if m["key"] == key), key)
        now = self._runtime.clock.now()
        with self._runtime.reading() as session:
            actor = load_actor(session, who, today(now, self._runtime.settings.timezone))
        first = MENUS[menu_of({post.role for post in actor.posts})][0]
        return [words_of(f"commands.{route}")[0] for route in first.routes]

    def _welcome(self, nick: str, name: str, role: Role, code: str) -> None:
        """A phone for somebody new, who may join with that code: over the whole country."""
        who = self._call("POST", "/users", {"name": name, "friend": True})["user_id"]
        self._keys[nick] = who
        now = self._runtime.clock.now()
        member = Member(nick, name, who, role, ScopeKind.COUNTRY, "TH", joined=False, code=code)
        with transaction(self._runtime.engine) as session:
            settle(session, member, now, today(now, self._runtime.settings.timezone))

    def _button(self, nick: str, label: str) -> Json:
        """The newest button of the bot that says just this, or else has these words."""
        chat = self._chat(self._keys[nick])
        there = [
            (item["id"], node["action"]["label"])
            for item in reversed(chat["messages"])
            if item["from"] == "bot"
            for node in _walk(item["message"])
            if "label" in node.get("action", {})
        ]
        fitting = [one for one in there if one[1] == label] or [
            one for one in there if label in one[1]
        ]
        assert fitting, f"{nick} has no button {label}; there are {[one[1] for one in there]}"
        return {"message_id": fitting[0][0], "label": fitting[0][1]}

    def _chat(self, key: str) -> Any:
        return self._call("GET", f"/users/{key}/chat?after=0")

    def _gesture(self, nick: str, gesture: str, wish: Json) -> None:
        made = self._call("POST", f"/users/{self._keys[nick]}/{gesture}", wish)
        assert made["webhook_status"] == [200], f"{nick} {gesture} {wish}: {made}"

    def _settle(self) -> None:
        """Wait until nothing is on its way any more."""
        pause = threading.Event()
        for _ in range(round(PATIENCE / PAUSE)):
            with self._runtime.reading() as session:
                counts = outbox_counts(session)
            if not any(n for (_, state), n in counts.items() if state is EffectState.WAITING):
                return
            pause.wait(PAUSE)
        raise AssertionError(f"still on its way: {counts}")

    def _call(self, method: str, path: str, wish: Json | None = None) -> Any:
        answer = self._pool.request(method, f"{self._desk}/_sim{path}", json=wish)
        assert answer.status < 300, answer.data.decode()
        return answer.json()


def _lines(text: str) -> Iterator[str]:
    """Lines without comments; "| …" goes on with the line before, as a new line of it."""
    for line in re.split(r"\n(?! *\|)", text):
        if line.strip() and not line.startswith("#"):
            yield re.sub(r"\n *\| ?", "\n", line.strip())


def _lines_of(item: Json) -> Iterator[str]:
    """The texts of one item of a chat, those on its buttons too."""
    message = item["message"]
    if item["from"] == "bot" and message["type"] == "flex":
        texts = (node for node in _walk(message["contents"]) if node.get("type") == "text")
        yield from (str(node["text"]) for node in texts)
    else:
        yield {"me": "> "}.get(item["from"], "") + str(message.get("text", message["type"]))


def _walk(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)
