"""Every setting of the bot, read once at the start from the environment.

The names and their meaning stand in the table of README.md. All faults are told in one message,
so that whoever deploys does not mend them one restart at a time.
"""

import ipaddress
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from handlers.call import EDIT_DAYS, FILE_MB, Kept

# These may also come from a file whose path is in NAME_FILE, as container platforms hand out
# secrets. The database URL is among them because it carries a password.
FROM_FILE = (
    "LINE_CHANNEL_SECRET",
    "LINE_CHANNEL_ACCESS_TOKEN",
    "LINE_LOGIN_CHANNEL_SECRET",
    "SIGNING_SECRET",
    "DATA_KEY",
    "METRICS_TOKEN",
    "DATABASE_URL",
)
# The demo talks to the simulator on the same machine only, so its secrets guard nothing.
DEMO_VALUES = {
    "LINE_CHANNEL_SECRET": "demo-channel-secret",
    "LINE_CHANNEL_ACCESS_TOKEN": "demo-access-token",
    "SIGNING_SECRET": "demo-signing-secret-of-no-worth",
    "DATA_KEY": "demo-data-key-of-no-worth",
    "METRICS_TOKEN": "demo-metrics-token",
    "CONTROLLER_NAME": "PhiLiang demo",
    "CONTROLLER_CONTACT": "demo@example.org",
}
SHORTEST_SIGNING_SECRET = 16
ROTATION = 2  # a secret and the one it takes over from


class SettingsFault(Exception):
    """The environment cannot be used; the text names every fault, one a line, and no value."""


class Settings(BaseSettings):
    """The settings, checked. Made by `load_settings`; attribute names are the variables' names."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    # What is secret stays out of repr(), so that a stray print or traceback shows nothing.
    line_channel_secret: str = Field("", repr=False)
    line_channel_access_token: str = Field("", repr=False)
    line_channel_id: str = ""
    line_basic_id: str = ""
    line_login_channel_id: str = ""
    line_login_channel_secret: str = Field("", repr=False)
    line_api_base: str = ""
    signing_secret: str = Field("", repr=False)
    data_key: str = Field("", repr=False)
    metrics_token: str = Field("", repr=False)
    controller_name: str = ""
    controller_contact: str = ""
    bot_demo: bool = False
    bot_timezone: str = "Asia/Bangkok"
    database_url: str = Field("sqlite:///var/philiang.db", repr=False)
    public_base_url: str = "http://127.0.0.1:8000"
    media_url: str = Field("var/media", repr=False)
    edit_days: int = Field(EDIT_DAYS, ge=0, le=366)
    file_mb: int = Field(FILE_MB, ge=1, le=100)
    export_minutes: int = Field(15, ge=1, le=1440)
    # For how long what is not a record is kept (scheduler/purging.py).
    draft_days: int = Field(Kept.draft_days, ge=1, le=366)
    raw_event_days: int = Field(Kept.raw_event_days, ge=2, le=366)
    push_log_days: int = Field(365, ge=2, le=3660)
    unfollowed_days: int = Field(Kept.unfollowed_days, ge=1, le=3660)
    audit_days: int = Field(1830, ge=90, le=36600)
    record_years: int = Field(Kept.record_years, ge=1, le=100)  # after the end of their programme

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` hands in: the environment is an argument, not a global."""
        return (init_settings,)

    @field_validator("line_api_base", "public_base_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http:// or https:// address")
        if parts.query or parts.fragment:
            raise ValueError("must not carry a query or a fragment")
        return value.rstrip("/")

    @field_validator("line_api_base")
    @classmethod
    def _keeps_the_token_private(cls, value: str) -> str:
        if value.startswith("http://") and not is_loopback(value):
            raise ValueError("must be https:// unless it is on this machine (it carries the token)")
        return value

    @field_validator("bot_timezone")
    @classmethod
    def _a_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("must name a time zone such as Asia/Bangkok") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str) -> str:
        for short in ("postgres://", "postgresql://"):  # what hosting platforms hand out
            if value.startswith(short):
                return "postgresql+psycopg://" + value.removeprefix(short)
        if not value.startswith(("sqlite://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:// or postgresql+psycopg://")
        return value

    @field_validator("line_channel_secret", "signing_secret", "data_key")
    @classmethod
    def _at_most_two(cls, value: str) -> str:
        if len(_parts(value)) > ROTATION:
            raise ValueError("may hold two secrets with a comma between, not more")
        return value

    @property
    def demo(self) -> bool:
        return self.bot_demo

    @property
    def channel_secrets(self) -> tuple[str, ...]:
        """The channel secrets that a webhook may be signed with; two during a rotation."""
        return _parts(self.line_channel_secret)

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets of links, the newest first: it signs, all of them open."""
        return _parts(self.signing_secret)

    @property
    def data_keys(self) -> tuple[str, ...]:
        """The keys of contact details, the newest first: it locks, all of them unlock."""
        return _parts(self.data_key)

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.bot_timezone)

    @property
    def api_base(self) -> str:
        """Base URL of the Messaging API, without a slash at its end."""
        return self.line_api_base or "https://api.line.me"

    @property
    def content_base(self) -> str:
        """Base URL of the host that photos come from (LINE has a second one for them)."""
        return self.line_api_base or "https://api-data.line.me"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ` (usually `os.environ`); an empty variable counts as not set.

    Raises SettingsFault, whose text names every fault at once.
    """
    given, faults = _gather(environ)
    faults += _rules(given)
    if _is_demo(given):
        by_channel_id = "LINE_CHANNEL_ID" in given and "LINE_CHANNEL_ACCESS_TOKEN" not in given
        given = DEMO_VALUES | given
        if by_channel_id:
            del given["LINE_CHANNEL_ACCESS_TOKEN"]
    try:
        settings = Settings(**{name.lower(): value for name, value in given.items()})
    except ValidationError as wrong:
        faults += [_told(error["loc"], error["msg"]) for error in wrong.errors()]
        raise _fault(faults) from None
    if faults:
        raise _fault(faults)
    return settings


def settings_or_end() -> Settings:
    """The settings of the environment; faults in them are told at once, and end the process."""
    try:
        return load_settings(os.environ)
    except SettingsFault as fault:
        sys.exit(str(fault))


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _gather(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    faults: list[str] = []
    names = [name.upper() for name in Settings.model_fields]
    given: dict[str, Any] = {
        name: environ[name].strip() for name in names if environ.get(name, "").strip()
    }
    for name in FROM_FILE:
        path = environ.get(f"{name}_FILE", "").strip()
        if not path:
            continue
        if name in given:
            faults.append(f"{name}: set together with {name}_FILE; keep one of them")
            continue
        try:
            given[name] = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as unread:
            faults.append(f"{name}_FILE: cannot be read ({type(unread).__name__})")
            given[name] = "x" * SHORTEST_SIGNING_SECRET  # so that it is not told as missing too
    return given, faults


def _rules(given: Mapping[str, str]) -> list[str]:
    """What several settings must agree on. Judged on the raw values, so that these faults are
    told together with those of single settings."""
    faults = []
    if bool(given.get("LINE_LOGIN_CHANNEL_ID")) != bool(given.get("LINE_LOGIN_CHANNEL_SECRET")):
        faults.append("LINE_LOGIN_CHANNEL_ID and LINE_LOGIN_CHANNEL_SECRET: set both or neither")
    if _is_demo(given):
        if not is_loopback(given.get("LINE_API_BASE", "")):
            faults.append("BOT_DEMO: refused unless LINE_API_BASE is on this machine (127.0.0.1)")
        return faults
    if not given.get("LINE_CHANNEL_SECRET"):
        faults.append("LINE_CHANNEL_SECRET: missing (LINE Developers console, Basic settings)")
    if not given.get("LINE_CHANNEL_ACCESS_TOKEN") and not given.get("LINE_CHANNEL_ID"):
        faults.append("LINE_CHANNEL_ACCESS_TOKEN: missing, and no LINE_CHANNEL_ID in its place")
    if not given.get("SIGNING_SECRET"):
        faults.append("SIGNING_SECRET: missing (any long random text; it signs the links)")
    for name in ("SIGNING_SECRET", "DATA_KEY"):
        if any(len(one) < SHORTEST_SIGNING_SECRET for one in _parts(given.get(name, ""))):
            faults.append(f"{name}: shorter than {SHORTEST_SIGNING_SECRET} characters")
    return faults


def _is_demo(given: Mapping[str, str]) -> bool:
    return given.get("BOT_DEMO", "").casefold() in ("1", "true", "yes", "on")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _told(loc: tuple[int | str, ...], message: str) -> str:
    return f"{str(loc[0]).upper()}: {message.removeprefix('Value error, ')}"


def _fault(faults: list[str]) -> SettingsFault:
    return SettingsFault("The settings cannot be used:\n" + "\n".join(f"- {one}" for one in faults))
