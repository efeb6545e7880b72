"""A workbook that somebody sent: sheet by sheet its cells, and of each what a reader must know to take it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import Any

from thangdo.records.documents.reader import bounded, formats
from thangdo.records.documents.reader.formats import Shown
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import phrase

Spot = tuple[int, int]  # row and column, counted from 0
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell.

    kind: number | text | logical | error | date | unkept (a formula whose result was not kept).
    text: a number in plain digits (15, as Excel shows); a day as ISO text; "true" or "false"; the error.
    shown: how a number stands on the screen. long: a whole number that has more digits than Excel keeps.
    """

    kind: str
    text: str
    formula: bool = False
    shown: Shown = Shown.PLAIN
    format: str = ""
    long: bool = False


BLANK = Cell("text", "")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet. rows: the cells that hold something by row and column; merged: first and last cell of each."""

    name: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[tuple[Spot, Spot], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """The cell that stands there; BLANK where there is none."""
        return self.rows.get(row, {}).get(column, BLANK)

    def covered(self) -> dict[Spot, Spot]:
        """The cells that a merge hides, within the rows and columns in use -> the cell that is shown there.

        A merge of blank cells hides nothing.
        """
        height = max(self.rows, default=-1)
        width = max((max(row, default=-1) for row in self.rows.values()), default=-1)
        found: dict[Spot, Spot] = {}
        for (top, left), (bottom, right) in self.merged:
            shown = self.cell(top, left)
            for row in range(top, min(bottom, height) + 1):
                for column in range(left, min(right, width) + 1):
                    blank = shown is BLANK and self.cell(row, column) is BLANK
                    if (row, column) != (top, left) and not blank:
                        found[row, column] = (top, left)
        return found


@dataclass
class _Page:
    name: str
    hidden: bool
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    quiet: set[int] = field(default_factory=set)


def read_workbook(content: bytes, title: str, macros: bool = True) -> list[Page]:
    """Every sheet with cells or without, hidden ones too. Raises BadInput for what is not read.

    macros: whether a workbook may carry them; they are never run.
    """
    try:
        return list(_pages(bounded.read("workbook", content), macros))
    except bounded.Unread as error:
        raise BadInput([_problem(title, error)]) from error


def _pages(said: Iterator[Any], macros: bool) -> Iterator[Page]:
    styles: list[str] = []
    date1904 = False
    page = _Page("", False)
    known: dict[tuple[str, str, int, bool], Cell] = {}
    for line in said:
        if isinstance(line, list):
            row: dict[int, Cell] = {}
            for column, *cell in line[2:]:
                key = (cell[0], cell[1], cell[2], cell[3])
                found = known.get(key)
                if found is None:
                    style = styles[cell[2]] if cell[2] < len(styles) else "General"
                    found = known[key] = _cell(cell[0], cell[1], style, cell[3], date1904)
                row[column] = found
            page.rows[line[0]] = row
            if line[1]:
                page.quiet.add(line[0])
        elif "formats" in line:
            if line["macros"] and not macros:
                raise bounded.Unread("macros", {})
            styles = [formats.code_of(one) for one in line["formats"]]
            date1904 = line["date1904"]
        elif "sheet" in line:
            page = _Page(line["sheet"], line["state"] != "visible")
        else:
            hidden = {column for first, last in line["hidden"] for column in range(first, last + 1)}
            merged = tuple(((one[0], one[1]), (one[2], one[3])) for one in line["merged"])
            yield Page(page.name, page.hidden, page.rows, merged, frozenset(page.quiet), frozenset(hidden))


def _cell(kind: str, text: str, style: str, formula: bool, date1904: bool) -> Cell:
    if kind == "n":
        try:
            plain, long = formats.digits(text)
            how = formats.shown(style, plain)
        except InvalidOperation:
            return Cell("error", text[:40], formula)
        if how is Shown.DATE:
            day = formats.day(plain, date1904)
            return Cell("date", day, formula) if day else Cell("number", plain, formula, Shown.WORDS, style)
        return Cell("number", plain, formula, how, style, long)
    if kind == "b":
        return Cell("logical", "true" if text in ("1", "true") else "false", formula)
    if kind == "d":
        return Cell("date", text.removesuffix("T00:00:00").replace("T", " ")[:19], formula)
    if kind == "t":
        return Cell("text", _ESCAPED.sub(lambda one: chr(int(one[1], 16)), text), formula)
    return Cell({"e": "error", "?": "unkept"}[kind], text[:40], formula)


_OTHER = dict.fromkeys(("old", "open-document", "binary-workbook"), "save-as-xlsx-or-csv")
_MENDS = {
    **_OTHER,
    "locked": "save-without-password",
    "too-large": "split-it",
    "too-many-cells": "delete-far-cells",
}
_CODES = {
    "macros": "workbook-macros",
    "damaged": "no-workbook",
    "locked": "workbook-locked",
    "old": "workbook-old",
    "open-document": "workbook-open-document",
    "binary-workbook": "workbook-binary",
    "too-large": "workbook-too-large",
    "too-many-parts": "workbook-too-many-parts",
    "too-many-cells": "workbook-too-many-cells",
    "too-long": "workbook-too-long",
}


def _problem(title: str, error: bounded.Unread) -> Problem:
    code = _CODES.get(error.code, "no-workbook")
    facts = {"size": "…"} if error.code == "too-large" else {}
    most = error.facts.get("most")
    return Problem(
        title,
        phrase(code, **{**facts, **{name: fact for name, fact in error.facts.items() if name == "size"}}),
        allowed=phrase("at-most", most=most) if most else None,
        mend=phrase(_MENDS.get(error.code, "save-as-xlsx")),
    )
