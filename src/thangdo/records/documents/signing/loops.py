"""pyHanko runs an event loop for each signature; Python allows one a thread, and a caller may live in one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def apart(work: Callable[..., T], *given: Any, **named: Any) -> T:
    """What the work answers or raises, run in a thread that has no event loop.

    >>> import asyncio
    >>> async def answer() -> int:
    ...     return 42
    >>> apart(lambda: asyncio.run(answer()))  # also where a loop runs already
    42
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *given, **named).result()
