"""`make demo`: everything on one machine, without a LINE account.

Makes the database under var/, fills it with the real networks and invented people and visits,
then starts the bot and LINE on the desk together (demo/Procfile, by honcho).
"""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.app import create_app, runtime_of
from bot.clock import today
from bot.database import transaction, upgrade
from bot.runtime import Runtime
from bot.settings import Settings, load_settings
from demo.people import cast, settle
from demo.reports import write_reports
from models.roster import SHIPPED, import_files, refusals

ROOT = Path(__file__).parent.parent
#: Where the demo listens; `make demo BOT_PORT=8001 PAGE_PORT=8801` where these are taken.
PORTS = {"BOT_PORT": "8000", "PAGE_PORT": "8800"}


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The demo's settings. None of the bot's own is taken from outside: a shell that holds the
    address of a real database must not get invented people written into it. DEMO_HOME is the
    folder in which the demo keeps what is said; with DEMO_LINE_LOGIN=1 the overview asks for a
    sign-in at LINE on the desk."""
    ports = {name: given.get(name) or usual for name, usual in PORTS.items()}
    home = Path(given.get("DEMO_HOME") or ROOT / "var")
    # The overview can be opened by signing in, too: LINE on the desk plays LINE Login.
    login = {
        "LINE_LOGIN_CHANNEL_ID": "2000000002",
        "LINE_LOGIN_CHANNEL_SECRET": "demo-login-secret",
    }
    outside = {name: value for name, value in given.items() if not _is_setting(name)}
    return {
        **outside,
        **ports,
        **(login if given.get("DEMO_LINE_LOGIN") else {}),
        "BOT_DEMO": "1",
        "LINE_API_BASE": f"http://127.0.0.1:{ports['PAGE_PORT']}",
        "LINE_CHANNEL_SECRET": "demo-channel-secret",
        "LINE_CHANNEL_ACCESS_TOKEN": "demo-access-token",
        "DATABASE_URL": f"sqlite:///{home / 'demo.db'}",
        "MEDIA_URL": str(home / "demo-media"),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{ports['BOT_PORT']}",
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{Path(sys.executable).parent}:{given['PATH']}",
    }


def prepare_and_leave(env: dict[str, str]) -> None:
    """`prepare`, and nothing left open."""
    runtime = runtime_of(create_app(load_settings(env)))
    prepare(runtime)
    runtime.engine.dispose()


def _is_setting(name: str) -> bool:
    return name.removesuffix("_FILE").lower() in Settings.model_fields


def prepare(runtime: Runtime) -> None:
    """Schema, rosters, people and invented visits; a second run changes nothing."""
    upgrade(runtime.settings.database_url)
    now = runtime.clock.now()
    day = today(now, runtime.settings.timezone)
    people = cast()
    with transaction(runtime.engine) as session:
        refused = refusals(import_files(session, SHIPPED))
        assert not refused, refused
        for member in people:
            settle(session, member, now, day)
        write_reports(session, people, now, day)


def main() -> None:
    """Start the demo; with words behind it (`remind …`), run them as a command on its data."""
    env = environment()
    if sys.argv[1:]:
        prepare_and_leave(env)
        flask = [sys.executable, "-m", "flask", "--app", "bot.app", *sys.argv[1:]]
        os.execve(sys.executable, flask, env)  # noqa: S606 - our own program, no shell
    taken = [name for name in PORTS if _taken(int(env[name]))]
    if taken:
        used = "\n".join(f"- {name}: port {env[name]} of this machine is in use" for name in taken)
        other = " ".join(f"{name}={int(env[name]) + 1}" for name in taken)
        sys.exit(
            f"The demo cannot start:\n{used}\nStop what uses it (another demo?), or type:  "
            f"make demo {other}"
        )
    prepare_and_leave(env)
    print(
        f"\nPhiLiang demo: open {env['LINE_API_BASE']}\n"
        "  1. On the phone of ครูมะลิ type  บันทึกนิเทศ  and answer until ส่งรายงาน.\n"
        "  2. On the phone of ศน.วิชัย type  ดูการนิเทศ  and open the report.\n"
        "  3. On the phone of ครูกานดา, who has not joined, type her code  KNDA-2570\n"
        "  4. In  เครื่องมือ  go to 20 พฤศจิกายน 2566, press  เล่นทีละวัน  and see who is reminded.\n"
        "Step by step, with pictures, in Thai: docs/th; in the chat type  คู่มือ\n"
        "Ctrl-C ends it; what was said is kept in var/ until you delete that folder.\n",
        flush=True,
    )
    honcho = [sys.executable, "-m", "honcho", "-f", "demo/Procfile", "-d", str(ROOT), "start"]
    os.execve(sys.executable, honcho, env)  # noqa: S606 - our own program, no shell


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
