"""From the scores of the parts to the score of the whole: the means, and what missing parts do.

Formulas: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7. Weights w, scores s:
sum = Σws; mean = Σws/Σw; geometric = exp(Σw ln s/Σw); harmonic = Σw/Σ(w/s);
generalised of power p = (Σw s^p/Σw)^(1/p); minimum = the least s. Penalised: M -/+ S²/M with M and S² the
weighted mean and variance of s (Mazziotta and Pareto, 2016); mean-min: M - a (M - least s) (Casadio Tarabusi
and Guarini, 2013). A part of weight 0 is shown and does not count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.combining import (
    Combine,
    How,
    MeanMin,
    MissingRule,
    MissingRules,
    Penalised,
)
from thangdo.rules.index.edition.model import Node
from thangdo.rules.index.numbers import ONE, ZERO, exact, geometric_mean, power, total, weighted_total
from thangdo.rules.index.result import Why


class Part(NamedTuple):
    """A child as its parent sees it."""

    node: str
    weight: Fraction
    score: Fraction | None
    status: Status
    maximum: Fraction | None


class NegativeScore(ValueError):
    """A mean that needs scores of zero or more was asked of another; which one, by its place."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.part: Part | None = None
        super().__init__("the mean needs scores of zero or more")


def combined(
    combine: How, weights: Sequence[Fraction], scores: Sequence[Fraction], p: Fraction = ONE
) -> Fraction:
    """The combination of scores with weights (same length, not empty, weights above zero).

    Raises NegativeScore where the mean is not defined, NoValue where it is beyond all measure.

    >>> scores = [Fraction(4), Fraction(9)]
    >>> [round(float(combined(combine, [ONE, ONE], scores, ONE)), 3) for combine in Combine]
    [13.0, 6.5, 6.0, 5.538, 6.5, 4.0]
    """
    if combine.__class__ is not Combine:  # asked first: isinstance of a model of pydantic takes its time
        return _between(combine, weights, scores)
    if combine is Combine.SUM:
        return weighted_total(weights, scores)
    if combine is Combine.MINIMUM:
        return min(scores)
    weight = total(weights)
    if combine is Combine.MEAN:
        return weighted_total(weights, scores) / weight
    least = min(scores)
    if least < 0:
        raise NegativeScore(scores.index(least))
    nothing = least == 0
    if combine is Combine.GENERALISED and p != 0:
        if p < 0 and nothing:
            return ZERO
        inner = total(w * power(s, p) for w, s in zip(weights, scores, strict=True)) / weight
        return inner if p == 1 else power(inner, ONE / p)
    if nothing:
        return ZERO
    if combine is Combine.HARMONIC:
        return _harmonic(weight, weights, scores)
    return geometric_mean(weights, scores)


def _between(how: How, weights: Sequence[Fraction], scores: Sequence[Fraction]) -> Fraction:
    """The mean with a penalty, or between the mean and the least."""
    weight = total(weights)
    if isinstance(how, Penalised):
        return _penalised(how, weights, scores, weight)
    assert isinstance(how, MeanMin)
    mean = weighted_total(weights, scores) / weight
    return mean - exact(how.mean_min) * (mean - min(scores))


def _harmonic(weight: Fraction, weights: Sequence[Fraction], scores: Sequence[Fraction]) -> Fraction:
    """weight / sum of w / s over whole numbers: one common divisor is looked for instead of one a part."""
    above, below = 0, 1
    for w, s in zip(weights, scores, strict=True):
        (n, d), (whole, part) = w.as_integer_ratio(), s.as_integer_ratio()
        over, under = n * part, d * whole
        above, below = above * under + over * below, below * under
    n, d = weight.as_integer_ratio()
    return Rational(n * below, d * above)


def _penalised(
    how: Penalised, weights: Sequence[Fraction], scores: Sequence[Fraction], weight: Fraction
) -> Fraction:
    mean = weighted_total(weights, scores) / weight
    variance = total([w * (s - mean) ** 2 for w, s in zip(weights, scores, strict=True)]) / weight
    if not variance:
        return mean
    if mean <= 0:
        raise NegativeScore(scores.index(min(scores)))
    return mean - variance / mean if how.penalised == "down" else mean + variance / mean


def how_of(node: Node) -> How:
    """How a node combines its parts; a sum where it does not say.

    >>> how_of(Node(title={"vi": "Chỉ số"})).value
    'sum'
    """
    return node.combine or Combine.SUM


def maximum_of(node: Node, parts: Sequence[Part]) -> Fraction | None:
    """What the node can reach when every part that applies has its maximum; None where one has none.

    >>> parts = [
    ...     Part("A", Fraction(2), None, Status.NOT_ANSWERED, Fraction(10)),
    ...     Part("B", ONE, ONE, Status.OK, Fraction(5)),
    ... ]
    >>> str(maximum_of(Node(title={"vi": "Chỉ số"}), parts))
    '25'
    """
    counted = [part for part in parts if part.weight]
    maxima = [part.maximum for part in counted if part.maximum is not None]
    if not counted or len(maxima) < len(counted):
        return None
    weights = [part.weight for part in counted]
    return combined(how_of(node), weights, maxima, power_of(node))


def power_of(node: Node) -> Fraction:
    """The power of a generalised mean; 1 where none is declared, and 0 is a power (the geometric mean).

    >>> str(power_of(Node(title={"vi": "Chỉ số"}, combine="generalised", power="0.5")))
    '1/2'
    """
    return ONE if node.power is None else exact(node.power)


def _rule_for(rules: MissingRules, status: Status) -> MissingRule:
    if status is Status.NOT_APPLICABLE:
        return rules.not_applicable
    if status is Status.NOT_ANSWERED:
        return rules.not_answered
    return rules.not_measured


def worst(statuses: Collection[Status]) -> Status:
    """The status of a node with nothing to combine: not answered before not measured before the rest.

    >>> worst([Status.NOT_APPLICABLE, Status.NOT_MEASURED, Status.NOT_ANSWERED])
    <Status.NOT_ANSWERED: 'not-answered'>
    """
    for status in (Status.NOT_ANSWERED, Status.BELOW_COVERAGE, Status.NOT_MEASURED):
        if status in statuses:
            return status
    return Status.NOT_APPLICABLE


def aggregate(node: Node, parts: Sequence[Part]) -> tuple[Fraction | None, Status, Why]:
    """The score of `node` from its parts that apply to the unit, before rounding, with its reason.

    Missing parts follow `node.missing`. Coverage is the share of weight (for a sum: weight x maximum) of
    the parts that apply which have a score. Raises NegativeScore and NoValue.

    >>> there = Part("A", ONE, Fraction(6), Status.OK, Fraction(10))
    >>> parts = [there, Part("B", ONE, None, Status.NOT_APPLICABLE, Fraction(10))]
    >>> score, status, why = aggregate(Node(title={"vi": "Chỉ số"}), parts)
    >>> str(score), why.facts["left_out"]
    ('12', ('B',))
    """
    combine = how_of(node)
    counted = [part for part in parts if part.weight]
    if parts and not counted:
        return None, Status.NOT_MEASURED, Why("no-weight")
    absent = [part for part in counted if part.score is None]
    zeros: list[Part] = []
    left_out: list[Part] = []
    stopping: list[Part] = []
    for part in absent:
        rule = _rule_for(node.missing, part.status)
        if rule is MissingRule.PROPAGATE:
            stopping.append(part)
        else:
            (zeros if rule is MissingRule.ZERO else left_out).append(part)
    if stopping:
        status = worst([part.status for part in stopping])
        first = next(part for part in stopping if part.status is status)
        return None, status, Why("propagated", {"node": first.node})
    kept = [part for part in counted if part not in left_out] if left_out else counted
    if not kept:
        return None, worst([part.status for part in absent]), Why("no-parts")
    if absent and node.coverage is not None:
        reached, needed = _coverage(combine, counted), exact(node.coverage)
        if reached < needed:
            return (
                None,
                Status.BELOW_COVERAGE,
                Why("below-coverage", {"coverage": reached, "needed": needed}),
            )
    weights = [part.weight for part in kept]
    scores = [ZERO if part.score is None else part.score for part in kept]
    floored: list[str] = []
    floor = None if node.floor is None else exact(node.floor)
    if floor is not None:
        floored = [part.node for part, number in zip(kept, scores, strict=True) if number < floor]
        scores = [max(number, floor) for number in scores]
    try:
        score = combined(combine, weights, scores, power_of(node))
    except NegativeScore as error:
        error.part = kept[error.place]
        raise
    if combine is Combine.SUM and left_out:
        base = _size(kept, counted)
        if base == 0:
            return None, worst([part.status for part in absent]), Why("no-weight")
        score *= _size(counted, counted) / base
    facts: dict[str, object] = {
        "parts": len(counted) - len(absent),
        "of": len(counted),
        "zeros": tuple([part.node for part in zeros]),
        "left_out": tuple([part.node for part in left_out]),
    }
    if any(part.weight != 1 for part in parts):
        facts["weights"] = {part.node: part.weight for part in parts}
    if floored:
        facts["floored"], facts["floor"] = tuple(floored), floor
    if isinstance(combine, MeanMin):
        facts["least"] = exact(combine.mean_min)
    return score, Status.OK, Why(node.combine_name, facts)


def _size(parts: Sequence[Part], everything: Sequence[Part]) -> Fraction:
    """What the parts of a sum weigh: weight x maximum, or the weights alone where a maximum is missing."""
    if all(part.maximum is not None for part in everything):
        return total([part.weight * (part.maximum or ZERO) for part in parts])
    return total([part.weight for part in parts])


def _coverage(combine: How, counted: Sequence[Part]) -> Fraction:
    """The share of what applies that has a score; all of it where nothing applies."""
    applicable = [part for part in counted if part.status is not Status.NOT_APPLICABLE]
    present = [part for part in applicable if part.score is not None]
    if combine is Combine.SUM:
        above, below = _size(present, counted), _size(applicable, counted)
    else:
        above, below = total([p.weight for p in present]), total([p.weight for p in applicable])
    return above / below if below else ONE
