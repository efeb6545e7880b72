"""Published indices recomputed from their raw data: `names()`, and `reproduce(name)` for one of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from thangdo.work.reproductions.compare import Outcome

# name (the id of the edition, or of an index of several editions) -> module; read only when asked for
_MODULES = {
    "gia-lai-2019": "gia_lai",
    "qd766-2026": "qd766",
    "qd766-2026-counts": "qd766_counts",
    "mic-ict-2017": "mic_ict",
    "par-index-2012": "par_index",
    "papi": "papi",
    "eu-egovernment-benchmark-2023": "eu",
    "oecd-dgi-2023": "oecd",
    "un-egdi": "egdi",
    "coinr-asem": "coinr",
}


# an index that has several editions, the latest first
_EDITIONS = {"papi": ("papi-2016", "papi-2011-2015")}


def editions_of(name: str) -> tuple[str, ...]:
    """The editions with which one index is recomputed."""
    return _EDITIONS.get(name, (name,))


def names() -> list[str]:
    """The indices that can be reproduced, the province's own first."""
    return list(_MODULES)


def reproduce(name: str) -> Outcome:
    """Recompute one index and compare it with what was published. KeyError for an unknown name."""
    module = import_module(f"{__name__}.{_MODULES[name]}")
    run: Callable[[], Outcome] = module.reproduce
    return run()
