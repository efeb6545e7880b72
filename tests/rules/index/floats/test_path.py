"""The float path at its edges: thresholds that floats miss by a hair, ties, gaps; ranks of many at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BLANK, criterion, edition
from small import given as answers
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.edition.model import Ties
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.floats.path import competition_ranks
from thangdo.rules.index.ranks import ranked

HAIR = {"A": {"x": "0.7", "y": "0.1"}, "B": {"x": "0.8", "y": 0}, "C": {"x": "0.3", "y": "-0.2"}}


@pytest.mark.parametrize(
    "rule",
    [
        {"steps": [{"at_least": "0.8", "points": 10}], "of": "x + y"},  # 0.7 + 0.1 is 0.7999… in floats
        {"zero_tolerance": "x - y - 0.6"},
        {"rank": "x + y"},
        {"distance": "x + y", "target": "0.8", "start": 0},
        {"min_max": "x + y"},
        {"formula": "round((x + y) * 10 / 16, 0)"},
    ],
    ids=str,
)
def test_a_threshold_that_floats_miss_by_a_hair_is_met(rule: dict[str, Any]) -> None:
    made = criterion(rule, 10)
    given_ = answers(HAIR)
    floats, units = float_scores(made, given_)
    exact = [evaluate(made, given_).score(unit, "C").score for unit in units]
    assert floats.of("C").tolist() == pytest.approx([float(x or 0) for x in exact], abs=1e-9)


def test_equal_sums_are_no_spread_in_floats_either() -> None:
    made = criterion({"min_max": "x + y", "empty": "zero"}, 10)
    floats, _ = float_scores(made, answers({"A": {"x": "0.1", "y": "0.2"}, "B": {"x": "0.3", "y": 0}}))
    assert floats.of("C").tolist() == [0, 0]


def test_rules_on_words_take_their_exact_points_unrounded() -> None:
    leaves = {
        "A": {"max": 10, "rule": {"choice": "kind", "points": {"yes": "3.456"}}},
        "B": {"max": 10, "rule": {"value": "x"}},
    }
    made = edition(
        {"combine": "mean", "criteria": leaves}, rounding={"places": 0, "at": ["criterion", "index"]}
    )
    floats, _ = float_scores(made, answers({"U": {"kind": "yes", "x": 1}, "V": {"kind": BLANK, "x": 1}}))
    assert floats.of("A").tolist() == pytest.approx([3.456, np.nan], nan_ok=True)
    assert floats.of("index").tolist() == pytest.approx([2.228, 0.5])


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_ranks_of_an_array_are_those_of_the_exact_path(numbers: list[int]) -> None:
    places = ranked("all", {f"{n:02}": (F(x),) for n, x in enumerate(numbers)}, {}, Ties.COMPETITION)
    expected = [p.rank for p in sorted(places, key=lambda place: place.unit)]
    assert competition_ranks(np.array(numbers, dtype=np.float64)).tolist() == expected


def test_who_has_no_score_stands_after_all_others() -> None:
    assert competition_ranks(np.array([np.nan, 3.0, 5.0, np.nan, 3.0])).tolist() == [4, 2, 1, 4, 2]
