"""How far a unit is, as one of five steps of the scale that every drawing uses."""

from __future__ import annotations

from collections.abc import Collection

NOTHING = "x"  # nothing is known


def step(statuses: Collection[str], status: str) -> str:
    """The step "0" (the first status) to "4" (the last); NOTHING for what is none of the statuses."""
    names = list(statuses)
    if status not in names:
        return NOTHING
    return str(names.index(status) * 4 // max(1, len(names) - 1))
