"""Servers started for a measurement, and the CPU that they used. Reads /proc: Linux only."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.nursery import forked
from benchmarks.world import ROOT

_TICKS = os.sysconf("SC_CLK_TCK")
_BOOT_SECONDS = 60.0


class Process(Protocol):
    """What a started process and a forked one (nursery.py) have in common."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its arbiter and the workers below it."""

    process: Process
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """The process ids below the arbiter."""
        return [pid for pid in _tree(self.process.pid) if pid != self.process.pid]

    def cpu_seconds(self) -> float:
        """CPU that the arbiter and its present workers have used so far."""
        return _cpu(_tree(self.process.pid))

    def kill(self) -> None:
        """kill -9 of the whole tree, at once: nobody gets to say good-bye."""
        # The arbiter first, or it would start new workers for those that die.
        for pid in [self.process.pid, *self.workers()]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def gunicorn(settings: Mapping[str, str], log: Path, *, config: str | None = None) -> Server:
    """Start gunicorn in the project's folder, and wait until it answers.

    `config`: a configuration file other than the project's own. Its output goes to `log`.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *(["-c", config] if config else [])]
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            cwd=ROOT,
            env=_environment(settings, port),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    return _answering(Server(process, port), log)


def gunicorn_at_once(settings: Mapping[str, str], log: Path, port: int | None = None) -> Server:
    """The same without the seconds that it takes to import everything: see nursery.py."""
    port = port or free_port()
    return _answering(Server(forked("gunicorn", _environment(settings, port), log), port), log)


@contextmanager
def serving(
    settings: Mapping[str, str], log: Path, *, config: str | None = None
) -> Iterator[Server]:
    """The same for the length of a block; stopped politely at its end."""
    server = gunicorn(settings, log, config=config)
    try:
        yield server
    finally:
        server.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.process.wait(20)
        server.kill()


def _environment(settings: Mapping[str, str], port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "LC_ALL")}
    return {**kept, "PYTHONPATH": str(ROOT), "PORT": str(port), **settings}


def _answering(server: Server, log: Path) -> Server:
    try:
        _until_it_answers(server, log)
    except BaseException:
        server.kill()
        raise
    return server


def _until_it_answers(server: Server, log: Path) -> None:
    until = time.monotonic() + _BOOT_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        with suppress(URLError, OSError), urlopen(f"{server.url}/healthz", timeout=5):  # noqa: S310
            return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


def backends_cpu_seconds(database: str) -> float:
    """CPU that PostgreSQL's present backends of this database have used so far."""
    return _cpu(_backends(database))


def _backends(database: str) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                title = (folder / "cmdline").read_bytes()
                if title.startswith(b"postgres: ") and f" {database} ".encode() in title:
                    found.append(int(folder.name))
    return found


def _tree(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(after_name[1]), []).append(int(folder.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += parents.get(pid, [])
    return found


def _cpu(pids: Iterable[int]) -> float:
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])  # user and system time
    return ticks / _TICKS
