"""UN EGDI 2018: composite at four places and competition ranks of 193 countries; how many in each band."""

from __future__ import annotations

from collections import Counter

from thangdo.rules.exact import Fraction
from thangdo.work.reproductions.compare import Comparison, Outcome, Reason, Table
from thangdo.work.reproductions.published import COLUMNS, compare_ranks, compare_scores, computed, rows

NAME = "un-egdi"


def reproduce() -> Outcome:
    """193 composites equal at four places, 193 ranks equal."""
    comparison = Comparison(Fraction(0))
    bundle, edition, _, result = computed("un-egdi-2018")
    compare_scores(bundle, result, comparison)
    compare_ranks(bundle, result, comparison)
    counts = Counter(result.bands.values())
    bands = edition.bands.steps if edition.bands else {}
    table = Table(
        "bands",
        Reason("Số nước theo nhóm EGDI", "Countries by EGDI group"),
        ("band", "at_least", "countries"),
        [(code, str(band.at_least), str(counts[code])) for code, band in bands.items()],
    )
    listed = [{**row, "band": result.bands[row["unit"]]} for row in rows(bundle, result)]
    return comparison.outcome(NAME, (*COLUMNS, "band"), listed, [table])
