"""The Procfile as a hosting platform runs it: release, then web until it is told to stop."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3

from bot.app import create_app
from handlers.texts import t
from simulator.server import Simulator

ROOT = Path(__file__).parents[2]
STRANGER = {"key": "nok", "name": "คุณนก", "line_user_id": "U" + "0" * 28 + "b001", "joined": False}
REQUIRED = ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "SIGNING_SECRET")
#: Longer than anything here takes, so that a hang is a failure and no standstill.
PATIENCE = 60


def environment(**settings: str) -> dict[str, str]:
    """What a platform hands to a process: nothing of the developer's own."""
    tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {"PATH": tools, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", **settings}


def honcho(process: str, port: int = 5000) -> list[str]:
    """The command that runs one line of the Procfile; a developer's own .env stays out."""
    options = ["-f", "Procfile", "-e", os.devnull]
    return [sys.executable, "-m", "honcho", "start", *options, "-p", str(port), process]


def run_to_its_end(process: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        honcho(process), cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE
    )


@contextmanager
def running(process: str, port: int, env: dict[str, str], log: Path) -> Iterator[Callable[[], str]]:
    """A process of the Procfile. Gives what ends it as a platform does (SIGTERM), which answers
    with all that it printed; it is surely gone afterwards.
    """
    # Into a file: a pipe that nobody empties would stop it one day.
    with log.open("w") as out:
        started = subprocess.Popen(
            honcho(process, port), cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT
        )

    def end() -> str:
        started.terminate()
        started.wait(PATIENCE)
        return log.read_text()

    try:
        yield end
    finally:
        end()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ready(port: int) -> urllib3.BaseHTTPResponse:
    """The answer of /readyz, asked again while nobody listens or it says 503."""
    patience = urllib3.Retry(
        total=40, backoff_factor=0.05, backoff_max=1, status_forcelist=[503], raise_on_status=False
    )
    with urllib3.PoolManager(retries=patience, timeout=5) as pool:
        return pool.request("GET", f"http://127.0.0.1:{port}/readyz")


def on_the_desk(line: Simulator, method: str, path: str, body: Any = None) -> Any:
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as pool:
        answer = pool.request(method, f"{line.base_url}/_sim/users/nok/{path}", json=body)
        assert answer.status == 200, answer.data
        return answer.json()


def bot_says(line: Simulator) -> str:
    """All that the bot has shown on the phone, as JSON; waits until there is something."""
    chat = on_the_desk(line, "GET", "chat?after=0&wait=10")
    while not any(shown["from"] == "bot" for shown in chat["messages"]):
        fresh = on_the_desk(line, "GET", f"chat?after={chat['next']}&wait=10")
        assert fresh["messages"], "the phone stays silent"
        chat = fresh
    return json.dumps(chat["messages"], ensure_ascii=False)


# Once, on what a platform has: that both databases migrate and serve is shown elsewhere.
@pytest.mark.parametrize("bare_database_url", ["postgresql"], indirect=True)
def test_released_and_started_it_answers_a_stranger_and_ends_when_told(
    bare_database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    with Simulator(
        cast=[STRANGER], channel_secret="secret", webhook_url=f"http://127.0.0.1:{port}/webhook"
    ) as line:
        env = environment(
            LINE_API_BASE=line.base_url,
            LINE_CHANNEL_SECRET="secret",
            LINE_CHANNEL_ACCESS_TOKEN="sim-access-token",
            SIGNING_SECRET="long-enough-for-a-secret",
            DATABASE_URL=bare_database_url,
            MEDIA_URL=str(tmp_path / "media"),
        )
        released = run_to_its_end("release", env)
        assert released.returncode == 0, released.stdout + released.stderr

        with running("web", port, env, tmp_path / "web.log") as end:
            assert ready(port).data == b"ok\n"
            assert on_the_desk(line, "POST", "follow", {})["webhook_status"] == [200]
            assert t("joining.hello.title") in bot_says(line)
            said = end()
    assert "SIGTERM received" in said
    assert "sending SIGKILL" not in said
    assert "Traceback" not in said
    assert not listens(port)


@pytest.mark.parametrize("process", ["release", "web"])
def test_without_settings_a_process_ends_and_tells_every_fault_at_once(process: str) -> None:
    ended = run_to_its_end(process, environment())
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert [name for name in REQUIRED if f"- {name}: missing" in said] == list(REQUIRED)
    assert "Traceback" not in said


def test_the_application_itself_refuses_an_empty_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in list(os.environ):
        monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as told:
        create_app()
    assert [name for name in REQUIRED if f"- {name}: missing" in str(told.value)] == list(REQUIRED)
