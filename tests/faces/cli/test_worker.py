"""`thangdo run`, `worker`, `migrate` and a refused `serve`: started, stopped at once, nothing left behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

import postgres
from faces.cli.installation import COMMAND, thangdo
from faces.cli.test_serving import answers, free_port
from forking import run
from serving import environment, ready
from thangdo.faces.cli import worker as room
from thangdo.records.notices import timetable

pytestmark = pytest.mark.database
STATE = """
import django, sys
django.setup()
from django.utils import timezone
from thangdo.records.notices import alive
from thangdo.records.notices.models import Run
print(alive.workers(timezone.now()), *sorted(run.name for run in Run.objects.exclude(finished_at=None)))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose database is ready and empty."""
    return ready(tmp_path / "data")


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command in a session of its own; ended with the test."""
    begun: list[subprocess.Popen[str]] = []

    def starting(*arguments: str) -> subprocess.Popen[str]:
        begun.append(
            subprocess.Popen(
                [*COMMAND, *arguments, "-l", "en"],
                env=environment(data),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )
        return begun[-1]

    yield starting
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(true: Callable[[], bool], seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def state(data: Path) -> list[str]:
    done = run(
        [sys.executable, "-c", STATE], env=environment(data), capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def children(process: subprocess.Popen[str]) -> list[int]:
    """Every process that descends from it, itself excepted."""
    found, todo = [], [process.pid]
    while todo:
        parent = todo.pop()
        try:
            text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except OSError:
            continue
        found += [int(word) for word in text.split()]
        todo += [int(word) for word in text.split()]
    return found


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_site_leaves_a_process_a_port_or_a_traceback_behind(
    start: Callable[..., subprocess.Popen[str]], data: Path, number: signal.Signals
) -> None:
    port = free_port()
    process = start("run", "--port", str(port))
    until(lambda: answers(port) or process.poll() is not None)
    until(lambda: len(children(process)) >= 4)  # two parts, two server processes
    parts = children(process)
    os.killpg(process.pid, number)  # as Ctrl-C in a terminal does
    said, _ = process.communicate(timeout=600)
    until(lambda: not any(is_there(part) for part in parts))
    assert not answers(port)
    assert "Traceback" not in said
    if number != signal.SIGKILL:
        assert process.returncode == 0
        assert state(data)[0] == "0"


def named(process: subprocess.Popen[str], word: bytes) -> list[int]:
    """The processes below it whose command has the word: a part, and what a part forked."""
    found = []
    for pid in children(process):
        with suppress(OSError):
            if word + b"\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def test_a_part_that_dies_stays_away_or_takes_the_other_with_it(
    start: Callable[..., subprocess.Popen[str]], data: Path
) -> None:
    """First the worker is killed, then the server with all its processes: each comes again, with a line."""
    port = free_port()
    process = start("run", "--port", str(port))
    until(lambda: answers(port))
    (worker,) = named(process, b"worker")
    os.kill(worker, signal.SIGKILL)
    until(lambda: bool(set(named(process, b"worker")) - {worker}))
    assert answers(port)
    before = set(named(process, b"serve"))
    os.killpg(min(before), signal.SIGKILL)
    until(lambda: bool(set(named(process, b"serve")) - before) and answers(port))
    until(lambda: state(data)[0] != "0")
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    assert "the worker ended by itself (code -9); it is started again in 1 s" in said
    assert "the server ended by itself (code -9)" in said and "Traceback" not in said


def test_a_part_that_dies_again_and_again_is_started_for_ever(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the time of the test: five deaths within a minute, growing waits between; later ones count anew."""
    now, started = [0.0], list[float]()

    class Dead:
        returncode = 3

        def poll(self) -> int:
            return 3

    def starts(*arguments: str) -> Dead:
        started.append(now[0])
        return Dead()

    monkeypatch.setattr(room, "_start", starts)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    part = room.Part("the worker", ["worker"])
    while part.kept_going():
        now[0] += 0.5
    assert started == [0.0, 1.0, 3.5, 8.0, 16.5] and now[0] == 17.0
    assert capsys.readouterr().err.count(" 3)") == 4

    now[0], part = 1000.0, room.Part("the worker", ["worker"])
    for _ in range(20):
        assert part.kept_going()
        now[0] += 40


def test_a_worker_does_not_do_what_is_due(data: Path) -> None:
    done = thangdo(data, "worker", "--once")
    assert done.returncode == 0, done.stderr
    assert state(data) == ["0", *sorted(job.name for job in timetable.jobs())]
    assert "ledger.digest" in state(data) and "assessments.remind" in state(data)


def test_a_worker_runs_on_a_database_that_is_not_ready(tmp_path: Path) -> None:
    for command in ("worker", "run"):
        done = thangdo(tmp_path / "none", command)
        assert done.returncode == 2 and "thangdo load" in done.stderr and "Traceback" not in done.stderr


def test_a_server_that_is_not_safe_starts(data: Path) -> None:
    for arguments in (["serve", "--host", "0.0.0.0"], ["run", "--host", "0.0.0.0"]):
        done = thangdo(data, *arguments, "--port", str(free_port()))
        assert done.returncode == 2
        for name in ("THANGDO_SECRET_KEY", "THANGDO_ALLOWED_HOSTS", "THANGDO_HTTPS"):
            assert name in done.stderr


def test_a_worker_in_use_makes_a_secret_key_of_its_own(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THANGDO_PRODUCTION", "1")
    done = thangdo(data, "worker", "--once")
    assert done.returncode == 2 and "The worker does not start" in done.stderr
    for name in ("THANGDO_SECRET_KEY", "THANGDO_ALLOWED_HOSTS", "THANGDO_HTTPS"):
        assert name in done.stderr


@pytest.mark.parametrize("command", ["check", "serve", "worker"])
def test_a_guard_that_somebody_took_away_is_not_told_at_the_start(data: Path, command: str) -> None:
    without_a_guard(data)
    done = thangdo(data, command)
    assert done.returncode == 1 and "ledger_event_no_" in done.stderr


def test_without_guards_the_ledger_cannot_be_looked_through(data: Path) -> None:
    without_a_guard(data)
    done = thangdo(data, "ledger", "verify")
    assert done.returncode == 1 and "ledger_event_no_" in done.stderr
    assert "1 findings" in done.stdout


def without_a_guard(data: Path) -> None:
    """As somebody does who wants to take an event away."""
    if postgres.running():
        with psycopg.connect(postgres.database_of(data), autocommit=True) as there:
            there.execute("DROP TRIGGER ledger_event_no_change ON ledger_event")
        return
    with closing(sqlite3.connect(data / "thangdo.sqlite3")) as database:
        database.execute("DROP TRIGGER ledger_event_no_delete")
        database.commit()
