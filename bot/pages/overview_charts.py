"""Charts as SVG that stands in the page itself, drawn by pygal.

What pygal adds for itself is taken out again: its script, its style sheet and its tooltips, so
that the page keeps its strict policy and stays small. How it looks is overview.css, on screen, in
the dark and on paper. Beside each chart the page has the same numbers as a table.
"""

import sys
from typing import Any
from xml.etree import ElementTree

import pygal
from markupsafe import Markup

from handlers.cards.limits import shorten
from handlers.overview_figures import Figure

SVG = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 400, 230
#: A bar that lies on its side needs this much, and its axis as much again.
LINE = 26
LONGEST_NAME = 18
_UNWANTED = ("script", "style", "defs", "desc", "title", "tooltip")
_COMMON: dict[str, Any] = {
    "width": WIDTH,
    "height": HEIGHT,
    "show_legend": False,
    "js": (),
    "css": (),
    "no_prefix": True,
    "disable_xml_declaration": True,
    "margin": 8,
    "truncate_label": -1,
    "no_data_text": "–",
    "print_values": True,
    "print_values_position": "top",
    "value_formatter": lambda value: "" if value is None else f"{value:g}",
}

ElementTree.register_namespace("", SVG)
# For plugins, of which there are none, pygal hooks itself into every import, in a way that Python
# warns of and 3.12 no longer knows.
sys.meta_path[:] = [hook for hook in sys.meta_path if type(hook).__module__ != pygal.__name__]


def chart(figure: Figure) -> Markup:
    """The figure as an <svg> with a title and a description for who does not see it."""
    drawn = _drawn(figure)
    root = ElementTree.fromstring(drawn.render(is_unicode=True))  # noqa: S314 - pygal's own
    _strip(root)
    named = f"{figure.name}-title", f"{figure.name}-desc"
    for place, (tag, id_, text) in enumerate(
        (("title", named[0], figure.title), ("desc", named[1], figure.caption))
    ):
        said = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": id_})
        said.text = text
        root.insert(place, said)
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(named))
    root.set("class", f"chart {figure.name}")
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by it


def _drawn(figure: Figure) -> Any:
    if figure.name == "progress":
        drawn = pygal.Line(**_COMMON, range=(0, 100), y_labels=(0, 25, 50, 75, 100), dots_size=3)
    elif figure.lying:
        look = {**_COMMON, "height": 40 + LINE * len(figure.labels)}
        drawn = pygal.HorizontalBar(**look, y_labels=_steps(figure), spacing=6)
    else:
        drawn = pygal.Bar(**_COMMON, y_labels=_steps(figure), spacing=6)
    order = slice(None, None, -1 if figure.lying else 1)  # pygal begins at the bottom
    drawn.x_labels = [shorten(label, LONGEST_NAME) for label in figure.labels][order]
    drawn.add("", list(figure.values)[order])
    if figure.before:
        # Without dots and figures; overview.css draws it dashed.
        drawn.add("", list(figure.before), show_dots=False, formatter=lambda _: "")
    return drawn


def _steps(figure: Figure) -> list[int]:
    """Whole numbers for the axis, some five of them: nothing here comes in halves."""
    most = max([*(value or 0 for value in figure.values), *figure.of, 1])
    step = max(1, -(-most // 4))
    for nice in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000):
        if nice >= step:
            step = nice
            break
    return list(range(0, most + step, step))


def _strip(node: ElementTree.Element) -> None:
    for child in list(node):
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "comment"
        classes = child.get("class", "").split()
        if name in (*_UNWANTED, "comment") or "tooltip-overlay" in classes:
            node.remove(child)
            continue
        _strip(child)
    for name in list(node.attrib):
        if name in ("style", "id", "onload") or name.startswith("{"):
            del node.attrib[name]
    for name in ("x", "y", "cx", "cy", "width", "height"):
        if name in node.attrib and "." in node.attrib[name]:
            node.set(name, f"{float(node.attrib[name]):.1f}")
