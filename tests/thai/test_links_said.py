"""Web addresses, with and without https://, out of the sentence around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.fold import tidy
from handlers.thai.links import read_link, spot_links


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (
            "https://drive.google.com/File/d/1a_B?usp=sharing",
            "https://drive.google.com/File/d/1a_B?usp=sharing",
        ),
        ("ดูที่ www.obec.go.th/Abc.", "https://www.obec.go.th/Abc"),
        ("bit.ly/3xYz ค่ะ", "https://bit.ly/3xYz"),
        ("http://school.ac.th", "http://school.ac.th"),  # it may have no https
        ("https://example.com/1aB2ค่ะ", "https://example.com/1aB2"),
        ("https://example.com/แผน", "https://example.com/%E0%B9%81%E0%B8%9C%E0%B8%99"),
        ("(https://th.wikipedia.org/wiki/A_(b))", "https://th.wikipedia.org/wiki/A_(b)"),
        ("HTTPS://EXAMPLE.COM/Ab", "HTTPS://EXAMPLE.COM/Ab"),
    ],
)
def test_a_link_is_read_with_its_capitals(typed: str, url: str) -> None:
    assert read_link(typed) == url


@pytest.mark.parametrize(
    "typed",
    ["", "แผน.docx", "ออนไลน์.ok", "mali@obec.go.th", "ผอ.มะลิ", "3.14", "a.com b.com", "ftp://a.b"],
)
def test_what_is_no_one_link_is_none(typed: str) -> None:
    assert read_link(typed) is None


def test_links_are_found_in_a_message_of_several_lines() -> None:
    text = tidy("รูปภาพ https://photos.app.goo.gl/AbC\nแผน: docs.google.com/d/9Z")
    assert [text[spot.start : spot.end] for spot in spot_links(text)] == [
        "https://photos.app.goo.gl/AbC",
        "docs.google.com/d/9Z",
    ]


@given(st.one_of(st.text(), st.text(st.sampled_from("htps:/.aก-_?()@ com"))))
def test_no_text_makes_it_fail_and_spots_stand_apart(text: str) -> None:
    read_link(text)
    tidied = tidy(text)
    end = 0
    for spot in spot_links(tidied):
        assert end <= spot.start < spot.end <= len(tidied)
        assert spot.url.isascii()
        end = spot.end
