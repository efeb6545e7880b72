"""Notes on means: parts of unlike maxima, and parts that may fall below zero under a mean that needs more."""

from __future__ import annotations

from decimal import Decimal

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import how_of
from thangdo.rules.index.edition.check_tree import FLOORED, maximum
from thangdo.rules.index.edition.combining import Combine, Penalised
from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.rules import (
    Choice,
    FormulaPoints,
    Gate,
    MinMax,
    RankPoints,
    Scale,
    Steps,
    Value,
    ZScore,
)
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.phrases import phrase


def check_means(found: Findings) -> None:
    """What may be meant, and may be a slip, in each node with parts."""
    if found.mended:
        return
    for spot in found.spots:
        parts = found.parts.get(spot.path)
        if not parts or how_of(spot.node) is Combine.SUM:
            continue
        counted = [part for part in parts if part.node.weight != 0]
        _maxima(found, spot, counted)
        if how_of(spot.node) in FLOORED or isinstance(how_of(spot.node), Penalised):
            _below_zero(found, spot, counted)


def _maxima(found: Findings, spot: Spot, parts: list[Spot]) -> None:
    """A mean is taken of the points: parts of more points weigh more than their weights say."""
    for tier in sorted(spot.tiers, key=lambda tier: tier.value):
        known = [
            (part.code, most)
            for part in parts
            if tier in part.tiers and (most := maximum(found, part, tier)) is not None
        ]
        if not known:
            continue
        low, high = min(known, key=_points), max(known, key=_points)
        if low[1] == high[1]:
            continue
        path = (*spot.path, "combine") if "combine" in spot.node.model_fields_set else spot.path
        found.note(
            path,
            phrase(
                "maxima-unlike",
                node=spot.code,
                how=spot.node.combine_name,
                low=low[0],
                least=as_text(low[1], 6),
                high=high[0],
                most=as_text(high[1], 6),
            ),
            phrase("same-maxima-or-sum"),
        )
        return


def _points(one: tuple[str, Fraction]) -> Fraction:
    return one[1]


def _below_zero(found: Findings, spot: Spot, parts: list[Spot]) -> None:
    if spot.node.floor is not None:
        return
    for part in parts:
        culprit = _may_be_negative(found, part)
        if culprit is not None:
            found.note(
                (*culprit.path, "rule"),
                phrase("may-be-negative", part=culprit.code, node=spot.code, how=spot.node.combine_name),
                phrase("give-a-floor", node=spot.code, part=part.code),
            )


def _may_be_negative(found: Findings, spot: Spot) -> Spot | None:
    """The criterion through which a part may fall below zero; None where none can."""
    parts = found.parts.get(spot.path)
    if parts:
        how = how_of(spot.node)
        if how in (Combine.GEOMETRIC, Combine.HARMONIC, Combine.GENERALISED):
            return None  # said at that node itself
        return next((one for part in parts if (one := _may_be_negative(found, part)) is not None), None)
    return spot if _rule_below_zero(spot) else None


def _rule_below_zero(spot: Spot) -> bool:
    rule, most = spot.node.rule, spot.node.max
    if isinstance(rule, ZScore):
        return rule.mean - 3 * rule.sd < 0
    if isinstance(rule, Value):
        return most is None
    if isinstance(rule, FormulaPoints):
        return most is None and rule.as_ == "points"
    if isinstance(rule, Steps):
        return min((rule.otherwise, *(row.points for row in rule.steps))) < 0
    if isinstance(rule, Choice):
        return min(rule.points.values(), default=Decimal(0)) < 0
    if isinstance(rule, Scale):
        return min(step.points for step in rule.scale) < 0
    if isinstance(rule, Gate):
        return rule.otherwise < 0
    return isinstance(rule, MinMax | RankPoints) and rule.floor is not None and rule.floor < 0
