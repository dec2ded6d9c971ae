"""Webhook events as LINE writes them, for what no phone of the simulator would send."""

import itertools
import json
from typing import Any

MALI = "U0000000000000000000000000000a001"
STRANGER = "U" + "e" * 32

_numbers = itertools.count(1)


def event(**changes: Any) -> dict[str, Any]:
    """A text message of ครูมะลิ with the changes given; None takes a field away."""
    number = next(_numbers)
    whole: dict[str, Any] = {
        "type": "message",
        "mode": "active",
        "timestamp": 1_795_309_995_364,
        "source": {"type": "user", "userId": MALI},
        "webhookEventId": f"01TEST{number:020d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"{number:032x}",
        "message": {"id": f"99{number}", "type": "text", "quoteToken": "q", "text": "เมนู"},
    }
    whole |= changes
    return {key: value for key, value in whole.items() if value is not None}


def body(*events: Any) -> bytes:
    """A webhook body with these events."""
    return json.dumps({"destination": "U" + "b" * 32, "events": list(events)}).encode()
