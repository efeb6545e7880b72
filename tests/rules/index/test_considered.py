"""A score that stands for less than the whole says so: «xét x trên 100 điểm»."""

from __future__ import annotations

from typing import Any

import pytest

from small import BLANK, NA, UNMEASURED, edition, given
from thangdo.rules.index.considered import Considered, considered, weights_of
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.explain import explanation


def leaf(name: str, most: int, **more: Any) -> dict[str, Any]:
    return {"max": most, "rule": {"value": name}, **more}


SUM = edition(
    {
        "combine": "sum",
        "groups": {
            "A": {"combine": "sum", "criteria": {"A1": leaf("a", 30), "A2": leaf("b", 10)}},
            "B": {"combine": "sum", "criteria": {"B1": leaf("c", 40), "B2": leaf("d", 20)}},
        },
    }
)
MEAN = edition({"combine": "mean", "criteria": {"A1": leaf("a", 100, weight=3), "A2": leaf("b", 100)}})


def of(made: Edition, **answers: Any) -> Considered | None:
    said = explanation(made, evaluate(made, given({"U": answers})), "U")
    return considered(said["nodes"], weights_of(made.model_dump(mode="json")))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": 1, "b": 1, "c": 1, "d": 1}, None),
        ({"a": 1, "b": BLANK, "c": 1, "d": 1}, None),  # nothing given is nothing won, not less considered
        ({"a": 1, "b": NA, "c": 1, "d": 1}, ("90", "100")),
        ({"a": 1, "b": NA, "c": 1, "d": UNMEASURED}, ("70", "100")),
        ({"a": NA, "b": NA, "c": 1, "d": 1}, ("60", "100")),  # a whole group
        ({"a": NA, "b": NA, "c": NA, "d": NA}, None),  # no score, so nothing was scaled
    ],
)
def test_of_a_sum_the_points_of_the_parts_that_stand_for_the_whole(
    answers: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    assert of(SUM, **answers) == (None if expected is None else Considered(*expected))


def test_of_a_mean_the_weight_of_the_parts_that_stand_for_the_whole() -> None:
    assert of(MEAN, a=50, b=NA) == Considered("75", "100")
    assert of(MEAN, a=NA, b=50) == Considered("25", "100")
