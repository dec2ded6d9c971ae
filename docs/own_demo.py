"""A demo of one's own, to take pictures of: an empty folder, free ports, a clock that is set.

Without the scheduler, so that nothing comes in between; whoever wants a reminder runs a round.
"""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import urllib3
from playwright.sync_api import Page, sync_playwright

from bot.app import create_app, runtime_of
from bot.database import transaction, upgrade
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.__main__ import environment, prepare
from models.demo_clock import set_offset

ROOT = Path(__file__).parent.parent
#: What of demo/Procfile runs.
PARTS = ("web", "line", "menus")
#: As sharp as a picture is to be: pixels for each of a phone's.
SHARPNESS = 1.5


@dataclass(frozen=True)
class OwnDemo:
    """A running demo: the addresses of the bot and of the page of phones, and the bot's parts on
    the same database."""

    bot: str
    page: str
    runtime: Runtime


@contextmanager
def own_demo(at: datetime) -> Iterator[OwnDemo]:
    """Start a demo in which it is `at` (aware), and end it."""
    with TemporaryDirectory() as folder:
        bot_port, page_port = _free_ports()
        ports = {"BOT_PORT": bot_port, "PAGE_PORT": page_port}
        env = environment({**os.environ, **ports, "DEMO_HOME": folder})
        runtime = _prepared(env, at)
        # That nobody answers yet is no news.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
        demo = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "honcho", "-f", "demo/Procfile", "start", *PARTS],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env=env,
        )
        try:
            bot, page = f"http://127.0.0.1:{bot_port}", f"http://127.0.0.1:{page_port}"
            _answers(f"{bot}/readyz")
            _answers(f"{page}/")
            yield OwnDemo(bot, page, runtime)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(30)
            runtime.engine.dispose()


@contextmanager
def phone_page(address: str, width: int, height: int) -> Iterator[Page]:
    """The page of phones in Debian's chromium, as wide and high as that."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Pictures need Debian's chromium: apt-get install chromium fonts-thai-tlwg")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=SHARPNESS
        )
        page.goto(address)
        yield page
        browser.close()


def _prepared(env: dict[str, str], at: datetime) -> Runtime:
    """The database with the demo's people and reports, as if it had been made at that moment."""
    runtime = runtime_of(create_app(load_settings(env)))
    upgrade(runtime.settings.database_url)
    with transaction(runtime.engine) as session:
        set_offset(session, round((at - datetime.now(UTC)).total_seconds()))
    prepare(runtime)
    return runtime


def _free_ports() -> tuple[str, str]:
    """Two ports that nothing listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as b:
        return str(one.getsockname()[1]), str(b.getsockname()[1])


def _answers(url: str) -> None:
    """Wait until a GET of this address is answered 200; at most about a minute."""
    patience = urllib3.Retry(total=14, backoff_factor=0.1, backoff_max=5, status_forcelist=[503])
    with urllib3.PoolManager(retries=patience, timeout=5) as pool:
        answer = pool.request("GET", url)
        assert answer.status == 200, f"{url} answered {answer.status}"
