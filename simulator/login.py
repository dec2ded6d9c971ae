"""LINE Login on the desk: whoever is sent here picks a person, and goes back with a code.

As LINE does it: state comes back as it was; a code lives ten minutes, is for one redirect address
and works once; with PKCE its verifier has to fit; the ID token is a JWT signed with the channel's
secret (HS256), which the verify endpoint reads. The addresses that may be gone back to are those
registered; with none registered, any on this machine.
"""

import base64
import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, redirect, request

from simulator import ids, login_page
from simulator.gate import Answer, Gate
from simulator.people import Json
from simulator.platform import Platform

ISSUER = "https://access.line.me"
CODE_LIFE = 600.0
ID_TOKEN_LIFE = 3600
ACCESS_TOKEN_LIFE = 2592000


@dataclass
class LoginChannel:
    """A LINE Login channel: its id and secret, and the registered addresses to go back to."""

    channel_id: str = "2000000002"
    secret: str = "sim-login-secret"
    callbacks: tuple[str, ...] = ()

    def goes_back_to(self, address: str) -> bool:
        if self.callbacks:
            return address in self.callbacks
        return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")


@dataclass
class Grant:
    """A code, and what it was given for."""

    user_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    scope: str
    until: float


def login(gate: Gate, channel: LoginChannel) -> Blueprint:
    """The blueprint of LINE Login v2.1."""
    api = Blueprint("login", __name__)
    platform = gate.platform
    grants: dict[str, Grant] = {}

    @api.get("/oauth2/v2.1/authorize")
    def authorize() -> Response:
        if (wrong := _unusable(channel)) is not None:
            return _html(login_page.unusable(wrong), 400)
        if (error := _error_of(channel)) is not None:
            return _back(error=error)
        return _html(login_page.choice(platform.people.values(), request.args.get("scope", "")))

    @api.post("/oauth2/v2.1/authorize")
    def picked() -> Response:
        if (wrong := _unusable(channel)) is not None:
            return _html(login_page.unusable(wrong), 400)
        person = platform.people.get(request.form.get("person", ""))
        if person is None:
            return _back(
                error="ACCESS_DENIED", error_description="The resource owner denied the request."
            )
        code, asked = ids.token(), request.args
        with platform.lock:
            grants[code] = Grant(
                person.user_id,
                asked["redirect_uri"],
                asked.get("nonce", ""),
                asked.get("code_challenge", ""),
                asked.get("scope", ""),
                platform.clock() + CODE_LIFE,
            )
        return _back(code=code)

    @gate.endpoint(api, "POST", "/oauth2/v2.1/token", "login_token", auth=False)
    def token() -> Answer:
        form = request.form
        if form.get("grant_type") != "authorization_code":
            return _no("unsupported_grant_type", "unsupported grant_type")
        if form.get("client_id") != channel.channel_id or not hmac.compare_digest(
            form.get("client_secret", "").encode(), channel.secret.encode()
        ):
            return _no("invalid_client", "invalid client")
        with platform.lock:
            grant = grants.pop(form.get("code", ""), None)
        if grant is None or grant.until <= platform.clock():
            return _no("invalid_grant", "invalid authorization code")
        if form.get("redirect_uri") != grant.redirect_uri:
            return _no("invalid_grant", "redirect_uri does not match")
        if grant.challenge and _challenge(form.get("code_verifier", "")) != grant.challenge:
            return _no("invalid_grant", "invalid code_verifier")
        answer: Json = {
            "access_token": ids.long_token(),
            "expires_in": ACCESS_TOKEN_LIFE,
            "refresh_token": ids.token(),
            "scope": grant.scope,
            "token_type": "Bearer",
        }
        if "openid" in grant.scope.split():
            answer["id_token"] = _id_token(platform, channel, grant)
        return Answer(answer)

    @gate.endpoint(api, "POST", "/oauth2/v2.1/verify", "login_verify", auth=False)
    def verify() -> Answer:
        claims = _read(request.form.get("id_token", ""), channel.secret)
        if claims is None:
            return _no("invalid_request", "Invalid IdToken.")
        if claims["iss"] != ISSUER:
            return _no("invalid_request", "Invalid IdToken Issuer.")
        if claims["exp"] <= platform.clock():
            return _no("invalid_request", "IdToken expired.")
        if claims["aud"] != request.form.get("client_id"):
            return _no("invalid_request", "Invalid IdToken Audience.")
        wanted = request.form.get("nonce")
        if wanted is not None and claims.get("nonce") != wanted:
            return _no("invalid_request", "Invalid IdToken Nonce.")
        user_id = request.form.get("user_id")
        if user_id is not None and claims["sub"] != user_id:
            return _no("invalid_request", "Invalid IdToken Subject Identifier.")
        return Answer(claims)

    return api


def _unusable(channel: LoginChannel) -> str | None:
    """What makes LINE show a page of its own instead of going back: nobody knows where to."""
    if request.args.get("client_id") != channel.channel_id:
        return "Invalid client_id"
    if not channel.goes_back_to(request.args.get("redirect_uri", "")):
        return "Invalid redirect_uri value. Check if it is registered in a LINE developers site."
    return None


def _error_of(channel: LoginChannel) -> str | None:
    asked = request.args
    if asked.get("response_type") != "code":
        return "UNSUPPORTED_RESPONSE_TYPE"
    if not {"openid", "profile"} & set(asked.get("scope", "").split()):
        return "INVALID_SCOPE"
    method = asked.get("code_challenge_method")
    if not asked.get("state") or (asked.get("code_challenge") and method != "S256"):
        return "INVALID_REQUEST"
    return None


def _back(**said: str) -> Response:
    """Back to where the person came from; `state` comes along as it was."""
    address = request.args["redirect_uri"]
    if state := request.args.get("state"):
        said["state"] = state
    joint = "&" if urlsplit(address).query else "?"
    response = redirect(f"{address}{joint}{urlencode(said)}", 302)
    assert isinstance(response, Response)
    return response


def _html(page: str, status: int = 200) -> Response:
    return Response(page, status, content_type="text/html; charset=utf-8")


def _no(error: str, description: str) -> Answer:
    return Answer({"error": error, "error_description": description}, 400)


# --- the ID token, a JWT -------------------------------------------------------------------------


def _id_token(platform: Platform, channel: LoginChannel, grant: Grant) -> str:
    now = int(platform.clock())
    claims: Json = {
        "iss": ISSUER,
        "sub": grant.user_id,
        "aud": channel.channel_id,
        "exp": now + ID_TOKEN_LIFE,
        "iat": now,
        "amr": ["linesso"],
    }
    if grant.nonce:
        claims["nonce"] = grant.nonce
    if "profile" in grant.scope.split():
        claims["name"] = platform.people[grant.user_id].name
    head = {"typ": "JWT", "alg": "HS256"}
    signed = ".".join(_packed(json.dumps(part).encode()) for part in (head, claims))
    return f"{signed}.{_signature(signed, channel.secret)}"


def _read(token: str, secret: str) -> dict[str, Any] | None:
    signed, _, signature = token.rpartition(".")
    if not signed or not hmac.compare_digest(
        _signature(signed, secret).encode(), signature.encode()
    ):
        return None
    claims: dict[str, Any] = json.loads(_unpacked(signed.rpartition(".")[2]))
    return claims


def _signature(signed: str, secret: str) -> str:
    return _packed(hmac.new(secret.encode(), signed.encode(), sha256).digest())


def _challenge(verifier: str) -> str:
    return _packed(sha256(verifier.encode()).digest())


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
