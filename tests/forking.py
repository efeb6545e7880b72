"""Processes beside the tests that need no cold start: forked from one that has imported Django and thangdo.

To start Python and import both takes two seconds of a processor; a fork takes a hundredth. `Child` and `run`
stand in for `subprocess.Popen` and `subprocess.run` with the same arguments, where the command is
`[sys.executable, "-c", code, ...]` or `[sys.executable, "-m", module, ...]`. The forge (one for each worker,
started when first needed) has opened no database, holds no lock and runs no thread; its child reads the
settings anew from its own environment. What proves a cold start takes `subprocess`: `thangdo serve`, `run`,
`load` and `migrate`, the wheel, and every test of what is imported.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

_SUBREAPER = 36  # prctl: whose children's orphans come to us
_LIMIT = 1 << 18  # bytes of an order


class Child(subprocess.Popen[Any]):
    """A forked process; all of Popen's methods do what they do."""

    def _execute_child(self, args: Any, *rest: Any) -> None:
        """In place of Popen's, which starts a program: order a fork. The order of `rest` is CPython's own."""
        _, _, _, _, cwd, env, _, _, _, *files = rest
        stdin, to_stdin, from_stdout, stdout, from_stderr, stderr = files[:6]
        order = {
            "argv": [os.fspath(word) for word in args],
            "cwd": os.fspath(cwd or os.getcwd()),
            "env": dict(os.environ if env is None else env),
            "session": bool(files[11]),
        }
        theirs = [place if fd == -1 else fd for place, fd in enumerate((stdin, stdout, stderr))]
        try:
            self.pid = _forge().make(order, theirs)
            self._child_created = True
        finally:  # the other ends of our pipes are the child's alone
            pipes = ((stdin, to_stdin), (stdout, from_stdout), (stderr, from_stderr))
            for fd in {fd for fd, ours in pipes if fd != -1 and ours != -1}:
                os.close(fd)
            if (devnull := getattr(self, "_devnull", None)) is not None:
                os.close(devnull)
            self._closed_child_pipe_fds = True


def run(
    command: Any,
    *,
    input: str | None = None,
    capture_output: bool = False,
    check: bool = False,
    timeout: float | None = None,
    **more: Any,
) -> subprocess.CompletedProcess[Any]:
    """As `subprocess.run`."""
    if input is not None:
        more["stdin"] = subprocess.PIPE
    if capture_output:
        more["stdout"] = more["stderr"] = subprocess.PIPE
    with Child(command, **more) as process:
        try:
            out, errors = process.communicate(input, timeout=timeout)
        except BaseException:
            process.kill()
            raise
    if check and process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out, errors)
    return subprocess.CompletedProcess(command, process.returncode, out, errors)


class _Forge:
    """The process from which children are forked."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("forge.py")), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
            )
        assert self.socket.recv(16) == b"ready", "the forge of the tests did not start"

    def make(self, order: dict[str, Any], files: list[int]) -> int:
        """Fork a child; it becomes a child of this process, which alone is told how it ends."""
        words = json.dumps(order).encode()
        assert len(words) < _LIMIT, "too long an order"
        prctl = ctypes.CDLL(None).prctl
        prctl(_SUBREAPER, 1)
        try:
            socket.send_fds(self.socket, [words], files)
            pid = int(self.socket.recv(32))
        finally:
            prctl(_SUBREAPER, 0)
        return pid


_forges: list[_Forge] = []


def _forge() -> _Forge:
    if not _forges or _forges[0].owner != os.getpid():
        _forges[:] = [_Forge()]
    return _forges[0]
