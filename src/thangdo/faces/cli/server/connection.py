"""One connection: what it is doing, since when, and until when it may."""

from __future__ import annotations

import socket
import time
from enum import Enum
from typing import Any

from gunicorn.http import get_parser

from thangdo.faces.cli.server.answering import Answer
from thangdo.faces.cli.server.asking import Question

IDLE = 10.0  # seconds until a connection says its first byte, also after an answer
HEAD = 10.0  # seconds from there until a head has come whole
BODY = 60.0  # seconds for a body or an answer of any size, and one more for each
RATE = 16 << 10  # bytes of it: 30 MB may take half an hour
STALLED = 60.0  # seconds without a byte
LINGER = 2.0  # seconds that a client has to close after the last answer


class Doing(Enum):
    """What is awaited."""

    ASKING = "the client speaks"
    WORKING = "a thread makes the answer"
    ANSWERING = "the client listens"
    ENDING = "the client closes"


class Connection:
    """What gunicorn's threads take for a connection; everything but `sock` and `init` is the poller's."""

    is_http2 = False
    initialized = True
    data_ready = True

    def __init__(self, cfg: Any, real: socket.socket, client: Any, server: Any, most: int) -> None:
        real.setblocking(False)
        self.cfg, self.real, self.client, self.server, self.most = cfg, real, client, server, most
        self.address = client[0] if isinstance(client, tuple) else ""
        self.doing = Doing.ASKING
        self.question = Question(most)
        self.sock = Answer(real)
        self.parser: Any = None
        self.stay = False  # the answer leaves the connection open
        self.began = self.moved = time.monotonic()
        self.until = self.began + IDLE

    def init(self) -> None:
        """For gunicorn's thread: the parser of this one question."""
        self.parser = get_parser(self.cfg, self.question.pieces(), self.client)

    @property
    def silent(self) -> bool:
        """Nothing of a question has come."""
        return self.doing is Doing.ASKING and not self.question.begun

    def now(self, doing: Doing, until: float) -> None:
        """It begins to do something else, and may do so until then (monotonic seconds)."""
        self.doing, self.began, self.until = doing, time.monotonic(), until
        self.moved = self.began

    def again(self) -> None:
        """Answered; the next question, whose beginning may have come already."""
        rest = self.question.rest
        self.question.close()
        self.sock.done()
        self.question, self.sock, self.parser = Question(self.most), Answer(self.real), None
        self.now(Doing.ASKING, time.monotonic() + IDLE)
        if rest:
            self.hear(rest)

    def hear(self, data: bytes) -> None:
        """Take what the client said; raises Refusal."""
        before, began = self.question.length, self.question.begun
        self.question.add(data)
        self.moved = time.monotonic()
        if not began:
            self.until = self.moved + HEAD
        if before < 0 <= self.question.length:
            self.until = self.moved + allowed(self.question.length)

    def late(self, now: float) -> bool:
        """Whether it took more time than it has."""
        if self.doing is Doing.WORKING:
            return False
        return now > self.until or now > self.moved + STALLED


def allowed(size: int) -> float:
    """Seconds in which so many bytes come or go.

    >>> allowed(0), allowed(16 << 10)
    (60.0, 61.0)
    """
    return BODY + size / RATE
