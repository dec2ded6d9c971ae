"""An announcement as the people read it who get it. Pure."""

from handlers.cards.card import Card
from handlers.texts import t


def announcement_card(words: str, sender: str, office: str) -> Card:
    """The words with who says them: their name (empty where it has been deleted) and office."""
    who = t("announcing.told.by", name=sender, office=office) if sender else office
    return Card(title=t("announcing.told.title"), text=words, hint=who)


def not_sent_card(words: str) -> Card:
    """For who wrote these words: they went out no more, since the post ended before."""
    return Card(title=t("announcing.not_sent"), text=words)
