"""Processes that are there at once: forked from one that has everything imported already.

Starting Python and importing the bot takes seconds, in which nothing is there that could be killed
in the middle of its work. What is forked runs `python -m MODULE` as it stands.
"""

import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from benchmarks.world import ROOT

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bot.app", "gunicorn.app.wsgiapp", "scheduler.__main__"])


class Forked:
    """A process that was forked, with those methods of a Popen that are wanted here."""

    def __init__(self, process: ForkServerProcess):
        self._process = process

    @property
    def pid(self) -> int:
        assert self._process.pid is not None, "it was started"
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return code

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def forked(module: str, environment: Mapping[str, str], log: Path) -> Forked:
    """`python -m MODULE` in the project's folder, in a session of its own, with this environment
    and nothing else; its output goes to `log`."""
    child = _CONTEXT.Process(
        target=_become, args=(module, dict(environment), log), name=module, daemon=True
    )
    child.start()
    return Forked(child)


def _become(module: str, environment: dict[str, str], log: Path) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(out, stream.fileno())
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
