"""`python -m simulator`: LINE on this machine, with a page of phones."""

import argparse
import os
import signal
import threading
from datetime import datetime
from pathlib import Path

from simulator.login import LoginChannel
from simulator.platform import BANGKOK
from simulator.server import Simulator
from simulator.webhook import Manner


def main() -> None:
    """Read the options (environment variables stand in for missing ones) and serve."""
    env = os.environ.get
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--webhook", default="http://127.0.0.1:8000/webhook", metavar="URL")
    parser.add_argument(
        "--channel-secret",
        "--secret",
        default=env("LINE_CHANNEL_SECRET", "sim-channel-secret").split(",")[0],
        help="signs the webhooks (LINE_CHANNEL_SECRET)",
    )
    parser.add_argument(
        "--token",
        default=env("LINE_CHANNEL_ACCESS_TOKEN", "sim-access-token"),
        help="the access token the bot uses (LINE_CHANNEL_ACCESS_TOKEN)",
    )
    parser.add_argument(
        "--channel-id", default=env("LINE_CHANNEL_ID", "2000000001"), help="(LINE_CHANNEL_ID)"
    )
    parser.add_argument(
        "--login-channel-id",
        default=env("LINE_LOGIN_CHANNEL_ID", LoginChannel.channel_id),
        help="(LINE_LOGIN_CHANNEL_ID)",
    )
    parser.add_argument(
        "--login-channel-secret",
        default=env("LINE_LOGIN_CHANNEL_SECRET", LoginChannel.secret),
        help="(LINE_LOGIN_CHANNEL_SECRET)",
    )
    parser.add_argument("--cast", type=Path, help="JSON file of the people with a phone")
    parser.add_argument(
        "--data",
        default="",
        metavar="NAME",
        help="with what the bot began; saved transcripts tell it, and the day of this start",
    )
    parser.add_argument(
        "--no-redeliver",
        dest="redeliver",
        action="store_false",
        help="do not send failed webhooks again",
    )
    options = parser.parse_args()
    simulator = Simulator(
        cast=options.cast,
        channel_secret=options.channel_secret,
        webhook_url=options.webhook,
        access_token=options.token,
        channel_id=options.channel_id,
        host=options.host,
        port=options.port,
        login_channel=LoginChannel(options.login_channel_id, options.login_channel_secret),
        manner=Manner(redeliver=options.redeliver),
        data=options.data and f"{options.data} {datetime.now(BANGKOK):%Y-%m-%d}",
    )
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    print(f"LINE on the desk: {simulator.start()} -> {options.webhook}", flush=True)
    # The clock may be a moved one from an earlier day of the demo; the bot starts a little later
    for _ in range(60):
        if simulator.bot_clock.ask() or over.wait(1):
            break
    over.wait()
    simulator.stop()


if __name__ == "__main__":
    main()
