"""From the scores of the parts to the score of the whole: the means, and what missing parts do.

Formulas: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7. Weights w, scores s:
sum = Σws; mean = Σws/Σw; geometric = exp(Σw ln s/Σw); harmonic = Σw/Σ(w/s);
generalised of power p = (Σw s^p/Σw)^(1/p); minimum = the least s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Combine, MissingRule, MissingRules, Node
from thangdo.rules.index.numbers import ONE, ZERO, exact, exponential, logarithm, power, total, weighted_total
from thangdo.rules.index.result import Why


class Part(NamedTuple):
    """A child as its parent sees it."""

    node: str
    weight: Fraction
    score: Fraction | None
    status: Status
    maximum: Fraction | None


class NegativeScore(ValueError):
    """A geometric or harmonic mean was asked of a number below zero."""


def combined(
    combine: Combine, weights: Sequence[Fraction], scores: Sequence[Fraction], p: Fraction
) -> Fraction:
    """The combination of scores with weights (same length, not empty, weights not all zero).

    Raises NegativeScore where the mean is not defined.
    """
    if combine is Combine.SUM:
        return weighted_total(weights, scores)
    if combine is Combine.MINIMUM:
        return min(scores)
    weight = total(weights)
    if combine is Combine.MEAN:
        return weighted_total(weights, scores) / weight
    if any(s < 0 for s in scores):
        raise NegativeScore(f"a {combine} mean needs scores of zero or more")
    if combine is Combine.GENERALISED and p != 0:
        if p < 0 and any(s == 0 for s in scores):
            return ZERO
        inner = total(w * power(s, p) for w, s in zip(weights, scores, strict=True)) / weight
        return inner if p == 1 else power(inner, ONE / p)
    if any(s == 0 and w > 0 for w, s in zip(weights, scores, strict=True)):
        return ZERO
    if combine is Combine.HARMONIC:
        return weight / total(w / s for w, s in zip(weights, scores, strict=True))
    if len(set(scores)) == 1:
        return scores[0]
    pairs = [(w, s) for w, s in zip(weights, scores, strict=True) if w > 0]
    return exponential(total(w * logarithm(s) for w, s in pairs) / weight)


def maximum_of(node: Node, parts: Sequence[Part]) -> Fraction | None:
    """What the node can reach when every part that applies has its maximum; None where one has none."""
    if not parts:
        return None
    maxima = [part.maximum for part in parts if part.maximum is not None]
    if len(maxima) < len(parts):
        return None
    weights = [part.weight for part in parts]
    combine = node.combine or Combine.SUM
    if combine is not Combine.SUM and total(weights) == 0:
        return None
    return combined(combine, weights, maxima, exact(node.power or 1))


def _rule_for(rules: MissingRules, status: Status) -> MissingRule:
    if status is Status.NOT_APPLICABLE:
        return rules.not_applicable
    if status is Status.NOT_ANSWERED:
        return rules.not_answered
    return rules.not_measured


def _worst(statuses: Sequence[Status]) -> Status:
    """The status of a node with nothing to combine: not answered before not measured before the rest."""
    for status in (Status.NOT_ANSWERED, Status.BELOW_COVERAGE, Status.NOT_MEASURED):
        if status in statuses:
            return status
    return Status.NOT_APPLICABLE


def aggregate(node: Node, parts: Sequence[Part]) -> tuple[Fraction | None, Status, Why]:
    """The score of `node` from its parts that apply to the unit, before rounding, with its reason.

    Missing parts follow `node.missing`. Coverage is the share of weight (for a sum: weight x maximum) of
    the parts that apply which have a score. Raises NegativeScore.
    """
    combine = node.combine or Combine.SUM
    present = [part for part in parts if part.score is not None]
    absent = [part for part in parts if part.score is None]
    used: list[tuple[Fraction, Fraction]] = [(p.weight, p.score) for p in present if p.score is not None]
    zeros, left_out = [], []
    for part in absent:
        rule = _rule_for(node.missing, part.status)
        if rule is MissingRule.PROPAGATE:
            return None, part.status, Why("propagated", {"node": part.node})
        if rule is MissingRule.ZERO:
            zeros.append(part)
            used.append((part.weight, ZERO))
        else:
            left_out.append(part)
    if not used:
        return None, _worst([part.status for part in absent]), Why("no-parts")
    if node.coverage is not None:
        applicable = [part for part in parts if part.status is not Status.NOT_APPLICABLE]
        reached = _coverage(combine, present, applicable)
        if reached < exact(node.coverage):
            return (
                None,
                Status.BELOW_COVERAGE,
                Why("below-coverage", {"coverage": reached, "needed": exact(node.coverage)}),
            )
    facts: dict[str, object] = {
        "parts": len(present),
        "of": len(parts),
        "zeros": tuple(part.node for part in zeros),
        "left_out": tuple(part.node for part in left_out),
    }
    weights, scores = [w for w, _ in used], [s for _, s in used]
    if combine not in (Combine.SUM, Combine.MINIMUM) and total(weights) == 0:
        return None, Status.NOT_MEASURED, Why("no-weight")
    score = combined(combine, weights, scores, exact(node.power or 1))
    if combine is Combine.SUM and left_out:
        kept = [part for part in parts if part not in left_out]
        base = _size(parts, parts), _size(kept, parts)
        if base[1] == 0:
            return None, _worst([part.status for part in absent]), Why("no-weight")
        score *= base[0] / base[1]
    return score, Status.OK, Why(combine.value, facts)


def _size(parts: Sequence[Part], everything: Sequence[Part]) -> Fraction:
    """What the parts of a sum weigh: weight x maximum, or the weights alone where a maximum is missing."""
    if all(part.maximum is not None for part in everything):
        return total(part.weight * (part.maximum or ZERO) for part in parts)
    return total(part.weight for part in parts)


def _coverage(combine: Combine, present: Sequence[Part], applicable: Sequence[Part]) -> Fraction:
    if combine is Combine.SUM:
        above, below = _size(present, applicable), _size(applicable, applicable)
    else:
        above, below = total(p.weight for p in present), total(p.weight for p in applicable)
    return above / below if below else ZERO
