"""Reporting an exchange-of-learning activity: who may, what the form needs, how it is saved."""

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.kind_span import ends
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.exchange_view import exchange_receipt
from handlers.forms.exchange import FORM, OWN_NETWORKS
from handlers.say import go, photo_ids, say
from handlers.schools import options_of
from handlers.status_words import short_name
from handlers.texts import t
from models import audit
from models.exchange_places import (
    ExchangePlace,
    KnownNetwork,
    members_of,
    networks_near,
    networks_of_person,
)
from models.exchange_queries import count_exchanges, exchange_of_draft, save_exchange
from models.exchanges import ExchangeActivity
from models.periods import year_of
from models.visit_queries import photo_states
from models.vocabulary import ExchangeLevel, VisitMode

#: Networks on the receipt; the count of the others stands in `สถานะ`.
MOST_COUNTED = 4


def begin(call: Call) -> list[Effect]:
    """ "บันทึกแลกเปลี่ยน": the form, or why there is no network to report for."""
    return start(call, EXCHANGE) if _place(call) else _no_network()


def begin_anew(call: Call) -> list[Effect]:
    """A new report although another one waits."""
    return start_over(call, EXCHANGE) if _place(call) else _no_network()


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


def _no_network() -> list[Effect]:
    return say(Card(text=t("exchange.cannot.no_network"), buttons=(go("menu"),)))


def _place(call: Call) -> ExchangePlace | None:
    """The programme in which this person reports; the first, where there are several."""
    places = networks_of_person(call.session, call.actor.posts, call.today)
    return places[0] if places else None


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    place = _place(call)
    if place is None:
        return World(today=call.today)
    offices = {network.office_id for network in place.networks} - {None}
    near = networks_near(call.session, place.programme_id, offices, call.today)
    networks = {n.code: n for n in (*place.networks, *near)}
    chosen = [networks[c].id for c in _chosen(draft, place) if c in networks]
    members = members_of(call.session, chosen, call.today) if chosen else []
    return World(
        today=call.today,
        options={
            "level": tuple(Option(level, t(f"words.level.{level}")) for level in place.levels),
            "networks": options_of([(n.code, short_name(n.name)) for n in networks.values()]),
            "schools": options_of([(s.code, s.name_th) for s in members]),
        },
        photos=photo_states(call.session, photo_ids(draft)),
        known={OWN_NETWORKS: str(len(place.networks))},
    )


def _chosen(draft: Draft, place: ExchangePlace) -> list[str]:
    """The codes of the networks that took part: the answered ones, or one's only own network."""
    answered = [code for code in draft.answers.get("networks", "").split(",") if code]
    return answered or [network.code for network in place.networks[:1]]


def _submit(call: Call, draft: Draft) -> list[Effect]:
    if (sent := already_sent(call, draft.id)) is not None:
        return sent
    place = _place(call)
    if place is None or call.actor.person_id is None:
        return _no_network()
    answers = draft.answers
    starts_on, ends_on = ends(answers["date"])
    offices = {network.office_id for network in place.networks} - {None}
    near = networks_near(call.session, place.programme_id, offices, call.today)
    known = {network.code: network for network in (*near, *place.networks)}
    networks = [known[code] for code in _chosen(draft, place) if code in known]
    members = members_of(call.session, [n.id for n in networks], call.today)
    came = set(answers.get("schools", "").split(","))
    exchange = save_exchange(
        call.session,
        ExchangeActivity(
            draft_id=draft.id,
            programme_id=place.programme_id,
            level=ExchangeLevel(answers["level"]),
            title=answers["title"],
            starts_on=starts_on,
            ends_on=ends_on,
            mode=VisitMode(answers["mode"]),
            place=answers.get("place", ""),
            people=int(answers["people"]),
            innovation=answers.get("innovation", ""),
            result=answers.get("result", ""),
            lesson=answers.get("lesson", ""),
            reporter_person_id=call.actor.person_id,
            form_version=draft.version,
            created_at=call.now,
            sample=False,
        ),
        [network.id for network in networks],
        [school.id for school in members if school.code in came],
        photo_ids(draft),
    )
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
    ]
    return say(_saved(exchange, answers["date"], lines))


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


def _saved(exchange: ExchangeActivity, day: str, lines: list[str]) -> Card:
    shown = FORM.slots[2].kind.show(day, "date", World(today=exchange.ends_on))
    return Card(
        title=t("exchange.saved.title", receipt=exchange_receipt(exchange.id)),
        text=t("exchange.saved.text", title=exchange.title, day=shown),
        hint="\n".join(lines),
        buttons=(
            go("report", t("visit.saved.open"), exchange_receipt(exchange.id), primary=True),
            go("status"),
            go("log_exchange", t("exchange.saved.another")),
        ),
    )


EXCHANGE = Conversing(FORM, world=_world, submit=_submit)
