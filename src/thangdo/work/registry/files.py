"""The register as files: CSV and Excel read into rows by code, written so that they read back the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from thangdo.records.documents.tables import Sheet, csv_bytes, read_tables, xlsx_bytes
from thangdo.records.units.differences import COLUMNS, NEEDED, exported
from thangdo.records.units.models import Unit
from thangdo.rules.index.answers import BadInput, Problem

MOST = 20_000  # rows of one list
MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, and the number of each in its file."""

    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def read(content: bytes | Path, name: str) -> Listed:
    """The list of a CSV file, or of the first sheet of a workbook with a column `code`. Raises BadInput."""
    size = content.stat().st_size if isinstance(content, Path) and content.is_file() else 0
    if size > MOST_BYTES or (isinstance(content, bytes) and len(content) > MOST_BYTES):
        raise BadInput(
            [Problem(name, "the file is too large for a list of units.", allowed=f"{MOST_BYTES:,} bytes")]
        )
    tables = read_tables(content, name, COLUMNS)
    table = next((one for one in tables if "code" in one.columns), tables[0])
    missing = [column for column in NEEDED if column not in table.columns]
    problems = []
    if missing:
        message = f"missing columns: {', '.join(missing)}."
        mend = "Export the register first and change that file."
        problems.append(Problem(table.place, message, table.header, allowed=", ".join(COLUMNS), mend=mend))
    unknown = [column for column in table.columns if column and column not in COLUMNS]
    if unknown:
        message = f"unknown columns: {', '.join(unknown)}."
        problems.append(Problem(table.place, message, table.header, allowed=", ".join(COLUMNS)))
    if len(table.rows) > MOST:
        problems.append(Problem(table.place, f"{len(table.rows):,} rows.", allowed=f"at most {MOST:,}"))
    if not table.rows:
        problems.append(Problem(table.place, "the list has no rows."))
    if problems:
        raise BadInput(problems)
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
