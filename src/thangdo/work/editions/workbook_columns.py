"""The sheets and columns of an edition as a workbook; reading and writing share them."""

from __future__ import annotations

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
