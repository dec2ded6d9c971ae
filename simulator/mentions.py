"""@names in a group: whom a text calls, found as LINE's app would have marked them."""

import re

from simulator.people import Group, Json
from simulator.platform import BOT_NAME, BOT_USER_ID, Platform

MOST = 20
ALL = "All"


def mention(platform: Platform, group: Group, words: str) -> Json:
    """{"mention": …} of a text message, or {} if nobody in the group is called.

    Index and length count UTF-16 code units, as LINE does. The longest name wins, so that
    "@ครูมะลิ ใจดี" is not read as somebody called ครูมะลิ.
    """
    called: dict[str, Json] = {ALL: {"type": "all"}}
    for user_id in group.members:
        called[platform.people[user_id].name] = {
            "type": "user",
            "userId": user_id,
            "isSelf": False,
        }
    if group.bot_in:
        called[BOT_NAME] = {"type": "user", "userId": BOT_USER_ID, "isSelf": True}
    names = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
    found = [
        {"index": _units(words[: at.start()]), "length": _units(at[0]), **called[at[1]]}
        for at in re.finditer(f"@({names})", words)
    ]
    return {"mention": {"mentionees": found[:MOST]}} if found else {}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
