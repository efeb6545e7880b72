"""What is laid aside while a connection is slow: a little in memory, the rest in a file that has no name."""

from __future__ import annotations

import os
from tempfile import TemporaryFile
from typing import IO


class Aside:
    """Bytes that are added at the end and read anywhere.

    >>> kept = Aside(3)
    >>> kept.add(b"abcde"), kept.size, kept.at(0, 9), kept.at(3, 9), kept.close()
    (None, 5, b'abc', b'de', None)
    """

    def __init__(self, in_memory: int) -> None:
        self.size = 0
        self._in_memory = in_memory
        self._memory = bytearray()
        self._file: IO[bytes] | None = None

    def add(self, data: bytes | memoryview) -> None:
        """Keep it; OSError when there is no room, and then `size` tells how much of it was kept."""
        view = memoryview(data)
        room = self._in_memory - len(self._memory)
        self._memory += view[:room]
        self.size += len(view[:room])
        view = view[room:]
        while view:
            if self._file is None:
                self._file = TemporaryFile(buffering=0)  # noqa: SIM115
            written = os.pwrite(self._file.fileno(), view, self.size - len(self._memory))
            self.size += written
            view = view[written:]

    def at(self, place: int, most: int) -> bytes:
        """At most so many bytes from there; none only at the end."""
        if place < len(self._memory):
            return bytes(self._memory[place : place + most])
        if self._file is None:
            return b""
        return os.pread(self._file.fileno(), most, place - len(self._memory))

    def close(self) -> None:
        """Forget it."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._memory.clear()
