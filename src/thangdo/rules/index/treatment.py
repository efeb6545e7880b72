"""Data treatment as declared steps, exactly: denominators, imputation, Winsorisation as COINr does it.

Columns are mappings unit -> number (None = missing). Each step gives new columns.
Source: Becker, W. et al., COINr package documentation (Denominate, Impute, Treat); skewness and kurtosis
are the adjusted Fisher-Pearson forms G1 and G2 (Joanes and Gill, 1998).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.numbers import quantile, root, total

Column = Mapping[str, Fraction | None]


def denominated(column: Column, denominator: Column) -> dict[str, Fraction | None]:
    """Each number over the unit's denominator; missing where either is missing or the denominator zero.

    >>> per_head = denominated({"a": Fraction(6), "b": Fraction(6)}, {"a": Fraction(4), "b": Fraction(0)})
    >>> str(per_head["a"]), per_head["b"]
    ('3/2', None)
    """
    result: dict[str, Fraction | None] = {}
    for unit, number in column.items():
        below = denominator.get(unit)
        result[unit] = number / below if number is not None and below else None
    return result


def imputed(column: Column, groups: Mapping[str, str], method: str) -> dict[str, Fraction | None]:
    """Missing numbers filled with the group's mean or median; a group without any number stays missing.

    >>> column = {"a": Fraction(1), "b": Fraction(3), "c": None}
    >>> str(imputed(column, {}, "mean")["c"])
    '2'
    """
    members: dict[str, list[Fraction]] = {}
    for unit, number in column.items():
        if number is not None:
            members.setdefault(groups.get(unit, ""), []).append(number)
    middle = _median if method == "median" else _mean
    fill = {group: middle(numbers) for group, numbers in members.items()}
    return {
        unit: number if number is not None else fill.get(groups.get(unit, ""))
        for unit, number in column.items()
    }


def _mean(numbers: list[Fraction]) -> Fraction:
    return total(numbers) / len(numbers)


def _median(numbers: list[Fraction]) -> Fraction:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def skewness_and_kurtosis(numbers: list[Fraction]) -> tuple[Fraction, Fraction] | None:
    """G1 (adjusted skewness) and G2 (adjusted excess kurtosis); None under four numbers or without spread.

    >>> skew, kurtosis = skewness_and_kurtosis([Fraction(number) for number in (1, 2, 3, 4, 5)])
    >>> str(skew), str(kurtosis)
    ('0', '-6/5')
    """
    n = len(numbers)
    if n < 4:
        return None
    # whole numbers in the same proportions, from their mean: neither form depends on the scale
    items = [number.as_integer_ratio() for number in numbers]
    common = math.lcm(*[below for _, below in items])
    whole = [above * (common // below) for above, below in items]
    summed = sum(whole)
    deviations = [n * number - summed for number in whole]
    squares = [d * d for d in deviations]
    m2 = Rational(sum(squares), n)
    if m2 == 0:
        return None
    m3 = Rational(sum([d * s for d, s in zip(deviations, squares, strict=True)]), n)
    m4 = Rational(sum([s * s for s in squares]), n)
    g1 = m3 / (m2 * root(m2))
    g2 = m4 / (m2 * m2) - 3
    skew = g1 * root(Fraction(n * (n - 1))) / (n - 2)
    kurtosis = Fraction(n - 1, (n - 2) * (n - 3)) * ((n + 1) * g2 + 6)
    return skew, kurtosis


def winsorised(
    column: Column, skewness: Fraction, kurtosis: Fraction, at_most: int
) -> tuple[dict[str, Fraction | None], int]:
    """The column with up to `at_most` extreme numbers on the skewed side set to the next one, and how many.

    As long as |skewness| > limit and kurtosis > limit, one point more is set. When `at_most` points do not
    suffice the column is left as it was (0 points).

    >>> column = {str(number): Fraction(number) for number in (1, 2, 3, 4, 5, 6, 7, 100)}
    >>> treated, points = winsorised(column, Fraction(2), Fraction(7, 2), 5)
    >>> str(treated["100"]), points
    ('7', 1)
    """
    numbers = {unit: number for unit, number in column.items() if number is not None}
    shape = skewness_and_kurtosis(list(numbers.values()))
    if shape is None or not (abs(shape[0]) > skewness and shape[1] > kurtosis):
        return dict(column), 0
    high_side = shape[0] > 0
    order = sorted(numbers.values(), reverse=high_side)
    for points in range(1, min(at_most, len(order) - 1) + 1):
        edge = order[points]
        treated = {unit: (min if high_side else max)(number, edge) for unit, number in numbers.items()}
        shape = skewness_and_kurtosis(list(treated.values()))
        if shape is None or not (abs(shape[0]) > skewness and shape[1] > kurtosis):
            return {unit: treated.get(unit) for unit in column}, points
    return dict(column), 0


def fenced(column: Column, times: Fraction) -> dict[str, Fraction | None]:
    """Numbers beyond Q1 - times x IQR or Q3 + times x IQR set to that fence (quartiles of type 7).

    >>> column = {unit: Fraction(n) for unit, n in zip("abcde", (1, 2, 3, 4, 90), strict=True)}
    >>> str(fenced(column, Fraction(3, 2))["e"])
    '7'
    """
    ordered = sorted(number for number in column.values() if number is not None)
    if not ordered:
        return dict(column)
    first, third = quantile(ordered, Fraction(1, 4)), quantile(ordered, Fraction(3, 4))
    reach = times * (third - first)
    return _within(column, first - reach, third + reach)


def between_quantiles(column: Column, low: Fraction, high: Fraction) -> dict[str, Fraction | None]:
    """Numbers below the quantile `low` or above the quantile `high` set to it (type 7).

    >>> column = {unit: Fraction(n) for unit, n in zip("abc", (0, 10, 20), strict=True)}
    >>> [str(n) for n in between_quantiles(column, Fraction(1, 4), Fraction(1)).values()]
    ['5', '10', '20']
    """
    ordered = sorted(number for number in column.values() if number is not None)
    if not ordered:
        return dict(column)
    return _within(column, quantile(ordered, low), quantile(ordered, high))


def _within(column: Column, low: Fraction, high: Fraction) -> dict[str, Fraction | None]:
    return {unit: None if n is None else min(max(n, low), high) for unit, n in column.items()}
