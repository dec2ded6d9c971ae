"""Turns a handler's effects into outbox rows, frozen as they will be sent.

Everything said in one turn is one reply call of at most five messages. An album is one turn:
its images share one reply, which waits until all have come or for a few seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.telling import leave, push
from handlers.cards.card import Card
from handlers.cards.limits import MESSAGES_PER_CALL
from handlers.cards.render import render
from handlers.effects import (
    DeleteMedia,
    Effect,
    FetchContent,
    FetchProfile,
    Leave,
    Say,
    Tell,
    Unleave,
)
from handlers.event import Event
from handlers.texts import t
from models.outbox_queries import (
    change_waiting,
    effect_of_turn,
    mark_merged,
    push_lane,
    queue_effect,
    send_now,
    take_back_left,
    unshown,
    waiting_in,
)
from models.vocabulary import EffectKind, EffectState

if TYPE_CHECKING:
    from bot.runtime import Runtime

#: LINE gives a reply token a minute from receipt; what is left is for the way.
TOKEN_LIFE = timedelta(seconds=50)
#: How long an album's reply waits for images still on their way.
ALBUM_WAIT = timedelta(seconds=5)
#: How long a process has an effect to itself: the one that stored it, to send it at once, and
#: later each that claims it. A little more than the time-outs of one call, so that several tries
#: fit into a reply token's life however often processes die. One that takes longer does no harm:
#: a reply token works once, a push has its retry key, and what it writes is ignored.
LEASE = timedelta(seconds=13)
#: A photo may drip in slowly (bot/content.py).
FETCH_LEASE = timedelta(seconds=75)

#: Cards left by others that one reply takes along.
MOST_LEFT = 2

Message = dict[str, Any]


def lease_of(kind: EffectKind) -> timedelta:
    """How long a process has an effect of this kind to itself."""
    return FETCH_LEASE if kind is EffectKind.FETCH_CONTENT else LEASE


@dataclass(frozen=True)
class Queued:
    """An effect as the sender needs it, held until `leased_until`; `attempts` counts the tries
    before this one."""

    id: int
    lane: str
    kind: EffectKind
    line_user_id: str | None
    payload: Mapping[str, Any]
    reply_token: str | None
    token_until: datetime | None
    retry_key: str | None
    created_at: datetime
    leased_until: datetime
    attempts: int = 0
    unsure: bool = False


class Queue:
    """The outbox as one event sees it. Rows are written into the event's own transaction."""

    def __init__(self, runtime: "Runtime", session: Session, event: Event, now: datetime):
        self._runtime, self._session, self._event, self._now = runtime, session, event, now
        self.in_hand: list[Queued] = []
        self.lanes: set[str] = set()

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
        if said:
            self._answer(said)
        for effect in effects:
            match effect:
                case Tell(line_user_id, card, once):
                    self._tell(line_user_id, card, once)
                case Leave(to, card, once, soon):
                    leave(self._runtime, self._session, to, card, once, self._now, soon=soon)
                case Unleave(once):
                    take_back_left(self._session, once, self._now)
                case FetchContent(message_id):
                    lane = f"content:{message_id}"
                    self._later(lane, EffectKind.FETCH_CONTENT, {"message_id": message_id})
                case FetchProfile():
                    self._later(f"profile:{self.lane}"[:80], EffectKind.FETCH_PROFILE, {})
                case DeleteMedia(key):
                    self._later(f"media:{key}"[:80], EffectKind.DELETE_MEDIA, {"key": key})

    def _answer(self, said: list[Say]) -> None:
        messages = self._messages([one.card for one in said])
        if self._event.reply_token is None:
            self._row(EffectKind.REPLY, {"messages": messages}, state=EffectState.UNSHOWN)
            return
        carried, left = self._waiting(messages)
        payload: dict[str, Any] = {"messages": carried + messages + left, "carried": carried}
        if said[-1].about:
            # Whose message id that is will be known once it is sent (bot/delivery.py).
            payload["about"] = {"at": len(carried + messages) - 1, "record": said[-1].about}
        if self._event.read_token:
            payload["read_token"] = self._event.read_token
        if self._event.album:
            self._answer_album(payload, self._event.album[1])
            return
        if waiting_in(self._session, self.lane):
            send_now(self._session, self.lane, self._now)
            self._row(EffectKind.REPLY, payload, **self._token())
            self.lanes.add(self.lane)
            return
        # Nothing is before it: this process sends it at once, from memory.
        self._in_hand(EffectKind.REPLY, payload, **self._token())

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
        waiting = unshown(self._session, self._event.line_user_id)
        if not waiting:
            return [], []
        missed = [row for row in waiting if not row.payload.get("left")] if room > 1 else []
        carried = self._carried(missed, room)
        # An answer with quick replies asks something: what came under it would take them away.
        asks = self._event.album is not None or any("quickReply" in one for one in answer)
        left = [row for row in waiting if row.payload.get("left")]
        left = [] if asks else left[: min(MOST_LEFT, room - len(carried))]
        mark_merged(self._session, [row.id for row in [*missed, *left]], self._now)
        return carried, [message for row in left for message in row.payload["messages"]]

    @staticmethod
    def _carried(missed: Sequence[Any], room: int) -> list[Message]:
        if not missed:
            return []
        old = [message for row in missed for message in row.payload["messages"]]
        # Quick replies of any but the last message are never shown.
        old = [{k: v for k, v in m.items() if k != "quickReply"} for m in old]
        return [{"type": "text", "text": t("common.missed_reply")}, *old[1 - room :]]

    def _tell(self, line_user_id: str, card: Card, once: str) -> None:
        push(self._runtime, self._session, line_user_id, card, once, self._now)
        self.lanes.add(push_lane(line_user_id))

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
