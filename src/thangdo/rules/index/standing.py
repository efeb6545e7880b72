"""Where one unit stands among its peers: in total, and in which groups it is strongest and weakest.

Strong and weak go by rank within each group, never by points: a group may hand almost everybody the same
points, so that one tenth less is the sixth lowest of 135.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from thangdo.rules.exact import Fraction

INDEX = "index"
Scores = Mapping[str, Fraction | None]  # node -> score; None or absent: no score


@dataclass(frozen=True, slots=True)
class Stand:
    """One score among those of the peers: how many of the others have more, less, and as much."""

    node: str
    score: Fraction
    more: int
    less: int
    alike: int

    @property
    def of(self) -> int:
        """How many have a score there, this unit included."""
        return self.more + self.less + self.alike + 1

    @property
    def rank(self) -> int:
        """From the top; equals share it."""
        return self.more + 1

    @property
    def from_below(self) -> int:
        """From the bottom; equals share it."""
        return self.less + 1

    @property
    def upper(self) -> bool:
        """Whether fewer stand above than below."""
        return self.more < self.less

    @property
    def lower(self) -> bool:
        """Whether more stand above than below."""
        return self.more > self.less

    @property
    def share(self) -> Fraction:
        """0 for the best alone, 1 for the last alone, 1/2 where all are alike; equals take the middle."""
        others = self.of - 1
        return Fraction(2 * self.more + self.alike, 2 * others) if others else Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit among its peers.

    total: None without a score. above_median: total − median of the peers, exact. strongest, weakest: the
    groups of the best and of the worst share, several where they are equal; empty where none is in the upper
    or lower half. groups: how many groups the unit has a score in. scored, units: of the peers.
    """

    total: Stand | None
    above_median: Fraction | None
    strongest: tuple[Stand, ...]
    weakest: tuple[Stand, ...]
    groups: int
    scored: int
    units: int


def stand(node: str, own: Fraction, all_scores: Iterable[Fraction]) -> Stand:
    """A score among all scores of a node, its own included once.

    >>> found = stand("A", Fraction(7), [Fraction(9), Fraction(7), Fraction(7), Fraction(3)])
    >>> found.rank, found.from_below, found.alike, found.of
    (2, 2, 1, 4)
    """
    more = less = alike = 0
    for score in all_scores:
        more += score > own
        less += score < own
        alike += score == own
    return Stand(node, own, more, less, alike - 1)


def standing(unit: Scores, peers: Sequence[Scores], groups: Sequence[str]) -> Standing:
    """Where a unit stands among its peers (itself included), over the groups of the tree.

    >>> made = [(9, 1), (5, 2), (1, 3)]
    >>> peers = [{"index": Fraction(a + b), "A": Fraction(a), "B": Fraction(b)} for a, b in made]
    >>> found = standing(peers[0], peers, ["A", "B"])
    >>> found.total.rank, [one.node for one in found.strongest], [one.node for one in found.weakest]
    (1, ['A'], ['B'])
    """
    totals = _given(peers, INDEX)
    own = unit.get(INDEX)
    stands = [
        stand(group, score, _given(peers, group))
        for group in groups
        if (score := unit.get(group)) is not None
    ]
    best = min((one.share for one in stands), default=None)
    worst = max((one.share for one in stands), default=None)
    return Standing(
        None if own is None else stand(INDEX, own, totals),
        None if own is None else own - median(totals),
        tuple(one for one in stands if one.share == best and one.upper),
        tuple(one for one in stands if one.share == worst and one.lower),
        len(stands),
        len(totals),
        len(peers),
    )


def _given(peers: Iterable[Scores], node: str) -> list[Fraction]:
    return [score for peer in peers if (score := peer.get(node)) is not None]
