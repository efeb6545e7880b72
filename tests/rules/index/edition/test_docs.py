"""What the page on the format shows to an officer is what the program accepts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Unit
from thangdo.rules.index.edition.check import check
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.rules import KINDS, kind_of
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.rows import RANKS, SCORES, rank_rows
from thangdo.work.editions.workbook_columns import SHEETS

PAGE = (Path(__file__).parents[4] / "docs" / "edition-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
RULES = [block for block in BLOCKS if block.startswith("rule:")]
INPUTS = next(block for block in BLOCKS if block.startswith("inputs:"))
WHOLE, EXTENDING = (block for block in BLOCKS if block.startswith("edition:"))
HEAD = "edition: page\nversion: 1\nofficial: false\ntitle: {vi: Trang}\n"
HEAD += "effective: {from: 2019-01-01}\ntiers: [commune]\n"


@pytest.mark.parametrize("block", RULES, ids=lambda block: " ".join(block.split())[:50])
def test_each_rule_of_the_page_is_accepted(block: str) -> None:
    rule = "".join(f"      {line}\n" for line in block.splitlines())
    tree = "index:\n  title: {vi: Chỉ số}\n  criteria:\n    A:\n      title: {vi: A}\n      max: 10\n"
    assert check(HEAD + INPUTS + tree + rule, "page.yaml") == []


def test_the_page_shows_every_kind_of_rule() -> None:
    tree = "index:\n  title: {vi: Chỉ số}\n  criteria:\n"
    for number, block in enumerate(RULES):
        rule = "".join(f"      {line}\n" for line in block.splitlines())
        tree += f"    A{number}:\n      title: {{vi: A}}\n      max: 10\n{rule}"
    edition = load(HEAD + INPUTS + tree, "page.yaml")
    assert {kind_of(node.rule) for node in edition.index.children.values()} == set(KINDS)


def test_the_whole_edition_and_the_one_that_extends_it_are_accepted() -> None:
    assert check(WHOLE, "sample-2019.yaml") == []
    own = load(EXTENDING, "province-2019.yaml", lambda name: (WHOLE, f"{name}.yaml"))
    assert list(own.index.children["B"].children) == ["B2"]


def block(start: str) -> str:
    return next(one for one in BLOCKS if one.startswith(start))


def test_each_block_of_the_page_is_tried_by_one_of_these() -> None:
    known = ("rule:", "inputs:", "edition:", "index:", "treatment:", "# two years")
    assert [one for one in BLOCKS if not one.startswith(known)] == []
    assert [sum(one.startswith(start) for one in BLOCKS) for start in known[1:]] == [1, 2, 1, 1, 1]


def test_the_tree_and_the_treatment_of_the_page_are_accepted() -> None:
    assert check(HEAD + INPUTS + block("index:"), "page.yaml") == []
    assert check(HEAD + block("treatment:") + INPUTS + block("index:"), "page.yaml") == []
    tree = load(HEAD + INPUTS + block("index:"), "page.yaml").index
    assert exact(tree.children["A"].weight) * 3 == 1 and tree.floor is not None


def test_the_facets_of_the_page_are_scored_and_ranked_as_it_says() -> None:
    made = load(block("# two years"), "years.yaml")
    usage = {("VNM", "2023"): 40, ("VNM", "2024"): 80, ("LAO", "2023"): 20, ("LAO", "2024"): 40}
    units = {unit: Unit(unit, "country") for unit in ("VNM", "LAO")}
    found = evaluate(made, Answers(units, {key: {"usage": Fraction(n)} for key, n in usage.items()}))
    assert [found.score("LAO", node, "2024").score for node in "AB"] == [0, Fraction(100, 3)]
    assert {row["facet"] for row in rank_rows(found)} == {"", "2023", "2024", "both"}


@pytest.mark.parametrize("file", ["scores.csv", "ranks.csv"])
def test_the_page_names_every_column_that_is_written(file: str) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{file}` |")]
    columns = SCORES if file == "scores.csv" else RANKS
    assert [name for name in columns if f"`{name}`" not in row] == []


def test_the_page_names_every_sheet_and_column_of_the_workbook() -> None:
    for sheet, columns in SHEETS.items():
        rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{sheet}` | ")]
        wanted = columns[:2] if sheet == "columns" else columns  # the rest is «as `inputs`»
        assert any(all(f"`{name}`" in row for name in wanted) for row in rows), sheet


def test_the_page_says_each_default_of_among_as_it_is() -> None:
    for kinds, default in (("min_max, distance", "`all`"), ("z_score", "`all`"), ("best, rank", "`tier`")):
        (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {kinds} |")]
        assert row.endswith(f"{default} |")
        for kind in kinds.split(", "):
            assert KINDS[kind].model_fields["among"].default == default.strip("`")
