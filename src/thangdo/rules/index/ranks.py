"""Ranks inside peer groups: competition (17, 17, 19) or dense, tie-breakers, labels; groups by rank.

Source of the tie rule: the MIC ranking 2017 as published (17, 17, 19; 32, 32, 34; 40, 40, 42).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import Groups, Ties
from thangdo.rules.index.result import Place


def ranked(
    peer_group: str,
    scores: Mapping[str, tuple[Fraction, ...]],
    without_rank: Mapping[str, Fraction | None],
    ties: Ties,
) -> list[Place]:
    """Places of one peer group, best first, those without a rank last (by code).

    scores: unit -> (score, tie-breaker, ...), compared in this order, higher is better; equal in all = tie.
    without_rank: unit -> score (or None) of those who are scored and not ranked.
    """
    order = sorted(scores, key=lambda unit: (tuple(-number for number in scores[unit]), unit))
    places: list[Place] = []
    rank = 0
    for index, unit in enumerate(order):
        key = scores[unit]
        same_as_before = index > 0 and scores[order[index - 1]] == key
        same_as_next = index + 1 < len(order) and scores[order[index + 1]] == key
        if not same_as_before:
            rank = rank + 1 if ties is Ties.DENSE else index + 1
        tied = same_as_before or same_as_next
        label = f"{rank}=" if tied else str(rank)
        places.append(Place(unit, peer_group, key[0], rank, tied, label, len(order)))
    for unit in sorted(without_rank):
        places.append(Place(unit, peer_group, without_rank[unit], None, False, "", len(order)))
    return places


def grouped(groups: Groups, places: Sequence[Place]) -> dict[str, str]:
    """Groups by rank: quantile groups ("1" is the best) or fixed last ranks; the unranked have none.

    Quantiles of n units in k groups: group = ceil(rank x k / n) (PAPI: four groups by rank).
    """
    found: dict[str, str] = {}
    for place in places:
        if place.rank is None:
            continue
        if groups.quantiles is not None:
            found[place.unit] = str(-(-place.rank * groups.quantiles // place.of))
        else:
            for code, last in (groups.last_ranks or {}).items():
                if place.rank <= last:
                    found[place.unit] = code
                    break
    return found
