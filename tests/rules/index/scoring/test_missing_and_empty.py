"""Missing is not zero: every kind of rule with three kinds of missing, and with an empty denominator."""

from __future__ import annotations

from typing import Any

import pytest

from small import BLANK, NA, UNMEASURED, criterion, given, result, said, score
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import BadInput, Status
from thangdo.rules.index.edition.rules import KINDS
from thangdo.rules.index.evaluate import evaluate

ROWS = {"columns": {"v": {"type": "number"}, "late": {"type": "yes-no"}}}
# kind -> (rule, the answers of one unit under which it has points)
RULES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "value": ({"value": "a"}, {"a": 5}),
    "ratio": ({"ratio": ["a", "b"]}, {"a": 1, "b": 2}),
    "steps": ({"steps": [{"at_least": 1, "points": 5}], "of": "a"}, {"a": 1}),
    "choice": ({"choice": "a", "points": {"x": 5}}, {"a": "x"}),
    "checklist": ({"checklist": "a", "points": {"x": 5}}, {"a": ["x"]}),
    "best": ({"best": "a"}, {"a": 4}),
    "min_max": ({"min_max": "a", "low": 0, "high": 10}, {"a": 4}),
    "z_score": ({"z_score": "a", "among": "all"}, {"a": 4}),
    "rank": ({"rank": "a"}, {"a": 4}),
    "distance": ({"distance": "a", "target": 10, "start": 0}, {"a": 4}),
    "complement": ({"complement": ["a"]}, {"a": "0.5"}),
    "zero_tolerance": ({"zero_tolerance": "a"}, {"a": 0}),
    "scale": ({"scale": [{"points": 2, "when": ["a > 0"]}]}, {"a": 1}),
    "gate": ({"gate": ["a > 0"]}, {"a": 1}),
    "weighted_sum": ({"weighted_sum": [{"of": "a", "points": 1}]}, {"a": 1}),
    "survey": ({"survey": {"A": "a"}, "options": {"A": 1}}, {"a": 1}),
    "formula": ({"formula": "a * 2"}, {"a": 1}),
}
BY_ROWS = {
    "observations": {"observations": "t", "take": {"mean": "v"}},
    "blend": {"blend": [{"weight": 1, "observations": "t", "take": {"mean": "v"}}]},
}


def test_every_kind_of_rule_is_looked_at() -> None:
    assert set(RULES) | set(BY_ROWS) == set(KINDS)


@pytest.mark.parametrize("status", [NA, BLANK, UNMEASURED])
@pytest.mark.parametrize("kind", sorted(RULES))
def test_a_missing_answer_is_passed_on_and_never_zero(kind: str, status: Status) -> None:
    rule, answers = RULES[kind]
    other = {"A": answers, "B": answers | {"a": 7 if answers["a"] == 4 else answers["a"]}}
    made = criterion(rule, 10, inputs={"a": {"type": "number"}})
    assert result(made, other).score("A", "C").status is Status.OK
    found = result(made, {**other, "A": {**answers, "a": status}}).score("A", "C")
    assert (found.score, found.status) == (None, status)
    assert found.why.facts["input"] == "a"


@pytest.mark.parametrize("kind", sorted(RULES))
def test_an_input_that_nobody_wrote_down_was_not_answered(kind: str) -> None:
    rule, _ = RULES[kind]
    made = criterion(rule, 10, inputs={"a": {"type": "number"}})
    assert result(made, {"A": {}}).score("A", "C").status is BLANK


@pytest.mark.parametrize("kind", sorted(BY_ROWS))
def test_a_unit_without_a_table_did_not_answer_and_one_without_values_is_empty(kind: str) -> None:
    made = criterion(BY_ROWS[kind], 10, observations={"t": ROWS})
    tables = {"t": {"A": [{"v": 4}], "B": [{"v": "not-measured"}], "C": []}}
    found = result(made, {"A": {}, "B": {}, "C": {}, "D": {}}, tables=tables)
    assert [said(found.score(u, "C")) for u in "ABCD"] == [
        4,
        "not-applicable",
        "not-applicable",
        "not-answered",
    ]


EMPTY: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"ratio": ["a", "b"]}, {"a": 0, "b": 0}),
    ({"value": "a / b"}, {"a": 1, "b": 0}),
    ({"steps": [{"at_least": 1, "points": 5}], "of": "a / b"}, {"a": 1, "b": 0}),
    ({"best": "a"}, {"a": 0}),
    ({"min_max": "a"}, {"a": 3}),  # alone: low and high are one
    ({"z_score": "a"}, {"a": 3}),
    ({"complement": ["a / b"]}, {"a": 0, "b": 0}),
    ({"zero_tolerance": "a / b"}, {"a": 0, "b": 0}),
    ({"gate": ["a / b > 0"]}, {"a": 0, "b": 0}),
    ({"scale": [{"points": 2, "when": ["a / b > 0"]}]}, {"a": 0, "b": 0}),
    ({"weighted_sum": [{"of": "a / b", "points": 1}]}, {"a": 0, "b": 0}),
    ({"survey": {"A": "a", "B": "b"}, "options": {"A": 1, "B": 0}}, {"a": 0, "b": 0}),
    ({"formula": "a / b"}, {"a": 0, "b": 0}),
    ({"rank": "a / b"}, {"a": 0, "b": 0}),
    ({"distance": "a / b", "target": 1, "start": 0}, {"a": 0, "b": 0}),
]


@pytest.mark.parametrize(("rule", "answers"), EMPTY, ids=lambda part: str(next(iter(part))))
def test_an_empty_denominator_gives_what_the_rule_declares(
    rule: dict[str, Any], answers: dict[str, Any]
) -> None:
    def with_(empty: str) -> Any:
        return said(score({**rule, "empty": empty}, 10, **answers))

    assert [with_(e) for e in ("full", "zero", "not-applicable", "last-year")] == [
        10,
        0,
        "not-applicable",
        "not-applicable",
    ]
    made = criterion({**rule, "empty": "last-year"}, 10)
    assert said(result(made, {"A": answers}, last_year={"A": "7.5"}).score("A", "C")) == F("7.5")


def test_last_years_points_do_not_pass_this_years_maximum_nor_replace_this_years_answer() -> None:
    made = criterion({"ratio": ["a", "b"], "empty": "last-year"}, 10)
    units = {"A": {"a": 0, "b": 0}, "B": {"a": 1, "b": 2}}
    found = result(made, units, last_year={"A": 15, "B": 9})
    assert [said(found.score(u, "C")) for u in "AB"] == [10, 5]


@pytest.mark.parametrize(
    ("part", "whole", "status"),
    [(BLANK, NA, NA), (NA, BLANK, NA), (UNMEASURED, BLANK, BLANK), (BLANK, 0, BLANK), (UNMEASURED, NA, NA)],
)
def test_of_two_missing_inputs_the_same_one_decides_in_whatever_order(
    part: Any, whole: Any, status: Status
) -> None:
    assert score({"ratio": ["a", "b"]}, 10, a=part, b=whole).status is status
    assert score({"formula": "a / b"}, 10, a=part, b=whole).status is status
    assert score({"complement": ["a", "b"]}, 10, a=part, b=whole).status is status


def test_what_has_no_value_was_not_measured_and_says_why() -> None:
    found = score({"formula": "sqrt(a)"}, 10, a=-1)
    assert (found.status, found.why.code, found.why.facts["reason"]) == (
        UNMEASURED,
        "uncomputable",
        "root-of-negative",
    )
    assert score({"formula": "9^9^9 + a"}, 10, a=1).why.facts["reason"] == "too-large"


def test_a_word_in_the_place_of_a_number_is_refused_and_no_missing_number() -> None:
    with pytest.raises(BadInput):
        score({"formula": "a + 1"}, 10, a="many")


def test_the_values_of_others_that_are_missing_are_no_goalposts() -> None:
    made = criterion({"min_max": "a"}, 10)
    found = evaluate(made, given({"A": {"a": 2}, "B": {"a": 4}, "C": {"a": NA}, "D": {}, "E": {"a": 3}}))
    assert [said(found.score(u, "C")) for u in "ABCDE"] == [0, 10, "not-applicable", "not-answered", 5]
