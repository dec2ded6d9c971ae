"""“กลุ่มที่ผูกไว้”, in the private chat: how a group is tied, those that are, and ending a tie."""

from handlers.call import Call
from handlers.cards.card import Card, Row
from handlers.effects import Effect
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date
from models.groups import tie_in_force, tied_group, ties_within, tying, untie
from models.status_reach import find_seen

#: Groups on one card.
MOST_SHOWN = 8


def show(call: Call) -> list[Effect]:
    """The groups tied within one's reach. LINE tells no names of groups, so the place and the time
    stand for them."""
    ties = ties_within(call.session, tying(call.actor.posts), call.today)
    rows = tuple(
        Row(
            one.scope.label,
            t(
                "groups.mine.since",
                day=short_date(call.day_of(one.tied_at)),
                time=one.tied_at.astimezone(call.zone).strftime("%H.%M"),
            ),
            go("untie_group", t("groups.mine.end"), str(one.group_id)),
        )
        for one in ties[:MOST_SHOWN]
    )
    rest = len(ties) - len(rows)
    note = t("groups.mine.more", count=rest) if rest > 0 else ""
    return say(
        Card(
            title=t("groups.mine.title"),
            text="" if rows else t("groups.mine.none"),
            rows=rows,
            note=note,
            hint=t("groups.mine.how"),
            buttons=(go("menu"),),
        )
    )


def end(call: Call) -> list[Effect]:
    """Untie the group of this number, wherever one is oneself; without a number, the list."""
    number = number_of(call.argument)
    if number is None:
        return show(call)
    posts = tying(call.actor.posts)
    group = tied_group(call.session, number)
    place = tie_in_force(call.session, group, call.today) if group else None
    back = (go("tie_group", t("groups.mine.title")), go("menu"))
    person_id = call.actor.person_id
    if group is None or place is None or person_id is None:
        return say(Card(text=t("groups.mine.gone"), buttons=back))
    if find_seen(call.session, posts, place.kind, place.code, call.today) is None:
        return say(Card(text=t("groups.mine.gone"), buttons=back))
    untie(call.session, group, person_id, call.now)
    return say(Card(text=t("groups.mine.ended", place=place.label), buttons=back))
