"""“รายการยกเว้น” and “เลิกยกเว้น”: what is waived within one's reach, and taking it back."""

from dataclasses import replace

from handlers.call import Call
from handlers.cards.card import Card
from handlers.deputy_words import signed
from handlers.effects import Effect, Leave
from handlers.say import go, number_of, say
from handlers.status_words import short_name, state_words
from handlers.texts import t
from handlers.waiving import note_waiver, row_of, tell_the_reminded
from handlers.waiving_reach import duty_key, duty_label, overseen
from models.obligations import Judgement
from models.person_names import accounts_of
from models.waivers import maker_of, take_back

#: Waivers on one card; the others are a tap away.
PAGE = 8
#: Behind the number on the button of who has been asked whether it is meant.
SURE = "!"


def show(call: Call) -> list[Effect]:
    """What is waived, the one that was made last first; behind a button from which row on."""
    found = _waived(call)
    if not found:
        return say(Card(text=t("waiving.in_force.none"), buttons=(go("waive"), go("menu"))))
    first = number_of(call.argument) or 0
    shown = found[first : first + PAGE]
    rest = len(found) - first - len(shown)
    more = (go("waivers", t("waiving.in_force.more"), str(first + PAGE)),) if rest > 0 else ()
    rows = []
    for one in shown:
        assert one.waiver is not None
        end = go("end_waiver", t("waiving.in_force.end"), str(one.waiver.id))
        rows.append(replace(row_of(one), button=end))
    return say(
        Card(
            title=t("waiving.in_force.title"),
            kicker=t("waiving.in_force.count", total=len(found)),
            rows=tuple(rows),
            buttons=(*more, go("waive"), go("menu")),
        )
    )


def end(call: Call) -> list[Effect]:
    """Take one back: from now on it is owed as if it had not been waived. What somebody else
    waived is asked about first, and they are told."""
    typed, sure, _ = call.argument.partition(SURE)
    number = number_of(typed)
    one = next((j for j in _waived(call) if j.waiver and j.waiver.id == number), None)
    person_id = call.actor.person_id
    if one is None or one.waiver is None or person_id is None:
        return say(Card(text=t("waiving.ended.gone"), buttons=(go("waivers"), go("menu"))))
    maker = maker_of(call.session, one.waiver.id)
    if maker != person_id and not sure:
        return say(_of_another(one))
    take_back(call.session, one.waiver.id, person_id, call.now)
    note_waiver(call, one, "waiver.ended")
    now = next((j for j in overseen(call) if duty_key(j) == duty_key(one)), one)
    text = t(
        "waiving.ended.text",
        duty=duty_label(one),
        subject=short_name(one.subject.label),
        state=state_words(now),
    )
    told = Card(
        title=t("waiving.told.ended"),
        text=text,
        hint=t("waiving.told.by", who=signed(call)),
        buttons=(go("status"),),
    )
    card = Card(title=t("waiving.ended.title"), text=text, buttons=(go("waivers"), go("menu")))
    once = f"unwaived:{one.waiver.id}"
    left = tell_the_reminded(call, [one], told, once)
    heard = {each.line_user_id for each in left}
    makers = accounts_of(call.session, {maker} - {person_id}).get(maker, ())
    left += [Leave(account, told, once) for account in makers if account not in heard]
    return [*say(card), *left]


def _of_another(one: Judgement) -> Card:
    """Somebody else waived it, with a reason: whether it is meant."""
    assert one.waiver is not None
    yes = go("end_waiver", t("waiving.ending.yes"), f"{one.waiver.id}{SURE}", primary=True)
    return Card(
        title=t("waiving.ending.title"),
        rows=(row_of(one),),
        buttons=(yes, go("waivers"), go("menu")),
    )


def _waived(call: Call) -> list[Judgement]:
    found = [one for one in overseen(call) if one.waiver is not None]
    return sorted(found, key=lambda one: -(one.waiver.id if one.waiver else 0))
