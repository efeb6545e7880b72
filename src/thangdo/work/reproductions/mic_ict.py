"""The ministry's ranking of ICT application 2017: the ranks, with their ties, out of the scores."""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.work.reproductions.compare import Comparison, Outcome
from thangdo.work.reproductions.published import COLUMNS, compare_ranks, compare_scores, computed, rows

NAME = "mic-ict-2017"


def reproduce() -> Outcome:
    """53 scores as printed and 53 ranks; equal scores share a rank and the next one is left out (17, 17,
    19).
    """
    comparison = Comparison(Fraction(0))
    bundle, _, _, result = computed(NAME)
    compare_scores(bundle, result, comparison)
    compare_ranks(bundle, result, comparison)
    return comparison.outcome(NAME, COLUMNS, rows(bundle, result))
