"""Decision 766: group scores computed from the counts of dossiers, procedures and petitions behind them."""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import ZERO, as_text
from thangdo.work.reproductions.compare import Comparison, Outcome, Reason, Table
from thangdo.work.reproductions.listed import by
from thangdo.work.reproductions.published import COLUMNS, compare_scores, computed, rows

NAME = "qd766-2026-counts"
ASSESSMENTS = by("qd766_counts").assessments
PARTS = 7  # of the group with the most: each is printed nowhere, and rounded to two places by the portal
TOLERANCE = PARTS * Fraction("0.005")
# node -> the word of the table
GROUPS = {"G1": "766 transparency", "G2": "766 progress", "G5": "766 digitisation", "G6": "766 satisfaction"}
TITLE = Reason(
    "Từng nhóm: điểm in và điểm tính lại từ số đếm",
    "Group by group: scores printed, and computed from the counts",
)


def reproduce() -> Outcome:
    """Progress, digitisation and satisfaction of agencies and provinces; of provinces transparency too."""
    comparison = Comparison(TOLERANCE)
    runs = [computed(name) for name in ASSESSMENTS]
    lines: dict[str, list[Fraction]] = {}
    for bundle, _, _, result in runs:
        compare_scores(bundle, result, comparison)
        for value in bundle.published():
            for node, score in value.scores.items():
                found = result.score(value.unit, node).score
                lines.setdefault(node, []).append(abs((found or ZERO) - score))
    table = Table(
        "groups",
        TITLE,
        ("group", "compared", "equal to the last digit", "largest difference"),
        [
            (
                GROUPS[node],
                str(len(by)),
                str(sum(one == 0 for one in by)),
                as_text(max(by), 4),
            )
            for node, by in sorted(lines.items())
        ],
    )
    listed = [row for bundle, _, _, result in runs for row in rows(bundle, result)]
    return comparison.outcome(NAME, COLUMNS, listed, [table])
