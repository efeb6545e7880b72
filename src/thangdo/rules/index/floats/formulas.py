"""A formula over arrays: the values of many units at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thangdo.rules.index.formula import MOST_PLACES, Tree

Floats = NDArray[np.float64]


def floats(tree: Tree, columns: Mapping[str, Floats]) -> Floats:
    """The values of a formula's tree; nan where an input is nan or a denominator is zero.

    >>> from thangdo.rules.index.formula import parse
    >>> floats(parse("a / 2").tree, {"a": np.array([1.0, 3.0])}).tolist()
    [0.5, 1.5]
    """
    with np.errstate(all="ignore"):
        value = np.asarray(_floats(tree, columns), dtype=np.float64)
    return np.where(np.isfinite(value), value, np.nan)


def _floats(tree: Tree, columns: Mapping[str, Floats]) -> Any:
    kind = tree[0]
    if kind == "number":
        return float(tree[1])
    if kind == "name":
        return columns[tree[1]]
    if kind == "neg":
        return -_floats(tree[1], columns)
    if kind == "among":  # the float path takes such points from the exact one
        return np.nan
    if kind == "call":
        parts = [_floats(part, columns) for part in tree[2:]]
        name = tree[1]
        if name in ("min", "max"):
            return (np.minimum if name == "min" else np.maximum).reduce(np.broadcast_arrays(*parts))
        if name == "round":
            return _rounded(parts[0], parts[1] if len(parts) > 1 else 0.0)
        return _finite({"abs": np.abs, "sqrt": np.sqrt, "log": np.log, "exp": np.exp}[name](parts[0]))
    left, right = _floats(tree[1], columns), _floats(tree[2], columns)
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    if kind == "*":
        return left * right
    if kind == "/":
        return _finite(np.divide(left, right))
    return np.where(np.isnan(left) | np.isnan(right), np.nan, _finite(np.power(left, right)))


def _finite(number: Any) -> Any:
    """nan for what has no value, so that no `min` or power around it makes it a number again."""
    return np.where(np.isfinite(number), number, np.nan)


def _rounded(number: Any, places: Any) -> Any:
    """Half up; a float that is a hair under a half is the half that was meant."""
    places = np.where((places == np.floor(places)) & (places >= 0) & (places <= MOST_PLACES), places, np.nan)
    scale = np.power(10.0, places)
    scaled = np.abs(number) * scale
    return np.sign(number) * np.floor(scaled + 0.5 + 1e-12 * np.maximum(1.0, scaled)) / scale
