"""How many different scores a criterion can give: yes or no gives two, a ratio as many as there are."""

from __future__ import annotations

from decimal import Decimal

from thangdo.rules.index.edition.model import Edition, InputType, Node
from thangdo.rules.index.edition.rules import (
    Checklist,
    Choice,
    Gate,
    Scale,
    Steps,
    Value,
    WeightedSum,
    ZeroTolerance,
)

MOST_ITEMS = 12  # of a checklist whose sums are counted one by one


def steps_of(edition: Edition) -> dict[str, int]:
    """The number of scores of each criterion that has few; a criterion that is not here has many."""
    found: dict[str, int] = {}
    waiting: list[Node] = [edition.index]
    while waiting:
        for code, child in waiting.pop().children.items():
            waiting.append(child)
            scores = _scores(edition, child)
            if scores is not None:
                found[code] = len(scores)
    return found


def _scores(edition: Edition, node: Node) -> set[Decimal] | None:
    """The points that the rule of a node can give; None where they are too many to list."""
    rule, nothing = node.rule, Decimal(0)
    if isinstance(rule, Choice):
        return set(rule.points.values())
    if isinstance(rule, Steps):
        return {*(row.points for row in rule.steps), rule.otherwise}
    if isinstance(rule, Scale):
        return {*(step.points for step in rule.scale), nothing}
    if isinstance(rule, ZeroTolerance):
        return {nothing, Decimal(1)}
    if isinstance(rule, Gate):
        return {rule.otherwise, Decimal(1) if node.max is None else node.max}
    if isinstance(rule, Checklist):
        return _of_list(rule)
    if isinstance(rule, Value):
        return {nothing, Decimal(1)} if _is_yes_no(edition, rule.value) else None
    if isinstance(rule, WeightedSum) and all(_is_yes_no(edition, part.of) for part in rule.weighted_sum):
        return _sums([part.points for part in rule.weighted_sum], nothing, rule.cap)
    return None


def _of_list(rule: Checklist) -> set[Decimal] | None:
    points = list(rule.points.values())
    if rule.count == "best":
        return {Decimal(0), *(rule.base + one for one in points)}
    return _sums(points, rule.base, rule.cap)


def _sums(points: list[Decimal], base: Decimal, cap: Decimal | None) -> set[Decimal] | None:
    """Nothing, and every sum of some of the points upon the base, no more than the cap."""
    if len(points) > MOST_ITEMS:
        return None
    sums = {Decimal(0)}
    for one in points:
        sums |= {before + one for before in sums}
    raised = {base + one for one in sums}
    return {Decimal(0), *(one if cap is None else min(one, cap) for one in raised)}


def _is_yes_no(edition: Edition, name: str) -> bool:
    one = edition.inputs.get(name)
    return one is not None and one.type is InputType.YES_NO
