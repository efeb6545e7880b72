"""A process of the server that makes room for a new one loses no request; a worker begins anew."""

from __future__ import annotations

import http.client
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from faces.cli.test_slow_clients import Echo, connected, post, told, whole
from thangdo.faces.cli import worker as room
from thangdo.records import memory


def test_a_request_is_lost_when_a_process_makes_room_for_another(tmp_path: Path) -> None:
    """Two processes that leave after 20 answers or so; four clients who keep their connections, bodies
    included, one upload that takes all the while: each request gets its own answer."""
    processes: set[str] = set()
    faults: list[str] = []
    with Echo(tmp_path, THANGDO_MAX_ANSWERS="20", processes="2") as server:
        until = time.monotonic() + 60
        slow = connected(server.port, post(b"abc") + b"a")

        def ask(number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            turn = 0
            while turn < 60 or (len(processes) < 4 and time.monotonic() < until):
                turn += 1
                time.sleep(0.005)
                body = os.urandom(1000 * (turn % 3))
                try:
                    connection.request("POST", "/", body)
                    answer = connection.getresponse()
                    if answer.read() != told(body):
                        faults.append(f"{number} {turn}: another answer")
                    processes.add(answer.headers["X-Process"])
                except (OSError, http.client.HTTPException) as error:
                    faults.append(f"{number} {turn}: {error!r}")
                    connection.close()

        clients = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for one in clients:
            one.start()
        for one in clients:
            one.join(120)
        slow.sendall(b"bc")
        assert whole(slow).endswith(told(b"abc"))
    assert faults == []
    assert len(processes) > 3


def test_a_worker_grows_from_task_to_task(
    monkeypatch: pytest.MonkeyPatch, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Above its bound it runs the same command anew, once no task is in hand."""
    monkeypatch.setattr(memory, "give_back", lambda: 900)
    ran: list[list[str]] = []

    class Stopped(Exception):
        pass

    def anew(program: str, arguments: list[str]) -> None:
        ran.append(arguments)
        raise Stopped

    monkeypatch.setattr("os.execv", anew)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.run_task", lambda *_: None)
    settings.MAX_PROCESS_MB = 400
    worker = room.Worker()
    monkeypatch.setattr(worker, "round", lambda: worker.queue.run_task(None))
    monkeypatch.setattr(worker, "gone", lambda: None)
    monkeypatch.setattr(worker, "_beat", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with pytest.raises(Stopped):
        worker.until_stopped()
    assert len(ran) == 1 and "900 MB" in capsys.readouterr().err
    settings.MAX_PROCESS_MB = 1000
    other = room.Worker()
    other.queue.run_task(None)
    assert not other.queue.large


def test_what_a_process_needs_no_more_is_kept() -> None:
    many = [bytes(1000) for _ in range(100_000)]
    full = memory.held()
    del many
    assert 0 < memory.give_back() < full - 50


def test_processes_leave_together_or_for_ever(tmp_path: Path) -> None:
    from thangdo.faces.cli.server.renewal import AGAIN, HAND_OVER, Renewal

    now = time.monotonic()
    one, other = Renewal(1, 0, tmp_path), Renewal(1, 0, tmp_path)
    one.look(now, 9, True)
    other.look(now, 9, True)
    assert one.leaving and not other.leaving
    one.look(now + HAND_OVER + 1, 9, True)  # something slow is in hand: it stays, and the other may go
    assert not one.leaving and not one.over
    other.look(now + HAND_OVER + 1, 9, True)
    assert other.leaving and not one.look(now + HAND_OVER + 2, 9, True) and not one.leaving
    other.look(now + HAND_OVER + 1, 9, False)
    assert other.over
    other._release()
    one.look(now + HAND_OVER + AGAIN + 2, 9, True)
    assert one.leaving
