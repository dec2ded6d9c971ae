"""An exchange of learning as label and value, the same in the chat and on the page."""

from datetime import date

from sqlalchemy.orm import Session

from handlers.deputy_words import mark_rows
from handlers.texts import t
from handlers.thai.dates import long_date
from handlers.visit_view import PhotoView, Seen, VisitView, photos_shown
from models.exchange_queries import ExchangeRecord, exchange_photos, find_exchange
from models.people import load_actor
from models.vocabulary import PhotoState, RecordKind, VisitMode


def exchange_receipt(exchange_id: int) -> str:
    """The receipt number of an exchange as people see and type it."""
    return t("exchange.receipt_number", number=exchange_id)


def exchange_page(
    session: Session, exchange_id: int, viewer_line_user_id: str, today: date
) -> VisitView | None:
    """The page of this exchange for this viewer, whose right to see it is judged again now."""
    actor = load_actor(session, viewer_line_user_id, today)
    record = find_exchange(session, actor, exchange_id)
    if record is None:
        return None
    return VisitView(
        title=t("history.one_exchange", receipt=exchange_receipt(exchange_id)),
        rows=exchange_rows(session, record),
        photos=[
            PhotoView(photo.id, photo.media_key, photo.state)
            for photo in exchange_photos(session, exchange_id)
            if photo.state is not PhotoState.WITHDRAWN
        ],
        seen=Seen(
            actor.person_id,
            record.exchange.reporter_person_id,
            RecordKind.EXCHANGE,
            exchange_id,
        ),
    )


def exchange_rows(session: Session, record: ExchangeRecord) -> list[tuple[str, str]]:
    """Every filled field of an exchange as (label, value)."""
    exchange = record.exchange
    day = long_date(exchange.starts_on)
    if exchange.ends_on != exchange.starts_on:
        day = t("dialog.span", start=day, end=long_date(exchange.ends_on))
    count = exchange.people
    photos = photos_shown(exchange_photos(session, exchange.id))
    rows = [
        (t("exchange.label.title"), exchange.title),
        (t("exchange.label.level"), t(f"words.level.{exchange.level.value}")),
        (t("exchange.label.date"), day),
        (t("exchange.label.networks"), "\n".join(record.networks)),
        (t("exchange.label.schools"), " · ".join(record.schools)),
        (t("exchange.label.mode"), _mode(exchange.mode)),
        (t("exchange.label.place"), exchange.place),
        (t("exchange.label.people"), "" if count is None else t("dialog.people", count=count)),
        (t("exchange.label.innovation"), exchange.innovation),
        (t("exchange.label.result"), exchange.result),
        (t("exchange.label.lesson"), exchange.lesson),
        (t("exchange.label.photos"), photos),
        (t("visit.row.programme"), record.programme.name_th),
        (t("visit.row.reporter"), record.reporter or t("visit.row.unnamed")),
        *mark_rows(session, RecordKind.EXCHANGE, exchange.id),
    ]
    return [(label, value) for label, value in rows if value]


def _mode(mode: VisitMode) -> str:
    onsite = mode is VisitMode.ONSITE
    return t("words.mode_held.onsite") if onsite else t(f"words.mode.{mode.value}")
