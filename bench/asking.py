"""Many readers of one page at once: `python asking.py port path clients seconds`; prints JSON.

A process of its own, because it shares the two cores with the server: plain sockets and one epoll loop. It
asks 127.0.0.1 only, and ends after so many seconds whatever happens.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time


def ask(port: int, path: str, clients: int, seconds: float) -> dict[str, float | int]:
    """Each reader asks again as soon as it has its answer; the first half second does not count."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    ).encode()
    poll = select.epoll()
    waiting: dict[int, tuple[socket.socket, float, bytearray]] = {}

    def begin() -> None:
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", port))
        waiting[one.fileno()] = (one, time.perf_counter(), bytearray())
        poll.register(one.fileno(), select.EPOLLOUT)

    start = time.perf_counter()
    counted, took, bad = 0, list[float](), 0
    for _ in range(clients):
        begin()
    while (now := time.perf_counter()) < start + 0.5 + seconds:
        for number, event in poll.poll(0.1):
            one, asked, got = waiting[number]
            if event & select.EPOLLOUT:
                one.send(request)
                poll.modify(number, select.EPOLLIN)
                continue
            some = one.recv(262_144)
            got += some
            if some:
                continue
            now = time.perf_counter()
            good = got.startswith(b"HTTP/1.1 200") and got.find(b"\r\n\r\n") > 0
            bad += not good
            if now > start + 0.5:
                counted += 1
                took.append(now - asked)
            poll.unregister(number)
            one.close()
            del waiting[number]
            begin()
    took.sort()
    for one, _asked, _got in waiting.values():
        one.close()
    return {
        "per_second": counted / seconds,
        "median": took[len(took) // 2] if took else 0.0,
        "p95": took[int(len(took) * 0.95)] if took else 0.0,
        "bad": bad,
    }


if __name__ == "__main__":
    print(json.dumps(ask(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))))
