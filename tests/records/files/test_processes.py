"""Two server processes take the same file; a process is killed in the middle of an upload."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forking import Child
from serving import environment, ready

START = """
import sys, time, os
import django
django.setup()
from datetime import datetime, UTC
from pathlib import Path
from thangdo.records.files.store import put, sweep, is_whole
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.events import By
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
PDF = b"%PDF-1.7\\n" + b" " * 3_000_000 + b"\\n%%EOF\\n"
"""
GIVE = """
go = Path(sys.argv[1])
print("ready", flush=True)
while not go.exists():
    time.sleep(0.001)
for n in range(20):
    put([PDF], f"a{n}.pdf", "", By(f"person:{sys.argv[2]}", NOW))
"""
HANG = """
def stream():
    yield PDF[:1_000_000]
    print("half", flush=True)
    time.sleep(60)
put(stream(), "a.pdf", "", By("person:1", NOW))
"""
DIE = """
from django.db.models import Model
import thangdo.records.files.receiving as receiving
def killed(*arguments):
    print("half", flush=True)
    time.sleep(60)
receiving._known = killed
put([PDF], "a.pdf", "", By("person:1", NOW))
"""
COUNT = """
from thangdo.records.ledger.models import Event
files = StoredFile.objects.all()
on_disk = [p for p in (Path(os.environ["THANGDO_DATA"]) / "files").glob("[0-9a-f]*/*")]
print(len(files), len(on_disk), Event.objects.count(), sum(f.given_names.count() for f in files),
      all(is_whole(f) for f in files))
"""
SWEEP = """
from datetime import timedelta
swept = sweep(datetime.now(UTC) + timedelta(days=2))
print(swept.partial, swept.orphans)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with an empty database, which other processes share."""
    return ready(tmp_path / "data", "sqlite")


def begun(data: Path, script: str, *arguments: object) -> subprocess.Popen[str]:
    env = {name: value for name, value in environment(data).items() if name != "THANGDO_DATABASE_URL"}
    command = [sys.executable, "-c", START + script, *(str(argument) for argument in arguments)]
    return Child(command, env=env, stdout=subprocess.PIPE, text=True)


def run(data: Path, script: str) -> str:
    with begun(data, script) as process:
        out, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    return out.strip()


def test_two_officers_give_the_same_file_at_the_same_moment(home: Path, tmp_path: Path) -> None:
    go = tmp_path / "go"
    processes = [begun(home, GIVE, go, number) for number in (1, 2)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    go.touch()
    for process in processes:
        process.communicate(timeout=600)
        assert process.returncode == 0
    assert run(home, COUNT) == "1 1 1 40 True"


@pytest.mark.parametrize(("script", "left"), [(HANG, "1 0"), (DIE, "0 1")])
def test_a_process_killed_in_the_middle_of_an_upload_leaves_half_a_file(
    home: Path, script: str, left: str
) -> None:
    process = begun(home, script)
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=600)
    assert run(home, COUNT).startswith("0 ")
    assert run(home, SWEEP) == left
    assert [path for path in (home / "files").rglob("*") if path.is_file() and path.name != ".lock"] == []
    assert run(home, "put([PDF], 'a.pdf', '', By('person:1', NOW))\n" + COUNT) == "1 1 1 1 True"
