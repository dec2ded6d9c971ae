"""LINE Login opens the overview where it is configured: with state, nonce and PKCE, all the way
through LINE on the desk."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from flask.testing import FlaskClient
from overview_house import MALI, PRANEE, House, open_house

from demo.people import CAST
from simulator.login import LoginChannel
from simulator.server import Simulator

CHANNEL = LoginChannel("2000000002", "login-secret", ("http://127.0.0.1:8000/o/login/back",))


@pytest.fixture
def line() -> Iterator[Simulator]:
    with Simulator(cast=CAST, seed=7, login_channel=CHANNEL) as simulator:
        yield simulator


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, line: Simulator) -> Iterator[House]:
    with open_house(
        sqlite_url,
        str(tmp_path / "media"),
        LINE_API_BASE=line.base_url,
        LINE_LOGIN_CHANNEL_ID=CHANNEL.channel_id,
        LINE_LOGIN_CHANNEL_SECRET=CHANNEL.secret,
    ) as opened:
        yield opened


def pick(address: str, person: str) -> str:
    """Pick a person on LINE's page; the path and query with which LINE sends the browser back."""
    with urllib3.PoolManager(retries=False) as pool:
        answer = pool.request("POST", address, fields={"person": person}, redirect=False)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def sent_to_line(browser: FlaskClient) -> str:
    """Where the browser is sent that has no session."""
    start = browser.get("/o/")
    assert (start.status_code, start.location) == (302, "/o/login")
    return browser.get("/o/login").location


def test_who_signs_in_sees_the_own_overview(house: House) -> None:
    browser = house.browser()
    address = sent_to_line(browser)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32
    back = browser.get(pick(address, PRANEE))
    assert (back.status_code, back.location) == (303, "/o/?signed=1")
    page = browser.get(back.location)
    assert page.status_code == 200
    assert "สพป.นครปฐม เขต 1" in page.text
    assert browser.get("/o/?at=country-TH").status_code == 404


def test_each_sign_in_has_secrets_of_its_own(house: House) -> None:
    first, second = (parse_qs(urlsplit(sent_to_line(house.browser())).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


def test_somebody_elses_sign_in_does_not_open_this_browser(house: House) -> None:
    mine, theirs = house.browser(), house.browser()
    sent_to_line(mine)
    stolen = pick(sent_to_line(theirs), MALI)
    assert mine.get(stolen).status_code == 403  # the state is not this browser's
    assert house.browser().get(stolen).status_code == 403  # and this one never began
    assert mine.get("/o/?signed=1").status_code == 401


def test_a_code_of_another_sign_in_is_refused_by_its_verifier_and_nonce(house: House) -> None:
    mine, theirs = house.browser(), house.browser()
    own_state = parse_qs(urlsplit(sent_to_line(mine)).query)["state"][0]
    code = parse_qs(urlsplit(pick(sent_to_line(theirs), MALI)).query)["code"][0]
    assert mine.get(f"/o/login/back?code={code}&state={own_state}").status_code == 403


def test_an_id_token_of_another_nonce_opens_nothing(house: House) -> None:
    """Everything else fits: state, code and verifier are this browser's own."""
    browser = house.browser()
    address = sent_to_line(browser)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    answer = browser.get(pick(address.replace(nonce, "0" * 32), PRANEE))
    assert answer.status_code == 403
    assert browser.get("/o/?signed=1").status_code == 401


def test_a_state_that_was_changed_on_the_way_opens_nothing(house: House) -> None:
    browser = house.browser()
    back = pick(sent_to_line(browser), PRANEE)
    state = parse_qs(urlsplit(back).query)["state"][0]
    for wrong in (back.replace(state, "0" * 32), back.replace(f"state={state}", "")):
        assert browser.get(wrong).status_code == 403
    assert browser.get("/o/?signed=1").status_code == 401


def test_who_leaves_is_offered_the_sign_in_again_and_the_old_cookie_opens_nothing(
    house: House,
) -> None:
    browser = house.browser(PRANEE)
    cookie = browser.get_cookie("philiang_overview", path="/o")
    assert cookie is not None
    assert 'href="/o/login"' in browser.post("/o/out").text
    browser.set_cookie(cookie.key, cookie.value, path="/o")
    assert browser.get("/o/?signed=1").status_code == 401


def test_who_does_not_agree_is_told_so_and_can_try_again(house: House) -> None:
    browser = house.browser()
    answer = browser.get(pick(sent_to_line(browser), ""))
    assert answer.status_code == 403
    assert "เข้าด้วย LINE ไม่สำเร็จ" in answer.text
    assert 'href="/o/login"' in answer.text


def test_while_line_is_away_people_are_asked_to_come_back(house: House, line: Simulator) -> None:
    browser = house.browser()
    back = pick(sent_to_line(browser), PRANEE)
    line.stop()
    assert browser.get(back).status_code == 503


def test_a_browser_that_keeps_no_cookies_is_not_sent_round_for_ever(house: House) -> None:
    answer = house.browser().get("/o/?signed=1")
    assert answer.status_code == 401
    assert "เข้าด้วย LINE" in answer.text


def test_the_button_of_the_chat_then_only_leads_to_the_sign_in(house: House) -> None:
    link = house.link(PRANEE)
    for answer in (house.browser().get(link), house.browser().post(link)):
        assert (answer.status_code, answer.location) == (303, "/o/")
        assert "Set-Cookie" not in answer.headers
