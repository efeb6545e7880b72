"""A workbook cell by cell, as people send it back: values, and which cells hold formulas, errors, merges."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from thangdo.records.documents.workbooks import (
    _ATTRIBUTE,
    _DAMAGED,
    _RELATION,
    _SHEET,
    _broken,
    _error_cells,
    _unpackable,
)
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import phrase

Spot = tuple[int, int]  # row and column, counted from 0
_FORMULA = re.compile(r'<c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*?(?<!/)>(?:(?!</c>).)*?<f\b', re.DOTALL)


@dataclass(frozen=True)
class RawSheet:
    """A sheet: rows of values as Excel keeps them, and the cells that are out of the ordinary."""

    name: str
    rows: list[list[object]]
    formulas: frozenset[Spot]
    errors: dict[Spot, str]
    merged: tuple[tuple[Spot, Spot], ...]  # first and last cell of each


def raw_sheets(content: bytes, title: str) -> list[RawSheet]:
    """Every sheet, hidden ones too. Raises BadInput for what is no workbook or unpacks to too much."""
    _unpackable(content, title)
    errors, formulas = _error_cells(content), _formula_cells(content)
    found = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            found.append(
                RawSheet(
                    name,
                    [list(row) for row in sheet.to_python(skip_empty_area=False)],
                    formulas.get(name, frozenset()),
                    {(row - 1, number(column)): what for column, row, what in errors.get(name, ())},
                    tuple((first, last) for first, last in sheet.merged_cell_ranges or ()),
                )
            )
    except PasswordError as error:
        raise BadInput([Problem(title, phrase("workbook-locked"))]) from error
    except (CalamineError, ValueError, OSError) as error:
        raise BadInput([_broken(title)]) from error
    return found


def number(letters: str) -> int:
    """A column counted from 0 by its letters: A is 0, AA is 26."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _formula_cells(content: bytes) -> dict[str, frozenset[Spot]]:
    """The cells with a formula by sheet. (The reader gives the value that was computed last.)"""
    found: dict[str, frozenset[Spot]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
            relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
            targets = {}
            for text in _RELATION.findall(relations):
                one = dict(_ATTRIBUTE.findall(text))
                targets[one.get("Id", "")] = one.get("Target", "")
            for text in _SHEET.findall(book):
                one = dict(_ATTRIBUTE.findall(text))
                target = targets.get(one.get("r:id", ""), "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if part not in archive.namelist():
                    continue
                raw = archive.read(part).decode("utf-8", "replace")
                cells = _FORMULA.findall(raw) if "<f" in raw else []
                name = html.unescape(one.get("name", ""))
                found[name] = frozenset((int(row) - 1, number(column)) for column, row in cells)
    except _DAMAGED:
        return {}
    return found
