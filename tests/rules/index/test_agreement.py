"""What goes wrong when agreement is measured: chance taken for agreement, missing taken for disagreement."""

from __future__ import annotations

from itertools import product

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thangdo.rules.exact import Fraction
from thangdo.rules.index.agreement import Scale, Weights, cohen_kappa, krippendorff_alpha, percentage

_: int | None = None
#: Krippendorff (2011), section C: four observers, twelve units, five values, missing data.
FOUR: list[list[int | None]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
TWELVE = list(zip(*FOUR, strict=True))


def table(counts: list[list[int]]) -> list[tuple[int | None, int | None]]:
    """The pairs of a table of counts: rows the first rater, columns the second."""
    return [(a, b) for a, row in enumerate(counts) for b, n in enumerate(row) for _ in range(n)]


def places(value: Fraction | None, digits: int = 3) -> float:
    assert value is not None
    return round(float(value), digits)


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_observers_with_missing_data_as_published(scale: Scale, alpha: float) -> None:
    """Krippendorff (2011), sections C and E: 0.743 nominal, 0.815 ordinal, 0.849 interval."""
    found = krippendorff_alpha(TWELVE, scale)
    assert places(found.value) == alpha
    assert found.cases == 11


def test_two_observers_and_two_values_as_published() -> None:
    """Krippendorff (2011), section A: ten articles, alpha 0.095."""
    one, two = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert places(krippendorff_alpha(list(zip(one, two, strict=True))).value) == 0.095


def test_two_observers_and_five_letters_as_published() -> None:
    """Krippendorff (2011), section B: twelve articles, alpha 0.692."""
    one, two = "aabbdcccedda", "babbbccceddd"
    assert places(krippendorff_alpha(list(zip(one, two, strict=True))).value) == 0.692


def test_cohens_own_table() -> None:
    """Cohen (1968), table 1, as frequencies of 200: observed 0.70, by chance 0.41, kappa 0.492."""
    found = cohen_kappa(table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert (found.observed, found.expected) == (Fraction(70, 100), Fraction(41, 100))
    assert (found.value, places(found.value)) == (Fraction(29, 59), 0.492)


def test_fifty_applications_read_by_two() -> None:
    """The worked 2 x 2 table 20, 5, 10, 15: observed 0.70, by chance 0.50, kappa 0.40."""
    found = cohen_kappa(table([[20, 5], [10, 15]]))
    assert (found.observed, found.expected, found.value) == (
        Fraction("0.7"),
        Fraction("0.5"),
        Fraction("0.4"),
    )


def test_all_agree_but_one_in_a_hundred_of_a_kind_is_no_agreement_beyond_chance() -> None:
    pairs = table([[98, 1], [1, 0]])
    kappa = cohen_kappa(pairs).value
    assert percentage(pairs).value == Fraction("0.98") and kappa is not None and kappa < 0


def test_weights_forgive_neighbours() -> None:
    """By hand: 4 of 20 are one place of two apart: 1 - (4 x 1/2) / 20 = 0.9, 1 - (4 x 1/4) / 20 = 0.95."""
    pairs = table([[6, 2, 0], [1, 5, 1], [0, 0, 5]])
    plain, linear, quadratic = (cohen_kappa(pairs, [0, 1, 2], one) for one in ("none", "linear", "quadratic"))
    assert (plain.observed, linear.observed, quadratic.observed) == (
        Fraction("0.8"),
        Fraction("0.9"),
        Fraction("0.95"),
    )
    assert plain.value is not None and linear.value is not None and quadratic.value is not None
    assert plain.value < linear.value < quadratic.value


def by_numpy(counts: np.ndarray, weights: Weights) -> float | None:
    """Weighted kappa by its definition in arrays: 1 - sum(w o) / sum(w e) with disagreement weights."""
    size = len(counts)
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    weight = {"none": apart > 0, "linear": apart, "quadratic": apart**2}[weights]
    by_chance = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    below = (weight * by_chance).sum()
    return None if below == 0 else float(1 - (weight * counts).sum() / below)


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3),
    st.sampled_from(["none", "linear", "quadratic"]),
)
def test_kappa_agrees_with_its_definition_in_arrays(counts: list[list[int]], weights: Weights) -> None:
    assume(any(map(any, counts)))
    found, expected = cohen_kappa(table(counts), [0, 1, 2], weights), by_numpy(np.array(counts), weights)
    if expected is None:
        assert (found.value, found.reason) == (None, "no-variation")
    else:
        assert found.value is not None and float(found.value) == pytest.approx(expected, abs=1e-12)


ratings = st.lists(
    st.lists(st.one_of(st.integers(0, 4), st.none()), min_size=3, max_size=3), min_size=1, max_size=12
)


@given(ratings, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_agrees_with_the_package_krippendorff(cases: list[list[int | None]], scale: Scale) -> None:
    """Oracle: PyPI `krippendorff`, which works in floats."""
    found = krippendorff_alpha(cases, scale)
    assume(found.reason is None)
    data = np.array([[np.nan if one is None else one for one in case] for case in cases]).T
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=scale)
    assert found.value is not None and float(found.value) == pytest.approx(expected, abs=1e-9)


@given(ratings, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_the_order_of_cases_and_raters_changes_no_digit(cases: list[list[int | None]], scale: Scale) -> None:
    turned = [list(reversed(case)) for case in reversed(cases)]
    assert krippendorff_alpha(cases, scale) == krippendorff_alpha(turned, scale)


def test_words_in_an_order_are_ordinal_like_their_places() -> None:
    words = [[None if one is None else "-ABCDE"[one] for one in case] for case in TWELVE]
    assert krippendorff_alpha(words, "ordinal", "ABCDE") == krippendorff_alpha(TWELVE, "ordinal")
    assert krippendorff_alpha(words, "ordinal", "ABCDEF").value == krippendorff_alpha(TWELVE, "ordinal").value


def test_points_with_decimals_are_compared_exactly() -> None:
    tenths = [[None if one is None else Fraction(one, 10) for one in case] for case in TWELVE]
    assert krippendorff_alpha(tenths, "interval").value == krippendorff_alpha(TWELVE, "interval").value


@pytest.mark.parametrize("pairs", [[], [(None, 1)], [(1, None), (None, None)]])
def test_nothing_rated_twice_is_no_number_and_not_zero(pairs: list[tuple[int | None, int | None]]) -> None:
    for found in (percentage(pairs), cohen_kappa(pairs), krippendorff_alpha(pairs)):
        assert (found.value, found.reason, found.cases) == (None, "nothing-compared", 0)


def test_one_and_the_same_rating_throughout_is_full_percentage_and_no_coefficient() -> None:
    pairs = [(1, 1)] * 5
    assert percentage(pairs).value == 1
    for found in (cohen_kappa(pairs), cohen_kappa(pairs, [1], "linear"), krippendorff_alpha(pairs)):
        assert (found.value, found.reason, found.cases) == (None, "no-variation", 5)


def test_full_agreement_on_different_ratings_is_one() -> None:
    pairs = [(1, 1), (2, 2), (3, 3)]
    assert cohen_kappa(pairs).value == krippendorff_alpha(pairs).value == 1


def test_a_case_that_one_rater_left_out_is_left_out_and_counts_for_nothing() -> None:
    pairs: list[tuple[int | None, int | None]] = [(1, 1), (2, 3), (3, 3)]
    for measure, more in product((percentage, cohen_kappa, krippendorff_alpha), ((1, None), (None, 2))):
        assert measure([*pairs, more]) == measure(pairs)


def test_what_does_not_fit_the_scale_is_refused() -> None:
    for wrong in (
        lambda: cohen_kappa([(1, 2)], weights="linear"),
        lambda: cohen_kappa([(1, 9)], [1, 2], "linear"),
        lambda: cohen_kappa([(1, 2)], [1, 2, 2], "linear"),
        lambda: krippendorff_alpha([["a", "b"]], "interval"),
        lambda: krippendorff_alpha([["a", "b"]], "ordinal"),
        lambda: krippendorff_alpha([[1.5, 2.5]], "interval"),
        lambda: krippendorff_alpha([["a", "c"]], "ordinal", "ab"),
    ):
        with pytest.raises(ValueError):
            wrong()
