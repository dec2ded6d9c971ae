"""The demo's phones show the rich menus: they are brought to LINE on the desk when it starts, and
anew when somebody resets it. In production that is `python -m rich_menus sync`, once a release.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import urllib3
from urllib3.exceptions import HTTPError

#: LINE on the desk holds a question for so long before it answers that nothing changed.
HOLD_SECONDS = 50
PAUSE_SECONDS = 0.3


def resets(line: str) -> Iterator[None]:
    """Once when LINE on the desk (its address) answers, and each time that it has been reset."""
    pool = urllib3.PoolManager(retries=False, timeout=HOLD_SECONDS + 10)
    since = 0
    while True:
        wait = HOLD_SECONDS if since else 0
        try:
            changes = pool.request("GET", f"{line}/_sim/changes?since={since}&wait={wait}").json()
        except HTTPError:
            time.sleep(PAUSE_SECONDS)  # it is still starting
            continue
        first, since = not since, changes["revision"]
        if first or changes["reset"]:
            yield


def sync() -> None:
    """Run it as one would; what it says is shown only where it fails."""
    run = subprocess.run(
        [sys.executable, "-m", "rich_menus", "sync"], capture_output=True, text=True, check=False
    )
    print("The menus are on the phones." if run.returncode == 0 else run.stderr, flush=True)


def main() -> None:
    for _ in resets(os.environ["LINE_API_BASE"]):
        sync()


if __name__ == "__main__":
    main()
