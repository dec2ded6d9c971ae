"""Reporting an exchange-of-learning activity: who may, what the form needs, how it is saved."""

from collections.abc import Mapping, Sequence

from handlers.call import Call
from handlers.cards.card import Card
from handlers.changing import save_change, still_raw, until_line
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, words_of
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.world import Option, World
from handlers.effects import DeleteMedia, Effect, Say
from handlers.exchange_record import Recorded, recorded, sent, write_answers
from handlers.exchange_view import exchange_receipt
from handlers.forms.exchange import FORM, OWN_NETWORKS
from handlers.say import go, number_of, photo_ids, say
from handlers.schools import options_of
from handlers.starting import exchange_answers
from handlers.status_words import short_name
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.thanks import exchange_counts
from models import audit
from models.exchange_parts import replace_parts
from models.exchange_places import (
    ExchangePlace,
    KnownNetwork,
    exchange_places,
    members_of,
    networks_near,
)
from models.exchange_queries import (
    count_exchanges,
    exchange_of_draft,
    find_exchange,
    save_exchange,
)
from models.exchanges import ExchangeActivity
from models.mentoring_ended import last_ended
from models.periods import year_of
from models.places import School
from models.record_photos import keep_photos
from models.visit_queries import photo_states
from models.vocabulary import RecordKind

__all__ = ["EXCHANGE", "already_sent", "begin", "begin_anew", "sent"]

#: Networks on the receipt; the count of the others stands in `สถานะ`.
MOST_COUNTED = 4


def begin(call: Call) -> list[Effect]:
    """ "บันทึกแลกเปลี่ยน": the form, or why there is nothing to report for."""
    places = _places(call)
    given = exchange_answers(call.argument, places)
    return start(call, EXCHANGE, given) if places else say(_no_network(call))


def begin_anew(call: Call) -> list[Effect]:
    """A new report although another one waits."""
    places = _places(call)
    given = exchange_answers(call.argument, places)
    return start_over(call, EXCHANGE, likely=None, **given) if places else say(_no_network(call))


def already_sent(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    sent = exchange_of_draft(call.session, draft_id)
    if sent is None or sent.reporter_person_id != call.actor.person_id:
        return None
    return say(
        Card(
            text=t("exchange.saved.already", receipt=exchange_receipt(sent.id)),
            buttons=(go("menu"),),
        )
    )


def _no_network(call: Call) -> Card:
    ended = last_ended(call.session, call.actor.posts, call.today)
    if ended is None:
        return Card(text=t("exchange.cannot.no_network"), buttons=(go("menu"),))
    text = t("exchange.cannot.ended", programme=ended[0], day=long_date(ended[1]))
    return Card(text=text, buttons=(go("menu"),))


def _places(call: Call) -> list[ExchangePlace]:
    """The programmes in which this person reports."""
    posts, today = call.actor.posts, call.today
    return call.once("exchange places", lambda: exchange_places(call.session, posts, today))


def _recorded(call: Call, draft: Draft) -> Recorded | None:
    """The sent exchange that this draft changes."""
    number = number_of(draft.record)
    return recorded(call, number) if number else None


def _places_for(call: Call, draft: Draft) -> list[ExchangePlace]:
    """One's own programmes, and that of a sent exchange: one may report in it no more."""
    places, record = _places(call), _recorded(call, draft)
    if record is None or record.place.programme_id in {p.programme_id for p in places}:
        return places
    return [record.place, *places]


def _place(call: Call, draft: Draft) -> ExchangePlace | None:
    """The programme that was answered, or one's only one."""
    places, code = _places_for(call, draft), draft.answers.get("programme")
    if not code:
        return places[0] if len(places) == 1 else None
    return next((place for place in places if place.programme_code == code), None)


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    places = _places_for(call, draft)
    programmes = options_of([(p.programme_code, p.programme_name) for p in places])
    place = _place(call, draft)
    if place is None:
        return World(today=call.today, options={"programme": programmes})
    networks = _networks(call, draft, place)
    schools = _schools(call, draft, place, _took_part(draft, place, networks))
    return World(
        today=call.today,
        options={
            "programme": programmes,
            "level": tuple(
                Option(level, t(f"words.level.{level}"), words_of(f"words.level_words.{level}"))
                for level in place.levels
            ),
            "networks": options_of([(n.code, short_name(n.name)) for n in networks.values()]),
            "schools": options_of([(s.code, s.name_th) for s in schools]),
        },
        photos=photo_states(call.session, photo_ids(draft)),
        known={OWN_NETWORKS: str(len(place.networks))},
    )


def _networks(call: Call, draft: Draft, place: ExchangePlace) -> dict[str, KnownNetwork]:
    """The networks that may have taken part, by their code: one's own first, then those near, and
    those that a sent exchange names."""
    record = _recorded(call, draft)
    named = record.networks if record and record.place.programme_id == place.programme_id else ()
    offices = {network.office_id for network in place.networks} - {None}
    near = networks_near(call.session, place.programme_id, offices, call.today) if offices else []
    return {network.code: network for network in (*place.networks, *near, *named)}


def _took_part(
    draft: Draft, place: ExchangePlace, known: Mapping[str, KnownNetwork]
) -> list[KnownNetwork]:
    """The networks that took part: the answered ones, or one's only own network."""
    answered = [code for code in draft.answers.get("networks", "").split(",") if code]
    codes = answered or [network.code for network in place.networks[:1]]
    return [known[code] for code in codes if code in known]


def _schools(
    call: Call, draft: Draft, place: ExchangePlace, networks: Sequence[KnownNetwork]
) -> list[School]:
    """The schools that may have taken part: of these networks, or the pilots of one's office; and
    those that a sent exchange names, while its networks stay."""
    found = (
        members_of(call.session, [network.id for network in networks], call.today)
        if networks
        else list(place.pilots)
    )
    record = _recorded(call, draft)
    if record is None or {"programme", "networks"} & set(draft.changed):
        return found
    codes = {school.code for school in found}
    return [*found, *(school for school in record.schools if school.code not in codes)]


def _parts(call: Call, draft: Draft, place: ExchangePlace) -> tuple[list[KnownNetwork], list[int]]:
    """The networks that took part, and the ids of the schools that did."""
    networks = _took_part(draft, place, _networks(call, draft, place))
    came = set(draft.answers.get("schools", "").split(","))
    schools = _schools(call, draft, place, networks)
    return networks, [school.id for school in schools if school.code in came]


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    if (already := already_sent(call, draft.id)) is not None:
        return already
    place = _place(call, draft)
    if place is None or call.actor.person_id is None:
        return _no_network(call)
    networks, schools = _parts(call, draft, place)
    exchange = ExchangeActivity(
        draft_id=draft.id,
        programme_id=place.programme_id,
        office_id=place.office_id,
        reporter_person_id=call.actor.person_id,
        form_version=draft.version,
        created_at=call.now,
        raw_texts=dict(draft.raw),
        sample=False,
    )
    write_answers(exchange, draft.answers)
    save_exchange(call.session, exchange, [n.id for n in networks], schools, photo_ids(draft))
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="exchange.saved",
        subject_kind="exchange",
        subject_id=exchange.id,
    )
    lines = [
        _count(call, place, exchange, network, named=len(networks) > 1)
        for network in networks[:MOST_COUNTED]
    ] or [t("exchange.saved.for_the_office")]
    lines = [*exchange_counts(call, exchange, networks[:MOST_COUNTED]), *lines]
    card = _saved(call, exchange, draft.answers["date"], lines)
    return [Say(card, about=f"exchange:{exchange.id}")]


def _change(call: Call, draft: Draft) -> list[Effect] | Card:
    """The reporter confirmed a change of what was sent."""
    before = sent(call, number_of(draft.record) or 0)
    return save_change(call, draft, before, EXCHANGE, lambda: _apply(call, draft))


def _apply(call: Call, draft: Draft) -> list[Effect] | None:
    """Write the changed answers into the exchange; None if its programme is none to report in."""
    record = find_exchange(call.session, call.actor, number_of(draft.record) or 0)
    place = _place(call, draft)
    if record is None or place is None:
        return None
    exchange = record.exchange
    if exchange.programme_id != place.programme_id:
        exchange.programme_id, exchange.office_id = place.programme_id, place.office_id
    write_answers(exchange, draft.answers)
    exchange.raw_texts = still_raw(exchange.raw_texts, draft) | draft.raw
    networks, schools = _parts(call, draft, place)
    if {"programme", "level", "networks", "schools"} & set(draft.changed):
        replace_parts(call.session, exchange.id, [n.id for n in networks], schools)
    gone = keep_photos(call.session, RecordKind.EXCHANGE, exchange.id, photo_ids(draft))
    return [DeleteMedia(key) for key in gone]


def _count(
    call: Call,
    place: ExchangePlace,
    exchange: ExchangeActivity,
    network: KnownNetwork,
    *,
    named: bool,
) -> str:
    """ "ปีงบ 2566: ภายในเครือข่าย ครบ 1/1" for one network."""
    year = year_of(place.year_basis, exchange.starts_on, exchange.starts_on)
    done = count_exchanges(
        call.session, network.id, place.programme_id, exchange.level, year.starts_on, year.ends_on
    )
    counted = {
        "year": t(f"words.year.{place.year_basis.value}", year=year.year_be),
        "level": t(f"words.level.{exchange.level.value}"),
        "done": min(done, 1),
        "needed": 1,
    }
    if named:
        return t("exchange.saved.count_of", network=short_name(network.name), **counted)
    return t("exchange.saved.count", **counted)


def _saved(call: Call, exchange: ExchangeActivity, day: str, lines: list[str]) -> Card:
    shown = DaySpan().show(day, "date", World(today=exchange.ends_on))
    return Card(
        title=t("exchange.saved.title", receipt=exchange_receipt(exchange.id)),
        text=t("exchange.saved.text", title=exchange.title, day=shown),
        hint="\n".join([*lines, until_line(call, exchange.created_at)]),
        buttons=(
            go("report", t("visit.saved.open"), exchange_receipt(exchange.id), primary=True),
            go("status"),
            go("log_exchange", t("exchange.saved.another")),
        ),
    )


EXCHANGE = Conversing(FORM, world=_world, submit=_submit, change=_change)
