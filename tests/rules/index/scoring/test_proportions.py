"""Proportions: ratios, thresholds, complements; nobody gets more than all or less than nothing."""

from __future__ import annotations

import pytest

from small import score
from thangdo.rules.exact import Fraction as F


@pytest.mark.parametrize(("points", "expected"), [(7, 7), ("12.5", 10), (-1, 0)])
def test_imported_points_stay_within_nothing_and_the_maximum(points: str, expected: int) -> None:
    assert score({"value": "p"}, 10, p=points).score == expected


def test_imported_points_without_a_maximum_are_taken_as_they_are() -> None:
    assert score({"value": "p"}, p="-3.5").score == F("-3.5")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(1, 3, F(10, 3)), (0, 5, 0), (5, 5, 10), (6, 5, 10), (-1, 5, 0)],
)
def test_a_ratio_is_part_over_whole_times_the_maximum(a: int, b: int, expected: F) -> None:
    assert score({"ratio": ["a", "b"]}, 10, a=a, b=b).score == expected


@pytest.mark.parametrize(("late", "expected"), [(0, 10), (1, 8), (5, 0), (7, 0)])
def test_where_less_is_better_the_rest_of_the_ratio_counts(late: int, expected: int) -> None:
    assert score({"ratio": ["late", 5], "direction": "down"}, 10, late=late).score == expected


@pytest.mark.parametrize(
    ("late", "expected"),
    [(10, 10), (20, 10), (60, 5)],  # on time 90 %, 80 %, 40 % = half of 80 %
)
def test_a_full_mark_threshold_works_downwards_too(late: int, expected: int) -> None:
    rule = {"ratio": ["late", 100], "direction": "down", "full_at": "0.8"}
    assert score(rule, 10, late=late).score == expected


def test_exactly_the_threshold_is_full_and_a_hair_below_is_not() -> None:
    rule = {"ratio": ["a", "b"], "full_at": "0.8"}
    assert score(rule, 10, a=4, b=5).score == 10
    below = score(rule, 10, a=79999999999999999999, b=10**20).score
    assert below is not None and F("9.9999") < below < 10


@pytest.mark.parametrize(
    ("late", "complaints", "expected"), [("0.1", "0.05", "8.5"), (0, 0, 10), ("0.7", "0.7", 0)]
)
def test_a_complement_takes_the_shares_from_the_whole(late: str, complaints: str, expected: str) -> None:
    assert score({"complement": ["late", "complaints"]}, 10, late=late, complaints=complaints).score == F(
        expected
    )


@pytest.mark.parametrize(("late", "expected"), [(0, 10), (1, 0), (99, 0), ("0.5", 0)])
def test_one_case_breaks_zero_tolerance(late: str, expected: int) -> None:
    assert score({"zero_tolerance": "late"}, 10, late=late).score == expected


def test_points_lost_are_the_maximum_less_the_points() -> None:
    found = score({"ratio": ["a", "b"]}, 10, a=3, b=4)
    assert (found.lost, found.share, found.maximum) == (F("2.5"), F(3, 4), 10)
