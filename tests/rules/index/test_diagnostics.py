"""Diagnostics of an index, against arithmetic done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from thangdo.rules.index.diagnostics import alpha, correlations, eigenvalues, first_share, standardised_alpha

SAME = np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])
UNRELATED = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])


def test_two_parts_that_say_the_same_count_as_one() -> None:
    assert correlations(SAME) == pytest.approx(np.ones((2, 2)))
    assert eigenvalues(SAME) == pytest.approx([2, 0], abs=1e-12)
    assert first_share(SAME) == pytest.approx(1)
    assert standardised_alpha(SAME) == pytest.approx(1)


def test_two_parts_that_have_nothing_in_common_count_as_two() -> None:
    assert eigenvalues(UNRELATED) == pytest.approx([1, 1])
    assert first_share(UNRELATED) == pytest.approx(0.5)
    assert standardised_alpha(UNRELATED) == pytest.approx(0)
    assert alpha(UNRELATED) == pytest.approx(0)


def test_alpha_depends_on_the_scale_of_the_parts_and_standardised_alpha_does_not() -> None:
    # variances 1 and 100, of the sum (11, 22, 33) 121: 2 / 1 x (1 - 101 / 121) = 40 / 121
    assert alpha(SAME) == pytest.approx(40 / 121)
    assert standardised_alpha(SAME * [1, 7]) == pytest.approx(standardised_alpha(SAME))


def test_the_eigenvalues_sum_to_the_number_of_parts() -> None:
    values = np.array([[1.0, 4.0, 2.0], [2.0, 3.0, 7.0], [5.0, 1.0, 1.0], [4.0, 6.0, 3.0]])
    found = eigenvalues(values)
    assert found.sum() == pytest.approx(3)
    assert list(found) == sorted(found, reverse=True)


@pytest.mark.parametrize("values", [np.ones((1, 3)), np.ones((3, 1)), np.ones(3)])
def test_one_unit_or_one_part_is_too_little(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="at least two"):
        correlations(values)
