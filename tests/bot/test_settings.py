"""Settings: what is read, what is refused, and that all faults are told at once."""

import pytest

from bot.settings import SettingsFault, is_loopback, load_settings

PRODUCTION = {
    "LINE_CHANNEL_SECRET": "a-channel-secret",
    "LINE_CHANNEL_ACCESS_TOKEN": "an-access-token",
    "SIGNING_SECRET": "a-long-random-signing-secret",
}
DEMO = {"BOT_DEMO": "1", "LINE_API_BASE": "http://127.0.0.1:8800"}


def faults_of(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsFault) as told:
        load_settings(environ)
    return [line.removeprefix("- ") for line in str(told.value).splitlines()[1:]]


def test_three_variables_are_enough_to_start():
    settings = load_settings(PRODUCTION)
    assert not settings.demo
    assert settings.timezone.key == "Asia/Bangkok"
    assert settings.database_url == "sqlite:///var/philiang.db"
    assert settings.api_base == "https://api.line.me"
    assert settings.content_base == "https://api-data.line.me"


def test_a_channel_id_takes_the_place_of_the_token():
    environ = PRODUCTION | {"LINE_CHANNEL_ID": "1234567890"}
    del environ["LINE_CHANNEL_ACCESS_TOKEN"]
    assert load_settings(environ).line_channel_id == "1234567890"


def test_one_base_url_serves_both_hosts_of_line():
    settings = load_settings(PRODUCTION | {"LINE_API_BASE": "http://127.0.0.1:8800/"})
    assert settings.api_base == settings.content_base == "http://127.0.0.1:8800"


def test_two_secrets_stand_side_by_side_during_a_rotation():
    settings = load_settings(
        PRODUCTION
        | {
            "LINE_CHANNEL_SECRET": "old-secret, new-secret",
            "SIGNING_SECRET": "the-newest-of-them,the-older-of-the-two",
        }
    )
    assert settings.channel_secrets == ("old-secret", "new-secret")
    assert settings.signing_secrets == ("the-newest-of-them", "the-older-of-the-two")


def test_a_secret_can_come_from_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("from-the-file\n", "utf-8")
    environ = {**PRODUCTION, "LINE_CHANNEL_SECRET_FILE": str(file)}
    del environ["LINE_CHANNEL_SECRET"]
    assert load_settings(environ).channel_secrets == ("from-the-file",)


def test_every_fault_is_told_at_once(tmp_path):
    faults = faults_of(
        {
            "BOT_TIMEZONE": "Asia/Nowhere",
            "DATABASE_URL": "mysql://somewhere",
            "PUBLIC_BASE_URL": "philiang.example",
            "LINE_API_BASE": "http://far.example",
            "LINE_LOGIN_CHANNEL_ID": "1",
            "METRICS_TOKEN_FILE": str(tmp_path / "absent"),
            "SIGNING_SECRET": "short",
        }
    )
    assert sorted(fault.split(":")[0] for fault in faults) == [
        "BOT_TIMEZONE",
        "DATABASE_URL",
        "LINE_API_BASE",
        "LINE_CHANNEL_ACCESS_TOKEN",
        "LINE_CHANNEL_SECRET",
        "LINE_LOGIN_CHANNEL_ID and LINE_LOGIN_CHANNEL_SECRET",
        "METRICS_TOKEN_FILE",
        "PUBLIC_BASE_URL",
        "SIGNING_SECRET",
    ]


def test_a_fault_never_quotes_the_value():
    with pytest.raises(SettingsFault) as told:
        load_settings(
            PRODUCTION | {"DATABASE_URL": "mysql://bot:hunter2@db", "BOT_DEMO": "hunter2"}
        )
    assert "hunter2" not in str(told.value)


def test_a_printed_settings_object_shows_no_secret():
    printed = repr(load_settings(PRODUCTION | {"DATABASE_URL": "sqlite:///hunter2.db"}))
    for secret in (*PRODUCTION.values(), "hunter2"):
        assert secret not in printed


def test_a_secret_set_twice_is_refused(tmp_path):
    file = tmp_path / "secret"
    file.write_text("another-signing-secret", "utf-8")
    faults = faults_of({**PRODUCTION, "SIGNING_SECRET_FILE": str(file)})
    assert faults == ["SIGNING_SECRET: set together with SIGNING_SECRET_FILE; keep one of them"]


def test_an_empty_variable_counts_as_not_set():
    assert faults_of(PRODUCTION | {"SIGNING_SECRET": "  "})[0].startswith("SIGNING_SECRET: missing")


def test_three_secrets_are_one_too_many():
    assert faults_of(PRODUCTION | {"LINE_CHANNEL_SECRET": "a,b,c"})[0].startswith(
        "LINE_CHANNEL_SECRET"
    )


@pytest.mark.parametrize("base", ["", "https://api.line.me", "http://127.0.0.1.example.org"])
def test_the_demo_is_refused_away_from_this_machine(base):
    environ = PRODUCTION | {"BOT_DEMO": "1", "LINE_API_BASE": base}
    assert any(fault.startswith("BOT_DEMO") for fault in faults_of(environ))


def test_the_demo_needs_no_secret_of_its_own():
    settings = load_settings(DEMO)
    assert settings.demo
    assert settings.channel_secrets
    assert settings.signing_secrets
    assert settings.line_channel_access_token


def test_the_demo_can_try_tokens_by_channel_id():
    settings = load_settings(DEMO | {"LINE_CHANNEL_ID": "1234567890"})
    assert settings.line_channel_access_token == ""


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_database_addresses_of_hosting_platforms_are_understood(scheme):
    settings = load_settings(PRODUCTION | {"DATABASE_URL": f"{scheme}://bot@db/philiang"})
    assert settings.database_url == "postgresql+psycopg://bot@db/philiang"


def test_the_machine_s_own_environment_is_not_read(monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "of-the-machine")
    assert load_settings(PRODUCTION).metrics_token == ""


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:8800", True),
        ("http://127.3.2.1", True),
        ("http://localhost:1", True),
        ("http://[::1]:8800", True),
        ("http://127.0.0.1@far.example", False),
        ("http://10.0.0.1", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_elsewhere(url, is_here):
    assert is_loopback(url) is is_here
