"""From the parts to the whole: each mean against its closed form, and what a missing part does."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BLANK, NA, UNMEASURED, edition, result, said
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.aggregate import combined
from thangdo.rules.index.answers import BadInput, Status
from thangdo.rules.index.edition.model import Combine


def whole(parts: dict[str, Any], **node: Any) -> Any:
    """The index over criteria written as value, or (value, weight), or (value, weight, max)."""
    leaves, values = {}, {}
    for code, written in parts.items():
        written = written if isinstance(written, tuple) else (written,)
        given_, weight, most = (*written, *(1, 100)[len(written) - 1 :])
        leaves[code] = {"weight": weight, "max": most, "rule": {"value": f"in_{code}"}}
        values[f"in_{code}"] = given_
    return result(edition({"criteria": leaves, **node}), {"U": values}).score("U")


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        ("sum", 2 * 20 + 3 * 45),
        ("mean", F(2 * 20 + 3 * 45, 5)),
        ("harmonic", 5 / (F(2, 20) + F(3, 45))),
        ("minimum", 20),
    ],
)
def test_a_combination_is_its_closed_form(combine: str, expected: F) -> None:
    found = whole({"A": (20, 2), "B": (45, 3)}, combine=combine)
    assert (found.score, found.why.code) == (expected, combine)


def test_geometric_and_power_means_are_their_closed_forms() -> None:
    parts = {"A": (20, 1), "B": (45, 1)}
    assert whole(parts, combine="geometric").score == 30  # √(20 × 45) = √900
    assert whole(parts, combine="generalised", power=2).score == pytest.approx(
        math.sqrt((400 + 2025) / 2), abs=1e-12
    )
    assert whole(parts, combine="generalised", power=1).score == F(65, 2)
    assert whole(parts, combine="generalised", power=-1).score == pytest.approx(
        2 / (1 / 20 + 1 / 45), abs=1e-12
    )
    assert whole(parts, combine="generalised", power=0).score == 30  # the limit is the geometric mean


weights = st.lists(st.integers(1, 9), min_size=2, max_size=5)
numbers = st.integers(1, 100)


@given(weights, st.data())
def test_the_means_agree_with_floats_and_stand_in_their_order(w: list[int], data: st.DataObject) -> None:
    s = data.draw(st.lists(numbers, min_size=len(w), max_size=len(w)))
    ws, ss = [F(x) for x in w], [F(x) for x in s]

    def mean(combine: Combine, p: str = "1") -> F:
        return combined(combine, ws, ss, F(p))

    t = sum(w)
    assert float(mean(Combine.MEAN)) == pytest.approx(sum(a * b for a, b in zip(w, s, strict=True)) / t)
    assert float(mean(Combine.HARMONIC)) == pytest.approx(t / sum(a / b for a, b in zip(w, s, strict=True)))
    logs = sum(a * math.log(b) for a, b in zip(w, s, strict=True)) / t
    assert float(mean(Combine.GEOMETRIC)) == pytest.approx(math.exp(logs))
    for p in (-2.0, 0.5, 3.0):
        inner = sum(a * b**p for a, b in zip(w, s, strict=True)) / t
        assert float(mean(Combine.GENERALISED, str(p))) == pytest.approx(inner ** (1 / p))
    ladder = [mean(c) for c in (Combine.MINIMUM, Combine.HARMONIC, Combine.GEOMETRIC, Combine.MEAN)]
    slack = F(1, 10**40)
    assert all(low <= high + slack for low, high in pairwise(ladder))
    assert mean(Combine.MEAN) <= max(ss)


@given(weights, st.integers(1, 1000), st.sampled_from(["mean", "harmonic", "geometric", "minimum"]))
def test_a_mean_of_equals_is_that_number_exactly(w: list[int], number: int, combine: str) -> None:
    assert combined(Combine(combine), [F(x) for x in w], [F(number, 7)] * len(w), F(1)) == F(number, 7)


STATUSES = {"not-applicable": NA, "not-answered": BLANK, "not-measured": UNMEASURED}


@pytest.mark.parametrize("kind", sorted(STATUSES))
def test_a_missing_part_does_what_the_edition_declares_for_its_kind(kind: str) -> None:
    parts = {"A": (60, 1), "B": (90, 2), "C": (STATUSES[kind], 3)}
    others = {k: "propagate" for k in STATUSES if k != kind}
    assert said(whole(parts, combine="mean", missing={kind: "renormalise", **others})) == F(60 + 180, 3)
    assert said(whole(parts, combine="mean", missing={kind: "zero", **others})) == F(60 + 180 + 0, 6)
    assert said(whole(parts, combine="mean", missing={kind: "propagate"})) == kind


@pytest.mark.parametrize(
    ("combine", "renormalised", "zero"),
    [("sum", 90, 72), ("mean", F(72, 2), 24), ("harmonic", F(2 * 24 * 48, 72), 0), ("minimum", 24, 0)],
)
def test_each_combination_leaves_out_or_counts_zero(combine: str, renormalised: F, zero: F) -> None:
    """24 and 48; the third part, of 20 of 100 points, is missing: 72 × 100 / 80 = 90."""
    parts = {"A": (24, 1, 30), "B": (48, 1, 50), "C": (NA, 1, 20)}
    assert said(whole(parts, combine=combine, missing="renormalise")) == renormalised
    assert said(whole(parts, combine=combine, missing="zero")) == zero


def test_a_renormalised_sum_goes_by_the_points_that_could_be_had_not_by_the_number_of_parts() -> None:
    full = whole({"A": (10, 1, 10), "B": (NA, 1, 90)}, combine="sum", missing="renormalise")
    assert (full.score, full.maximum, full.share) == (100, 100, 1)
    weighted = whole(
        {"A": (10, 2, 10), "B": (NA, 1, 20), "C": (5, 4, 10)}, combine="sum", missing="renormalise"
    )
    assert weighted.score == F(20 + 20) * F(20 + 20 + 40, 20 + 40)


def test_by_default_what_was_not_answered_costs_points_and_what_does_not_apply_does_not() -> None:
    assert said(whole({"A": 80, "B": BLANK}, combine="mean")) == 40
    assert said(whole({"A": 80, "B": NA}, combine="mean")) == 80
    assert said(whole({"A": 80, "B": UNMEASURED}, combine="mean")) == 80


def test_a_node_with_nothing_to_combine_says_why() -> None:
    renormalise = {"combine": "mean", "missing": "renormalise"}
    assert said(whole({"A": NA, "B": NA}, **renormalise)) == "not-applicable"
    assert said(whole({"A": NA, "B": UNMEASURED}, **renormalise)) == "not-measured"
    assert said(whole({"A": BLANK, "B": UNMEASURED}, **renormalise)) == "not-answered"


@pytest.mark.parametrize(
    ("parts", "coverage", "expected"),
    [
        ({"A": (80, 2), "B": (UNMEASURED, 1)}, "0.6", 80),  # 2 of 3
        ({"A": (80, 2), "B": (UNMEASURED, 2)}, "0.5", 80),  # exactly half is enough
        ({"A": (80, 2), "B": (UNMEASURED, 2)}, "0.51", "below-coverage"),
        ({"A": (80, 2), "B": (NA, 9)}, "0.9", 80),  # what does not apply is not asked
        ({"A": (80, 2), "B": (BLANK, 2)}, "0.9", "below-coverage"),  # a zero is not data
        ({"A": (NA, 2), "B": (NA, 2)}, "0.9", "not-applicable"),
        ({"A": (80, 1), "B": (UNMEASURED, 0)}, 1, 80),  # no weight, no coverage
    ],
)
def test_a_node_below_its_coverage_has_no_score(parts: dict[str, Any], coverage: str, expected: Any) -> None:
    assert said(whole(parts, combine="mean", coverage=coverage)) == expected


def test_the_coverage_of_a_sum_goes_by_its_points() -> None:
    parts = {"A": (50, 1, 70), "B": (UNMEASURED, 1, 30)}
    assert said(whole(parts, combine="sum", coverage="0.7")) == F(50 * 100, 70)
    assert said(whole(parts, combine="sum", coverage="0.71")) == "below-coverage"


@pytest.mark.parametrize("combine", [c.value for c in Combine])
def test_a_part_of_weight_zero_is_shown_and_does_not_count(combine: str) -> None:
    power = {"power": -1} if combine == "generalised" else {}
    for idle in (0, 100, BLANK, NA):
        with_it = whole(
            {"A": (60, 1), "B": (90, 2), "C": (idle, 0)}, combine=combine, missing="propagate", **power
        )
        without = whole({"A": (60, 1), "B": (90, 2)}, combine=combine, **power)
        assert (with_it.score, with_it.maximum) == (without.score, without.maximum)
    alone = whole({"A": (60, 0)}, combine=combine, **power)
    assert (said(alone), alone.why.code) == ("not-measured", "no-weight")


@pytest.mark.parametrize("combine", ["geometric", "harmonic"])
def test_a_zero_makes_a_strict_mean_zero(combine: str) -> None:
    assert whole({"A": 0, "B": 100}, combine=combine).score == 0
    assert whole({"A": 0, "B": 100}, combine="generalised", power=-2).score == 0


@pytest.mark.parametrize("combine", ["geometric", "harmonic", "generalised"])
def test_a_mean_that_is_not_defined_for_a_negative_score_names_unit_and_node(combine: str) -> None:
    leaf = {"rule": {"value": "z"}}
    power = {"power": 2} if combine == "generalised" else {}
    made = edition({"combine": combine, "criteria": {"A": leaf}, **power})
    with pytest.raises(BadInput) as caught:
        result(made, {"U": {"z": -1}})
    assert (caught.value.problems[0].code, "zero or more" in str(caught.value)) == ("U, index", True)


def test_negative_scores_are_summed_and_averaged() -> None:
    made = edition({"combine": "mean", "criteria": {c: {"rule": {"value": c}} for c in "AB"}})
    assert result(made, {"U": {"A": -3, "B": 1}}).score("U").score == -1


def test_the_reason_says_which_parts_were_left_out_and_which_counted_zero() -> None:
    facts = whole({"A": 60, "B": BLANK, "C": NA}, combine="mean").why.facts
    assert facts == {"parts": 1, "of": 3, "zeros": ("B",), "left_out": ("C",)}


def test_each_tier_of_the_tree_combines_in_its_own_way() -> None:
    leaf = {"max": 100}
    tree = {
        "combine": "geometric",
        "pillars": {
            "P": {"combine": "sum", "criteria": {c: {**leaf, "rule": {"value": c}} for c in "AB"}},
            "Q": {"combine": "minimum", "criteria": {c: {**leaf, "rule": {"value": c}} for c in "CD"}},
        },
    }
    found = result(edition(tree), {"U": {"A": 10, "B": 15, "C": 4, "D": 9}})
    assert [found.score("U", n).score for n in ("P", "Q", "index")] == [25, 4, 10]


def test_a_part_for_another_tier_neither_counts_nor_is_missing() -> None:
    tree = {
        "combine": "sum",
        "criteria": {
            "A": {"max": 60, "rule": {"value": "a"}},
            "B": {"max": 40, "rule": {"value": "b"}, "tiers": ["department"]},
        },
    }
    made = edition(tree, tiers=["department", "commune"])
    found = result(made, {"D": {"a": 30, "b": 20}, "X": {"a": 30}}, tiers={"D": "department", "X": "commune"})
    assert [(found.score(u).score, found.score(u).maximum) for u in "DX"] == [(50, 100), (30, 60)]
    assert "B" not in found.scores["X", ""]
    assert found.score("D").status is Status.OK
