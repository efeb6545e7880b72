"""Ranks: ties as published, and groups by rank; nobody with a lower score stands before one with a higher."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import criterion, edition, result
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.edition.model import Groups, Ties
from thangdo.rules.index.ranks import grouped, ranked

SCORES = {"A": (F(9),), "B": (F(7),), "C": (F(7),), "D": (F(5),), "E": (F(5),), "F": (F(5),), "G": (F(1),)}


@pytest.mark.parametrize(
    ("ties", "ranks", "labels"),
    [
        (Ties.COMPETITION, [1, 2, 2, 4, 4, 4, 7], ["1", "2=", "2=", "4=", "4=", "4=", "7"]),
        (Ties.DENSE, [1, 2, 2, 3, 3, 3, 4], ["1", "2=", "2=", "3=", "3=", "3=", "4"]),
    ],
)
def test_equal_scores_share_a_rank_and_the_next_is_skipped_or_not(
    ties: Ties, ranks: list[int], labels: list[str]
) -> None:
    places = ranked("district", SCORES, {"X": F(8), "W": None}, ties)
    assert [p.rank for p in places] == [*ranks, None, None]
    assert [p.label for p in places] == [*labels, "", ""]
    assert [p.unit for p in places] == [*"ABCDEFG", "W", "X"]
    assert {p.of for p in places} == {7}
    assert [p.tied for p in places[:3]] == [False, True, True]


TREE = {
    "combine": "sum",
    "criteria": {c: {"max": 10, "rule": {"value": c}} for c in "PQ"},
}


def test_listed_criteria_break_a_tie_in_their_order_and_a_missing_one_stands_last() -> None:
    units = {
        "A": {"P": 4, "Q": 6},
        "B": {"P": 6, "Q": 4},
        "C": {"P": 6, "Q": 4},
        "D": {"P": "not-answered", "Q": 10},
    }
    plain = result(edition(TREE), units).places["district"]
    assert [p.label for p in plain] == ["1=", "1=", "1=", "1="]
    broken = result(edition(TREE, tie_breakers=["P", "Q"]), units).places["district"]
    assert [(p.unit, p.label) for p in broken] == [("B", "1="), ("C", "1="), ("A", "3"), ("D", "4")]


def test_ranks_are_computed_on_the_declared_rounding() -> None:
    units = {"A": {"s": "0.6021"}, "B": {"s": "0.6024"}, "C": {"s": "0.6026"}}
    rounded = result(criterion({"value": "s"}, rounding={"places": 3}), units).places["district"]
    assert [(p.unit, p.label) for p in rounded] == [("C", "1"), ("A", "2="), ("B", "2=")]
    exact = result(criterion({"value": "s"}), units).places["district"]
    assert [(p.unit, p.label) for p in exact] == [("C", "1"), ("B", "2"), ("A", "3")]


def test_units_are_ranked_within_their_tier_and_over_all_where_the_edition_says_so() -> None:
    made = criterion(
        {"value": "s"}, tiers=["department", "commune"], ranking={"peer_groups": ["tier", "all"]}
    )
    tiers = {"A": "department", "B": "commune", "C": "commune"}
    found = result(made, {u: {"s": s} for u, s in (("A", 5), ("B", 9), ("C", 1))}, tiers=tiers)
    assert {group: [(p.unit, p.rank, p.of) for p in places] for group, places in found.places.items()} == {
        "all": [("B", 1, 3), ("A", 2, 3), ("C", 3, 3)],
        "commune": [("B", 1, 2), ("C", 2, 2)],
        "department": [("A", 1, 1)],
    }


def test_who_has_no_score_has_no_rank_and_is_not_counted() -> None:
    made = edition({**TREE, "missing": "propagate"})
    found = result(made, {"A": {"P": 1, "Q": 1}, "B": {"P": 1}})
    assert [(p.unit, p.rank, p.of) for p in found.places["district"]] == [("A", 1, 1), ("B", None, 1)]
    assert (found.reasons["B"].code, found.reasons["B"].facts["status"]) == ("no-score", "not-answered")


scores = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 9), min_size=1, max_size=20
)


@given(scores, st.sampled_from(list(Ties)))
def test_a_rank_is_one_more_than_those_before(numbers: dict[str, int], ties: Ties) -> None:
    for place in ranked("all", {u: (F(n),) for u, n in numbers.items()}, {}, ties):
        own = numbers[place.unit]
        better = [n for n in numbers.values() if n > own]
        assert place.rank == 1 + len(better if ties is Ties.COMPETITION else set(better))
        assert place.tied == (list(numbers.values()).count(own) > 1)


def quantile(ordered: list[int], share: F) -> F:
    """QUARTILE.INC: interpolated at 1 + (n - 1) x share (Hyndman and Fan, type 7)."""
    at = (len(ordered) - 1) * share
    low = at.numerator // at.denominator
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


@given(scores, st.integers(2, 5), st.sampled_from(list(Ties)))
def test_quantile_groups_are_those_of_a_spreadsheet(numbers: dict[str, int], k: int, ties: Ties) -> None:
    places = ranked("all", {u: (F(n),) for u, n in numbers.items()}, {}, ties)
    ordered = sorted(numbers.values())
    cuts = [quantile(ordered, 1 - F(j, k)) for j in range(1, k + 1)]
    expected = {
        unit: str(next(j for j, cut in enumerate(cuts, 1) if number >= cut))
        for unit, number in numbers.items()
    }
    assert grouped(Groups(quantiles=k), places) == expected


def test_fixed_groups_end_at_their_last_rank() -> None:
    """MIC's report groups its units by rank: the first two, up to the fourth, the rest."""
    found = grouped(
        Groups(last_ranks={"tốt": 2, "khá": 4, "yếu": 99}), ranked("d", SCORES, {"X": None}, Ties.COMPETITION)
    )
    assert found == {"A": "tốt", "B": "tốt", "C": "tốt", "D": "khá", "E": "khá", "F": "khá", "G": "yếu"}
