"""Reading in a process of its own, with bounds of memory, time and size; the server goes on meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from typing import Any

PATIENCE = 90  # seconds on the clock: the child has its own bound, of a processor
AT_ONCE = 2  # children of this process
_turns = threading.BoundedSemaphore(AT_ONCE)


class Unread(Exception):
    """A file that was not read.

    code: damaged | locked | old | open-document | binary-workbook | too-large | too-many-parts |
    too-many-cells | too-long (to read); for Word templates also what `word_parts` finds.
    """

    def __init__(self, code: str, facts: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code, self.facts = code, dict(facts)


def read(task: str, content: bytes) -> Iterator[Any]:
    """What the child says of the content, but for its last word. Raises Unread.

    Nothing is given until the child has read everything. A program started anew shares no connection, lock or
    thread with this one, so that it is safe from a web server's thread, the worker and the command line.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(content)
        given.seek(0)
        command = [sys.executable, "-P", "-m", f"{__package__}.child", task]
        with _turns:
            child = subprocess.Popen(command, stdin=given, stdout=said, stderr=subprocess.DEVNULL)
            try:
                code = child.wait(PATIENCE)
            except BaseException as error:
                child.kill()
                child.wait()
                if isinstance(error, subprocess.TimeoutExpired):
                    raise Unread("too-long", {}) from error
                raise
        if code < 0:
            raise Unread("too-long", {})  # ended by the bound of its processor
        said.seek(0, 2)
        last = _last(said, said.tell())
        if "refused" in last:
            raise Unread(last["refused"], last.get("facts", {}))
        if "end" not in last:
            raise Unread("too-large", {})
        said.seek(0)
        for line in said:
            found = json.loads(line)
            if not (isinstance(found, dict) and "end" in found):
                yield found


def _last(said: Any, size: int) -> dict[str, Any]:
    """The last line that was said; nothing where the child was cut off."""
    said.seek(max(0, size - 10_000))
    line = said.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
