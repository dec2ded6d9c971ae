"""Turns a handler's effects into outbox rows, frozen as they will be sent.

Everything said in one turn is one reply call of at most five messages. An album is one turn:
its images share one reply, which waits until all have come or for a few seconds.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.queued import Queued, lease_of
from bot.riding import carried, under
from bot.telling import leave, push
from handlers.cards.card import Card
from handlers.cards.limits import MESSAGES_PER_CALL
from handlers.cards.render import render
from handlers.effects import (
    DeleteMedia,
    Effect,
    FetchContent,
    FetchFile,
    FetchProfile,
    Leave,
    LinkMenu,
    Say,
    Tell,
    Unleave,
    WorkOnRoster,
)
from handlers.event import Event
from models.outbox_queries import (
    before_answer,
    change_waiting,
    effect_of_turn,
    push_lane,
    queue_effect,
    send_now,
    take_back_left,
)
from models.sending_words import EffectKind, EffectState

if TYPE_CHECKING:
    from bot.runtime import Runtime

#: LINE gives a reply token a minute from receipt; what is left is for the way.
TOKEN_LIFE = timedelta(seconds=50)
#: How long an album's reply waits for images still on their way.
ALBUM_WAIT = timedelta(seconds=5)
#: How long an answer waits for what its turn has set to work.
WORK_WAIT = timedelta(seconds=20)
#: Cards left by others that one reply takes along.
MOST_LEFT = 2

Message = dict[str, Any]


class Queue:
    """The outbox as one event sees it. Rows are written into the event's own transaction. `now`:
    the machine's clock; `present`: the bot's, where the demo may have moved it."""

    def __init__(
        self,
        runtime: "Runtime",
        session: Session,
        event: Event,
        now: datetime,
        present: datetime | None = None,
    ):
        self._runtime, self._session, self._event, self._now = runtime, session, event, now
        self._present = present or now
        self.in_hand: list[Queued] = []
        self.lanes: set[str] = set()
        #: Whether what others left may come along: it would stand in the way of a report in hand.
        self.takes_left = True

    @property
    def lane(self) -> str:
        """Effects of one lane go one at a time, in order: the answers to one person in private.
        What is said in a group has nothing to do with them."""
        if self._event.in_group or self._event.line_user_id is None:
            return f"event:{self._event.id}"[:80]
        return self._event.line_user_id

    @property
    def _person(self) -> str | None:
        """Whom an answer is for; nobody where it is said in a group, so that one that could not
        be shown there does not turn up in the private chat."""
        return None if self._event.in_group else self._event.line_user_id

    @property
    def token_until(self) -> datetime:
        return self._now + TOKEN_LIFE

    @property
    def _turn_key(self) -> str | None:
        album = self._event.album
        return f"album:{album[0]}" if album else None

    @cached_property
    def _before(self) -> tuple[list[Any], bool]:
        """What the person has not seen, and whether anything waits in this lane."""
        return before_answer(self._session, self.lane, self._person)

    @property
    def _waits(self) -> bool:
        return self._before[1]

    @cached_property
    def _album_so_far(self) -> Any:
        """The reply of the earlier images of this album."""
        key = self._turn_key
        return effect_of_turn(self._session, self.lane, key) if key else None

    @property
    def continues_album(self) -> bool:
        return self._album_so_far is not None

    def put(self, effects: Sequence[Effect]) -> None:
        """Queue these effects of the event, the person's own answer first."""
        said = [effect for effect in effects if isinstance(effect, Say)]
        work = next((effect for effect in effects if isinstance(effect, WorkOnRoster)), None)
        if said:
            self._answer(said, held=work is not None)
        for effect in effects:
            match effect:
                case Tell(line_user_id, card, once):
                    self._tell(line_user_id, card, once)
                case Leave(to, card, once, soon, nudge):
                    there = (self._runtime, self._session, to, card, once, self._now)
                    leave(*there, soon=soon, nudge=nudge)
                case Unleave(once):
                    take_back_left(self._session, once, self._now)
                case FetchContent(message_id):
                    lane = f"content:{message_id}"
                    self._later(lane, EffectKind.FETCH_CONTENT, {"message_id": message_id})
                case FetchFile(number, message_id):
                    wanted = {"sent_file": number, "message_id": message_id}
                    self._later(f"file:{number}", EffectKind.FETCH_CONTENT, wanted)
                case FetchProfile():
                    self._later(f"profile:{self.lane}"[:80], EffectKind.FETCH_PROFILE, {})
                case WorkOnRoster():
                    self._work_on_roster(effect)
                case LinkMenu(account):
                    self._link_menu(account)
                case DeleteMedia(key):
                    self._later(f"media:{key}"[:80], EffectKind.DELETE_MEDIA, {"key": key})

    def _answer(self, said: list[Say], *, held: bool = False) -> None:
        messages = self._messages([one.card for one in said])
        payload: dict[str, Any]
        if self._event.reply_token is None:
            # Nobody waits for it, so its coming later is nothing to apologise for.
            payload = {"messages": messages, "unasked": True}
            self._row(EffectKind.REPLY, payload, state=EffectState.UNSHOWN)
            return
        before, left = self._waiting(messages)
        payload = {"messages": before + messages + left, "carried": before}
        if said[-1].about:
            # Whose message id that is will be known once it is sent (bot/delivery.py).
            payload["about"] = {"at": len(before + messages) - 1, "record": said[-1].about}
        if self._event.read_token:
            payload["read_token"] = self._event.read_token
        if self._event.album:
            self._answer_album(payload, self._event.album[1])
            return
        if held:
            self._hold(payload, len(before))
            return
        if self._waits:
            send_now(self._session, self.lane, self._now)
            self._row(EffectKind.REPLY, payload, **self._token())
            self.lanes.add(self.lane)
            return
        # Nothing is before it: this process sends it at once, from memory.
        self._in_hand(EffectKind.REPLY, payload, **self._token())

    def _hold(self, payload: dict[str, Any], at: int) -> None:
        """Keep the answer back for a while: what is under way may put its result into it."""
        if self._waits:
            send_now(self._session, self.lane, self._now)
            self.lanes.add(self.lane)
        payload["held_at"] = at
        wait = {"not_before": self._now + WORK_WAIT}
        self._row(EffectKind.REPLY, payload, turn_key=self._held_key, **wait, **self._token())

    @property
    def _held_key(self) -> str:
        return f"held:{self._event.id}"[:80]

    def _work_on_roster(self, work: WorkOnRoster) -> None:
        payload = {
            "roster_file": work.file_id,
            "message_id": work.message_id,
            "take": work.take,
            "held": self._held_key,
        }
        self._later(f"roster:{work.file_id}", EffectKind.FETCH_CONTENT, payload)

    def _answer_album(self, payload: dict[str, Any], total: int) -> None:
        """One reply for all images of an album: the newest words, with the newest token."""
        before = self._album_so_far
        if before is None:
            payload["images"] = 1
            wait = {"not_before": self._now + ALBUM_WAIT}
            self._row(EffectKind.REPLY, payload, turn_key=self._turn_key, **wait, **self._token())
            return
        payload["images"] = before.payload.get("images", 0) + 1
        # What the first image brought along of earlier, unseen answers stays in the newest words.
        payload["carried"] = before.payload.get("carried", []) + payload["carried"]
        payload["messages"] = [*before.payload.get("carried", []), *payload["messages"]]
        payload["messages"] = payload["messages"][-MESSAGES_PER_CALL:]
        complete = payload["images"] >= total
        due = self._now if complete else self._now + ALBUM_WAIT
        changed = change_waiting(
            self._session,
            before.id,
            payload=payload,
            not_before=due,
            event_id=self._event.id,
            **self._token(),
        )
        if not changed:
            # Answered already, since this one took long: it gets an answer of its own.
            self._row(EffectKind.REPLY, payload, **self._token())
        self.lanes.add(self.lane)

    def _waiting(self, answer: list[Message]) -> tuple[list[Message], list[Message]]:
        """What comes along before the answer and under it; never into a group.

        Before it, with an apology, what the person should have seen already; under it what others
        left for them. What there is no room for goes on waiting.
        """
        room = MESSAGES_PER_CALL - len(answer)
        if self._event.in_group or self._event.line_user_id is None or room < 1:
            return [], []
        if self.continues_album:
            return [], []  # its first image has taken along what there was room for
        waiting, _ = self._before
        if not waiting:
            return [], []
        missed = [row for row in waiting if not row.payload.get("left")] if room > 1 else []
        before = carried(self._session, missed, room, self._now)
        # An answer with quick replies asks something: what came under it would take them away.
        asks = self._event.album is not None or any("quickReply" in one for one in answer)
        if asks or not self.takes_left:
            return before, []
        left = [row for row in waiting if row.payload.get("left")]
        most = min(MOST_LEFT, room - len(before))
        clocks = {"now": self._now, "present": self._present}
        return before, under(self._runtime, self._session, left, most, **clocks)

    def _tell(self, line_user_id: str, card: Card, once: str) -> None:
        push(self._runtime, self._session, line_user_id, card, once, self._now)
        self.lanes.add(push_lane(line_user_id))

    def _link_menu(self, line_user_id: str) -> None:
        """Through the lane, one after another: the last one judges what is true in the end."""
        lane = f"menu:{line_user_id}"[:80]
        self._row(EffectKind.LINK_MENU, {}, lane=lane, line_user_id=line_user_id)
        self.lanes.add(lane)

    def _later(self, lane: str, kind: EffectKind, payload: dict[str, Any]) -> None:
        self._in_hand(kind, payload, lane=lane)

    def _messages(self, cards: list[Card]) -> list[Message]:
        viewer = self._event.line_user_id or ""
        resolve = self._runtime.links.resolve
        return [resolve(render(card), viewer) for card in cards[:MESSAGES_PER_CALL]]

    def _token(self) -> dict[str, Any]:
        return {"reply_token": self._event.reply_token, "token_until": self.token_until}

    def _in_hand(self, kind: EffectKind, payload: dict[str, Any], **columns: Any) -> None:
        columns.setdefault("lane", self.lane)
        lease = self._now + lease_of(kind)
        effect_id = self._row(kind, payload, leased_until=lease, attempts=1, **columns)
        self.in_hand.append(
            Queued(
                id=effect_id,
                lane=columns["lane"],
                kind=kind,
                line_user_id=self._person,
                payload=payload,
                reply_token=columns.get("reply_token"),
                token_until=columns.get("token_until"),
                retry_key=None,
                created_at=self._now,
                leased_until=lease,
            )
        )

    def _row(self, kind: EffectKind, payload: dict[str, Any], **columns: Any) -> int:
        return queue_effect(
            self._session,
            **{
                "lane": self.lane,
                "kind": kind,
                "line_user_id": self._person,
                "payload": payload,
                "not_before": self._now,
                "event_id": self._event.id,
                "created_at": self._now,
                **columns,
            },
        )
