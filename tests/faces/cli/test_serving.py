"""`thangdo serve` and `load`: the server starts, stops at once and leaves nothing; loading again is safe."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from gunicorn.app.wsgiapp import WSGIApplication

from faces.cli.installation import COMMAND, thangdo
from serving import copy_of, environment
from thangdo.faces.cli import loading


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def cold(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody calls it: in a new process."""
    return subprocess.run(
        [*COMMAND, *arguments, "-l", "en"], env=environment(data), capture_output=True, text=True, timeout=600
    )


@pytest.fixture
def server(site_data: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """A running `thangdo serve` over a copy of the loaded data; the process, its port, its data."""
    data, port = copy_of(site_data, tmp_path / "data"), free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "-l", "en"],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 600
    while not answers(port) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    yield process, port, data
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_server_leaves_a_process_or_a_port_behind(
    server: tuple[subprocess.Popen[str], int, Path], number: signal.Signals
) -> None:
    process, port, _ = server
    assert answers(port)
    process.send_signal(number)
    said, _ = process.communicate(timeout=600)  # ends when the last process has closed the pipe
    assert process.returncode == 0
    assert "Traceback" not in said and f"http://127.0.0.1:{port}/" in said
    until = time.monotonic() + 600  # a busy machine takes a moment to bury the last of them
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(process.pid, 0)
            time.sleep(0.1)
    assert not answers(port)


def test_loading_while_the_site_is_served_changes_or_breaks_it(
    server: tuple[subprocess.Popen[str], int, Path],
) -> None:
    _, port, data = server
    done = cold(data, "load")
    assert done.returncode == 0, done.stderr
    assert "0 results newly kept" in done.stdout and "unchanged" in done.stdout
    assert done.stdout.index("departments") < done.stdout.index("un-egdi")  # Gia Lai first
    assert answers(port)


def test_a_server_without_data_does_not_say_how_to_get_them(tmp_path: Path) -> None:
    done = thangdo(tmp_path / "none", "serve", "--port", str(free_port()))
    assert done.returncode == 2 and "thangdo load" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "none").exists()


def test_a_database_that_is_none_ends_in_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "thangdo.sqlite3").write_text("not a database, and longer than a header of one would be")
    for command in (["serve", "--port", str(free_port())], ["load"]):
        done = thangdo(tmp_path, *command)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr and str(tmp_path) in done.stderr


def test_a_data_folder_that_cannot_be_made_ends_in_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = thangdo(tmp_path / "file" / "data", "load")
    assert done.returncode == 2 and "THANGDO_DATA" in done.stderr and "Traceback" not in done.stderr


def test_an_installation_that_is_whole_is_said_to_lack_something(tmp_path: Path) -> None:
    done = thangdo(tmp_path, "check")
    assert done.returncode == 0 and done.stdout.strip() == "The installation is complete."


@pytest.mark.django_db
def test_a_paper_of_many_pages_is_cut_off_on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(loading, "may_start", lambda host, port: None)
    monkeypatch.setattr(loading, "ready_to_serve", lambda: None)
    monkeypatch.setattr(WSGIApplication, "run", lambda site: told.append(int(site.cfg.timeout)))
    loading.serve(port=8123, host="127.0.0.1", workers=2)
    assert told and told[0] >= 300
