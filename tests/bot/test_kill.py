"""kill -9 in the middle of conversations: the script of benchmarks/kill.py, with fewer kills."""

from pathlib import Path

import pytest

from benchmarks import kill
from benchmarks.talkers import TALKERS


@pytest.mark.timeout(300)
def test_kill_9_of_the_web_process_loses_and_doubles_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kill.db'}"
    found = kill.run(url, tmp_path, kills=6, seed=20)
    assert found.faults == []
    # Reports were made, and the kills did hit those who made them.
    assert found.reports >= TALKERS
    assert found.redelivered > 0
