"""What the page on the format shows to an officer is what the program accepts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thangdo.rules.index.edition.check import check
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.rules import KINDS, kind_of

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
