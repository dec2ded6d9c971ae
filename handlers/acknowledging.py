"""The other side of a visit: the school that was visited acknowledges it, or asks to correct it.

It is asked with its contact's next free reply; nobody is pushed for it alone but in the day's one
push (scheduler). Who is named as a co-reporter hears it the same way, and may say it was not so.
"""

import re
from collections.abc import Collection

from sqlalchemy.orm import Session

from handlers.asked_school import asked_card, moment_of, once_of, whom_to_ask
from handlers.call import BANGKOK, Call
from handlers.cards.card import Card, Row
from handlers.deputy_words import signed
from handlers.effects import Effect, Leave, Unleave
from handlers.say import go, receipt, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from handlers.thai.fold import fold
from models import audit
from models.acknowledgements import (
    Acknowledgement,
    acknowledgement_of,
    answer_acknowledgement,
    ask_acknowledgement,
    waiting_acknowledgements,
)
from models.co_reporting import object_to
from models.person_names import accounts_of, names_of
from models.visit_queries import VisitRecord, find_visit
from models.vocabulary import AckState, RecordKind, ScopeKind

#: Waiting ones in one list; the rest follows when these are answered.
MOST_LISTED = 8


# --- asking --------------------------------------------------------------------------------------


def ask_the_school(call: Call, record: VisitRecord) -> list[Effect]:
    """Leave the question for the visited school, if anybody there has joined; anew whenever the
    visit was changed: what was asked before is about what it does not say any more."""
    visit = record.visit
    before = stop_asking(call, visit.id)
    asked = ask_acknowledgement(call.session, visit, call.now, anew=bool(before))
    card, once = asked_card(record, asked), once_of(asked)
    return [*before, *(Leave(account, card, once) for account in whom_to_ask(call, record))]


def stop_asking(call: Call, visit_id: int) -> list[Effect]:
    """Take back the question that nobody has seen yet; nothing where it was never asked."""
    asked = acknowledgement_of(call.session, visit_id)
    return [Unleave(once_of(asked))] if asked else []


def ask_again(call: Call, visit_id: int) -> list[Effect]:
    """A visit that was withdrawn counts again: its school is asked if it has not answered."""
    record, asked = _looked_up(call, visit_id)
    if record is None or asked is None or asked.state is not AckState.ASKED:
        return []
    return ask_the_school(call, record)


def tell_colleagues(call: Call, record: VisitRecord, person_ids: Collection[int]) -> list[Effect]:
    """Leave word for those whom the reporter named as having been there, too."""
    number = receipt(record.visit.id)
    card = Card(
        title=t("acknowledging.named.title", who=signed(call), number=number),
        text=t(
            "acknowledging.named.text",
            school=record.school,
            day=long_date(record.visit.visited_on),
        ),
        buttons=(
            go("report", t("acknowledging.button.open", number=number), number),
            go("not_me", t("acknowledging.button.not_me"), number),
        ),
    )
    once = f"named:{record.visit.id}"
    accounts = accounts_of(call.session, person_ids)
    return [Leave(account, card, once) for each in accounts.values() for account in each]


# --- answering -----------------------------------------------------------------------------------


def acknowledge(call: Call) -> list[Effect]:
    """ "รับทราบ V-12"; without a number, the one that waits or the list of them."""
    meant = meant_by(call)
    if isinstance(meant, Card):
        return say(meant)
    visit_id, _ = meant
    asked = question(call, *meant)
    if isinstance(asked, Card):
        return say(asked)
    objected = asked.state is AckState.OBJECTED
    if not give_answer(call, asked, AckState.ACKNOWLEDGED):
        return say(_cannot(call, visit_id))
    note(call, visit_id, "visit.acknowledged")
    number = receipt(visit_id)
    text = t("acknowledging.acknowledged", number=number)
    open_it = go("report", t("acknowledging.button.open", number=number), number)
    left = _tell_of_taking_back(call, visit_id) if objected else []
    return [*say(Card(text=text, buttons=(open_it, go("menu")))), *left]


_VISIT = re.compile(r"(\d{1,12})(?:@(\d{1,15}))?")


def meant_by(call: Call) -> tuple[int, str] | Card:
    """The visit that the speaker means by its number or as the only one that waits, and the moment
    that the button carries (empty where it was typed); a card where it is none, or not clear."""
    if not call.argument:
        only = only_one_waiting(call)
        return (only, "") if only is not None else waiting_card(call)
    return _visit_named(call.argument) or _not_yours()


def _visit_named(typed: str) -> tuple[int, str] | None:
    """The number in "V-12" or "12", with the moment behind it; None for that of another kind."""
    letters = re.sub(r"[\d-]", "", fold(receipt(0)))
    bare = fold(typed).removeprefix(letters).lstrip(" -–")
    found = _VISIT.fullmatch(bare)
    return (int(found[1]), found[2] or "") if found else None


def question(call: Call, visit_id: int, moment: str = "") -> Acknowledgement | Card:
    """What the speaker's school was asked about a visit; a card where they cannot answer it, with
    the question anew where the visit was changed after the moment they saw it."""
    record, asked = _looked_up(call, visit_id)
    own = {post.scope.id for post in call.actor.posts if post.scope.kind is ScopeKind.SCHOOL}
    if record is None or asked is None or asked.school_id not in own:
        return _not_yours()
    if record.visit.withdrawn_at or record.visit.reporter_person_id == call.actor.person_id:
        return _not_yours()
    if asked.state is AckState.OBJECTED and asked.by_person_id != call.actor.person_id:
        said = acknowledgement_row(call.session, record)
        number = receipt(visit_id)
        text = t("acknowledging.objected_before", number=number, said=said[1] if said else "")
        open_it = go("report", t("acknowledging.button.open", number=number), number)
        return Card(text=text, buttons=(open_it, go("menu")))
    if moment and moment != moment_of(asked):
        return asked_card(record, asked).noting(t("acknowledging.changed"))
    return asked


def give_answer(call: Call, asked: Acknowledgement, state: AckState, sentence: str = "") -> bool:
    """Write the answer to a question as it was looked up; False where it was overtaken."""
    found = answer_acknowledgement(
        call.session,
        call.actor,
        asked.visit_id,
        state,
        now=call.now,
        sentence=sentence,
        asked_at=asked.asked_at,
    )
    return found is not None


def _cannot(call: Call, visit_id: int) -> Card:
    """Something came between the look and the answer: where it stands now."""
    record, asked = _looked_up(call, visit_id)
    now = question(call, visit_id)
    if isinstance(now, Card) or record is None or asked is None:
        return now if isinstance(now, Card) else _not_yours()
    return asked_card(record, asked).noting(t("acknowledging.changed"))


def _looked_up(call: Call, visit_id: int) -> tuple[VisitRecord | None, Acknowledgement | None]:
    record = find_visit(call.session, call.actor, visit_id)
    return record, acknowledgement_of(call.session, visit_id) if record else None


def _not_yours() -> Card:
    return Card(text=t("acknowledging.not_yours"), buttons=(go("menu"),))


def _tell_of_taking_back(call: Call, visit_id: int) -> list[Effect]:
    number = receipt(visit_id)
    text = t("acknowledging.taken_back", who=signed(call), number=number)
    return leave_reporter(call, visit_id, f"taken_back:{visit_id}:{call.now.isoformat()}", text)


def leave_reporter(call: Call, visit_id: int, once: str, text: str) -> list[Effect]:
    """Leave word for the reporter of a visit."""
    record = find_visit(call.session, call.actor, visit_id)
    if record is None:
        return []
    number = receipt(visit_id)
    open_it = go("report", t("acknowledging.button.open", number=number), number)
    card = Card(text=text, buttons=(open_it, go("menu")))
    reporter = record.visit.reporter_person_id
    accounts = accounts_of(call.session, {reporter}).get(reporter, ())
    return [Leave(account, card, once) for account in accounts]


def not_me(call: Call) -> list[Effect]:
    """ "ไม่ได้ร่วม V-12": somebody was named as a co-reporter and was not there."""
    named = _visit_named(call.argument)
    visit_id = named[0] if named else None
    person = call.actor.person_id
    number = receipt(visit_id) if visit_id else call.argument.upper()
    not_named = Card(text=t("acknowledging.not_named", number=number), buttons=(go("menu"),))
    if visit_id is None or person is None:
        return say(not_named)
    # Looked up before: who stands behind a visit no more may not be able to see it.
    who = signed(call)
    once = f"not_me:{visit_id}:{person}:{call.now.isoformat()}"
    told = t("acknowledging.not_me_told", who=who, number=number)
    left = leave_reporter(call, visit_id, once, told)
    if not object_to(call.session, RecordKind.VISIT, visit_id, person, call.now):
        return say(not_named)
    note(call, visit_id, "visit.not_me")
    text = t("acknowledging.not_me", number=number)
    return [*say(Card(text=text, buttons=(go("menu"),))), *left]


def acknowledgement_row(session: Session, record: VisitRecord) -> tuple[str, str] | None:
    """What the other side said of a visit, as (label, value); None where it was not asked."""
    found = acknowledgement_of(session, record.visit.id)
    if found is None:
        return None
    label = t("acknowledging.state.label")
    if found.state is AckState.ASKED or found.answered_at is None or found.by_person_id is None:
        return label, t("acknowledging.state.asked")
    names = names_of(session, {found.by_person_id})
    who = names.get(found.by_person_id) or t("visit.row.unnamed")
    day = short_date(found.answered_at.astimezone(BANGKOK).date())
    if found.state is AckState.ACKNOWLEDGED:
        return label, t("acknowledging.state.acknowledged", who=who, day=day)
    return label, t("acknowledging.state.objected", who=who, day=day, sentence=found.sentence)


def only_one_waiting(call: Call) -> int | None:
    """The visit that waits for a word of the speaker's school, where it is a single one."""
    found = waiting_acknowledgements(call.session, call.actor)
    return found[0].visit_id if len(found) == 1 else None


def waiting_card(call: Call) -> Card:
    """The visits that wait for a word of the speaker's school."""
    found = waiting_acknowledgements(call.session, call.actor)[:MOST_LISTED]
    records = [(find_visit(call.session, call.actor, one.visit_id), one) for one in found]
    rows = tuple(_waiting_row(record, one) for record, one in records if record is not None)
    if not rows:
        return Card(text=t("acknowledging.none"), buttons=(go("menu"),))
    return Card(title=t("acknowledging.which", count=len(rows)), rows=rows, buttons=(go("menu"),))


def _waiting_row(record: VisitRecord, asked: Acknowledgement) -> Row:
    number = receipt(record.visit.id)
    day = short_date(record.visit.visited_on)
    return Row(
        t("history.row_label", receipt=number, day=day),
        f"{record.mentor or ''}\n{record.visit.topic}".strip(),
        go(
            "acknowledge",
            t("acknowledging.button.acknowledge", number=number),
            f"{number}@{moment_of(asked)}",
        ),
    )


def note(call: Call, visit_id: int, action: str) -> None:
    """What the other side said goes into the audit."""
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="visit",
        subject_id=visit_id,
    )
