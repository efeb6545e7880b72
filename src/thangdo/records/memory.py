"""How much memory this process holds, and giving back to the machine what it needs no more."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path


def held() -> int:
    """Megabytes of memory that this process holds; 0 where the machine does not say (not Linux).

    >>> held() == 0 or held() > 5
    True
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def give_back() -> int:
    """Let go of what nobody needs; gives the megabytes that are still held.

    >>> give_back() >= 0
    True
    """
    gc.collect()
    with suppress(OSError, AttributeError):  # a library of C without it
        ctypes.CDLL(None).malloc_trim(0)
    return held()
