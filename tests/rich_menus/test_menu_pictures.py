"""The pictures: of the size LINE wants, the same on every machine, nothing cut, easy to read."""

import io
import re

import pytest
from PIL import Image

from rich_menus.drawing import HERE, MOST_BYTES, _compiler, draw
from rich_menus.pages import Page, all_pages

PAGES = all_pages()
GAP = 7  # half of what is between two tiles
CORNER = 40  # where a tile's edge is round


@pytest.fixture(scope="module")
def opened(pictures: dict[str, bytes]) -> dict[str, Image.Image]:
    """The pictures, decoded once."""
    found = {}
    for alias, png in pictures.items():
        with Image.open(io.BytesIO(png)) as picture:
            assert picture.format == "PNG"
            found[alias] = picture.convert("RGB")
    return found


def test_every_picture_has_the_size_of_its_definition(
    pictures: dict[str, bytes], opened: dict[str, Image.Image]
) -> None:
    assert set(pictures) == {page.alias for page in PAGES}
    for page in PAGES:
        size = page.definition["size"]
        assert opened[page.alias].size == (size["width"], size["height"])
        assert len(pictures[page.alias]) <= MOST_BYTES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.alias)
def test_no_word_and_no_mark_runs_over_its_tile(page: Page, opened: dict[str, Image.Image]) -> None:
    """Along all four edges of a tile there is nothing but the tile itself."""
    picture = opened[page.alias]
    for tile in page.drawn["tiles"]:
        left, top = tile["x"] + GAP + 2, tile["y"] + GAP + 2
        right = tile["x"] + tile["width"] - GAP - 3
        bottom = tile["y"] + tile["height"] - GAP - 3
        bands = (
            (left + CORNER, top, right - CORNER, top + 8),
            (left + CORNER, bottom - 8, right - CORNER, bottom),
            (left, top + CORNER, left + 8, bottom - CORNER),
            (right - 8, top + CORNER, right, bottom - CORNER),
        )
        for band in bands:
            colours = picture.crop(band).getcolors()
            assert colours is not None
            assert len(colours) == 1, (tile["route"], band)


def test_every_tile_has_a_picture_and_words(opened: dict[str, Image.Image]) -> None:
    """Ink in the upper part and in the lower part of each."""
    for page in PAGES:
        picture = opened[page.alias]
        for tile in page.drawn["tiles"]:
            x, y, w, h = (tile[edge] for edge in ("x", "y", "width", "height"))
            for share in ((0.08, 0.4), (0.5, 0.85)):
                band = (x + 60, y + int(h * share[0]), x + w - 60, y + int(h * share[1]))
                assert len(picture.crop(band).getcolors(100_000) or ()) > 1, tile["route"]


def test_the_same_source_gives_the_same_bytes(pictures: dict[str, bytes]) -> None:
    _compiler.cache_clear()
    assert draw(PAGES[1].drawn) == pictures[PAGES[1].alias]


def test_words_stand_out_from_their_ground() -> None:
    """7:1, the higher of the two grades of WCAG 2 (contrast, enhanced)."""
    source = (HERE / "drawing.typ").read_text("utf-8")
    colours = dict(re.findall(r'#let (\w+) = rgb\("#(\w{6})"\)', source)) | {"paper": "ffffff"}
    for ground, words in (
        ("paper", "ink"),
        ("accent", "ink"),
        ("ground", "paper"),
        ("paper", "drawn"),
    ):
        assert contrast(colours[ground], colours[words]) >= 7, (ground, words)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
