"""The server as it is served, on PostgreSQL: nobody gets what another process of it has asked for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from faces.cli.installation import COMMAND
from faces.cli.test_serving import answers
from officers import ask, settle
from serving import environment, free_port

pytestmark = pytest.mark.postgresql
PROCESSES, ANSWERS = 4, 2000
LOGINS = ("quan-tri", "dao", "an", "nghi")
TOKENS = """
from django.utils import timezone
from thangdo.records.people import actions, tokens
from thangdo.records.people.acting import system
us = system("test", timezone.now())
actions.reopen(us, Person.objects.get(login="nghi").pk, "làm lại")
people = [Person.objects.get(login=login) for login in sys.argv[1:]]
print(json.dumps([[tokens.create(us, one, f"{n}", 1).text, one.ref] for one in people for n in range(2)]))
"""


def waited(fulfilled: Callable[[], bool]) -> None:
    """Wait until it is so; for ever only in a hanging server, which the limit ends."""
    limit = monotonic() + 600
    while not fulfilled():
        assert monotonic() < limit
        sleep(0.02)


@contextmanager
def served(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The real `thangdo serve` with several processes; from its first answer on."""
    command = [*COMMAND, "serve", "--port", str(port), "--workers", str(PROCESSES)]
    process = subprocess.Popen(
        command, env=environment(data), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        waited(lambda: process.poll() is not None or answers(port))
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def family(pid: int) -> list[int]:
    """The process and its children."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def sockets(pid: int) -> set[str]:
    """The sockets that a process has open."""
    found = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed while we look
            found.add(os.readlink(file))
    return {one for one in found if one.startswith("socket:")}


def listening(port: int) -> set[str]:
    """The sockets that wait for callers on the port: the processes of a server share them, as they must."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{one[9]}]" for one in lines if one[3] == "0A" and one[1].endswith(f":{port:04X}")}


def shared(pid: int, port: int) -> list[str]:
    """The sockets that two processes of the server have in common, but for the one that they listen on."""
    held = Counter(one for process in family(pid) for one in sockets(process))
    return sorted({one for one, count in held.items() if count > 1} - listening(port))


def asked(port: int, token: str) -> tuple[int, str]:
    """The status of one answer, and as whom it takes the holder of the token."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/me", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=600) as reply:
            said: Any = json.load(reply)
            return reply.status, said["person"]
    except urllib.error.HTTPError as error:
        return error.code, ""


def test_somebody_is_answered_as_another_person_after_the_server_started(tmp_path: Path) -> None:
    """Takes some twenty seconds: 2,000 answers, from the first moment at which the server gives any."""
    data, port = settle(tmp_path / "data"), free_port()
    tokens: list[tuple[str, str]] = [(one[0], one[1]) for one in ask(data, TOKENS, *LOGINS)]
    with served(data, port) as server, ThreadPoolExecutor(len(tokens)) as clients:
        assert shared(server.pid, port) == []
        several = [
            clients.submit(lambda token: [asked(port, token) for _ in range(ANSWERS // len(tokens))], token)
            for token, _ in tokens
        ]
        found = set()
        while not all(one.done() for one in several):
            found |= set(shared(server.pid, port))
            sleep(0.2)
        wrong = Counter(
            (person, answer)
            for (_, person), client in zip(tokens, several, strict=True)
            for answer in client.result()
            if answer != (200, person)
        )
        assert (found, wrong) == (set(), Counter())


def test_a_process_that_takes_the_place_of_a_dead_one_shares_a_connection(tmp_path: Path) -> None:
    data, port = settle(tmp_path / "data"), free_port()
    ((token, person), *_) = ask(data, TOKENS, *LOGINS)
    with served(data, port) as server:
        waited(lambda: len(family(server.pid)) == 1 + PROCESSES)
        first = set(family(server.pid))
        for _ in range(3 * PROCESSES):
            assert asked(port, token) == (200, person)
        os.kill(max(first - {server.pid}), signal.SIGKILL)
        waited(lambda: bool(set(family(server.pid)) - first))
        for _ in range(3 * PROCESSES):
            assert asked(port, token) == (200, person)
            assert shared(server.pid, port) == []
