"""An uploaded self-assessment workbook, opened: whether it is one of ours, and its answers by row code."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thangdo.records.documents.columns import letters as column_letters
from thangdo.records.documents.reader.bounded import Unread
from thangdo.records.documents.reader.formats import Shown
from thangdo.records.documents.reader.workbook import BLANK, Page, Spot, read_workbook
from thangdo.records.documents.reader.workbook import Cell as Stood
from thangdo.records.files import kinds
from thangdo.records.people.acting import Refused
from thangdo.records.units import letters
from thangdo.records.units.fold import fold
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.work.assessments.offline_book import FORMAT, HIDDEN, LISTS, Where
from thangdo.work.assessments.offline_words import COLUMNS, SAID
from thangdo.work.assessments.value_check import Fault

LARGEST = 20  # MB
NEEDED = ("code", "answer")
_HEADERS = {fold(name): key for key, pair in COLUMNS.items() for name in pair}
_GUIDES = {fold(name) for name in SAID["guide"]}
#: what stands in the place of an answer that is not asked there
_OURS = tuple(words.partition("{")[0] for key in ("measured", "elsewhere") for words in SAID[key])
_ODD = (Shown.SCALED, Shown.HIDDEN, Shown.WORDS)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands: the sheet, the row as Excel numbers it, the letters of the column."""

    sheet: str
    row: int
    column: str


def opened(content: bytes, name: str) -> list[Page]:
    """The sheets of an uploaded file, after everything that can be wrong with the file itself."""
    if not content:
        raise Refused("file-empty")
    if len(content) > LARGEST * 1_000_000:
        raise Refused("file-too-large", most=LARGEST)
    ending = name.rpartition(".")[2].casefold()
    if ending not in ("xlsx", *kinds.OLD, *kinds.MACROS):
        raise Refused("type-not-taken", ending=ending[:10], allowed=".xlsx")
    if ending != "xlsx" or not content.startswith(b"PK"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "workbook"
            path.write_bytes(content)
            kinds.recognise(path, ending, "")
    try:
        return read_workbook(content, name, macros=False)
    except BadInput as error:
        code = error.__cause__.code if isinstance(error.__cause__, Unread) else ""
        if code in ("too-large", "too-many-parts"):
            raise Refused("archive-bomb") from error
        if code == "macros":
            raise Refused("macros", ending=ending) from error
        if code == "locked":
            raise Refused("password-protected") from error
        if code == "damaged":
            raise Refused("damaged", type="xlsx") from error
        raise Refused("workbook-not-read", why=error.problems[0]) from error


class Kept:
    """What the hidden sheet says: whose workbook it is, and what stood in it."""

    def __init__(self, sheets: list[Page]) -> None:
        hidden = next((sheet for sheet in sheets if sheet.name == HIDDEN), None)
        rows = [[hidden.cell(row, at).text for at in range(4)] for row in hidden.rows] if hidden else []
        facts = {row[0]: row[1] for row in rows}
        if facts.get("format") != FORMAT or any(key not in facts for key in Where.__dataclass_fields__):
            raise Refused("workbook-not-ours")
        self.where = Where(**{key: facts[key] for key in Where.__dataclass_fields__})
        self.seen = {row[1]: int(row[2]) for row in rows if row[0] == "seen" and row[2].isdigit()}
        self.words = {row[1]: (row[2], row[3]) for row in rows if row[0] == "words"}
        self.base = {(row[1], row[2]): row[3] for row in rows if row[0] == "base"}


def same_workbook(found: Where, wanted: Where) -> None:
    """Raises Refused when the workbook is of another unit, campaign or edition."""
    for key in ("campaign", "unit"):
        if getattr(found, key) != getattr(wanted, key):
            raise Refused("workbook-of-another", of=getattr(found, key), wanted=getattr(wanted, key))
    if found.sha256 != wanted.sha256:
        raise Refused("workbook-of-another", of=found.edition, wanted=wanted.edition)


@dataclass
class Line:
    """The unlocked cells of one row: where each stands, and what stands there."""

    answer: tuple[Cell, Stood]
    na: tuple[Cell, Stood] | None
    comment: tuple[Cell, Stood] | None
    faults: list[tuple[Cell, Fault]] = field(default_factory=list)


class Reading:
    """The answers of all sheets by the code of their row, wherever the columns stand."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.cells: dict[str, Line] = {}
        self.notices: list[Phrase] = []
        self.found = False

    def sheet(self, sheet: Page) -> None:
        """Read one sheet; one that is hidden, or has not the header of a form, is left aside by name."""
        if sheet.name in (HIDDEN, LISTS) or not sheet.rows:
            return
        header, columns = _header(sheet)
        if sheet.hidden:
            self.notices.append(phrase("offline-sheet-hidden", sheet=sheet.name))
            return
        if header is None:
            if fold(sheet.name) not in _GUIDES:
                self.notices.append(phrase("offline-sheet-unread", sheet=sheet.name))
            return
        self.found = True
        merged = sheet.covered()
        for number in sorted(sheet.rows):
            if number > header:
                self._row(sheet, number, columns, merged)

    def _row(self, sheet: Page, number: int, columns: Mapping[str, int], merged: Mapping[Spot, Spot]) -> None:
        code = letters.seen(sheet.cell(number, columns["code"]).text).strip()
        if not code:
            for key in ("answer", "na", "comment"):
                stood = sheet.cell(number, columns[key]) if key in columns else BLANK
                if stood is not BLANK and not stood.text.startswith(_OURS):
                    at = f"{column_letters(columns[key])}{number + 1}"
                    said = phrase("offline-without-code", sheet=sheet.name, cell=at, typed=stood.text[:60])
                    self.notices.append(said)
            return
        if "/" not in code:
            said = phrase("offline-row-unknown", sheet=sheet.name, row=number + 1, code=code)
            self.notices.append(said)
            return
        line = _line(sheet, number, columns, merged)
        if code in self.cells:
            line.faults.append((line.answer[0], Fault("", "code-twice", {"code": code})))
            self.cells[code].faults.append((line.answer[0], Fault("", "code-twice", {"code": code})))
            return
        self.cells[code] = line


def _header(sheet: Page) -> tuple[int | None, dict[str, int]]:
    for number in sorted(sheet.rows):
        if number >= 40:
            break
        columns: dict[str, int] = {}
        for place, cell in sheet.rows[number].items():
            key = _HEADERS.get(fold(letters.seen(cell.text).strip()))
            if key is not None:
                columns.setdefault(key, place)
        if all(key in columns for key in NEEDED):
            return number, columns
    return None, {}


def _line(sheet: Page, number: int, columns: Mapping[str, int], merged: Mapping[Spot, Spot]) -> Line:
    faults: list[tuple[Cell, Fault]] = []

    def cell(key: str) -> tuple[Cell, Stood] | None:
        if key not in columns:
            return None
        spot = (number, columns[key])
        where = Cell(sheet.name, number + 1, column_letters(columns[key]))
        stood = sheet.cell(*spot)
        code = {"error": "cell-error", "date": "cell-date", "unkept": "formula-without-result"}.get(
            stood.kind
        )
        facts: dict[str, Any] = {"typed": stood.text}
        if spot in merged:
            code, facts = "cell-merged", {}
        elif stood.long:
            code = "number-too-long"
        elif stood.kind == "number" and stood.shown in _ODD:
            code, facts = "cell-format", {"typed": stood.text, "format": stood.format[:60]}
        if code is None:
            return where, stood
        faults.append((where, Fault("", code, facts)))
        return where, BLANK

    answer = cell("answer")
    assert answer is not None
    return Line(answer, cell("na"), cell("comment"), faults)
