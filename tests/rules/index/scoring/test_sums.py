"""Sums with caps and formulas: penalties stop at nothing, bonuses at the maximum."""

from __future__ import annotations

import pytest

from small import score
from thangdo.rules.exact import Fraction as F


def test_each_part_has_its_cap_and_the_sum_has_one() -> None:
    parts = [{"of": "a", "points": 2, "at_most": 6}, {"of": "b", "points": "0.5"}]
    assert score({"weighted_sum": parts}, 20, a=2, b=3).score == 4 + F("1.5")
    assert score({"weighted_sum": parts}, 20, a=9, b=3).score == 6 + F("1.5")
    assert score({"weighted_sum": parts, "cap": 7}, 20, a=9, b=3).score == 7
    assert score({"weighted_sum": parts}, 7, a=9, b=3).score == 7


def test_penalties_take_points_and_never_below_nothing() -> None:
    parts = [{"of": 10, "points": 1}, {"of": "complaints", "points": -3}]
    assert [score({"weighted_sum": parts}, 10, complaints=n).score for n in range(5)] == [10, 7, 4, 1, 0]


@pytest.mark.parametrize(("as_", "expected"), [("points", 3), ("share", 10)])
def test_a_formula_gives_points_or_a_share_of_the_maximum(as_: str, expected: int) -> None:
    assert score({"formula": "a + 1", "as": as_}, 10, a=2).score == expected


def test_a_formula_stays_within_nothing_and_the_maximum() -> None:
    assert [score({"formula": "a - 5"}, 10, a=n).score for n in (0, 8, 99)] == [0, 3, 10]
    assert score({"formula": "a - 5"}, a=0).score == -5
