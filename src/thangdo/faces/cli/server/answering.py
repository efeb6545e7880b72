"""The answer on its way out: what a slow listener does not take at once is laid aside, no thread waiting."""

from __future__ import annotations

import errno
import select
import socket
import time

from thangdo.faces.cli.server.aside import Aside

IN_MEMORY = 512 << 10  # bytes laid aside that are not put into a temporary file
MOST_KEPT = 256 << 20  # bytes of one answer laid aside; beyond them its thread waits for the listener
PATIENCE = 0.5  # seconds in all for which the thread of an answer waits for its listener
STALLED = 30.0  # seconds that a thread which must wait gives its listener, and one more for each
RATE = 16 << 10  # bytes that it takes
PIECE = 256 << 10
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Answer:
    """What gunicorn takes for the socket while an answer is made; the thread's until `handed_over`."""

    def __init__(self, real: socket.socket) -> None:
        self.real = real
        self.broken = False  # given up halfway: what was sent is no whole answer
        self._aside = Aside(IN_MEMORY)
        self._sent = 0  # bytes of it
        self._patience = PATIENCE

    # What gunicorn calls, in the thread that makes the answer.

    def sendall(self, data: bytes) -> None:
        if self.broken:
            raise BrokenPipeError(errno.EPIPE, "given up")
        view = memoryview(data)
        if not self._aside.size:
            view = self._sent_now(view)
        if view:
            self._lay_aside(view)

    def send(self, data: bytes) -> int:
        if data != _CONTINUE:  # already said when the body was asked for
            self.sendall(data)
        return len(data)

    def setblocking(self, flag: bool) -> None:
        """The real one never blocks."""

    def settimeout(self, seconds: float | None) -> None:
        """The real one never blocks."""

    def gettimeout(self) -> float:
        return 0.0

    def recv(self, size: int) -> bytes:
        return b""

    def shutdown(self, how: int) -> None:
        self.broken = True

    def close(self) -> None:
        self.broken = True

    # What the poller calls once the thread is done.

    @property
    def waiting(self) -> int:
        """Bytes that have not been sent."""
        return self._aside.size - self._sent

    def send_on(self) -> int:
        """Send what can be sent at once; gives the number of bytes."""
        if not self.waiting:
            return 0
        sent = self.real.send(self._aside.at(self._sent, PIECE))
        self._sent += sent
        return sent

    def done(self) -> None:
        self._aside.close()

    def _sent_now(self, view: memoryview) -> memoryview:
        """Send while the listener takes it; gives the rest."""
        while view:
            try:
                view = view[self.real.send(view) :]
            except BlockingIOError:
                began = time.monotonic()
                ready = self._patience > 0 and self._writable(self._patience)
                self._patience -= time.monotonic() - began
                if not ready:
                    break
        return view

    def _lay_aside(self, view: memoryview) -> None:
        if self.waiting < MOST_KEPT:
            before = self._aside.size
            try:
                return self._aside.add(view)
            except OSError:  # no room on the disk: reading needs none
                view = view[self._aside.size - before :]
        self._wait_for_listener(view)

    def _wait_for_listener(self, view: memoryview) -> None:
        """The listener takes what was laid aside, then this, before the answer goes on."""
        began, taken = time.monotonic(), 0
        while self.waiting or view:
            left = began + STALLED + taken / RATE - time.monotonic()
            if left <= 0 or not self._writable(left):
                self.broken = True
                raise BrokenPipeError(errno.EPIPE, "the listener does not listen")
            try:
                if self.waiting:
                    taken += self.send_on()
                else:
                    sent = self.real.send(view)
                    taken, view = taken + sent, view[sent:]
            except BlockingIOError:
                continue

    def _writable(self, seconds: float) -> bool:
        poller = select.poll()
        poller.register(self.real, select.POLLOUT)
        return bool(poller.poll(seconds * 1000))
