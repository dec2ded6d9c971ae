"""An exchange as a record and as the answers of its form: one made from the other, both ways."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.call import Call
from handlers.changing import Sent
from handlers.dialog.kind_span import ends
from handlers.exchange_view import exchange_receipt
from handlers.forms.exchange import FORM
from handlers.texts import t
from handlers.thai.dates import short_date
from models.exchange_parts import codes_of, parts_of
from models.exchange_places import ExchangePlace, KnownNetwork, place_in
from models.exchange_queries import find_exchange
from models.exchanges import ExchangeActivity
from models.places import School
from models.record_photos import photo_ids_of
from models.vocabulary import ExchangeLevel, RecordKind, VisitMode


@dataclass(frozen=True)
class Recorded:
    """For whom a sent exchange was reported, and who took part: true of it whatever has become of
    its reporter since."""

    place: ExchangePlace
    networks: tuple[KnownNetwork, ...]
    schools: tuple[School, ...]


def recorded(call: Call, exchange_id: int) -> Recorded | None:
    """That of the exchange of this number, if the speaker may see it."""
    return call.once(("recorded exchange", exchange_id), lambda: _recorded(call, exchange_id))


def _recorded(call: Call, exchange_id: int) -> Recorded | None:
    record = find_exchange(call.session, call.actor, exchange_id)
    if record is None:
        return None
    networks, schools = parts_of(call.session, exchange_id)
    place = place_in(record.programme, networks=networks, office_id=record.exchange.office_id)
    return Recorded(place, tuple(networks), tuple(schools))


def write_answers(exchange: ExchangeActivity, answers: Mapping[str, str]) -> None:
    """Put the answers that are columns of an exchange into it; who took part is not."""
    exchange.level = ExchangeLevel(answers["level"])
    exchange.title = answers["title"]
    exchange.starts_on, exchange.ends_on = ends(answers["date"])
    exchange.mode = VisitMode(answers["mode"])
    exchange.place = answers.get("place", "")
    exchange.people = int(answers["people"])
    exchange.innovation = answers.get("innovation", "")
    exchange.result = answers.get("result", "")
    exchange.lesson = answers.get("lesson", "")


def sent(call: Call, exchange_id: int) -> Sent | None:
    """The exchange of this number as it was sent, if the speaker may see it."""
    record = find_exchange(call.session, call.actor, exchange_id)
    if record is None:
        return None
    exchange = record.exchange
    day = short_date(exchange.starts_on)
    return Sent(
        kind=RecordKind.EXCHANGE,
        id=exchange.id,
        number=exchange_receipt(exchange.id),
        title=t("exchange.one_line", title=exchange.title, day=day),
        form=FORM.name,
        form_version=exchange.form_version,
        answers={"programme": record.programme.code, **_answers(call, exchange)},
        reporter_person_id=exchange.reporter_person_id,
        created_at=exchange.created_at,
        review=exchange.review_state,
        withdrawn_at=exchange.withdrawn_at,
    )


def _answers(call: Call, exchange: ExchangeActivity) -> dict[str, str]:
    networks, schools = codes_of(call.session, exchange.id)
    photos = photo_ids_of(call.session, RecordKind.EXCHANGE, exchange.id)
    first, last = exchange.starts_on.isoformat(), exchange.ends_on.isoformat()
    return {
        "level": exchange.level.value,
        "title": exchange.title,
        "date": first if first == last else f"{first}/{last}",
        "networks": ",".join(networks),
        "mode": exchange.mode.value,
        "people": "" if exchange.people is None else str(exchange.people),
        "place": exchange.place,
        "schools": ",".join(schools),
        "innovation": exchange.innovation,
        "result": exchange.result,
        "lesson": exchange.lesson,
        "photos": ",".join(photos),
    }
