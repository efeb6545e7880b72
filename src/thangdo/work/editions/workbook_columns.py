"""The sheets and columns of an edition as a workbook; reading and writing share them."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Wanted

EDITION = ("key", "value", "vi", "en")
DOCUMENTS = ("list", "number", "date", "title vi", "title en", "note vi", "note en")
ASKED = (
    "type",
    "title vi",
    "title en",
    "unit vi",
    "unit en",
    "min",
    "max",
    "at_most",
    "choices",
    "not_applicable",
)
INPUTS = ("input", *ASKED)
TABLES = ("table", "title vi", "title en", "unit_column", "facet_columns")
COLUMNS = ("table", "column", *ASKED)
CRITERIA = (
    "depth",
    "code",
    "parent",
    "kind",
    "title vi",
    "title en",
    "guidance vi",
    "guidance en",
    "weight",
    "combine",
    "power",
    "floor",
    "weights_sum",
    "missing",
    "coverage",
    "max",
    "rule",
    "tiers",
    "data",
    "field",
    "evidence vi",
    "evidence en",
    "basis vi",
    "basis en",
    "origin",
)
LEVELS = (
    "level",
    "title vi",
    "title en",
    "node",
    "share",
    "points",
    "must",
    "tiers",
    "not_applicable",
    "own_group vi",
    "own_group en",
)
BANDS = ("band", "title vi", "title en", "at_least")
UNITS = ("unit", "tier", "name vi", "name en")

#: sheet -> its columns
SHEETS = {
    "edition": EDITION,
    "documents": DOCUMENTS,
    "inputs": INPUTS,
    "observations": TABLES,
    "columns": COLUMNS,
    "criteria": CRITERIA,
    "levels": LEVELS,
    "bands": BANDS,
    "units": UNITS,
}
#: columns of numbers, in whatever sheet
NUMBERS = frozenset(
    {"min", "max", "weight", "power", "floor", "weights_sum", "coverage", "share", "points", "at_least"}
)


def wanted(sheet: str) -> Wanted:
    """How the reader is to take a sheet: its columns, and what each cell is asked for."""
    return Wanted.of(SHEETS.get(sheet, ()), ask=_ask)


def _ask(row: Mapping[str, str], column: str) -> Asked:
    if column in ("weight", "weights_sum") and "/" in row.get(column, ""):  # a ratio such as 1/3
        return None
    return "number" if column in NUMBERS else "day" if column == "date" else None
