"""The published indices that are recomputed: `library/reproductions.csv` as data."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from thangdo.records.library import read_text


@dataclass(frozen=True, slots=True)
class Listed:
    """One of them. by: the module that recomputes it. published: a table of the library, where it has one."""

    name: str
    by: str
    assessments: tuple[str, ...]
    published: str


@cache
def listed() -> dict[str, Listed]:
    """By name (the id of the edition), in the order of pages."""
    lines = [line for line in read_text("reproductions.csv").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines)
    return {
        row["name"]: Listed(row["name"], row["by"], tuple(row["assessments"].split()), row["published"])
        for row in rows
    }


def by(module: str) -> Listed:
    """The first that a module recomputes."""
    return next(one for one in listed().values() if one.by == module)
