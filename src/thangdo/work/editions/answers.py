"""The answers of units read from CSV and Excel files: all of it, or every error with file, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Notice, Table, Wanted, read_tables
from thangdo.records.units import letters
from thangdo.rules.index.answers import Answers, BadInput, Problem
from thangdo.rules.index.edition.hints import listed, meant
from thangdo.rules.index.edition.model import Edition, InputType
from thangdo.rules.index.phrases import phrase
from thangdo.work.editions.collecting import Collected, facet_of
from thangdo.work.editions.units import Register

LONG = ("unit", "input", "value")
SCORES = {"unit", "node", "score", "status"}
_RESULTS = ("Xếp hạng", "Ranks")  # the first sheet of a results.xlsx
_MISSING_SCORE = {"not-answered": "", "not-applicable": "not-applicable"}
BESIDES = {"unit", "facet", "tier", "name"}
OTHERS = {
    "unit": ("Mã", "Mã đơn vị", "Mã cơ quan", "Unit code"),
    "name": ("Tên", "Tên đơn vị", "Tên cơ quan"),
    "tier": ("Cấp", "Cấp hành chính", "Khối"),
    "facet": ("Khía cạnh",),
    "input": ("Số liệu", "Mã số liệu", "Chỉ tiêu", "Mã chỉ tiêu"),
    "value": ("Giá trị", "Trả lời", "Kết quả"),
}
_WORDS = {InputType.TEXT, InputType.CHOICE, InputType.CHECKLIST}


def read(edition: Edition, paths: Sequence[Path], units: Path | None = None) -> tuple[Answers, list[Notice]]:
    """The answers in the files, and notices of how they were read.

    Each CSV file or sheet is a list of answers (`unit,facet,input,value`), a table with a row per unit and
    a column per input, or an observation table of the edition (by its name, or by its columns). units: a
    file with the columns unit and, if wanted, tier and name. Raises BadInput with every error.
    """
    problems: list[Problem] = []
    register = Register.of(edition)
    notices: list[Notice] = []
    if units is not None:
        for table in _tables(units, edition, problems):
            notices += table.notices
            register.read(table, problems)
    collected = Collected(edition, register, problems)
    given: set[Path] = set()
    for path in paths:
        if _again(path, given, problems):
            continue
        tables = _tables(path, edition, problems)
        if (
            tables
            and (tables[0].sheet or "").split(" – ")[0] in _RESULTS
            and {"input", "unit"}.isdisjoint(tables[0].columns)
        ):
            problems.append(Problem(str(path), phrase("results-as-answers"), mend=phrase("give-scores-csv")))
            continue
        for table in tables:
            _take(edition, table, collected)
            notices += table.notices
    if not paths:
        problems.append(Problem("answers", phrase("no-answers-given"), mend=phrase("name-at-least-one")))
    collected.strangers()
    collected.limits()
    register.close(problems)
    if problems:
        raise BadInput(problems)
    answers = Answers(register.units(), collected.values, collected.tables)
    return answers, [*notices, *register.notices]


def _again(path: Path, given: set[Path], problems: list[Problem]) -> bool:
    """Whether the file was given before: its rows of observations would count twice."""
    try:
        file = path.resolve()
    except (OSError, RuntimeError):
        file = path
    if file in given:
        problems.append(Problem(str(path), phrase("file-twice"), mend=phrase("name-once")))
        return True
    given.add(file)
    return False


def _texts(edition: Edition) -> set[str]:
    """Columns of words, in which a semicolon file's commas and points are left as they are."""
    words = BESIDES | {"input"}
    for table in edition.observations.values():
        words |= {table.unit_column, *table.facet_columns}
        words |= {name for name, column in table.columns.items() if column.type in _WORDS}
    return words | {name for name, one in edition.inputs.items() if one.type in _WORDS}


def _wanted(edition: Edition) -> Wanted:
    """The columns of answers, their Vietnamese names, and what each asks for."""
    columns = {*OTHERS, *edition.inputs}
    for table in edition.observations.values():
        columns |= {table.unit_column, *table.facet_columns, *table.columns}
    observed = {name: one for table in edition.observations.values() for name, one in table.columns.items()}

    def ask(row: Mapping[str, str], column: str) -> Asked:
        if column == "value" and "input" in row:
            return edition.inputs.get(row["input"])
        return edition.inputs.get(column) or observed.get(column)

    return Wanted.of(columns, OTHERS, ask)


def _tables(path: Path, edition: Edition, problems: list[Problem]) -> list[Table]:
    try:
        return read_tables(path, str(path), _texts(edition), _wanted(edition))
    except BadInput as bad:
        problems.extend(bad.problems)
        return []


def _without_totals(table: Table, column: str, collected: Collected) -> None:
    """Take the rows of sums and means out, with a notice, where nobody has said which units there are."""
    for place in range(len(table.rows) - 1, -1, -1):
        said = table.rows[place].get(column, "")
        named = said or table.rows[place].get("name", "")
        if letters.is_total(named) and said not in collected.register.known:
            table.note(phrase("total-row-aside", unit=named), table.lines[place])
            del table.rows[place], table.lines[place]


def _take(edition: Edition, table: Table, collected: Collected) -> None:
    """Read one table as what it is."""
    name = _observed(edition, table)
    _without_totals(table, "unit" if name is None else edition.observations[name].unit_column, collected)
    columns = set(table.columns)
    if name is not None:
        _take_observed(edition, name, table, collected)
    elif {"input", "value"} <= columns or set(LONG) <= columns:
        _take_long(table, collected)
    elif columns >= SCORES and "node" not in edition.inputs:
        _take_scores(edition, table, collected)
    elif "unit" in columns and columns & edition.inputs.keys():
        _take_wide(edition, table, collected)
    else:
        collected.problems.append(_unknown_table(edition, table))
        return
    if not table.rows:
        collected.problems.append(Problem(table.place, phrase("no-rows"), table.header))


def _observed(edition: Edition, table: Table) -> str | None:
    """The observation table that this one is: by the sheet's or file's name, else by its columns."""
    for name in (table.sheet, Path(table.name).stem):
        if name is not None and name in edition.observations:
            return name
    columns = set(table.columns)
    if set(LONG) <= columns:
        return None
    fitting = [
        name
        for name, one in edition.observations.items()
        if {one.unit_column, *one.columns} <= columns and one.columns
    ]
    return fitting[0] if len(fitting) == 1 else None


def _unknown_table(edition: Edition, table: Table) -> Problem:
    found = listed((name[:40] for name in table.columns), 12) or phrase("no-columns")
    missing = ", ".join(name for name in LONG if name not in table.columns)
    tables = ", ".join(edition.observations)
    return Problem(
        table.place,
        phrase("columns-unknown", columns=found),
        table.header,
        allowed=phrase("columns-of-answers"),
        mend=phrase("add-columns-or-name-table", columns=missing, tables=tables)
        if tables
        else phrase("add-columns", columns=missing),
    )


def _columns(table: Table, needed: Sequence[str], also: set[str], collected: Collected) -> bool:
    """Whether the needed columns are there; says which are not, and which nobody knows."""
    missing = [name for name in needed if name not in table.columns]
    for name in missing:
        collected.problems.append(
            Problem(table.place, phrase("column-missing"), table.header, name, mend=phrase("add-it"))
        )
    known = [*needed, *sorted(also)]
    for name in table.columns:
        if name not in known:
            collected.problems.append(
                Problem(
                    table.place,
                    phrase("no-such-column"),
                    table.header,
                    name,
                    allowed=listed(known),
                    mend=meant(name, known) or phrase("take-it-out"),
                )
            )
    return not missing


def _take_long(table: Table, collected: Collected) -> None:
    if not _columns(table, LONG, BESIDES, collected):
        return
    for line, row in zip(table.lines, table.rows, strict=True):
        collected.answer(table.place, line, row, row["input"], row["value"], "value")


def _take_wide(edition: Edition, table: Table, collected: Collected) -> None:
    if not _columns(table, ("unit",), BESIDES | set(edition.inputs), collected):
        return
    asked = [name for name in table.columns if name in edition.inputs]
    table.note(phrase("wide-table", count=len(asked)))
    for line, row in zip(table.lines, table.rows, strict=True):
        collected.answers(table.place, line, row, asked)


def _take_scores(edition: Edition, table: Table, collected: Collected) -> None:
    """The scores.csv of another index: a node's score is the answer to the input of its name.

    Where this edition has facets the rows of facets are taken, else those of the whole.
    """
    taken: set[str] = set()
    aside: set[str] = set()
    for line, row in zip(table.lines, table.rows, strict=True):
        name, facet = row["node"], row.get("facet", "")
        if name not in edition.inputs:
            aside.add(name)
            continue
        taken.add(name)
        if bool(facet) == (edition.facets is not None):
            status = row["status"]
            text = row["score"] if status == "ok" else _MISSING_SCORE.get(status, "not-measured")
            collected.answer(table.place, line, row, name, text, "score")
    if not taken:
        collected.problems.append(
            Problem(
                table.place,
                phrase("no-node-is-input", nodes=", ".join(sorted(aside)[:12])),
                table.header,
                "node",
                allowed=listed(edition.inputs),
            )
        )
    elif aside:
        table.note(phrase("scores-taken", count=len(taken), aside=len(aside)))


def _take_observed(edition: Edition, name: str, table: Table, collected: Collected) -> None:
    declared = edition.observations[name]
    needed = [declared.unit_column, *declared.facet_columns, *declared.columns]
    missing = [column for column in needed if column not in table.columns]
    also = BESIDES | ({"facet"} if edition.facets is not None else set())
    extra = [column for column in table.columns if column not in needed and column not in also]
    if missing:
        _columns(table, needed, also, collected)
        return
    if extra:
        table.note(phrase("columns-aside", table=name, columns=", ".join(extra)))
    for line, row in zip(table.lines, table.rows, strict=True):
        facet = facet_of(edition, declared, row)
        besides: Mapping[str, str] = {
            "unit": row[declared.unit_column],
            "facet": facet,
            "tier": row.get("tier", "") if "tier" not in needed else "",
            "name": row.get("name", "") if "name" not in needed else "",
        }
        collected.observe(table.place, line, besides, name, row)
