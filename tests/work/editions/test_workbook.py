"""Criteria that went to Excel and came back are the same; a mistake in a cell is found in its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from thangdo.records.documents.tables import Sheet, Table, read_tables, xlsx_bytes
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.findings import laid_out
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.model import Edition
from thangdo.work.editions import queries
from thangdo.work.editions.workbook import export, import_
from told import all_told

GOOD = (Path(__file__).parents[2] / "data" / "editions" / "every-rule.yaml").read_text(encoding="utf-8")


def again(edition: Edition) -> Edition:
    return load(import_(export(edition), "edition.xlsx"), "edition.yaml")


@pytest.mark.parametrize("name", queries.edition_ids())
def test_an_edition_of_the_library_survives_the_way_to_excel_and_back(name: str) -> None:
    edition = queries.get(name)
    back = again(edition)
    assert back == edition
    assert back.model_dump_json() == edition.model_dump_json()  # the order of the parts too


def test_every_kind_of_rule_survives() -> None:
    edition = load(GOOD, "every-rule.yaml")
    assert again(edition).model_dump_json() == edition.model_dump_json()


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "it's",
        "- x",
        "# no comment",
        "null",
        "Yes",
        "12",
        "1e3",
        "{x}",
        "a, b",
        "two\nlines",
        "=1+1",
        "'q'",
    ],
)
def test_a_text_that_looks_like_something_else_survives(text: str) -> None:
    edition = load(GOOD, "every-rule.yaml")
    title = edition.title.model_copy(update={"vi": text, "en": text})
    changed = edition.model_copy(update={"title": title})
    assert again(changed).title == title


def test_an_edition_that_extends_another_stands_alone_in_its_workbook() -> None:
    base = GOOD.replace("edition: every-rule", "edition: base")
    own = (
        "edition: own\nversion: 1\nofficial: false\ntitle: {vi: Riêng}\neffective: {from: 2020-01-01}\n"
        "extends: {edition: base, version: 1}\nindex: {pillars: {A: {criteria: {A1: {max: 12}, A2: null}}}}\n"
    )
    edition = load(own, "own.yaml", lambda _: (base, "base.yaml"))
    back = again(edition)
    assert back == edition and "A2" not in back.index.children["A"].children


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert export(GOOD) == export(load(GOOD, "every-rule.yaml"))


def changed(change: Callable[[dict[str, Table]], None]) -> list[str]:
    """What is wrong with the workbook of the good edition after `change`."""
    tables = {table.sheet or "": table for table in read_tables(export(GOOD), "e.xlsx")}
    change(tables)
    sheets = [
        Sheet(name, table.columns, [[row[column] for column in table.columns] for row in table.rows])
        for name, table in tables.items()
    ]
    with pytest.raises(BadInput) as caught:
        import_(xlsx_bytes(sheets), "e.xlsx")
    return all_told(caught.value.problems)


def row_of(tables: dict[str, Table], code: str) -> dict[str, str]:
    return next(row for row in tables["criteria"].rows if row["code"] == code)


def line_of(code: str) -> int:
    tables = {table.sheet: table for table in read_tables(export(GOOD), "e.xlsx")}
    criteria = tables["criteria"]
    return next(n for n, row in zip(criteria.lines, criteria.rows, strict=True) if row["code"] == code)


@pytest.mark.parametrize(
    ("code", "column", "cell", "words"),
    [
        ("A1", "max", "ten", "`max` must be a number, not `ten`"),
        ("A1", "rule", "{ratio: [trained, stuff]}", "`stuff` is no input"),
        ("A1", "rule", "{ratio: [trained", "this is not YAML that can be read"),
        ("A2", "parent", "Z", "the parent `Z` stands on no row above this one"),
        ("A2", "kind", "criteria", "`criteria` is no kind of node"),
        ("A6", "tiers", "department, district", "does not apply to: district"),
    ],
)
def test_a_mistake_is_found_in_its_cell(code: str, column: str, cell: str, words: str) -> None:
    found = changed(lambda tables: row_of(tables, code).update({column: cell}))
    place = f"e.xlsx [criteria]:{line_of(code)}: column {column}: "
    assert any(problem.startswith(place) and words in problem for problem in found), found


def test_a_code_that_stands_twice_is_found() -> None:
    found = changed(lambda tables: row_of(tables, "A2").update(code="A1"))
    assert f"e.xlsx [criteria]:{line_of('A2')}: column code: A1: `A1` stands twice" in found[0]


def test_a_missing_and_an_unknown_sheet_are_named() -> None:
    def change(tables: dict[str, Table]) -> None:
        tables["criterias"] = tables.pop("criteria")

    found = changed(change)
    assert any("an edition has no sheet `criterias`" in problem for problem in found)
    assert any("the sheet `criteria` is missing" in problem for problem in found)


def test_a_workbook_is_an_edition_wherever_a_file_is(tmp_path: Path) -> None:
    file = tmp_path / "edition.xlsx"
    file.write_bytes(export(GOOD))
    assert queries.get(file) == load(GOOD, "every-rule.yaml")


def test_what_the_grammar_has_gained_survives_the_workbook() -> None:
    """A third, floors, a mean with a penalty, the head's missing, words, weights: there and back the same."""
    text = BASE.replace("index:\n", NEW_HEAD + "index:\n", 1)
    text = text.replace("combine: sum", "combine: {penalised: down}", 1)
    text = text.replace("max: 10, rule: {ratio: [trained, staff]}", NEW_LEAF, 1)
    edition = load(text, "base.yaml")
    again = load(import_(export(edition), "base.xlsx"), "base.yaml")
    assert again == edition
    assert "1/3" in {spot.node.weight for spot in laid_out(again)}


BASE = (Path(__file__).parents[2] / "data" / "editions" / "base.yaml").read_text(encoding="utf-8")
NEW_HEAD = """missing: {not-answered: renormalise}
missing_words: {NA: not-measured}
weights: {equal: {A: 1}}
"""
NEW_LEAF = "max: 10, weight: 1/3, rule: {min_max: trained, low: {quantile: 0.1}, high: {unit: U1}, floor: 1}"
