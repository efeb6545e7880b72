"""Decision 766: totals and ranks of the 149 units of one province and of the 34 provinces, on two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from thangdo.rules.exact import Fraction
from thangdo.work.assessments.bundled import Bundled, records
from thangdo.work.reproductions.compare import Comparison, Outcome, Reason
from thangdo.work.reproductions.listed import by
from thangdo.work.reproductions.published import (
    COLUMNS,
    compare_ranks,
    compare_scores,
    computed,
    rows,
)

NAME = "qd766-2026"
PROVINCES = ("qd766-2026-provinces-2026-10-10", "qd766-2026-provinces")
# the units of one province: the portal ranks them together, an assessment those of one tier
OF_ONE_PROVINCE = by("qd766").assessments
TOGETHER = "rank_of_149"

NUMBERED_ON = Reason(
    "Cổng đánh số liên tiếp cả khi tổng điểm bằng nhau; ở đây các đơn vị bằng điểm có cùng hạng, hạng tiếp "
    "theo bỏ trống.",
    "The portal numbers units of the same total one after the other; here equals share a rank, and the next "
    "rank is left out.",
)


def reproduce() -> Outcome:
    """Every total; every rank among provinces, among the communes, and among all units of the province."""
    runs = [computed(name) for name in (*OF_ONE_PROVINCE, *PROVINCES)]
    own = [(bundle, result) for bundle, _, _, result in runs[: len(OF_ONE_PROVINCE)]]
    scores = {unit: result.score(unit).score for _, result in own for unit in result.units}
    together = _places(scores)
    printed = {unit: rank for bundle, _ in own for unit, rank in _printed_together(bundle)}
    known = {f"{unit} {TOGETHER}": NUMBERED_ON for unit in _numbered_on(together, printed)}
    for bundle, result in own:
        among = _places({unit: result.score(unit).score for unit in result.units})
        ranks = {value.unit: value.rank or 0 for value in bundle.published()}
        known |= {f"{unit} rank": NUMBERED_ON for unit in _numbered_on(among, ranks)}
    comparison = Comparison(Fraction(0), known)
    for bundle, _, _, result in runs:
        compare_scores(bundle, result, comparison)
        # what an agency's line prints is its rank among all units of the province
        if bundle.id != OF_ONE_PROVINCE[0]:
            compare_ranks(bundle, result, comparison)
    for unit, rank in printed.items():
        comparison.same(f"{unit} {TOGETHER}", rank, together[unit])
    listed = [row for bundle, _, _, result in runs for row in rows(bundle, result)]
    return comparison.outcome(NAME, COLUMNS, listed)


def _places(scores: Mapping[str, Fraction | None]) -> dict[str, int]:
    """Each unit's rank by score, the highest first; equals share one."""
    given = sorted((score for score in scores.values() if score is not None), reverse=True)
    return {unit: given.index(score) + 1 for unit, score in scores.items() if score is not None}


def _printed_together(bundle: Bundled) -> Iterator[tuple[str, int]]:
    """Each unit's rank among all of the province, as the portal printed it."""
    for part in bundle.about.published:
        for row in records(part.file):
            yield bundle.code(row[part.unit]), int(row[TOGETHER])


def _numbered_on(found: Mapping[str, int], printed: Mapping[str, int]) -> Sequence[str]:
    """The units that the portal numbers on although others have the same score, so far and no farther."""
    alike = Counter(found.values())
    return [
        unit for unit, rank in found.items() if rank < printed[unit] < rank + alike[rank] and alike[rank] > 1
    ]
