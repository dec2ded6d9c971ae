"""What is said of a roster file that somebody sent: being looked at, unreadable, checked, done."""

from handlers.cards.card import Button, Card, OpenPage, Row
from handlers.roster_sheet import Part, Unreadable, column_name, part_name
from handlers.say import go
from handlers.texts import t
from models.roster.results import Outcome
from models.roster_files import RosterFile, RosterFileState

#: Refused rows that the card itself tells.
MOST_TOLD = 4
_LONGEST_TOLD = 180


def card_of_file(file: RosterFile) -> Card:
    """Where a file stands, and what can be done with it."""
    match file.state:
        case RosterFileState.WAITING | RosterFileState.APPLYING:
            return _under_way(file)
        case RosterFileState.UNREAD:
            return _unread(file)
        case RosterFileState.CHECKED:
            return _checked(file)
        case RosterFileState.APPLIED:
            return _applied(file)
        case RosterFileState.CANCELLED:
            return Card(text=t("roster_file.dropped", name=file.name), buttons=_again())


def _under_way(file: RosterFile) -> Card:
    progress = ""
    if file.rows_total:
        done = {"done": f"{file.rows_done:,}", "total": f"{file.rows_total:,}"}
        progress = t("roster_file.progress", **done)
    doing = "taking" if file.state is RosterFileState.APPLYING else "checking"
    return Card(
        text=t(f"roster_file.{doing}", name=file.name),
        note=progress,
        buttons=(go("roster_result", t("roster_file.look"), primary=True),),
    )


def _unread(file: RosterFile) -> Card:
    why = dict(file.why or {})
    words = Unreadable(why.pop("key", "broken"), **why).words
    return Card(
        title=t("roster_file.unread_title"),
        text=f"{words}\n\n{t('roster_file.nothing_changed')}",
        buttons=_again(),
    )


def _checked(file: RosterFile) -> Card:
    counts, number = _counts(file), str(file.id)
    news = counts[Outcome.CREATED] + counts[Outcome.CHANGED]
    refused = counts[Outcome.REFUSED]
    if not news and not refused:
        return Card(
            title=t("roster_file.same_title"),
            text=t("roster_file.same", rows=f"{counts[Outcome.UNCHANGED]:,}"),
            buttons=_again(),
        )
    buttons: list[Button] = []
    if news and not refused:
        buttons.append(go("take_roster", t("roster_file.take", rows=news), number, primary=True))
    if refused:
        page = OpenPage("roster_result", number)
        buttons.append(Button(t("roster_file.open_result"), page, primary=True))
    if news and refused:
        buttons.append(go("take_passing_rows", t("roster_file.take_passing", rows=news), number))
    buttons.append(go("drop_roster", t("roster_file.drop"), number))
    if not refused:
        buttons.append(Button(t("roster_file.open_result"), OpenPage("roster_result", number)))
    note = t(f"roster_file.note.{(file.why or {})['note']}") if (file.why or {}).get("note") else ""
    key = "choose" if news and refused else "only_refused" if refused else "confirm"
    return Card(
        title=t("roster_file.checked_title"),
        note=note,
        text=t("roster_file.checked", name=file.name),
        rows=(*_count_rows(file), *_refused_rows(file)),
        hint=t(f"roster_file.{key}"),
        buttons=tuple(buttons),
    )


def _applied(file: RosterFile) -> Card:
    page = OpenPage("roster_result", str(file.id))
    return Card(
        title=t("roster_file.applied_title"),
        text=t("roster_file.applied", name=file.name),
        rows=_count_rows(file),
        hint=t("roster_file.applied_hint") if _counts(file)[Outcome.REFUSED] else "",
        buttons=(
            Button(t("roster_file.open_result"), page, primary=True),
            go("invite"),
            go("menu"),
        ),
    )


def _count_rows(file: RosterFile) -> tuple[Row, ...]:
    counts = _counts(file)
    return tuple(
        Row(
            t(f"roster_sheet.outcome.{outcome.value}"),
            t("roster_file.rows", count=f"{counts[outcome]:,}"),
            muted=not counts[outcome],
        )
        for outcome in Outcome
    )


def _refused_rows(file: RosterFile) -> tuple[Row, ...]:
    told = []
    for part, number, column, why in (file.first_refused or [])[:MOST_TOLD]:
        where = t("roster_file.where", sheet=part_name(Part(part)), row=number)
        words = f"{column_name(column)}: {why}"
        told.append(
            Row(where, words if len(words) <= _LONGEST_TOLD else f"{words[:_LONGEST_TOLD]}…")
        )
    return tuple(told)


def _counts(file: RosterFile) -> dict[Outcome, int]:
    return {outcome: int((file.counts or {}).get(outcome.value, 0)) for outcome in Outcome}


def _again() -> tuple[Button, ...]:
    return (go("roster_template"), go("menu"))
