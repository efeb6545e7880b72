"""Data treatment: denominators, imputation, Winsorisation, against COINr and by hand, on both paths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BLANK, NA, UNMEASURED, edition, result
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.floats import treatment as floats
from thangdo.rules.index.treatment import denominated, imputed, skewness_and_kurtosis, winsorised
from thangdo.work.assessments.bundled import records


def column(name: str) -> dict[str, F | None]:
    """One indicator after imputation, as COINr shipped it."""
    return {
        row["uCode"]: F(row[name]) if row[name] else None
        for row in records("data/published/coinr_asem_imputed.csv")
    }


def coinr() -> list[dict[str, str]]:
    return list(records("data/published/coinr_asem_treatment.csv"))


@pytest.mark.parametrize("row", coinr(), ids=lambda row: row["iCode"])
def test_outliers_are_found_and_set_as_coinr_does(row: dict[str, str]) -> None:
    """Source: COINr 1.1.14, ASEM example: skewness, kurtosis and the number of points Winsorised."""
    before = column(row["iCode"])
    numbers = [n for n in before.values() if n is not None]
    shape = skewness_and_kurtosis(numbers)
    assert shape is not None
    assert float(shape[0]) == pytest.approx(float(row["check_SkewKurt0.Skew"]), abs=1e-9)
    assert float(shape[1]) == pytest.approx(float(row["check_SkewKurt0.Kurt"]), abs=1e-9)
    after, points = winsorised(before, F(2), F("3.5"), 5)
    assert points == int(row["winsorise.nwin"] or 0)
    if points:
        shape = skewness_and_kurtosis([n for n in after.values() if n is not None])
        assert shape is not None
        assert float(shape[0]) == pytest.approx(float(row["check_SkewKurt1.Skew"]), abs=1e-9)
        assert float(shape[1]) == pytest.approx(float(row["check_SkewKurt1.Kurt"]), abs=1e-9)
    matrix = np.array([[np.nan if n is None else float(n)] for n in before.values()])
    done, counts = floats.winsorised(matrix, 2.0, 3.5, 5)
    assert counts.tolist() == [points]
    assert done[:, 0].tolist() == pytest.approx(
        [np.nan if n is None else float(n) for n in after.values()], nan_ok=True
    )


def test_too_many_outliers_leave_the_numbers_as_they_were() -> None:
    numbers = {f"U{n:02}": F(n) for n in range(30)} | {"X": F(10**4), "Y": F(10**5)}
    assert winsorised(numbers, F(2), F("3.5"), 1) == (numbers, 0)
    treated, points = winsorised(numbers, F(2), F("3.5"), 2)
    assert (points, treated["X"], treated["Y"]) == (2, 29, 29)


def test_outliers_below_are_raised_to_the_next() -> None:
    numbers = {f"U{n:02}": F(n) for n in range(100, 120)} | {"X": F(-900)}
    treated, points = winsorised(numbers, F(2), F("3.5"), 5)
    assert (points, treated["X"]) == (1, 100)


@pytest.mark.parametrize("numbers", [[1, 2, 3], [5, 5, 5, 5, 5], []])
def test_three_numbers_or_equal_ones_have_no_shape(numbers: list[int]) -> None:
    assert skewness_and_kurtosis([F(n) for n in numbers]) is None


def test_a_gap_is_filled_from_its_own_group() -> None:
    numbers = {"A": F(1), "B": F(3), "C": None, "D": F(10), "E": None, "F": F(8), "G": F(4)}
    groups = dict(zip("ABCDEFG", "xxxyyyy", strict=True))
    mean = imputed(numbers, groups, "mean")
    median = imputed(numbers, groups, "median")
    assert (mean["C"], mean["E"]) == (2, F(22, 3))
    assert (median["C"], median["E"]) == (2, 8)
    assert imputed({"A": None, "B": F(1)}, {"A": "x", "B": "y"}, "mean")["A"] is None


def test_a_number_without_a_denominator_is_missing() -> None:
    numbers = {"A": F(6), "B": F(6), "C": F(6), "D": None}
    assert denominated(numbers, {"A": F(4), "B": F(0), "C": None, "D": F(1)}) == {
        "A": F("1.5"),
        "B": None,
        "C": None,
        "D": None,
    }


def treating(*steps: dict[str, Any], **more: Any) -> Edition:
    leaves = {c: {"rule": {"value": c}} for c in ("x", "y")}
    return edition(
        {"combine": "mean", "criteria": {c.upper(): n for c, n in leaves.items()}},
        treatment=list(steps),
        **more,
    )


def test_a_number_whose_denominator_is_zero_is_not_scored_raw() -> None:
    made = treating({"denominate": {"x": "people"}}, inputs={"people": {"type": "number"}})
    found = result(
        made, {"A": {"x": 6, "y": 1, "people": 3}, "B": {"x": 6, "y": 1, "people": 0}, "C": {"x": 6, "y": 1}}
    )
    assert found.score("A", "X").score == 2
    assert [found.score(u, "X").status for u in "BC"] == [UNMEASURED, UNMEASURED]
    assert found.stages["denominated"]["B"] == {"x": None, "y": 1}


def test_the_order_in_which_denominators_are_written_changes_nothing() -> None:
    pairs = {"x": "y", "y": "people"}
    for step in (pairs, dict(reversed(pairs.items()))):
        made = treating({"denominate": step}, inputs={"people": {"type": "number"}})
        found = result(made, {"A": {"x": 12, "y": 4, "people": 2}})
        assert (found.score("A", "X").score, found.score("A", "Y").score) == (3, 2)


def test_what_does_not_apply_is_not_imputed_and_what_is_unknown_is() -> None:
    units = {
        "A": {"x": 2, "y": 1},
        "B": {"x": 4, "y": 1},
        "C": {"x": NA, "y": 1},
        "D": {"x": UNMEASURED, "y": 1},
        "E": {"x": BLANK, "y": 1},
    }
    found = result(treating({"impute": "mean"}), units)
    assert found.score("C", "X").status is NA
    assert [found.score(u, "X").score for u in "DE"] == [3, 3]
    assert found.stages["imputed"]["C"] == {"x": None, "y": 1}


@given(
    st.lists(st.one_of(st.none(), st.integers(-1000, 1000)), min_size=5, max_size=25),
    st.sampled_from(["mean", "median"]),
)
def test_floats_treat_as_the_exact_path_does(numbers: list[int | None], method: str) -> None:
    exact = {f"U{n:02}": None if x is None else F(x) for n, x in enumerate(numbers)}
    groups = {unit: str(n % 2) for n, unit in enumerate(exact)}
    matrix = np.array([[np.nan if x is None else float(x)] for x in numbers])
    one = imputed(exact, groups, method)
    other = floats.imputed(matrix, np.array([n % 2 for n in range(len(numbers))]), method)[:, 0]
    assert other.tolist() == pytest.approx(
        [np.nan if n is None else float(n) for n in one.values()], nan_ok=True
    )
    shape = skewness_and_kurtosis([n for n in exact.values() if n is not None])
    skew, kurt = floats.skewness_and_kurtosis(matrix)
    if shape is None:
        assert np.isnan(skew[0]) and np.isnan(kurt[0])
    else:
        assert (skew[0], kurt[0]) == (
            pytest.approx(float(shape[0]), abs=1e-9),
            pytest.approx(float(shape[1]), abs=1e-9),
        )
