"""An uploaded self-assessment workbook, opened: whether it is one of ours, and its answers by row code."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thangdo.records.documents.cells import RawSheet, Spot, raw_sheets
from thangdo.records.documents.workbooks import as_written, letters
from thangdo.records.files import kinds
from thangdo.records.people.acting import Refused
from thangdo.records.units.fold import fold
from thangdo.rules.index.answers import BadInput
from thangdo.work.assessments.offline_book import COLUMNS, FORMAT, HIDDEN, Where
from thangdo.work.assessments.value_check import Fault

LARGEST = 20  # MB
NEEDED = ("code", "answer")
_HEADERS = {fold(name): key for key, pair in COLUMNS.items() for name in pair}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands: the sheet, the row as Excel numbers it, the letters of the column."""

    sheet: str
    row: int
    column: str


def opened(content: bytes, name: str) -> list[RawSheet]:
    """The sheets of an uploaded file, after everything that can be wrong with the file itself."""
    if not content:
        raise Refused("file-empty")
    if len(content) > LARGEST * 1_000_000:
        raise Refused("file-too-large", most=LARGEST)
    ending = name.rpartition(".")[2].casefold()
    if ending not in ("xlsx", *kinds.OLD, *kinds.MACROS):
        raise Refused("type-not-taken", ending=ending[:10], allowed=".xlsx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(content)
        kinds.recognise(path, ending, "")
    try:
        return raw_sheets(content, name)
    except BadInput as error:
        raise Refused("damaged", type="xlsx") from error


class Kept:
    """What the hidden sheet says: whose workbook it is, and what stood in it."""

    def __init__(self, sheets: list[RawSheet]) -> None:
        hidden = next((sheet for sheet in sheets if sheet.name == HIDDEN), None)
        rows = [[as_written(cell) for cell in row] for row in hidden.rows] if hidden else []
        facts = {row[0]: row[1] for row in rows if len(row) > 1}
        if facts.get("format") != FORMAT or any(key not in facts for key in Where.__dataclass_fields__):
            raise Refused("workbook-not-ours")
        self.where = Where(**{key: facts[key] for key in Where.__dataclass_fields__})
        padded = [[*row, "", "", "", ""] for row in rows]
        self.seen = {row[1]: int(row[2]) for row in padded if row[0] == "seen" and row[2].isdigit()}
        self.words = {row[1]: (row[2], row[3]) for row in padded if row[0] == "words"}
        self.base = {(row[1], row[2]): row[3] for row in padded if row[0] == "base"}


def same_workbook(found: Where, wanted: Where) -> None:
    """Raises Refused when the workbook is of another unit, campaign or edition."""
    for key in ("campaign", "unit"):
        if getattr(found, key) != getattr(wanted, key):
            raise Refused("workbook-of-another", of=getattr(found, key), wanted=getattr(wanted, key))
    if found.sha256 != wanted.sha256:
        raise Refused("workbook-of-another", of=found.edition, wanted=wanted.edition)


@dataclass
class Line:
    """The unlocked cells of one row: where each stands, its value, whether a formula gave it."""

    answer: tuple[Cell, object, bool]
    na: tuple[Cell, object, bool] | None
    comment: tuple[Cell, object, bool] | None
    faults: list[tuple[Cell, Fault]] = field(default_factory=list)


class Reading:
    """The answers of all sheets by the code of their row, wherever the columns stand."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.cells: dict[str, Line] = {}
        self.notices: list[tuple[str, Mapping[str, Any]]] = []
        self.found = False

    def sheet(self, sheet: RawSheet) -> None:
        """Read one sheet; one without the header of a form is left alone."""
        header, columns = _header(sheet)
        if header is None:
            return
        self.found = True
        merged = {spot: first for first, last in sheet.merged for spot in _spots(first, last)}
        for number, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
            code = as_written(row[columns["code"]]).strip() if columns["code"] < len(row) else ""
            if not code:
                continue
            if "/" not in code:
                self.notices.append(("row-unknown", {"sheet": sheet.name, "row": number + 1, "code": code}))
                continue
            line = _line(sheet, number, row, columns, merged)
            if code in self.cells:
                line.faults.append((line.answer[0], Fault("", "code-twice", {"code": code})))
                self.cells[code].faults.append((line.answer[0], Fault("", "code-twice", {"code": code})))
                continue
            self.cells[code] = line


def _header(sheet: RawSheet) -> tuple[int | None, dict[str, int]]:
    for number, row in enumerate(sheet.rows[:40]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            key = _HEADERS.get(fold(as_written(cell).strip()))
            if key is not None:
                columns.setdefault(key, place)
        if all(key in columns for key in NEEDED):
            return number, columns
    return None, {}


def _spots(first: Spot, last: Spot) -> Iterator[Spot]:
    if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > 10_000:
        return
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            yield row, column


def _line(
    sheet: RawSheet, number: int, row: list[object], columns: Mapping[str, int], merged: Mapping[Spot, Spot]
) -> Line:
    faults: list[tuple[Cell, Fault]] = []

    def cell(key: str) -> tuple[Cell, object, bool] | None:
        if key not in columns:
            return None
        spot = (number, columns[key])
        where = Cell(sheet.name, number + 1, letters(columns[key]))
        value = row[columns[key]] if columns[key] < len(row) else ""
        if spot in sheet.errors:
            faults.append((where, Fault("", "cell-error", {"typed": sheet.errors[spot]})))
            value = ""
        elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            faults.append((where, Fault("", "cell-date", {"typed": str(value)})))
            value = ""
        elif merged.get(spot, spot) != spot and key == "answer":
            faults.append((where, Fault("", "cell-merged")))
        return where, value, spot in sheet.formulas

    answer = cell("answer")
    assert answer is not None
    return Line(answer, cell("na"), cell("comment"), faults)
