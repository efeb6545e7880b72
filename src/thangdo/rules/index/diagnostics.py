"""How the parts of an index hang together: correlations, principal components, Cronbach's alpha.

Pure functions on arrays of shape (units, parts), in floating point; they describe an index and score nobody.
Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 4; Cronbach (1951).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def correlations(values: Matrix) -> Matrix:
    """Pearson correlations between the parts, shape (parts, parts). ValueError for fewer than two units.

    >>> correlations(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    _need(values)
    return np.asarray(np.corrcoef(values, rowvar=False), dtype=np.float64)


def eigenvalues(values: Matrix) -> Matrix:
    """Eigenvalues of the correlation matrix, the largest first; they sum to the number of parts.

    >>> eigenvalues(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 5.0]])).sum().round(6).item()
    2.0
    """
    return np.asarray(np.linalg.eigvalsh(correlations(values))[::-1], dtype=np.float64)


def first_share(values: Matrix) -> float:
    """The share of the variance that the first principal component of the standardised parts explains.

    >>> round(first_share(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])), 6)
    1.0
    """
    found = eigenvalues(values)
    return float(found[0] / found.sum())


def alpha(values: Matrix) -> float:
    """Cronbach's alpha from variances: k / (k - 1) x (1 - sum of the parts' variances / variance of their
    sum).

    >>> round(alpha(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]])), 6)
    1.0
    """
    _need(values)
    parts = values.shape[1]
    own = values.var(axis=0, ddof=1).sum()
    whole = values.sum(axis=1).var(ddof=1)
    return float(parts / (parts - 1) * (1 - own / whole))


def standardised_alpha(values: Matrix) -> float:
    """Alpha of the standardised parts: k r / (1 + (k - 1) r) with r the mean correlation of two parts.

    >>> round(standardised_alpha(np.array([[1.0, 20.0], [2.0, 30.0], [3.0, 40.0]])), 6)
    1.0
    """
    found = correlations(values)
    parts = found.shape[0]
    mean = (found.sum() - parts) / (parts * (parts - 1))
    return float(parts * mean / (1 + (parts - 1) * mean))


def _need(values: Matrix) -> None:
    if values.ndim != 2 or values.shape[0] < 2 or values.shape[1] < 2:
        raise ValueError("at least two units and two parts are needed, as an array (units, parts)")
