"""The short form of `make storm`: what was acknowledged is there once, whatever is killed under load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import postgres

STORM = Path(__file__).parents[2] / "bench" / "storm.py"


@pytest.mark.database
def test_what_was_acknowledged_is_lost_or_done_twice_when_something_is_killed() -> None:
    """Takes half a minute: four kills, each after the site has gone on; SQLite: clock and full disk too.

    On PostgreSQL a server of its own with synchronous_commit=on, of which a process is killed.
    """
    engine = "postgresql" if postgres.running() else "sqlite"
    done = subprocess.run(
        [sys.executable, str(STORM), "--kills", "4", "--short", "--engine", engine],
        capture_output=True,
        text=True,
        timeout=600,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    told = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if " " in line.strip())
    assert told["lost"] == told["doubled"] == "0"
