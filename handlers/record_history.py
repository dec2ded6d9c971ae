"""“ประวัติ V-12”: who saw or did what to a record, when and by which way, for coordinators."""

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.deputy_words import signed_by
from handlers.effects import Effect
from handlers.records import open_again, sent_record, which
from handlers.say import go, number_of, say
from handlers.texts import has, t
from handlers.thai.dates import short_date
from models import audit
from models.audit_queries import Noted, trail_of

#: Entries in one list; the older ones are a tap away.
PAGE = 10
#: Between the receipt and how many were shown already, in a button.
_FROM = "/"


def show(call: Call) -> list[Effect]:
    """ "ประวัติ V-12": the newest first. That somebody asks is an entry, too."""
    typed, _, rest = call.argument.partition(_FROM)
    sent = sent_record(call, typed)
    if sent is None:
        return which(call)
    skip = number_of(rest) or 0
    found = trail_of(call.session, sent.kind, sent.id, skip=skip, most=PAGE + 1)
    if not skip:
        audit.note(
            call.session,
            at=call.now,
            person_id=call.actor.person_id,
            action=f"{sent.kind.value}.traced",
            subject_kind=sent.kind.value,
            subject_id=sent.id,
        )
    rows = tuple(_row(call, one) for one in found[:PAGE])
    if not rows:
        text = t("audit.none", number=sent.number)
        return say(Card(text=text, buttons=(open_again(sent), go("menu"))))
    value = f"{sent.number}{_FROM}{skip + PAGE}"
    older = (go("record_history", t("audit.older"), value),) if len(found) > PAGE else ()
    return say(
        Card(
            title=t("audit.title", number=sent.number),
            rows=rows,
            hint=t("audit.hint"),
            buttons=(*older, open_again(sent), go("menu")),
        )
    )


def _row(call: Call, one: Noted) -> Row:
    at = one.at.astimezone(call.zone)
    word = one.action.partition(".")[2]
    known = f"audit.action.{word}"
    label = t(
        "audit.row",
        day=short_date(at.date()),
        time=f"{at:%H:%M}",
        what=t(known) if has(known) else t("audit.action_other"),
    )
    who = t("audit.nobody") if one.who is None else one.who or t("visit.row.unnamed")
    who = signed_by(who, one.for_whom)
    return Row(label, t("audit.who", who=who, way=t(f"audit.way.{one.way.value}")))
