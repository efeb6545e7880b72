"""When a process of the server makes room for a new one, so that none grows without bound.

It is due after so many answers or with so much memory. It then accepts no more connections (others do, or
they wait for the new process) and ends as soon as everything in hand is answered. What is slow is not cut
off: where something is still in hand after `HAND_OVER`, it accepts again, and tries anew later. One process
leaves at a time: a lock on a file, which the machine takes back from a process that dies.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from random import randrange

from thangdo.records import memory

HAND_OVER = 5.0  # seconds in which all in hand should be answered
QUIET = 1.0  # seconds for which who was answered may ask again over the same connection, and is answered
AGAIN = 20.0  # seconds until it is tried again
LOOK = 5.0  # seconds between two looks at the memory


class Renewal:
    """Of one process. most_answers, most_mb: 0 for no bound. Processes differ by up to a tenth of it.

    >>> one = Renewal(1, 0, Path("/tmp"))
    >>> one.look(1.0, 0, True), one.leaving
    ('', False)
    >>> one.look(2.0, 5, True), one.leaving, one.over
    ('', True, False)
    >>> one.look(2.1, 5, False), one.over
    ('process makes room for a new one after 5 answers', True)
    """

    def __init__(self, most_answers: int, most_mb: int, folder: Path) -> None:
        self.most_answers = most_answers and most_answers + randrange(most_answers // 10 + 1)
        self.most_mb, self.folder = most_mb, folder
        self.leaving = self.over = False
        self._until = self._looked = 0.0
        self._memory = 0
        self._lock: int | None = None

    def look(self, now: float, answers: int, busy: bool) -> str:
        """Begin to leave, leave or stay (`leaving`, `over`); what is to be said of it.

        now: monotonic seconds. busy: something is being asked, answered or sent.
        """
        if self.leaving:
            if not busy:
                self.over = True
                held = f", {self._memory} MB" if self._memory else ""
                return f"process makes room for a new one after {answers} answers{held}"
            if now > self._until:
                self.leaving, self._until = False, now + AGAIN
                self._release()
        elif now > self._until and self._due(now, answers) and self._alone():
            self.leaving, self._until = True, now + HAND_OVER
        return ""

    def _due(self, now: float, answers: int) -> bool:
        if self.most_answers and answers >= self.most_answers:
            return True
        if self.most_mb and now > self._looked + LOOK:
            self._looked, self._memory = now, memory.held()
        return bool(self.most_mb) and self._memory > self.most_mb

    def _alone(self) -> bool:
        """Whether no other process leaves now. Where no file can be made, each decides for itself."""
        try:
            self._lock = os.open(self.folder / "renewal.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._release()
            return False
        return True

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
