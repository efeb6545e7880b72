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

    >>> scores = {"a": (Fraction(9),), "b": (Fraction(8),), "c": (Fraction(8),), "d": (Fraction(7),)}
    >>> [f"{place.unit} {place.label}" for place in ranked("commune", scores, {}, Ties.COMPETITION)]
    ['a 1', 'b 2=', 'c 2=', 'd 4']
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

    Of n units in k groups, group j is the first whose lower quantile the score reaches, the quantiles being
    interpolated between neighbours (QUARTILE.INC of spreadsheets; Hyndman and Fan, 1996, type 7). In places
    this is j = ceil((place - 1) x k / (n - 1)), and 1 for the first; equal scores share a group. It gives the
    published sizes of PAPI 2019: 16, 16, 15, 16 of 63 (ceil(place x k / n) would give 15, 16, 16, 16).

    >>> scores = {f"{number:02}": (Fraction(100 - number),) for number in range(63)}
    >>> groups = grouped(Groups(quantiles=4), ranked("province", scores, {}, Ties.COMPETITION))
    >>> [list(groups.values()).count(group) for group in "1234"]
    [16, 16, 15, 16]
    """
    found: dict[str, str] = {}
    first = 0
    for index, place in enumerate(places):
        if place.rank is None:
            continue
        if index == 0 or places[index - 1].rank != place.rank:
            first = index  # how many stand before; not the rank, which is smaller under dense ties
        if groups.quantiles is not None:
            group = -(-first * groups.quantiles // (place.of - 1)) if first else 1
            found[place.unit] = str(group)
        else:
            for code, last in (groups.last_ranks or {}).items():
                if place.rank <= last:
                    found[place.unit] = code
                    break
    return found
