"""A few plots as SVG, drawn by hand: light, printable, labelled so that colour is never alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 880, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 26, 30
INK, FAINT = "#23282f", "#d5dae1"
COLOURS = ("#1f5fa8", "#d2762a", "#2f8f83", "#8b6bb1", "#6d7683", "#b33a3a")


@dataclass(frozen=True)
class Scale:
    """From values to the pixels of one axis."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.first + share * (self.last - self.first), 1)


def bars(
    title: str,
    values: Sequence[float],
    ticks: Mapping[int, str],
    *,
    top: float | None = None,
    colour: str = COLOURS[0],
) -> str:
    """Bars side by side, by place; `ticks` are words under some of them. `top`: the end of the
    axis, where several plots are to be compared."""
    high = top or max([*values, 1])
    x, y = _x(len(values)), Scale(0, high, HEIGHT - BOTTOM, TOP)
    width = max(0.8, (x(1) - x(0)) * 0.85)
    drawn = [
        _rect(x(n), y(value), width, y(0) - y(value), colour, f"{value:g}")
        for n, value in enumerate(values)
        if value
    ]
    return _plot(title, [*_grid(y, high), *drawn, *_under(x, ticks)])


def stacks(
    title: str,
    names: Sequence[str],
    parts: Mapping[str, Sequence[float]],
    *,
    line: tuple[float, str] | None = None,
) -> str:
    """Stacked bars, one for each name, with their sums above; `line`: a limit and its words."""
    sums = [sum(values[n] for values in parts.values()) for n in range(len(names))]
    high = max([*sums, line[0] if line else 0, 1]) * 1.08
    x, y = _x(len(names)), Scale(0, high, HEIGHT - BOTTOM, TOP)
    width = (x(1) - x(0)) * 0.7
    drawn: list[str] = []
    for n in range(len(names)):
        below = 0.0
        for colour, (name, values) in zip(COLOURS, parts.items(), strict=False):
            if values[n]:
                height = y(below) - y(below + values[n])
                what = f"{name}: {values[n]:g}"
                drawn.append(_rect(x(n), y(below + values[n]), width, height, colour, what))
                below += values[n]
        drawn.append(_text(x(n) + width / 2, y(sums[n]) - 4, f"{sums[n]:g}", "middle"))
    if line is not None:
        drawn.append(_line(LEFT, y(line[0]), WIDTH - RIGHT, y(line[0]), COLOURS[5], dash="6 4"))
        drawn.append(_text(LEFT + 4, y(line[0]) - 4, line[1], colour=COLOURS[5]))
    under = _under(x, dict(enumerate(names)), width / 2)
    return _plot(title, [*_grid(y, high), *drawn, *under]) + legend(list(parts))


def curves(title: str, lines: Mapping[str, Sequence[float]], unit: str) -> str:
    """Lines over the same steps 0, 1, 2 …, values from 0 to 1, each with its name beside it."""
    steps = max(len(values) for values in lines.values())
    x, y = Scale(0, steps - 1, LEFT, WIDTH - RIGHT - 150), Scale(0, 1, HEIGHT - BOTTOM, TOP)
    drawn = [
        mark
        for share in (0, 0.25, 0.5, 0.75, 1)
        for mark in (
            _line(LEFT, y(share), x(steps - 1), y(share), FAINT),
            _text(LEFT - 6, y(share) + 4, f"{share:.0%}", "end"),
        )
    ]
    for number, (name, values) in enumerate(lines.items()):
        points = " ".join(f"{x(n)},{y(value)}" for n, value in enumerate(values))
        dash = f' stroke-dasharray="{6 * number} 4"' if number else ""
        colour = COLOURS[number]
        drawn.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
        )
        drawn.append(_text(x(steps - 1) + 6, y(values[-1]) + 4, name, colour=colour))
    step = 7 if steps < 80 else 14
    drawn += [_text(x(n), HEIGHT - 10, f"{n}", "middle") for n in range(0, steps, step)]
    return _plot(title, [*drawn, _text(x(steps - 1) + 6, HEIGHT - 10, unit)])


def shares(title: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    """One full bar for each row, divided by its parts."""
    height, names = 34, list(dict.fromkeys(name for row in rows.values() for name in row))
    x = Scale(0, 1, 150, WIDTH - RIGHT)
    drawn = []
    for n, (row, parts) in enumerate(rows.items()):
        whole, left, top = sum(parts.values()) or 1, 0.0, TOP + 8 + n * (height + 12)
        drawn.append(_text(142, top + height / 2 + 4, row, "end"))
        for name, value in parts.items():
            share, colour = value / whole, COLOURS[names.index(name)]
            what = f"{name}: {value:g} ({share:.0%})"
            drawn.append(_rect(x(left), top, x(left + share) - x(left), height, colour, what))
            if share >= 0.06:
                middle = x(left + share / 2)
                drawn.append(_text(middle, top + height / 2 + 4, f"{share:.0%}", "middle", "#fff"))
            left += share
    return _plot(title, drawn, TOP + 20 + len(rows) * (height + 12)) + legend(names)


def legend(names: Sequence[str]) -> str:
    """What the colours mean, as HTML under a plot."""
    marks = (
        f'<span><i style="background:{colour}"></i>{escape(name)}</span>'
        for colour, name in zip(COLOURS, names, strict=False)
    )
    return f'<p class="legend">{"".join(marks)}</p>'


def _x(count: int) -> Scale:
    return Scale(0, count or 1, LEFT, WIDTH - RIGHT)


def _grid(y: Scale, high: float) -> list[str]:
    found = []
    for n in range(5):
        value = high * n / 4
        found.append(_line(LEFT, y(value), WIDTH - RIGHT, y(value), FAINT))
        found.append(_text(LEFT - 6, y(value) + 4, f"{value:.0f}", "end"))
    return found


def _under(x: Scale, ticks: Mapping[int, str], shift: float = 0) -> list[str]:
    anchor = "middle" if shift else "start"
    return [_text(x(n) + shift, HEIGHT - 10, words, anchor) for n, words in ticks.items()]


def _plot(title: str, marks: Sequence[str], height: float = HEIGHT) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{_text(0, 14, title, weight='600')}{''.join(marks)}</svg>"
    )


def _rect(x: float, y: float, width: float, height: float, colour: str, what: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:.1f}" height="{height:.1f}" fill="{colour}">'
        f"<title>{escape(what)}</title></rect>"
    )


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str = INK, *, dash: str = "none"
) -> str:
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}"'
        f' stroke-dasharray="{dash}"/>'
    )


def _text(
    x: float, y: float, words: str, anchor: str = "start", colour: str = INK, weight: str = "400"
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}"'
        f' font-weight="{weight}">{escape(words)}</text>'
    )
