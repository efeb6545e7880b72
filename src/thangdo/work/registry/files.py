"""The register as files: CSV and Excel read into rows by code, written so that they read back the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from thangdo.records.documents.tables import Sheet, csv_bytes, read_tables, xlsx_bytes
from thangdo.records.units.differences import COLUMNS, NEEDED, exported
from thangdo.records.units.models import Unit
from thangdo.records.units.problems import Unfit, UnitProblem
from thangdo.rules.index.answers import BadInput

MOST = 20_000  # rows of one list


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, and the number of each in its file."""

    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def read(content: bytes | Path, name: str) -> Listed:
    """The list of a CSV file, or of the first sheet of a workbook with a column `code`.

    Raises Unfit: file-unreadable (why), columns-missing, columns-unknown, list-empty, too-many-rows.
    """
    try:
        tables = read_tables(content, name, COLUMNS)
    except BadInput as bad:
        raise Unfit(
            UnitProblem("file-unreadable", "", {"why": one}, one.line) for one in bad.problems
        ) from bad
    table = next((one for one in tables if "code" in one.columns), tables[0])
    missing = ", ".join(column for column in NEEDED if column not in table.columns)
    unknown = ", ".join(column for column in table.columns if column and column not in COLUMNS)
    problems = []
    if missing:
        problems.append(UnitProblem("columns-missing", "", {"columns": missing}, table.header))
    if unknown:
        facts = {"columns": unknown, "allowed": ", ".join(COLUMNS)}
        problems.append(UnitProblem("columns-unknown", "", facts, table.header))
    if len(table.rows) > MOST:
        problems.append(UnitProblem("too-many-rows", "", {"most": str(MOST)}))
    if not table.rows:
        problems.append(UnitProblem("list-empty"))
    if problems:
        raise Unfit(problems)
    rows = tuple({column: row.get(column, "") for column in table.columns if column} for row in table.rows)
    return Listed(rows, tuple(table.lines))


def as_csv(units: Iterable[Unit]) -> bytes:
    """The units as CSV, which `read` reads back."""
    return csv_bytes(COLUMNS, exported(units), COLUMNS)


def as_xlsx(units: Iterable[Unit], title: str) -> bytes:
    """The units as an Excel workbook, which `read` reads back."""
    return xlsx_bytes([Sheet(title, COLUMNS, list(exported(units)), frozen=3)])


def in_bytes(units: Sequence[Unit], ending: str, title: str) -> bytes:
    """The units as a file of this ending: csv or xlsx."""
    return as_xlsx(units, title) if ending == "xlsx" else as_csv(units)
