"""How many scores a criterion can give, and what it is worth: no step of a few is shown as a jump."""

from __future__ import annotations

from typing import Any

import pytest

from small import criterion, edition
from thangdo.rules.exact import Fraction
from thangdo.rules.index.evaluate import grow
from thangdo.rules.index.steps import steps_of
from thangdo.rules.index.worth import worth_of

YES = {"a": {"type": "yes-no"}, "b": {"type": "yes-no"}, "c": {"type": "yes-no"}}


@pytest.mark.parametrize(
    ("rule", "scores"),
    [
        ({"choice": "a", "points": {"x": 5, "y": 2, "z": 0}}, 3),
        ({"steps": [{"at_least": 5, "points": 10}, {"at_least": 2, "points": 4}], "of": "a"}, 3),
        ({"scale": [{"points": 2, "when": ["a > 1"]}, {"points": 1, "when": ["a > 0"]}]}, 3),
        ({"zero_tolerance": "a"}, 2),
        ({"gate": ["a > 0"]}, 2),
        ({"checklist": None, "points": {"a": 1, "b": 2, "c": 4}}, 8),
        ({"checklist": None, "points": {"a": 1, "b": 1, "c": 1}}, 4),
        ({"checklist": None, "points": {"a": 1, "b": 2, "c": 4}, "cap": 4}, 5),
        ({"checklist": None, "points": {"a": 1, "b": 2, "c": 4}, "count": "best"}, 4),
        ({"ratio": ["a", "b"]}, None),
        ({"best": "a"}, None),
    ],
)
def test_the_scores_that_a_rule_can_give_are_counted(rule: dict[str, Any], scores: int | None) -> None:
    inputs: dict[str, Any] = YES if rule.get("checklist", "") is None else {}
    if "choice" in rule:
        inputs = {"a": {"type": "choice", "choices": ["x", "y", "z"]}}
    assert steps_of(criterion(rule, 10, inputs=inputs)).get("C") == scores


def test_a_part_is_worth_its_share_of_a_hundred_points_in_sums_and_means_of_its_tier() -> None:
    leaf: dict[str, Any] = {"rule": {"value": "a"}}
    made = edition(
        {
            "combine": "sum",
            "groups": {
                "A": {"combine": "sum", "criteria": {"A1": {**leaf, "max": 30}, "A2": {**leaf, "max": 10}}},
                "B": {
                    "combine": "mean",
                    "criteria": {"B1": {**leaf, "max": 10, "weight": 3}, "B2": {**leaf, "max": 10}},
                },
            },
        }
    )
    worth = worth_of(grow(made), "district")
    assert worth["A"] == 80 and worth["A1"] == 60 and worth["A2"] == 20  # the mean has 10 of 50 points
    assert worth["B1"] == 15 and worth["B2"] == 5 and worth["index"] == Fraction(100)
