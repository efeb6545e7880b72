"""Data treatment on float arrays (units, columns): imputation and Winsorisation as COINr does them.

nan = missing. The exact counterpart is `rules/index/treatment.py`; both are held against COINr's files.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thangdo.rules.index.floats.formulas import Floats


def imputed(matrix: Floats, groups: NDArray[np.int64], method: str) -> Floats:
    """nan filled with the group's mean or median of the column; shape kept, (units, columns).

    >>> imputed(np.array([[1.0], [3.0], [np.nan]]), np.array([0, 0, 0]), "mean").tolist()
    [[1.0], [3.0], [2.0]]
    """
    filled = matrix.copy()
    for group in np.unique(groups):
        rows = groups == group
        part = filled[rows]
        gaps = np.isnan(part)
        if not gaps.any():
            continue
        there = ~gaps.all(axis=0)
        middle = np.full(part.shape[1], np.nan)
        take = np.nanmedian if method == "median" else np.nanmean
        middle[there] = take(part[:, there], axis=0)
        filled[rows] = np.where(gaps, middle, part)
    return filled


def skewness_and_kurtosis(matrix: Floats) -> tuple[Floats, Floats]:
    """G1 and G2 (adjusted Fisher-Pearson) of every column, nan left out; nan under four numbers.

    >>> skew, kurtosis = skewness_and_kurtosis(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]))
    >>> skew.round(6).item(), kurtosis.round(6).item()
    (0.0, -1.2)
    """
    n = (~np.isnan(matrix)).sum(axis=0).astype(np.float64)
    with np.errstate(all="ignore"):
        deviation = matrix - np.nansum(matrix, axis=0) / n
        squares = deviation * deviation
        m2 = np.nansum(squares, axis=0) / n
        m3 = np.nansum(squares * deviation, axis=0) / n
        m4 = np.nansum(squares * squares, axis=0) / n
        skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    bad = (n < 4) | (m2 == 0)
    return np.where(bad, np.nan, skew), np.where(bad, np.nan, kurtosis)


def winsorised(
    matrix: Floats, skewness: float, kurtosis: float, at_most: int
) -> tuple[Floats, NDArray[np.int64]]:
    """The columns with up to `at_most` extreme numbers set to the next one, and how many in each column.

    >>> treated, points = winsorised(np.array([[1.0, 2, 3, 4, 5, 6, 7, 100]]).T, 2, 3.5, 5)
    >>> treated.max().item(), points.tolist()
    (7.0, [1])
    """
    skew, kurt = skewness_and_kurtosis(matrix)
    treated = matrix.copy()
    points = np.zeros(matrix.shape[1], dtype=np.int64)
    with np.errstate(invalid="ignore"):
        outlying = np.flatnonzero((np.abs(skew) > skewness) & (kurt > kurtosis))
    for column in outlying:
        numbers = matrix[:, column]
        order = np.sort(numbers[~np.isnan(numbers)])
        high = skew[column] > 0
        for count in range(1, min(at_most, len(order) - 1) + 1):
            edge = order[-1 - count] if high else order[count]
            tried = (np.minimum if high else np.maximum)(numbers, edge)
            s, k = skewness_and_kurtosis(tried[:, None])
            if not (abs(s[0]) > skewness and k[0] > kurtosis):
                treated[:, column], points[column] = tried, count
                break
    return treated, points
