"""What a pause of reminders is about, as our buttons carry it: one rule, or everything. Pure."""

import re

from models.duty_facts import Rule, Topic
from models.vocabulary import RuleSource

#: The topic of everything.
ALL = "all"
_CARRIED = re.compile(r"(all|(obligation|deadline)\.(\d{1,12}))(?:\+(\d{1,2}))?")


def topic_of(rule: Rule) -> Topic:
    return rule.source, rule.id


def topic_value(topic: Topic) -> str:
    """The value of a button about this."""
    return ALL if topic is None else f"{topic[0].value}.{topic[1]}"


def read_topic(value: str) -> tuple[Topic, int | None] | None:
    """The topic that a button carries, with the days behind it if there are any ("all+3"); None
    for what is no value of our buttons."""
    found = _CARRIED.fullmatch(value)
    if found is None:
        return None
    _, source, rule_id, days = found.groups()
    topic = (RuleSource(source), int(rule_id)) if source else None
    return topic, int(days) if days else None
