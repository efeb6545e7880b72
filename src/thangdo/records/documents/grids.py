"""A sheet or CSV file becoming a table: where its header is, what stands around it, what each cell says.

What cannot be understood is a problem with its place; what was read in a way of its own is a notice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from thangdo.records.documents.columns import letters as column_letters
from thangdo.records.documents.reader.formats import Shown, hundredfold, padded
from thangdo.records.documents.reader.workbook import BLANK, Cell, Page
from thangdo.records.units import letters
from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.model import Input, InputType
from thangdo.rules.index.phrases import Phrase, Words, phrase
from thangdo.rules.index.values import TICKS
from thangdo.rules.letters import unseen

HEADS_WITHIN = 40  # rows in which a header is looked for
NAMED = 5  # cells that a notice names
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NUMERIC = (InputType.COUNT, InputType.NUMBER, InputType.PERCENT, InputType.SHARE)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

_ODD = {Shown.HIDDEN: "number-hidden", Shown.SCALED: "number-scaled", Shown.WORDS: "number-words"}
_ENCODINGS = {"tcvn3": "letters-tcvn3", "vni": "letters-vni", "mojibake": "letters-mojibake"}
_READ = {
    "beside": "read-beside",
    "below": "read-below",
    "formulas": "read-formulas",
    "logical": "read-logical",
    "percents": "read-percents",
    "shares": "read-shares",
    "dates": "read-dates",
    "days": "read-days",
    "ticks": "read-ticks",
}

Notice = Problem  # what was read in a way of its own; it hinders nothing
Given = str | Cell
Asked = Input | Literal["day", "number", "words"] | None
#: what a column asks for; for a list of answers the row says it
Ask = Callable[[Mapping[str, str], str], Asked]


def nothing_asked(row: Mapping[str, str], column: str) -> Asked:
    """Of no column is known what it asks."""
    return None


@dataclass
class Table:
    """A table as it was read: cells are text without outer blanks, `lines` the rows' numbers in the file."""

    name: str
    columns: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    sheet: str | None = None
    header: int = 1  # the header's row in the file

    @property
    def place(self) -> str:
        """The file, and the sheet where it has several, for messages."""
        return f"{self.name} [{self.sheet}]" if self.sheet is not None else self.name

    def note(self, message: Words, line: int | None = None, column: str | None = None) -> None:
        """Say how something was read."""
        self.notices.append(Notice(self.place, message, line, column))


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for.

    heads: names of columns without marks, by which a header is known below rows of titles. others: other
    names of columns without marks -> the column. ask: what a column asks for.
    """

    heads: frozenset[str] = frozenset()
    others: Mapping[str, str] = field(default_factory=dict)
    ask: Ask = nothing_asked

    @classmethod
    def of(
        cls,
        columns: Iterable[str],
        others: Mapping[str, Sequence[str]] | None = None,
        ask: Ask = nothing_asked,
    ) -> Wanted:
        """The columns by their names; those of `others` also by other names, with marks or without."""
        others = others or {}
        own = {letters.head(name) for name in (*columns, *others)}
        known = {letters.head(name): column for column, names in others.items() for name in names}
        return cls(
            frozenset(own | known.keys()), {name: one for name, one in known.items() if name not in own}, ask
        )


class Grid:
    """Rows of cells on their way to a table."""

    def __init__(self, title: str, sheet: str | None, wanted: Wanted, page: Page | None = None) -> None:
        self.table = Table(title, [], sheet=sheet)
        self.wanted, self.page = wanted, page
        self.problems: list[Problem] = []
        self.count: dict[str, list[str]] = {}  # kind of cell -> where such cells are
        self.covered = page.covered() if page else {}
        self.known = False  # whether a row names columns that are looked for

    def read(self, records: Sequence[tuple[int, Sequence[Given]]]) -> None:
        """The table of numbered records: its header, and the rows below it."""
        at = self._header(records)
        number, header = records[at] if records else (1, ())
        table = self.table
        table.header = number
        self._columns(header, number)
        before = number
        for line, record in records[at + 1 :]:
            self._row(line, record, apart=line > before + 1)
            before = line if any(_is_said(cell) for cell in record) else before
        self._sum_up()

    def _header(self, records: Sequence[tuple[int, Sequence[Given]]]) -> int:
        """Which record is the header: the first, or a lower one that names columns where that does not."""
        heads = self.wanted.heads
        least = min(2, len(heads))
        for place, (number, record) in enumerate(records[:HEADS_WITHIN] if heads else ()):
            if len({letters.head(_plain(cell)) for cell in record} & heads) < least:
                continue
            above = " · ".join(_plain(cell) for _, row in records[:place] for cell in row if _is_said(cell))
            self.known = True
            if above:
                self.table.note(phrase("title-rows", row=number, said=_short(above)), records[0][0])
            return place
        return 0

    def _columns(self, header: Sequence[Given], line: int) -> None:
        names = [_cleaned(_plain(cell)).lstrip("\ufeff") for cell in header]
        while names and not names[-1]:
            names.pop()
        taken = set(names)
        for place, name in enumerate(names):
            known = self.wanted.others.get(letters.head(name))
            if known is not None and known not in taken:
                self.table.note(phrase("column-read-as", name=name, column=known), line)
                taken.add(known)
                names[place] = known
        self.table.columns = names
        for place, name in enumerate(names, start=1):
            if not name:
                problem = phrase("column-without-name", number=place)
                self._bad(problem, line, None, phrase("name-in-header"))
            elif CONTROL.search(name):
                self._control(line, f"number {place}", name)
            elif names.index(name) != place - 1:
                self._bad(phrase("column-twice"), line, name, phrase("rename-one-column"))

    def _row(self, line: int, record: Sequence[Given], apart: bool) -> None:
        table = self.table
        width = len(table.columns)
        if self.page is None:
            if not any(map(_is_said, record)):
                return
            if len(record) < width or any(map(_is_said, record[width:])):
                message = phrase("row-length", cells=len(record), columns=width)
                self._bad(message, line, None, phrase("quote-separators"))
                return
        elif not self._is_row(line, record, width, apart):
            return
        row: dict[str, str] = {}
        marks: dict[str, Cell | None] = {}  # of the cells that are no plain number
        for place, column in enumerate(table.columns):
            cell = record[place] if place < len(record) else ""
            if cell.__class__ is str and _is_plain_number(cell):
                row[column] = cell
                continue
            row[column] = text = self._text(line, place, column, cell)
            if text:
                marks[column] = cell if isinstance(cell, Cell) and cell.text else None
        if marks:
            for place, column in enumerate(table.columns):
                if column in marks:
                    row[column] = self._settled(line, place, column, row, marks[column])
        table.rows.append(row)
        table.lines.append(line)

    def _is_row(self, line: int, record: Sequence[Given], width: int, apart: bool) -> bool:
        """Whether something stands below the header; what stands beside it or is a note below is named."""
        within = [place for place in range(min(width, len(record))) if _is_said(record[place])]
        for place in range(width, len(record)):
            if _is_said(record[place]):
                self._named("beside", line, place)
        if apart and len(within) == 1 and width > 2 and _is_note(record[within[0]]):
            self._named("below", line, within[0])
            return False
        return bool(within)

    def _text(self, line: int, place: int, column: str, cell: Given) -> str:
        """What a cell says, cleaned; what is out of the ordinary about it is said."""
        if isinstance(cell, Cell):
            if not self._is_taken(line, place, cell):
                return ""
            text = cell.text
        else:
            text = cell
        text = _cleaned(text)
        if text.isascii():
            if not text.isprintable() and CONTROL.search(text):
                self._control(line, self._where(place, column), text)
            return text
        if gone := unseen(text):
            signs = ", ".join(f"U+{ord(sign):04X}" for sign in gone)
            self._note(phrase("unseen-letters", signs=signs), line, place, column)
        if alike := letters.look_alikes(text):
            signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in alike)
            self._note(phrase("letters-alike", signs=signs), line, place, column)
        text = letters.seen(text).strip()
        if legacy := letters.legacy(text):
            said = phrase("legacy-letters", cell=_short(text), encoding=phrase(_ENCODINGS[legacy]))
            self._note(said, line, place, column)
        if not text.isprintable() and CONTROL.search(text):
            self._control(line, self._where(place, column), text)
        return text

    def _is_taken(self, line: int, place: int, cell: Cell) -> bool:
        """Whether the cell says something that can be read; says why not."""
        if (anchor := self.covered.get((line - 1, place))) is not None:
            other = f"{column_letters(anchor[1])}{anchor[0] + 1}"
            message = phrase("cell-merged", other=other)
            self._bad(message, line, column_letters(place), phrase("unmerge"))
            return False
        letter = column_letters(place)
        if cell.formula:
            self.count.setdefault("formulas", []).append(f"{letter}{line}")
        if cell.kind == "error":
            message = phrase("cell-error", error=cell.text)
            self._bad(message, line, letter, phrase("correct-formula"))
        elif cell.kind == "unkept":
            self._bad(phrase("formula-without-result"), line, letter, phrase("open-and-save"))
        elif cell.long:
            message = phrase("number-too-long", value=cell.text)
            self._bad(message, line, letter, phrase("format-as-text"))
        elif cell.kind == "number" and cell.shown in (Shown.HIDDEN, Shown.SCALED, Shown.WORDS):
            message = phrase(_ODD[cell.shown], value=cell.text, format=_short(cell.format))
            self._bad(message, line, letter, phrase("plain-format"))
        else:
            if cell.kind == "logical":
                self.count.setdefault("logical", []).append(f"{letter}{line}")
            return True
        return False

    def _settled(self, line: int, place: int, column: str, row: Mapping[str, str], cell: Cell | None) -> str:
        """A cell as its column asks for it: percents, days, ticks and texts that look like numbers."""
        text = row[column]
        if not text:
            return text
        asked = self.wanted.ask(row, column)
        kind = asked.type if isinstance(asked, Input) else asked
        where = f"{column_letters(place)}{line}"
        if cell is not None and cell.kind == "date":
            if kind == "day":
                self.count.setdefault("dates", []).append(where)
                return text.partition(" ")[0]
            message = phrase("cell-date", value=text)
            self._bad(message, line, column_letters(place), phrase("format-column"))
            return ""
        if cell is not None and cell.shown is Shown.PERCENT:
            if kind is InputType.SHARE:
                self.count.setdefault("shares", []).append(where)
                return text
            times = hundredfold(text)
            if kind is InputType.PERCENT:
                self.count.setdefault("percents", []).append(where)
                return times
            message = phrase("number-percent", value=text, other=times)
            self._bad(message, line, column_letters(place), phrase("plain-format"))
            return ""
        if cell is not None and cell.shown is Shown.PADDED and kind != "number" and kind not in NUMERIC:
            message = phrase("number-padded", value=text, other=padded(cell.format, text))
            self._bad(message, line, column_letters(place), phrase("format-as-text"))
            return ""
        if kind == "day" and (found := _DAY.fullmatch(text)) and _is_day(found):
            self.count.setdefault("days", []).append(where if self.page else f"{line}")
            return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
        if kind is InputType.YES_NO and text.casefold() in TICKS:
            self.count.setdefault("ticks", []).append(where if self.page else f"{line}")
            return "yes"
        is_number = kind == "number" or kind in NUMERIC
        if is_number and cell is not None and cell.kind == "text" and _THOUSANDS.fullmatch(text):
            message = two_readings(text, phrase("text-cell"))
            self._bad(message, line, column_letters(place), phrase("write-as-number"))
        return text

    # what is said

    def _where(self, place: int, column: str) -> str:
        return column_letters(place) if self.page is not None else column

    def _bad(self, message: Words, line: int, column: str | None, mend: Words) -> None:
        self.problems.append(Problem(self.table.place, message, line, column, mend=mend))

    def _note(self, message: Words, line: int, place: int, column: str) -> None:
        self.table.note(message, line, self._where(place, column))

    def _control(self, line: int, column: str, cell: str) -> None:
        signs = sorted({f"U+{ord(sign):04X}" for sign in CONTROL.findall(cell)})
        message = phrase("control-character", signs=", ".join(signs))
        self._bad(message, line, column, phrase("write-cell-again"))

    def _named(self, kind: str, line: int, place: int) -> None:
        self.count.setdefault(kind, []).append(f"{column_letters(place)}{line}")

    def _sum_up(self) -> None:
        """One notice for each kind of cell that was read in a way of its own."""
        for kind, places in self.count.items():
            some = ", ".join(places[:NAMED]) + (" …" if len(places) > NAMED else "")
            self.table.note(phrase(_READ[kind], count=len(places), cells=some))
        if self.page is None:
            return
        rows = sorted(row + 1 for row in self.page.hidden_rows if row + 1 in set(self.table.lines))
        if rows:
            some = ", ".join(map(str, rows[:NAMED])) + (" …" if len(rows) > NAMED else "")
            self.table.note(phrase("hidden-rows", rows=some))
        hidden = [name for place, name in enumerate(self.table.columns) if place in self.page.hidden_columns]
        if hidden:
            self.table.note(phrase("hidden-columns", columns=", ".join(hidden[:NAMED])))


def two_readings(text: str, why: Words) -> Phrase:
    """That a text such as 1.434 is a thousand or a decimal; of 1.434.567 that it is the first."""
    whole = text.replace(".", "")
    if text.count(".") > 1:
        return phrase("one-reading", cell=text, one=whole, why=why)
    other = phrase("with-decimal-point", cell=text)
    return phrase("two-readings", cell=text, one=whole, other=other, why=why)


def records_of(page: Page) -> list[tuple[int, list[Given]]]:
    """The rows of a sheet that hold something, each as wide as its last cell, numbered as Excel does."""
    across: dict[int, set[int]] = {}
    for row, column in page.covered():
        across.setdefault(row, set()).add(column)
    found = []
    for row in sorted({*page.rows, *across}):
        cells, under = page.rows.get(row, {}), across.get(row, set())
        width = max((*cells, *under), default=-1) + 1
        found.append((row + 1, [cells.get(at, BLANK if at in under else "") for at in range(width)]))
    return found


def _is_said(cell: Given) -> bool:
    if isinstance(cell, str):
        return bool(cell.strip())
    return bool(cell.text.strip()) or cell.kind in ("unkept", "error")


def _is_plain_number(text: str) -> bool:
    """Whether a text is digits with at most one point: nothing about it needs a second look."""
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _is_note(cell: Given) -> bool:
    """Whether a cell that stands alone is words, and not perhaps the code of a unit."""
    return not set(" :").isdisjoint(_plain(cell).strip())


def _plain(cell: Given) -> str:
    return cell if isinstance(cell, str) else cell.text


def _cleaned(cell: str) -> str:
    """A cell without outer blanks, in composed Unicode, so that the same word is the same however typed."""
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def _is_day(found: re.Match[str]) -> bool:
    try:
        date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return False
    return True


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
