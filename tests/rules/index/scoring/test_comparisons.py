"""Rules that compare: best, goalposts, z-scores, ranks, targets; whoever is worse never gets more."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import NA, criterion, result, said
from thangdo.rules.exact import Fraction as F

FIVE = {"A": 10, "B": 20, "C": 20, "D": 40, "E": 50}


def points(rule: dict[str, Any], numbers: dict[str, Any], most: Any = 10, **more: Any) -> list[Any]:
    found = result(criterion(rule, most), {unit: {"x": x} for unit, x in numbers.items()}, **more)
    return [said(found.score(unit, "C")) for unit in numbers]


def test_the_best_has_the_maximum_and_the_others_their_part_of_it() -> None:
    assert points({"best": "x"}, FIVE) == [2, 4, 4, 8, 10]
    assert points({"best": "x", "direction": "down"}, FIVE) == [10, 5, 5, F("2.5"), 2]


def test_where_less_is_better_and_somebody_has_none_only_nothing_is_full() -> None:
    assert points({"best": "x", "direction": "down"}, {"A": 0, "B": 4, "C": 0}) == [10, 0, 10]


@pytest.mark.parametrize("numbers", [{"A": 0, "B": 0}, {"A": -3, "B": -1}])
def test_a_best_of_nothing_or_less_is_an_empty_denominator(numbers: dict[str, int]) -> None:
    assert points({"best": "x"}, numbers) == ["not-applicable", "not-applicable"]


def test_the_best_is_looked_for_among_the_same_tier_unless_all_are_meant() -> None:
    tiers = {"A": "department", "B": "department", "C": "commune"}
    made = {"tiers": ["department", "commune"]}
    numbers = {unit: {"x": x} for unit, x in (("A", 5), ("B", 10), ("C", 20))}
    same = result(criterion({"best": "x"}, 10, **made), numbers, tiers=tiers)
    everyone = result(criterion({"best": "x", "among": "all"}, 10, **made), numbers, tiers=tiers)
    assert [same.score(u, "C").score for u in "ABC"] == [5, 10, 10]
    assert [everyone.score(u, "C").score for u in "ABC"] == [F("2.5"), 5, 10]


def test_a_unit_left_out_of_the_ranking_still_sets_the_goalposts() -> None:
    """It is measured like the others; only its rank is not given (OECD DGI 2023: accession countries)."""
    ranking = {"leave_out": [{"unit": "E", "reason": {"vi": "x"}}]}
    found = result(criterion({"best": "x"}, 10, ranking=ranking), {u: {"x": x} for u, x in FIVE.items()})
    assert found.score("D", "C").score == 8
    assert [p.unit for p in found.places["district"] if p.rank] == ["D", "B", "C", "A"]


def test_goalposts_observed_and_declared() -> None:
    assert points({"min_max": "x"}, FIVE) == [0, F("2.5"), F("2.5"), F("7.5"), 10]
    assert points({"min_max": "x", "direction": "down"}, FIVE) == [10, F("7.5"), F("7.5"), F("2.5"), 0]
    assert points({"min_max": "x", "low": 20, "high": 40}, FIVE) == [0, 0, 0, 10, 10]
    assert points({"min_max": "x", "low": 0}, FIVE) == [2, 4, 4, 8, 10]


def test_goalposts_are_those_of_the_treated_numbers() -> None:
    """Twenty units from 1 to 20, and one of 1000, which Winsorisation sets to 20."""
    numbers = {f"U{n:02}": n for n in range(1, 21)} | {"X": 1000}
    step = {"winsorise": "skewness-kurtosis"}
    treated = result(
        criterion({"min_max": "x"}, 19, treatment=[step]), {u: {"x": x} for u, x in numbers.items()}
    )
    assert [treated.score(u, "C").score for u in ("U01", "U20", "X")] == [0, 19, 19]


def test_z_scores_have_the_declared_mean_and_deviation() -> None:
    found = points({"z_score": "x", "mean": 100, "sd": 15}, FIVE, None)
    assert statistics.mean(map(float, found)) == pytest.approx(100)
    assert statistics.stdev(map(float, found)) == pytest.approx(15)
    down = points({"z_score": "x", "mean": 100, "sd": 15, "direction": "down"}, FIVE, None)
    assert [a + b for a, b in zip(found, down, strict=True)] == [200] * 5


def test_a_z_score_is_written_by_hand() -> None:
    """1, 3: mean 2, sample deviation √2, so z = ∓1/√2."""
    low, high = points({"z_score": "x"}, {"A": 1, "B": 3}, None)
    assert float(high) == pytest.approx(1 / math.sqrt(2), abs=1e-15) and low == -high


def test_points_by_rank_share_the_places_of_equals() -> None:
    assert points({"rank": "x"}, FIVE, 4) == [0, 2, 2, 3, 4]  # ranks 5, 3=, 3=, 2, 1 of 5: (5 - r) / 4
    assert points({"rank": "x", "direction": "down"}, FIVE, 4) == [4, 3, 3, 1, 0]
    assert points({"rank": "x"}, {"A": 7}) == [10]


def test_percentiles_count_ties_half() -> None:
    assert points({"rank": "x", "as": "percentile"}, FIVE, 10) == [
        1,
        4,
        4,
        7,
        9,
    ]  # (below + at or below) / 10


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"target": 50}, [0, F("2.5"), F("2.5"), F("7.5"), 10]),  # from the worst, 10
        ({"target": 30, "start": 10}, [0, 5, 5, 10, 10]),
        ({"target": 10, "direction": "down"}, [10, F("7.5"), F("7.5"), F("2.5"), 0]),
        ({"target": 60, "direction": "down"}, [10, 10, 10, 10, 10]),  # everybody has reached it
        ({"target": 5}, [10, 10, 10, 10, 10]),
        ({"target": 10}, [10, 10, 10, 10, 10]),  # the worst stands on the target
    ],
)
def test_who_has_reached_the_target_has_full_marks(rule: dict[str, Any], expected: list[Any]) -> None:
    assert points({"distance": "x", **rule}, FIVE) == expected


COMPARING = [
    {"best": "x"},
    {"min_max": "x"},
    {"rank": "x"},
    {"rank": "x", "as": "percentile"},
    {"distance": "x", "target": 60},
    {"z_score": "x"},
]


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("rule", COMPARING, ids=str)
@given(numbers=st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_a_better_number_never_gets_fewer_points(
    rule: dict[str, Any], direction: str, numbers: list[int]
) -> None:
    if rule.get("target") and direction == "down":
        rule = {**rule, "target": 1}
    found = points({**rule, "direction": direction}, {f"U{n}": x for n, x in enumerate(numbers)}, None)
    if found[0] == "not-applicable":
        assert len(set(numbers)) == 1
        return
    order = sorted(zip(numbers, found, strict=True), reverse=direction == "down")
    assert [p for _, p in order] == sorted(found)
    if "z_score" not in rule:
        assert all(0 <= p <= 1 for p in found)


def test_one_who_is_not_measured_by_a_criterion_does_not_count_among_its_ranks() -> None:
    assert points({"rank": "x"}, {"A": 1, "B": 2, "C": NA, "D": 3}, 2) == [0, 1, "not-applicable", 2]
