"""The nodes that a tier sees, laid out flat: a whole stands before its parts, and is computed after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import (
    NegativeScore,
    Part,
    aggregate,
    combined,
    how_of,
    maximum_of,
    power_of,
)
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.combining import Combine
from thangdo.rules.index.edition.links import in_turn
from thangdo.rules.index.numbers import NoValue, exact, total, weighted_total
from thangdo.rules.index.result import NodeScore, Why
from thangdo.rules.index.scoring.base import Scorer
from thangdo.rules.index.tree import Branch, walk


class Mean:
    """How one node is made of those parts that apply: their places in the plan and their weights."""

    def __init__(self, branch: Branch, places: Sequence[int], children: Sequence[Branch]) -> None:
        self.branch = branch
        self.node = branch.node
        self.places = places
        self.children = children
        counted = [
            (place, child.weight) for place, child in zip(places, children, strict=True) if child.weight
        ]
        self.counted = [place for place, _ in counted]
        self.weights = [weight for _, weight in counted]
        self.weight = total(self.weights)
        self.alike = all(weight == 1 for weight in self.weights)
        self.how, self.power = how_of(branch.node), power_of(branch.node)
        self.plain = bool(counted)
        self.floor = None if branch.node.floor is None else exact(branch.node.floor)
        self.why: Why | None = None  # the reason where every part has a score, once it was said

    def of(self, numbers: list[Fraction]) -> Fraction:
        """The score where every part has one. Raises NegativeScore, NoValue."""
        if self.how is Combine.SUM or self.how is Combine.MEAN:
            summed = total(numbers) if self.alike else weighted_total(self.weights, numbers)
            return summed if self.how is Combine.SUM else summed / self.weight
        return combined(self.how, self.weights, numbers, self.power)

    def over(self, done: Sequence[NodeScore]) -> tuple[Fraction | None, Status, Why]:
        """The score from the parts in a plan. The reason where every part has one is made once for all units.

        Raises as `of`.
        """
        if self.plain and self.why is not None:
            numbers = []
            floor = self.floor
            for place in self.counted:
                number = done[place].score
                if number is None or (floor is not None and number < floor):
                    break
                numbers.append(number)
            else:
                try:
                    return self.of(numbers), Status.OK, self.why
                except NegativeScore:
                    pass  # said of its part below
        parts = [
            Part(child.code, child.weight, score.score, score.status, score.maximum)
            for child, score in zip(self.children, [done[place] for place in self.places], strict=True)
        ]
        found = aggregate(self.node, parts)
        if "floored" not in found[2].facts and all(part.score is not None for part in parts if part.weight):
            self.why = found[2]
        return found


class Step(NamedTuple):
    """One node in its place in a plan: a criterion with its scorer, or a whole with its mean."""

    number: int
    code: str
    score: Scorer | None
    mean: Mean
    maximum: Fraction | None


def in_order(tree: Branch) -> list[Branch]:
    """All nodes, each behind its parts and behind the nodes whose scores its rule reads.

    Raises ValueError for a circle, which `edition check` refuses.

    >>> from thangdo.rules.index.edition.model import Edition, Node, Tier
    >>> from thangdo.rules.index.tree import grow
    >>> leaf = Node(title={"vi": "Trễ hẹn"}, max=5, rule={"zero_tolerance": "late"})
    >>> index = Node(title={"vi": "Chỉ số"}, criteria={"C": leaf})
    >>> [one.code for one in in_order(grow(Edition.model_construct(tiers=(Tier.COMMUNE,), index=index)))]
    ['C', 'index']
    """
    backwards = list(reversed(list(walk(tree))))
    if not any(branch.links for branch in backwards):
        return backwards
    by_code = {branch.code: branch for branch in backwards}
    needs = {
        branch.code: (*reversed([child.code for child in branch.children]), *sorted(branch.links))
        for branch in backwards
    }
    return [by_code[code] for code in in_turn(needs)]


class Plan:
    """The nodes of one tier, by code and as steps by code."""

    def __init__(self, tree: Branch, tier: str | None) -> None:
        self.branches = [branch for branch in walk(tree) if branch.applies_to(tier)]
        self.codes = [branch.code for branch in self.branches]
        place = {code: number for number, code in enumerate(self.codes)}
        self.means: list[Mean] = []
        for branch in self.branches:
            below = [child for child in branch.children if child.applies_to(tier)]
            places = [place[child.code] for child in below]
            self.means.append(Mean(branch, places, below))
        maxima = self._maxima()
        self.steps = {
            one.code: Step(n, one.code, one.score, self.means[n], maxima[n])
            for n, one in enumerate(self.branches)
        }

    def _maxima(self) -> list[Fraction | None]:
        """What each node can reach; None where nothing says how much."""
        found: list[Fraction | None] = [branch.maximum for branch in self.branches]
        for number in reversed(range(len(found))):
            mean = self.means[number]
            if self.branches[number].score is not None:
                continue
            parts = [
                Part(child.code, child.weight, None, Status.OK, found[place])
                for place, child in zip(mean.places, mean.children, strict=True)
            ]
            try:
                found[number] = maximum_of(mean.node, parts)
            except (NegativeScore, NoValue):
                found[number] = None
        return found
