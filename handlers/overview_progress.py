"""How far the year is, month by month, and how far the year before was on the same days. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.overview_figures import Figure
from handlers.overview_heat import asked_among
from handlers.status_words import period_words
from handlers.texts import t
from handlers.thai.calendar_th import SHORT_MONTHS
from models.obligations import Judgement, Period
from models.overview_standing import met_by

_DAY = timedelta(days=1)


def progress(
    judged: Sequence[Judgement],
    year: Period,
    today: date,
    before: Sequence[Judgement] = (),
    year_before: Period | None = None,
) -> Figure:
    """The part of what a year asked for that was complete at the end of each month, in per cent;
    the present month as it is today (Bangkok), later ones empty. `before`: what the year before
    asked for, told on the same days of that one."""
    ends = month_ends(year)
    days = [today if end.replace(day=1) <= today < end else end for end in ends]
    values = [
        share if day <= today else None
        for share, day in zip(_shares(judged, days), days, strict=True)
    ]
    known = [at for at, value in enumerate(values) if value is not None]
    last = known[-1] if known else 0
    key = "caption" if today <= year.ends_on else "caption_past"
    caption = t(f"overview.progress.{key}", share=values[last] or 0)
    earlier: list[int | None] = []
    if year_before is not None and asked_among(before):
        same = [a_year_before(day) for day in days]
        earlier = [
            share if year_before.has(day) else None
            for share, day in zip(_shares(before, same), same, strict=True)
        ]
        if earlier[last] is not None:
            year_words = period_words(year_before)
            told = t("overview.progress.before", year=year_words, share=earlier[last])
            caption = f"{caption} · {told}"
    return Figure(
        name="progress",
        title=t("overview.progress.title"),
        caption=caption,
        labels=[SHORT_MONTHS[end.month - 1] for end in ends],
        values=values,
        unit=t("overview.unit.per_cent"),
        before=earlier,
        names=[period_words(one) for one in (year, year_before) if one and earlier],
    )


def month_ends(year: Period) -> list[date]:
    """The last days of the months of a year, cut to it."""
    ends, day = [], year.starts_on
    while day <= year.ends_on:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        ends.append(min(following - _DAY, year.ends_on))
        day = following
    return ends


def a_year_before(day: date) -> date:
    """The same day of the year before; of the last day of a month, the last one of it then."""
    following = day + _DAY
    if following.day == 1:
        return following.replace(year=following.year - 1) - _DAY
    return day.replace(year=day.year - 1)


def _shares(judged: Sequence[Judgement], days: Sequence[date]) -> list[int | None]:
    """In per cent, what was complete by each of these days; nothing where nothing was asked."""
    asked = asked_among(judged)
    if not asked:
        return [None] * len(days)
    return [100 * count // len(asked) for count in met_by(asked, days)]
