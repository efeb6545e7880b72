"""Excel workbooks as they are written: text never as a formula, a number with every digit or as text."""

from __future__ import annotations

import datetime
import io
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from numbers import Rational

import xlsxwriter

from thangdo.records.documents.cells import Share
from thangdo.records.documents.columns import letters

LONGEST = 32_767  # characters of a cell
DAY, HOUR, SHARE = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "0.0%"  # how cells show them
FIRST = datetime.date(1900, 3, 1)  # before it Excel counts a day that never was
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ROWS = 1_048_576
LARGE = 200_000  # cells
DIGITS = 15  # of a number: what Excel shows, compares and keeps


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: columns, rows, how wide a column is (in characters; else as its content needs).

    places: column -> decimals that its numbers show (the cell keeps the whole number). heading: lines above
    the table, the first of them its title. frozen: columns on the left that stay in sight. exchanged: for a
    file that the product reads back: a text stays the text that it is.

    A number, a share and a day are written as such; so is a column whose texts are all days (2026-10-22).
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Mapping[str, int] = field(default_factory=dict)
    wrap: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    heading: Sequence[str] = ()
    frozen: int = 0
    exchanged: bool = False


DEEPEST = 20  # lines of a row
PRINTED = 260  # characters of a page's width that can still be read
WIDEST = 48  # characters of a column that is not given a width


def _width(name: str, cells: Iterable[object]) -> int:
    """As wide as the longest cell, within 8 to WIDEST characters; the arrow of the filter needs two."""
    longest = max((len(_shown(cell)) for cell in cells if cell is not None), default=0)
    return min(max(longest + 2, len(name) + 3, 8), WIDEST)


def _shown(cell: object) -> str:
    """What a cell shows, as wide as it shows it."""
    if isinstance(cell, datetime.datetime):
        return HOUR
    return DAY if isinstance(cell, datetime.date) else str(cell)


def _days(rows: Sequence[Sequence[object]]) -> dict[int, dict[object, datetime.date]]:
    """The columns whose texts are all days of the calendar: place -> text -> day."""
    days: dict[int, dict[object, datetime.date]] = {}
    for place in range(max(map(len, rows), default=0)):
        said = [row[place] for row in rows if place < len(row) and row[place] not in (None, "")]
        if not said or not all(isinstance(cell, str) and _DAY.fullmatch(cell) for cell in said):
            continue
        try:
            days[place] = {cell: datetime.date.fromisoformat(str(cell)) for cell in said}
        except ValueError:
            continue
    return days


def _words(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


@lru_cache(maxsize=4096)  # a title stands in thousands of rows
def _lines(text: str, width: int) -> int:
    """How many lines a text needs in a column of this width (in characters)."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(part, max(width, 4))) or 1 for part in text.split("\n"))


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook: bold frozen header, filter, given widths. Text is always text; same input, same bytes.

    The rows of a large one go to the disk as they are written: a million cells in memory are 200 MB.
    """
    out, sheets = io.BytesIO(), list(sheets)
    large = sum(len(one.rows) * len(one.columns) for one in sheets if isinstance(one.rows, Sized)) > LARGE
    options = {
        "in_memory": not large,
        "constant_memory": large,
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
    kinds: dict[type, object] = {
        kind: workbook.add_format({"valign": "top", "align": "right", "num_format": form})
        for kind, form in ((Share, SHARE), (datetime.date, DAY), (datetime.datetime, HOUR))
    }
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
        days = {} if sheet.exchanged else _days(rows)
        widths = [
            sheet.widths.get(name) or _width(name, (row[place] for row in rows if place < len(row)))
            for place, name in enumerate(sheet.columns)
        ]
        page.set_landscape()
        page.set_paper(9)
        page.set_footer("&R&P/&N")
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
            numbers = column in days or any(
                isinstance(row[column], Rational | Decimal | Share | datetime.date)
                for row in rows
                if column < len(row)
            )
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
            for column, held in enumerate(row):
                value = days[column].get(held, held) if column in days else held
                look = kinds.get(type(value), styles.get(column, plain))
                _write(page, number, column, value, style, look)
            if sheet.wrap:
                deep = max(map(_lines, map(_words, row), wider), default=1)
                page.set_row(number, 15 * min(deep, DEEPEST))
            last = number
        if last > top and sheet.columns:
            page.autofilter(top, 0, last, len(sheet.columns) - 1)
    workbook.close()
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: object,
    words: object,
    number: object,
) -> None:
    """A cell: a number, share or day in the format `number`, anything else as text in the format `words`."""
    if value is None or value == "":
        return
    if isinstance(value, datetime.datetime):
        if value.date() >= FIRST:
            page.write_datetime(row, column, value.replace(tzinfo=None, second=0, microsecond=0), number)
            return
        value = value.isoformat(" ", "minutes")
    elif isinstance(value, datetime.date):
        if value >= FIRST:
            page.write_datetime(row, column, value, number)
            return
        value = f"{value:%d/%m/}{value.year:04}"
    elif isinstance(value, Share):
        page.write_number(row, column, float(value.value), number)
        return
    if isinstance(value, Rational | Decimal | float) and not isinstance(value, bool):
        near = float(value)
        if not isinstance(value, int | Decimal) or Decimal(f"{near:.{DIGITS}g}") == value:
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
