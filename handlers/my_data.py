"""What is held about somebody, shown at once with a copy to fetch; and a name corrected."""

import json
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy.orm import Session

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row, Type
from handlers.dialog.inputs import words_of
from handlers.effects import Effect
from handlers.say import go, say
from handlers.texts import has, t
from handlers.thai.dates import short_date
from handlers.thai.person_names import read_person_name
from models import audit
from models.data_requests import note_request
from models.outbox_queries import unshown
from models.own_data import (
    HeldPost,
    Whose,
    accounts_held,
    copy_of,
    correct_name,
    counts_of,
    name_held,
    names_learnt,
    posts_held,
    reports_by_kind,
    requests_before,
    whose,
)
from models.people import COUNTRY, LineAccount
from models.vocabulary import DataAnswer, DataRequestKind

#: How many of the learnt names, and of the earlier requests, the card shows.
NAMES_SHOWN, REQUESTS_SHOWN = 5, 3
_COUNTED = ("photos", "learned_aliases", "reminders", "inbound_events")


def show(call: Call) -> list[Effect]:
    """ "ข้อมูลของฉัน": a card with everything in short, and the link to the whole as a file. Also
    for somebody who has not joined, and while a deletion waits."""
    who = whose(call.session, call.actor.line_user_id)
    request = note_request(
        call.session,
        DataRequestKind.COPY,
        DataAnswer.GIVEN,
        person_id=who.person_id,
        line_user_id=call.actor.line_user_id,
        now=call.now,
    )
    download = Button(t("my_data.download"), OpenPage("my_data", str(request.id)), primary=True)
    rename = (go("rename"),) if call.actor.joined else ()
    card = Card(
        title=t("my_data.title"),
        text=t("my_data.text"),
        rows=tuple(Row(label, value) for label, value in _rows(call, who, request.id)),
        buttons=(download, *rename, go("delete_my_data"), go("privacy")),
    )
    return say(card)


def _rows(call: Call, who: Whose, request_id: int) -> Iterable[tuple[str, str]]:
    session = call.session
    posts = posts_held(session, who.person_id) if who.person_id else []
    accounts = accounts_held(session, who)
    counts = counts_of(session, who, _COUNTED)
    drafts = (call.conversation.draft, *call.conversation.parked)
    waiting = sum(draft is not None for draft in drafts)
    left = sum(
        bool(row.payload.get("left")) for one in who.line_user_ids for row in unshown(session, one)
    )
    requests = requests_before(session, who, request_id, REQUESTS_SHOWN)
    none = t("my_data.none")
    yield t("my_data.row.name"), name_held(session, who) or t("my_data.not_joined")
    yield t("my_data.row.posts"), "\n".join(map(_post, posts)) or none
    yield t("my_data.row.account"), "\n".join(_account(call, one) for one in accounts) or none
    yield t("my_data.row.notice"), "\n".join(_notices(call, accounts)) or none
    yield t("my_data.row.records"), _records(session, who) or none
    yield t("my_data.row.drafts"), t("my_data.items", count=waiting) if waiting else none
    yield t("my_data.row.photos"), t("my_data.photos", count=counts["photos"])
    yield t("my_data.row.names"), _names(session, who, counts["learned_aliases"]) or none
    yield t("my_data.row.left"), t("my_data.items", count=left) if left else none
    yield t("my_data.row.reminders"), t("my_data.items", count=counts["reminders"])
    yield t("my_data.row.messages"), t("my_data.messages", count=counts["inbound_events"])
    asked = [
        t(
            "my_data.request",
            what=t(f"my_data.asked.{one.kind.value}"),
            day=short_date(call.day_of(one.asked_at)),
            answer=t(f"my_data.answer.{one.answer.value}"),
        )
        for one in requests
    ]
    yield t("my_data.row.requests"), "\n".join(asked) or none


def _post(post: HeldPost) -> str:
    role, scope = t(f"words.role.{post.role.value}"), post.label or COUNTRY.label
    first = short_date(post.starts_on)
    if post.ends_on is None:
        return t("my_data.post", role=role, scope=scope, first=first)
    last = short_date(post.ends_on)
    return t("my_data.post_ended", role=role, scope=scope, first=first, last=last)


def _account(call: Call, account: LineAccount) -> str:
    day = short_date(call.day_of(account.created_at))
    if not account.display_name:
        return t("my_data.account_unnamed", day=day)
    return t("my_data.account", name=account.display_name, day=day)


def _notices(call: Call, accounts: Iterable[LineAccount]) -> Iterable[str]:
    for one in accounts:
        if one.notice_version and one.notice_shown_at:
            day = short_date(call.day_of(one.notice_shown_at))
            yield t("my_data.notice", version=one.notice_version, day=day)


def _records(session: Session, who: Whose) -> str:
    return "\n".join(
        t("my_data.count", what=_kind(kind), count=count)
        for kind, count in reports_by_kind(session, who).items()
    )


def _kind(kind: str) -> str:
    own = f"my_data.kind.{kind}"
    return t(own) if has(own) else t(f"reporting.kind.{kind}")


def _names(session: Session, who: Whose, count: int) -> str:
    names = " · ".join(names_learnt(session, who, NAMES_SHOWN))
    more = count - NAMES_SHOWN
    return t("my_data.names", names=names, more=more) if more > 0 else names


def copy_as_json(session: Session, line_user_id: str, now: datetime, zone: tzinfo) -> bytes:
    """Everything that is held about whoever this account is, as a JSON file. Its moments are in
    UTC, `made_at` in `zone`."""
    whole: dict[str, Any] = {
        "made_at": now.astimezone(zone).isoformat(timespec="seconds"),
        "held": copy_of(session, whose(session, line_user_id)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str).encode()


def rename(call: Call) -> list[Effect]:
    """ "แก้ชื่อ มะลิ ใจดี": the name in all of one's records, corrected by oneself."""
    person_id, now_called = call.actor.person_id, call.actor.full_name or ""
    if person_id is None or not call.argument:
        return say(Card(text=t("my_data.rename.how", name=now_called), buttons=(go("my_data"),)))
    name = read_person_name(call.argument)
    if name is None:
        return say(Card(text=t("my_data.rename.odd", read=call.argument[:100])))
    if name == now_called:
        return say(Card(text=t("my_data.rename.same", name=name), buttons=(go("my_data"),)))
    before = correct_name(call.session, person_id, name)
    note_request(
        call.session,
        DataRequestKind.CORRECTION,
        DataAnswer.GIVEN,
        person_id=person_id,
        line_user_id=call.actor.line_user_id,
        now=call.now,
    )
    audit.note(
        call.session,
        at=call.now,
        person_id=person_id,
        action="person.renamed",
        subject_kind="person",
        subject_id=person_id,
    )
    back = f"{words_of('commands.rename')[0]} {before}"
    undo = (Button(t("my_data.rename.undo"), Type(back)),) if read_person_name(before) else ()
    return say(
        Card(
            title=t("my_data.rename.done"),
            text=t("my_data.rename.text", before=before, after=name),
            buttons=(*undo, go("my_data"), go("menu")),
        )
    )
