"""Published indices recomputed from their raw data: `names()`, and `reproduce(name)` for one of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from thangdo.work.reproductions.compare import Outcome
from thangdo.work.reproductions.listed import listed

# an index that has several editions, the latest first
_EDITIONS = {"papi": ("papi-2016", "papi-2011-2015")}


def editions_of(name: str) -> tuple[str, ...]:
    """The editions with which one index is recomputed."""
    return _EDITIONS.get(name, (name,))


def names() -> list[str]:
    """The indices that can be reproduced, the province's own first."""
    return list(listed())


def reproduce(name: str) -> Outcome:
    """Recompute one index and compare it with what was published. KeyError for an unknown name."""
    module = import_module(f"{__name__}.{listed()[name].by}")
    run: Callable[[], Outcome] = module.reproduce
    return run()
