"""LINE Login on the desk keeps to what LINE does."""

import base64
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import urllib3
from desk import CAST, MALI

from simulator.login import LoginChannel
from simulator.server import Simulator

BACK = "http://127.0.0.1:8000/o/login/back"
CHANNEL = LoginChannel("2000000002", "login-secret", (BACK,))
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": CHANNEL.channel_id,
    "redirect_uri": BACK,
    "state": "s1",
    "scope": "openid",
    "nonce": "n1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Web:
    """A browser and a server, both talking to LINE on the desk."""

    def __init__(self, base: str, clock: Clock) -> None:
        self.base, self.clock = base, clock
        self.pool = urllib3.PoolManager(retries=False, timeout=10)

    def authorize(self, **changed: str) -> urllib3.BaseHTTPResponse:
        address = f"{self.base}/oauth2/v2.1/authorize?{urlencode(ASKED | changed)}"
        return self.pool.request("GET", address, redirect=False)

    def pick(self, person: str, **changed: str) -> dict[str, list[str]]:
        """What comes back to the web site when this person was picked."""
        address = f"{self.base}/oauth2/v2.1/authorize?{urlencode(ASKED | changed)}"
        answer = self.pool.request("POST", address, fields={"person": person}, redirect=False)
        assert answer.headers["Location"].startswith(BACK)
        return parse_qs(urlsplit(answer.headers["Location"]).query)

    def token(self, code: str, **changed: str) -> tuple[int, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": CHANNEL.channel_id,
            "client_secret": CHANNEL.secret,
            "code_verifier": VERIFIER,
        }
        return self._post("token", form | changed)

    def verify(self, id_token: str, **changed: str) -> tuple[int, Any]:
        form = {"id_token": id_token, "client_id": CHANNEL.channel_id, "nonce": "n1"}
        return self._post("verify", form | changed)

    def id_token(self) -> str:
        status, said = self.token(self.pick(MALI)["code"][0])
        assert status == 200
        return str(said["id_token"])

    def _post(self, name: str, form: dict[str, str]) -> tuple[int, Any]:
        answer = self.pool.request(
            "POST", f"{self.base}/oauth2/v2.1/{name}", fields=form, encode_multipart=False
        )
        return answer.status, answer.json()


@pytest.fixture
def web() -> Iterator[Web]:
    clock = Clock()
    cast = [{**CAST[0], "about_th": "ครูแกนนำ <ประถม>"}, *CAST[1:]]
    with Simulator(cast, seed=1, clock=clock, login_channel=CHANNEL) as simulator:
        made = Web(simulator.base_url, clock)
        yield made
        made.pool.clear()


def test_whoever_is_picked_is_vouched_for_with_state_and_nonce(web: Web) -> None:
    assert "เข้าเป็นใคร" in web.authorize().data.decode()
    back = web.pick(MALI)
    assert back["state"] == ["s1"]
    status, tokens = web.token(back["code"][0])
    assert (status, tokens["token_type"], tokens["scope"]) == (200, "Bearer", "openid")
    status, claims = web.verify(tokens["id_token"])
    assert status == 200
    assert claims["iss"] == "https://access.line.me"
    assert (claims["sub"], claims["aud"], claims["nonce"]) == (MALI, CHANNEL.channel_id, "n1")
    assert "name" not in claims  # only with the scope profile


def test_the_page_says_who_can_be_picked_and_what_the_site_asks_for(web: Web) -> None:
    page = web.authorize().data.decode()
    for person in CAST:
        assert str(person["name"]) in page
    assert "ครูแกนนำ &lt;ประถม&gt;" in page
    assert "รหัสบัญชี LINE ของท่าน" in page
    assert "ชื่อและรูปโปรไฟล์" not in page
    assert "ชื่อและรูปโปรไฟล์" in web.authorize(scope="openid profile").data.decode()
    assert "ยกเลิก" in page


def test_nothing_of_the_address_gets_into_the_page(web: Web) -> None:
    for changed in ({"client_id": "<b>x"}, {"scope": "openid <b>x"}, {"state": "<b>x"}):
        assert "<b>x" not in web.authorize(**changed).data.decode()


@pytest.mark.parametrize("nonce", ["n2", ""])
def test_an_id_token_of_another_nonce_is_not_vouched_for(web: Web, nonce: str) -> None:
    status, tokens = web.token(web.pick(MALI, nonce=nonce)["code"][0])
    assert status == 200
    status, said = web.verify(tokens["id_token"])
    assert (status, said["error_description"]) == (400, "Invalid IdToken Nonce.")


def test_a_code_works_once_and_for_ten_minutes(web: Web) -> None:
    code = web.pick(MALI)["code"][0]
    assert web.token(code)[0] == 200
    assert web.token(code)[1]["error"] == "invalid_grant"
    late = web.pick(MALI)["code"][0]
    web.clock.now += 601
    assert web.token(late)[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8000/else"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "1"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_given_out_for_what_it_was_asked_with(
    web: Web, changed: dict[str, str], error: str
) -> None:
    status, said = web.token(web.pick(MALI)["code"][0], **changed)
    assert (status, said["error"]) == (400, error)


def test_who_does_not_agree_goes_back_with_an_error(web: Web) -> None:
    back = web.pick("")
    assert (back["error"], back["state"]) == (["ACCESS_DENIED"], ["s1"])
    assert "code" not in back


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "UNSUPPORTED_RESPONSE_TYPE"),
        ({"scope": "email"}, "INVALID_SCOPE"),
        ({"code_challenge_method": "plain"}, "INVALID_REQUEST"),
        ({"state": ""}, "INVALID_REQUEST"),
    ],
)
def test_a_request_that_line_does_not_take_goes_back_with_its_error(
    web: Web, changed: dict[str, str], error: str
) -> None:
    answer = web.authorize(**changed)
    assert answer.status == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == [error]


def test_nobody_is_sent_to_an_address_that_is_not_registered(web: Web) -> None:
    for changed in ({"redirect_uri": "https://evil.example/"}, {"client_id": "1"}):
        answer = web.authorize(**changed)
        assert answer.status == 400
        assert "Location" not in answer.headers


def test_an_id_token_is_verified_as_line_words_it(web: Web) -> None:
    token = web.id_token()
    head, claims, signature = token.split(".")
    faults = {
        "Invalid IdToken.": web.verify(f"{head}.{claims}x.{signature}"),
        "Invalid IdToken Audience.": web.verify(token, client_id="1"),
        "Invalid IdToken Nonce.": web.verify(token, nonce="n2"),
        "Invalid IdToken Subject Identifier.": web.verify(token, user_id="U" + "0" * 32),
    }
    web.clock.now += 3601
    faults["IdToken expired."] = web.verify(token)
    for words, (status, said) in faults.items():
        assert (status, said["error_description"]) == (400, words)
