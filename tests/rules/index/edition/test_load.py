"""What an officer wrote is what is computed with: exact numbers, and what one edition takes from another."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.merge import Find
from thangdo.rules.index.edition.rules import Ratio

DATA = Path(__file__).parents[3] / "data" / "editions"
BASE = (DATA / "base.yaml").read_text(encoding="utf-8")
OWN = """\
edition: province-2020
version: 1
official: false
title: {vi: Bộ của tỉnh}
effective: {from: 2020-01-01}
extends: {edition: base, version: 1}
"""


def library(**texts: str) -> Find:
    def find(edition_id: str) -> tuple[str, str] | None:
        text = {"base": BASE, **texts}.get(edition_id)
        return None if text is None else (text, f"{edition_id}.yaml")

    return find


def test_a_weight_keeps_every_digit_that_was_written() -> None:
    digits = "0.1234567890123456789012345678901234567890"
    edition = load(BASE.replace("max: 10", f"weight: {digits}, max: 10"), "base.yaml")
    assert str(edition.index.children["A"].weight) == digits


def test_a_word_that_yaml_1_1_took_for_true_stays_a_word() -> None:
    text = BASE.replace("{value: staff}", "{choice: website, points: {yes: 5, no: 0}}")
    rule = load(text, "base.yaml").index.children["C"].rule
    assert rule is not None and rule.model_dump()["points"] == {"yes": Decimal(5), "no": Decimal(0)}


def test_a_criterion_of_the_ministry_is_taken_over_and_the_province_adds_and_changes_its_own() -> None:
    own = OWN + (
        "index:\n  criteria:\n    A: {max: 20}\n    B: null\n"
        "    D: {title: {vi: Thêm}, max: 3, rule: {value: staff}}\n"
    )
    edition = load(own, "province-2020.yaml", library())
    criteria = edition.index.children
    assert list(criteria) == ["A", "C", "D"]
    assert criteria["A"].max == 20 and isinstance(criteria["A"].rule, Ratio)
    assert criteria["A"].title.vi == "Đào tạo"
    origins = {code: node.origin for code, node in criteria.items()}
    assert origins == {"A": "province-2020", "C": "base", "D": "province-2020"}
    assert list(edition.inputs) == ["staff", "trained", "policy", "apps", "website"]
    assert edition.title.vi == "Bộ của tỉnh" and edition.edition == "province-2020"


def test_a_rule_is_replaced_whole_so_that_no_half_of_the_old_one_stays() -> None:
    own = OWN + "index: {criteria: {A: {rule: {value: trained}}}}\n"
    edition = load(own, "province-2020.yaml", library())
    rule = edition.index.children["A"].rule
    assert rule is not None and rule.model_dump(exclude_defaults=True) == {"value": "trained"}


def test_an_english_text_does_not_outlive_the_vietnamese_one_it_translated() -> None:
    base = BASE.replace("{vi: Đào tạo}", "{vi: Đào tạo, en: Training}")
    own = OWN + "index: {criteria: {A: {title: {vi: Bồi dưỡng}}}}\n"
    title = load(own, "province-2020.yaml", library(base=base)).index.children["A"].title
    assert (title.vi, title.en) == ("Bồi dưỡng", None)


def test_lists_are_replaced_and_not_joined() -> None:
    own = OWN + "levels:\n  I: {needs: [{node: B, share: 0.7}]}\n"
    levels = load(own, "province-2020.yaml", library()).levels
    assert levels is not None
    assert [(need.node, need.share) for need in levels["I"].needs] == [("B", Decimal("0.7"))]


def test_an_edition_may_extend_one_that_extends_another() -> None:
    middle = OWN.replace("province-2020", "middle")
    own = OWN.replace("edition: base", "edition: middle")
    edition = load(own, "province-2020.yaml", library(middle=middle))
    assert {node.origin for node in edition.index.children.values()} == {"base"}


def test_a_circle_of_editions_is_named() -> None:
    first = OWN.replace("province-2020", "first").replace("edition: base", "edition: second")
    second = OWN.replace("province-2020", "second").replace("edition: base", "edition: first")
    with pytest.raises(BadInput, match="circle: first → second → first"):
        load(first, "first.yaml", library(first=first, second=second))


def test_a_mistake_in_the_extended_edition_is_shown_in_its_own_file() -> None:
    own = OWN + "index: {criteria: {C: {max: 6}}}\n"
    with pytest.raises(BadInput) as caught:
        load(own, "province-2020.yaml", library(base=BASE.replace("trained, staff]", "trained, stuff]")))
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [("base.yaml", 21)]
