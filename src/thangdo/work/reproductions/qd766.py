"""Decision 766: the totals and ranks of Gia Lai's 14 agencies and of the 34 provinces."""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.work.reproductions.compare import Comparison, Outcome
from thangdo.work.reproductions.published import (
    COLUMNS,
    compare_ranks,
    compare_scores,
    computed,
    places,
    rows,
)

NAME = "qd766-2026"


def reproduce() -> Outcome:
    """Totals equal; ranks of provinces equal; agencies in the order of their ranks among 149 units."""
    comparison = Comparison(Fraction(0))
    provinces, _, _, of_provinces = computed("qd766-2026-provinces")
    compare_scores(provinces, of_provinces, comparison)
    compare_ranks(provinces, of_provinces, comparison)
    agencies, _, _, of_agencies = computed("qd766-2026-gia-lai")
    compare_scores(agencies, of_agencies, comparison)
    found = places(of_agencies)
    # the portal ranks among 149 units, of which 14 are agencies: their order is what can be compared
    by_rank = sorted(agencies.published(), key=lambda value: value.rank or 0)
    for order, value in enumerate(by_rank, start=1):
        comparison.same(f"{value.unit} order among agencies", order, found[value.unit].rank)
    return comparison.outcome(NAME, COLUMNS, [*rows(agencies, of_agencies), *rows(provinces, of_provinces)])
