"""Every reason the engine gives has a sentence in both languages, and no sentence has a gap in it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from every_reason import every_result
from thangdo.faces.look.reasons import sentence
from thangdo.faces.look.result_words import CODES
from thangdo.faces.look.sentences import everything
from thangdo.rules.index import aggregate, evaluate, stages
from thangdo.rules.index.edition.model import Combine
from thangdo.rules.index.explain import Explainer
from thangdo.rules.index.numbers import UNDEFINED
from thangdo.rules.index.scoring import base, comparisons, observed, options, proportions, sums

MODULES = (aggregate, evaluate, stages, base, comparisons, observed, options, proportions, sums)
NOT_OF_THE_ENGINE = {"level-published-only", "not-returned"}


def written_codes() -> set[str]:
    """Every code that stands in the source as the first argument of `Why(...)` or the second of `ok(...)`."""
    found = {combine.value for combine in Combine} | {"penalised-down", "penalised-up", "mean-min"}
    for module in MODULES:
        parsed = ast.parse(inspect.getsource(module))
        for tree in parsed.body:
            found |= _codes_of(tree)
    return found


def _codes_of(tree: ast.stmt) -> set[str]:
    """The codes of one function or class."""
    found: set[str] = set()
    named: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, set()).update(_choices(node.value))
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            before = named.setdefault(node.target.id, set())
            before |= {code + ending for code in list(before) for ending in _choices(node.value)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        place = {"Why": 0, "ok": 1}.get(node.func.id)
        if place is None or len(node.args) <= place:
            continue
        code = node.args[place]
        found |= named.get(code.id, set()) if isinstance(code, ast.Name) else _choices(code)
    return found


def _choices(node: ast.expr) -> set[str]:
    """The texts that an expression may be: a constant, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        return _choices(node.body) | _choices(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def reasons() -> Iterator[dict[str, Any]]:
    """Every reason of every small result, as the faces get it."""
    for made, result in every_result():
        for unit in Explainer(made, result).everything(made)["units"]:
            yield from (node["why"] for node in unit["nodes"])
            if unit["reason"]:
                yield unit["reason"]


ALL = list(reasons())


def test_no_reason_of_the_engine_is_without_a_sentence_and_no_sentence_without_a_reason() -> None:
    assert written_codes() == CODES - NOT_OF_THE_ENGINE


def test_the_small_results_give_every_reason() -> None:
    assert {why["code"] for why in ALL} == CODES - NOT_OF_THE_ENGINE
    assert {why["facts"]["reason"] for why in ALL if why["code"] == "uncomputable"} == set(UNDEFINED)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_sentence_has_a_gap_a_code_or_a_point_of_the_other_language(language: str) -> None:
    for why in ALL:
        said = sentence(why, language)
        assert said != why["code"] and said.endswith("."), why
        assert not re.search(r"[{}–]|\bnull\b|  |\.\.", said), (why, said)
        assert said[0].isupper() or said[0].isdigit() or said[0] in "−“", said


@pytest.mark.parametrize("code", sorted(CODES))
def test_vietnamese_and_english_fill_the_same_blanks(code: str) -> None:
    """Only a reason given by people stands in its own language."""
    vi, en = (set(re.findall(r"\{(\w+)\}", text)) for text in everything()["reasons"][code])
    assert vi - {"vi"} == en - {"en"} and ("vi" in vi) is ("en" in en)


def test_an_unranked_unit_reads_each_condition_with_what_it_had_and_needed() -> None:
    (why,) = [w for w in ALL if w["code"] == "no-gate"][:1]
    titles = {"A": "Điều kiện sẵn sàng", "B": "Tương tác", "C": "Trang thông tin điện tử"}
    assert sentence(why, "vi", titles) == (
        "Chưa đạt điều kiện của mức I: “Điều kiện sẵn sàng” đạt 40%, cần ít nhất 50%; "
        "“Tương tác” đạt 5,5 điểm, cần ít nhất 6 điểm; “Trang thông tin điện tử” đạt 0 điểm, cần có điểm."
    )
    assert sentence(why, "en") == (
        "The conditions of level I are not met: “x” has 40% and needs at least 50%; "
        "“x” has 5.5 points and needs at least 6 points; “x” has 0 points and needs some points."
    )


def test_a_node_says_what_was_left_out_and_what_counted_zero() -> None:
    why = {"code": "mean", "facts": {"parts": "1", "of": "3", "zeros": ["B"], "left_out": ["C"]}}
    assert sentence(why, "vi", {"B": "Họp trực tuyến"}) == (
        "Trung bình có trọng số của 1 trong 3 thành phần. Tính 0 điểm do thiếu số liệu: “Họp trực tuyến”. "
        "Không tính, quy đổi theo các thành phần còn lại: C."
    )


def test_a_formula_without_a_value_is_explained_in_the_readers_language() -> None:
    why = {"code": "uncomputable", "facts": {"reason": "root-of-negative"}}
    assert sentence(why, "vi") == "Không tính được: số âm không có căn bậc hai."
    assert sentence(why, "en") == "It cannot be computed: a negative number has no square root."
