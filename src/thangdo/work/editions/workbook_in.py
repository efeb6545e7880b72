"""A workbook read back as an edition: every problem with its sheet, row and column, else the YAML text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from thangdo.records.documents.tables import Notice, Table, read_tables
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.check import examine_source
from thangdo.rules.index.edition.hints import listed, meant
from thangdo.rules.index.edition.merge import Find, none
from thangdo.rules.index.edition.source import Data, Path, Place, Source, read
from thangdo.rules.index.edition.text import block
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.work.editions.workbook_columns import SHEETS, wanted

_KEY = {"edition": "key", "criteria": "code", "inputs": "input", "observations": "table"}
_KINDS = {
    "pillar": "pillars",
    "group": "groups",
    "criterion": "criteria",
    "sub-criterion": "sub_criteria",
}
_ASKED = ("type", "min", "max", "at_most", "choices", "not_applicable")
_FLOW = {"choices", "not_applicable", "facet_columns", "combine", "missing", "rule"}
_LISTS = {"tiers"}
_NODE = (
    *("weight", "combine", "power", "floor", "weights_sum", "missing", "coverage", "max", "rule"),
    *("tiers", "data", "field", "origin"),
)


def import_(content: bytes, name: str, find: Find = none, notices: list[Notice] | None = None) -> str:
    """The YAML text of the edition in a workbook. Raises BadInput with each problem's sheet, row, column.

    notices: where it is said how the sheets were read. A sheet that is hidden is a problem: it may be of the
    edition.
    """
    reading = _Reading(name)
    tables = read_tables(content, name, wanted=wanted)
    said = [notice for table in tables for notice in table.notices]
    if notices is not None:
        notices += said
    for one in said:
        if isinstance(one.message, Phrase) and one.message.code == "sheet-hidden":
            reading.problems.append(replace(one, mend=phrase("show-the-sheet")))
    source = reading.source(tables)
    report = examine_source(source, find)
    if report.problems:
        raise BadInput(report.problems)
    return block(source.data)


class _Reading:
    """The sheets becoming plain data, each key with the cell that it comes from."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {(): Place(name, 1)}

    def source(self, tables: list[Table]) -> Source:
        sheets: dict[str, Table] = {}
        for table in tables:
            sheet = table.sheet or ""
            if sheet not in SHEETS:
                self.problems.append(
                    Problem(
                        table.place,
                        phrase("sheet-unknown", sheet=sheet),
                        allowed=", ".join(SHEETS),
                        mend=meant(sheet, SHEETS) or phrase("take-it-out"),
                    )
                )
            else:
                sheets[sheet] = table
        for needed in ("edition", "criteria"):
            if needed not in sheets:
                self.problems.append(Problem(self.name, phrase("sheet-missing", sheet=needed)))
        data: dict[str, Data] = {}
        reader = {
            "edition": self.head,
            "documents": self.documents,
            "units": self.units,
            "inputs": self.inputs,
            "observations": self.observations,
            "columns": self.columns,
            "criteria": self.criteria,
            "levels": self.levels,
            "bands": self.bands,
        }
        for name, read_sheet in reader.items():
            if name in sheets and self._has_key(sheets[name], name):
                read_sheet(sheets[name], data)
        return Source(self.name, data, self.places, self.problems)

    def _has_key(self, table: Table, name: str) -> bool:
        known = SHEETS[name]
        for column in table.columns:
            if column not in known:
                self.problems.append(
                    Problem(
                        table.place,
                        phrase("no-such-column"),
                        table.header,
                        column,
                        allowed=listed(known, len(known)),
                        mend=meant(column, known) or phrase("take-it-out"),
                    )
                )
        key = _KEY.get(name, known[0])
        if key in table.columns:
            return True
        self.problems.append(
            Problem(
                table.place, phrase("column-missing"), table.header, key, mend=phrase("export-to-see-sheets")
            )
        )
        return False

    # cells

    def put(
        self, into: dict[str, Data], path: Path, table: Table, line: int, column: str, value: Data
    ) -> None:
        into[str(path[-1])] = value
        self.places[path] = Place(table.place, line, column)

    def yaml(self, table: Table, line: int, column: str, text: str) -> Data:
        """A cell that holds one line of YAML."""
        cell = read(f"cell: {text}", table.place)
        for problem in cell.problems:
            self.problems.append(
                Problem(
                    table.place,
                    problem.message,
                    line,
                    column,
                    mend=phrase("cell-holds-a-line"),
                )
            )
        return cell.data.get("cell")

    def cell(self, table: Table, line: int, column: str, text: str) -> Data:
        if column in _LISTS:
            return [word.strip() for word in text.split(",")]
        if column in _FLOW:
            return self.yaml(table, line, column, text)
        return text

    def fill(
        self,
        into: dict[str, Data],
        path: Path,
        table: Table,
        line: int,
        row: Mapping[str, str],
        plain: tuple[str, ...],
        texts: tuple[str, ...] = ("title",),
    ) -> None:
        """The cells of a row under their keys: texts in two languages, then words, numbers and lists."""
        for key in texts:
            vi, en = row.get(f"{key} vi", ""), row.get(f"{key} en", "")
            if not vi and not en:
                continue
            text: dict[str, Data] = {}
            self.put(into, (*path, key), table, line, f"{key} vi", text)
            for language, words in (("vi", vi), ("en", en)):
                if words:
                    self.put(text, (*path, key, language), table, line, f"{key} {language}", words)
        for key in plain:
            if row.get(key):
                value = self.cell(table, line, key, row[key])
                self.put(into, (*path, key), table, line, key, value)

    def once(self, table: Table, line: int, column: str, word: str, known: Mapping[str, object]) -> bool:
        """Whether a key is new; says when it is missing or stands twice."""
        if not word:
            self.problems.append(
                Problem(table.place, phrase("cell-blank"), line, column, mend=phrase("fill-it-in"))
            )
        elif word in known:
            self.problems.append(
                Problem(
                    table.place,
                    phrase("row-stands-twice", word=word),
                    line,
                    column,
                    word,
                    mend=phrase("keep-one-row"),
                )
            )
        return bool(word) and word not in known

    # sheets

    def head(self, table: Table, data: dict[str, Data]) -> None:
        for line, row in zip(table.lines, table.rows, strict=True):
            key = row["key"]
            if not self.once(table, line, "key", key, data):
                continue
            if row.get("vi") or row.get("en"):
                text: dict[str, Data] = {}
                self.put(data, (key,), table, line, "vi", text)
                for language in ("vi", "en"):
                    if row.get(language):
                        self.put(text, (key, language), table, line, language, row[language])
            elif row.get("value"):
                value = self.yaml(table, line, "value", row["value"])
                self.put(data, (key,), table, line, "value", value)

    def documents(self, table: Table, data: dict[str, Data]) -> None:
        for line, row in zip(table.lines, table.rows, strict=True):
            name = row["list"]
            if name not in ("legal_basis", "relates_to"):
                self.problems.append(
                    Problem(
                        table.place,
                        phrase("documents-unknown", list=name),
                        line,
                        "list",
                        allowed="legal_basis, relates_to",
                    )
                )
                continue
            documents = data.setdefault(name, [])
            assert isinstance(documents, list)
            path: Path = (name, len(documents))
            one: dict[str, Data] = {}
            documents.append(one)
            self.places[path] = Place(table.place, line, "number")
            self.fill(one, path, table, line, row, ("number", "date"), ("title", "note"))

    def units(self, table: Table, data: dict[str, Data]) -> None:
        units: list[Data] = []
        for line, row in zip(table.lines, table.rows, strict=True):
            path: Path = ("units", len(units))
            one: dict[str, Data] = {}
            units.append(one)
            self.places[path] = Place(table.place, line, "unit")
            self.fill(one, path, table, line, row, ("unit", "tier"), ("name",))
        if units:
            data["units"] = units

    def inputs(self, table: Table, data: dict[str, Data]) -> None:
        inputs: dict[str, Data] = {}
        self.put(data, ("inputs",), table, 1, "input", inputs)
        for line, row in zip(table.lines, table.rows, strict=True):
            name = row["input"]
            if self.once(table, line, "input", name, inputs):
                one: dict[str, Data] = {}
                self.put(inputs, ("inputs", name), table, line, "input", one)
                self.fill(one, ("inputs", name), table, line, row, _ASKED, ("title", "unit"))

    def observations(self, table: Table, data: dict[str, Data]) -> None:
        tables: dict[str, Data] = {}
        self.put(data, ("observations",), table, 1, "table", tables)
        for line, row in zip(table.lines, table.rows, strict=True):
            name = row["table"]
            if self.once(table, line, "table", name, tables):
                one: dict[str, Data] = {}
                path: Path = ("observations", name)
                self.put(tables, path, table, line, "table", one)
                self.fill(one, path, table, line, row, ("unit_column", "facet_columns"))
                one["columns"] = {}

    def columns(self, table: Table, data: dict[str, Data]) -> None:
        tables = data.get("observations")
        known = tables if isinstance(tables, dict) else {}
        for line, row in zip(table.lines, table.rows, strict=True):
            name, column = row["table"], row.get("column", "")
            one_table = known.get(name)
            columns = one_table.get("columns") if isinstance(one_table, dict) else None
            if not isinstance(columns, dict):
                self.problems.append(
                    Problem(
                        table.place,
                        phrase("observations-without-table", table=name),
                        line,
                        "table",
                        allowed=listed(known),
                        mend=meant(name, known),
                    )
                )
            elif self.once(table, line, "column", column, columns):
                one: dict[str, Data] = {}
                path: Path = ("observations", name, "columns", column)
                self.put(columns, path, table, line, "column", one)
                self.fill(one, path, table, line, row, _ASKED, ("title", "unit"))

    def criteria(self, table: Table, data: dict[str, Data]) -> None:
        nodes: dict[str, tuple[dict[str, Data], Path]] = {}
        for line, row in zip(table.lines, table.rows, strict=True):
            code, parent, kind = row["code"], row.get("parent", ""), row.get("kind", "")
            if not self.once(table, line, "code", code, nodes):
                continue
            node: dict[str, Data] = {}
            if code == "index":
                path: Path = ("index",)
                self.put(data, path, table, line, "code", node)
            else:
                placed = self.below(table, line, code, parent, kind, nodes, node)
                if placed is None:
                    nodes[code] = (node, ("index",))
                    continue
                path = placed
            nodes[code] = (node, path)
            self.fill(node, path, table, line, row, _NODE, ("title", "guidance", "evidence"))
            if row.get("basis vi") == "proposed":
                self.put(node, (*path, "basis"), table, line, "basis vi", "proposed")
            else:
                self.fill(node, path, table, line, row, (), ("basis",))

    def below(
        self,
        table: Table,
        line: int,
        code: str,
        parent: str,
        kind: str,
        nodes: Mapping[str, tuple[dict[str, Data], Path]],
        node: dict[str, Data],
    ) -> Path | None:
        """Put a node under its parent; its path, None when its parent or kind is not known."""
        if kind not in _KINDS:
            self.problems.append(
                Problem(
                    table.place,
                    phrase("kind-unknown", kind=kind),
                    line,
                    "kind",
                    code,
                    allowed=", ".join(_KINDS),
                    mend=meant(kind, _KINDS),
                )
            )
            return None
        if parent not in nodes:
            self.problems.append(
                Problem(
                    table.place,
                    phrase("parent-not-above", parent=parent),
                    line,
                    "parent",
                    code,
                    mend=meant(parent, nodes) or phrase("parent-before-parts"),
                )
            )
            return None
        above, path = nodes[parent]
        children = above.setdefault(_KINDS[kind], {})
        assert isinstance(children, dict)
        here: Path = (*path, _KINDS[kind], code)
        self.places.setdefault(here[:-1], Place(table.place, line, "kind"))
        self.put(children, here, table, line, "code", node)
        return here

    def levels(self, table: Table, data: dict[str, Data]) -> None:
        levels: dict[str, Data] = {}
        for line, row in zip(table.lines, table.rows, strict=True):
            name = row["level"]
            level = levels.get(name)
            if not isinstance(level, dict):
                if not self.once(table, line, "level", name, levels):
                    continue
                level = {}
                self.put(levels, ("levels", name), table, line, "level", level)
                self.fill(level, ("levels", name), table, line, row, ())
                level["needs"] = []
            needs = level["needs"]
            assert isinstance(needs, list)
            path: Path = ("levels", name, "needs", len(needs))
            need: dict[str, Data] = {}
            needs.append(need)
            self.places[path] = Place(table.place, line, "node")
            plain = ("node", "share", "points", "must", "tiers", "not_applicable")
            self.fill(need, path, table, line, row, plain, ("own_group",))
        if levels:
            self.put(data, ("levels",), table, 1, "level", levels)

    def bands(self, table: Table, data: dict[str, Data]) -> None:
        bands = data.setdefault("bands", {})
        steps: dict[str, Data] = {}
        for line, row in zip(table.lines, table.rows, strict=True):
            name = row["band"]
            if self.once(table, line, "band", name, steps):
                band: dict[str, Data] = {}
                self.put(steps, ("bands", "steps", name), table, line, "band", band)
                self.fill(band, ("bands", "steps", name), table, line, row, ("at_least",))
        if steps and isinstance(bands, dict):
            bands["steps"] = steps
        elif not bands:
            del data["bands"]
