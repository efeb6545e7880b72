"""Excel workbooks: read cell by cell as text without losing a digit, written with text never as a formula."""

from __future__ import annotations

import datetime
import html
import io
import re
import textwrap
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Rational

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import phrase

UNPACKED = 400_000_000  # bytes
LONGEST = 32_767  # characters of a cell
ROWS = 1_048_576

Grid = list[tuple[int, list[str]]]

_SHEET = re.compile(r"<sheet\b[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_ERROR_CELL = re.compile(r'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)

# What reading a damaged archive raises.
_DAMAGED = (zipfile.BadZipFile, zlib.error, LookupError, ValueError, OSError, EOFError, RuntimeError)


def sheets_of(content: bytes, title: str) -> list[tuple[str, Grid, list[str]]]:
    """Every sheet that holds something: name, numbered rows of text, notices. Raises BadInput.

    A number is the shortest decimal that gives the cell's float; dates and errors in cells are problems.
    """
    _unpackable(content, title)
    problems: list[Problem] = []
    found: list[tuple[str, Grid, list[str]]] = []
    errors = _error_cells(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            place = f"{title} [{name}]"
            grid, notices = _grid(rows, place, problems)
            for cell in errors.get(name, []):
                problems.append(
                    Problem(
                        place,
                        phrase("cell-error", error=cell[2]),
                        cell[1],
                        cell[0],
                        mend=phrase("correct-formula"),
                    )
                )
            if grid:
                found.append((name, grid, notices))
    except PasswordError as error:
        raise BadInput(
            [Problem(title, phrase("workbook-locked"), mend=phrase("save-without-password"))]
        ) from error
    except (CalamineError, ValueError, OSError) as error:
        raise BadInput([_broken(title)]) from error
    if problems:
        raise BadInput(problems)
    return found


def _broken(title: str) -> Problem:
    return Problem(title, phrase("no-workbook"), mend=phrase("save-as-xlsx"))


def _unpackable(content: bytes, title: str) -> None:
    """A workbook that is whole and not enormous once unpacked. Raises BadInput."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except _DAMAGED as error:
        raise BadInput([_broken(title)]) from error
    if size > UNPACKED:
        raise BadInput(
            [
                Problem(
                    title,
                    phrase("workbook-too-large", size=f"{size:,}"),
                    allowed=phrase("at-most", most=f"{UNPACKED:,}"),
                )
            ]
        )


def _error_cells(content: bytes) -> dict[str, list[tuple[str, int, str]]]:
    """Cells with an error by sheet: column letters, row, error. (The reader shows them as blank cells.)"""
    found: dict[str, list[tuple[str, int, str]]] = {}
    if not content.startswith(b"PK"):
        return found
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
                raw = archive.read(part)
                if b't="e"' not in raw:
                    continue
                cells = _ERROR_CELL.findall(raw.decode("utf-8", "replace"))
                found[html.unescape(one.get("name", ""))] = [(c, int(r), e) for c, r, e in cells]
    except _DAMAGED:
        return {}
    return found


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA …"""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _grid(rows: Sequence[Sequence[object]], place: str, problems: list[Problem]) -> tuple[Grid, list[str]]:
    grid: Grid = []
    booleans = 0
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                problems.append(
                    Problem(
                        place,
                        phrase("cell-date", value=value),
                        number,
                        letters(column),
                        mend=phrase("format-column"),
                    )
                )
                cells.append("")
                continue
            booleans += isinstance(value, bool)
            cells.append(as_written(value))
        if grid or any(cells):
            grid.append((number, cells))
    return grid, [f"{place}: {booleans} logical cells were read as true or false."] if booleans else []


def as_written(value: object) -> str:
    """A cell as text; a number as the shortest decimal of its float, never with an exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = format(Decimal(repr(value)), "f") if abs(value) < 1e60 else repr(value)
        return text[:-2] if text.endswith(".0") else text
    return str(value)


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: columns, rows, how wide a column is (in characters; else as its content needs).

    places: column -> decimals that its numbers show (the cell keeps the whole number). heading: lines above
    the table, the first of them its title. frozen: columns on the left that stay in sight.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Mapping[str, int] = field(default_factory=dict)
    wrap: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    heading: Sequence[str] = ()
    frozen: int = 0


DEEPEST = 20  # lines of a row
PRINTED = 260  # characters of a page's width that can still be read
WIDEST = 48  # characters of a column that is not given a width


def _width(name: str, cells: Iterable[object]) -> int:
    """As wide as the longest cell, within 8 to WIDEST characters; the arrow of the filter needs two."""
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(longest + 2, len(name) + 3, 8), WIDEST)


def _words(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _lines(text: str, width: int) -> int:
    """How many lines a text needs in a column of this width (in characters)."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(part, max(width, 4))) or 1 for part in text.split("\n"))


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook: bold frozen header, filter, given widths. Text is always text; same input, same bytes."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(out, options)
    workbook.set_properties({"created": datetime.datetime(2000, 1, 1)})
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#E9EEF3"}
    left = workbook.add_format({**head, "align": "left", "indent": 1})
    right = workbook.add_format({**head, "align": "right"})
    lines = (
        workbook.add_format({"bold": True, "font_size": 14}),
        workbook.add_format({"font_color": "#4B5A66"}),
    )
    plain = workbook.add_format({"valign": "top"})
    cell = workbook.add_format({"valign": "top", "align": "left", "indent": 1})
    wrapped = workbook.add_format({"valign": "top", "align": "left", "text_wrap": True, "indent": 1})
    taken: set[str] = set()
    for sheet in sheets:
        page = workbook.add_worksheet(_sheet_name(sheet.name, taken))
        style = wrapped if sheet.wrap else cell
        styles = {
            place: workbook.add_format({"valign": "top", "num_format": "0." + "0" * sheet.places[name]})
            for place, name in enumerate(sheet.columns)
            if sheet.places.get(name)
        }
        rows = list(sheet.rows)
        widths = [
            sheet.widths.get(name) or _width(name, (row[place] for row in rows if place < len(row)))
            for place, name in enumerate(sheet.columns)
        ]
        page.set_landscape()
        page.set_paper(9)
        if sum(widths) <= PRINTED:
            page.fit_to_pages(1, 0)
        elif sheet.frozen:
            page.repeat_columns(0, sheet.frozen - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{letters(max(len(widths), 1) - 1)}{ROWS}"})
        for place, line in enumerate(sheet.heading):
            page.write_string(place, 0, line, lines[min(place, 1)])
        top = len(sheet.heading) + 1 if sheet.heading else 0
        page.repeat_rows(top)
        for column, (name, width) in enumerate(zip(sheet.columns, widths, strict=True)):
            page.set_column(column, column, width)
            numbers = any(isinstance(row[column], Rational | Decimal) for row in rows if column < len(row))
            page.write_string(top, column, name, right if numbers else left)
        narrower = [width - 3 for width in widths]  # bold letters, and the arrow of the filter
        wider = [width * 23 // 20 for width in widths]  # small letters are narrower than figures
        deepest = max(map(_lines, sheet.columns, narrower), default=1)
        page.set_row(top, 15 * deepest + 3)
        page.freeze_panes(top + 1, sheet.frozen)
        last = top
        for number, row in enumerate(rows, start=top + 1):
            if number >= ROWS:
                raise ValueError(f"the sheet {sheet.name} would have more than {ROWS} rows")
            for column, value in enumerate(row):
                _write(page, number, column, value, style, styles.get(column, plain))
            if sheet.wrap:
                deep = max(map(_lines, map(_words, row), wider), default=1)
                page.set_row(number, 15 * min(deep, DEEPEST))
            last = number
        if last > top and sheet.columns:
            page.autofilter(top, 0, last, len(sheet.columns) - 1)
    workbook.close()
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, words: object, number: object
) -> None:
    """A cell: a number in the format `number`, anything else as text in the format `words`."""
    if value is None or value == "":
        return
    if isinstance(value, Rational | Decimal | float) and not isinstance(value, bool):
        near = float(value)
        if not isinstance(value, int | Decimal) or Decimal(f"{near:.16g}") == value:
            page.write_number(row, column, near, number)
            return
    text = str(value)
    if len(text) > LONGEST:
        raise ValueError(f"a cell has {len(text)} characters; Excel allows {LONGEST}")
    page.write_string(row, column, text, words)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts, once in the workbook."""
    clean = re.sub(r"[\[\]:*?/\\]", "-", name).strip("'")[:31] or "sheet"
    found, number = clean, 2
    while found.lower() in taken:
        tail = f" ({number})"
        found, number = clean[: 31 - len(tail)] + tail, number + 1
    taken.add(found.lower())
    return found
