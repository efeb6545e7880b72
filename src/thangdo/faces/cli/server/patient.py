"""gunicorn's worker with threads, but a thread is taken only for a question that has come whole.

A process that has answered much or holds much memory makes room for a new one (`renewal.py`).

The loop of the process gathers heads and bodies and sends what slow listeners have not taken; see
docs/decisions/patient-server.md. Built on gunicorn 27's ThreadWorker, whose `handle` makes the answer.
"""

from __future__ import annotations

import errno
import os
import resource
import selectors
import socket
import sys
import time
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn.workers.gthread import ThreadWorker

from thangdo.faces.cli.server.asking import Refusal
from thangdo.faces.cli.server.connection import LINGER, Connection, Doing, allowed
from thangdo.faces.cli.server.renewal import QUIET, Renewal

MOST = 1000  # connections of one process
MOST_OF_ONE = 100  # of them that one address holds without having asked
FILES = 8192  # open files: connections, and what they laid aside
AT_ONCE = 64  # connections accepted before something else is looked at
PIECE = 64 << 10
LONGEST = 300  # seconds that making an answer may take: a paper with the annexes of hundreds of communes
_BUSY = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Patient(ThreadWorker):
    """Several threads behind one loop that never waits for anybody."""

    alive: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker_connections = sys.maxsize  # the longest silent one yields; none only while one leaves
        self.max_keepalived = sys.maxsize
        self.connections: set[Connection] = set()
        self.most_body = settings.MAX_FILE_MB * (2 << 20) + (16 << 20)  # the site says so itself up to there
        self.by_address = not settings.ALLAUTH_TRUSTED_PROXY_COUNT  # behind a proxy all have its address
        self.stuck = False
        self.renewal = Renewal(settings.MAX_ANSWERS, settings.MAX_PROCESS_MB, settings.DATA)
        self._looked = 0.0

    def init_process(self) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        super().init_process()

    def run(self) -> None:
        super().run()
        if any(one.doing is Doing.WORKING for one in self.connections):
            os._exit(1 if self.stuck else 0)  # Python would wait for their threads

    # Connections

    def accept(self, listener: socket.socket) -> None:
        for _ in range(AT_ONCE):
            try:
                real, client = listener.accept()
            except OSError as error:
                if error.errno in _BUSY and self._make_room(self.connections):
                    continue
                if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED, *_BUSY):
                    return
                raise
            self._admit(Connection(self.cfg, real, client, listener.getsockname(), self.most_body))

    def _admit(self, new: Connection) -> None:
        """Whoever has waited longest without asking makes room, first at the same address."""
        if self.by_address:
            same = [one for one in self.connections if one.address == new.address]
            asking = sum(one.doing is Doing.ASKING for one in same)
            if asking >= MOST_OF_ONE and not self._make_room(same):
                new.real.close()
                return
        if len(self.connections) >= MOST and not self._make_room(self.connections):
            new.real.close()
            return
        self.connections.add(new)
        self.nr_conns += 1
        self._watch(new, selectors.EVENT_READ)
        self._moved(new, None)

    def _make_room(self, among: Any) -> bool:
        """End the connection that has been silent longest, else the one whose head has come longest."""
        asking = [one for one in among if one.doing is Doing.ASKING and one.question.length < 0]
        for one in sorted(asking, key=lambda one: (one.question.begun, one.began)):
            try:
                if one.real.recv(1, socket.MSG_PEEK):
                    continue  # what it says has only not been read yet
            except OSError:
                pass
            self._drop(one)
            return True
        return False

    def _watch(self, one: Connection, event: int) -> None:
        self.poller.register(one.real, event, partial(self._moved, one))

    def _rest(self, one: Connection) -> None:
        with suppress(KeyError, ValueError):
            self.poller.unregister(one.real)

    def _drop(self, one: Connection) -> None:
        if one not in self.connections:
            return
        self._rest(one)
        self.connections.discard(one)
        self.nr_conns -= 1
        one.question.close()
        one.sock.done()
        one.real.close()

    # What happens on a connection

    def _moved(self, one: Connection, _: object) -> None:
        try:
            if one not in self.connections:
                return
            if one.doing is Doing.ASKING:
                self._hear(one)
            elif one.doing is Doing.ANSWERING:
                self._tell(one)
            elif one.doing is Doing.ENDING and not one.real.recv(PIECE):
                self._drop(one)
        except BlockingIOError:
            pass
        except OSError:
            self._drop(one)
        except Exception:  # a fault of ours ends one connection, not a process
            self.log.exception("a connection was given up")
            self._drop(one)

    def _hear(self, one: Connection) -> None:
        data = one.real.recv(PIECE)
        if not data:
            self._drop(one)
            return
        try:
            one.hear(data)
        except Refusal as refusal:
            self._refuse(one, refusal.status)
            return
        self._look(one)

    def _look(self, one: Connection) -> None:
        """Whether a thread can take it."""
        if one.question.expects:
            one.question.expects = False
            one.real.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        if one.question.whole:
            self._rest(one)
            one.now(Doing.WORKING, 0)
            self.enqueue_req(one)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        return bool(keepalive)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """In the loop: the thread is done with it."""
        try:
            conn.stay = bool(fs.result()) and self.alive
        except Exception:
            conn.sock.broken = True
        if conn.sock.broken:
            self._drop(conn)
            return
        conn.now(Doing.ANSWERING, time.monotonic() + allowed(conn.sock.waiting))
        try:
            self._tell(conn)
            if conn.doing is Doing.ANSWERING and conn in self.connections:
                self._watch(conn, selectors.EVENT_WRITE)
        except OSError:
            self._drop(conn)
        except Exception:
            self.log.exception("a connection was given up")
            self._drop(conn)

    def _tell(self, one: Connection) -> None:
        """Send on; when all is sent, the next question or the end."""
        try:
            if one.sock.send_on():
                one.moved = time.monotonic()
        except BlockingIOError:
            return
        if one.sock.waiting:
            return
        self._rest(one)
        if not one.stay:
            self._end(one)
            return
        self._watch(one, selectors.EVENT_READ)
        try:
            one.again()
        except Refusal as refusal:
            self._refuse(one, refusal.status)
            return
        self._look(one)

    def _refuse(self, one: Connection, status: str) -> None:
        self._rest(one)
        said = f"{status[4:]}\n".encode()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        try:
            one.real.send(f"{head}Content-Length: {len(said)}\r\n\r\n".encode() + said)
        except OSError:
            self._drop(one)
            return
        self._end(one)

    def _end(self, one: Connection) -> None:
        """Say that no more comes, and let the client close: RFC 9112, 9.6."""
        try:
            one.real.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(one)
            return
        one.now(Doing.ENDING, time.monotonic() + LINGER)
        self._watch(one, selectors.EVENT_READ)

    # Time

    def murder_pending(self) -> None:
        """Once a second: whoever took too long; at the end also whoever has said nothing."""
        now = time.monotonic()
        self._renew(now)
        if self.alive and now < self._looked + 1:
            return
        self._looked = now
        for one in list(self.connections):
            if one.late(now) or (not self.alive and (one.silent or one.doing is Doing.ENDING)):
                if one.late(now) and one.doing is Doing.ASKING and one.question.begun:
                    self._refuse(one, "408 Request Timeout")
                else:
                    self._drop(one)
            elif one.doing is Doing.WORKING and now > one.began + LONGEST and not self.stuck:
                self.log.error("an answer took more than %s seconds: this process makes room", LONGEST)
                self.stuck, self.alive = True, False

    def _renew(self, now: float) -> None:
        """Make room for a new process: no new connections, and when all in hand is answered, the end."""
        if not self.alive:
            return
        busy = any(not one.silent or now < one.began + QUIET for one in self.connections)
        told = self.renewal.look(now, self.nr, busy)
        if told:
            self.log.warning("%s", told)
        self.worker_connections = 0 if self.renewal.leaving else sys.maxsize  # 0: none is accepted
        self.max_keepalived = 0 if self.renewal.leaving else sys.maxsize  # 0: answers say that they close
        if self.renewal.over:
            self.alive = False
