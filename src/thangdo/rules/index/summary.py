"""What a conference is told of an assessment: how many units of each tier reached which level, exactly.

The shares are counted over all units of the tier, the unranked among them (article of 3 July 2019: 3 of 20
departments unranked = 15 %).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from thangdo.rules.exact import Fraction
from thangdo.rules.index.levels import UNRANKED
from thangdo.rules.index.numbers import as_text

TIER_ORDER = ("department", "district", "commune", "province", "ministry", "country")
NAMED_AT_MOST = 3


def summarise(units: Iterable[tuple[str, str, str]], levels: Sequence[str]) -> dict[str, Any]:
    """Counts and percentages per tier and level, as plain data.

    units: (name or code, tier, level reached or "unranked"). levels: from the lowest to the highest.
    A level's `units` are named where there are at most three of them. `percent` is exact text (15 places).
    Raises ValueError for a level that is not one of `levels` or "unranked".

    >>> said = summarise([("Sở A", "department", "II"), ("Sở B", "department", "unranked")], ["I", "II"])
    >>> [(row["level"], row["percent"]) for row in said["tiers"][0]["levels"]]
    [('I', '0'), ('II', '50'), ('unranked', '50')]
    """
    tiers: dict[str, dict[str, list[str]]] = {}
    for name, tier, level in units:
        if level != UNRANKED and level not in levels:
            raise ValueError(f"“{level}” is not a level; allowed are {', '.join(levels)} and {UNRANKED}")
        tiers.setdefault(tier, {}).setdefault(level, []).append(name)
    order = [tier for tier in TIER_ORDER if tier in tiers] + sorted(set(tiers) - set(TIER_ORDER))
    return {"levels": list(levels), "tiers": [_tier(tier, tiers[tier], levels) for tier in order]}


def _tier(tier: str, reached: Mapping[str, Sequence[str]], levels: Sequence[str]) -> dict[str, Any]:
    rows = [
        {
            "level": level,
            "count": len(names),
            "percent": percent,
            "units": sorted(names) if len(names) <= NAMED_AT_MOST else [],
        }
        for level, names, percent in counted(reached, (*levels, UNRANKED))
    ]
    return {"tier": tier, "units": sum(map(len, reached.values())), "levels": rows}


def counted(
    reached: Mapping[str, Sequence[str]], keys: Sequence[str]
) -> list[tuple[str, Sequence[str], str]]:
    """For each key (level or band): the units that reached it, and their percentage of all as exact text.

    reached: key -> units; the percentage is of the units of every key, so that the unranked count too.

    >>> counted({"I": ["a", "b"], "unranked": ["c"]}, ["I", "II"])
    [('I', ['a', 'b'], '66.666666666666667'), ('II', (), '0')]
    """
    everyone = sum(map(len, reached.values()))
    return [
        (key, units, as_text(Fraction(100 * len(units), everyone)))
        for key in keys
        for units in (reached.get(key, ()),)
    ]
