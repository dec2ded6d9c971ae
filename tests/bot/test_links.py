"""Signed links: who, what, until when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import Expired, Forged, Links, Opened
from bot.settings import load_settings

NOW = datetime(2023, 11, 27, 3, 0, tzinfo=UTC)
MALI = "U" + "a1" * 16


def links(secret: str = "the-signing-secret", base: str = "https://bot.example/") -> Links:
    settings = load_settings(
        {
            "LINE_CHANNEL_SECRET": "s",
            "LINE_CHANNEL_ACCESS_TOKEN": "t",
            "SIGNING_SECRET": secret,
            "PUBLIC_BASE_URL": base,
        }
    )
    return Links(settings, now=lambda: NOW)


def token_of(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]


def test_a_link_opens_for_the_one_it_was_made_for():
    url = links().sign("visit", "12", MALI)
    assert url.startswith("https://bot.example/p/")
    assert links().open(token_of(url), NOW) == Opened("visit", "12", MALI, NOW)


def test_a_link_holds_for_seven_days_and_not_a_second_longer():
    token = token_of(links().sign("visit", "12", MALI))
    week = timedelta(days=7)
    assert isinstance(links().open(token, NOW + week), Opened)
    assert links().open(token, NOW + week + timedelta(seconds=1)) == Expired("visit", "12")


def test_the_age_can_be_set_for_a_page():
    token = token_of(links().sign("export", "1", MALI))
    late = NOW + timedelta(hours=2)
    assert isinstance(links().open(token, late, timedelta(hours=1)), Expired)


def test_a_clock_that_was_moved_back_does_not_lock_people_out():
    token = token_of(links().sign("visit", "12", MALI))
    assert isinstance(links().open(token, NOW - timedelta(days=1)), Opened)


def test_another_secret_opens_nothing():
    token = token_of(links("somebody-elses-secret").sign("visit", "12", MALI))
    assert links().open(token, NOW) == Forged()


def test_both_secrets_open_during_a_rotation_and_the_newer_one_signs():
    old = token_of(links("the-older-secret-x").sign("visit", "1", MALI))
    both = links("the-newer-secret-x,the-older-secret-x")
    assert isinstance(both.open(old, NOW), Opened)
    fresh = token_of(both.sign("visit", "2", MALI))
    assert isinstance(links("the-newer-secret-x").open(fresh, NOW), Opened)
    assert links("the-older-secret-x").open(fresh, NOW) == Forged()


@given(st.data())
def test_no_changed_letter_of_a_link_is_taken(data):
    token = token_of(links().sign("visit", "12", MALI))
    place = data.draw(st.integers(0, len(token) - 2))  # the last one carries spare bits
    same = token[place] + {"-": "+", "_": "/"}.get(token[place], "")  # two ways to write one
    letter = data.draw(st.characters(exclude_characters=same))
    changed = token[:place] + letter + token[place + 1 :]
    assert links().open(changed, NOW) == Forged()


@given(st.text())
def test_any_text_can_be_tried_as_a_link(text):
    assert links().open(text, NOW) == Forged()


def test_links_within_a_message_are_signed_and_the_original_stays():
    message = {
        "type": "flex",
        "altText": "link:visit/12 is only text here",
        "contents": {
            "body": {"action": {"type": "uri", "uri": "link:visit/12", "label": "x"}},
            "footer": [{"uri": "https://elsewhere.example"}, {"altUri": {"desktop": "link:a/b"}}],
        },
    }
    resolved = links().resolve(message, MALI)
    signed = resolved["contents"]["body"]["action"]["uri"]
    assert links().open(token_of(signed), NOW) == Opened("visit", "12", MALI, NOW)
    assert resolved["contents"]["footer"][0] == {"uri": "https://elsewhere.example"}
    assert resolved["contents"]["footer"][1]["altUri"]["desktop"].startswith("https://bot.")
    assert resolved["altText"] == message["altText"]
    assert message["contents"]["body"]["action"]["uri"] == "link:visit/12"


def test_a_subject_may_hold_a_slash():
    signed = links().resolve({"uri": "link:export/visits/2566"}, MALI)["uri"]
    assert links().open(token_of(signed), NOW) == Opened("export", "visits/2566", MALI, NOW)


@pytest.mark.parametrize("symbol", ["link:", "link:visit", "link:visit/", "link:/12"])
def test_a_symbol_without_page_or_subject_is_a_fault(symbol):
    with pytest.raises(ValueError, match="symbolic link"):
        links().resolve({"uri": symbol}, MALI)


def test_a_signed_link_fits_into_a_line_action():
    assert len(links().sign("visit", "9" * 18, MALI)) < 1000


def test_a_page_with_a_file_opens_in_the_phones_own_browser():
    file = links().resolve({"uri": "link:export/12"}, MALI)["uri"]
    assert file.endswith("?openExternalBrowser=1")
    assert "?" not in links().resolve({"uri": "link:visit/12"}, MALI)["uri"]
