"""How far appraisers agree: percentage, Cohen's kappa (plain and weighted), Krippendorff's alpha; exactly.

Sources: Cohen, J. (1960), A coefficient of agreement for nominal scales, EPM 20(1), 37-46; Cohen, J. (1968),
Weighted kappa, Psychological Bulletin 70(4), 213-220; Krippendorff, K. (2011), Computing Krippendorff's
Alpha-Reliability, University of Pennsylvania.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, TypeVar

from thangdo.rules.exact import Fraction

Weights = Literal["none", "linear", "quadratic"]
Scale = Literal["nominal", "ordinal", "interval"]
Reason = Literal["nothing-compared", "no-variation"]
Rating = TypeVar("Rating", bound=Hashable)

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient; None with its reason.

    `nothing-compared`: no case was rated twice. `no-variation`: all ratings are the same, so that agreement
    by chance is certain and nothing can be said beyond it. cases: how many were compared; observed and
    expected: agreement for the percentage and kappa, disagreement for alpha.
    """

    value: Fraction | None
    cases: int
    observed: Fraction | None = None
    expected: Fraction | None = None
    reason: Reason | None = None


def percentage(pairs: Sequence[tuple[Rating | None, Rating | None]]) -> Agreement:
    """The share (0..1) of the cases rated by both in which both gave the same rating; None is not rated.

    Nothing rated by both: None, `nothing-compared`.

    >>> str(percentage([("met", "met"), ("met", "unmet"), ("met", None)]).value)
    '1/2'
    """
    both = _both(pairs)
    if not both:
        return Agreement(None, 0, reason="nothing-compared")
    share = Fraction(sum(a == b for a, b in both), len(both))
    return Agreement(share, len(both), share)


def cohen_kappa(
    pairs: Sequence[tuple[Rating | None, Rating | None]],
    order: Sequence[Rating] | None = None,
    weights: Weights = "none",
) -> Agreement:
    """Cohen's kappa of two raters, (observed - expected) / (1 - expected).

    pairs: the two ratings of each case, None where not rated; such a case is left out. order: all ratings
    from the lowest to the highest, needed for the weights 1 - d / (k - 1) (linear) and 1 - (d / (k - 1))^2
    (quadratic) of ratings d places apart among k. Nothing rated by both: `nothing-compared`; both gave one
    and the same rating throughout (expected agreement 1): `no-variation`. ValueError for weights without an
    order, an order with a rating twice, and a rating that is not in it.

    >>> pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    >>> str(cohen_kappa(pairs).value)
    '2/5'
    """
    both = _both(pairs)
    weight = _weight(both, order, weights)
    if not both:
        return Agreement(None, 0, reason="nothing-compared")
    n = len(both)
    first, second = Counter(a for a, _ in both), Counter(b for _, b in both)
    observed = sum((weight(a, b) * times for (a, b), times in Counter(both).items()), _ZERO) / n
    expected = sum(
        (weight(a, b) * (times * others) for a, times in first.items() for b, others in second.items()), _ZERO
    ) / (n * n)
    if expected == 1:
        return Agreement(None, n, observed, expected, "no-variation")
    return Agreement((observed - expected) / (1 - expected), n, observed, expected)


def krippendorff_alpha(
    cases: Sequence[Sequence[Rating | None]],
    scale: Scale = "nominal",
    order: Sequence[Rating] | None = None,
) -> Agreement:
    """Krippendorff's alpha of any number of raters, 1 - observed / expected disagreement.

    cases: of each case its ratings, None where a rater gave none; cases with fewer than two ratings are left
    out. The difference of two ratings is: nominal, whether they differ; ordinal, the square of the ratings
    that lie between them, the two themselves counted half (needs `order`, from the lowest to the highest, or
    ratings that are numbers); interval, the square of the difference of two numbers.

    Nothing rated twice: `nothing-compared`; all ratings the same: `no-variation`. ValueError for ratings that
    do not fit the scale.

    >>> str(krippendorff_alpha([(1, 1), (1, 2), (2, 2), (2, 2), (None, 1)]).value)
    '8/15'
    """
    rated = [given for case in cases if len(given := [one for one in case if one is not None]) > 1]
    totals = Counter(one for case in rated for one in case)
    difference = _difference(totals, scale, order)
    if not rated:
        return Agreement(None, 0, reason="nothing-compared")
    n = sum(totals.values())
    observed = sum((_spread(Counter(case), difference) / (len(case) - 1) for case in rated), _ZERO) / n
    expected = _spread(totals, difference) / (n * (n - 1))
    if expected == 0:
        return Agreement(None, len(rated), observed, expected, "no-variation")
    return Agreement(1 - observed / expected, len(rated), observed, expected)


def _both(pairs: Sequence[tuple[Rating | None, Rating | None]]) -> list[tuple[Rating, Rating]]:
    return [(a, b) for a, b in pairs if a is not None and b is not None]


def _places(order: Sequence[Rating], given: Sequence[Rating]) -> dict[Rating, int]:
    """The place of each rating in the order. ValueError for one twice, and for one that is not there."""
    places = {rating: place for place, rating in enumerate(order)}
    if len(places) < len(order):
        raise ValueError("a rating stands twice in the order")
    strange = [rating for rating in given if rating not in places]
    if strange:
        raise ValueError(f"{strange[0]!r} is not in the order of ratings")
    return places


def _weight(
    both: Sequence[tuple[Rating, Rating]], order: Sequence[Rating] | None, weights: Weights
) -> Callable[[Rating, Rating], Fraction]:
    if order is None:
        if weights != "none":
            raise ValueError("weights need the order of the ratings")
        return lambda a, b: _ONE if a == b else _ZERO
    places = _places(order, [one for pair in both for one in pair])
    if weights == "none":
        return lambda a, b: _ONE if a == b else _ZERO
    power, most = (1 if weights == "linear" else 2), max(len(order) - 1, 1)
    return lambda a, b: 1 - Fraction(abs(places[a] - places[b]), most) ** power


def _difference(
    totals: Mapping[Rating, int], scale: Scale, order: Sequence[Rating] | None
) -> Callable[[Rating, Rating], Fraction]:
    """The squared difference of two ratings, by the scale."""
    if scale == "nominal":
        return lambda a, b: _ZERO if a == b else _ONE
    if scale == "interval":
        numbers = {rating: _number(rating) for rating in totals}
        return lambda a, b: (numbers[a] - numbers[b]) ** 2
    ordered = sorted(totals, key=_number) if order is None else list(order)
    places = _places(ordered, list(totals))
    before = [0, *accumulate(totals.get(rating, 0) for rating in ordered)]

    def between(a: Rating, b: Rating) -> Fraction:
        low, high = sorted((places[a], places[b]))
        return (before[high + 1] - before[low] - Fraction(totals[a] + totals[b], 2)) ** 2

    return between


def _number(rating: object) -> Fraction:
    if isinstance(rating, bool) or not isinstance(rating, int | Fraction):
        raise ValueError(f"{rating!r} is no exact number; give whole numbers or fractions, or an order")
    return Fraction(rating)


def _spread(counts: Mapping[Rating, int], difference: Callable[[Rating, Rating], Fraction]) -> Fraction:
    """The sum of the differences of all ordered pairs of ratings."""
    each = list(counts.items())
    return 2 * sum(
        (
            difference(a, b) * (times * others)
            for place, (a, times) in enumerate(each)
            for b, others in each[place + 1 :]
        ),
        _ZERO,
    )
