"""Nobody stops the server by being slow: to speak, to send, to listen, to close."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from faces.cli.echo import PIECE
from faces.cli.installation import COMMAND
from faces.cli.test_serving import answers
from forking import Child
from serving import environment, free_port, ready

SILENT, UPLOADS, LISTENERS = 200, 20, 20
ECHO = """
import sys
from thangdo.faces.cli.server import connection, patient, renewal
renewal.HAND_OVER = renewal.AGAIN = 2.0
connection.IDLE, connection.HEAD, connection.BODY, connection.STALLED = map(float, sys.argv[1:5])
patient.MOST, patient.MOST_OF_ONE = int(sys.argv[5]), int(sys.argv[6])
from gunicorn.app.wsgiapp import run
sys.argv = ["gunicorn", "--worker-class", "thangdo.faces.cli.server.patient.Patient", "--no-sendfile",
    "--threads", "2", "--workers", sys.argv[9], "--log-level", "warning", "--pythonpath", sys.argv[8],
    "--bind", sys.argv[7], "faces.cli.echo:app"]
run()
"""


def connected(port: int, said: bytes = b"", small: bool = False) -> socket.socket:
    one = socket.socket()
    if small:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.settimeout(120)
    one.connect(("127.0.0.1", port))
    if said:
        one.sendall(said)
    return one


def whole(one: socket.socket) -> bytes:
    """What comes until the other side closes."""
    found = bytearray()
    with suppress(ConnectionResetError):
        while data := one.recv(1 << 16):
            found += data
    return bytes(found)


def waited(fulfilled: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def slow_ones(port: int) -> Iterator[None]:
    """Silent connections, heads and bodies that drip, and listeners that never listen."""
    large = staticfiles_storage.url("look/vendor/vega.js")
    page = f"GET {large} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    silent = [connected(port) for _ in range(SILENT)]
    head = b"POST /vi/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n"
    uploads = [connected(port, head) for _ in range(UPLOADS)]
    heads = [connected(port, b"GET / HT") for _ in range(UPLOADS)]
    listeners = [connected(port, page * 20, small=True) for _ in range(LISTENERS)]
    going = True

    def drip() -> None:
        while going:
            for one in (*uploads, *heads):
                with suppress(OSError):
                    one.send(b"x")
            time.sleep(0.2)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    time.sleep(1)  # what was asked for is laid aside
    try:
        yield
    finally:
        going = False
        thread.join()
        for one in (*silent, *uploads, *heads, *listeners):
            one.close()


def p95(port: int) -> float:
    """Seconds in which 95 of 100 pages come, each over a connection of its own."""
    found = []
    for _ in range(60):
        began = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as reply:
            reply.read()
        found.append(time.monotonic() - began)
    return statistics.quantiles(found, n=20)[-1]


@pytest.mark.database
def test_two_hundred_silent_connections_and_slow_uploads_make_others_wait(
    tmp_path: Path, collected_static_files: None
) -> None:
    """On the real `thangdo serve`; a busy machine is measured again, quiet and beset, up to five times."""
    data, port = ready(tmp_path / "data"), free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=environment(data),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        waited(lambda: process.poll() is not None or answers(port), 600)
        p95(port)
        measured = []
        for _ in range(5):
            quiet = p95(port)
            with slow_ones(port):
                beset = p95(port)
            measured.append((quiet, beset))
            print(f"p95 quiet {quiet * 1000:.1f} ms, beset {beset * 1000:.1f} ms")
            if beset < 2 * quiet:
                break
        else:
            raise AssertionError(f"seconds, quiet and beset: {measured}")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Echo:
    """A server over the site of `echo.py` in one process, with limits of time that a test can wait for."""

    def __init__(self, data: Path, *limits: float, most: int = 1000, of_one: int = 1000, **env: str) -> None:
        self.port = free_port()
        bounds = [str(one) for one in (*limits, *(60.0,) * (4 - len(limits)), most, of_one)]
        tests = str(Path(__file__).parents[2])
        processes = env.pop("processes", "1")
        command = [sys.executable, "-c", ECHO, *bounds, f"127.0.0.1:{self.port}", tests, processes]
        self.process = Child(command, env={**environment(data), **env})
        waited(lambda: self.process.poll() is not None or answers(self.port), 600)

    def __enter__(self) -> Echo:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=120)


def post(body: bytes, path: str = "/", *heads: str, close: bool = True) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *heads]
    if close:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode()


def told(body: bytes) -> bytes:
    return f"{len(body)} {hashlib.sha256(body).hexdigest()}".encode()


def test_a_body_that_comes_slowly_arrives_changed_or_is_cut(tmp_path: Path) -> None:
    body = os.urandom(700_000)  # more than is kept in memory
    with Echo(tmp_path) as server, connected(server.port, post(body)) as one:
        for place in range(0, len(body), 35_000):
            one.sendall(body[place : place + 35_000])
            time.sleep(0.02)
        answer = whole(one)
        assert answer.startswith(b"HTTP/1.1 200 OK") and answer.endswith(told(body))


def test_an_answer_to_a_slow_listener_arrives_changed_or_keeps_a_thread(tmp_path: Path) -> None:
    """Two threads, four listeners of 25 MB each who wait: others are answered; then all comes whole."""
    ask = b"GET /big/400 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with Echo(tmp_path) as server:
        slow = [connected(server.port, ask, small=True) for _ in range(4)]
        with connected(server.port, post(b"abc") + b"abc") as one:
            assert whole(one).endswith(told(b"abc"))
        for one in slow:
            with one:
                answer = whole(one)
                assert answer.partition(b"\r\n\r\n")[2] == PIECE * 400


def test_requests_behind_one_another_on_one_connection_are_mixed(tmp_path: Path) -> None:
    """Also behind a body that the site left unread."""
    bodies = [b"a", b"", b"b" * 90_000, b"c"]
    asked = b"".join(post(body, close=False) + body for body in bodies)
    asked += post(b"d" * 200_000, "/unread", close=False) + b"d" * 200_000 + post(b"e") + b"e"
    with Echo(tmp_path) as server, connected(server.port, asked) as one:
        answer = whole(one)
        places = [answer.index(told(body)) for body in (*bodies[:1], bodies[2], b"c", b"e")]
        assert places == sorted(places)
        assert answer.count(b"200 OK") == 6


def test_a_client_that_waits_to_be_asked_for_its_body_waits_for_ever(tmp_path: Path) -> None:
    asked = post(b"abc", "/", "Expect: 100-continue")
    with Echo(tmp_path) as server, connected(server.port, asked) as one:
        assert one.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        one.sendall(b"abc")
        answer = whole(one)
        assert answer.startswith(b"HTTP/1.1 200 OK") and answer.endswith(told(b"abc"))


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 1\r\n\r\na", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 70_000, b"431"),
        (b"GET / HTTP/1.1\nHost: x\n\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_a_head_that_says_no_length_or_two_is_read_all_the_same(
    echo: Echo, asked: bytes, status: bytes
) -> None:
    with connected(echo.port, asked) as one:
        answer = whole(one)
        assert answer.startswith(b"HTTP/1.1 " + status) and answer.count(b"HTTP/1.1 ") == 1


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Echo]:
    with Echo(tmp_path_factory.mktemp("echo")) as server:
        yield server


def test_a_head_or_a_body_may_take_for_ever(tmp_path: Path) -> None:
    """Limits of half a second here; who speaks on, byte by byte, is ended as who says nothing."""
    with Echo(tmp_path, 0.5, 0.5, 0.5, 60) as server:
        silent, head = connected(server.port), connected(server.port, b"GET / HTTP/1.1\r\n")
        body = connected(server.port, post(b"x" * 1000))
        assert whole(silent) == b""
        for one in (head, body):
            for _ in range(100):
                if select([one], [], [], 0.1)[0]:
                    break
                one.send(b"y")
            assert whole(one).startswith(b"HTTP/1.1 408")
    with Echo(tmp_path, 60, 60, 60, 0.5) as server:
        listener = connected(server.port, b"GET /big/400 HTTP/1.1\r\nHost: x\r\n\r\n", small=True)
        time.sleep(3)
        assert len(whole(listener)) < 400 * len(PIECE)


@pytest.mark.parametrize("bounds", [{"most": 20}, {"of_one": 20}])
def test_more_connections_than_there_may_be_keep_new_ones_out(tmp_path: Path, bounds: dict[str, int]) -> None:
    """Whoever has been silent longest makes room; a body that is on its way does not."""
    with Echo(tmp_path, **bounds) as server:  # type: ignore[arg-type]
        uploads = [connected(server.port, post(b"abc") + b"a") for _ in range(5)]
        silent = [connected(server.port) for _ in range(40)]
        for _ in range(3):
            assert answers(server.port)
        assert whole(silent[0]) == b""
        for one in uploads:
            one.sendall(b"bc")
            assert whole(one).endswith(told(b"abc"))
