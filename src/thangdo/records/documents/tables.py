"""Tables read from CSV and Excel files as text with row numbers, and written so that nothing runs in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from thangdo.records.documents.cells import Share
from thangdo.records.documents.grids import Ask, Grid, Notice, Table, Wanted, records_of, two_readings
from thangdo.records.documents.reader.workbook import read_workbook
from thangdo.records.documents.workbooks import Sheet, xlsx_bytes
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import Words, phrase

__all__ = [
    "Ask",
    "Notice",
    "Share",
    "Sheet",
    "Table",
    "Wanted",
    "csv_bytes",
    "guarded",
    "read_table",
    "read_tables",
    "xlsx_bytes",
]

LARGEST = 100_000_000  # bytes
LONGEST_CELL = 1_000_000  # characters

_POINTED = re.compile(r"[-+]?\d+\.\d+")
_COMMAED = re.compile(r"[-+]?\d+,\d+")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_BOTH = re.compile(r"[-+]?\d+(?:[.,]\d+)+")
_SPECIAL = re.compile(r'[,"\n\r]')
_SEPARATOR = re.compile(r'"?sep=([;,\t])"?\r?', re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?%?")

Find = Callable[[str], Wanted]  # by the name of a sheet; "" for a CSV file


def read_table(
    source: Path | str | bytes,
    name: str | None = None,
    texts: Collection[str] = (),
    wanted: Wanted | Find | None = None,
) -> Table:
    """The one table of a file; of a workbook the first sheet that names the wanted columns. Raises BadInput.

    Where no sheet names them, or none are wanted, it is the first sheet with content.

    texts: columns whose cells are words even where they look like numbers.
    """
    first, *others = read_tables(source, name, texts, wanted, aside=True)
    for other in others:
        first.notices.append(Notice(other.place, phrase("sheet-left-aside")))
    return first


def read_tables(
    source: Path | str | bytes,
    name: str | None = None,
    texts: Collection[str] = (),
    wanted: Wanted | Find | None = None,
    *,
    aside: bool = False,
) -> list[Table]:
    """The table of a CSV file, or those of all sheets of a workbook that hold something. Raises BadInput.

    wanted: what the reader looks for, the same for all sheets or by the sheet's name. A hidden sheet is left
    aside, with a notice at the first table; `aside`: so is one that names no wanted column, if another does.
    """
    title = name or (str(source) if not isinstance(source, bytes) else "table")
    content = source if isinstance(source, bytes) else _content(Path(source), title)
    if len(content) > LARGEST:
        raise BadInput([_too_large(title)])
    if not content.strip():
        raise BadInput([Problem(title, phrase("table-empty"))])
    if callable(wanted):
        find = wanted
    else:
        only = wanted or Wanted()

        def find(sheet: str) -> Wanted:
            return only

    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PK\x05\x06"):
        return _of_workbook(content, title, find, aside)
    return [_of_csv(content, title, texts, find(""))]


def _content(file: Path, title: str) -> bytes:
    """The file's content; of one that is too large only so much that it is refused for its size."""
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        what, mend = "file-unreadable", "check-name-and-folder"
        if isinstance(error, FileNotFoundError):
            what = "file-not-there"
        elif isinstance(error, IsADirectoryError):
            what, mend = "file-is-folder", "name-files"
        elif isinstance(error, PermissionError):
            what, mend = "file-forbidden", "ask-owner"
        raise BadInput([Problem(title, phrase(what), mend=phrase(mend))]) from error


def _too_large(title: str) -> Problem:
    return Problem(
        title,
        phrase("table-too-large"),
        allowed=phrase("at-most-bytes", most=f"{LARGEST:,}"),
        mend=phrase("split-it"),
    )


def _text(content: bytes, title: str) -> str:
    """The characters of a CSV file. Raises BadInput for anything but UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:200].count(0) > len(content[:200]) // 3:
        raise BadInput([Problem(title, phrase("utf-16"), 1, mend=phrase("save-as-csv"))])
    nul = content.find(0)
    if nul >= 0:
        line = content.count(b"\n", 0, nul) + 1
        raise BadInput([Problem(title, phrase("nul-character"), line, mend=phrase("export-again"))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        line = content.count(b"\n", 0, start) + 1
        raise BadInput(
            [
                Problem(
                    title,
                    phrase("table-not-utf-8", byte=f"{content[start]:02X}"),
                    line,
                    mend=phrase("save-as-csv"),
                )
            ]
        ) from error


def _of_csv(content: bytes, title: str, texts: Collection[str], wanted: Wanted) -> Table:
    text = _text(content, title)
    skipped, said, text = _without_comments(text)
    if not text.strip():
        raise BadInput([Problem(title, phrase("table-empty"))])
    head = text.split("\n", 1)[0]
    semicolons, commas, tabs = (_outside_quotes(head, sign) for sign in ";,\t")
    if tabs and not semicolons and not commas and not said:
        raise BadInput([Problem(title, phrase("tabs"), skipped + 1, mend=phrase("save-as-csv"))])
    separator = said or (";" if semicolons and not commas else ",")
    grid = Grid(title, None, wanted)
    grid.read(list(_records(text, separator, skipped, title)))
    problems, table = grid.problems, grid.table
    if separator == ";":
        problems += _decimal_commas(table, texts)
    if problems:
        raise BadInput(sorted(problems, key=lambda problem: problem.line or 0))
    return table


def _without_comments(text: str) -> tuple[int, str, str]:
    """How many lines stand before the table, the separator that Excel's line `sep=;` says, and the rest.

    Blank lines and comments after `#` stand before it too.
    """
    skipped, said = 0, ""
    while text:
        line, _, rest = text.partition("\n")
        found = None if said else _SEPARATOR.fullmatch(line.strip(" "))
        if found is not None:
            said = found[1]
        elif line.strip() and not line.lstrip().startswith("#"):
            break
        skipped, text = skipped + 1, rest
    return skipped, said, text


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _records(text: str, separator: str, skipped: int, title: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins. Raises BadInput for quotes that do not close."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for record in reader:
            yield skipped + line, record
            line = reader.line_num + 1
    except csv.Error as error:
        mend = phrase("double-quotes")
        if "limit" in str(error):
            mend = phrase("look-for-quote", most=f"{LONGEST_CELL:,}")
        message = phrase("row-unreadable", why=error)
        raise BadInput([Problem(title, message, skipped + line, mend=mend)]) from error


def _of_workbook(content: bytes, title: str, find: Find, only_known: bool) -> list[Table]:
    grids: list[Grid] = []
    aside: list[Notice] = []
    for page in read_workbook(content, title):
        if not page.rows:
            continue
        if page.hidden:
            aside.append(Notice(f"{title} [{page.name}]", phrase("sheet-hidden")))
            continue
        grid = Grid(title, page.name, find(page.name), page)
        grid.read(records_of(page))
        grids.append(grid)
    if only_known and any(grid.known for grid in grids):
        left = [grid.table.place for grid in grids if not grid.known]
        aside += [Notice(place, phrase("sheet-left-aside")) for place in left]
        grids = [grid for grid in grids if grid.known]
    problems = [problem for grid in grids for problem in grid.problems]
    tables = [grid.table for grid in grids]
    if problems:
        raise BadInput(sorted(problems, key=lambda one: (one.file, one.line or 0)))
    if not tables:
        mend = phrase("show-the-sheet") if aside else None
        raise BadInput([Problem(title, phrase("workbook-empty"), mend=mend)])
    tables[0].notices += aside
    return tables


def _decimal_commas(table: Table, texts: Collection[str]) -> list[Problem]:
    """In a semicolon file decimal commas become points; what could be read in two ways is a problem."""
    cells = [
        (number, column, cell)
        for number, row in enumerate(table.rows)
        for column, cell in row.items()
        if column not in texts and _BOTH.fullmatch(cell)
    ]
    commas = sum(1 for _, _, cell in cells if _COMMAED.fullmatch(cell))
    problems = []
    for number, column, cell in cells:
        if _COMMAED.fullmatch(cell):
            table.rows[number][column] = cell.replace(",", ".")
        elif _THOUSANDS.fullmatch(cell):
            problems.append(_two_ways(table, number, column, two_readings(cell, phrase("semicolon-file"))))
        elif not _POINTED.fullmatch(cell):
            parts = re.split("[.,]", cell)
            one, other = "".join(parts[:-1]) + "." + parts[-1], parts[0] + "." + "".join(parts[1:])
            problems.append(_two_ways(table, number, column, _or(cell, one, other, "semicolon-file")))
        elif commas:
            said = _or(cell, cell, cell.replace(".", ""), "mixed-commas")
            problems.append(_two_ways(table, number, column, said))
    if commas and not problems:
        table.note(phrase("decimal-commas-read" if commas > 1 else "decimal-comma-read", count=commas))
    elif not problems:
        table.note(phrase("semicolons-read"))
    return problems


def _or(cell: str, one: str, other: str, why: str) -> Words:
    return phrase("two-readings", cell=cell, one=one, other=other, why=phrase(why))


def _two_ways(table: Table, number: int, column: str, message: Words) -> Problem:
    return Problem(table.place, message, table.lines[number], column, mend=phrase("decimal-commas"))


def guarded(text: str) -> str:
    """Text of people so that no spreadsheet runs it: an apostrophe before `= + - @`, tab and return."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]], texts: Collection[str] = ()) -> bytes:
    """A CSV file: UTF-8, LF, comma, decimal point. None is blank; text is guarded against formulas.

    texts: columns of people's words, which are guarded even where they look like a number (`-3`).
    """
    words = [place for place, column in enumerate(columns) if column in texts]
    out = io.StringIO(newline="")
    out.write((",".join(_quoted(guarded(column)) for column in columns) or '""') + "\n")
    for row in rows:
        cells = [_cell(value) for value in row]
        for place in words:
            if cells[place][:1] in ("+", "-"):
                cells[place] = "'" + cells[place]
        out.write((",".join(map(_quoted, cells)) or '""') + "\n")
    return out.getvalue().encode("utf-8")


def _quoted(text: str) -> str:
    """The cell in quotes where it must be (the standard writer leaves a lone return without)."""
    if _SPECIAL.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return guarded(str(value))
