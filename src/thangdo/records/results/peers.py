"""A unit among its peers: mean, median and quartiles, and where it stands, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from thangdo.records.results.numbers import number
from thangdo.records.results.views import PeerStats
from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.standing import Standing, standing

Scores = Mapping[str, Sequence[str | None]]  # node -> [score or None, status]


def stats(units: Iterable[Scores]) -> dict[str, PeerStats]:
    """For every node, over the units that have a score there.

    >>> found = stats([{"A": ["4", "ok"]}, {"A": ["7", "ok"]}, {"A": [None, "not-answered"]}])
    >>> found["A"].mean, found["A"].median
    ('5.5', '5.5')
    """
    found: dict[str, list[Fraction]] = {}
    for unit in units:
        for node, (score, _) in unit.items():
            numbers = found.setdefault(node, [])
            if score is not None:
                numbers.append(number(score))
    return {node: _stats(node, sorted(numbers)) for node, numbers in found.items() if numbers}


def among_peers(unit: Scores, peers: Iterable[Scores], groups: Sequence[str]) -> Standing:
    """Where a unit stands among its peers, itself included.

    >>> kept = [{"index": [score, "ok"], "A": [score, "ok"]} for score in ("4", "7")]
    >>> among_peers(kept[0], kept, ["A"]).total.rank
    2
    """
    return standing(_exact(unit), [_exact(peer) for peer in peers], groups)


def _exact(scores: Scores) -> dict[str, Fraction | None]:
    return {node: None if score is None else number(score) for node, (score, _) in scores.items()}


def _stats(node: str, ordered: Sequence[Fraction]) -> PeerStats:
    return PeerStats(
        node,
        len(ordered),
        as_text(sum(ordered, Fraction(0)) / len(ordered)),
        as_text(quantile(ordered, Fraction(1, 2))),
        as_text(quantile(ordered, Fraction(1, 4))),
        as_text(quantile(ordered, Fraction(3, 4))),
        as_text(ordered[0]),
        as_text(ordered[-1]),
    )


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which `share` of the ordered values lie, between neighbours in proportion.

    >>> str(quantile([Fraction(1), Fraction(2), Fraction(4)], Fraction(3, 4)))
    '3'
    """
    place = (len(ordered) - 1) * share
    below = int(place)
    rest = place - below
    return ordered[below] if not rest else ordered[below] * (1 - rest) + ordered[below + 1] * rest
