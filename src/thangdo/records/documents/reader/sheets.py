"""The cells of a workbook, each with what is out of the ordinary about it, told row by row.

Only the child process of `bounded` imports this. Namespaces and prefixes do not count, so that what Excel
(also in the strict form), LibreOffice, Google Sheets, XlsxWriter, openpyxl and the Open XML SDK write reads
alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thangdo.records.documents.reader.packages import NotRead, Package, local

CELLS = 2_000_000  # from the first row and column to the last, of all sheets together
SHEETS = 500
ROWS, COLUMNS = 1_048_576, 16_384
LETTERS = 40_000_000  # of all texts together
LONGEST = 200_000  # letters of a text: Excel allows 32,767
STYLES, FORMATS, MERGES = 70_000, 5_000, 200_000
_KINDS = "[Content_Types].xml"
_MACROS = ("vbaproject.bin", "vbadata.xml")
Say = Callable[[Any], None]


def tell(content: bytes, say: Say) -> None:
    """Say a workbook: its facts, then sheet by sheet the head, the rows and the tail. Raises NotRead.

    facts: {"macros": bool, "formats": of each style, "date1904": bool}.
    head: {"sheet": name, "state": visible | hidden | veryHidden}.
    row: [number from 0, is hidden, cell…], cell = [column from 0, kind, text, style, has a formula] and
    kind: n(umber) t(ext) b(oolean) e(rror) d(ate) ?(a formula that has no kept result).
    tail: {"merged": [[row, column, row, column]…], "hidden": [[first column, last]…]}.
    """
    package = Package(content)
    if package.has("content.xml") or package.has("mimetype"):
        raise NotRead("open-document")
    main = _main(package)
    if main.casefold().endswith(".bin"):
        raise NotRead("binary-workbook")
    book = package.tree(main)
    if local(book.tag) != "workbook":
        raise NotRead("damaged")
    relations = {one.id: one for one in package.relations(main)}
    parts = {one.kind: one.part for one in relations.values() if not one.outside}
    styles, strings = _Styles(), _Strings()
    for kind, target in (("styles", styles), ("sharedStrings", strings)):
        if kind in parts and package.has(parts[kind]):
            package.walk(parts[kind], target)
    calc, facts = _first(book, "calcPr"), _first(book, "workbookPr")
    recalculated = calc is not None and _true(calc.get("fullCalcOnLoad"))
    macros = any(name.rpartition("/")[2] in _MACROS for name in package.names())
    if package.has(_KINDS):
        kinds = (one.get("ContentType", "") for one in package.tree(_KINDS) if isinstance(one.tag, str))
        macros = macros or any("macroenabled" in kind.casefold() for kind in kinds)
    since_1904 = facts is not None and _true(facts.get("date1904"))
    say({"macros": macros, "formats": styles.of_styles(), "date1904": since_1904})
    spent = _Spent()
    sheets = [one for group in book if local(group.tag) == "sheets" for one in group]
    if len(sheets) > SHEETS:
        raise NotRead("too-many-cells")
    for one in sheets:
        ids = [value for name, value in one.attrib.items() if local(name) == "id" and name != "id"]
        relation = relations.get(ids[0]) if ids else None
        if relation is None or relation.outside or not package.has(relation.part):
            raise NotRead("damaged")
        if relation.kind != "worksheet":
            continue  # a chart or macro on a sheet of its own has no cells
        say({"sheet": one.get("name", ""), "state": one.get("state", "visible")})
        cells = _Cells(strings.texts, recalculated, spent, say)
        package.walk(relation.part, cells)
        if not cells.begun:
            raise NotRead("damaged")
        say({"merged": cells.merged, "hidden": cells.hidden})


def _main(package: Package) -> str:
    for one in package.relations(""):
        if one.kind == "officeDocument" and not one.outside and package.has(one.part):
            return one.part
    for name in ("xl/workbook.xml", "xl/workbook.bin"):
        if package.has(name):
            return name
    raise NotRead("damaged")


def _first(tree: Any, name: str) -> Any:
    return next((one for one in tree if local(one.tag) == name), None)


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")


class _Part:
    """A target that knows how deep it stands, and the path to there."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.text: list[str] | None = None
        self.long = 0

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.path.append(name)
        self.begin(name, attrib)

    def end(self, tag: str) -> None:
        self.finish(self.path.pop())

    def data(self, text: str) -> None:
        if self.text is not None:
            self.long += len(text)
            if self.long > LONGEST:
                raise NotRead("too-large", size=f"> {LONGEST:,}", most=f"{LONGEST:,}")
            self.text.append(text)

    def begin(self, name: str, attrib: dict[str, str]) -> None:
        """An element begins, the last of the path."""

    def finish(self, name: str) -> None:
        """An element has ended; the path is that of its parent."""


class _Styles(_Part):
    """The number formats of the styles."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}
        self.styles: list[str] = []

    def begin(self, name: str, attrib: dict[str, str]) -> None:
        if name == "numFmt" and self.path[-2:-1] == ["numFmts"]:
            self.codes[attrib.get("numFmtId", "")[:10]] = attrib.get("formatCode", "")[:1000]
        elif name == "xf" and self.path[-2:-1] == ["cellXfs"]:
            self.styles.append(attrib.get("numFmtId", "0")[:10])
        if len(self.styles) > STYLES or len(self.codes) > FORMATS:
            raise NotRead("too-many-cells")

    def of_styles(self) -> list[str]:
        """The format of each style: its code, or `#14` for one that Excel knows by its number."""
        return [self.codes.get(number, f"#{number}") for number in self.styles]


class _Strings(_Part):
    """The texts that sheets share; how they are read aloud is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.one: list[str] = []
        self.letters = 0

    def begin(self, name: str, attrib: dict[str, str]) -> None:
        if name == "si":
            self.one, self.long = [], 0
        elif name == "t" and "rPh" not in self.path:
            self.text = self.one

    def finish(self, name: str) -> None:
        if name == "t":
            self.text = None
        elif name == "si":
            text = "".join(self.one)
            self.letters += len(text)
            if self.letters > LETTERS or len(self.texts) >= CELLS:
                raise NotRead("too-large", size=f"> {self.letters:,}", most=f"{LETTERS:,}")
            self.texts.append(text)


class _Spent:
    """What all sheets together have used of the bounds."""

    def __init__(self) -> None:
        self.cells = self.letters = self.box = 0


class _Cells(_Part):
    """The cells of a sheet. What is counted is the reference: no grid is made here."""

    def __init__(self, strings: list[str], recalculated: bool, spent: _Spent, say: Say) -> None:
        super().__init__()
        self.strings, self.recalculated, self.spent, self.say = strings, recalculated, spent, say
        self.merged: list[list[int]] = []
        self.hidden: list[list[int]] = []
        self.begun = False
        self.row, self.column, self.rows = -1, -1, 0
        self.last_row = self.last_column = -1
        self.cells: list[list[Any]] = []
        self.quiet = False  # the row is hidden
        self.attrib: dict[str, str] = {}
        self.at = (0, 0)
        self.value: list[str] | None = None
        self.inline: list[str] = []
        self.formula = self.is_inline = False
        self.taken: set[int] = set()

    def begin(self, name: str, attrib: dict[str, str]) -> None:
        deep = len(self.path)
        if deep == 1:
            self.begun = name == "worksheet"
        elif deep == 2 or self.path[1] != "sheetData":
            self._beside(name, attrib)
        elif deep == 3 and name == "row":
            self._begin_row(attrib)
        elif deep == 4 and name == "c":
            self._begin_cell(attrib)
        elif deep == 5:
            if name == "v":
                self.value = self.text = []
            elif name == "f":
                self.formula = True
            elif name == "is":
                self.is_inline = True
        elif name == "t" and self.path[4] == "is" and "rPh" not in self.path:
            self.text = self.inline

    def finish(self, name: str) -> None:
        if name in ("v", "t"):
            self.text = None
        elif self.path[1:2] != ["sheetData"]:
            return
        elif name == "c" and len(self.path) == 3:
            self._end_cell()
        elif name == "row" and len(self.path) == 2 and (self.cells or self.quiet):
            if self.cells:
                self.say([self.row, self.quiet, *self.cells])
            self.cells = []

    def _beside(self, name: str, attrib: dict[str, str]) -> None:
        if name == "mergeCell" and self.path[1] == "mergeCells":
            first, _, last = attrib.get("ref", "").partition(":")
            row, column = spot(first)
            end_row, end_column = spot(last or first)
            self.merged.append([row, column, end_row, end_column])
            if len(self.merged) > MERGES or end_row < row or end_column < column:
                raise NotRead("damaged")
        elif name == "col" and self.path[1] == "cols" and _true(attrib.get("hidden")):
            left, right = _whole(attrib.get("min", ""), COLUMNS), _whole(attrib.get("max", ""), COLUMNS)
            self.hidden.append([left - 1, right - 1])
            if len(self.hidden) > COLUMNS:
                raise NotRead("damaged")

    def _begin_row(self, attrib: dict[str, str]) -> None:
        self.rows += 1
        said = attrib.get("r")
        row = self.row + 1 if said is None else _whole(said, ROWS) - 1
        if row <= self.row or row >= ROWS or self.rows > ROWS:
            raise NotRead("damaged")
        self.row, self.column, self.quiet, self.cells = row, -1, _true(attrib.get("hidden")), []

    def _begin_cell(self, attrib: dict[str, str]) -> None:
        self.spent.cells += 1
        if self.spent.cells > CELLS:
            raise NotRead("too-many-cells", most=f"{CELLS:,}")
        said = attrib.get("r")
        row, column = (self.row, self.column + 1) if said is None else spot(said)
        if row != self.row or column <= self.column or column >= COLUMNS:
            raise NotRead("damaged")
        self.column, self.attrib = column, attrib
        self.value, self.inline, self.long = None, [], 0
        self.formula = self.is_inline = False

    def _end_cell(self) -> None:
        kind = self.attrib.get("t", "n")
        written = None if self.value is None else "".join(self.value)
        text = "".join(self.inline) if self.is_inline else written or ""
        if kind in ("s", "str", "inlineStr"):
            if kind == "s" and text:
                try:
                    text = self.strings[_whole(text.strip(), CELLS + 1, 0)]
                except IndexError as error:
                    raise NotRead("damaged") from error
            blank = not text and (kind != "str" or written is None or self.recalculated)
            kind = "t"
        elif kind in ("n", "b", "e", "d"):
            text = text.strip()
            blank = not text or (self.recalculated and kind == "n" and _is_nought(text))
        else:
            raise NotRead("damaged")
        if self.formula and blank:
            kind, text = "?", ""
        elif not text and not self.formula:
            return
        self._place()
        self.spent.letters += len(text)
        if self.spent.letters > LETTERS:
            raise NotRead("too-large", size=f"> {LETTERS:,}", most=f"{LETTERS:,}")
        style = _whole(self.attrib.get("s", "0"), STYLES, 0)
        self.cells.append([self.column, kind, text, style, self.formula])

    def _place(self) -> None:
        """Count the rectangle that holds every cell so far. Raises NotRead for one that stands far off."""
        if self.row <= self.last_row and self.column <= self.last_column:
            return
        before = (self.last_row + 1) * (self.last_column + 1)
        self.last_row, self.last_column = max(self.row, self.last_row), max(self.column, self.last_column)
        self.spent.box += (self.last_row + 1) * (self.last_column + 1) - before
        if self.spent.box > CELLS:
            raise NotRead("too-many-cells", most=f"{CELLS:,}")


def _is_nought(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False


def _whole(text: str, most: int, least: int = 1) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10) or not least <= int(text) <= most:
        raise NotRead("damaged")
    return int(text)


def spot(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as `AB12`, counted from 0. Raises NotRead."""
    column = place = 0
    plain = reference.replace("$", "")
    while "A" <= plain[place : place + 1] <= "Z" and place < 4:
        column = column * 26 + ord(plain[place]) - 64
        place += 1
    if not column or place > 3 or column > COLUMNS:
        raise NotRead("damaged")
    return _whole(plain[place:], ROWS) - 1, column - 1
