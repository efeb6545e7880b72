"""What each part of an index is worth of 100 points: in sums by weight x maximum, else by weight."""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import Part, maximum_of
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Combine
from thangdo.rules.index.evaluate import Branch
from thangdo.rules.index.numbers import ZERO, total

HUNDRED = Fraction(100)


def worth_of(tree: Branch, tier: str | None) -> dict[str, Fraction]:
    """Points of 100 by code, of every node that applies to the tier; the root has them all."""
    found: dict[str, Fraction] = {}
    waiting = [(tree, HUNDRED)]
    while waiting:
        branch, points = waiting.pop()
        found[branch.code] = points
        parts = [child for child in branch.children if child.applies_to(tier) and child.weight]
        maxima = {child.code: _most(child, tier) for child in parts}
        by_points = (branch.node.combine or Combine.SUM) is Combine.SUM and all(maxima.values())
        sizes = {
            child.code: child.weight * ((maxima[child.code] or ZERO) if by_points else 1) for child in parts
        }
        whole = total(sizes.values())
        waiting += [(child, points * sizes[child.code] / whole) for child in parts if whole]
    return found


def _most(branch: Branch, tier: str | None) -> Fraction | None:
    """The maximum of a node for a tier; None where a part has none."""
    if not branch.children:
        return branch.maximum
    parts = [
        Part(child.code, child.weight, None, Status.NOT_MEASURED, _most(child, tier))
        for child in branch.children
        if child.applies_to(tier)
    ]
    return maximum_of(branch.node, parts)
