"""A Card as LINE message JSON: the look of the bot, in one place.

For eyes that want it large: one column, everything wraps, `scaling` follows the phone's font
size, contrast is at least 4.5:1, and no meaning rests on colour alone.
"""

from typing import Any

from handlers.cards.card import (
    Action,
    Button,
    Camera,
    CameraRoll,
    Card,
    OpenPage,
    OpenUrl,
    PickDate,
    Row,
    Share,
    Tap,
    Type,
)
from handlers.cards.limits import (
    ALT_TEXT,
    BUBBLE_BYTES,
    DISPLAY_TEXT,
    FLEX_LABEL,
    QUICK_LABEL,
    QUICK_REPLIES,
    TEXT,
    shorten,
    shorten_units,
    weight,
)

INK = "#1F2933"
SOFT = "#52606D"
LINK = "#0B5CAD"
GREEN = "#06603A"
WHITE = "#FFFFFF"
PALE = "#EAF3EE"
LINE_GREY = "#CBD2D9"

#: How many graphemes of each part a card shows; the record keeps all of it.
TITLE, TEXT_PART, NOTE, ROW = 300, 1500, 600, 160
#: Where all of that weighs more than LINE takes, less of each is shown: half, a quarter, …
SHARES = (1, 2, 4, 8, 16, 32)

#: What a button shows may be longer than the label that LINE allows: it wraps.
BUTTON_GRAPHEMES = 100

Json = dict[str, Any]

#: The start of a symbolic link; bot/links.py puts the signed address in its place.
SYMBOL = "link:"
#: The same for one that is to be sent on, with words before it.
SHARED = "share:"
#: How high a picture over a bubble is; it is cut to that.
PICTURE_RATIO = "3:4"


def render(card: Card) -> Json:
    """The LINE message for `card`: a text message if it is only text, else a Flex bubble."""
    message: Json
    if not (card.title or card.kicker or card.hint or card.rows or card.buttons):
        words = "\n\n".join(part for part in (card.note, card.text) if part)
        message = {"type": "text", "text": shorten_units(words, TEXT)}
    else:
        message = {
            "type": "flex",
            "altText": shorten_units(alt_text(card), ALT_TEXT),
            "contents": _contents(card),
        }
    if card.quick:
        items = [_quick(button) for button in card.quick[:QUICK_REPLIES]]
        message["quickReply"] = {"items": items}
    return message


def alt_text(card: Card) -> str:
    """Everything the card says, as plain lines: for notifications, screen readers and LINE on PC.

    Buttons are numbered, since every question can also be answered by typing the number.
    """
    lines = [card.note, card.kicker, card.title, card.text, card.hint]
    lines += [f"{row.label}: {row.value}" for row in card.rows]
    lines += [button.label for button in card.buttons]
    lines += [alt_text(one) for one in card.beside]
    return "\n".join(line for line in lines if line)


def _contents(card: Card) -> Json:
    bubbles = [_fitting_bubble(one) for one in (card, *card.beside)]
    return {"type": "carousel", "contents": bubbles} if card.beside else bubbles[0]


def _fitting_bubble(card: Card) -> Json:
    bubble = _bubble(card, 1)
    for share in SHARES[1:]:
        if weight(bubble) <= BUBBLE_BYTES:
            break
        bubble = _bubble(card, share)
    return bubble


def _bubble(card: Card, share: int) -> Json:
    body: list[Json] = []
    if card.note:
        body.append(_note(shorten(card.note, NOTE // share)))
    if card.kicker:
        body.append(_text(shorten(card.kicker, TITLE // share), size="sm", color=SOFT))
    if card.title:
        body.append(_text(shorten(card.title, TITLE // share), size="lg", weight="bold"))
    if card.text:
        body.append(_text(shorten(card.text, TEXT_PART // share)))
    if card.hint:
        body.append(_text(shorten(card.hint, TITLE // share), size="sm", color=SOFT))
    for row in card.rows:
        body += [{"type": "separator", "color": LINE_GREY}, _row(row, ROW // share)]
    bubble: Json = {"type": "bubble", "body": _column(body or [_text(" ")], spacing="md")}
    if card.picture:
        bubble["hero"] = _picture(card.picture)
    if card.buttons:
        bubble["footer"] = _column([_button(button) for button in card.buttons], spacing="sm")
    return bubble


def _column(contents: list[Json], **more: object) -> Json:
    return {"type": "box", "layout": "vertical", "contents": contents, **more}


def _text(text: str, *, size: str = "md", color: str = INK, **more: object) -> Json:
    return {
        "type": "text",
        "text": text,
        "wrap": True,
        "scaling": True,
        "size": size,
        "color": color,
        **more,
    }


def _picture(name: str) -> Json:
    image = {
        "type": "image",
        "url": f"{SYMBOL}static/{name}",
        "size": "full",
        "aspectMode": "cover",
        "aspectRatio": PICTURE_RATIO,
    }
    # In a frame: a picture of a chat would run into the chat around it.
    return _column([_column([image], cornerRadius="8px")], backgroundColor=PALE, paddingAll="12px")


def _note(note: str) -> Json:
    return _column(
        [_text(note, size="sm")],
        backgroundColor=PALE,
        cornerRadius="8px",
        paddingAll="10px",
    )


def _row(row: Row, most: int) -> Json:
    contents = [
        _text(shorten(row.label, most), size="sm", color=SOFT),
        _text(shorten(row.value, most) or "–", color=SOFT if row.muted else INK),
    ]
    if row.share is not None:
        contents.append(_bar(row.share))
    if row.button is None:
        return _column(contents, spacing="xs")
    contents.append(_text(f"{row.button.label} ›", size="sm", color=LINK, weight="bold"))
    # The whole row is the target: a small link is hard to hit for a large thumb.
    return _column(contents, spacing="xs", action=_action(row.button, FLEX_LABEL))


def _bar(share: float) -> Json:
    """A bar of boxes and its per cent in figures: nobody has to tell two colours apart."""
    percent = _percent(share)
    # Of no width there is nothing to draw, and LINE might take "0%" for "as wide as it likes".
    filled = [_block(GREEN, width=f"{percent}%")] if percent else []
    track = _block(LINE_GREY, filled, flex=1)
    figures = _text(f"{percent}%", size="sm", flex=0, margin="md")
    return {
        "type": "box",
        "layout": "horizontal",
        "contents": [track, figures],
        "alignItems": "center",
    }


def _block(color: str, inside: list[Json] | None = None, **more: object) -> Json:
    return _column(inside or [], backgroundColor=color, height="10px", cornerRadius="5px", **more)


def _percent(share: float) -> int:
    """Whole per cent; 0 and 100 are kept for nothing at all and for everything."""
    if share <= 0 or share >= 1:
        return 100 if share >= 1 else 0
    return min(99, max(1, round(share * 100)))


def _button(button: Button) -> Json:
    # A box and not LINE's button: a button's label is cut off where it does not fit one line.
    return _column(
        [
            _text(
                shorten(button.label, BUTTON_GRAPHEMES),
                color=WHITE if button.primary else INK,
                weight="bold",
                align="center",
            )
        ],
        action=_action(button, FLEX_LABEL),
        backgroundColor=GREEN if button.primary else PALE,
        cornerRadius="8px",
        paddingAll="12px",
    )


def _quick(button: Button) -> Json:
    return {"type": "action", "action": _action(button, QUICK_LABEL)}


def _action(button: Button, label_limit: int) -> Json:
    return {"label": shorten(button.label, label_limit), **_target(button.action)}


def _target(action: Action) -> Json:
    match action:
        case Tap(data, shown):
            return {"type": "postback", "data": data, "displayText": shorten(shown, DISPLAY_TEXT)}
        case Type(text):
            return {"type": "message", "text": shorten(text, DISPLAY_TEXT)}
        case PickDate(data, initial, earliest, latest):
            return {
                "type": "datetimepicker",
                "data": data,
                "mode": "date",
                "initial": initial,
                "min": earliest,
                "max": latest,
            }
        case Camera():
            return {"type": "camera"}
        case CameraRoll():
            return {"type": "cameraRoll"}
        case OpenPage(page, subject):
            return {"type": "uri", "uri": f"{SYMBOL}{page}/{subject}"}
        case OpenUrl(url):
            return {"type": "uri", "uri": url}
        case Share(words, page, subject):
            return {"type": "uri", "uri": f"{SHARED}{page}/{subject} {words}"}
