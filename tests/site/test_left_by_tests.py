"""A killed run of the tests leaves its PostgreSQL behind until the next run, and no longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import postgres


def made(folder: Path, name: str, owner: str = "", server: str = "", hours: int = 0) -> Path:
    left = folder / f"{postgres.PREFIX}{name}"
    (left / "data").mkdir(parents=True)
    if owner:
        (left / postgres.OWNER).write_text(owner)
    if server:
        (left / "data" / "postmaster.pid").write_text(f"{server}\n/tmp\n")
    then = left.stat().st_mtime - hours * 3600
    os.utime(left, (then, then))
    return left


def test_a_killed_run_fills_the_disk_or_a_running_one_loses_its_server(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone, here = str(ended.pid), str(os.getpid())
    wanted = [made(tmp_path, "killed", gone, gone), made(tmp_path, "old", hours=25)]
    kept = [
        made(tmp_path, "running", here, here, hours=25),
        made(tmp_path, "beginning", here),
        made(tmp_path, "just made"),
        made(tmp_path, "ending", gone, here),
        made(tmp_path / "other", "x"),
    ]
    assert sorted(postgres.sweep(tmp_path)) == sorted(wanted)
    assert [path.exists() for path in [*wanted, *kept]] == [False] * 2 + [True] * 5
