"""The published result of the first assessment: levels beside names, without points."""

from __future__ import annotations

import csv
import io
from typing import Any

from thangdo.records.results.store import Row

COLUMNS = ("scheme", "unit", "name", "tier", "level", "source")


class BadTable(Exception):
    """The table of published levels is not one."""


def rows_from(text: str) -> list[Row]:
    """The rows to store from a table with the columns of COLUMNS. Raises BadTable.

    There are no points, criteria or reasons: they were not published.
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadTable(f"the columns must be {', '.join(COLUMNS)}")
    return [Row(row["scheme"], explanation(row), row["name"]) for row in reader]


def explanation(row: dict[str, str]) -> dict[str, Any]:
    """What is known of one unit, in the shape in which the engine explains."""
    return {
        "unit": row["unit"],
        "tier": row["tier"],
        "facet": "",
        "level": {"level": row["level"], "next": None, "needs": []},
        "band": None,
        "group": None,
        "reason": {"code": "level-published-only", "facts": {}},
        "places": [],
        "nodes": [],
    }
