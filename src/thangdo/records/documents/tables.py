"""Tables read from CSV and Excel files as text with row numbers, and written so that nothing runs in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from thangdo.records.documents.workbooks import Sheet, sheets_of, xlsx_bytes
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import Words, phrase

__all__ = ["Sheet", "Table", "csv_bytes", "guarded", "read_table", "read_tables", "xlsx_bytes"]

LARGEST = 100_000_000  # bytes
LONGEST_CELL = 1_000_000  # characters

_POINTED = re.compile(r"[-+]?\d+\.\d+")
_COMMAED = re.compile(r"[-+]?\d+,\d+")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_BOTH = re.compile(r"[-+]?\d+(?:[.,]\d+)+")
_SPECIAL = re.compile(r'[,"\n\r]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?%?")


@dataclass
class Table:
    """A table as it was read: cells are text without outer blanks, `lines` the rows' numbers in the file."""

    name: str
    columns: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    sheet: str | None = None
    header: int = 1  # the header's row in the file

    @property
    def place(self) -> str:
        """The file, and the sheet where it has several, for messages."""
        return f"{self.name} [{self.sheet}]" if self.sheet is not None else self.name


def read_table(source: Path | str | bytes, name: str | None = None, texts: Collection[str] = ()) -> Table:
    """The one table of a file; of a workbook its first sheet with content. Raises BadInput.

    texts: columns whose cells are words even where they look like numbers.
    """
    return read_tables(source, name, texts)[0]


def read_tables(
    source: Path | str | bytes, name: str | None = None, texts: Collection[str] = ()
) -> list[Table]:
    """The table of a CSV file, or those of all sheets of a workbook that hold something. Raises BadInput."""
    title = name or (str(source) if not isinstance(source, bytes) else "table")
    content = source if isinstance(source, bytes) else _content(Path(source), title)
    if len(content) > LARGEST:
        raise BadInput([_too_large(title)])
    if not content.strip():
        raise BadInput([Problem(title, phrase("table-empty"))])
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _of_workbook(content, title)
    return [_of_csv(content, title, texts)]


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


def _of_csv(content: bytes, title: str, texts: Collection[str]) -> Table:
    text = _text(content, title)
    skipped, text = _without_comments(text)
    if not text.strip():
        raise BadInput([Problem(title, phrase("table-empty"))])
    head = text.split("\n", 1)[0]
    semicolons, commas, tabs = (_outside_quotes(head, sign) for sign in ";,\t")
    if tabs and not semicolons and not commas:
        raise BadInput(
            [
                Problem(
                    title,
                    phrase("tabs"),
                    skipped + 1,
                    mend=phrase("save-as-csv"),
                )
            ]
        )
    separator = ";" if semicolons and not commas else ","
    table, problems = _grid(_records(text, separator, skipped, title), title, None)
    if separator == ";":
        problems += _decimal_commas(table, texts)
    if problems:
        raise BadInput(sorted(problems, key=lambda problem: problem.line or 0))
    return table


def _without_comments(text: str) -> tuple[int, str]:
    """How many lines stand before the header (blank, or comments after `#`), and the text from there on."""
    skipped = 0
    while text:
        line, _, rest = text.partition("\n")
        if line.strip() and not line.lstrip().startswith("#"):
            break
        skipped, text = skipped + 1, rest
    return skipped, text


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


def _of_workbook(content: bytes, title: str) -> list[Table]:
    tables, problems = [], []
    sheets = sheets_of(content, title)
    for sheet, grid, notices in sheets:
        table, found = _grid(iter(grid), title, sheet)
        table.notices += notices
        problems += found
        tables.append(table)
    if problems:
        raise BadInput(problems)
    if not tables:
        raise BadInput([Problem(title, phrase("workbook-empty"))])
    return tables


def _grid(
    records: Iterator[tuple[int, list[str]]], title: str, sheet: str | None
) -> tuple[Table, list[Problem]]:
    """The table of numbered records, the first of which is the header; and what is wrong with it."""
    number, header = next(records, (1, []))
    columns = [_cleaned(name).lstrip("\ufeff") for name in header]
    while columns and not columns[-1]:
        columns.pop()
    table = Table(title, columns, sheet=sheet, header=number)
    problems = _header(table, number)
    for line, record in records:
        cells = [_cleaned(cell) for cell in record]
        if not any(cells):
            continue
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            problems.append(
                Problem(
                    table.place,
                    phrase("row-length", cells=len(cells), columns=len(columns)),
                    line,
                    mend=phrase("quote-separators"),
                )
            )
            continue
        for column, cell in zip(columns, cells, strict=False):
            if not cell.isprintable() and _CONTROL.search(cell):
                problems.append(_control(table, line, column, cell))
        table.rows.append(dict(zip(columns, cells, strict=False)))
        table.lines.append(line)
    return table, problems


def _cleaned(cell: str) -> str:
    """A cell without outer blanks, in composed Unicode, so that the same word is the same however typed."""
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def _control(table: Table, line: int, column: str, cell: str) -> Problem:
    signs = sorted({f"U+{ord(sign):04X}" for sign in _CONTROL.findall(cell)})
    message = phrase("control-character", signs=", ".join(signs))
    return Problem(table.place, message, line, column, mend=phrase("write-cell-again"))


def _header(table: Table, line: int) -> list[Problem]:
    problems = []
    for place, name in enumerate(table.columns, start=1):
        if not name:
            problems.append(
                Problem(
                    table.place,
                    phrase("column-without-name", number=place),
                    line,
                    mend=phrase("name-in-header"),
                )
            )
        elif _CONTROL.search(name):
            problems.append(_control(table, line, f"number {place}", name))
        elif table.columns.index(name) != place - 1:
            problems.append(
                Problem(table.place, phrase("column-twice"), line, name, mend=phrase("rename-one-column"))
            )
    return problems


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
            whole = cell.replace(".", "")
            readings: list[Words] = (
                [whole, phrase("with-decimal-point", cell=cell)] if cell.count(".") == 1 else [whole]
            )
            problems.append(_two_ways(table, number, column, cell, readings))
        elif not _POINTED.fullmatch(cell):
            parts = re.split("[.,]", cell)
            readings = ["".join(parts[:-1]) + "." + parts[-1], parts[0] + "." + "".join(parts[1:])]
            problems.append(_two_ways(table, number, column, cell, readings))
        elif commas:
            whole = cell.replace(".", "")
            problems.append(_two_ways(table, number, column, cell, [cell, whole], mixed=True))
    if commas and not problems:
        read = "1 number was" if commas == 1 else f"{commas} numbers were"
        table.notices.append(
            f"{table.place}: separated by semicolons, with decimal commas; {read} read so (0,5 is 0.5)."
        )
    elif not problems:
        table.notices.append(f"{table.place}: separated by semicolons.")
    return problems


def _two_ways(
    table: Table, number: int, column: str, cell: str, readings: Sequence[Words], mixed: bool = False
) -> Problem:
    why = phrase("mixed-commas") if mixed else phrase("semicolon-file")
    one, *others = readings
    return Problem(
        table.place,
        phrase("two-readings", cell=cell, one=one, other=others[0], why=why)
        if others
        else phrase("one-reading", cell=cell, one=one, why=why),
        table.lines[number],
        column,
        mend=phrase("decimal-commas"),
    )


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
