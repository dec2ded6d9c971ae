"""What is recorded without a number that is asked for: other reports, and visits of supervision."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers.overview_list import Behind, behind
from handlers.overview_page import subtitle_of
from handlers.overview_stand import Stand
from handlers.texts import t
from models.actors import Actor
from models.overview_others import OTHERS, others_counted, others_listed, supervisions
from models.vocabulary import ReportKind

SUPERVISION = "supervision"


@dataclass(frozen=True)
class Other:
    """A kind of record by the word that names it in addresses, and how many there are."""

    key: str
    label: str
    count: int


def others_of(session: Session, actor: Actor, stand: Stand) -> list[Other]:
    """The kinds of which there is something, in the order of the vocabulary."""
    about = (session, actor, stand.within, stand.programme[0], stand.year)
    counted = others_counted(*about)
    found = [Other(SUPERVISION, t("overview.others.supervision"), supervisions(*about, 0).total)]
    found += [
        Other(kind.value, t(f"reporting.kind.{kind.value}"), counted.get(kind, 0))
        for kind in OTHERS
    ]
    return [one for one in found if one.count]


def behind_other(
    session: Session, actor: Actor, stand: Stand, key: str, skip: int
) -> Behind | None:
    """The list of one of these kinds; None for a word that is none."""
    about = (session, actor, stand.within, stand.programme[0], stand.year)
    if key == SUPERVISION:
        found, words = supervisions(*about, skip), t("overview.others.supervision")
    elif key in set(OTHERS):
        kind = ReportKind(key)
        found, words = others_listed(*about, kind, skip), t(f"reporting.kind.{key}")
    else:
        return None
    title = t("overview.list.title", what=words, place=stand.scope.label)
    return behind(title, subtitle_of(stand), (), 0, found, skip)
