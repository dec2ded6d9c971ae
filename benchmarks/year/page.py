"""The year as one page: plots and tables, for those who decide about the account."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from html import escape

from benchmarks.year import plots
from benchmarks.year.behaviour import TEMPERS
from benchmarks.year.findings import Summary, Way
from benchmarks.year.world import FIRST, FISCAL_YEAR_BE, UNTIL
from models.sending_words import PushReason

_REASONS = {
    PushReason.DEADLINE: "last days before a deadline, to who owes",
    PushReason.ESCALATION: "overdue, to those above",
    PushReason.DIGEST: "digests",
    PushReason.NUDGE: "more than three days ahead",
    PushReason.OTHER: "other",
}
_STYLE = """
body { font: 15px/1.5 system-ui, "Noto Sans Thai", sans-serif; color: #23282f; background: #fff;
  max-width: 920px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
svg { width: 100%; height: auto; font-size: 12px; font-family: inherit; display: block; }
table { border-collapse: collapse; margin: .8rem 0; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #d5dae1; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.legend span { margin-right: 1.2rem; white-space: nowrap; font-size: 13px; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; }
.note { color: #5a626d; font-size: 13px; }
@media print { h2 { break-after: avoid; } svg, table { break-inside: avoid; } }
"""


def page(free: Summary, paid: Summary, alone: Summary) -> str:
    """`free` and `paid`: the same year with 300 messages a month and with a paid plan; `alone`: as
    `paid`, but nobody looks after those who owe."""
    parts = (
        _head(free),
        _promises((free, paid, alone)),
        _days((free, paid)),
        _quota(free, paid),
        _people((free, paid)),
        _above((free, paid)),
        _escalation(paid, alone),
        _what_changes(free, paid),
        _how((free, paid, alone)),
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>A year of reminders</title><style>{_STYLE}</style>{''.join(parts)}</html>"
    )


def _head(one: Summary) -> str:
    return (
        f"<h1>A year of reminders: fiscal year {FISCAL_YEAR_BE} (BE)</h1>"
        f"<p>{one.duties:,} duties of the country's networks and schools, {one.people:,} people, "
        f"every round of the real scheduler from {FIRST} to {UNTIL}, on a clock of its own. "
        "The people and how they behave are invented; what the engine does with them is not.</p>"
    )


def _promises(runs: Sequence[Summary]) -> str:
    rows = (
        (
            escape(run.name),
            _n(sum(run.pushes_per_day.values())),
            _n(max((max(counts, default=0) for counts in run.per_person.values()), default=0)),
            _n(_most_in_a_month(run)),
            "all kept" if not run.broken else f"{len(run.broken)} broken",
        )
        for run in runs
    )
    faults = [f"<li>{escape(run.name)}: {escape(one)}" for run in runs for one in run.broken[:10]]
    return (
        "<h2>What was promised</h2><p>Nobody gets two pushes on one day, nor more than two a week "
        "but in the last days before a deadline; nothing goes out on days off or at night; nobody "
        "is told of what is done or waived; the month's messages are never exceeded; all that is "
        "overdue comes to somebody above, where there is anybody.</p>"
        + _table(
            ("", "pushes", "most for one person", "most in a month", "promises"), rows, numbers=3
        )
        + (f"<ul>{''.join(faults)}</ul>" if faults else "")
    )


def _days(runs: Sequence[Summary]) -> str:
    days = [FIRST + timedelta(days=n) for n in range((UNTIL - FIRST).days + 1)]
    ticks = {n: f"{day:%b %y}" for n, day in enumerate(days) if day.day == 1}
    drawn = (
        plots.bars(
            f"{run.name}: most on one day {max(run.pushes_per_day.values(), default=0):,}",
            [run.pushes_per_day[day] for day in days],
            ticks,
        )
        for run in runs
    )
    return f"<h2>Pushes per day</h2>{''.join(drawn)}"


def _quota(free: Summary, paid: Summary) -> str:
    limit = (float(free.allowed), f"{free.allowed} a month") if free.allowed else None
    return (
        "<h2>The month's messages</h2>"
        + _months(f"{free.name}: pushes per month", free, limit)
        + _months(f"{paid.name}: pushes per month", paid, limit)
        + '<p class="note">What the free plan does not reach for waits for each one\'s next free '
        "answer; the most urgent goes first.</p>"
    )


def _months(title: str, run: Summary, limit: tuple[float, str] | None) -> str:
    names = [f"{date(year, month, 1):%b %y}" for year, month in run.months]
    parts = {
        words: [float(_of(counts, reason)) for counts in run.months.values()]
        for reason, words in _REASONS.items()
    }
    return plots.stacks(title, names, parts, line=limit)


def _of(counts: Counter[PushReason | None], reason: PushReason) -> int:
    if reason is not PushReason.OTHER:
        return counts[reason]
    return sum(n for other, n in counts.items() if other is reason or other not in _REASONS)


def _people(runs: Sequence[Summary]) -> str:
    drawn = []
    for run in runs:
        for place, words in (("school", "people of schools"), ("office", "people of offices")):
            everybody = run.per_person[place]
            counts = [count for count in everybody if count]
            most = max(counts, default=0)
            step = most // 40 + 1
            bins = Counter(count // step for count in counts)
            ticks = {n: f"{n * step}" for n in range(0, most // step + 1, 5)}
            drawn.append(
                plots.bars(
                    f"{run.name}: {len(counts):,} of {len(everybody):,} {words} got a push; how "
                    f"many so many in the year (most {most})",
                    [bins[n] for n in range(most // step + 1)],
                    ticks,
                    colour=plots.COLOURS[2],
                )
            )
    return f"<h2>Pushes per person</h2>{''.join(drawn)}"


def _above(runs: Sequence[Summary]) -> str:
    rows = {run.name: {way.value: float(run.ways[way]) for way in Way} for run in runs}
    return (
        "<h2>How what was overdue came to somebody above</h2>"
        + plots.shares("Duties that were still open on the third day after their day", rows)
        + _table(
            ("", *(way.value for way in Way)),
            ((escape(name), *(_n(n) for n in parts.values())) for name, parts in rows.items()),
            numbers=len(Way),
        )
    )


def _escalation(paid: Summary, alone: Summary) -> str:
    lines = {"somebody above hears": _open_after(paid), "nobody does": _open_after(alone)}
    fewer = 1 - paid.overdue.together / (alone.overdue.together or 1)
    rows = (
        (
            escape(name),
            _n(run.overdue.count),
            _n(run.overdue.median),
            f"{run.overdue.mean:.1f}",
            _n(run.overdue.together),
            _n(run.overdue.open),
        )
        for name, run in (("with escalation", paid), ("without", alone))
    )
    return (
        "<h2>Overdue days, with and without escalation</h2>"
        + plots.curves("Of what was late: the share still open after so many days", lines, "days")
        + _table(
            ("", "late", "days, median", "mean", "together", f"open on {UNTIL}"), rows, numbers=5
        )
        + f"<p>{fewer:.0%} fewer overdue days. How readily people heed whom is invented, so this "
        "says that the engine brings the right people together, not by how much it helps: in the "
        "field, telling the worker first and then somebody above cut them by 86 % "
        "(DeRenzi et al. 2012).</p>"
    )


def _open_after(run: Summary, days: int = 60) -> list[float]:
    count = len(run.late) or 1
    return [sum(one.open or one.days > n for one in run.late) / count for n in range(days + 1)]


def _what_changes(free: Summary, paid: Summary) -> str:
    figures: tuple[tuple[str, Callable[[Summary], int]], ...] = (
        ("pushes in the year", lambda run: sum(run.pushes_per_day.values())),
        ("most in one month", _most_in_a_month),
        ("told under a free answer instead", lambda run: run.shown),
        ("overdue days together", lambda run: run.overdue.together),
        ("late duties", lambda run: run.overdue.count),
    )
    rows = ((escape(name), _n(of(free)), _n(of(paid))) for name, of in figures)
    heard = ("days until somebody above heard, mean", *map(_mean_after, (free, paid)))
    return (
        f"<h2>What a paid plan would change</h2>"
        f"{_table(('', escape(free.name), escape(paid.name)), [*rows, heard], numbers=2)}"
    )


def _most_in_a_month(run: Summary) -> int:
    return max((sum(month.values()) for month in run.months.values()), default=0)


def _mean_after(run: Summary) -> str:
    days = [one.after for one in run.late if one.after is not None]
    return f"{sum(days) / len(days):.1f}" if days else "-"


def _how(runs: Sequence[Summary]) -> str:
    tempers = (
        (
            escape(one.name),
            f"{one.share:.0%}",
            f"{one.own[0]:+} to {one.own[1]:+} days" if one.own else "never",
            f"{one.heeds:.0%}",
            f"{one.called:.0%}",
        )
        for one in TEMPERS
    )
    took = (
        (
            escape(run.name),
            _n(run.rounds),
            f"{1000 * run.round_seconds / (run.rounds or 1):.0f} ms",
            _n(run.answers),
            f"{run.seconds:.0f} s",
            f"{run.megabytes:.0f} MB",
        )
        for run in runs
    )
    return (
        "<h2>How it was made</h2>"
        + _table(
            ("people (invented)", "share", "report by themselves", "heed a reminder", "or a call"),
            tempers,
        )
        + _table(("", "rounds", "one round", "answers", "took", "memory at most"), took, numbers=5)
    )


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> str:
    def line(cells: Iterable[str], tag: str) -> str:
        marks = (
            f"<{tag}{' class=n' if 0 < place <= numbers else ''}>{cell}</{tag}>"
            for place, cell in enumerate(cells)
        )
        return f"<tr>{''.join(marks)}</tr>"

    return f"<table>{line(heads, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"


def _n(value: float) -> str:
    return f"{value:,.0f}"
